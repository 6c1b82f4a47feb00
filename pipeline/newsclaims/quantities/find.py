"""Where the figures are: numbers with the modifier, sign, unit and range that belong to them.

Reading order: `find` walks a sentence's atoms; at each number `_figure` looks right (scale, unit, range, `or more`), then
left (currency, modifier). Nothing here judges whether a figure is a claim: `sift.py` does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from newsclaims.quantities.atoms import Atom, cut, glued, year_digits
from newsclaims.quantities.lexicon import Lexicon, Unit
from newsclaims.quantities.numbers import Number, number_at
from newsclaims.quantities.units import unit_from_quantulum

_DASHES = frozenset("-–—‑−")
_PER_ARTICLE = frozenset(["a", "an", "per", "each", "every"])
_ONES = frozenset(["one", "a", "an", "1", "half", "quarter", "third"])
_SMALLER = {
    ("year", "month"): 12, ("hour", "minute"): 60, ("minute", "second"): 60, ("foot", "inch"): 12, ("pound", "ounce"): 16,
    ("week", "day"): 7, ("stone", "pound"): 14, ("metre", "centimetre"): 100, ("day", "hour"): 24,
}  # fmt: skip
_COMPARED = frozenset(
    ["as", "more", "less", "the", "its", "their", "his", "her", "our", "that", "what", "those", "worse"]
)
TIMES = Unit("times", "multiple")
_FUNCTION_WORDS = frozenset(
    [
        "and",
        "in",
        "on",
        "at",
        "by",
        "since",
        "from",
        "this",
        "last",
        "after",
        "before",
        "but",
        "while",
        "a",
        "the",
        "for",
        "with",
        "over",
        "as",
        "when",
    ]
)
_LONGEST_MODIFIER = 5
_LARGEST_OR = 12
_LEVEL_VERBS = re.compile(r"(?:rang|var|span|stretch)(?:e|es|ed|ing|y|ies|ied|ying)")


@dataclass(frozen=True, slots=True)
class Raw:
    """A figure as written: offsets, one number or two (a range), and what stands around it.

    `first` and `last` (out) are atoms of its sentence; `core` is the character at which the number itself starts, with its sign and without its modifier.
    """

    start: int
    end: int
    core: int
    first: int
    last: int
    numbers: tuple[Number, ...]
    modifier: str = "EXACT"
    unit: Unit | None = None
    unit_text: str = ""
    per: str | None = None
    negative: bool = False


def number_words_pattern(lex: Lexicon) -> re.Pattern[str]:
    """What a sentence must hold to be looked at: a digit, a vulgar fraction, a number word, `over a decade`."""
    words = _either_of(w for w, word in lex.words.items() if word.kind != "part" or w == "half")
    lengths = _either_of(w for w, unit in lex.units.items() if unit.kind == "duration" and w.isalpha())
    last_words = _either_of({surface.split()[-1] for surface in lex.before})
    single = rf"an? (?:third|quarter|fifth|tenth)|(?:{last_words}) an? (?:{lengths})"
    return re.compile(rf"\d|[½⅓⅔¼¾]|\b(?:{words}|{single})\b", re.IGNORECASE)


def _either_of(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


def find(text: str, start: int, end: int, lex: Lexicon) -> tuple[list[Atom], list[Raw]]:
    """The atoms and the figures of `text[start:end]` (one sentence), in text order and apart from each other."""
    atoms = cut(text, start, end)
    figures: list[Raw] = []
    i = 0
    while i < len(atoms):
        number = number_at(atoms, i, lex, money=_sign_before(text, atoms, i, lex) is not None)
        number = number or _one_unit(atoms, i, lex)
        if number is None:
            i += 1
            continue
        figure = _figure(text, atoms, number, lex, floor=figures[-1].last if figures else 0)
        if not (figures and _joined(text, atoms, figures, figure)):
            figures.append(figure)
        i = max(figure.last, i + 1)
    return atoms, _with_shared_units(atoms, figures)


def _one_unit(atoms: Sequence[Atom], i: int, lex: Lexicon) -> Number | None:
    """`over a decade`, `nearly a year`: an article that counts one unit of time, since a modifier bounds it."""
    if atoms[i].low not in {"a", "an"} or i + 1 >= len(atoms) or not i:
        return None
    unit = lex.units.get(atoms[i + 1].low)
    if unit is None or unit.kind != "duration" or _modifier_before(atoms, i, lex, floor=0) is None:
        return None
    if unit.name == "second" and i + 2 < len(atoms) and atoms[i + 2].kind == "word":
        return None
    return Number(i, i + 1, Fraction(1), spelled=True)


def _joined(text: str, atoms: Sequence[Atom], figures: list[Raw], figure: Raw) -> bool:
    """Whether a figure went into the one before it: `5ft 8in`, `four years and six months`, `one-half of 1 percent`."""
    before = figures[-1]
    between = [atom.low for atom in atoms[before.last : figure.first]]
    value, over = figure.numbers[0].value, before.numbers[0].value
    if value is None or over is None or figure.unit is None or len(figure.numbers) > 1:
        return False
    parts = _SMALLER.get((before.unit.name, figure.unit.name)) if before.unit else None
    if parts and between in ([], ["and"], [","]):
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


def _with_shared_units(atoms: Sequence[Atom], figures: list[Raw]) -> list[Raw]:
    """`16.8 and 17.8 °C`, `rose from 90 feet to 410`: a number without a unit takes that of the number it is joined to."""
    for n in range(len(figures) - 2, -1, -1):
        this, following = figures[n], figures[n + 1]
        if this.unit is None and following.unit is not None and following.unit.kind in {"measure", "percent"}:
            between = {atom.low for atom in atoms[this.last : following.first]}
            if between & {"and", "or"} and between <= {"and", "or", ","} and this.numbers[0].kind == "plain":
                figures[n] = replace(this, unit=following.unit)
    for n in range(1, len(figures)):
        if (unit := _carried(atoms, figures, n)) is not None:
            figures[n] = replace(figures[n], unit=unit)
    return figures


def _carried(atoms: Sequence[Atom], figures: list[Raw], n: int) -> Unit | None:
    """The unit that a bare number behind `to`, `from` or `or` takes from the figure before it, or an index from its points."""
    this, before = figures[n], figures[n - 1]
    if this.unit is not None or this.numbers[0].kind != "plain" or year_digits(atoms[this.last - 1].text):
        return None
    between = [atom.low for atom in atoms[before.last : this.first]]
    following = atoms[this.last] if this.last < len(atoms) else None
    ends = following is None or following.kind == "sign" or following.low in _FUNCTION_WORDS
    if not between or len(between) > 3 or not ends or between[-1] not in {"to", "from", "or", "at"}:
        return None
    points = next((f.unit for f in figures[max(0, n - 2) : n] if f.unit and f.unit.name == "point"), None)
    if points or before.unit is None or before.unit.kind not in {"measure", "duration", "percent"}:
        return points
    return before.unit if set(between) <= {"to", "from", "or", ","} and this.modifier != "RANGE" else None


def _figure(text: str, atoms: Sequence[Atom], number: Number, lex: Lexicon, *, floor: int) -> Raw:
    left, sign, negative = _left(text, atoms, number.first, lex, floor=floor)
    unit, last = (
        (sign, _money_tail(atoms, number.last)) if sign else _unit(text, atoms, _unit_start(atoms, number, lex), lex)
    )
    last = max(last, number.last) if unit else number.last
    if number.kind == "multiple":
        unit, last = None, number.last
    unit_text = text[atoms[number.last].start : atoms[last - 1].end] if last > number.last else ""
    raw = Raw(atoms[left].start, atoms[last - 1].end, atoms[left].start, left, last, (number,), unit=unit,
              unit_text=unit_text, negative=negative)  # fmt: skip
    raw = _range(text, atoms, raw, lex)
    raw = _per(atoms, raw, lex)
    return _modified(text, atoms, raw, lex, floor=floor)


def _sign_before(text: str, atoms: Sequence[Atom], i: int, lex: Lexicon) -> tuple[int, Unit] | None:
    """The currency sign, code or prefix that ends where atom `i` starts: its first atom and its unit."""
    if i == 0 or atoms[i].start - atoms[i - 1].end > 1:
        return None
    for first in (i - 3, i - 2, i - 1):
        if first < 0:
            continue
        surface = text[atoms[first].start : atoms[i - 1].end]
        unit = lex.signs.get(surface) or (lex.signs.get(surface.lower()) if len(surface) > 3 else None)
        if surface.lower() in lex.classes["spaced_code"] and glued(atoms[i - 1], atoms[i]):
            continue
        if unit and not (surface.isalpha() and first > 0 and glued(atoms[first - 1], atoms[first])):
            return first, unit
    return None


def _left(text: str, atoms: Sequence[Atom], i: int, lex: Lexicon, *, floor: int) -> tuple[int, Unit | None, bool]:
    """Where the figure starts with its currency and its minus, the currency, and whether it is negative."""
    sign = _sign_before(text, atoms, i, lex)
    first, unit = sign if sign and sign[0] >= floor else (i, None)
    before = atoms[first - 1] if first > floor else None
    if before and before.text in "-−–" and glued(before, atoms[first]) and atoms[i].kind == "num":
        opens = first - 1 == 0 or atoms[first - 2].end < before.start or atoms[first - 2].text in "(["
        if opens:
            return first - 1, unit, True
    if before and before.low == "minus":
        return first - 1, unit, True
    return first, unit, False


def _money_tail(atoms: Sequence[Atom], last: int) -> int:
    """`$5 dollars` and `US$ 5 million dollars`: the word repeats the sign."""
    return last + 1 if last < len(atoms) and atoms[last].low in {"dollars", "euros"} else last


def _unit_start(atoms: Sequence[Atom], number: Number, lex: Lexicon) -> int:
    """Where the unit of a number is looked for: behind `of` in `millions of dollars`, behind the article in `half an hour`."""
    j = number.last
    if j + 1 >= len(atoms):
        return j
    if number.kind == "vague" and atoms[j].low == "of":
        return j + 1
    half = number.kind == "fraction" and atoms[j].low in {"a", "an"}
    return j + 1 if half and (unit := lex.units.get(atoms[j + 1].low)) and unit.kind != "percent" else j


def _unit(text: str, atoms: Sequence[Atom], last: int, lex: Lexicon) -> tuple[Unit | None, int]:
    """The unit behind a number (joined to it, spaced or hyphenated), and where it ends; the longest spelling wins."""
    j = last
    if j >= len(atoms):
        return None, last
    hyphen = (
        atoms[j].text in _DASHES
        and j + 1 < len(atoms)
        and glued(atoms[j - 1], atoms[j])
        and glued(atoms[j], atoms[j + 1])
    )
    j += hyphen
    if atoms[j].low in {
        "more",
        "additional",
        "consecutive",
        "straight",
        "full",
        "further",
        "whole",
        "successive",
    } and j + 1 < len(atoms):
        spelled = lex.units.get(atoms[j + 1].low)
        if spelled and spelled.kind == "duration" and not _singular(atoms, last, atoms[j + 1].low):
            return spelled, j + 2
    if multiple := _multiple(atoms, j, last):
        return multiple
    for stop in range(min(j + 3, len(atoms)), j, -1):
        surface = " ".join(text[atoms[j].start : atoms[stop - 1].end].lower().split())
        unit = lex.units.get(surface) or lex.money_words.get(surface)
        if unit and unit.kind == "duration" and stop == j + 1 and not hyphen and _singular(atoms, last, surface):
            continue
        if unit and _fits(atoms, j, stop, last, surface):
            return unit, stop
    joined = atoms[j].kind == "word" and glued(atoms[last - 1], atoms[j]) and atoms[last - 1].kind == "num"
    if joined and atoms[j].low not in lex.classes["no_unit"]:
        unit = unit_from_quantulum(atoms[j].text)
        return (unit, j + 1) if unit else (None, last)
    return None, last


def _singular(atoms: Sequence[Atom], last: int, surface: str) -> bool:
    """Whether several of a unit in the singular are meant to be a compound: `12 night shelters`."""
    return (
        atoms[last - 1].low not in _ONES
        and surface.isalpha()
        and len(surface) > 2
        and not surface.endswith("s")
        and surface not in {"min", "sec"}
    )


def _multiple(atoms: Sequence[Atom], j: int, last: int) -> tuple[Unit, int] | None:
    """`three times as many`, `1.65 times its book value`, `a 10-fold rise`; `12 times` alone counts occasions."""
    following = atoms[j + 1] if j + 1 < len(atoms) else None
    if atoms[j].low == "fold" and last <= j <= last + 1:
        return TIMES, j + 1
    if atoms[j].low != "times" or following is None:
        return None
    compares = following.low in _COMPARED or following.kind == "num" or following.low.endswith("er")
    possessed = j + 3 < len(atoms) and atoms[j + 2].text in "'’" and atoms[j + 3].low == "s"
    return (TIMES, j + 1) if compares or possessed else None


def _fits(atoms: Sequence[Atom], j: int, stop: int, last: int, surface: str) -> bool:
    """Short spellings (m, g, in) need the digits at hand; `won` and `mark` after a number are more often other words."""
    if surface in {"c", "f"}:
        return glued(atoms[last - 1], atoms[j]) and atoms[j].text.isupper()
    if len(surface) <= 2 and surface.isalpha():
        return atoms[last - 1].kind == "num" and (glued(atoms[last - 1], atoms[j]) or len(surface) == 2)
    if surface in {"point", "season", "generation"} and atoms[last - 1].low == "one":
        return False
    if surface in {"won", "real", "rand", "dong", "mark", "marks", "sterling"}:
        return atoms[last - 1].kind == "num" or atoms[last - 1].low in {"million", "billion", "trillion"}
    return atoms[stop - 1].end > atoms[j].start


def _range(text: str, atoms: Sequence[Atom], raw: Raw, lex: Lexicon) -> Raw:
    """The figure taken on to its upper bound: `20 to 30`, `between 12 and 18 months`, `$3bn-$5bn`, `5-10 percent`."""
    j = raw.last
    if j >= len(atoms) or raw.numbers[0].kind != "plain" or raw.numbers[0].value is None:
        return raw
    before = atoms[raw.first - 1].low if raw.first else ""
    dash = atoms[j].text in _DASHES
    joins = atoms[j].low in {"to", "or"} or dash or (atoms[j].low == "and" and before == "between")
    if not joins or (not dash and before != "between" and _changes(atoms, raw.first, lex)):
        return raw
    k = j + 1
    sign = None
    while k < len(atoms) and k < j + 4 and atoms[k].kind == "sign" and atoms[k].text not in _DASHES:
        k += 1
    if (
        k >= len(atoms)
        or (upper := number_at(atoms, k, lex, money=raw.unit is not None)) is None
        or upper.value is None
    ):
        return raw
    sign = _sign_before(text, atoms, k, lex)
    if (k > j + 1) != (sign is not None):
        return raw
    unit, last = (sign[1], upper.last) if sign else _unit(text, atoms, upper.last, lex)
    lower = _lent(raw.numbers[0], upper)
    if not _is_range(raw, lower, upper, unit, dash=dash, follows=last < len(atoms) and atoms[last].kind == "word"):
        return raw
    if atoms[j].low == "or" and not _either(lower.value or Fraction(0), upper.value):
        return raw
    unit_text = text[atoms[upper.last].start : atoms[last - 1].end] if last > upper.last else raw.unit_text
    first = raw.first - (before == "between")
    return replace(raw, start=atoms[first].start, first=first, end=atoms[last - 1].end, last=last, numbers=(lower, upper),
                   unit=raw.unit or unit, unit_text=unit_text, modifier="RANGE")  # fmt: skip


def _either(lower: Fraction, upper: Fraction) -> bool:
    """Whether `or` joins neighbours: `two or three`, `twenty or thirty`."""
    return (upper == lower + 1 and upper <= _LARGEST_OR) or (lower % 10 == 0 and upper == lower + 10)


def _changes(atoms: Sequence[Atom], first: int, lex: Lexicon) -> bool:
    """Whether two numbers joined by `to` are levels of a change (`rose from A to B`, `fell A to B`), not one range."""
    near = [atom.low for atom in atoms[max(0, first - 4) : first]]
    if near[-1:] == ["from"]:
        return not any(_LEVEL_VERBS.fullmatch(word) for word in near)
    return bool(near) and near[-1] in lex.changes


def _lent(lower: Number, upper: Number) -> Number:
    """The lower number with the upper one's scale, where it has none: `5 to 10 million`."""
    if lower.scale == 1 and upper.scale > 1 and lower.value and upper.coefficient and lower.value <= upper.coefficient:
        return replace(lower, value=lower.value * upper.scale)
    return lower


