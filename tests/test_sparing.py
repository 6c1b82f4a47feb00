"""Reading only what matters: the same claims, and fewer words read."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import msgspec
import pytest
from spacy.language import Language

from newsclaims import flow
from newsclaims.encoder.component import Encoder
from newsclaims.encoder.layers import Layers
from newsclaims.read import read_articles
from newsclaims.records import Article

pytestmark = pytest.mark.model
SAMPLES = Path(__file__).parents[1] / "corpus" / "samples"


@pytest.fixture(scope="module")
def every() -> Language:
    return flow.load(every_sentence=True)


def read_words(nlp: Language, text: str) -> list[str]:
    """The words of a text that the encoder reads."""
    encoder = cast(Encoder, nlp.get_pipe("newsclaims_encoder"))
    doc = nlp.make_doc(text)
    nlp.get_pipe("newsclaims_paragraphs")(doc)
    words = encoder.words(doc)
    layers = Layers(words)
    assert encoder.choose is not None
    encoder.choose(doc, words, layers)
    return [doc[int(place)].text for place, read in zip(words.places, layers.read, strict=True) if read]


def claims(nlp: Language, articles: list[Article]) -> dict[str, dict[str, object]]:
    found = (msgspec.to_builtins(claim) for claim in flow.extract(articles, nlp))
    return {claim["id"]: claim | {"produced_by": None} for claim in found}


def test_the_claims_are_those_of_every_sentence(pipeline: Language, every: Language) -> None:
    articles = [one for one in read_articles([str(SAMPLES)]) if isinstance(one, Article)]
    spared, whole = claims(pipeline, articles), claims(every, articles)
    assert len(whole) > 300
    equal = sum(spared.get(key) == claim for key, claim in whole.items())
    assert equal / len(spared.keys() | whole.keys()) >= 0.985


def test_what_no_claim_hangs_on_is_not_read(pipeline: Language) -> None:
    text = "The quay was quiet.\n\nTwo ferries sank.\n\nNobody came to look at the water."
    assert read_words(pipeline, text) == ["Two", "ferries", "sank", "."]


def test_whom_a_pronoun_means_is_read(pipeline: Language) -> None:
    text = "Anna Keller runs the port.\n\nIt rained.\n\nTwo ferries sank, she said.\n\nThe quay was quiet."
    assert read_words(pipeline, text)[:2] == ["Anna", "Keller"]
    (claim,) = flow.extract([Article("a", text)], pipeline)
    assert claim.attribution.sources[0].name == "Anna Keller"


def test_a_fuller_name_is_read_wherever_it_stands(pipeline: Language) -> None:
    text = "Two ferries sank, Keller said.\n\nThe quay was quiet.\n\nAnna Keller runs the port."
    assert read_words(pipeline, text)[-5:] == ["Keller", "runs", "the", "port", "."]
    (claim,) = flow.extract([Article("a", text)], pipeline)
    assert claim.attribution.sources[0].name == "Anna Keller"


def test_a_quotation_that_goes_on_is_read_back(pipeline: Language) -> None:
    text = "“We warned the owners,” said Anna Keller.\n\n“Two ferries sank in one night.”\n\nThe quay was quiet."
    assert "Anna" in read_words(pipeline, text)
    assert {c.attribution.sources[0].name for c in flow.extract([Article("a", text)], pipeline)} == {"Anna Keller"}


def test_a_text_without_figures_costs_no_reading(pipeline: Language) -> None:
    assert read_words(pipeline, "The quay was quiet.\n\nNobody came.") == []
    assert list(flow.extract([Article("a", "The quay was quiet.\n\nNobody came.")], pipeline)) == []


def test_a_no_break_space_ends_no_name(pipeline: Language) -> None:
    text = "“Two ferries sank,” said Dr\xa0Anna Keller, who runs the port."
    (claim,) = flow.extract([Article("a", text)], pipeline)
    assert claim.attribution.sources[0].name == "Anna Keller"
