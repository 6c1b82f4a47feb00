"""The claims of one article as the relations read them: in text order, by sentence, with the words between them.

Pure: claims and text in, nothing of spaCy. Figures are named by their place in `Page.claims`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from newsclaims.records import Claim, Quantity, RelationType

REACH = 250
"""Characters that a tie within a sentence may span, so that no flattened table is read end to end for each figure."""
BACK = 6
"""Figures of a sentence that one looks back."""
_ROUGH = 0.15
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Tie:
    """A relation between two claims by their places; `source` is the claim that bears it."""

    type: RelationType
    source: int
    target: int
    factor: float | None = None
    comparable: bool | None = None
    reason: str | None = None


@dataclass(frozen=True)
class Words:
    """The tables of the relations: `surfaces` by kind (`en/relation_words`), words of change with their direction, line
    labels with their kind.
    """

    surfaces: Mapping[str, frozenset[str]]
    changes: Mapping[str, str]
    labels: Mapping[str, str]

    def pattern(self, kind: str) -> str:
        """The words of a kind as an alternation for a regular expression, the longest first."""
        words = sorted(self.surfaces[kind], key=lambda word: (-len(word), word))
        return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in words) + ")"


@dataclass
class Page:
    """An article's text and claims; `aside` are the places of claims in lines that are no part of the story."""

    text: str
    claims: list[Claim]
    aside: frozenset[int] = frozenset()
    sentences: list[range] = field(default_factory=list)
    home: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        first = 0
        for n in range(1, len(self.claims) + 1):
            if n == len(self.claims) or self.claims[n].sentence.start != self.claims[first].sentence.start:
                self.home += [len(self.sentences)] * (n - first)
                self.sentences.append(range(first, n))
                first = n

    def live(self) -> Iterator[range]:
        """The sentences of the story itself, as ranges of claims."""
        return (places for places in self.sentences if places[0] not in self.aside)

    def siblings(self, n: int) -> range:
        """The claims of the same sentence."""
        return self.sentences[self.home[n]]

    def sentence_before(self, n: int) -> range:
        """The claims of the last sentence before that has some; empty where that is no part of the story."""
        previous = self.sentences[self.home[n] - 1] if self.home[n] else range(0)
        return range(0) if previous and previous[0] in self.aside else previous

    def earlier(self, n: int) -> range:
        """The claims before it in its sentence, the nearest first, as far as one looks."""
        return range(n - 1, max(self.siblings(n)[0], n - BACK) - 1, -1)

    def gap(self, a: int, b: int) -> str:
        """The words between two figures, with single spaces."""
        first, last = self.claims[a].quantity.mention.end, self.claims[b].quantity.mention.start
        return _SPACE.sub(" ", self.text[first : min(last, first + 2 * REACH)])

    def lead(self, n: int) -> str:
        """The words before a figure, from the last figure of its sentence or the sentence's start on."""
        start = self.claims[n].quantity.mention.start
        edge = self.claims[n].sentence.start
        if n > self.siblings(n)[0]:
            edge = max(edge, self.claims[n - 1].quantity.mention.end)
        return _SPACE.sub(" ", self.text[max(edge, start - REACH) : start])

    def before(self, n: int) -> str:
        """The words before a figure in its sentence, other figures too."""
        start = self.claims[n].quantity.mention.start
        return _SPACE.sub(" ", self.text[max(self.claims[n].sentence.start, start - REACH) : start])

    def after(self, n: int) -> str:
        """The words behind a figure up to its sentence's end."""
        end = self.claims[n].quantity.mention.end
        return _SPACE.sub(" ", self.text[end : min(self.claims[n].sentence.end, end + REACH)])

    def head(self, n: int) -> str | None:
        """The lemma of what a claim counts."""
        item = self.claims[n].item
        return item.head if item else None

    def near(self, a: int, b: int) -> bool:
        """Whether two figures stand within the reach of a tie."""
        return self.claims[b].quantity.mention.start - self.claims[a].quantity.mention.end <= REACH


def same_measure(a: Claim, b: Claim) -> bool:
    """Whether two figures are told in one unit, so that one may be held against the other."""
    x, y = a.quantity, b.quantity
    return x.unit == y.unit and x.kind != "multiple" and (x.per == y.per or None in (x.per, y.per))


def agree(one: str | None, other: str | None) -> bool:
    """Equal, or one of them not told."""
    return one == other or one is None or other is None


def bounds(quantity: Quantity) -> tuple[float | None, float | None]:
    """The least and the most that a figure can mean; about 40 is taken as 34 to 46."""
    if quantity.modifier == "APPROX" and quantity.value is not None:
        slack = _ROUGH * abs(quantity.value)
        return quantity.value - slack, quantity.value + slack
    return quantity.min_value, quantity.max_value


def exclude(a: Quantity, b: Quantity) -> bool:
    """Whether two figures cannot both be right: 33 and 175 do, at least 33 and 175 do not."""
    (low, high), (least, most) = bounds(a), bounds(b)
    return (high is not None and least is not None and high < least) or (
        most is not None and low is not None and most < low
    )


def quoted(claim: Claim) -> str:
    """A figure and its item for a reason in words: “at least 33” (child)."""
    figure = " ".join(claim.quantity.mention.text.split())
    return f"“{figure}” ({claim.item.head})" if claim.item else f"“{figure}”"
