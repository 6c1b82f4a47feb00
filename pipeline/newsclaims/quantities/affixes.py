"""What stands around a number and belongs to its figure: currency, unit, what it is per, words that bound it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from newsclaims.quantities.atoms import Atom, glued
from newsclaims.quantities.lexicon import Lexicon, Unit
from newsclaims.quantities.number_parts import Number
from newsclaims.quantities.units import unit_from_quantulum

DASHES = frozenset("-–—‑−")
FOOT_MARKS = frozenset("'’‘′")
_INCH_MARKS = FOOT_MARKS | {'"', "”", "“", "″"}
_INCHES = 12  # to the foot
MINUS_WORDS = frozenset(["minus", "negative"])
_MONEY_FROM = 1_000_000
_PER_ARTICLE = frozenset(["a", "an", "per", "each", "every"])
_ADVERBS = frozenset(["around", "over"])
_OCCASIONS = frozenset(["twice", "thrice"])
_ONES = frozenset(["one", "a", "an", "1", "half", "quarter", "third"])
# One-letter units whose case tells them from another word or letter.
_NOT_SMALL = frozenset(["G", "L", "T", "Nm", "NM", "Ng"])
_CAPITALS = frozenset(["c", "f", "w", "v"])
_HOTTEST = 200
_COMPARED = frozenset(
    ["as", "more", "less", "the", "its", "their", "his", "her", "our", "that", "what", "those", "worse"]
)
TIMES = Unit("times", "multiple")
_LONGEST_MODIFIER = 7
_LONGEST_UNIT = 3
_LONGEST_COUNTED = 3
_BEHIND_METRES = frozenset(
    [
        "long",
        "wide",
        "high",
        "deep",
        "tall",
        "away",
        "above",
        "below",
        "apart",
        "thick",
        "short",
        "x",
        "by",
        "to",
        "in",
        "of",
    ]
)


@dataclass(frozen=True, slots=True)
class Raw:
    """A figure as written: offsets, one number or two (a range), and what stands around it.

    `first` and `last` (out) are atoms of its sentence; `core` is the character at which the number itself starts,
    with its sign and without its modifier.
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

    @property
    def is_length(self) -> bool:
        """Whether it measures time."""
        return self.unit is not None and self.unit.kind == "duration"


def sign_before(text: str, atoms: Sequence[Atom], i: int, lex: Lexicon) -> tuple[int, Unit] | None:
    """The currency sign, code or prefix that ends where atom `i` starts: its first atom and its unit."""
    if i == 0 or atoms[i].start - atoms[i - 1].end > 1:
        return None
    for first in (i - 3, i - 2, i - 1):
        if first < 0:
            continue
        surface = text[atoms[first].start : atoms[i - 1].end]
        unit = lex.signs.get(surface) or (lex.signs.get(surface.lower()) if len(surface) > 3 else None)
        spaced = " " in surface and len(surface) == len(
            "c $"
        )  # but for tokenised text, `Plan C $5` is no dollar of Canada
        if (spaced or surface.lower() in lex.classes["spaced_code"]) and glued(atoms[i - 1], atoms[i]):
            continue
        if unit and not (surface[:1].isalpha() and first > 0 and _runs_into(atoms[first - 1], atoms[first])):
            return first, unit
    return None


def _runs_into(left: Atom, right: Atom) -> bool:
    """Whether a code is only the end of a longer word: `5R`, `X-R 50`; a bracket or quote before it ends none."""
    return glued(left, right) and (left.kind != "sign" or left.text in "-./_@#&")


def money_tail(atoms: Sequence[Atom], last: int) -> int:
    """`$5 dollars` and `US$ 5 million dollars`: the word repeats the sign."""
    return last + 1 if last < len(atoms) and atoms[last].low in {"dollars", "euros"} else last


