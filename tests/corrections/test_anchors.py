"""Corrections after a new run: another model, a changed text, and what does not fit any more."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace
from shelf import FLOOD, NEW, Shelf, article

from newsclaims.corrections.anchors import Placed, conflicts, reanchor
from newsclaims.corrections.fields import changed
from newsclaims.corrections.standing import standing, standing_of
from newsclaims.corrections.store import history
from newsclaims.records import Claim

TEXT, (SCHOOLS, BRIDGES, COST) = article(FLOOD)
AGAIN = article(FLOOD, made_by=NEW)[1]
LONGER_TEXT, LONGER = article("It rained again. " + FLOOD, made_by=NEW)
TWICE_TEXT, TWICE = article(FLOOD + "\n" + FLOOD, made_by=NEW)


def texts(text: str) -> Callable[[str], str | None]:
    return {"flood": text}.get


def told(placed: Placed) -> tuple[object, ...]:
    return placed.claim_id, placed.how, placed.holds, placed.conflict


def test_all_stands_where_another_model_reads_the_same(shelf: Shelf) -> None:
    shelf.load([SCHOOLS, BRIDGES, COST])
    shelf.say("accept", SCHOOLS)
    shelf.say("change", BRIDGES, field="value", value=4)
    shelf.say("reject", COST)
    shelf.load(AGAIN)
    assert [told(placed) for placed in reanchor(shelf.connection)] == [
        (claim.id, "id", True, None) for claim in (SCHOOLS, BRIDGES, COST)
    ]
    assert [one.verdict for one in standing(shelf.connection, "flood")] == ["accepted", "changed", "rejected"]


def test_a_claim_under_another_id_is_found_by_the_offsets_of_its_figure(shelf: Shelf) -> None:
    shelf.load([SCHOOLS, BRIDGES])
    made = shelf.say("change", BRIDGES, field="item", value="bridges")
    shelf.load([replace(SCHOOLS, id="s"), replace(BRIDGES, id="b")])
    (placed,) = reanchor(shelf.connection)
    assert told(placed) == ("b", "offsets", True, None)
    assert history(shelf.connection, "b") == [made]
    assert standing_of(shelf.connection, "b").fields == ("item",)


def test_a_new_run_that_reads_what_the_reader_said_agrees(shelf: Shelf) -> None:
    shelf.load([BRIDGES, COST])
    shelf.say("change", BRIDGES, field="value", value=4)
    shelf.say("reject", COST)
    shelf.load([replace(changed(BRIDGES, "value", 4), produced_by=NEW)])
    assert [(p.conflict, p.holds, p.reason) for p in conflicts(shelf.connection)] == [
        ("agrees", True, "it is read so now"),
        ("agrees", True, "no claim is read there now"),
    ]
    (one,) = standing(shelf.connection, "flood")
    assert (one.verdict, one.corrected.quantity.value, one.fields) == ("changed", 4, ())


def test_what_was_said_of_the_same_words_holds_against_another_reading_and_is_listed(shelf: Shelf) -> None:
    shelf.load([SCHOOLS, BRIDGES, COST])
    shelf.say("change", BRIDGES, field="value", value=4)
    shelf.say("accept", SCHOOLS)
    shelf.say("reject", COST)
    others = [changed(SCHOOLS, "value", 41), changed(BRIDGES, "value", 5), changed(COST, "unit", "GBP")]
    shelf.load([replace(claim, produced_by=NEW) for claim in others])
    found = conflicts(shelf.connection)
    assert {placed.conflict for placed in found} == {"differs"}
    assert all(placed.holds for placed in found)
    assert found[0].reason == "value was 3, is 5 now"
    assert "value was 40, is 41 now" in found[1].reason
    schools, bridges, cost = standing(shelf.connection, "flood")
    assert (schools.claim.quantity.value, schools.corrected.quantity.value) == (41, 40)
    assert bridges.corrected.quantity.value == 4
    assert cost.verdict == "rejected"
    assert bridges.conflicts == (found[0],)


def test_a_claim_that_a_new_run_misses_is_kept_as_it_was_judged(shelf: Shelf) -> None:
    shelf.load([SCHOOLS, BRIDGES, COST])
    shelf.say("accept", BRIDGES)
    shelf.load([SCHOOLS, COST])
    (placed,) = conflicts(shelf.connection)
    assert (*told(placed), placed.reason) == (None, "text", True, "gone", "no claim is read there now")
    kept = standing(shelf.connection, "flood")[1]
    assert (kept.found, kept.verdict, kept.claim) == (False, "accepted", BRIDGES)


def test_a_figure_that_is_read_with_other_words_is_listed(shelf: Shelf) -> None:
    shelf.load([BRIDGES])
    shelf.say("change", BRIDGES, field="value", value=4)
    _, wider = article(FLOOD.replace("Some [3|3", "[Some 3|3"))
    shelf.load([wider[1]])
    (placed,) = conflicts(shelf.connection)
    assert told(placed) == (None, "text", True, "differs")
    assert 'the figure is read as "Some 3"' in placed.reason


def test_words_that_moved_in_a_changed_text_are_found_again(shelf: Shelf) -> None:
    shelf.load([SCHOOLS, BRIDGES, COST])
    shelf.say("change", BRIDGES, field="item", value="bridges")
    shelf.say("accept", SCHOOLS)
    shelf.load(LONGER)
    assert [told(placed) for placed in reanchor(shelf.connection)] == [
        (LONGER[1].id, "moved", True, None),
        (LONGER[0].id, "moved", True, None),
    ]
    assert standing_of(shelf.connection, LONGER[0].id).corrected == LONGER[0]
    bridges = standing_of(shelf.connection, LONGER[1].id).corrected
    assert bridges.item is not None
    mention = bridges.item.mention
    assert (bridges.item.head, LONGER_TEXT.text[mention.start : mention.end]) == ("bridges", "bridges")


def test_what_was_accepted_of_another_reader_s_change_moves_too(shelf: Shelf) -> None:
    shelf.load([SCHOOLS, BRIDGES, COST])
    shelf.say("change", SCHOOLS, field="value", value=41)
    shelf.say("accept", SCHOOLS, reader="Ben")
    shelf.load(LONGER)
    assert all(placed.holds for placed in reanchor(shelf.connection))
    said = standing_of(shelf.connection, LONGER[0].id).readers[1].reading
    assert (said.id, said.quantity.value, said.article) == (LONGER[0].id, 41, LONGER_TEXT.meta)
    for mention in (said.sentence, said.quantity.mention, said.attribution.sources[0].mention):
        assert LONGER_TEXT.text[mention.start : mention.end] == mention.text


def test_a_claim_that_reads_otherwise_in_a_changed_text_waits_for_a_reader(shelf: Shelf) -> None:
    shelf.load([SCHOOLS, BRIDGES, COST])
    shelf.say("change", BRIDGES, field="value", value=4)
    shelf.say("accept", SCHOOLS)
    shelf.load([changed(LONGER[0], "value", 41), changed(LONGER[1], "value", 5), LONGER[2]])
    assert [told(placed)[1:] for placed in conflicts(shelf.connection)] == [("moved", False, "differs")] * 2
    assert [one.verdict for one in standing(shelf.connection, "flood")] == [None] * 3


def test_where_two_places_fit_neither_is_taken(shelf: Shelf) -> None:
    shelf.load([SCHOOLS, BRIDGES, COST])
    shelf.say("reject", COST)
    shelf.load(TWICE)
    (placed,) = conflicts(shelf.connection)
    assert told(placed) == (None, None, False, "ambiguous")
    assert all(one.verdict is None for one in standing(shelf.connection, "flood"))
    # Nor where a run reads only one of them, if the text tells.
    shelf.load(TWICE[:3])
    assert [told(p)[1:] for p in conflicts(shelf.connection, texts=texts(TWICE_TEXT.text))] == [
        (None, False, "ambiguous")
    ]


def test_what_a_changed_text_has_no_more_is_listed_as_gone(shelf: Shelf) -> None:
    shelf.load([SCHOOLS, BRIDGES, COST])
    shelf.say("accept", COST)
    shelf.load(article(FLOOD.replace("in all", "so far"))[1])
    (placed,) = conflicts(shelf.connection)
    assert told(placed) == (None, None, False, "gone")
    assert "give the text to look for its words" in placed.reason


def test_the_text_is_searched_where_no_claim_has_the_words(shelf: Shelf) -> None:
    shelf.load([SCHOOLS, COST])
    figure = {"start": BRIDGES.quantity.mention.start, "end": BRIDGES.quantity.mention.end, "text": "3"}
    sentence = {"start": BRIDGES.sentence.start, "end": BRIDGES.sentence.end, "text": BRIDGES.sentence.text}
    fields = {"value": 3, "unit": "count", "item": "bridge"}
    value = {"figure": figure, "sentence": sentence, "fields": fields}
    shelf.say("add", article="flood", value=value, text=TEXT.text)
    shelf.load([LONGER[0], LONGER[2]])
    (lost,) = reanchor(shelf.connection)
    assert told(lost) == (None, None, False, "gone")
    (placed,) = reanchor(shelf.connection, texts=texts(LONGER_TEXT.text))
    assert told(placed) == (None, "text", True, None)
    added = standing(shelf.connection, "flood", texts=texts(LONGER_TEXT.text))[1].claim
    mention = added.quantity.mention
    assert (added.id, LONGER_TEXT.text[mention.start : mention.end]) == (LONGER[1].id, "3")
    # A text that is not the one whose claims were loaded is no help.
    assert [told(p)[3] for p in reanchor(shelf.connection, texts=texts(TEXT.text))] == ["gone"]


@pytest.mark.parametrize("seen", ["same", "other"])
def test_an_added_claim_that_a_new_run_finds_is_held_against_it(shelf: Shelf, seen: str) -> None:
    shelf.load([SCHOOLS, COST])
    figure = {"start": BRIDGES.quantity.mention.start, "end": BRIDGES.quantity.mention.end, "text": "3"}
    fields = {"value": 3, "unit": "count", "item": {"value": "bridge", "mention": _mention("bridges")}}
    made = shelf.say("add", article="flood", value={"figure": figure, "fields": fields}, text=TEXT.text)
    assert made.claim is not None
    found: Claim = made.claim if seen == "same" else changed(made.claim, "value", 5)
    shelf.load([SCHOOLS, replace(found, produced_by=NEW), COST])
    (placed,) = conflicts(shelf.connection)
    assert told(placed) == (BRIDGES.id, "id", True, "agrees" if seen == "same" else "differs")
    one = standing_of(shelf.connection, BRIDGES.id)
    assert (one.found, one.corrected.quantity.value) == (True, 3)
    assert one.verdict == ("accepted" if seen == "same" else "changed")


def _mention(words: str) -> dict[str, object]:
    start = TEXT.text.index(words)
    return {"start": start, "end": start + len(words), "text": words}


def test_a_later_word_of_the_same_reader_is_the_one_looked_at(shelf: Shelf) -> None:
    shelf.load([BRIDGES])
    shelf.say("change", BRIDGES, field="value", value=4)
    shelf.say("change", BRIDGES, field="value", value=5)
    shelf.load([replace(changed(BRIDGES, "value", 5), produced_by=NEW)])
    assert [(placed.was.id, placed.conflict) for placed in conflicts(shelf.connection)] == [(2, "agrees")]


def test_a_whole_reading_holds_for_its_text_and_lists_what_a_new_run_has_more(shelf: Shelf) -> None:
    shelf.load([SCHOOLS])
    shelf.say("accept", SCHOOLS)
    shelf.say("read", article="flood")
    assert conflicts(shelf.connection) == []
    shelf.load([SCHOOLS, COST])
    (placed,) = conflicts(shelf.connection)
    assert (placed.holds, placed.reason) == (True, f"1 claims of it are not judged by Ada: {COST.id}")
    shelf.load([LONGER[0]])
    assert [told(placed)[2:] for placed in conflicts(shelf.connection)] == [(False, "gone")]


def test_what_was_changed_outside_the_sentence_is_no_longer_known_in_a_changed_text(shelf: Shelf) -> None:
    shelf.load([SCHOOLS, BRIDGES, COST])
    value = {"value": "Ann Lee", "mention": _mention("Ann Lee"), "kind": "person"}
    shelf.say("change", COST, field="source", value=value, text=TEXT.text)
    shelf.load(LONGER)
    (placed,) = conflicts(shelf.connection)
    assert (placed.conflict, placed.holds) == ("gone", False)
    assert '"Ann Lee", outside the sentence' in placed.reason
    (placed,) = reanchor(shelf.connection, texts=texts(LONGER_TEXT.text))
    assert (placed.how, placed.holds) == ("moved", True)
