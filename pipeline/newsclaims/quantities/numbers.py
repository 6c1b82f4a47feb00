"""The grammar of numbers alone: digits, number words and mixtures of both, without unit or modifier.

Every function takes the atoms of a sentence and a place, and gives back a `Number` that starts there, or None.
Reading order: `number_at`, numbers that open with digits, shares; those that open with a word stand in `spelled.py`,
what both need in `number_parts.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from newsclaims.quantities.atoms import VULGAR, Atom, digits_value, glued
from newsclaims.quantities.lexicon import Lexicon
from newsclaims.quantities.number_parts import Number, and_a_part, rest_of, scaled, skip_hyphen
from newsclaims.quantities.spelled import cardinal, worded

_DENOMINATORS = frozenset([2, 3, 4, 5, 6, 8, 10, 12, 16, 32, 64, 100, 128])
_TIMES = frozenset(["x", "×", "*", "·", "⋅"])
_MINUS = frozenset("-−–‑")
_LARGEST_EXPONENT = 30
_LARGEST_WHOLE = 100_000


def number_at(atoms: Sequence[Atom], i: int, lex: Lexicon, *, money: bool = False) -> Number | None:
    """The number that starts at atom `i`; `money` says that a currency sign stands before it."""
    atom = atoms[i]
    if atom.kind == "num":
        return _share(atoms, _digits(atoms, i, lex, money=money), lex)
    if atom.text in VULGAR:
        return Number(i, i + 1, VULGAR[atom.text], "fraction")
    if atom.kind == "word" and (number := worded(atoms, i, lex)) is not None:
        return _share(atoms, number, lex)
    return None


def _digits(atoms: Sequence[Atom], i: int, lex: Lexicon, *, money: bool) -> Number:
    """A number that starts with digits: `1,643`, `2½`, `3 and a half`, `2.5 million`, `1.3 x 10^6`."""
    value, j = digits_value(atoms[i].text), i + 1
    if value is None:
        return Number(i, j, None)
    if value.denominator == 1 and (fraction := _written_fraction(atoms, i)):
        return fraction
    if (powered := _power(atoms, i, value)) is not None:
        return powered
    if money and (cents := _decimal_comma(atoms, i)) is not None:
        value, j = cents, i + 3
    elif j < len(atoms) and atoms[j].text in VULGAR and glued(atoms[i], atoms[j]):
        value, j = value + VULGAR[atoms[j].text], j + 1
    elif j + 2 < len(atoms) and not glued(atoms[i], atoms[j]) and (mixed := _written_fraction(atoms, j)):
        value, j = value + (mixed.value or Fraction(0)), mixed.last
    elif (part := and_a_part(atoms, j, lex)) is not None:
        value, j = value + part[0], part[1]
    number = scaled(atoms, Number(i, j, value, coefficient=value), lex, money=money)
    if number.scale == 1 or (part := and_a_part(atoms, number.last, lex)) is None:
        return rest_of(atoms, number, lex, cardinal=cardinal)
    return replace(number, last=part[1], value=(number.value or Fraction(0)) + part[0] * number.scale)


def _decimal_comma(atoms: Sequence[Atom], i: int) -> Fraction | None:
    """`€1,50`: one or two digits behind a comma, and no further group."""
    if i + 2 >= len(atoms) or atoms[i + 1].text != "," or atoms[i + 2].kind != "num" or not atoms[i].text.isdecimal():
        return None
    cents = atoms[i + 2].text
    joined = glued(atoms[i], atoms[i + 1]) and glued(atoms[i + 1], atoms[i + 2])
    further = i + 4 < len(atoms) and atoms[i + 3].text == "," and glued(atoms[i + 3], atoms[i + 4])
    if not joined or further or not cents.isdecimal() or len(cents) > 2:
        return None
    return digits_value(f"{atoms[i].text}.{cents}")


def _power(atoms: Sequence[Atom], i: int, value: Fraction) -> Number | None:
    """Powers of ten: `1.3x10^6`, `2.998×10−8` (its superscript lost), `1.3e6`."""
    j = i + 1
    if j + 1 >= len(atoms):
        return None
    if atoms[j].low == "e" and glued(atoms[i], atoms[j]) and _opens(atoms, i):
        return _raised(atoms, i, value, j + 1)
    if atoms[j].low not in _TIMES or atoms[j + 1].text != "10":
        return None
    marked = j + 2 < len(atoms) and atoms[j + 2].text in _MINUS | {"^"}
    return _raised(atoms, i, value, j + 2 + (atoms[j + 2].text == "^")) if marked else None


def _opens(atoms: Sequence[Atom], i: int) -> bool:
    """Whether nothing but a sign is glued to a number from before."""
    return i == 0 or atoms[i - 1].text in _MINUS | {"+"} or not glued(atoms[i - 1], atoms[i])


def _raised(atoms: Sequence[Atom], i: int, value: Fraction, j: int) -> Number | None:
    """The number with the exponent that stands at atom `j`, glued to what is before it."""
    sign = 1
    if j + 1 < len(atoms) and atoms[j].text in _MINUS | {"+"}:
        sign, j = (1 if atoms[j].text == "+" else -1), j + 1
    if j >= len(atoms) or not atoms[j].text.isdecimal() or not glued(atoms[j - 1], atoms[j]):
        return None
    exponent = sign * int(atoms[j].text[:9])
    if abs(exponent) > _LARGEST_EXPONENT:
        return None
    power = Fraction(10**exponent) if exponent >= 0 else Fraction(1, 10**-exponent)
    return Number(i, j + 1, value * power, coefficient=value, scale=max(power, Fraction(1)))


def _written_fraction(atoms: Sequence[Atom], i: int) -> Number | None:
    """`3/4`, but not `9/11` or `2016/17`: the denominators that people write."""
    if i + 2 >= len(atoms) or atoms[i + 1].text not in "/⁄" or not atoms[i].text.isdecimal() or len(atoms[i].text) > 2:
        return None
    if not atoms[i + 2].text.isdecimal() or not (glued(atoms[i], atoms[i + 1]) and glued(atoms[i + 1], atoms[i + 2])):
        return None
    if i + 3 < len(atoms) and atoms[i + 3].text == "/":
        return None
    above, below = digits_value(atoms[i].text), digits_value(atoms[i + 2].text)
    if above is None or below is None or below not in _DENOMINATORS or above >= below:
        return None
    return Number(i, i + 3, above / below, "fraction")


def _share(atoms: Sequence[Atom], number: Number, lex: Lexicon) -> Number:
    """`one in five`, `1-in-5`, `2 out of 5`: a share where the second number is the larger, and a plain one."""
    j = skip_hyphen(atoms, number.last)
    if number.kind != "plain" or number.value is None or number.scale != 1 or j + 1 >= len(atoms):
        return number
    if atoms[j].low == "out" and atoms[j + 1].low == "of":
        j += 2
    elif atoms[j].low == "in":
        j = skip_hyphen(atoms, j + 1)
    else:
        return number
    if j < len(atoms) and atoms[j].low == "every":
        j += 1
    whole = _whole(atoms, j, lex)
    if whole is None or whole.value is None or not number.value < whole.value <= _LARGEST_WHOLE:
        return number
    # `five in 2016` and `three in 10 days` are no shares.
    following = atoms[whole.last].low if whole.last < len(atoms) else ""
    unit = lex.units.get(following)
    if (
        1900 <= whole.value <= 2100
        or (unit and unit.kind == "duration")
        or (number.value > 1 and whole.value > 10 and whole.value % 10)
    ):
        return number
    return Number(number.first, whole.last, number.value / whole.value, "fraction", spelled=number.spelled)


def _whole(atoms: Sequence[Atom], j: int, lex: Lexicon) -> Number | None:
    """The number that a share is taken of."""
    if j >= len(atoms):
        return None
    if atoms[j].kind == "num":
        return Number(j, j + 1, digits_value(atoms[j].text))
    word = lex.words.get(atoms[j].low)
    return cardinal(atoms, j, lex) if word and word.kind in {"unit", "ten"} else None
