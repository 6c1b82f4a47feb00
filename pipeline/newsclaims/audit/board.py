"""The figures of an item side by side: repeats folded together, each held against one of them; pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from newsclaims.audit.chains import ITSELF
from newsclaims.claims.windows import comparable, days
from newsclaims.records import Claim
from newsclaims.write.table import interval, said_by, worth


@dataclass(frozen=True)
class Row:
    """A figure, with everyone who gives it again in `claims`, the earliest published first. `comparable` says whether
    it may be held against the base, None where that cannot be told, and for the base itself; `reason` says why.
    """

    claims: tuple[Claim, ...]
    comparable: bool | None = None
    reason: str = ""
    is_base: bool = False

    @property
    def claim(self) -> Claim:
        """The one that stands for all."""
        return self.claims[0]

    @property
    def figure(self) -> str:
        """The value, with its unit and bounds."""
        return worth(self.claim.quantity)

    @property
    def who(self) -> str:
        """Who says it; for an article's own voice its publisher."""
        return source_of(self.claim)

    @property
    def when(self) -> str:
        """The interval."""
        return interval(self.claim.time) if self.claim.time else ""

    @property
    def articles(self) -> int:
        """In how many articles it stands."""
        return len({claim.article.id for claim in self.claims})


def source_of(claim: Claim) -> str:
    """Who says a claim; for the article's own voice its publisher, where that is known."""
    return said_by(claim) if claim.attribution.sources else claim.article.publisher or ITSELF


def board(claims: Sequence[Claim], base: str | None = None) -> list[Row]:
    """The rows of a board, by when their windows begin and what they are worth.

    `base` is the id of the claim that the others are held against; else it is the figure given most often, of those
    with a closed window, and of equals the one that most others may be held against.
    """
    rows = fold(claims)
    chosen = next((row for row in rows if any(claim.id == base for claim in row.claims)), None)
    if chosen is None:
        closed = [row for row in rows if days(row.claim.time) is not None]
        of_one = Counter(_measure(row.claim) for row in rows)
        chosen = max(closed or rows, key=lambda row: (len(row.claims), of_one[_measure(row.claim)]), default=None)
    return [_held(row, chosen) for row in rows]


def fold(claims: Sequence[Claim]) -> list[Row]:
    """One row for each figure that one source gives of one thing and one window, however often."""
    groups: dict[Any, list[Claim]] = {}
    for claim in claims:
        groups.setdefault(_same(claim), []).append(claim)
    rows = [Row(tuple(sorted(group, key=_published))) for group in groups.values()]
    return sorted(rows, key=_by_window)


def _measure(claim: Claim) -> tuple[object, ...]:
    quantity = claim.quantity
    return (quantity.unit, quantity.per, quantity.direction, claim.event.lemma if claim.event else None)


def _same(claim: Claim) -> tuple[Any, ...]:
    quantity, time = claim.quantity, claim.time
    worth_ = (quantity.value, quantity.min_value, quantity.max_value, quantity.modifier)
    measure = (quantity.kind, quantity.unit, quantity.per, quantity.direction, quantity.status)
    about = (
        claim.item.head if claim.item else None,
        (claim.event.lemma, claim.event.negated) if claim.event else None,
        claim.place.name if claim.place else None,
    )
    window = (time.begin, time.end) if time else None
    return (source_of(claim), worth_, measure, about, window)


def _published(claim: Claim) -> tuple[str, str, int]:
    return (claim.article.published or "9999", claim.article.id, claim.quantity.mention.start)


def _by_window(row: Row) -> tuple[str, str, float, str]:
    time, quantity = row.claim.time, row.claim.quantity
    worths = (quantity.value, quantity.min_value, quantity.max_value)
    first = next((float(number) for number in worths if number is not None), 0.0)
    begin, end = (time.begin, time.end) if time else (None, None)
    return (begin or end or "9999", end or "9999", first, row.claim.id)


def _held(row: Row, base: Row | None) -> Row:
    if base is None or row is base:
        return Row(row.claims, is_base=row is base)
    return Row(row.claims, *_verdict(row.claim, base.claim))


def _verdict(claim: Claim, base: Claim) -> tuple[bool | None, str]:
    """Whether a figure may be held against the base, and why: as the text ties them, else by measure, event, place and
    window.
    """
    for one, other in ((claim, base), (base, claim)):
        for relation in one.relations:
            if relation.target == other.id and relation.comparable is not None:
                return relation.comparable, relation.reason or "the text holds them against each other"
    return _other_measure(claim, base) or comparable(base, claim)


def _other_measure(claim: Claim, base: Claim) -> tuple[bool, str] | None:
    """Not comparable, and why, for figures of other things; None where nothing speaks against it but the window."""
    ours, theirs = claim.quantity, base.quantity
    pairs: list[tuple[str, object, object]] = [
        ("unit", ours.unit, theirs.unit),
        ("rate", ours.per or "no rate", theirs.per or "no rate"),
        ("change", ours.direction or "a level", theirs.direction or "a level"),
        ("place", claim.place and claim.place.name, base.place and base.place.name),
        ("event", claim.event and claim.event.lemma, base.event and base.event.lemma),
    ]
    for name, one, other in pairs:
        if one and other and one != other:
            return False, f"another {name}: {one}, not {other}"
    negated = bool(claim.event and claim.event.negated), bool(base.event and base.event.negated)
    return (False, "one of them is negated") if negated[0] != negated[1] else None