def unit_start(atoms: Sequence[Atom], number: Number, lex: Lexicon) -> int:
    """Where the unit of a number is looked for.

    Behind `of` in `millions of dollars`, behind the article in `half an hour`.
    """
    j = number.last
    if j + 1 >= len(atoms):
        return j
    if number.kind == "vague" and atoms[j].low == "of":
        return j + 1
    if number.kind != "fraction":
        return j
    if atoms[j].low == "of" and j + 2 < len(atoms) and atoms[j + 1].low in {"a", "one"}:
        unit = lex.units.get(atoms[j + 2].low)
        return j + 2 if unit and unit.kind == "percent" else j  # `a quarter of a percent`
    return j + 1 if atoms[j].low in {"a", "an"} and atoms[j + 1].low in lex.units else j


def unit_at(text: str, atoms: Sequence[Atom], last: int, lex: Lexicon) -> tuple[Unit | None, int]:
    """The unit behind a number (joined to it, spaced or hyphenated), and where it ends; the longest spelling wins."""
    j = last
    if j >= len(atoms):
        return None, last
    hyphen = (
        atoms[j].text in DASHES
        and j + 1 < len(atoms)
        and glued(atoms[j - 1], atoms[j])
        and glued(atoms[j], atoms[j + 1])
    )
    j += hyphen
    if (height := _height_mark(atoms, j, lex)) is not None:
        return height
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
    if (sign := lex.signs.get(atoms[j].text)) and atoms[j].kind == "sign" and _stands_behind(atoms, j):
        return sign, j + 1
    for stop in range(min(j + _LONGEST_UNIT, len(atoms)), j, -1):
        surface = " ".join(text[atoms[j].start : atoms[stop - 1].end].lower().split())
        unit = lex.units.get(surface) or lex.money_words.get(surface)
        aged = stop < len(atoms) and atoms[stop].low == "old"
        if unit and unit.kind == "duration" and stop == j + 1 and not hyphen | aged and _singular(atoms, last, surface):
            continue
        labelled = surface in {"c", "f"} and last > 1 and atoms[last - 2].low in lex.labels  # `Appendix 2C`
        if unit and not labelled and _fits(atoms, j, stop, last, surface):
            return _weight_or_money(atoms, last, stop, unit, lex), stop
    joined = atoms[j].kind == "word" and glued(atoms[last - 1], atoms[j]) and atoms[last - 1].kind == "num"
    if joined and atoms[j].low not in lex.classes["no_unit"]:
        unit = unit_from_quantulum(atoms[j].text)
        return (unit, j + 1) if unit else (None, last)
    return None, last


def _height_mark(atoms: Sequence[Atom], j: int, lex: Lexicon) -> tuple[Unit, int] | None:
    """The mark of feet or of inches in `5'11"`, however it is typed; feet stand with inches only."""
    closing = atoms[j + 2].text in _INCH_MARKS if j + 2 < len(atoms) else False
    if j + 1 < len(atoms) and atoms[j].text in FOOT_MARKS and is_height(*atoms[j - 1 : j + 2], closed=closing):
        return lex.units["foot"], j + 1
    closed = atoms[j].text in _INCH_MARKS and glued(atoms[j - 1], atoms[j])
    if j > 2 and atoms[j - 2].text in FOOT_MARKS and is_height(*atoms[j - 3 : j], closed=closed):
        if closed:
            twice = atoms[j].text in FOOT_MARKS and j + 1 < len(atoms) and atoms[j + 1].text == atoms[j].text
            return lex.units["inch"], j + 1 + twice
        return lex.units["inch"], j
    return None


def is_height(feet: Atom, mark: Atom, inches: Atom, *, closed: bool = False) -> bool:
    """Whether a digit and a number below twelve are joined by a mark: `5'11`, `foot-2`; `5' 11"` where it is closed."""
    joined = glued(feet, mark) and (closed or glued(mark, inches)) and inches.text.isdecimal() and len(inches.text) < 3
    return joined and int(inches.text) < _INCHES and (not feet.text.isdecimal() or len(feet.text) == 1)


def _stands_behind(atoms: Sequence[Atom], j: int) -> bool:
    """Whether a currency sign belongs to the number before it: `10 €`, but not `10 $30`."""
    return j + 1 >= len(atoms) or atoms[j + 1].kind != "num" or atoms[j + 1].start > atoms[j].end + 1


