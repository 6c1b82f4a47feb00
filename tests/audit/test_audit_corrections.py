"""Corrections over HTTP: a form is sent, and the article shows what came of it."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any

import pytest
from audited import FLOOD, Visitor, loaded, made_article


def claim_ids(visitor: Visitor) -> list[str]:
    """The claims of the flood, in text order."""
    return re.findall(r'<section class="chain" id="c-(\w+)"', visitor.page("/article?id=flood"))


def say(visitor: Visitor, action: str, **form: str) -> Any:
    """Send a form from the article's page."""
    given = {"article": "flood", "reader": "Ada Lowe", "reason": "I counted", **form}
    return visitor.send("/article?id=flood", action=action, **given)


def filled(page: str) -> dict[str, str]:
    """The fields of the form of a claim as they stand in it."""
    form = dict(re.findall(r'<input id="f-\w+" name="(\w+)" value="([^"]*)"', page))
    for name, options in re.findall(r'<select id="f-\w+" name="(\w+)">(.*?)</select>', page, flags=re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected>', options)
        form[name] = chosen[1] if chosen else ""
    return {name: html.unescape(value) for name, value in form.items()}


def changed(visitor: Visitor, claim: str, **new: str) -> Any:
    """Send the form of a claim with some fields written otherwise."""
    return say(visitor, "change", claim=claim, **{**filled(visitor.page(f"/change?claim={claim}")), **new})


def test_a_claim_is_accepted_and_says_so(visitor: Visitor) -> None:
    first, _ = claim_ids(visitor)
    answer = say(visitor, "accept", claim=first)
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/article?id=flood#c-{first}"
    page = visitor.page("/article?id=flood")
    assert 'class="fig claim v-accepted"' in page
    assert 'value="Ada Lowe"' in page  # the name is kept for the next form


def test_a_changed_value_stands_in_text_chain_and_board_and_the_machine_s_is_told(visitor: Visitor) -> None:
    first, _ = claim_ids(visitor)
    assert changed(visitor, first, value="44").status_code == 303
    page = visitor.page("/article?id=flood")
    assert 'class="fig claim v-changed"' in page
    assert "corrected; the machine read “40”" in page
    assert "As the machine read it, right in all its parts" in page
    assert re.search(r"the machine was \d+&#8239;% sure", page)
    assert '<td class="figure">44' in visitor.page("/board?item=school")


def test_a_form_that_changes_nothing_writes_nothing(visitor: Visitor) -> None:
    answer = changed(visitor, claim_ids(visitor)[0])
    assert answer.status_code == 400
    assert "Nothing was changed" in answer.text
    assert "None yet" in visitor.page("/corrections")


@pytest.mark.parametrize(
    ("new", "told"),
    [
        ({"modifier": "EQUAL_OR_MORE"}, "≥ 40"),
        ({"unit": "percent"}, "40 percent"),
        ({"item": "flood"}, "<b>flood</b>"),
        ({"event": "said"}, "<b>said</b>"),
        ({"place": "here", "place_words": "The flood"}, "<b>here</b>"),
        ({"time_begin": "2024-05-02"}, "2024-05-02"),
        ({"time_begin": "", "time_end": "", "timex_value": ""}, "corrected; the machine read"),
        ({"source": "Bo Ruiz", "source_words": "Ann Lee"}, "<b>Bo Ruiz</b>"),
        ({"source": ""}, "<b>the article itself</b>"),
        ({"voice": "direct"}, "<dd>direct</dd>"),
        ({"negated": "yes"}, "<dd>negated</dd>"),
    ],
)
def test_every_part_can_be_changed(visitor: Visitor, new: dict[str, str], told: str) -> None:
    first, _ = claim_ids(visitor)
    answer = changed(visitor, first, **new)
    assert answer.status_code == 303, answer.text
    chain = visitor.page("/article?id=flood").split('<section class="chain"')[1]
    assert told in chain


@pytest.mark.parametrize(
    ("new", "told"),
    [
        ({"value": "many"}, "is no number"),
        ({"place": "here", "place_words": "nowhere at all"}, "does not stand in the text"),
        ({"time_begin": "yesterday"}, "is no day"),
        ({"reason": ""}, "no reason"),
        ({"reader": ""}, "no reader"),
    ],
)
def test_what_cannot_be_is_refused_with_its_mend_and_nothing_is_written(
    visitor: Visitor, new: dict[str, str], told: str
) -> None:
    answer = changed(visitor, claim_ids(visitor)[0], **({"value": "44"} | new))
    assert answer.status_code == 400
    assert told in html.unescape(answer.text)
    assert "None yet" in visitor.page("/corrections")


def test_a_rejected_claim_leaves_the_board_and_an_undo_brings_it_back(visitor: Visitor) -> None:
    first, _ = claim_ids(visitor)
    say(visitor, "reject", claim=first)
    assert 'class="fig claim v-rejected"' in visitor.page("/article?id=flood")
    assert '<td class="figure">40' not in visitor.page("/board?item=school")
    number = re.search(r'name="undoes" value="(\d+)"', visitor.page("/article?id=flood"))
    assert number is not None
    assert say(visitor, "undo", undoes=number[1], claim=first).status_code == 303
    assert '<td class="figure">40' in visitor.page("/board?item=school")
    assert "undone by" in visitor.page("/corrections")


def test_a_numeral_that_was_missed_is_added_as_a_claim(visitor: Visitor) -> None:
    address = re.search(r'href="(/add\?[^"]+)"', visitor.page("/article?id=flood"))
    assert address is not None
    form = visitor.page(html.unescape(address[1]))
    assert 'name="figure" value="2024"' in form
    start = re.search(r'name="start" value="(\d+)"', form)
    assert start is not None
    answer = say(visitor, "add", figure="2024", start=start[1], value="2024", unit="count", item="flood")
    assert answer.status_code == 303, answer.text
    page = visitor.page("/article?id=flood")
    assert 'class="fig claim v-added"' in page
    assert "Claim 1 of 3" in page
    assert page.count("Added by a reader") == 1
    assert page.count("in all its parts") == 2


def test_a_judged_claim_that_no_run_reads_any_more_is_not_told_to_be_added(visitor: Visitor, database: Path) -> None:
    first, second = claim_ids(visitor)
    say(visitor, "accept", claim=first)
    _, claims = made_article("flood", FLOOD)
    loaded(database, next(claim for claim in claims if claim.id == second))
    page = visitor.page("/article?id=flood")
    assert 'class="fig claim v-accepted"' in page
    assert "dded by a reader" not in page


def test_a_figure_that_stands_twice_has_to_be_told_apart(visitor: Visitor) -> None:
    for place in ({"which": "7"}, {"which": "9" * 5000}, {"which": "0", "start": "9" * 5000}):
        answer = say(visitor, "add", figure="schools", value="1", unit="count", **place)
        assert answer.status_code == 400
        assert "stands 2 times in the text" in html.unescape(answer.text)
    assert say(visitor, "add", figure="schools", which="2", value="1", unit="count").status_code == 303


def test_a_second_reader_who_differs_makes_a_dispute_and_an_agreement_is_counted(visitor: Visitor) -> None:
    first, second = claim_ids(visitor)
    for claim in (first, second):
        say(visitor, "accept", claim=claim)
    say(visitor, "accept", claim=first, reader="Bo Ruiz")
    say(visitor, "reject", claim=second, reader="Bo Ruiz")
    assert 'class="fig claim v-disputed"' in visitor.page("/article?id=flood")
    table = visitor.page("/corrections")
    assert "Ada Lowe and Bo Ruiz" in table
    assert re.search(r"<td>verdict</td><td>2</td><td>1</td>", table)


def test_an_article_that_was_read_whole_gives_gold(visitor: Visitor) -> None:
    assert "Accept or reject each claim first" in say(visitor, "read").text
    for claim in claim_ids(visitor):
        say(visitor, "accept", claim=claim)
    assert say(visitor, "read").status_code == 303
    assert "Read whole by Ada Lowe" in visitor.page("/article?id=flood")
    assert len(visitor.get("/gold?article=flood").json()["claims"]) == 2


def test_corrections_hold_over_a_run_that_reads_otherwise(visitor: Visitor, database: Path) -> None:
    first, _ = claim_ids(visitor)
    changed(visitor, first, value="44")
    _, again = made_article("flood", "The flood of 2024 closed [40|41 count|school] schools, Ann Lee said. "
                            "That compares with 31 schools in all of 2023, Ann Lee said.")  # fmt: skip
    loaded(database, *again)
    assert '<td class="figure">44' in visitor.page("/board?item=school")
    assert "What does not fit any more" in visitor.page("/corrections")


def test_what_another_reader_leaves_as_a_form_shows_it_is_no_change_of_theirs(visitor: Visitor) -> None:
    first, _ = claim_ids(visitor)
    changed(visitor, first, value="44", shown="")
    form = {**filled(visitor.page(f"/change?claim={first}")), "shown": "Ada Lowe", "claim": first, "unit": "percent"}
    assert say(visitor, "change", reader="Bo Ruiz", **form).status_code == 303
    log = visitor.page("/corrections")
    assert log.count("change value") == 1
    assert log.count("change unit") == 1


def test_reasons_and_names_are_shown_as_text(visitor: Visitor) -> None:
    say(visitor, "accept", claim=claim_ids(visitor)[0], reader="<b>Ada</b>", reason='"><script>x</script>')
    for address in ("/article?id=flood", "/corrections"):
        assert "<b>Ada</b>" not in visitor.page(address)
        assert "<script>x" not in visitor.page(address)


def test_what_no_form_of_ours_sends_is_refused(visitor: Visitor) -> None:
    for form in (
        {"action": "drop"},
        {"action": ""},
        {"action": "undo", "undoes": "x"},
        {"action": "change", "claim": "none"},
    ):
        assert say(visitor, form.pop("action"), **form).status_code == 400
    assert say(visitor, "undo", undoes="9" * 30).status_code == 400
    assert visitor.get("/correct").status_code == 404
