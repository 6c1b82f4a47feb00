"""Corrections of what one shipped model reads, after the other has read the same articles."""

from __future__ import annotations

from pathlib import Path

import pytest
from shelf import Shelf
from spacy.language import Language

import newsclaims
from newsclaims import FAST_MODEL
from newsclaims.corrections.anchors import reanchor
from newsclaims.corrections.export import corrected_claims, gold
from newsclaims.read import read_articles
from newsclaims.records import Article, Claim
from newsclaims.score import score

pytestmark = pytest.mark.model
SAMPLES = Path(__file__).parents[2] / "corpus" / "samples" / "articles.jsonl"
READ = ("karsun-classrooms", "lowveld-measles", "harbor-stocks")


def extracted(nlp: Language) -> list[Claim]:
    articles = [one for one in read_articles([SAMPLES]) if isinstance(one, Article) and one.id in READ]
    return list(newsclaims.extract(articles, nlp))


def test_what_a_reader_said_of_one_model_s_claims_stands_after_the_other(shelf: Shelf, pipeline: Language) -> None:
    first, second = extracted(pipeline), extracted(newsclaims.load(FAST_MODEL))
    shelf.load(first)
    for claim in first:
        shelf.say("accept", claim)
    shelf.say("change", first[0], field="item", value={"value": "schoolhouse", "mention": None})
    for name in READ:
        shelf.say("read", article=name)
    before = [gold(shelf.connection, name) for name in READ]
    shelf.load(second)
    placed = reanchor(shelf.connection)
    assert all(one.holds for one in placed)
    assert {None, "differs"} <= {one.conflict for one in placed}
    after = {name: gold(shelf.connection, name) for name in READ}
    assert list(after.values()) == before
    wanted = {name: made["claims"] for name, made in after.items() if made}
    corrected = [claim for name in READ for claim in corrected_claims(shelf.connection, name)]
    assert set(score(wanted, corrected).figures().values()) == {100.0}
    assert score(wanted, second).figures()["complete F1"] < 100
