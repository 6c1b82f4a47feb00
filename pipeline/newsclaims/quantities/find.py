"""Where the figures are: numbers with the modifier, sign, unit and range that belong to them.

Reading order: `find` walks a sentence's atoms; at each number `_figure` looks right (scale, unit, range, `or more`),
then left (currency, modifier). Nothing here judges whether a figure is a claim: `sift.py` does.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from newsclaims.quantities.affixes import (
    MINUS_WORDS,
    Raw,
    is_height,
    modifier_before,
    money_tail,
    sign_before,
    unit_at,
    unit_start,
    with_modifier,
    with_per,
)
from newsclaims.quantities.atoms import VULGAR, Atom, cut, glued, year_digits
from newsclaims.quantities.lexicon import Lexicon, Unit
from newsclaims.quantities.number_parts import Number
from newsclaims.quantities.numbers import number_at
from newsclaims.quantities.ranges import with_range

_SMALLER = {
    ("year", "month"): 12,
    ("hour", "minute"): 60,
    ("minute", "second"): 60,
    ("foot", "inch"): 12,
    ("pound", "ounce"): 16,
    ("week", "day"): 7,
    ("stone", "pound"): 14,
    ("metre", "centimetre"): 100,
    ("day", "hour"): 24,
}
_JOINING = frozenset(["and", "or", "x", "×"])
_EITHER_WAY = frozenset([("plus", "or", "minus"), ("+", "/", "-"), ("+", "/", "−"), ("+", "/", "–")])
_LONGEST_LINK = 5
_NEAR = 40


def number_words_pattern(lex: Lexicon) -> re.Pattern[str]:
    """What a sentence must hold to be looked at: a digit, a vulgar fraction, a number word, `over a decade`."""
    words = either_of(w for w, word in lex.words.items() if word.kind != "part" or w == "half")
    lengths = either_of(w for w, unit in lex.units.items() if unit.kind == "duration" and w.isalpha())
    last_words = either_of({surface.split()[-1] for surface in lex.before})
    parts = either_of(w for w, word in lex.words.items() if word.kind == "part" and not w.endswith("s"))
    single = rf"an? (?:{parts})|(?:{last_words}) an? (?:{lengths})"
    return re.compile(rf"\d|[{''.join(VULGAR)}]|\b(?:{words}|{single})\b", re.IGNORECASE)


def ordinals_pattern(lex: Lexicon) -> re.Pattern[str]:
    """Ordinal words: `third`, the last of `twenty-first`."""
    return re.compile(rf"\b(?:{either_of(lex.ordinals)})\b", re.IGNORECASE)


def either_of(words: Iterable[str]) -> str:
    """The words as branches of a pattern, the longest first; those of one first letter share a branch, so that most
    letters of a text are compared with few.
    """
    by_letter: dict[str, list[str]] = defaultdict(list)
    for word in sorted(words, key=len, reverse=True):
        by_letter[word[0]].append(re.escape(word[1:]))
    return "|".join(f"{re.escape(letter)}(?:{'|'.join(rest)})" for letter, rest in by_letter.items())


def find(text: str, start: int, end: int, lex: Lexicon) -> tuple[list[Atom], list[Raw]]:
    """The atoms and the figures of `text[start:end]` (one sentence), in text order and apart from each other."""
    atoms = cut(text, start, end)
    figures: list[Raw] = []
    i = 0
    while i < len(atoms):
        money = atoms[i].kind == "num" and sign_before(text, atoms, i, lex) is not None
        number = number_at(atoms, i, lex, money=money)
        number = number or _one_unit(atoms, i, lex)
        if number is None:
            i += 1
            continue
        figure = _figure(text, atoms, number, lex, floor=figures[-1].last if figures else 0)
        if not (figures and _joined(atoms, figures, figure, lex)):
            figures.append(figure)
        i = max(figure.last, i + 1)
    return atoms, _with_shared_units(atoms, figures, lex)


def _one_unit(atoms: Sequence[Atom], i: int, lex: Lexicon) -> Number | None:
    """`over a decade`, `nearly a year`: an article that counts one unit of time, since a modifier bounds it."""
    if atoms[i].low not in {"a", "an"} or i + 1 >= len(atoms) or not i:
        return None
    unit = lex.units.get(atoms[i + 1].low)
    if unit is None or unit.kind != "duration" or modifier_before(atoms, i, lex, floor=0) is None:
        return None
    if unit.name == "second" and i + 2 < len(atoms) and atoms[i + 2].kind == "word":
        return None
    return Number(i, i + 1, Fraction(1), spelled=True)


def _joined(atoms: Sequence[Atom], figures: list[Raw], figure: Raw, lex: Lexicon) -> bool:
    """Whether a figure went into the one before it.

    `5ft 8in`, `6-foot-2`, `four years and six months`, `one-half of 1 percent`.
    """
    before = figures[-1]
    between = [atom.low for atom in atoms[before.last : figure.first]]
    value, over = figure.numbers[0].value, before.numbers[0].value
    if value is None or over is None or len(figure.numbers) > 1:
        return False
    if before.unit == lex.units["foot"] and figure.unit is None and between == ["-"]:
        if not is_height(*atoms[before.last - 1 : figure.first + 1]):
            return False
        figure = replace(figure, unit=lex.units["inch"])  # `6-foot-2`
    if figure.unit is None:
        return False
    parts = _parts_of(before.unit, figure.unit)
    if parts and between in ([], ["and"], [","], ["-"]):
        number = replace(before.numbers[0], value=over + value / parts)
        figures[-1] = replace(before, end=figure.end, last=figure.last, numbers=(number,))
        return True
    if (
        before.unit is None
        and before.numbers[0].kind == "fraction"
        and between == ["of"]
        and figure.unit.kind == "percent"
    ):
        number = replace(before.numbers[0], value=over * value, kind="plain")
        figures[-1] = replace(before, end=figure.end, last=figure.last, numbers=(number,), unit=figure.unit)
        return True
    return False


def _parts_of(unit: Unit | None, smaller: Unit) -> Fraction | None:
    """How many of a smaller unit make one: inches a foot, cents a dollar; None for units that have no such tie."""
    if unit is None:
        return None
    if unit.kind == "money" and unit.name == smaller.name:
        return unit.factor / smaller.factor if smaller.factor < unit.factor else None
    parts = _SMALLER.get((unit.name, smaller.name))
    return Fraction(parts) if parts else None


def _with_shared_units(atoms: Sequence[Atom], figures: list[Raw], lex: Lexicon) -> list[Raw]:
    """The figures, where a bare number takes the unit of the one it is joined to.

    `16.8 and 17.8 °C`, `rose from 90 feet to 410`.
    """
    for n in range(len(figures) - 2, -1, -1):
        this, following = figures[n], figures[n + 1]
        if this.unit is None and following.unit is not None and following.unit.kind in {"measure", "percent"}:
            between = {atom.low for atom in atoms[this.last : following.first]}
            joined = between & _JOINING and between <= _JOINING | {","}
            if joined and this.numbers[0].kind == "plain":
                figures[n] = replace(this, unit=following.unit)
    for n in range(1, len(figures)):
        if (unit := _carried(atoms, figures, n, lex)) is not None:
            figures[n] = replace(figures[n], unit=unit)
    return figures


def _carried(atoms: Sequence[Atom], figures: list[Raw], n: int, lex: Lexicon) -> Unit | None:
    """The unit that a bare number behind `to`, `from`, `at` or `or` takes from the figure before it.

    An index level takes its points from the change before it: `rose 61 points, or 1.4%, to 4,418`.
    """
    this, before = figures[n], figures[n - 1]
    if this.unit is not None or this.numbers[0].kind != "plain" or year_digits(atoms[this.last - 1].text):
        return None
    between = [atom.low for atom in atoms[before.last : this.first]]
    following = atoms[this.last] if this.last < len(atoms) else None
    ends = following is None or following.kind == "sign" or following.low in lex.classes["function"]
    if not between or len(between) > _LONGEST_LINK or not ends or between[-1] not in {"to", "from", "or", "at"}:
        return None
    points = next((f.unit for f in figures[max(0, n - 2) : n] if f.unit and f.unit.name == "point"), None)
    if points or before.unit is None or before.unit.kind not in {"measure", "duration", "percent"}:
        return points
    if (
        before.unit.kind == "percent"
        and between == ["to"]
        and (not before.first or atoms[before.first - 1].low != "from")
    ):
        return None  # `gained 0.7 percent to 6,327`: a level of something else
    return before.unit if set(between) <= {"to", "from", "or", ","} and this.modifier != "RANGE" else None


def _figure(text: str, atoms: Sequence[Atom], number: Number, lex: Lexicon, *, floor: int) -> Raw:
    """The figure around a number; nothing before atom `floor` is its own."""
    left, sign, negative = _left(text, atoms, number.first, lex, floor=floor)
    if negative and number.value is not None:
        number = replace(number, value=-number.value)
    unit, last = (
        (sign, money_tail(atoms, number.last)) if sign else unit_at(text, atoms, unit_start(atoms, number, lex), lex)
    )
    last = max(last, number.last) if unit else number.last
    if number.kind == "multiple":
        unit, last = None, number.last
    unit_text = text[atoms[number.last].start : atoms[last - 1].end] if last > number.last else ""
    raw = Raw(atoms[left].start, atoms[last - 1].end, atoms[left].start, left, last, (number,), unit=unit,
              unit_text=unit_text)  # fmt: skip
    raw = with_range(text, atoms, raw, lex)
    raw = _in_points(atoms, with_per(atoms, raw, lex), lex)
    return with_modifier(text, atoms, raw, lex, floor=floor)


def _in_points(atoms: Sequence[Atom], raw: Raw, lex: Lexicon) -> Raw:
    """Points of a poll are percentage points; so are the digits of a `double-digit` lead, those of growth percent."""
    digits = raw.numbers[0].kind == "vague" and atoms[raw.last - 1].low in {"digit", "digits"}
    if not digits and (raw.unit is None or raw.unit.name != "point"):
        return raw
    words = {atom.low for atom in atoms[max(0, raw.first - _NEAR) : raw.last + _NEAR]}
    if words & lex.classes["poll"] and not words & lex.classes["tally"]:
        return replace(raw, unit=lex.units["percentage points"])
    following = {atom.low for atom in atoms[raw.last : raw.last + 3]}
    return replace(raw, unit=lex.units["percent"]) if digits and following & lex.classes["growth"] else raw


def _left(text: str, atoms: Sequence[Atom], i: int, lex: Lexicon, *, floor: int) -> tuple[int, Unit | None, bool]:
    """Where the figure starts with its currency and its minus, the currency, and whether it is negative."""
    sign = sign_before(text, atoms, i, lex)
    first, unit = sign if sign and sign[0] >= floor else (i, None)
    if tuple(atom.low for atom in atoms[max(floor, first - 3) : first]) in _EITHER_WAY:
        return first - 3, unit, False
    before = atoms[first - 1] if first > floor else None
    if before and before.text in "-−–+" and glued(before, atoms[first]) and atoms[i].kind == "num":
        further = atoms[first - 2] if first > 1 else None
        if further is None or further.end < before.start or further.text in "([<>=":
            return first - 1, unit, before.text != "+"
        if further.low in MINUS_WORDS:
            return first - 2, unit, True
        sign = sign_before(text, atoms, first - 1, lex) if unit is None and before.text != "+" else None
        if sign is not None and sign[0] >= floor:
            return sign[0], sign[1], True  # `$-50.8bn`
    tested = first > 1 and atoms[first - 2].low.startswith("test")  # `tested negative 12 times`
    if before and before.low in MINUS_WORDS and not tested:
        return first - 1, unit, True
    return first, unit, False


def sentences_with_figures(text: str, spans: Sequence[tuple[int, int]], pattern: re.Pattern[str]) -> Iterator[int]:
    """The places of those sentence spans in which the pattern occurs; one pass over the text."""
    hits = pattern.finditer(text)
    hit = next(hits, None)
    for place, (start, end) in enumerate(spans):
        while hit is not None and hit.start() < start:
            hit = next(hits, None)
        if hit is None:
            return
        if hit.start() < end:
            yield place
