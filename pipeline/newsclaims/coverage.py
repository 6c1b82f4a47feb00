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
from typing import NamedTuple

from spacy.tokens import Doc

from newsclaims import layers
from newsclaims.quantities.lexicon import lexicon
from newsclaims.records import Claim, Figure, Mention, Numeral, Timex

_DIGITS = r"\d+(?:[.,'’\u00a0\u2009\u202f]\d+)*|[¼½¾⅐-⅞]"
_TIMES = {"DATE": "date", "TIME": "clock_time"}
_PARTS_ALONE = frozenset(["half"])
UNACCOUNTED = "unaccounted"


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


class Mark(NamedTuple):
    """A numeral that is no claim: its kind, or `UNACCOUNTED` where nothing holds it, and the rule that said so."""

    mention: Mention
    kind: str
    rule: str | None


def coverage_of(doc: Doc) -> Coverage:
    """The account of a Doc that went through every stage."""
    result = Coverage(claims=len(_stated(doc)))
    for mark in marks_of(doc):
        if mark.kind == UNACCOUNTED:
            result.unaccounted.append(mark.mention)
        else:
            result.others[mark.kind] += 1
    return result


def marks_of(doc: Doc) -> list[Mark]:
    """Every numeral of a Doc that is no claim, in text order."""
    stated = {(mention.start, mention.end) for mention in _stated(doc)}
    marks = [
        # The claims stage leaves a figure out only where it is part of a time expression.
        Mark(figure.quantity.mention, "time_expression", figure.rule)
        for figure in layers.take(doc, "quantities", Figure)
        if (figure.quantity.mention.start, figure.quantity.mention.end) not in stated
    ]
    marks += [Mark(numeral.mention, numeral.kind, numeral.rule) for numeral in layers.take(doc, "numerals", Numeral)]
    taken = sorted(stated | {(mark.mention.start, mark.mention.end) for mark in marks})
    timexes = layers.take(doc, "timexes", Timex)
    for start, end in _outside(_numerals(doc.text), taken):
        timex = next((t for t in timexes if t.mention.start < end and start < t.mention.end), None)
        kind = _TIMES.get(timex.timex_type, "time_expression") if timex else UNACCOUNTED
        marks.append(Mark(Mention.of(doc.text, start, end), kind, timex.rule if timex else None))
    return sorted(marks, key=lambda mark: (mark.mention.start, mark.mention.end))


def _stated(doc: Doc) -> list[Mention]:
    """The figures of the claims that the text states; what is worked out from another has no numeral of its own."""
    claims = layers.take(doc, "claims", Claim)
    return [claim.quantity.mention for claim in claims if claim.quantity.status == "stated"]


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


def _outside(hits: Iterator[tuple[int, int]], taken: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The hits that share no character with what is taken; both in text order."""
    at, reach = 0, 0
    for start, end in hits:
        while at < len(taken) and taken[at][0] < end:
            reach = max(reach, taken[at][1])
            at += 1
        if reach <= start:
            yield start, end
