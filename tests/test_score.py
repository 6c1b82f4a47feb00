"""The score of relations: what is right, what counts neither way, and what is told of misses."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from pages import related

from newsclaims.records import Claim
from newsclaims.score import Score, score

DOUBLE = "It has [12|12 count|owl] owls, [9|9 count|chick] of them chicks. Ann put the number at [double|2 times]."


def claims() -> list[Claim]:
    found = related(DOUBLE)
    return [msgspec.structs.replace(c, article=msgspec.structs.replace(c.article, id="a")) for c in found]


def gold(**double: Any) -> list[dict[str, Any]]:
    """The gold of the sentences, with what is given of the multiple."""
    stated = [c for c in claims() if c.quantity.status == "stated"]
    out: list[dict[str, Any]] = [
        {"quantity": c.quantity.mention.text, "start": c.quantity.mention.start, "end": c.quantity.mention.end}
        for c in stated
    ]
    owls, chicks, multiple = out
    chicks["relations"] = [{"type": "part_of", "target": "12", "at": owls["start"]}]
    multiple["relations"] = [{"type": "multiple_of", "target": "12", "at": owls["start"], **double}]
    return out


def scored(wanted: list[dict[str, Any]]) -> Score:
    return score({"a": wanted}, claims())


def test_type_and_both_ends_factor_and_derived_value_make_a_relation_right() -> None:
    right = scored(gold(factor=2, derived=24))
    assert right.ties == {"gold": 2, "found": 2, "right": 2}
    assert right.figures()["relations F1"] == 100
    assert not [miss for miss in right.misses if "_of" in miss]


@pytest.mark.parametrize("double", [{"factor": 3}, {"factor": 2, "derived": 25}])
def test_another_factor_or_value_is_wrong(double: dict[str, float]) -> None:
    wrong = scored(gold(**double))
    assert wrong.ties["right"] == 1
    assert "a: wrong factor or value in multiple_of 'double' '12'" in wrong.misses


def test_misses_and_spurious_ties_are_told() -> None:
    wanted = gold()
    wanted[0]["relations"] = [{"type": "repeats", "target": "9", "at": wanted[1]["start"]}]
    del wanted[2]["relations"]
    told = scored(wanted)
    assert told.ties == {"gold": 2, "found": 2, "right": 1}
    assert "a: missed repeats '12' '9'" in told.misses
    assert "a: spurious multiple_of 'double' '12'" in told.misses


def test_ties_to_what_is_ignored_count_neither_way() -> None:
    wanted = gold()
    wanted[0]["ignore"] = True
    for claim in wanted:
        claim.pop("relations", None)
    wanted[1]["relations"] = []
    assert scored(wanted).ties == {"gold": 0, "found": 0, "right": 0}


def test_derived_claims_are_no_spurious_figures() -> None:
    assert scored(gold()).found == 3
    assert len(claims()) == 4


def test_gold_without_relations_has_no_score_of_them() -> None:
    bare = [{key: value for key, value in claim.items() if key != "relations"} for claim in gold()]
    assert "relations F1" not in scored(bare).figures()
