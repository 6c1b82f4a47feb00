"""Sources that only the tree tells, on the model that ships: claims by their noun, asides, datelines, long names."""

from __future__ import annotations

import pytest
from spacy.language import Language

from newsclaims import flow, layers
from newsclaims.records import Article, Claim

pytestmark = pytest.mark.model


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("Critics rejected Mr Orr's claim that 30 people had been shot.", [("Orr", None)]),
        ("They doubt the board's estimate that 30 wells are dry.", [("the board", None)]),
        ("The claim that 30 wells are dry was made last week.", []),
        ("Kumasi: Sergeant Ama Boateng said 30 people were saved.", [("Ama Boateng", None)]),
        (
            "Thirty wells ran dry and 40 pumps broke, the Chamber of Farming estimated.",
            [("the Chamber of Farming", None)],
        ),
        ("A law teacher at the University of Tarn said 30 people came.", [("A law teacher", "University of Tarn")]),
        ("Prime Minister Ada Koss came. The Prime Minister said 40 people were ill.", [("Ada Koss", None)]),
        ("Our choir has 30 singers, a report by Marsh & Hill found, and no hall.", [("Marsh & Hill", None)]),
    ],
)
def test_who_says(pipeline: Language, text: str, sources: list[tuple[str, str | None]]) -> None:
    claim = layers.take(flow.doc_of(Article("a", text), pipeline), "claims", Claim)[0]
    assert [(source.name, source.organisation) for source in claim.attribution.sources] == sources
