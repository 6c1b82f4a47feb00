"""Two numbers that bound one figure: `20 to 30`, `between 12 and 18 months`, `$3bn-$5bn`, `minus 4 to 2 degrees`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from newsclaims.quantities.affixes import DASHES, MINUS_WORDS, Raw, sign_before, unit_at
from newsclaims.quantities.atoms import Atom, glued, year_digits
from newsclaims.quantities.lexicon import Lexicon, Unit
from newsclaims.quantities.number_parts import Number
from newsclaims.quantities.numbers import number_at

_LARGEST_OR = 12
_THROUGH = frozenset(["to", "or", "through", "~"])
_LONG = 1000
_LONGEST_SIGN = 3
_LEVEL_VERBS = re.compile(r"(?:rang|var|span|stretch)(?:e|es|ed|ing|y|ies|ied|ying)")


class Upper(NamedTuple):
    """The number behind `to`, its unit, and the atom at which it ends (out)."""

    number: Number
    unit: Unit | None
    last: int


def with_range(text: str, atoms: Sequence[Atom], raw: Raw, lex: Lexicon) -> Raw:
    """The figure taken on to its upper bound, or the figure as it is."""
    j = raw.last
    if j >= len(atoms) or raw.numbers[0].kind != "plain" or not _joins(atoms, raw, lex):
        return raw
    upper = _upper(text, atoms, j + 1, raw, lex)
    if upper is None or upper.number.value is None or _from_a_year(atoms, raw, upper.number):
        return raw
    lower = _lent(raw.numbers[0], upper.number)
    follows = upper.last < len(atoms) and atoms[upper.last].kind == "word"
    if not _is_range(raw, lower, upper.number, upper.unit, dash=atoms[j].text in DASHES, follows=follows):
        return raw
    if atoms[j].low == "or" and not _either(lower.value or Fraction(0), upper.number.value):
        return raw
    behind = upper.last > upper.number.last
    first = raw.first - _between(atoms, raw)
    return replace(
        raw,
        start=atoms[first].start,
        first=first,
        end=atoms[upper.last - 1].end,
        last=upper.last,
        numbers=(lower, upper.number),
        unit=raw.unit or upper.unit,
        unit_text=text[atoms[upper.number.last].start : atoms[upper.last - 1].end] if behind else raw.unit_text,
        modifier="RANGE",
    )


def _between(atoms: Sequence[Atom], raw: Raw) -> bool:
    return raw.first > 0 and atoms[raw.first - 1].low == "between"


def _joins(atoms: Sequence[Atom], raw: Raw, lex: Lexicon) -> bool:
    """Whether what stands behind a number may join it to an upper bound."""
    link, between = atoms[raw.last], _between(atoms, raw)
    if link.text in DASHES:
        # `555-123-4567`: a chain of dashes is no range.
        return not (raw.first and atoms[raw.first - 1].text in DASHES and glued(atoms[raw.first - 1], atoms[raw.first]))
    if between:
        return link.low in _THROUGH or link.low == "and"
    return link.low in _THROUGH and not _changes(atoms, raw, lex)


def _upper(text: str, atoms: Sequence[Atom], k: int, raw: Raw, lex: Lexicon) -> Upper | None:
    """The number that starts at atom `k`, with its minus, currency and unit; None where there is none."""
    apart = atoms[raw.last].text not in DASHES
    minus = k + 1 < len(atoms) and (
        atoms[k].low in MINUS_WORDS or (apart and atoms[k].text in DASHES and glued(atoms[k], atoms[k + 1]))
    )
    k = opened = k + minus
    while k < min(len(atoms), opened + _LONGEST_SIGN) and atoms[k].kind != "num" and atoms[k].text not in DASHES:
        k += 1
    if k == len(atoms) or atoms[k].kind != "num":
        k = opened  # no currency: a number word, or nothing
    number = number_at(atoms, k, lex, money=raw.unit is not None) if k < len(atoms) else None
    if number is None or number.value is None:
        return None
    sign = sign_before(text, atoms, k, lex)
    if (k > opened) != (sign is not None):
        return None
    number = replace(number, value=-number.value) if minus else number
    unit, last = (sign[1], number.last) if sign else unit_at(text, atoms, number.last, lex)
    return Upper(number, unit, last)


def _from_a_year(atoms: Sequence[Atom], raw: Raw, upper: Number) -> bool:
    """Whether the lower number is a year beside another sort of number: `rose 60% in 2018 to 3.9 million`."""
    year = raw.unit is None and raw.last - raw.first == 1 and year_digits(atoms[raw.first].text)
    return year and (upper.scale > 1 or not year_digits(atoms[upper.first].text))


def _either(lower: Fraction, upper: Fraction) -> bool:
    """Whether `or` joins neighbours: `two or three`, `twenty or thirty`."""
    return (upper == lower + 1 and upper <= _LARGEST_OR) or (lower % 10 == 0 and upper == lower + 10)


def _changes(atoms: Sequence[Atom], raw: Raw, lex: Lexicon) -> bool:
    """Whether two numbers joined by `to` are levels of a change (`rose from A to B`, `fell A to B`), not one range."""
    near = [atom.low for atom in atoms[max(0, raw.first - 4) : raw.first]]
    if near[-1:] == ["by"]:
        # `increased by $43.6bn to $419bn`, but not `by 1 to 1.5 degrees`
        return raw.unit is not None and near[-2:-1] != [] and near[-2] in lex.changes
    if near[-1:] == ["from"]:
        return not any(_LEVEL_VERBS.fullmatch(word) for word in near)
    return bool(near) and near[-1] in lex.changes


def _lent(lower: Number, upper: Number) -> Number:
    """The lower number with the upper one's scale, where it has none: `5 to 10 million`."""
    if lower.scale == 1 and upper.scale > 1 and lower.value and upper.coefficient and lower.value <= upper.coefficient:
        return replace(lower, value=lower.value * upper.scale)
    return lower


def _is_range(raw: Raw, lower: Number, upper: Number, unit: Unit | None, *, dash: bool, follows: bool) -> bool:
    """Whether two joined numbers bound one figure: they rise, their units agree, a dash is no score or vote split."""
    if upper.kind != "plain" or lower.value is None or upper.value is None or lower.value >= upper.value:
        return False
    if raw.unit and unit and raw.unit.name != unit.name:
        return False
    if raw.unit and not unit and raw.unit.kind != "money":
        return False
    long = min(lower.value, upper.value) >= _LONG and lower.scale == upper.scale
    return not dash or bool(unit or raw.unit) or follows or upper.scale > 1 or long
