"""What is measured on articles that are not ours: floors, the seed article, and that our scorer agrees with the one
given.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

import msgspec
import pytest
from scripts import module
from spacy.language import Language

import newsclaims
from newsclaims.read import read_articles
from newsclaims.records import Article, Claim
from newsclaims.score import COMPLETE, Score, judge, paired, read_gold, score

pytestmark = [pytest.mark.model]
ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
FLOORS = json.loads((ROOT / "corpus" / "floors.json").read_text(encoding="utf-8"))
SETS = {
    "corpus": (ROOT / "corpus" / "gold", ROOT / "corpus" / "samples"),
    "dev": (SHARED / "gold" / "dev", SHARED / "gold" / "articles_dev.jsonl"),
}


@lru_cache(maxsize=2)
def extracted(name: str, pipeline: Language) -> tuple[Claim, ...]:
    articles = [article for article in read_articles([SETS[name][1]]) if isinstance(article, Article)]
    return tuple(newsclaims.extract(articles, pipeline))


def scored(name: str, pipeline: Language) -> Score:
    return score(read_gold(SETS[name][0]), extracted(name, pipeline))


@pytest.mark.parametrize("name", ["corpus", pytest.param("dev", marks=pytest.mark.shared)])
def test_no_score_is_below_its_floor(pipeline: Language, name: str) -> None:
    figures = scored(name, pipeline).figures()
    assert FLOORS[name]
    assert {part: figures[part] for part, floor in FLOORS[name].items() if figures[part] < floor} == {}


@pytest.mark.shared
def test_the_seed_article_keeps_its_claims(pipeline: Language) -> None:
    seed = SETS["dev"][0] / "seed_idlib.json"
    gold = json.loads(seed.read_text(encoding="utf-8"))
    result = score({gold["article"]: gold["claims"]}, extracted("dev", pipeline))
    assert result.gold >= 21
    assert result.right["value"] >= 22
    assert result.right["complete"] >= 17


@pytest.mark.shared
def test_the_more_trusted_half_is_right_more_often(pipeline: Language) -> None:
    gold, claims = read_gold(SETS["dev"][0]), extracted("dev", pipeline)
    judged = [
        (claim.confidence.overall, all(judge(marked, claim)[part] for part in COMPLETE))
        for article in gold
        for marked, claim in paired(gold[article], [c for c in claims if c.article.id == article])
        if not marked.get("ignore") and claim.quantity.status == "stated"
    ]
    judged.sort(key=lambda one: one[0])
    upper = [complete for _, complete in judged[len(judged) // 2 :]]
    assert 100 * sum(upper) / len(upper) >= FLOORS["trust"]["more trusted half of dev, complete"]


@pytest.mark.shared
def test_relations_of_the_seed_article(pipeline: Language) -> None:
    claims = [claim for claim in extracted("dev", pipeline) if claim.article.id == "seed_idlib"]
    words = {claim.id: claim.quantity.mention.text for claim in claims}
    ties = {(c.quantity.mention.text, r.type, words[r.target], r.comparable) for c in claims for r in c.relations}
    assert ("at least 33", "compared_with", "31", False) in ties
    assert not {tie for tie in ties if tie[1] == "compared_with" and "175" in tie}
    assert ("at least four", "repeats", "at least four", None) in ties
    assert ("at least 30", "part_of", "more than 100", None) in ties
    derived = [claim for claim in claims if claim.quantity.status == "derived"]
    assert [claim.quantity.value for claim in derived] == [66, 62]
    assert [flag.kind for c in claims for flag in c.flags if words[c.id] == "180,000"] == ["other_story"]


@pytest.mark.shared
def test_our_scorer_agrees_with_the_one_given(pipeline: Language) -> None:
    given = module(SHARED / "eval" / "score_claims.py")
    # The given one knows of no derived claims.
    claims = [claim for claim in extracted("dev", pipeline) if claim.quantity.status == "stated"]
    found: dict[str, list[dict[str, object]]] = {}
    for claim in claims:
        found.setdefault(claim.article.id, []).append(given.read_prediction(msgspec.to_builtins(claim)))
    gold = read_gold(SETS["dev"][0])
    theirs, ours = given.score(gold, found, show=lambda _: None), scored("dev", pipeline).figures()
    assert ours["detection F1"] == round(100 * theirs["detection"][2], 1)
    assert ours["value and source F1"] == round(100 * theirs["value and source F1"][2], 1)
    assert ours["complete F1"] == round(100 * theirs["complete claim F1"][2], 1)
    for part, share in theirs["of the found claims, right"].items():
        assert ours[part] == round(100 * share, 1)
