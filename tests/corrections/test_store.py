"""What is kept of corrections, and what is refused."""

from __future__ import annotations

import sqlite3
from typing import Any

import pytest
from shelf import FLOOD, NEW, Shelf, article

from newsclaims.corrections.entries import Wanted
from newsclaims.corrections.standing import standing, standing_of
from newsclaims.corrections.store import append, corrections, history, in_force, undo
from newsclaims.errors import CorrectionError

TEXT, CLAIMS = article(FLOOD)
SCHOOLS, BRIDGES, COST = CLAIMS


def test_a_correction_comes_back_as_it_was_made_with_its_anchor_and_the_claim_as_it_was(shelf: Shelf) -> None:
    shelf.load(CLAIMS)
    made = shelf.say("change", BRIDGES, field="value", value=4, reason="four, says the text")
    assert corrections(shelf.connection) == [made]
    assert (made.id, made.reader, made.reason, made.field, made.value) == (1, "Ada", "four, says the text", "value", 4)
    assert made.claim == BRIDGES
    start = TEXT.text.index("3 bridges")
    anchor = made.anchor
    assert (anchor.article, anchor.start, anchor.end, anchor.figure) == ("flood", start, start + 1, "3")
    assert (anchor.text_sha256, anchor.sentence) == (TEXT.meta.text_sha256, "Some 3 bridges fell.")


def test_the_occurrence_counts_the_figure_s_words_in_its_sentence(shelf: Shelf) -> None:
    _, claims = article("It has [4|4 count|cat] cats and [4|4 count|dog] dogs.")
    shelf.load(claims)
    assert [shelf.say("accept", claim).anchor.occurrence for claim in claims] == [1, 2]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE corrections SET reader = 'Eve'",
        "DELETE FROM corrections",
        "INSERT OR REPLACE INTO corrections (id, made_at, reader, reason, action, article_id, text_sha256) "
        "VALUES (1, '', 'Eve', '', 'read', 'flood', '')",
    ],
)
def test_the_table_refuses_changes_of_what_is_there(shelf: Shelf, statement: str) -> None:
    shelf.load(CLAIMS)
    made = shelf.say("accept", SCHOOLS)
    with pytest.raises(sqlite3.IntegrityError, match="never changed or deleted"):
        shelf.connection.execute(statement)
    assert corrections(shelf.connection) == [made]


def test_nothing_is_written_until_the_caller_commits(shelf: Shelf) -> None:
    shelf.load(CLAIMS)
    wanted = Wanted(action="accept", reader="Ada", made_at="2024-06-01T10:00:00Z", claim=COST.id)
    append(shelf.connection, wanted)
    shelf.connection.rollback()
    assert corrections(shelf.connection) == []


def test_a_load_leaves_corrections_as_they_are(shelf: Shelf) -> None:
    shelf.load(CLAIMS)
    made = [shelf.say("reject", COST), shelf.say("accept", SCHOOLS)]
    shelf.load(article(FLOOD, made_by=NEW)[1][:1])
    assert corrections(shelf.connection) == made


def test_an_undo_of_an_undo_has_the_first_in_force_again(shelf: Shelf) -> None:
    shelf.load(CLAIMS)
    first = shelf.say("reject", COST)
    second = shelf.say("undo", undoes=first.id)
    assert standing_of(shelf.connection, COST.id).verdict is None
    with pytest.raises(CorrectionError, match=r"1 is undone by 2\. To have it back undo 2\."):
        shelf.say("undo", undoes=first.id)
    third = undo(shelf.connection, second.id, reader="Ben", reason="it is a sum", made_at="2024-06-02T00:00:00Z")
    assert standing_of(shelf.connection, COST.id).verdict == "rejected"
    assert in_force(corrections(shelf.connection)) == [first]
    assert history(shelf.connection, COST.id) == [first, second, third]
    shelf.say("undo", undoes=third.id)
    assert standing_of(shelf.connection, COST.id).verdict is None


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"reader": "  "}, "there is no reader"),
    ({"reader": "A\nda"}, "name cannot be kept"),
    ({"reader": "A" * 201}, "reader is too long"),
    ({"action": "reject", "reason": ""}, "there is no reason"),
    ({"made_at": "2024-06-01 10:00"}, "no time in UTC"),
    ({"made_at": "2024-06-31T10:00:00Z"}, "no time in UTC"),
    ({"claim": "0123456789abcdef"}, 'no claim is "0123456789abcdef"'),
    ({"undoes": 1}, "undoes has no place in it"),
    ({"value": 1}, "value has no place in it"),
    ({"action": "change", "field": "figure", "value": 1}, 'no field is "figure"'),
    ({"action": "change", "value": 1}, "there is no field"),
    ({"action": "undo", "claim": None, "undoes": 7}, "there is no correction 7"),
    ({"action": "undo", "claim": None, "undoes": 10**20}, "there is no correction 1000"),
    ({"action": "read", "claim": None, "article": "drought"}, 'no article is "drought"'),
    ({"action": "read", "claim": None, "article": "flood"}, "3 claims of it are not judged by Ada"),
]


