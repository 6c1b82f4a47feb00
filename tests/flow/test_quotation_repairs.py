"""A quotation that its marks leave open is made good, noted on the claim, and loses no figure."""

from __future__ import annotations

import pytest
from spacy.language import Language

from newsclaims import flow, layers
from newsclaims.records import Article, Claim

pytestmark = pytest.mark.model
TEXT = "{0}We lost 12 boats,{1} said Selma Quist of the harbour office.\n\nThe town has 40 more."


def claims(text: str, pipeline: Language) -> list[tuple[str, list[str], str, str | None]]:
    """Figure, names of the sources, voice and repair of each claim."""
    return [
        (
            claim.quantity.mention.text,
            [source.name for source in claim.attribution.sources],
            claim.attribution.voice,
            claim.attribution.repair,
        )
        for claim in layers.take(flow.doc_of(Article("a", text), pipeline), "claims", Claim)
    ]


@pytest.mark.parametrize(
    ("opening", "closing", "repair"),
    [
        ("“", "”", None),
        ('"', '"', None),
        ("‘", "’", None),
        ("«", "»", None),
        ("``", "''", None),
        ("''", "''", None),
        ("“", '"', "wrong_mark"),
        ('"', "”", "wrong_mark"),
        ("“", "’", "wrong_mark"),
        ("”", "”", "wrong_mark"),
        ("“", "", "unclosed"),
        ('"', "", "unclosed"),
    ],
)
def test_every_figure_keeps_its_source(pipeline: Language, opening: str, closing: str, repair: str | None) -> None:
    assert claims(TEXT.format(opening, closing), pipeline) == [
        ("12", ["Selma Quist"], "direct", repair),
        ("40", [], "narrator", None),
    ]


def test_a_mark_too_many_costs_nothing(pipeline: Language) -> None:
    found = claims(TEXT.format("", "”"), pipeline)
    assert [(figure, names) for figure, names, *_ in found] == [("12", ["Selma Quist"]), ("40", [])]


def test_the_speaker_inside_a_quotation_that_nobody_closed(pipeline: Language) -> None:
    text = "Selma Quist came.\n\n“We lost 12 boats, she said. The rest went home.\n\nThe town has 40 more."
    assert claims(text, pipeline) == [
        ("12", ["Selma Quist"], "direct", "unclosed"),
        ("40", [], "narrator", None),
    ]


def test_a_quotation_over_two_paragraphs(pipeline: Language) -> None:
    text = "“We lost 12 boats,” said Selma Quist. “It rained.\n\n“Some 30 men went home.”\n\nThe town has 40 more."
    found = claims(text, pipeline)
    assert [(names, voice) for _, names, voice, _ in found] == [
        (["Selma Quist"], "direct"),
        (["Selma Quist"], "direct"),
        ([], "narrator"),
    ]
    assert claims(text.replace("rained", "rained 9 days"), pipeline)[1][3] == "reopened"
