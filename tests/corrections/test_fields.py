"""Fields of a claim with new values: what follows them, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace
from shelf import FLOOD, article

from newsclaims.corrections.fields import FIELDS, changed, choices, parts_of, reading, settled
from newsclaims.errors import CorrectionError
from newsclaims.records import Claim

TEXT, (SCHOOLS, BRIDGES, COST) = article(FLOOD)


def worth(claim: Claim) -> tuple[Any, ...]:
    quantity = claim.quantity
    return quantity.value, quantity.min_value, quantity.max_value


def test_every_field_is_in_a_reading() -> None:
    assert {part for field in FIELDS for part in parts_of(field)} == set(reading(SCHOOLS))


@pytest.mark.parametrize(
    ("modifier", "bounds"),
    [
        ("EXACT", (41, 41)),
        ("EQUAL_OR_MORE", (41, None)),
        ("MORE_THAN", (41, None)),
        ("EQUAL_OR_LESS", (None, 41)),
        ("LESS_THAN", (None, 41)),
        ("APPROX", (None, None)),
    ],
)
def test_bounds_follow_value_and_modifier(modifier: str, bounds: tuple[Any, Any]) -> None:
    assert worth(changed(changed(SCHOOLS, "modifier", modifier), "value", 41)) == (41, *bounds)
    assert worth(changed(changed(SCHOOLS, "value", 41), "modifier", modifier)) == (41, *bounds)


def test_a_range_has_the_bounds_that_it_is_given_and_no_value() -> None:
    claim = changed(changed(changed(SCHOOLS, "modifier", "RANGE"), "min_value", 30), "max_value", "50")
    assert worth(claim) == (None, 30, 50)
    assert worth(changed(changed(claim, "modifier", "EXACT"), "value", 7)) == (7, 7, 7)


@pytest.mark.parametrize(
    ("given", "value", "text"),
    [("0.1", 0.1, "0.1"), (0.1, 0.1, "0.1"), ("1/3", 1 / 3, "1/3"), (2.0, 2, None), (-5, -5, None)],
)
def test_a_value_keeps_its_exact_text_where_a_double_does_not_hold_it(
    given: Any, value: float, text: str | None
) -> None:
    quantity = changed(SCHOOLS, "value", given).quantity
    assert (quantity.value, quantity.value_text, quantity.min_value_text) == (value, text, text)


def test_a_part_keeps_its_words_or_finds_them_in_the_sentence() -> None:
    other = changed(BRIDGES, "item", "Bridge")
    assert other.item is not None
    assert (other.item.head, other.item.mention.text) == ("bridge", "bridges")
    costs = changed(COST, "event", "cost")
    found = costs.event
    assert found is not None
    assert (found.lemma, found.negated) == ("cost", False)
    assert TEXT.text[found.mention.start : found.mention.end] == found.mention.text == "cost"
    assert changed(BRIDGES, "item", None).item is None
    assert changed(costs, "negated", True).event == replace(found, negated=True)
    assert changed(SCHOOLS, "place", {"value": "Tarn", "mention": {"start": 4, "end": 9, "text": "flood"}}).place


def test_who_says_it_and_the_voice_go_together() -> None:
    assert SCHOOLS.attribution.voice == "indirect"
    none = changed(SCHOOLS, "source", None).attribution
    assert (none.voice, none.sources) == ("narrator", ())
    assert changed(SCHOOLS, "voice", "narrator").attribution == none
    two = changed(
        SCHOOLS, "source", ["Ann Lee", {"value": "the schools", "kind": "group", "mention": _words("schools")}]
    )
    assert [(s.name, s.kind, s.named) for s in two.attribution.sources] == [
        ("Ann Lee", "group", True),
        ("the schools", "group", False),
    ]
    assert reading(changed(two, "organisation", ["Tarn Union", None]))["organisation"] == ["Tarn Union", None]
    assert reading(changed(SCHOOLS, "source_kind", "person"))["source_kind"] == "person"
    said = changed(COST, "source", {"value": "the mayor", "kind": "person", "mention": _words("It")})
    assert (said.attribution.voice, said.attribution.sources[0].named) == ("indirect", False)


def _words(words: str) -> dict[str, Any]:
    start = TEXT.text.index(words)
    return {"start": start, "end": start + len(words), "text": words}


def test_a_time_is_given_whole_or_in_its_parts() -> None:
    week = changed(COST, "time", {"begin": "2024-05-01", "end": "2024-05-07", "mention": _words("in all")}).time
    assert week is not None
    assert (week.timex_type, week.timex_value, week.begin, week.end) == ("DURATION", "P7D", "2024-05-01", "2024-05-07")
    since = changed(SCHOOLS, "time", {"begin": "2024-05-01"}).time
    assert since is not None
    assert (since.timex_type, since.timex_value, since.end) == ("DATE", "2024-05-01", None)
    assert SCHOOLS.time is not None
    assert since.mention == SCHOOLS.time.mention
    assert reading(changed(SCHOOLS, "time_end", "2024-05-06"))["time_end"] == "2024-05-06"
    assert changed(SCHOOLS, "time", None).time is None


@pytest.mark.parametrize("field", ["item", "event", "place", "time", "source"])
def test_a_value_is_kept_with_its_words_and_means_the_same_again(field: str) -> None:
    value: Any = {"begin": "2024-05-02", "mention": _words("schools")} if field == "time" else "schools"
    if field == "source":
        value = {"value": "schools", "kind": "group"}
    claim = changed(SCHOOLS, field, value)
    kept = settled(claim, field, value)
    assert changed(SCHOOLS, field, kept) == claim
    assert settled(changed(SCHOOLS, field, None), field, None) is None


WRONG: list[tuple[Claim, str, Any, str]] = [
    (SCHOOLS, "valu", 4, 'Did you mean "value"'),
    (SCHOOLS, "value", "forty", "no number"),
    (SCHOOLS, "value", True, "no number"),
    (SCHOOLS, "value", "nan", "no number"),
    (SCHOOLS, "value", "1e400", "no number"),
    (SCHOOLS, "value", "1e9999999999", "no number"),
    (SCHOOLS, "value", "1/0", "no number"),
    (SCHOOLS, "modifier", "exactly", "none of its values"),
    (SCHOOLS, "modifier", None, "none of its values"),
    (SCHOOLS, "unit", " ", "no word"),
    (SCHOOLS, "item", 4, "no value"),
    (SCHOOLS, "item", {"head": "school"}, "no value"),
    (SCHOOLS, "item", {"value": "x", "mention": {"start": 3}}, "no value"),
    (COST, "item", "school", "does not stand in the sentence"),
    (COST, "item", "", "no value"),
    (COST, "negated", True, "has no event"),
    (SCHOOLS, "negated", "yes", "neither true nor false"),
    (COST, "time_begin", "2024-05-01", "has no time"),
    (SCHOOLS, "time_begin", "2024-05-32", "no day"),
    (SCHOOLS, "time_begin", 20240501, "no day"),
    (SCHOOLS, "time", {"begin": "2024-05-09", "end": "2024-05-01"}, "no begin before an end"),
    (SCHOOLS, "time", {}, "no begin before an end"),
    (SCHOOLS, "time", {"first": "2024-05-09"}, "first is no part of a time"),
    (SCHOOLS, "time", "May", "is no part of a time"),
    (COST, "source", "It", "what kind of source"),
    (SCHOOLS, "source", {"value": "Ann Lee", "kind": "woman"}, "none of its values"),
    (SCHOOLS, "organisation", ["a", "b"], "2 given, for 1 sources"),
    (COST, "source_kind", "person", "1 given, for 0 sources"),
]


@pytest.mark.parametrize(("claim", "field", "value", "told"), WRONG)
def test_a_value_that_is_none_for_the_field_is_told_with_the_mend(
    claim: Claim, field: str, value: Any, told: str
) -> None:
    with pytest.raises(CorrectionError, match=told) as error:
        changed(claim, field, value)
    assert error.value.mend


def test_the_choices_of_a_field_are_those_of_the_record() -> None:
    assert choices("direction") == ("up", "down")
    assert "RANGE" in (choices("modifier") or ())
    assert choices("unit") is None
