"""What is drawn, without a server: segments, boards, plots, and text that is shown."""

from __future__ import annotations

from datetime import date

import pytest
from audited import FLOOD, STRIKE, made_article
from hypothesis import given
from hypothesis import strategies as st
from pages import made_claims

from newsclaims.audit import plots
from newsclaims.audit.board import board, fold
from newsclaims.audit.segments import Numeral, paragraphs, sentences_alone
from newsclaims.audit.shown import days, shown
from newsclaims.records import Claim, Time


def claims_of(*marked: str) -> list[Claim]:
    """The claims of articles."""
    return [claim for n, one in enumerate(marked) for claim in made_article(f"a{n}", one)[1]]


def test_every_character_of_a_text_is_in_one_segment() -> None:
    text, claims = made_claims(FLOOD + "\n\nAnother line of 2025.")
    place = text.index("2025")
    lines = paragraphs(text, claims, [Numeral(place, place + 4, "date")])
    told = ["".join(segment.text for run in line for segment in run.segments) for line in lines]
    assert told == [line for line in text.split("\n") if line]
    kinds = [(text[run.start : run.end], run.kind) for line in lines for run in line if run.kind]
    assert kinds == [("40", "claim"), ("31", "claim"), ("2025", "date")]


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=8))
def test_numerals_that_overlap_lose_no_text(places: list[tuple[int, int]]) -> None:
    text = "It closed 40 schools.\nAnd 12 roads."
    lines = paragraphs(text, [], [Numeral(start, end, "date") for start, end in places])
    assert ["".join(s.text for run in line for s in run.segments) for line in lines] == text.split("\n")


def test_sentences_alone_keep_their_offsets() -> None:
    text, claims = made_claims(FLOOD)
    known = sentences_alone(claims)
    for claim in claims:
        mention = claim.quantity.mention
        assert known[mention.start : mention.end] == text[mention.start : mention.end]


def test_one_row_for_what_one_source_says_again_the_others_each_their_own() -> None:
    rows = fold(claims_of(FLOOD, STRIKE, STRIKE))
    assert [(row.figure, row.who, len(row.claims), row.articles) for row in rows] == [
        ("31", "Ann Lee", 1, 1),
        ("38", "the union", 4, 2),
        ("40", "Ann Lee", 1, 1),
    ]


@pytest.mark.parametrize(
    ("one", "verdict", "reason"),
    [
        ("[40|40 count|road|2024-05-01..2024-05-07|Bo|close]", True, "one window"),
        ("[40|40 count|road|2024-05-01..2024-05-31|Bo|close]", False, "windows differ"),
        ("[40|40 count|road|2024-06-03..2024-06-09|Bo|close]", True, "windows of one length"),
        ("[40|40 count|road||Bo|close]", None, "no closed window"),
        ("[40|40 percent|road|2024-05-01..2024-05-07|Bo|close]", False, "another unit"),
        ("[40|40 count|road|2024-05-01..2024-05-07|Bo|open]", False, "another event"),
        ("[40|^40 count|road|2024-05-01..2024-05-07|Bo|close]", False, "another change"),
    ],
)
def test_what_may_be_held_against_a_figure_and_why(one: str, verdict: bool | None, reason: str) -> None:
    base = claims_of("They close [30|30 count|road|2024-05-01..2024-05-07|Ann|close] roads, Ann said.")
    other = made_article("b", f"They close, open {one} roads, Bo said.")[1]
    rows = board([*base, *other], base[0].id)
    (held,) = [row for row in rows if not row.is_base]
    assert held.comparable is verdict
    assert reason in held.reason


def test_windows_are_bars_on_one_axis() -> None:
    axis = plots.axis_of([time("2024-01-01", "2024-12-31")])
    assert axis is not None
    assert axis.at(date(2024, 1, 1)) < axis.at(date(2024, 7, 1)) < axis.at(date(2024, 12, 31))
    assert 'class="open"' not in plots.window_bar(time("2024-01-01", "2024-02-01"), axis, "a month")
    assert plots.window_bar(time("2024-03-01", None), axis, "since March").count('class="open"') == 1
    assert plots.window_bar(None, axis, "none") == ""


def time(begin: str | None, end: str | None) -> Time:
    """A window."""
    return next(
        claim.time
        for claim in claims_of(f"It closed [40|40 count|school|{begin or ''}..{end or ''}] schools.")
        if claim.time
    )


@pytest.mark.parametrize(
    ("begin", "end"),
    [
        ("2024-05-01", "2024-05-01"),
        ("2024-05-01", "2024-05-20"),
        ("2024-01-15", "2024-11-02"),
        ("1871-01-01", "2024-01-01"),
    ],
)
def test_an_axis_has_a_few_ticks_inside_of_it(begin: str, end: str) -> None:
    axis = plots.Axis(date.fromisoformat(begin), date.fromisoformat(end))
    ticks = axis.ticks(5)
    assert 1 <= len(ticks) <= 7
    assert all(0 <= share <= 1 for share, _ in ticks)


def test_each_source_has_a_shape_beside_its_colour() -> None:
    drawn = plots.figures_over_time(fold(claims_of(FLOOD, STRIKE)), "schools")
    assert drawn is not None
    shapes = [swatch.split('d="')[1].split('"')[0] for swatch, _ in drawn.legend]
    assert len(set(shapes)) == len(drawn.legend) == 2
    assert len(set(plots.SHAPES)) == len(plots.SHAPES)


def test_what_spans_orders_of_magnitude_is_drawn_by_its_ratio() -> None:
    few = "It closed [4|4 count|school|2024-05-01..2024-05-07|Ann|close] schools, Ann said."
    many = "It closed [90000|90000 count|school|2024-05-01..2024-05-07|Bo|close] schools, Bo said."
    drawn = plots.figures_over_time(fold(claims_of(few, many)), "schools")
    assert drawn is not None
    assert drawn.log


def test_columns_have_a_place_for_each_month_and_a_bar_for_those_with_claims() -> None:
    svg = plots.columns([("2023-11", 5), ("2024-02", 10)], "by month")
    assert svg.count('class="window"') == 4
    assert "<title>2024-01: 0</title>" in svg
    assert plots.columns([], "none").count("<rect") == 0


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("<b>", "&lt;b&gt;"),
        ("a\u202eb", 'title="U+202E right-to-left override"'),
        ("a\u200bb", 'title="U+200B zero width space"'),
        ("a\x00b", 'title="U+0000 control"'),
        ("a\nb\tc", "a\nb\tc"),
        ("naïve £5 – “so”", "naïve £5 – “so”"),
    ],
)
def test_text_is_shown_with_signs_for_what_nobody_sees(text: str, there: str) -> None:
    assert there in shown(text)


@given(st.text())
def test_no_text_makes_markup_of_its_own(text: str) -> None:
    bare = str(shown(text)).replace('<span class="control" title="', "").replace('">⍰</span>', "")
    assert "<" not in bare
    assert ">" not in bare


def test_days_are_not_broken_over_lines() -> None:
    assert days("2024-05-01 to <x>") == '<span class="day">2024-05-01</span> to &lt;x&gt;'
