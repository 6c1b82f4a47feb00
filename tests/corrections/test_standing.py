"""What comes of what readers say: of one, of two who agree, of two who do not, and in which order they said it."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shelf import FLOOD, Shelf, article

from newsclaims.corrections.agreement import agreement
from newsclaims.corrections.entries import Correction, Wanted
from newsclaims.corrections.fields import reading
from newsclaims.corrections.standing import apply, readers_whole, standing, standing_of
from newsclaims.corrections.store import append, corrections, in_force
from newsclaims.errors import CorrectionError

TEXT, (SCHOOLS, BRIDGES, COST) = article(FLOOD)


def test_a_claim_that_nobody_judged_stands_as_it_is(shelf: Shelf) -> None:
    shelf.load([SCHOOLS, BRIDGES, COST])
    told = standing(shelf.connection, "flood")
    assert [(one.claim, one.corrected, one.verdict, one.readers) for one in told] == [
        (claim, claim, None, ()) for claim in (SCHOOLS, BRIDGES, COST)
    ]
    with pytest.raises(CorrectionError, match='no claim is "x"'):
        standing_of(shelf.connection, "x")


def test_a_changed_claim_is_marked_with_the_numbers_of_its_corrections(shelf: Shelf) -> None:
    shelf.load([BRIDGES])
    made = [shelf.say("change", BRIDGES, field="value", value=4), shelf.say("accept", BRIDGES)]
    made.append(shelf.say("change", BRIDGES, field="unit", value="bridge"))
    one = standing_of(shelf.connection, BRIDGES.id)
    assert (one.verdict, one.fields) == ("changed", ("value", "min_value", "max_value", "unit"))
    assert one.corrected.produced_by.fingerprint == "0+corrected:1,3"
    (said,) = one.readers
    assert (said.reader, said.verdict, said.fields, said.corrections) == ("Ada", "accept", ("value", "unit"), (*made,))
    assert apply(BRIDGES, made) == one.corrected
    assert apply(BRIDGES, made[1:2]) == BRIDGES


def test_a_change_that_is_undone_is_undone_though_its_reader_accepted_the_claim(shelf: Shelf) -> None:
    shelf.load([BRIDGES])
    made = shelf.say("change", BRIDGES, field="value", value=4)
    shelf.say("accept", BRIDGES)
    shelf.say("undo", undoes=made.id)
    one = standing_of(shelf.connection, BRIDGES.id)
    assert (one.verdict, one.corrected) == ("accepted", BRIDGES)


def test_the_last_word_of_a_reader_counts(shelf: Shelf) -> None:
    shelf.load([COST])
    for action in ("accept", "reject"):
        shelf.say(action, COST)
        assert standing_of(shelf.connection, COST.id).verdict == f"{action}ed"


def test_readers_who_agree_make_one_outcome(shelf: Shelf) -> None:
    shelf.load([BRIDGES])
    for reader in ("Ada", "Ben"):
        shelf.say("change", BRIDGES, field="value", value=4, reader=reader)
        shelf.say("accept", BRIDGES, reader=reader)
    one = standing_of(shelf.connection, BRIDGES.id)
    assert (one.verdict, one.disputed, one.corrected.quantity.value) == ("changed", (), 4)
    shelf.say("change", BRIDGES, field="unit", value="bridge", reader="Cleo")
    one = standing_of(shelf.connection, BRIDGES.id)
    assert (one.verdict, one.disputed, one.corrected.quantity.unit) == ("disputed", ("unit",), "count")


def test_fields_in_which_readers_differ_stay_as_the_run_has_them(shelf: Shelf) -> None:
    shelf.load([BRIDGES])
    shelf.say("change", BRIDGES, field="value", value=4)
    shelf.say("change", BRIDGES, field="item", value="bridges")
    shelf.say("change", BRIDGES, field="value", value=5, reader="Ben")
    one = standing_of(shelf.connection, BRIDGES.id)
    assert (one.verdict, one.disputed) == ("disputed", ("value",))
    assert one.corrected.item is not None
    assert (one.corrected.quantity.value, one.corrected.item.head) == (3, "bridges")


def test_what_two_readers_change_in_one_part_goes_together_where_it_can(shelf: Shelf) -> None:
    shelf.load([SCHOOLS])
    shelf.say("change", SCHOOLS, field="time_begin", value="2024-05-02")
    shelf.say("change", SCHOOLS, field="time_end", value="2024-05-06", reader="Ben")
    one = standing_of(shelf.connection, SCHOOLS.id)
    assert one.corrected.time is not None
    assert (one.verdict, one.corrected.time.begin, one.corrected.time.end) == ("changed", "2024-05-02", "2024-05-06")
    # Nobody says it, and whom they speak for, cannot both be.
    shelf.say("change", SCHOOLS, field="source", value=None)
    shelf.say("change", SCHOOLS, field="organisation", value="Union", reader="Ben")
    one = standing_of(shelf.connection, SCHOOLS.id)
    assert (one.verdict, one.disputed) == ("disputed", ("source", "organisation"))
    assert one.corrected.attribution == SCHOOLS.attribution


def test_an_acceptance_vouches_for_every_field(shelf: Shelf) -> None:
    shelf.load([BRIDGES])
    shelf.say("accept", BRIDGES)
    shelf.say("change", BRIDGES, field="unit", value="bridge", reader="Ben")
    assert standing_of(shelf.connection, BRIDGES.id).disputed == ("unit",)


def test_an_acceptance_is_of_the_claim_as_it_stands_unless_the_reader_was_shown_the_run_s_alone(shelf: Shelf) -> None:
    shelf.load([BRIDGES])
    first = shelf.say("change", BRIDGES, field="value", value=4)
    seen = shelf.say("accept", BRIDGES, reader="Ben")
    one = standing_of(shelf.connection, BRIDGES.id)
    assert (one.verdict, one.disputed, one.corrected.quantity.value) == ("changed", (), 4)
    assert one.conflicts == ()
    assert seen.claim == BRIDGES
    assert seen.judged is not None
    assert seen.judged.quantity.value == 4
    shelf.say("accept", BRIDGES, reader="Cleo", blind=True)
    assert standing_of(shelf.connection, BRIDGES.id).disputed == ("value", "min_value", "max_value")
    # What Ben accepted stays accepted, whatever becomes of Ada's change.
    shelf.say("undo", undoes=first.id)
    said = {
        reader.reader: reader.reading.quantity.value for reader in standing_of(shelf.connection, BRIDGES.id).readers
    }
    assert said == {"Ben": 4, "Cleo": 3}


def test_accepted_by_one_and_rejected_by_the_other_is_disputed(shelf: Shelf) -> None:
    shelf.load([BRIDGES])
    shelf.say("change", BRIDGES, field="value", value=4)
    shelf.say("reject", BRIDGES, reader="Ben")
    one = standing_of(shelf.connection, BRIDGES.id)
    assert (one.verdict, one.disputed, one.corrected) == ("disputed", ("verdict",), BRIDGES)


def test_agreement_counts_what_both_judged_and_takes_chance_away(shelf: Shelf) -> None:
    _, claims = article(" ".join(f"It sold [{n}|{n} count|boat] boats." for n in range(1, 11)))
    shelf.load(claims)
    for n, claim in enumerate(claims):
        shelf.say("reject" if n in (0, 1, 2) else "accept", claim)
        if n != 9:
            shelf.say("reject" if n in (1, 2, 3) else "accept", claim, reader="Ben")
    shelf.say("change", claims[5], field="modifier", value="APPROX")
    shelf.say("change", claims[6], field="modifier", value="APPROX")
    shelf.say("change", claims[6], field="modifier", value="APPROX", reader="Ben")
    shelf.say("change", claims[7], field="value", value="70", reader="Ben")
    told = {one.field: one for one in agreement(shelf.connection)}
    verdict = told["verdict"]
    # Each rejects 3 of 9, 2 of them together: agreed 7/9, by chance (3·3 + 6·6)/81 = 5/9.
    assert (verdict.readers, verdict.both, verdict.agreed) == (("Ada", "Ben"), 9, 7)
    assert verdict.kappa == pytest.approx(0.5)
    # Both accept 5; of them Ada changes two modifiers, Ben one: agreed 4/5, by chance (2·1 + 3·4)/25.
    assert (told["modifier"].both, told["modifier"].agreed) == (5, 4)
    assert told["modifier"].kappa == pytest.approx((0.8 - 0.56) / (1 - 0.56))
    assert (told["value"].agreed, told["value"].kappa) == (4, None)
    assert (told["voice"].agreed, told["voice"].kappa) == (5, None)


def test_who_read_the_article_whole(shelf: Shelf) -> None:
    shelf.load([BRIDGES])
    shelf.say("reject", BRIDGES)
    made = shelf.say("read", article="flood")
    assert readers_whole(shelf.connection, "flood") == ("Ada",)
    shelf.say("undo", undoes=made.id)
    assert readers_whole(shelf.connection, "flood") == ()


READERS, NAMES = st.sampled_from(["Ada", "Ben"]), st.sampled_from([SCHOOLS.id, BRIDGES.id, COST.id])
CHANGES = st.sampled_from(
    [("value", 4), ("value", None), ("modifier", "APPROX"), ("modifier", "RANGE"), ("unit", "EUR"), ("max_value", 9)]
)
HANGING = st.sampled_from(
    [("source", None), ("organisation", "Union"), ("voice", "direct"), ("time", None), ("time_end", "2024-05-06")]
)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["accept", "reject", "accept blindly"]), READERS, NAMES),
        st.tuples(st.just("change"), READERS, NAMES, CHANGES),
        st.tuples(st.just("change"), READERS, NAMES, HANGING),
        st.tuples(st.just("undo"), READERS, st.integers(1, 12)),
    ),
    max_size=12,
)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """A shelf whose database each example starts from a copy of."""
    shelf = Shelf(Path(tmp_path_factory.mktemp("loaded")))
    shelf.load([SCHOOLS, BRIDGES, COST])
    return shelf


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_any_corrections_and_undos_give_the_same_standing_when_they_are_made_again(
    loaded: Shelf, steps: list[tuple[Any, ...]]
) -> None:
    first, second, third = (copy(loaded.connection) for _ in range(3))
    for n, step in enumerate(steps):
        make(first, n, step)
    entries = corrections(first)
    for entry in entries:
        append(second, wanted(entry))
    assert corrections(second) == entries
    assert standing(second, "flood") == standing(first, "flood")
    # What is undone might as well never have been said, where nothing that still holds hung on it.
    if any(entry.action == "accept" and entry.value for entry in entries):
        return
    try:
        for entry in in_force(entries):
            append(third, wanted(entry))
    except CorrectionError:
        return
    assert said(third) == said(first)


def copy(connection: sqlite3.Connection) -> sqlite3.Connection:
    there = sqlite3.connect(":memory:")
    connection.backup(there)
    return there


def make(connection: sqlite3.Connection, n: int, step: tuple[Any, ...]) -> None:
    """Make the correction of a step; one that cannot be is not made."""
    action, reader, on = step[:3]
    given: dict[str, Any] = {"action": action.split()[0], "reader": reader, "reason": "so it is"}
    given |= {"blind": True} if action == "accept blindly" else {}
    given |= {"undoes": on} if action == "undo" else {"claim": on}
    given |= {"field": step[3][0], "value": step[3][1]} if action == "change" else {}
    before = corrections(connection)
    try:
        append(connection, Wanted(made_at=f"2024-06-01T10:00:{n:02}Z", **given))
    except CorrectionError:
        assert corrections(connection) == before


def wanted(entry: Correction) -> Wanted:
    """What was asked for to have a correction."""
    given = {name: getattr(entry, name) for name in ("action", "reader", "made_at", "reason", "field", "undoes")}
    given |= {"blind": entry.value is None} if entry.action == "accept" else {"value": entry.value}
    return Wanted(claim=None if entry.action == "undo" else entry.claim_id, **given)


def said(connection: sqlite3.Connection) -> Sequence[object]:
    """What stands, without the numbers of corrections."""
    return [
        (
            one.verdict,
            one.disputed,
            reading(one.corrected),
            [(r.reader, r.verdict, reading(r.reading)) for r in one.readers],
        )
        for one in standing(connection, "flood")
    ]
