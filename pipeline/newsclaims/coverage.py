"""Whether every numeral of a text is accounted for: as a claim, or as a named kind of what is none.

The count does not trust the stages: a pattern of its own looks for digits, number words and ordinals. What no claim, no
typed numeral and no time expression holds is unaccounted for.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from spacy.tokens import Doc

from newsclaims import layers
from newsclaims.quantities.lexicon import lexicon
from newsclaims.records import Claim, Figure, Mention, Numeral, Timex

_DIGITS = r"\d+(?:[.,'’\u00a0\u2009\u202f]\d+)*|[¼½¾⅐-⅞]"
_TIMES = {"DATE": "date", "TIME": "clock_time"}
_PARTS_ALONE = frozenset(["half"])


@dataclass
class Coverage:
    """How many numerals (each a figure as a whole, `2.5 million`) are claims, how many are no claims by kind, and those
    that nothing accounts for.
    """

    claims: int = 0
    others: Counter[str] = field(default_factory=Counter)
    unaccounted: list[Mention] = field(default_factory=list)

    @property
    def numerals(self) -> int:
        """All numerals."""
        return self.claims + self.others.total() + len(self.unaccounted)

    def add(self, other: Coverage) -> None:
        """Count another text's in."""
        self.claims += other.claims
        self.others.update(other.others)
        self.unaccounted.extend(other.unaccounted)


def coverage_of(doc: Doc) -> Coverage:
    """The account of a Doc that went through every stage."""
    claims = [
        claim.quantity.mention for claim in layers.take(doc, "claims", Claim) if claim.quantity.status == "stated"
    ]
    stated = {(mention.start, mention.end) for mention in claims}
    result = Coverage(claims=len(claims))
    taken = [(*place, "claim") for place in stated]
    for figure in layers.take(doc, "quantities", Figure):
        place = (figure.quantity.mention.start, figure.quantity.mention.end)
        if place not in stated:  # the claims stage leaves a figure out only where it is part of a time expression
            taken.append((*place, "time_expression"))
            result.others["time_expression"] += 1
    for numeral in layers.take(doc, "numerals", Numeral):
        taken.append((numeral.mention.start, numeral.mention.end, numeral.kind))
        result.others[numeral.kind] += 1
    timexes = [(t.mention.start, t.mention.end, _TIMES.get(t.timex_type, "time_expression"))
               for t in layers.take(doc, "timexes", Timex)]  # fmt: skip
    for start, end in _outside(_numerals(doc.text), sorted(taken)):
        if kind := next((kind for low, high, kind in timexes if low < end and start < high), None):
            result.others[kind] += 1
        else:
            result.unaccounted.append(Mention.of(doc.text, start, end))
    return result


def _numerals(text: str) -> Iterator[tuple[int, int]]:
    """Where digits, number words and ordinals stand."""
    return (hit.span() for hit in _pattern().finditer(text))


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    lex = lexicon()
    words = {word for word, what in lex.words.items() if what.kind != "part" or word in _PARTS_ALONE} | set(
        lex.ordinals
    )
    return re.compile(rf"{_DIGITS}|\b(?:{'|'.join(sorted(words, key=len, reverse=True))})\b", re.IGNORECASE)


def _outside(hits: Iterator[tuple[int, int]], taken: list[tuple[int, int, str]]) -> Iterator[tuple[int, int]]:
    """The hits that share no character with what is taken; both in text order."""
    at, reach = 0, 0
    for start, end in hits:
        while at < len(taken) and taken[at][0] < end:
            reach = max(reach, taken[at][1])
            at += 1
        if reach <= start:
            yield start, end