def _weight_or_money(atoms: Sequence[Atom], last: int, stop: int, unit: Unit, lex: Lexicon) -> Unit:
    """`361 million pounds` and a `50-pound prize` are money; `2 million pounds of cocoa`, `30 pounds` are weights."""
    following = atoms[stop].low if stop < len(atoms) else ""
    if unit.name != "pound" or following == "of":
        return unit
    priced = following in lex.classes["priced"]
    converted = following == "(" and stop + 1 < len(atoms) and atoms[stop + 1].text in lex.signs
    return lex.signs["£"] if priced or converted or lex.scales.get(atoms[last - 1].low, 0) >= _MONEY_FROM else unit


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
    """Whether a spelling is a unit there: short ones (m, g, in) need digits, `won` is more often another word."""
    before, joined = atoms[last - 1], glued(atoms[last - 1], atoms[j])
    following = atoms[stop] if stop < len(atoms) else None
    if following is not None and following.kind == "num" and glued(atoms[stop - 1], following):
        return False
    written = atoms[j].text if len(surface) <= 2 else ""
    if (written in _NOT_SMALL) or (surface in _CAPITALS and not written.isupper()):
        return False  # `5G`, `450 Nm`, `5v5`
    if surface in {"c", "f"}:
        # `21C` of weather, but not `Form 13F` or a `777F`.
        warm = len(before.text) < 5 and before.text.replace(".", "").isdecimal() and float(before.text) < _HOTTEST
        return joined and warm and (following is None or following.text != "/")
    if surface == "in" or surface == "l":
        return joined and before.kind == "num" and (surface == "l" or (last > 1 and atoms[last - 2].low in {"ft", "'"}))
    if surface == "m" and not joined:
        apart = following is None or following.kind != "word" or following.low in _BEHIND_METRES
        return before.kind == "num" and atoms[j].text == "m" and apart
    if len(surface) <= 2 and surface.isalpha():
        return before.kind == "num" and (joined or len(surface) == 2)
    if surface in {"point", "season", "generation"} and atoms[last - 1].low == "one":
        return False
    if surface == "mark" and j == last and before.low not in _ONES:
        return False  # `the 4,000 mark`
    if surface in {"won", "real", "rand", "dong", "mark", "marks", "sterling"}:
        return atoms[last - 1].kind == "num" or atoms[last - 1].low in {"million", "billion", "trillion"}
    return atoms[stop - 1].end > atoms[j].start


def with_per(atoms: Sequence[Atom], raw: Raw, lex: Lexicon) -> Raw:
    """The figure with what it is per: `$3 an hour`, `40 miles per gallon`, `30 km/h` by its unit's spelling."""
    if raw.unit is None:
        return replace(raw, per=_count_per(atoms, raw, lex))
    if raw.unit.per:
        return replace(raw, per=raw.unit.per)
    j = raw.last
    if j + 1 >= len(atoms) or raw.unit.kind == "duration":
        return raw
    if (
        atoms[j].text in DASHES
        and j + 3 < len(atoms)
        and atoms[j + 1].low in _PER_ARTICLE
        and atoms[j + 2].text in DASHES
    ):
        return replace(raw, per=_base(atoms, j + 3, lex))  # `$3-a-day`
    word = atoms[j + 1].low
    singular = word.removesuffix("s")
    if atoms[j].low == "per" and atoms[j + 1].kind == "word" and word != "cent":
        return replace(raw, per=_base(atoms, j + 1, lex))
    if (atoms[j].low not in _PER_ARTICLE and atoms[j].text != "/") or atoms[j + 1].kind != "word":
        return raw
    earlier = j + 2 < len(atoms) and atoms[j + 2].low in {"earlier", "ago", "before", "later"}
    money = raw.unit.kind == "money" and atoms[j].low in {"a", "an"} and _closes(atoms, j + 2, lex)
    return replace(raw, per=singular) if (money or singular in lex.classes["per"]) and not earlier else raw


def _base(atoms: Sequence[Atom], j: int, lex: Lexicon) -> str:
    """What a rate is taken of, by the word or unit at atom `j`: `square metre` for `per sq m`, else its singular."""
    for stop in range(min(j + _LONGEST_UNIT, len(atoms)), j, -1):
        unit = lex.units.get(" ".join(atom.low for atom in atoms[j:stop]))
        if unit is not None and (stop > j + 1 or len(atoms[j].low) > 1):
            return unit.name
    return atoms[j].low.removesuffix("s")


