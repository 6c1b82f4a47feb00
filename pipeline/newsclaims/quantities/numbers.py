"""The grammar of numbers alone: digits, number words and mixtures of both, without unit or modifier.

Every function takes the atoms of a sentence and a place, and gives back a `Number` that starts there, or None.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from newsclaims.quantities.atoms import VULGAR, Atom, digits_value, glued
from newsclaims.quantities.lexicon import Lexicon

NumberKind = Literal["plain", "vague", "fraction", "multiple"]
_COMPARED = frozenset(
    ["as", "the", "that", "what", "its", "his", "her", "their", "our", "my", "those", "more", "less", "of"]
)
_GLUED_SCALES = frozenset(["m", "b", "k", "t", "cr"])
_PLURALS = frozenset(["people", "children", "women", "men", "pounds", "dollars", "euros"])
_NO_PLURALS = frozenset(["is", "was", "has", "hurdles", "across", "as", "his", "its", "this"])
_MONEY_SCALES = frozenset(["t", "cr", "b"])
# No text makes a number without end: these many words at most, these many atoms of scale (`million million`).
_LONGEST_NUMBER = 20
_MOST_SCALES = 4
_INDEFINITE = frozenset(["a", "an"])


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


def number_at(atoms: Sequence[Atom], i: int, lex: Lexicon, *, money: bool = False) -> Number | None:
    """The number that starts at atom `i`; `money` says that a currency sign stands before it."""
    atom = atoms[i]
    if atom.kind == "num":
        return _share(atoms, _digits(atoms, i, lex, money=money), lex)
    if atom.text in VULGAR:
        return Number(i, i + 1, VULGAR[atom.text], "fraction")
    if atom.kind == "word":
        return _worded(atoms, i, lex)
    return None


def _digits(atoms: Sequence[Atom], i: int, lex: Lexicon, *, money: bool) -> Number:
    """A number that starts with digits: `1,643`, `2½`, `3 and a half`, `2.5 million`."""
    value, j = digits_value(atoms[i].text), i + 1
    if value is None:
        return Number(i, j, None)
    if value.denominator == 1 and (fraction := _written_fraction(atoms, i)):
        return fraction
    if j < len(atoms) and atoms[j].text in VULGAR and glued(atoms[i], atoms[j]):
        value, j = value + VULGAR[atoms[j].text], j + 1
    elif j + 2 < len(atoms) and not glued(atoms[i], atoms[j]) and (mixed := _written_fraction(atoms, j)):
        value, j = value + (mixed.value or Fraction(0)), mixed.last
    elif (half := _and_a_half(atoms, j, lex)) is not None:
        value, j = value + half[0], half[1]
    return _scaled(atoms, Number(i, j, value, coefficient=value), lex, money=money)


def _written_fraction(atoms: Sequence[Atom], i: int) -> Number | None:
    """`3/4`, but not `9/11` or `2016/17`: the denominators that people write."""
    if (
        i + 2 >= len(atoms)
        or atoms[i + 1].text not in "/⁄"
        or atoms[i + 2].kind != "num"
        or not atoms[i + 2].text.isdigit()
    ):
        return None
    if not (glued(atoms[i], atoms[i + 1]) and glued(atoms[i + 1], atoms[i + 2])) or len(atoms[i].text) > 2:
        return None
    if i + 3 < len(atoms) and atoms[i + 3].text == "/":
        return None
    above, below = digits_value(atoms[i].text), digits_value(atoms[i + 2].text)
    if above is None or below not in (2, 3, 4, 5, 8, 10, 16, 32) or above >= below or above.denominator != 1:
        return None
    return Number(i, i + 3, above / below, "fraction")


def _and_a_half(atoms: Sequence[Atom], j: int, lex: Lexicon) -> tuple[Fraction, int] | None:
    """`and a half`, `and three quarters`, `-and-a-half` behind a whole number: the part, and where it ends."""
    j = _skip_hyphen(atoms, j)
    if j >= len(atoms) or atoms[j].low != "and":
        return None
    j = _skip_hyphen(atoms, j + 1)
    if j >= len(atoms) or not (atoms[j].low in _INDEFINITE or _kind(atoms[j], lex) == "unit"):
        return None
    above = Fraction(1) if atoms[j].low in _INDEFINITE else Fraction(lex.words[atoms[j].low].value)
    j = _skip_hyphen(atoms, j + 1)
    part = lex.words.get(atoms[j].low) if j < len(atoms) else None
    if part is None or part.kind != "part" or part.value > 4:
        return None
    return above / part.value, j + 1


def _kind(atom: Atom, lex: Lexicon) -> str:
    """The kind of number word that an atom is, or nothing."""
    word = lex.words.get(atom.low)
    return word.kind if word else ""


def _scaled(atoms: Sequence[Atom], number: Number, lex: Lexicon, *, money: bool) -> Number:
    """The number with the scale words behind it: `2.5 million`, `38million`, `1.1tn`, `300 thousand`."""
    j, scale = number.last, number.scale
    while j < min(len(atoms), number.last + _MOST_SCALES):
        k = _skip_hyphen(atoms, j)
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
    if not glued(atoms[k - 1], atoms[k]) or (low in _MONEY_SCALES and not money):
        return None
    if money:
        return factor
    # Without a currency `100m` is a length, but `1.5m people` are counted.
    following = atoms[k + 1].low if k + 1 < len(atoms) else ""
    counted = following in _PLURALS or (following.endswith("s") and following not in _NO_PLURALS)
    return factor if low != "m" or counted else None


def _skip_hyphen(atoms: Sequence[Atom], j: int) -> int:
    """The place behind a hyphen that joins two atoms, or `j`."""
    if (
        0 < j < len(atoms) - 1
        and atoms[j].text in "-‑"
        and glued(atoms[j - 1], atoms[j])
        and glued(atoms[j], atoms[j + 1])
    ):
        return j + 1
    return j


def _worded(atoms: Sequence[Atom], i: int, lex: Lexicon) -> Number | None:
    """A number that starts with a word: `a hundred`, `half a million`, `two-thirds`, `dozens`, `twice`."""
    low = atoms[i].low
    word = lex.words.get(low)
    if low in _INDEFINITE or low in {"several", "few"}:
        return _indefinite(atoms, i, lex)
    if word is None:
        return None
    if word.kind in {"unit", "ten"} or (
        word.kind == "scale" and low in {"hundred", "thousand", "dozen", "million", "billion"}
    ):
        return _share(atoms, _parts(atoms, _cardinal(atoms, i, lex), lex), lex)
    if low == "half":
        return _half(atoms, i, lex)
    if word.kind == "vague":
        return _vague(atoms, i, Fraction(word.value), lex)
    if word.kind == "multiple" and low in {"twice", "thrice"} and not _compared(atoms, i + 1):
        return Number(i, i + 1, Fraction(word.value), spelled=True)
    if word.kind == "multiple":
        return Number(i, i + 1, Fraction(word.value), "multiple", spelled=True)
    return None


def _compared(atoms: Sequence[Atom], j: int) -> bool:
    """Whether what follows `twice` is compared with (`twice as many`, `twice the 40`); else it counts occasions."""
    following = atoms[j] if j < len(atoms) else None
    return following is not None and (following.low in _COMPARED or following.kind == "num" or following.text in "$£€")


def _indefinite(atoms: Sequence[Atom], i: int, lex: Lexicon) -> Number | None:
    """`a million`, `a dozen`, `a third`, `several hundred`, `a few thousand`; None for a mere article."""
    j = i + 1
    few = atoms[i].low in {"several", "few"}
    if not few and j < len(atoms) and atoms[j].low == "few":
        j, few = j + 1, True
    if j >= len(atoms) or (word := lex.words.get(atoms[j].low)) is None:
        return None
    if few:
        return Number(i, j + 1, None, "vague", 2 * Fraction(word.value), spelled=True) if word.kind == "scale" else None
    if word.kind == "scale":
        number = _scaled(atoms, Number(i, j, Fraction(1), coefficient=Fraction(1), spelled=True), lex, money=False)
        return _tail(atoms, number, lex)
    if word.kind == "part" and atoms[j].low in {"third", "quarter", "half", "fifth", "tenth"}:
        return Number(i, j + 1, Fraction(1, word.value), "fraction", spelled=True)
    return None


def _half(atoms: Sequence[Atom], i: int, lex: Lexicon) -> Number:
    """`half`, `half a million`, `half-million`."""
    j = _skip_hyphen(atoms, i + 1)
    if j < len(atoms) and atoms[j].low in _INDEFINITE:
        j += 1
    if j < len(atoms) and (word := lex.words.get(atoms[j].low)) and word.kind == "scale":
        return Number(
            i, j + 1, Fraction(word.value, 2), coefficient=Fraction(1, 2), scale=Fraction(word.value), spelled=True
        )
    return Number(i, i + 1, Fraction(1, 2), "fraction", spelled=True)


def _vague(atoms: Sequence[Atom], i: int, low: Fraction, lex: Lexicon) -> Number:
    """`dozens`, `hundreds of thousands`, `tens of millions`: the low bound of each plural multiplied."""
    j = i + 1
    while (
        j + 1 < min(len(atoms), i + _LONGEST_NUMBER)
        and atoms[j].low == "of"
        and (word := lex.words.get(atoms[j + 1].low))
    ):
        if word.kind not in {"vague", "scale"}:
            break
        # The bound of `thousands` is two of them; behind `hundreds of` it counts singly.
        low, j = low / 2 * word.value if word.kind == "vague" else low * word.value, j + 2
    return Number(i, j, None, "vague", low, spelled=True)


def _cardinal(atoms: Sequence[Atom], i: int, lex: Lexicon) -> Number:
    """Number words as people say them: `twenty-five`, `one hundred and five`, `three hundred thousand`."""
    total, current, j, last, kind = Fraction(0), Fraction(0), i, i, ""
    while j < min(len(atoms), i + _LONGEST_NUMBER):
        k = _skip_hyphen(atoms, j)
        if atoms[k].low == "and" and kind == "scale" and k + 1 < len(atoms):
            k += 1
        word = lex.words.get(atoms[k].low)
        if word is None or not _continues(kind, word.kind, word.value, last):
            break
        if word.kind in {"unit", "ten"}:
            current += word.value
        elif word.value == 100:
            current = (current or Fraction(1)) * 100
        else:
            total, current = total + (current or Fraction(1)) * word.value, Fraction(0)
        kind, last, j = word.kind, word.value, k + 1
    value = total + current
    if (half := _and_a_half(atoms, j, lex)) is not None:
        return _scaled(
            atoms, Number(i, half[1], value + half[0], coefficient=value + half[0], spelled=True), lex, money=False
        )
    return Number(i, j, value, coefficient=value, spelled=True)


def _continues(kind: str, following: str, value: int, last: int) -> bool:
    """Whether a number word may follow another: `twenty` + `five`, `hundred` + anything smaller, anything + scale."""
    if not kind:
        return following in {"unit", "ten", "scale"}
    if following == "scale":
        return kind == "unit" if value == 12 else not (kind == "scale" and value < last)
    if kind == "ten":
        return following == "unit" and 0 < value < 10
    return kind == "scale" and last != 12 and following in {"unit", "ten"}


def _tail(atoms: Sequence[Atom], number: Number, lex: Lexicon) -> Number:
    """`a hundred and fifty`: what follows an indefinite scale."""
    j = number.last
    if number.scale == 100 and j + 1 < len(atoms) and atoms[j].low == "and":
        word = lex.words.get(atoms[j + 1].low)
        if word and word.kind in {"unit", "ten"}:
            rest = _cardinal(atoms, j + 1, lex)
            return replace(number, last=rest.last, value=(number.value or Fraction(0)) + (rest.value or Fraction(0)))
    return number


def _parts(atoms: Sequence[Atom], number: Number, lex: Lexicon) -> Number:
    """`two-thirds`, `three quarters`, `one half`: a cardinal over an ordinal."""
    j = _skip_hyphen(atoms, number.last)
    part = lex.words.get(atoms[j].low) if j < len(atoms) else None
    if part is None or part.kind != "part" or number.value is None or not 0 < number.value < part.value:
        return number
    if number.value > 1 and not atoms[j].low.endswith("s"):
        return number
    return Number(number.first, j + 1, number.value / part.value, "fraction", spelled=True)


def _share(atoms: Sequence[Atom], number: Number, lex: Lexicon) -> Number:
    """`one in five`, `2 out of 5`: a share where the second number is the larger, and a plain one."""
    j = number.last
    if number.kind != "plain" or number.value is None or number.scale != 1 or j + 1 >= len(atoms):
        return number
    if atoms[j].low == "out" and atoms[j + 1].low == "of":
        j += 2
    elif atoms[j].low == "in" or (atoms[j].low == "of" and number.value == 1):
        j += 1
    else:
        return number
    if j < len(atoms) and atoms[j].low == "every":
        j += 1
    whole = _whole(atoms, j, lex)
    if whole is None or whole.value is None or not number.value < whole.value <= 100000 or whole.kind != "plain":
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
        value = digits_value(atoms[j].text)
        return Number(j, j + 1, value)
    word = lex.words.get(atoms[j].low)
    return _cardinal(atoms, j, lex) if word and word.kind in {"unit", "ten"} else None
