"""How far readers agree: on accept or reject, and field by field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import Any

import msgspec

from newsclaims.corrections.fields import FIELDS, choices, reading
from newsclaims.corrections.kept import articles_corrected
from newsclaims.corrections.standing import VERDICT, ReaderStanding, Standing, standing

_LISTED = frozenset([VERDICT, "negated", "hedged"])
"""What has a fixed list of values besides the fields that have `choices`."""


class Agreement(msgspec.Struct, frozen=True):
    """Two readers on one `field` (or `verdict`): how many claims both judged, and in how many they say the same.

    `kappa` is Cohen's, for the verdict and fields with a fixed list of values; None for open ones, and where both said
    one and the same of all, so that chance alone would have them agree.
    """

    readers: tuple[str, str]
    field: str
    both: int
    agreed: int
    kappa: float | None


def agreement(connection: Any) -> list[Agreement]:
    """Every pair of readers who judged the same claims, `verdict` first, then the fields in their order.

    In a field those count that both readers accept the claim or changed the field.
    """
    return agreement_of(one for name in articles_corrected(connection) for one in standing(connection, name))


def agreement_of(standings: Iterable[Standing]) -> list[Agreement]:
    """The same of what stands; pure."""
    told: dict[tuple[str, str], dict[str, list[tuple[str, str]]]] = {}
    for one in standings:
        readers = sorted(one.readers, key=lambda reader: reader.reader)
        for first, second in combinations(readers, 2):
            pair = told.setdefault((first.reader, second.reader), {})
            for field, said in _said(first, second):
                pair.setdefault(field, []).append(said)
    order = (VERDICT, *FIELDS)
    return [
        Agreement(
            readers, field, len(fields[field]), sum(a == b for a, b in fields[field]), _kappa(field, fields[field])
        )
        for readers, fields in sorted(told.items())
        for field in order
        if field in fields
    ]


def _said(first: ReaderStanding, second: ReaderStanding) -> Iterator[tuple[str, tuple[str, str]]]:
    """The fields that two readers both judged of a claim, each with what they say."""
    if first.verdict and second.verdict:
        yield VERDICT, (first.verdict, second.verdict)
    one, other = reading(first.reading), reading(second.reading)
    for field in one:
        if first.says(field) and second.says(field):
            yield field, (repr(one[field]), repr(other[field]))


def _kappa(field: str, said: Sequence[tuple[str, str]]) -> float | None:
    """Cohen's kappa: how far they agree beyond what chance would have them."""
    if choices(field) is None and field not in _LISTED:
        return None
    n = len(said)
    ones, others = (Counter(pair[place] for pair in said) for place in (0, 1))
    chance = sum(ones[value] * others[value] for value in ones) / n**2
    return None if chance == 1 else (sum(a == b for a, b in said) / n - chance) / (1 - chance)
