"""Numbers that open with a word: `a hundred`, `half a million`, `two-thirds`, `dozens`, `twice`, `five point two`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from newsclaims.quantities.atoms import Atom
from newsclaims.quantities.lexicon import Lexicon
from newsclaims.quantities.number_parts import INDEFINITE, Number, and_a_part, scaled, skip_hyphen, word_kind

_COMPARED = frozenset(
    ["as", "the", "that", "what", "its", "his", "her", "their", "our", "my", "those", "more", "less", "of"]
)
_FEW = frozenset(["several", "few", "couple"])
_OPENING_SCALES = frozenset(["hundred", "thousand", "dozen", "million", "billion", "trillion", "lakh", "crore"])
# No text makes a number without end.
_LONGEST_NUMBER = 20
_DIGITS = frozenset(range(10))
_LARGE = 1000


def worded(atoms: Sequence[Atom], i: int, lex: Lexicon) -> Number | None:
    """The number that starts with the word at atom `i`, or None."""
    low = atoms[i].low
    word = lex.words.get(low)
    if low in INDEFINITE or low in _FEW:
        return _indefinite(atoms, i, lex)
    if word is None:
        return None
    if word.kind in {"unit", "ten"} or (word.kind == "scale" and low in _OPENING_SCALES):
        return _parts(atoms, cardinal(atoms, i, lex), lex)
    if word.kind == "part" and low in {"half", "quarter"}:
        return _half(atoms, i, lex)
    if word.kind == "vague":
        return _vague(atoms, i, Fraction(word.value), lex)
    if word.kind == "multiple" and (digits := _digits_of(atoms, i, word.value)) is not None:
        return digits
    if word.kind == "multiple" and low in {"twice", "thrice"} and not _compared(atoms, i + 1):
        return Number(i, i + 1, Fraction(word.value), spelled=True)
    if word.kind == "multiple":
        return Number(i, i + 1, Fraction(word.value), "multiple", spelled=True)
    return None


def _digits_of(atoms: Sequence[Atom], i: int, digits: int | Fraction) -> Number | None:
    """`double-digit`, `triple digits`: at least the least number of so many digits."""
    j = skip_hyphen(atoms, i + 1)
    if j >= len(atoms) or atoms[j].low not in {"digit", "digits"} or digits.denominator != 1:
        return None
    return Number(i, j + 1, None, "vague", Fraction(10) ** (int(digits) - 1), spelled=True)


def _compared(atoms: Sequence[Atom], j: int) -> bool:
    """Whether what follows `twice` is compared with (`twice as many`, `twice the 40`); else it counts occasions."""
    following = atoms[j] if j < len(atoms) else None
    return following is not None and (following.low in _COMPARED or following.kind == "num" or following.text in "$£€")


def _indefinite(atoms: Sequence[Atom], i: int, lex: Lexicon) -> Number | None:
    """`a million`, `a dozen`, `a third`, `several hundred`, `a couple of thousand`; None for a mere article."""
    j = i + 1
    few = atoms[i].low in _FEW
    if not few and j < len(atoms) and atoms[j].low in _FEW:
        j, few = j + 1, True
    if few and j < len(atoms) and atoms[j - 1].low == "couple" and atoms[j].low == "of":
        j += 1
    if j >= len(atoms) or (word := lex.words.get(atoms[j].low)) is None:
        return None
    if few:
        number = scaled(atoms, Number(i, j, Fraction(2), spelled=True), lex, money=False)
        return replace(number, value=None, kind="vague", low=number.value) if word.kind == "scale" else None
    if word.kind == "scale":
        number = scaled(atoms, Number(i, j, Fraction(1), coefficient=Fraction(1), spelled=True), lex, money=False)
        return _with_part(atoms, _tail(atoms, number, lex), lex)
    if word.kind == "part":
        return _scaled_part(atoms, Number(i, j + 1, Fraction(1, word.value), "fraction", spelled=True), lex)
    return None


def _half(atoms: Sequence[Atom], i: int, lex: Lexicon) -> Number | None:
    """`half`, `half a million`, `half-million`, `quarter million`; a bare `quarter` is none."""
    word = lex.words[atoms[i].low]
    number = Number(i, i + 1, Fraction(1, word.value), "fraction", spelled=True)
    taken = _scaled_part(atoms, number, lex)
    return taken if taken.last > number.last or word.value == 2 else None


def _scaled_part(atoms: Sequence[Atom], number: Number, lex: Lexicon) -> Number:
    """A fraction of a scale: `half a million`, `two thirds of a million`, `three quarters billion`."""
    j = skip_hyphen(atoms, number.last)
    after = skip_hyphen(atoms, j + 1)
    if j < len(atoms) and atoms[j].low == "of" and after < len(atoms) and atoms[after].low in INDEFINITE:
        j = after
    if j < len(atoms) and atoms[j].low in INDEFINITE:
        j = skip_hyphen(atoms, j + 1)
    word = lex.words.get(atoms[j].low) if j < len(atoms) else None
    if word is None or word.kind != "scale" or number.value is None:
        return number
    scale = Fraction(word.value)
    return Number(
        number.first, j + 1, number.value * scale, coefficient=number.value, scale=scale, spelled=number.spelled
    )


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


def cardinal(atoms: Sequence[Atom], i: int, lex: Lexicon) -> Number:
    """Number words as people say them: `twenty-five`, `one hundred and five`, `three hundred thousand`."""
    total = current = group = Fraction(0)
    j, last, kind = i, i, ""
    while j < min(len(atoms), i + _LONGEST_NUMBER):
        k = skip_hyphen(atoms, j)
        if atoms[k].low == "and" and kind == "scale" and k + 1 < len(atoms):
            if and_a_part(atoms, k, lex) is not None:
                break
            k += 1
        word = lex.words.get(atoms[k].low)
        if word is None or not _continues(kind, word.kind, int(word.value), last):
            break
        if word.kind in {"unit", "ten"}:
            current += word.value
        elif word.value == 100:
            current = (current or Fraction(1)) * 100
        elif kind == "scale" and last != 100:
            # `three lakh crore`, `a million million`: the scale multiplies the group before it.
            total, group = total + group * (word.value - 1), group * word.value
        else:
            group, current = (current or Fraction(1)) * word.value, Fraction(0)
            total += group
        kind, last, j = word.kind, int(word.value), k + 1
    value = total + current
    scale = Fraction(last) if kind == "scale" and last >= _LARGE else Fraction(1)
    number = Number(i, j, value, coefficient=value / scale, scale=scale, spelled=True)
    if (pointed := _pointed(atoms, number, lex)) is not None:
        return scaled(atoms, pointed, lex, money=False)
    if kind != "scale" and j < len(atoms) and atoms[j].low == "dozens":
        return scaled(atoms, replace(number, coefficient=value), lex, money=False)
    return _with_part(atoms, number, lex)


def _with_part(atoms: Sequence[Atom], number: Number, lex: Lexicon) -> Number:
    """`two and a half`, `two and a half million`, `one million and a half` (1.5 million)."""
    if (part := and_a_part(atoms, number.last, lex)) is None or number.value is None:
        return number
    worth, j = part
    half = scaled(atoms, Number(number.first, j, worth, coefficient=worth), lex, money=False)
    if half.scale == 1:
        value = number.value + worth * number.scale
    elif number.scale == 1:
        value = (number.value + worth) * half.scale
    else:
        value = number.value + worth * half.scale  # `one billion and a half million`
    scale = half.scale if number.scale == 1 else number.scale
    return replace(number, last=half.last, value=value, coefficient=value / scale, scale=scale)


def _pointed(atoms: Sequence[Atom], number: Number, lex: Lexicon) -> Number | None:
    """`five point two`, `nought point nought three`, `two point seventy-one`: decimals as they are spoken."""
    j = number.last
    if j + 1 >= len(atoms) or atoms[j].low != "point" or number.value is None or number.scale != 1:
        return None
    digits, j = "", j + 1
    while j < min(len(atoms), number.last + _LONGEST_NUMBER) and (word := lex.words.get(atoms[j].low)):
        if word.kind != "unit" or word.value not in _DIGITS:
            break
        digits, j = digits + str(word.value), j + 1
    if not digits and j < len(atoms) and word_kind(atoms[j], lex) in {"unit", "ten"}:
        tens = lex.words[atoms[j].low]
        k = skip_hyphen(atoms, j + 1) if j + 1 < len(atoms) else j + 1
        ones = lex.words.get(atoms[k].low) if tens.kind == "ten" and k < len(atoms) else None
        if ones is not None and ones.kind == "unit" and 0 < ones.value < 10:
            digits, j = str(tens.value + ones.value), k + 1
        else:
            digits, j = str(tens.value), j + 1
    if not digits.isdigit():
        return None
    value = number.value + Fraction(int(digits), 10 ** len(digits))
    return replace(number, last=j, value=value, coefficient=value)


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
    if number.scale == 100 and j + 1 < len(atoms) and atoms[j].low == "and" and and_a_part(atoms, j, lex) is None:
        word = lex.words.get(atoms[j + 1].low)
        if word and word.kind in {"unit", "ten"}:
            rest = cardinal(atoms, j + 1, lex)
            return replace(number, last=rest.last, value=(number.value or Fraction(0)) + (rest.value or Fraction(0)))
    return number


def _parts(atoms: Sequence[Atom], number: Number, lex: Lexicon) -> Number:
    """`two-thirds`, `three quarters`, `one half`: a cardinal over an ordinal."""
    j = skip_hyphen(atoms, number.last)
    part = lex.words.get(atoms[j].low) if j < len(atoms) else None
    if part is None or part.kind != "part" or number.value is None or not 0 < number.value < part.value:
        return number
    if number.value > 1 and not atoms[j].low.endswith("s"):
        return number
    share = Number(number.first, j + 1, number.value / part.value, "fraction", spelled=True)
    return _scaled_part(atoms, share, lex)