def _is_range(raw: Raw, lower: Number, upper: Number, unit: Unit | None, *, dash: bool, follows: bool) -> bool:
    """Whether two joined numbers bound one figure: they rise, their units agree, and a dash is no score or vote split."""
    if upper.kind != "plain" or lower.value is None or upper.value is None or lower.value >= upper.value:
        return False
    if raw.unit and unit and raw.unit.name != unit.name:
        return False
    if raw.unit and not unit and raw.unit.kind != "money":
        return False
    return not dash or bool(unit or raw.unit) or follows


def _per(atoms: Sequence[Atom], raw: Raw, lex: Lexicon) -> Raw:
    """The figure with what it is per: `$3 an hour`, `40 miles per gallon`, `30 km/h` by its unit's spelling."""
    if raw.unit is None:
        return raw
    if raw.unit.per:
        return replace(raw, per=raw.unit.per)
    j = raw.last
    if j + 1 >= len(atoms) or raw.unit.kind == "duration":
        return raw
    word = atoms[j + 1].low
    singular = word.removesuffix("s")
    if atoms[j].low == "per" and atoms[j + 1].kind == "word" and word != "cent":
        return replace(raw, per=singular)
    if (atoms[j].low not in _PER_ARTICLE and atoms[j].text != "/") or atoms[j + 1].kind != "word":
        return raw
    earlier = j + 2 < len(atoms) and atoms[j + 2].low in {"earlier", "ago", "before", "later"}
    money = raw.unit.kind == "money" and atoms[j].low in {"a", "an"} and _closes(atoms, j + 2)
    return replace(raw, per=singular) if (money or singular in lex.classes["per"]) and not earlier else raw


