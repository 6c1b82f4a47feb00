"""Any text: nothing raises, offsets give back the text, figures stand apart and in order, long lines end soon."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from figures import COMPONENT, NLP, figures, numerals, read
from hypothesis import example, given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from newsclaims.coverage import coverage_of

PIECES = [
    "1",
    "20",
    "3.5",
    "1,000",
    "12,34,567",
    "-4",
    "½",
    "3/4",
    "2016",
    "9/11",
    "$",
    "£",
    "€",
    "US$",
    "Rs ",
    "%",
    " percent",
    " million",
    " bn",
    "m",
    "km",
    "°C",
    "5ft 8in",
    " to ",
    "-",
    "–",
    " and ",
    "between ",
    "from ",
    "about ",
    "at least ",
    " or more",
    "one",
    "twenty",
    "hundred",
    "dozens",
    "half",
    "a third",
    "double",
    " times",
    " in ",
    " of ",
    "the ",
    "(",
    ")",
    ".",
    ",",
    ":",
    " ",
    "\n",
    "\u00a0",
    "\u2009",
    "years",
    "old",
    " per ",
    "hour",
    "Flight ",
    "June ",
    "pupils",
    "´",
    "́",
    "😀",
    "٣",
    "²",
    "hundred and ",
    " point ",
    "e5",
    "x10^",
    "1.234.567",
    "sub-",
    ">=",
    "twenty-first",
    "second",
    "quarter ",
    " a day",
    "scores ",
    "+",
    "minus ",
    "first ",
    "$US",
    "posts ",
    "×",
    " percent of",
    "zero ",
    "star",
    "under ",
    "double-digit",
    "or 5",
    "(5 km",
]


@settings(max_examples=300, deadline=None)
@example("1.2.3.4e5x10^6-7")
@example("nine hundred and a half of a third second")
@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=14).map("".join)))
def test_any_text_gives_mentions_that_are_in_it(text: str) -> None:
    doc = read(text)
    found = [*(f.quantity.mention for f in figures(doc)), *(n.mention for n in numerals(doc))]
    assert all(text[mention.start : mention.end] == mention.text != "" for mention in found)
    items = [f.item.mention for f in figures(doc) if f.item]
    assert all(text[item.start : item.end] == item.text != "" for item in items)
    for mentions in ([f.quantity.mention for f in figures(doc)], [n.mention for n in numerals(doc)]):
        assert mentions == sorted(mentions, key=lambda mention: mention.start)
    in_order = sorted(found, key=lambda mention: mention.start)
    assert all(left.end <= right.start for left, right in pairwise(in_order))
    assert coverage_of(doc).unaccounted == []


@settings(max_examples=100, deadline=None)
@given(st.integers(min_value=0, max_value=10**15), st.sampled_from(["{:d}", "{:,d}", "{:_d}"]))
def test_digits_are_worth_what_they_say(number: int, form: str) -> None:
    surface = form.format(number).replace("_", "\u202f")
    found = figures(read(f"They counted {surface} grains of sand."))
    kinds = {numeral.kind for numeral in numerals(read(f"They counted {surface} grains of sand."))}
    assert [f.quantity.value for f in found] == [number] or kinds & {"date", "identifier", "telephone"}


LONG = {
    "digits": "7" * 100_000,
    "digits and commas": "7," * 50_000,
    "groups": "777," * 25_000,
    "number words": "one " * 100_000,
    "scales": "hundred " * 50_000,
    "dashes": "5-" * 50_000,
    "currency signs": "$" * 100_000 + "5",
    "fractions": "1/2 " * 25_000,
    "scale words behind digits": "5" + " million" * 12_000,
    "and a half": "two and a half " * 6_000,
    "small scales": "3 hundred and " * 6_000,
    "powers": "1.3x10^6 " * 10_000,
    "exponents": "1e1" * 20_000,
    "points": "1.234." * 15_000,
    "spoken decimals": "five point five " * 6_000,
    "parts of scales": "half a million of a quarter " * 4_000,
    "comparisons": "less than or equal to " * 4_000 + "5",
    "counts per day": "5 a day per " * 8_000,
    "ordinals": "twenty-first " * 8_000,
    "minus": "minus -" * 12_000 + "5",
}


def seconds(text: str) -> float:
    """How long the stage takes over a text that is one sentence; spaCy's own tokeniser is no part of it."""
    words = [text[i : i + 8] for i in range(0, len(text), 8)]
    starts = [n == 0 for n in range(len(words))]
    doc = Doc(NLP.vocab, words=words, spaces=[False] * len(words), sent_starts=starts)
    started = time.perf_counter()
    COMPONENT(doc)
    return time.perf_counter() - started


@pytest.mark.parametrize("name", LONG)
def test_a_long_line_ends_soon(name: str) -> None:
    tenth, whole = seconds(LONG[name][: len(LONG[name]) // 10]), seconds(LONG[name])
    assert whole < 20, "a busy machine may take some seconds, a rule that is not linear takes minutes"
    assert whole < 30 * max(tenth, 0.02)
