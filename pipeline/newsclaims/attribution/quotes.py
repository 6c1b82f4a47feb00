"""Quotation spans, as a pure function over the text: whatever the marks, never an exception, one pass.

Each mark is read by where it stands (a blank before it opens, a blank or a stop after it closes), then by its shape,
then by turn. So a wrong closing mark still closes, and a paragraph's end closes what nobody closed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_DOUBLE = re.compile(r"``|''|[\"“”„‟«»]")
_SINGLE = re.compile(r"[‘’‚‹›'`]")
_OPENING = frozenset("“„‟«‘‚‹`") | {"``"}
_CLOSING = frozenset("”»’›") | {"''"}
_BEFORE_OPENING = frozenset('([{—–-/:…“"‘')
_AFTER_CLOSING = frozenset('.,;:!?)]}—–-…”"’')
_STOPS = frozenset(".,!?…")
_RUN_ON = 4  # paragraphs that one unclosed quotation may run through to reach its closing mark


@dataclass(frozen=True)
class Quote:
    """A quotation with its marks: `text[start:end]`; `closed` is False where the text never closes it."""

    start: int
    end: int
    closed: bool = True
    single: bool = False


def find_quotes(text: str, paragraphs: Sequence[int] = ()) -> list[Quote]:
    """The quotations in text order; `paragraphs` are the offsets at which paragraphs start.

    `"We saw 40," he said.` gives one quotation, from its first mark to its last. Quotations inside a quotation in
    double marks are not given; single marks count only outside double ones.
    """
    bounds = sorted({0, *(start for start in paragraphs if start < len(text))})
    doubles = list(_double_quotes(text, bounds))
    singles = _single_quotes(text, bounds, doubles)
    return sorted([*doubles, *singles], key=lambda quote: quote.start)


def _turn(text: str, start: int, end: int) -> int:
    """1 where the mark opens, -1 where it closes, 0 where neither place nor shape tells."""
    before, after = text[start - 1 : start], text[end : end + 1]
    opens = (
        bool(after)
        and not after.isspace()
        and after not in ",.;:!?)"
        and (not before or before.isspace() or before in _BEFORE_OPENING)
    )
    closes = bool(before) and not before.isspace() and (not after or after.isspace() or after in _AFTER_CLOSING)
    if opens != closes:
        return 1 if opens else -1
    mark = text[start:end]
    return (mark in _OPENING) - (mark in _CLOSING)


def _paragraph_end(text: str, bounds: Sequence[int], at: int) -> int:
    """Where the paragraph that holds `at` ends, its trailing blanks left out."""
    after = bisect_right(bounds, at)
    end = bounds[after] if after < len(bounds) else len(text)
    while end > at + 1 and text[end - 1].isspace():
        end -= 1
    return end


def _double_quotes(text: str, bounds: Sequence[int]) -> Iterator[Quote]:
    opened = -1
    for mark in _DOUBLE.finditer(text):
        start, end = mark.span()
        turn = _turn(text, start, end)
        if opened >= 0:
            crossed = bisect_right(bounds, start) - bisect_right(bounds, opened)
            if not crossed or (turn < 0 and crossed <= _RUN_ON):
                again = turn > 0
                stop = len(text[opened:start].rstrip()) + opened if again else end
                yield Quote(opened, stop, closed=not again)
                opened = start if again else -1
                continue
            yield Quote(opened, _paragraph_end(text, bounds, opened), closed=False)
            opened = -1
        if turn >= 0:
            opened = start
    if opened >= 0:
        yield Quote(opened, _paragraph_end(text, bounds, opened), closed=False)


def _single_quotes(text: str, bounds: Sequence[int], doubles: Sequence[Quote]) -> Iterator[Quote]:
    """Quotations in single marks. An apostrophe looks like a closing mark: one after a stop or comma is taken first."""
    starts = [quote.start for quote in doubles]
    opened, closer = -1, -1
    for mark in _SINGLE.finditer(text):
        start, end = mark.span()
        within = bisect_right(starts, start) - 1
        if within >= 0 and start < doubles[within].end:
            continue
        new_paragraph = opened >= 0 and bisect_right(bounds, start) != bisect_right(bounds, opened)
        opens = _opens_single(text, start, end)
        if opened >= 0 and (opens or new_paragraph):
            if closer >= 0:
                yield Quote(opened, closer, single=True)
            opened = closer = -1
        if opens:
            opened = start
        elif opened >= 0 and (closer < 0 or text[start - 1] in _STOPS) and _turn(text, start, end) < 0:
            closer = end
        if closer >= 0 and text[closer - 2] in _STOPS:
            yield Quote(opened, closer, single=True)
            opened = closer = -1
    if opened >= 0 and closer >= 0:
        yield Quote(opened, closer, single=True)


def _opens_single(text: str, start: int, end: int) -> bool:
    """Whether a single mark opens a quotation: a letter or a figure with a word after it follows, no elision ('90s)."""
    if text[start:end] in _CLOSING or _turn(text, start, end) <= 0:
        return False
    return text[end : end + 1].isalpha() or text[end : end + 1] in '“"[$£€…' or text[start] in "‘‹"