def _closes(atoms: Sequence[Atom], j: int) -> bool:
    """Whether a phrase ends there: `€9 a sample,` names a rate, `$5 million a record sum` does not."""
    return j >= len(atoms) or atoms[j].kind == "sign" or atoms[j].low in _FUNCTION_WORDS | {"to", "or"}


def _modified(text: str, atoms: Sequence[Atom], raw: Raw, lex: Lexicon, *, floor: int) -> Raw:
    """The figure with the words that bound or blur it taken in, on either side."""
    modifier, start, end, first, last = raw.modifier, raw.start, raw.end, raw.first, raw.last
    found = _modifier_before(atoms, first, lex, floor=floor)
    if found:
        first, start = found[0], atoms[found[0]].start
        modifier = found[1] if modifier == "EXACT" else modifier
    for stop in range(min(last + 2, len(atoms)), last, -1):
        surface = " ".join(text[atoms[last].start : atoms[stop - 1].end].lower().split())
        joined = glued(atoms[last - 1], atoms[last])
        suffix = lex.after.get(surface) or (lex.after.get(surface.removeprefix("-")) if joined else None)
        if suffix and (joined or " " in surface):
            modifier, last, end = suffix if modifier == "EXACT" else modifier, stop, atoms[stop - 1].end
            break
    return replace(raw, start=start, end=end, first=first, last=last, modifier=modifier)


def _modifier_before(atoms: Sequence[Atom], first: int, lex: Lexicon, *, floor: int) -> tuple[int, str] | None:
    """The longest modifier phrase that ends at the figure: its first atom and what it says; an article between is allowed."""
    for stop in (first, first - 1 if first and atoms[first - 1].low in {"a", "an", "the"} else first):
        for size in range(min(_LONGEST_MODIFIER, stop - floor), 0, -1):
            phrase = " ".join(atom.low for atom in atoms[stop - size : stop])
            if phrase in lex.before:
                return stop - size, lex.before[phrase]
    return None


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
