"""What numbers in digits and in words share: scales behind them, and fractions added to them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from newsclaims.quantities.atoms import Atom, digits_value, glued
from newsclaims.quantities.lexicon import Lexicon

NumberKind = Literal["plain", "vague", "fraction", "multiple"]
INDEFINITE = frozenset(["a", "an"])
_GLUED_SCALES = frozenset(["m", "b", "k", "t", "cr", "mm"])
_MONEY_SCALES = frozenset(["t", "cr", "mm"])
_PLURALS = frozenset(["people", "children", "women", "men", "pounds", "dollars", "euros"])
_NO_PLURALS = frozenset(["is", "was", "has", "hurdles", "across", "as", "his", "its", "this"])
# No text makes a number without end: these many atoms of scale (`million million`).
_MOST_SCALES = 4
_LARGEST_PART = 10
_SMALL_SCALES = frozenset([Fraction(100), Fraction(1000)])


@dataclass(frozen=True, slots=True)
class Number:
    """Atoms `first` to `last` (out) and what they are worth; a vague number has a `low` bound and no value.

    `coefficient` and `scale` are its parts ("5 million": 5 and a million); a range may lend its scale to its first
    number.
    """

    first: int
    last: int
    value: Fraction | None
    kind: NumberKind = "plain"
    low: Fraction | None = None
    coefficient: Fraction | None = None
    scale: Fraction = Fraction(1)
    spelled: bool = False


def word_kind(atom: Atom, lex: Lexicon) -> str:
    """The kind of number word that an atom is, or nothing."""
    word = lex.words.get(atom.low)
    return word.kind if word else ""


def skip_hyphen(atoms: Sequence[Atom], j: int) -> int:
    """The place behind a hyphen that joins two atoms, or `j`."""
    if (
        0 < j < len(atoms) - 1
        and atoms[j].text in "-‑"
        and glued(atoms[j - 1], atoms[j])
        and glued(atoms[j], atoms[j + 1])
    ):
        return j + 1
    return j


def scaled(atoms: Sequence[Atom], number: Number, lex: Lexicon, *, money: bool) -> Number:
    """The number with the scale words behind it: `2.5 million`, `38million`, `1.1tn`, `300 thousand`."""
    j, scale = number.last, number.scale
    while j < min(len(atoms), number.last + _MOST_SCALES):
        k = skip_hyphen(atoms, j)
        if k >= len(atoms) or (factor := _scale_at(atoms, k, lex, money=money)) is None:
            break
        scale, j = scale * factor, k + 1
    if j == number.last or number.value is None:
        return number
    return replace(number, last=j, value=number.value * scale, coefficient=number.value, scale=scale)


def _scale_at(atoms: Sequence[Atom], k: int, lex: Lexicon, *, money: bool) -> Fraction | None:
    """What a scale word or letter at atom `k` multiplies by; a single letter needs its digits at hand."""
    low = atoms[k].low
    factor = lex.scales.get(low)
    if factor is None or low not in _GLUED_SCALES:
        return factor
    following = atoms[k + 1].low if k + 1 < len(atoms) else ""
    counted = following in _PLURALS or (following.endswith("s") and following not in _NO_PLURALS)
    if not glued(atoms[k - 1], atoms[k]):
        # `8 B people`, `5 m people`: a letter apart, where what is counted follows.
        apart = atoms[k - 1].kind == "num" and low in {"m", "b"} and (money or counted)
        return factor if apart and atoms[k].end < (atoms[k + 1].start if following else 0) else None
    if (low in _MONEY_SCALES and not money) or (k + 1 < len(atoms) and _runs_on(atoms, k)):
        return None
    # Without a currency `100m` is a length and `24b` a label, but `1.5m people` are counted, as are `10M` and `1.2b`.
    alone = {"m": atoms[k].text == "M", "b": "." in atoms[k - 1].text}
    return factor if money or counted or alone.get(low, True) else None


def _runs_on(atoms: Sequence[Atom], k: int) -> bool:
    """Whether digits are glued to a letter from behind too: `24b12` is a code."""
    return glued(atoms[k], atoms[k + 1]) and atoms[k + 1].kind == "num"


def and_a_part(atoms: Sequence[Atom], j: int, lex: Lexicon) -> tuple[Fraction, int] | None:
    """`and a half`, `and three quarters`, `-and-a-half` behind a whole number: the part, and where it ends."""
    j = skip_hyphen(atoms, j)
    if j >= len(atoms) or atoms[j].low != "and":
        return None
    j = skip_hyphen(atoms, j + 1)
    if j >= len(atoms) or not (atoms[j].low in INDEFINITE or word_kind(atoms[j], lex) == "unit"):
        return None
    above = Fraction(1) if atoms[j].low in INDEFINITE else Fraction(lex.words[atoms[j].low].value)
    j = skip_hyphen(atoms, j + 1)
    part = lex.words.get(atoms[j].low) if j < len(atoms) else None
    if part is None or part.kind != "part" or part.value > _LARGEST_PART or above >= part.value:
        return None
    if above > 1 and not atoms[j].low.endswith("s"):
        return None
    return above / part.value, j + 1


def rest_of(
    atoms: Sequence[Atom], number: Number, lex: Lexicon, *, cardinal: Callable[[Sequence[Atom], int, Lexicon], Number]
) -> Number:
    """`3 hundred and 21`, `4 thousand 3 hundred`: digits with a small scale, and what is said of them on."""
    if number.scale not in _SMALL_SCALES or number.value is None or number.last >= len(atoms):
        return number
    j = number.last + (atoms[number.last].low == "and")
    if j >= len(atoms):
        return number
    if atoms[j].kind == "num":
        value = digits_value(atoms[j].text)
        rest = scaled(atoms, Number(j, j + 1, value, coefficient=value), lex, money=False)
        rest = rest_of(atoms, rest, lex, cardinal=cardinal) if rest.scale < number.scale else rest
    elif word_kind(atoms[j], lex) in {"unit", "ten"}:
        rest = cardinal(atoms, j, lex)
    else:
        return number
    if rest.value is None or rest.value.denominator != 1 or not 0 < rest.value < number.scale:
        return number
    return replace(number, last=rest.last, value=number.value + rest.value)
