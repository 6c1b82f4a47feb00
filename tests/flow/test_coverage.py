"""Every numeral is accounted for, and what is not is told."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from spacy.language import Language

from newsclaims import flow
from newsclaims.coverage import Coverage, coverage_of
from newsclaims.read import read_articles
from newsclaims.records import Article

ROOT = Path(__file__).parents[2]


def test_without_stages_every_numeral_is_unaccounted_for() -> None:
    doc = spacy.blank("en")("In 2015 the twenty-first of 3,000 boats sank; half of two million ¾-inch nails too.")
    left = [mention.text for mention in coverage_of(doc).unaccounted]
    assert left == ["2015", "twenty", "first", "3,000", "half", "two", "million", "¾"]


@pytest.mark.model
def test_claims_and_kinds_are_told_apart(pipeline: Language) -> None:
    text = "On 3 May the G20 freed 12 otters, the third time in five years; a 4-year-old saw one of them."
    told = coverage_of(flow.doc_of(Article("a", text, published="2019-05-06"), pipeline))
    assert told.claims == 1
    assert told.others == {
        "date": 1, "identifier": 1, "ordinal": 1, "time_expression": 1, "age": 1, "determiner": 1,
    }  # fmt: skip
    assert (told.numerals, told.unaccounted) == (7, [])


@pytest.mark.model
def test_no_numeral_of_our_corpus_is_unaccounted_for(pipeline: Language) -> None:
    total = Coverage()
    articles = [a for a in read_articles([ROOT / "corpus" / "samples"]) if isinstance(a, Article)]
    for outcome in flow.work(articles, pipeline, look=coverage_of):
        stated = [claim for claim in outcome.claims if claim.quantity.status == "stated"]
        assert outcome.looked.claims == len(stated)
        total.add(outcome.looked)
    assert total.unaccounted == []
    assert total.numerals > 400
