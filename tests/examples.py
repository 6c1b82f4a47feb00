"""Sentences with the answer written in: "Profit fell to [€2.4bn|2400000000 EUR]." -> text, and answers with offsets.

Square brackets hold a figure and what it is worth, curly ones a numeral that is no figure and its kind:
"on {24|date} June". A figure's worth is its bound sign (`>`, `>=`, `<`, `<=`, `~`, nothing for exact), its value, its
unit, and `/` what it is per; a range is written `20..30`, a vague numeral by its lower bound `~24..`.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from newsclaims.records import Quantity

SIGNS = {"EXACT": "", "MORE_THAN": ">", "EQUAL_OR_MORE": ">=", "LESS_THAN": "<", "EQUAL_OR_LESS": "<=", "APPROX": "~"}
_MARK = re.compile(r"\[([^\[\]|]*)\|([^\[\]]*)\]|\{([^{}|]*)\|([^{}]*)\}")


class Answer(NamedTuple):
    """Characters of the text, and what stands there: a figure's worth or a numeral's kind."""

    start: int
    end: int
    words: str


class Example(NamedTuple):
    """A text without its marks, its figures and its numerals, in text order."""

    text: str
    figures: list[Answer]
    numerals: list[Answer]


def unmarked(marked: str) -> Example:
    """The example that a marked sentence stands for."""
    text, last = "", 0
    example = Example("", [], [])
    for mark in _MARK.finditer(marked):
        text += marked[last : mark.start()]
        words, answer = (mark[1], mark[2]) if mark[2] is not None else (mark[3], mark[4])
        kind = example.figures if mark[2] is not None else example.numerals
        kind.append(Answer(len(text), len(text) + len(words), answer))
        text, last = text + words, mark.end()
    return example._replace(text=text + marked[last:])


def worth(quantity: Quantity) -> str:
    """A quantity in the words of the marks."""
    if quantity.modifier == "RANGE":
        value = f"{_plain(quantity.min_value)}..{_plain(quantity.max_value)}"
    elif quantity.value is None:
        value = f"{SIGNS[quantity.modifier]}{_plain(quantity.min_value)}.."
    else:
        value = SIGNS[quantity.modifier] + _plain(quantity.value)
    return f"{value} {quantity.unit}" + (f" / {quantity.per}" if quantity.per else "")


def _plain(number: float | None) -> str:
    """A number to four places at most, without an exponent."""
    return "" if number is None else f"{number:.4f}".rstrip("0").rstrip(".")
