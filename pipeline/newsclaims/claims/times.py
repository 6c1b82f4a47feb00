"""Which dated interval a figure is about: the time expression that hangs on the figure's own clause.

A time expression belongs to what it modifies. `time_of` walks from the figure up its tree, and takes the nearest
expression that modifies something on the way; what dates only the saying (`police said on Monday that 40 had died`) is
left out, since it stands outside the content of the attribution.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from newsclaims.records import Mention, Time, Timex
from newsclaims.syntax import role

_CROSSED: dict[str, float] = {
    "ccomp": 3.0, "parataxis": 3.0, "advcl": 1.5, "acl": 1.0, "acl:relcl": 2.5, "relcl": 2.5, "conj": 0.75, "xcomp": 0.5,
    "appos": 1.0, "csubj": 2.0,
}  # fmt: skip
_SHARED_DOWN = frozenset(["conj", "obl", "nmod", "obl:unmarked", "nmod:unmarked", "advmod", "advcl", "acl", "xcomp"])
_FAR = 40.0
_LIMIT = 4.0


@dataclass(frozen=True, slots=True)
class Dated:
    """A time expression with bounds, and the token by which it hangs in the tree."""

    timex: Timex
    token: Token

    @property
    def start(self) -> int:
        """The offset at which it starts, its signal included."""
        return self.timex.signal.start if self.timex.signal else self.timex.mention.start


def dated(doc: Doc, timexes: Sequence[Timex]) -> list[Dated]:
    """The expressions that stand for an interval, each with its head token."""
    out = []
    for timex in timexes:
        if timex.begin is None and timex.end is None:
            continue
        span = doc.char_span(timex.mention.start, timex.mention.end, alignment_mode="expand")
        if span is not None:
            out.append(Dated(timex, span.root))
    return out


def time_of(head: Token, figure: Mention, content: Mention | None, candidates: Sequence[Dated]) -> tuple[Time, float] | None:
    """The interval of the figure whose tree hangs on `head`, and how far to trust the link; None where none is near."""
    sent = head.sent
    best: tuple[float, Dated] | None = None
    for candidate in candidates:
        mention = candidate.timex.mention
        if not sent.start_char <= mention.start < sent.end_char:
            continue
        if content is not None and not content.start <= mention.start < content.end:
            continue
        cost = _distance(head, candidate.token) + _gap(figure, candidate) / _FAR
        if cost <= _LIMIT and (best is None or cost < best[0]):
            best = cost, candidate
    if best is None:
        return None
    return _time(best[1].timex, sent.doc.text), max(0.3, 0.95 - best[0] / 10)


def _gap(figure: Mention, candidate: Dated) -> float:
    """The characters between the two, over ten."""
    mention = candidate.timex.mention
    return max(candidate.start - figure.end, figure.start - mention.end, 0) / 10


def _path(token: Token) -> Iterator[tuple[Token, float]]:
    """The token and those it hangs on, with the cost of getting there: clauses cost, plain links hardly."""
    cost = 0.0
    for _ in range(30):
        yield token, cost
        if token.head == token:
            return
        cost += _CROSSED.get(role(token), 0.1)
        token = token.head


def _distance(head: Token, time: Token) -> float:
    """What it costs to get from the figure up to where the time expression hangs, and down to it."""
    down = {token.i: cost for token, cost in _path(time)}
    for token, cost in _path(head):
        if token.i in down:
            # The way down through a clause of its own is dearer: the expression then dates that clause.
            return cost + 2 * down[token.i]
    return 2 * _LIMIT


def _time(timex: Timex, text: str) -> Time:
    mention = timex.mention
    if timex.signal is not None and timex.signal.start < mention.start:
        mention = Mention.of(text, timex.signal.start, mention.end)
    return Time(
        mention, timex.timex_type, timex.timex_value, timex.timex_mod, timex.begin, timex.end, timex.precision, timex.anchor
    )