@pytest.mark.parametrize(("given", "told"), WRONG)
def test_what_cannot_be_a_correction_is_told_and_not_written(shelf: Shelf, given: dict[str, Any], told: str) -> None:
    shelf.load(CLAIMS)
    whole = {"action": "accept", "claim": COST.id, **given}
    with pytest.raises(CorrectionError, match=told) as error:
        shelf.say(**{name: value for name, value in whole.items() if value is not None})
    assert error.value.mend
    assert corrections(shelf.connection) == []


def test_a_missed_claim_is_added_by_its_spans(shelf: Shelf) -> None:
    shelf.load([SCHOOLS, COST])
    figure = {"start": BRIDGES.quantity.mention.start, "end": BRIDGES.quantity.mention.end, "text": "3"}
    fell = TEXT.text.index("fell")
    fields = {
        "value": 3,
        "unit": "count",
        "item": "bridge",
        "event": {"value": "fall", "mention": {"start": fell, "end": fell + 4, "text": "fell"}},
        "source": {"value": "Ann Lee", "kind": "person", "mention": {"start": 45, "end": 52, "text": TEXT.text[45:52]}},
    }
    made = shelf.say("add", article="flood", value={"figure": figure, "fields": fields}, text=TEXT.text)
    assert made.claim_id == BRIDGES.id  # so that a run that finds it has the same
    told = standing(shelf.connection, "flood")
    assert [one.claim.id for one in told] == [claim.id for claim in CLAIMS]
    added = told[1]
    assert (added.found, added.verdict, added.claim.sentence.text) == (False, "accepted", TEXT.text)
    assert (added.claim.quantity.kind, added.claim.quantity.max_value) == ("count", 3)
    assert added.claim.item is not None
    assert added.claim.item.mention.text == "bridges"
    assert (added.claim.attribution.voice, added.claim.attribution.sources[0].name) == ("indirect", "Ann Lee")
    shelf.say("change", added.claim, field="value", value=4)
    assert standing_of(shelf.connection, BRIDGES.id).corrected.quantity.value == 4
    with pytest.raises(CorrectionError, match='"3" is a claim already'):
        shelf.say("add", article="flood", value={"figure": figure, "fields": fields}, text=TEXT.text)


@pytest.mark.parametrize(
    ("figure", "fields", "text", "told"),
    [
        ({"start": 0, "end": 1, "text": "3"}, {"value": 3, "unit": "count"}, TEXT.text, 'not stand at 0 to 1, but "T"'),
        ({"start": 17, "end": 19, "text": "40"}, {"unit": "count"}, TEXT.text, "worth nothing"),
        ({"start": 0, "end": 3, "text": "The"}, {"value": 3, "unit": "count"}, None, "cannot be held against the text"),
        ({"start": 0, "end": 3, "text": "The"}, {"value": 3, "unit": "count"}, "The", "another one than the database"),
        ({"start": 0}, {"value": 3, "unit": "count"}, TEXT.text, "no claim by spans"),
        ({"start": 0, "end": 3, "text": "The"}, {"value": 3, "unit": ["count"]}, TEXT.text, "no word"),
    ],
)
def test_a_claim_whose_words_are_not_there_is_not_added(
    shelf: Shelf, figure: dict[str, Any], fields: dict[str, Any], text: str | None, told: str
) -> None:
    shelf.load(CLAIMS)
    with pytest.raises(CorrectionError, match=told):
        shelf.say("add", article="flood", value={"figure": figure, "fields": fields}, text=text)


def test_a_text_with_null_characters_is_known_with_the_signs_that_a_database_has_for_them(shelf: Shelf) -> None:
    text, claims = article("It sold [9|9 count|boat]\0 boats and 3 cars.")
    shelf.load(claims)
    given = text.text.replace("\0", "␀")
    value = {
        "figure": {"start": given.index("3"), "end": given.index("3") + 1, "text": "3"},
        "fields": {"value": 3, "unit": "count"},
    }
    with pytest.raises(CorrectionError, match="another one than the database"):
        shelf.say("add", article="flood", value=value, text=given + "␀")
    made = shelf.say("add", article="flood", value=value, text=given)
    assert made.claim is not None
    assert made.claim.sentence.text == given
    shelf.say("undo", undoes=made.id)
    assert shelf.say("add", article="flood", value=value, text=text.text).claim == made.claim
