"""The forms of corrections, without a server: a form that is sent as it was is no change."""

from __future__ import annotations

from typing import Any

import pytest
from audited import FLOOD, made_article
from msgspec.structs import replace

from newsclaims.audit.forms import addition, changes, groups
from newsclaims.errors import CorrectionError
from newsclaims.records import Claim, Mention, Source

TEXT, (FLOODED, _) = (lambda made: (made[0].text, made[1]))(made_article("flood", FLOOD))


def two_sources(organisations: tuple[str | None, str | None] = (None, "the Board")) -> Claim:
    """The claim, said by two."""
    said = FLOODED.attribution
    sources = tuple(
        Source(name, "person", organisation, True, said.sources[0].mention)
        for name, organisation in zip(("Ann Lee", "Bo Ruiz"), organisations, strict=True)
    )
    return replace(FLOODED, attribution=replace(said, sources=sources))


def form_of(claim: Claim | None, **new: str) -> dict[str, str]:
    """What a browser sends of a form: line ends as CR LF."""
    fields = [field for _, listed in groups(claim) for field in listed]
    return {field.name: field.text.replace("\n", "\r\n") for field in fields} | new


@pytest.mark.parametrize("claim", [FLOODED, two_sources(), two_sources((None, None)), replace(FLOODED, time=None)])
def test_a_form_that_is_sent_as_it_was_changes_nothing(claim: Claim) -> None:
    assert changes(form_of(claim), claim, TEXT) == []
    assert changes({}, claim, TEXT) == []


@pytest.mark.parametrize(
    ("new", "told"),
    [
        ({"value": "1,340"}, [("value", "1340")]),
        ({"value": ""}, [("value", None)]),
        ({"modifier": "RANGE", "min_value": "3", "max_value": "4"},
         [("modifier", "RANGE"), ("min_value", "3"), ("max_value", "4")]),
        ({"hedged": "yes"}, [("hedged", True)]),
        ({"time_begin": "2024-05-02", "time_end": "2024-05-03"},
         [("time_begin", "2024-05-02"), ("time_end", "2024-05-03")]),
        ({"time_begin": "", "time_end": "", "timex_value": ""}, [("time", None)]),
        ({"per": "hour", "unit": ""}, [("unit", None), ("per", "hour")]),
    ],
)  # fmt: skip
def test_only_what_was_written_otherwise_is_a_change(new: dict[str, str], told: list[tuple[str, Any]]) -> None:
    assert changes(form_of(FLOODED, **new), FLOODED, TEXT) == told


def test_of_several_sources_each_has_its_line() -> None:
    claim = two_sources()
    told = changes(form_of(claim, organisation="the Union\r\n"), claim, TEXT)
    assert told == [("organisation", ["the Union", None])]
    told = changes(form_of(claim, source="Ann Lee\r\nBo Ruiz\r\nCy Ott", source_words="schools, Ann"), claim, TEXT)
    (field, values), *_ = told
    assert field == "source"
    assert values[2]["value"] == "Cy Ott"
    assert TEXT[values[2]["mention"]["start"] : values[2]["mention"]["end"]] == "schools, Ann"


def test_words_are_found_in_the_sentence_first_and_then_in_the_text() -> None:
    near = changes(form_of(FLOODED, place="there", place_words="The flood"), FLOODED, TEXT)
    assert near == [("place", {"value": "there", "mention": {"start": 0, "end": 9, "text": "The flood"}})]
    ((_, far),) = changes(form_of(FLOODED, place="there", place_words="all of 2023"), FLOODED, TEXT)
    assert far["mention"]["start"] == TEXT.index("all of 2023")
    for words in ("nowhere", "o"):
        with pytest.raises(CorrectionError, match="stand"):
            changes(form_of(FLOODED, place="there", place_words=words), FLOODED, TEXT)


def test_an_added_claim_has_its_figure_and_all_that_was_written() -> None:
    form = form_of(None, figure="31", value="31", unit="count", source="Ann Lee", source_kind="person",
                   time_begin="2023-01-01", time_end="2023-12-31", time_words="all of 2023")  # fmt: skip
    told = addition(form, TEXT)
    at = TEXT.index("31")
    assert told["figure"] == {"start": at, "end": at + 2, "text": "31"}
    assert told["fields"]["source"] == {"value": "Ann Lee", "kind": "person"}
    assert told["fields"]["time"]["begin"] == "2023-01-01"
    assert Mention(**told["fields"]["time"]["mention"]).text == "all of 2023"


@pytest.mark.parametrize(("which", "start"), [("2", ""), ("1", "{second}")])
def test_of_words_that_stand_twice_one_is_told(which: str, start: str) -> None:
    second = TEXT.index("schools", TEXT.index("schools") + 1)
    form = form_of(None, figure="schools", which=which, start=start.format(second=second), value="1", unit="count")
    assert addition(form, TEXT)["figure"]["start"] == second
