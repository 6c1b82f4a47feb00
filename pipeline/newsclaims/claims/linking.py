"""How each figure of a Doc is tied to what it counts and to its time: by the model's reader of links
(`newsclaims.links`), or without one by the rules' items and the table of the time link.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol

from spacy.tokens import Doc

from newsclaims import tables
from newsclaims.claims.sentences import Sentence
from newsclaims.claims.times import THRESHOLD, Dated, Spot, ranked_times, time_at
from newsclaims.claims.trust import Ground
from newsclaims.records import Attribution, ClaimAttribution, Figure, Time

_NO_ITEM = 0.5  # how far to trust the rules where they find no item


class Link(NamedTuple):
    """One figure's links: the figure with its item, and how probable that is, or that it has none; the time expressions
    that it may take, each with its probability, the likeliest first; the probability that one has to reach to be
    taken, and that of none. `table` says that rules and a table tied them.
    """

    figure: Figure
    item_trust: float
    ranked: Sequence[tuple[float, Dated]]
    threshold: float
    no_time: float
    table: bool

    def time(self, spot: Spot) -> Time | None:
        """The time of the figure, None where no expression is likely enough."""
        if not self.ranked or self.ranked[0][0] < self.threshold:
            return None
        return time_at(self.ranked[0][1], spot)

    def ground(self, spot: Spot, said: ClaimAttribution, attribution: Attribution | None) -> Ground:
        """What the figure's claim is to be trusted by."""
        time = self.time(spot)
        trust = self.no_time if time is None else self.ranked[0][0]
        return Ground(self.figure, self.item_trust, said, attribution, time, trust, self.table)


class Linker(Protocol):
    """What ties figures to items and times."""

    def links(self, doc: Doc, sentences: Sequence[Sentence]) -> Iterable[list[Link]]:
        """For each sentence the links of its figures, in text order."""
        ...


class TableLinker:
    """Takes the items as the rules found them, and weighs times by the table that `models/time_link.py` learns."""

    def __init__(self) -> None:
        weights = tables.mapping("en/time_link", "feature", "weight")
        self.weights = {name: float(weight) for name, weight in weights.items()}

    def links(self, doc: Doc, sentences: Sequence[Sentence]) -> Iterator[list[Link]]:
        """For each sentence the links of its figures, in text order."""
        for sentence in sentences:
            yield [self._link(spot, sentence) for spot in sentence.spots]

    def _link(self, spot: Spot, sentence: Sentence) -> Link:
        ranked = ranked_times(spot, sentence.dated, sentence.spots, self.weights)
        none = 1 - ranked[0][0] if ranked else 1.0
        trust = spot.figure.item_confidence if spot.figure.item else _NO_ITEM
        return Link(spot.figure, trust, ranked, THRESHOLD, none, table=True)
