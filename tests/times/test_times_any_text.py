"""Properties that hold for any text: no error, offsets that give back the text, no bound without a date to count on."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from marked_timexes import blank_pipeline, timexes

NLP = blank_pipeline()
PIECES = st.sampled_from(
    [
        "since",
        "until",
        "by",
        "the",
        "last",
        "next",
        "2",
        "31",
        "30",
        "0",
        "9999",
        "1066",
        "2016",
        "May",
        "Feb.",
        "Monday",
        "week",
        "weeks",
        "quarter",
        "year",
        "half",
        "a",
        "an",
        "and",
        "-",
        ",",
        "/",
        "of",
        "in",
        "to",
        "from",
        "between",
        "ago",
        "starting",
        "previous",
        "following",
        "decade",
        "centuries",
        "dozen",
        "months",
        "same",
        "period",
        "not",
        "Super Tuesday",
        "earlier",
        "first",
        "hundred",
        "thousand",
        "'s",
        "mid",
        "end",
        "Q3",
        "'80s",
        "1990s",
        "p.m.",
        "24:00",
        "29/2/2015",
        "2015-02-30",
        "fiscal",
        "ended",
        "few",
    ]
)
RELATIVE = st.sampled_from(
    ["last week", "on Monday", "yesterday", "two days ago", "June 24", "this year", "the past two months", "tonight",
     "the third quarter", "the next decade", "over the weekend", "last summer", "a year earlier", "so far this year"]
)  # fmt: skip


@given(st.lists(PIECES | st.text(max_size=6), max_size=30).map(" ".join))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_is_read(text: str) -> None:
    for found in timexes(NLP, text):
        assert text[found.mention.start : found.mention.end] == found.mention.text
        if found.begin and found.end:
            assert found.begin <= found.end


@given(st.lists(RELATIVE, min_size=1, max_size=5).map("; ".join))
@settings(max_examples=60, deadline=None)
def test_no_bounds_without_a_date(text: str) -> None:
    for found in timexes(NLP, text, published=None):
        assert (found.begin, found.end, found.anchor) == (None, None, None)
        assert found.reason


@pytest.mark.parametrize(
    "text", ["1" * 100_000, "'" * 10_000, "1," * 50_000, "the last " * 10_000, "May 1 " * 5_000, "\n" * 50_000]
)
def test_long_texts_take_no_time(text: str) -> None:
    component = NLP.get_pipe("newsclaims_times")
    doc = NLP.make_doc(text)
    started = time.perf_counter()
    component(doc)
    assert time.perf_counter() - started < 2
