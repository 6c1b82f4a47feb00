"""Quotation spans, as a pure function over the text: whatever the marks, never an exception, one pass.

Each mark is read by where it stands (a blank before it opens, a blank or a stop after it closes), then by its shape,
then by turn. So a wrong closing mark still closes, and a paragraph's end closes what nobody closed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import merge

from newsclaims.records import QuoteRepair

_DOUBLE = re.compile(r"``|''|[\"“”„‟«»]")
_SINGLE = re.compile(r"[‘’‚‹›'`]")
_OPENING = frozenset("“„‟«‘‚‹`") | {"``"}
_CLOSING = frozenset("”»’›") | {"''"}
_BEFORE_OPENING = frozenset('([{—–-/:…“"‘')
_AFTER_CLOSING = frozenset('.,;:!?)]}—–-…”"’')
_STOPS = frozenset(".,!?…")
_PARTNERS = {
    '"': '"', "“": "”", "„": "“”", "‟": "”", "«": "»", "»": "«", "``": ("''",), "''": ("''",),
    "'": "'’", "‘": "’", "‚": "‘’", "‹": "›", "›": "‹", "`": "'’`",
}  # fmt: skip
_INCHES = re.compile(r"\d['’]\s?\d{1,2}$")
_LONGEST = 400  # characters in which a second closing mark is looked for
_RUN_ON = 4  # paragraphs that one unclosed quotation may run through to reach its closing mark


@dataclass(frozen=True)
class Quote:
    """A quotation with its marks: `text[start:end]`.

    `repair` says what the text left out and its reader made good, None for a quotation that needed nothing: `unclosed`
    (no mark closes it, so its paragraph does, or the next quotation), `reopened` (its paragraph ends it, and the next
    opens it again, as the press does), `wrong_mark` (opened or closed by a mark of another shape).
    """

    start: int
    end: int
    single: bool = False
    repair: QuoteRepair | None = None

    @property
    def closed(self) -> bool:
        """Whether a mark closes it."""
        return self.repair not in {"unclosed", "reopened"}


def find_quotes(text: str, paragraphs: Sequence[int] = ()) -> list[Quote]:
    """The quotations in text order; `paragraphs` are the offsets at which paragraphs start.

    `"We saw 40," he said.` gives one quotation, from its first mark to its last. Quotations inside a quotation in
    double marks are not given; single marks count only outside double ones.
    """
    bounds = sorted({0, *(start for start in paragraphs if start < len(text))})
    strays: list[tuple[int, int]] = []
    doubles = list(_double_quotes(text, bounds, strays))
    singles = _single_quotes(text, bounds, doubles, strays)
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


def _double_quotes(text: str, bounds: Sequence[int], strays: list[tuple[int, int]]) -> Iterator[Quote]:
    """Quotations in double marks; closing marks that close nothing are put among the `strays`."""
    opened = -1
    for mark in _DOUBLE.finditer(text):
        start, end = mark.span()
        turn = _turn(text, start, end)
        if opened >= 0:
            crossed = bisect_right(bounds, start) - bisect_right(bounds, opened)
            if not crossed and turn > 0 and not (text[start:end] in _CLOSING and _fits(text, opened, start, end)):
                yield _unclosed(text, bounds, opened, len(text[opened:start].rstrip()) + opened)
                opened = start
                continue
            if not crossed or (turn < 0 and crossed <= _RUN_ON):
                if not (turn <= 0 and _INCHES.search(text, max(0, start - 6), start) and _closes_later(text, end)):
                    yield Quote(opened, end, repair=None if _fits(text, opened, start, end) else "wrong_mark")
                    opened = -1
                continue
            reopens = crossed == 1 and turn >= 0 and not text[bounds[bisect_right(bounds, start) - 1] : start].strip()
            yield _unclosed(text, bounds, opened, _paragraph_end(text, bounds, opened), reopened=reopens)
            opened = -1
        if turn >= 0:
            opened = start
        else:
            strays.append((start, end))
    if opened >= 0:
        yield _unclosed(text, bounds, opened, _paragraph_end(text, bounds, opened))


def _closes_later(text: str, at: int) -> bool:
    """Whether one more straight mark follows in the line: `"He is 6'2" tall," she said.`"""
    found = text.find('"', at, at + _LONGEST)
    return found >= 0 and "\n" not in text[at:found]


def _unclosed(text: str, bounds: Sequence[int], opened: int, end: int, *, reopened: bool = False) -> Quote:
    """The quotation that no double mark closes before `end`; a single mark behind a stop, itself unopened, may."""
    if reopened:
        return Quote(opened, end, repair="reopened")
    inner = False
    for mark in _SINGLE.finditer(text, opened + 1, end):
        start, stop = mark.span()
        if _opens_single(text, start, stop):
            inner = True
        elif text[start - 1] in _STOPS and _turn(text, start, stop) < 0:
            if not inner:
                return Quote(opened, stop, repair="wrong_mark")
            inner = False
    return Quote(opened, end, repair="unclosed")


def _fits(text: str, opened: int, start: int, end: int) -> bool:
    """Whether the mark `text[start:end]` is one that the opening mark asks for."""
    width = 2 if text[opened : opened + 2] in {"``", "''"} else 1
    return text[start:end] in _PARTNERS.get(text[opened : opened + width], ())


def _single_quotes(
    text: str, bounds: Sequence[int], doubles: Sequence[Quote], strays: Sequence[tuple[int, int]]
) -> Iterator[Quote]:
    """Quotations in single marks. An apostrophe looks like a closing mark: one after a stop or comma is taken first."""
    starts = [quote.start for quote in doubles]
    opened, closer = -1, -1
    for start, end in merge((mark.span() for mark in _SINGLE.finditer(text)), strays):
        within = bisect_right(starts, start) - 1
        if within >= 0 and start < doubles[within].end:
            continue
        new_paragraph = opened >= 0 and bisect_right(bounds, start) != bisect_right(bounds, opened)
        opens = _opens_single(text, start, end)
        if opened >= 0 and (opens or new_paragraph):
            if closer >= 0:
                yield _single(text, opened, closer)
            opened = closer = -1
        if opens:
            opened = start
        elif opened >= 0 and (closer < 0 or text[start - 1] in _STOPS) and _turn(text, start, end) < 0:
            closer = end
        if closer >= 0 and text[closer - 2] in _STOPS:
            yield _single(text, opened, closer)
            opened = closer = -1
    if opened >= 0 and closer >= 0:
        yield _single(text, opened, closer)


def _single(text: str, opened: int, end: int) -> Quote:
    fits = text[end - 1] in _PARTNERS.get(text[opened], ())
    return Quote(opened, end, single=True, repair=None if fits else "wrong_mark")


def _opens_single(text: str, start: int, end: int) -> bool:
    """Whether a single mark opens a quotation: a letter or a figure with a word after it follows, no elision ('90s)."""
    if text[start:end] in _CLOSING or _turn(text, start, end) <= 0:
        return False
    return text[end : end + 1].isalpha() or text[end : end + 1] in '“"[$£€…' or text[start] in "‘‹"