def _count_per(atoms: Sequence[Atom], raw: Raw, lex: Lexicon) -> str | None:
    """What a count is per: `3,000 tests per day`, `10 a day`, `48 times a minute`; None for a count alone."""
    for j in range(raw.last, min(raw.last + _LONGEST_COUNTED + 1, len(atoms) - 1)):
        low, following = atoms[j].low, atoms[j + 1]
        if low == "per" and following.kind == "word" and following.low not in {"cent", "se", "capita"}:
            return _base(atoms, j + 1, lex)
        if low in {"a", "an", "each", "every"}:
            unit = lex.units.get(following.low)
            later = j + 2 < len(atoms) and atoms[j + 2].low in {"earlier", "ago", "before", "later", "after", "or", "-"}
            return (
                unit.name
                if unit and unit.kind == "duration" and following.low in lex.classes["per"] and not later
                else None
            )
        if atoms[j].kind != "word" or low in lex.classes["function"]:
            return None
    return None


def _closes(atoms: Sequence[Atom], j: int, lex: Lexicon) -> bool:
    """Whether a phrase ends there: `€9 a sample,` names a rate, `$5 million a record sum` does not."""
    return j >= len(atoms) or atoms[j].kind == "sign" or atoms[j].low in lex.classes["function"] | {"to", "or"}


def with_modifier(text: str, atoms: Sequence[Atom], raw: Raw, lex: Lexicon, *, floor: int) -> Raw:
    """The figure with the words that bound or blur it taken in, on either side."""
    modifier, start, end, first, last = raw.modifier, raw.start, raw.end, raw.first, raw.last
    found = modifier_before(atoms, first, lex, floor=floor)
    if found and atoms[found[0]].low in _ADVERBS and _no_bound(atoms, first, found[0]):
        found = None
    if found:
        first, start = found[0], atoms[found[0]].start
        modifier = found[1] if modifier == "EXACT" else modifier
    for stop in range(min(last + 2, len(atoms)), last, -1):
        surface = " ".join(text[atoms[last].start : atoms[stop - 1].end].lower().split())
        joined = glued(atoms[last - 1], atoms[last])
        suffix = lex.after.get(surface) or (lex.after.get(surface.removeprefix("-")) if joined else None)
        if suffix and (joined or " " in surface) and not (stop < len(atoms) and atoms[stop].low in {"than", "equal"}):
            # `about 500 or more`: a bound says more than a blur.
            modifier, last, end = suffix if modifier in {"EXACT", "APPROX"} else modifier, stop, atoms[stop - 1].end
            break
    unit = raw.unit
    if unit is None and last > raw.last and raw.numbers[0].kind == "plain":
        # The unit may stand behind: `90-plus minutes`, `20 or more years`.
        unit, last = unit_at(text, atoms, last, lex)
        end = atoms[last - 1].end
    return replace(raw, start=start, end=end, first=first, last=last, modifier=modifier, unit=unit)


def _no_bound(atoms: Sequence[Atom], first: int, before: int) -> bool:
    """Whether `around` or `over` is another word's: `was turned around twice`, `over a six-month period`."""
    compound = first + 1 < len(atoms) and atoms[first + 1].text in DASHES and glued(atoms[first], atoms[first + 1])
    return atoms[first].low in _OCCASIONS or (compound and before < first - 1 and atoms[first - 1].low in {"a", "an"})


def modifier_before(atoms: Sequence[Atom], first: int, lex: Lexicon, *, floor: int) -> tuple[int, str] | None:
    """The longest modifier phrase that ends at the figure, but for an article: its first atom and what it says."""
    for stop in (first, first - 1 if first and atoms[first - 1].low in {"a", "an"} else first):
        for size in range(min(_LONGEST_MODIFIER, stop - floor), 0, -1):
            phrase = " ".join(atom.low for atom in atoms[stop - size : stop])
            summed = phrase == "up to" and stop > size and atoms[stop - size - 1].low in lex.classes["sums"]
            if phrase in lex.before and not summed:
                return stop - size, lex.before[phrase]
    return None
