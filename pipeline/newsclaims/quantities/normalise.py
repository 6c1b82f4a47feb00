"""What a figure is worth: value, bounds, modifier, unit, kind, direction. Pure: no Doc, no clock, no file."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from newsclaims.quantities.affixes import Raw
from newsclaims.records import Mention, Modifier, Quantity, QuantityKind, number

_KINDS: dict[str, QuantityKind] = {
    "money": "money",
    "percent": "percent",
    "duration": "duration",
    "measure": "measure",
    "multiple": "multiple",
}
Direction = Literal["up", "down"]


def normalise(text: str, raw: Raw, *, direction: Direction | None = None, bound: Modifier | None = None) -> Quantity:
    """The quantity that a figure stands for; `bound` is what a verb says of it (`exceeded 60`: MORE_THAN).

    A range and a vague number have no value of their own, only bounds.
    """
    kind, unit = kind_and_unit(raw)
    modifier = _modifier(raw, bound)
    value, low, high = _bounds(raw, modifier)
    (exact, exact_text), (least, least_text), (most, most_text) = number(value), number(low), number(high)
    mention = Mention.of(text, raw.start, raw.end)
    return Quantity(
        mention, kind, exact, exact_text, least, least_text, most, most_text, modifier, unit, raw.per, direction
    )


def kind_and_unit(raw: Raw) -> tuple[QuantityKind, str]:
    """The kind and the canonical unit."""
    first = raw.numbers[0].kind
    if raw.unit is not None:
        return _KINDS[raw.unit.kind], raw.unit.name
    if first == "multiple":
        return "multiple", "times"
    if first == "fraction":
        return "fraction", "fraction"
    return "count", "count"


def _modifier(raw: Raw, bound: Modifier | None) -> Modifier:
    """The bound: the words' own, else the verb's; a vague number is approximate."""
    if raw.modifier == "EXACT" and raw.numbers[0].kind == "vague":
        return "APPROX"
    if raw.modifier == "EXACT" and bound is not None:
        return bound
    return raw.modifier  # type: ignore[return-value]


def _bounds(raw: Raw, modifier: Modifier) -> tuple[Fraction | None, Fraction | None, Fraction | None]:
    """Value, lower and upper bound, in base units."""
    factor = raw.unit.factor if raw.unit else Fraction(1)
    values = [None if n.value is None else factor * n.value for n in raw.numbers]
    first = raw.numbers[0]
    if first.value is None:
        return None, factor * first.low if first.low is not None else None, None
    if len(values) == 2:
        return None, values[0], values[1]
    value = values[0]
    if modifier in {"EQUAL_OR_MORE", "MORE_THAN"}:
        return value, value, None
    if modifier in {"EQUAL_OR_LESS", "LESS_THAN"}:
        return value, None, value
    return (value, value, value) if modifier == "EXACT" else (value, None, None)
