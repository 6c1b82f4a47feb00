"""Ordinal words, which count nothing but are accounted for: `the third time`, `twenty-first`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from newsclaims.records import Figure, Mention, Numeral

_NEAR = 40


def ordinals(
    text: str, pattern: re.Pattern[str], figures: Sequence[Figure], numerals: Sequence[Numeral]
) -> Iterator[Numeral]:
    """The ordinal words of a text, in its order, that are no part of a figure or numeral already found.

    The second of `300 metres per second` is none: it is what its figure is `per`.
    """
    taken = [figure.quantity.mention for figure in figures] + [numeral.mention for numeral in numerals]
    spans = sorted((mention.start, mention.end) for mention in taken)
    rates = {figure.quantity.mention.end for figure in figures if figure.quantity.per == "second"}
    at = 0
    for hit in pattern.finditer(text):
        while at < len(spans) and spans[at][1] <= hit.start():
            at += 1
        if at < len(spans) and spans[at][0] < hit.end():
            continue
        mention = Mention.of(text, hit.start(), hit.end())
        rate = at > 0 and spans[at - 1][1] in rates and mention.start - spans[at - 1][1] < _NEAR
        if rate and mention.text.lower() == "second":
            yield Numeral(mention, "other", "base-of-a-rate")
        else:
            yield Numeral(mention, "ordinal", "ordinal-word")


def ordinal_end(text: str, end: int, pattern: re.Pattern[str]) -> int:
    """Where an ordinal ends whose number ends at `end`: behind the whole word for the ten of `twenty-first`."""
    hit = pattern.search(text, end, end + _NEAR)
    return hit.end() if hit and hit.start() - end <= len(" and ") else end
