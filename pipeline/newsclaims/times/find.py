"""Where the time expressions of a sentence are: patterns over the tags of its words, and what they say taken apart.

Reading order: `patterns.py`, `Finder`, and then the checks that tags alone cannot make, above all whether a bare
number is a year.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from newsclaims.times.parts import UNIT_TAGS, Parts, parts_of
from newsclaims.times.patterns import PATTERNS, SHORT
from newsclaims.times.words import Lexicon, Word, read_words

SIGNALS = frozenset(
    ["SINCE", "UNTIL", "BY", "THROUGH", "ASOF", "FROM", "BETWEEN", "TO", "AND", "DASH", "ENDED", "BEFORE", "AFTER"]
)
_LINKING = frozenset(["IN", "AT", "THE", "ROUGHLY", "OVER"])


class Found(NamedTuple):
    """A time expression: its parts, the words it is made of (first in, last out), and the signal before it."""

    parts: Parts
    start: int
    end: int
    first: int
    last: int
    signal: Word | None


class Finder:
    """Finds the time expressions of sentences; holds the lexicon and the compiled patterns."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        names = sorted(lexicon.tags() | set(_MARK_TAGS))
        self._codes = {name: chr(0xE000 + place) for place, name in enumerate(names)}
        union = "|".join(
            f"(?P<{kind}>{'|'.join(map(self._compiled, patterns))})" for kind, patterns in PATTERNS.items()
        )
        self._pattern = re.compile(union)

    def _compiled(self, pattern: str) -> str:
        """A pattern of names as a regular expression over tag characters; KeyError for a name that is no tag."""
        for _ in range(3):
            pattern = re.sub(r"[A-Z]+", lambda name: SHORT.get(name[0], name[0]), pattern)
        coded = re.sub(r"[A-Z]+", lambda name: self._codes[name[0]], pattern)
        return coded.replace(" ", "").replace("(", "(?:")

    def words(self, text: str) -> list[Word]:
        """The tagged words of a text."""
        return read_words(text, self.lexicon)

    def find(self, text: str, words: Sequence[Word]) -> list[Found]:
        """The time expressions among the words of a text, in text order; none overlap.

        They may run over a sentence's end, which parsers often set wrongly after "Sept." and "p.m.".
        """
        coded = "".join(self._codes.get(word.tag, " ") for word in words)
        found: list[Found] = []
        at, stop = 0, len(coded)
        while match := self._pattern.search(coded, at, stop):
            kind, first, last = match.lastgroup or "", match.start(), match.end()
            check = _CHECKS.get(kind)
            if check and not check(Place(text, words, first, last)):
                if kind == "day_range" and words[first].tag == "MONTH":
                    at, stop = first, first + 2  # its first day is a date: `on June 3 and 4 others came`
                else:
                    at, stop = first + 1, len(coded)  # another may begin inside: `a year-earlier loss`
                continue
            at, stop = last, len(coded)
            if kind == "age":
                continue
            if kind == "ago" and _before_something(Place(text, words, first, last)):
                kind, last = "length" if last - first > 2 else "one_unit", last - 1
            start, end = words[first].start, words[last - 1].end
            kind = _refined(kind, Place(text, words, first, last))
            parts = parts_of(kind, list(words[first:last]), text[start:end])
            found.append(Found(parts, start, end, first, last, _signal(words, first)))
        return found


_MARK_TAGS = [
    "ISO",
    "SLASHED",
    "CLOCK",
    "DECADE",
    "YY",
    "ORD",
    "FRACTION",
    "NUM",
    "AMPM",
    "POSS",
    "COMMA",
    "DASH",
    "LONGDASH",
    "APOS",
    "OPEN",
    "YEAR",
    "DAY",
    "SCALE",
    "QN",
    "HN",
    "BREAK",
]


def _signal(words: Sequence[Word], first: int) -> Word | None:
    """The signal word before the expression, with at most two linking words between ("since at least 2010")."""
    for at in range(first - 1, max(first - 4, -1), -1):
        if words[at].tag in SIGNALS:
            return words[at]
        if words[at].tag not in _LINKING:
            return None
    return None


class Place(NamedTuple):
    """Where a match stands, for the checks: `words[first:last]`."""

    text: str
    words: Sequence[Word]
    first: int
    last: int

    def before(self, back: int = 1) -> Word:
        """A word before the match; an empty one at the sentence's start."""
        return self.words[self.first - back] if self.first >= back else _NONE

    def after(self, on: int = 1) -> Word:
        """A word after the match; an empty one at the sentence's end."""
        return self.words[self.last + on - 1] if self.last + on <= len(self.words) else _NONE

    def shape(self) -> str:
        """The tags of the match, joined by spaces."""
        return " ".join(word.tag for word in self.words[self.first : self.last])


_NONE = Word("EDGE_OF_SENTENCE", "", 0, 0)
_NUMBER_SIGNS = frozenset(["ROUGHLY", "OVER", "A", "NUM", "SCALE", "EVERY"])
_PREPOSITIONS = frozenset(["IN", "DURING", "SINCE", "UNTIL", "FROM", "BETWEEN", "THROUGH", "ASOF", "BEFORE", "AFTER"])
_FULL_MONTHS = frozenset(["May", "June", "July"])
_LASTING = frozenset(
    "take takes took taken taking last lasts lasted lasting spend spends spent wait waits waited need needs needed"
    " require requires required".split()
)
_HOLIDAYS = frozenset("break breaks holiday holidays vacation recess term semester school games olympics".split())
_OPENING = frozenset(".!?:;\"“”'‘’(\n")  # what a word may stand behind with a capital and be no name
_SHARES = frozenset(["all", "most", "much", "part", "rest"])
_ENDING_DAYS = frozenset("close closed closes closing finish finished finishes finishing".split())
_NEAR_DAYS = 3
_CLOSING = frozenset(["COMMA", "AND", "BREAK", "EDGE_OF_SENTENCE"])
_RATE_BASES = frozenset(["NUM", "DAY", "YEAR", "OTHER", "SCALE"])


def _is_year(place: Place) -> bool:
    """Whether a year stands there: not what counts ("1990 votes", "some 2000 people"), not part of a name or a sum."""
    shape = place.shape()
    if shape.endswith("YY"):
        return place.before().tag in _PREPOSITIONS | {"OF", "THE"}
    if shape != "YEAR" and not (shape == "THE YEAR" or shape.startswith("EDGE") or shape.endswith("OF YEAR")):
        return True
    before, after, word = place.before(), place.after(), place.words[place.last - 1]
    if before.tag == "ROUGHLY" and place.before(2).tag in {"SINCE", "UNTIL", "BY"}:
        before = place.before(2)
    if shape == "YEAR" and (
        (before.tag == "A" and _names_year(place, word, after))
        or (before.tag == "OVER" and _closes(place, word, after))
    ):
        return True
    if after.tag == "COUNTED" or before.tag in _NUMBER_SIGNS or place.text[word.end : word.end + 1] == "%":
        return False
    if place.text[max(word.start - 2, 0) : word.start].strip() in {"$", "£", "€", "#"}:
        return False
    upper = before.tag in {"AND", "TO", "DASH"} and place.before(2).tag == "YEAR"
    upper = upper and place.before(3).tag in {"FROM", "BETWEEN"}
    paired = before.tag == "AND" and place.before(2).tag == "YEAR" and place.before(3).tag in {"THE", "POSS"}
    sure = upper or before.tag in _PREPOSITIONS or place.first != place.last - 1
    plural = _counts_plural(place, after)
    if _counts_range(place, before) or (plural and (upper or before.tag in {"FROM", "BETWEEN"})):
        return False
    if not 1900 <= int(word.value) < 2060:
        return (sure and not plural) or before.tag == "OPEN"
    return sure or not plural or paired or before.tag in {"THE", "POSS"}


def _closes(place: Place, word: Word, after: Word) -> bool:
    """Whether a clause ends behind a number, so that it counts nothing: `over 2022, it fell`."""
    return after.tag in _CLOSING or place.text[word.end : word.end + 1] in {".", ";"}


def _names_year(place: Place, word: Word, after: Word) -> bool:
    """Whether a number behind "a" is the year of one thing, not its size: `a 2014 inquiry`."""
    following = place.text[after.start : after.end]
    one = after.tag == "OTHER" and following.islower() and len(following) > 2 and not _plural(following)
    return one and 1950 <= int(word.value) < 2060 and place.text[word.end : after.start] == " "


def _counts_plural(place: Place, after: Word) -> bool:
    """Whether the word after a number is a plural noun that it may count."""
    return after.tag == "COUNTED" or (after.tag == "OTHER" and _plural(place.text[after.start : after.end]))


def _counts_range(place: Place, before: Word) -> bool:
    """Whether a number is the lower end of a range that counts ("between 1500 and 2000 carts")."""
    ends = place.after(2).tag in {"YEAR", "NUM"} and place.after().tag in {"AND", "TO"}
    return before.tag in {"FROM", "BETWEEN"} and ends and _counts_plural(place, place.after(3))


def _plural(word: str) -> bool:
    """Whether a word looks like a plural noun."""
    return len(word) > 3 and word.islower() and word.endswith("s") and not word.endswith(("ss", "us", "is"))


def _is_month(place: Place) -> bool:
    """Whether a bare "May" or "March" is the month: not after a name, and only after a word that leads to one."""
    if place.shape() != "MONTH":
        return True
    surface, before = place.text[place.words[place.first].start : place.words[place.first].end], place.before()
    if len(surface) <= 4 and surface not in _FULL_MONTHS and not surface.endswith("."):
        return before.tag in _PREPOSITIONS | {"BY", "OF", "EDGE", "TO"}
    if surface in {"May", "March"}:
        return before.tag not in {"OTHER", "EDGE_OF_SENTENCE"} or (
            place.after().tag in {"YEAR", "COMMA"} and before.tag != "OTHER"
        )
    return before.tag != "OTHER" or not place.text[before.start : before.start + 1].isupper()


def _is_decade(place: Place) -> bool:
    """Whether "the 90s" is a decade: "his 30s" and "in her late 40s" are ages."""
    surface = place.text[place.words[place.last - 1].start : place.words[place.last - 1].end]
    return "THE" in place.shape() or not surface[:2].isdigit() or surface[:4].isdigit()


def _is_dayword(place: Place) -> bool:
    """Whether "today" is the day, and no part of a name ("The PRICE TODAY index", "Tomorrow Group")."""
    word, before, after = place.words[place.first], place.before(), place.after()
    surface = place.text[word.start : word.end]
    if word.tag != "DAYWORD" or place.last - place.first > 1 or not surface[0].isupper():
        return True
    if surface.isupper():
        return not _shouted(place.text, before) or any(_shouted(place.text, w) for w in (place.before(2), after))
    behind = place.text[max(word.start - 8, 0) : word.start].rstrip(" ")[-1:]
    opens = not behind or behind in _OPENING
    following = place.text[word.end : word.end + 2]
    return opens or not (following[:1] == " " and following[1:].isupper())


def _shouted(text: str, word: Word) -> bool:
    """Whether a word is in capitals."""
    surface = text[word.start : word.end]
    return len(surface) > 1 and surface.isupper()


def _is_season(place: Place) -> bool:
    """Whether a season is named: "the fall of the wall", "a spring" and "the spring holidays" are none."""
    shape, after = place.shape(), place.after()
    if shape not in {"SEASON", "THE SEASON"}:
        return True
    if place.text[after.start : after.end].lower() in _HOLIDAYS:
        return False
    before, word = place.before().tag, place.before(2)
    if before == "OF" and place.text[word.start : word.end].lower() in _SHARES:
        return True
    return before in _PREPOSITIONS | {"BY", "THIS"} and place.after().tag != "OF"


def _is_the_unit(place: Place) -> bool:
    """Whether "the quarter", "the month" points to a dated one: after "in", "for", "during", or "end" and "begin"."""
    unit = place.words[place.last - 1].value
    if place.after().tag in {"ENDED", "THROUGH", "TO"}:
        return True
    if unit in {"minute", "hour", "century", "decade"} or place.after().tag in {"OF", "BEFORE", "AFTER", "DASH"}:
        return False
    before = place.before()
    closing = place.text[before.start : before.end].lower() in _ENDING_DAYS and unit == "day"
    return closing or before.tag in {"IN", "DURING", "FOR", "EDGE", "ENDED", "BEGINS"}


def _is_one_unit(place: Place) -> bool:
    """Whether "a week", "months" is a length or a repeated time: after a preposition, or a figure ("twice a week")."""
    shape, before = place.shape(), place.before()
    if shape.startswith("A") and place.after().tag == "DASH":
        return False
    if "ROUGHLY" in shape or "OVER" in shape or before.tag in {"FOR", "IN", "DURING"}:
        return place.words[place.first].value != "about" or place.first != place.last
    if "UNITS" in shape:
        return before.tag in {"OF", "AFTER", "BEFORE", "FROM"}
    return place.words[place.last - 1].value in {"day", "week", "month", "year"} and before.tag in _RATE_BASES


def _refined(kind: str, place: Place) -> str:
    """The kind, by what stands around: "twice a week" is a rate, "over the next year" a length from now on.

    "The last two weeks of the strike" are no weeks up to now.
    """
    if kind == "one_unit" and place.shape() == "A UNIT" and place.before().tag in _RATE_BASES:
        before = place.before()
        lasts = place.text[before.start : before.end].lower() in _LASTING
        return kind if lasts else "rate"
    if kind == "counted" and place.after().tag == "OF" and "LAST" in place.shape().split():
        return "length"
    if kind == "unit" and place.shape() == "THE NEXT UNIT" and place.before().tag in {"OVER", "IN", "DURING", "FOR"}:
        return "counted"
    return kind


def _before_something(place: Place) -> bool:
    """Whether "before" leads on: "two days before the vote" is a length, "two days before" a day."""
    before = place.words[place.last - 1]
    return before.tag == "BEFORE" and place.text[before.end : before.end + 1] == " "


def _is_adjective(place: Place) -> bool:
    """Whether a hyphened length stands alone: "a 10-year-old" is an age, "three-quarters of" a share."""
    if place.words[place.last - 1].tag == "QUARTERS" and place.after().tag == "OF":
        return False
    return not (place.after().tag == "DASH" and place.after(2).tag == "OLD")


def _is_length(place: Place) -> bool:
    """Whether a counted unit is a length: a quarter that is a share ("three quarters of") and ages are none."""
    last = place.words[place.last - 1]
    if last.tag in {"QUARTER", "QUARTERS"}:
        return place.after().tag != "OF" and not place.shape().startswith("A QUARTER")
    return place.after().tag != "OLD" and (place.after().tag != "DASH" or place.after(2).tag != "OLD")


def _is_day_of_range(place: Place) -> bool:
    """Whether the days of a month range are in order ("June 3-5"); "3 and 5 June" are one only behind "between", and
    "June 3 and 4" where they are near each other, and the second counts nothing.
    """
    inside = place.words[place.first : place.last]
    days = [int(word.value) for word in inside if word.tag in {"DAY", "ORD"}]
    if all(word.tag != "AND" for word in inside) or place.before().tag == "BETWEEN":
        return days[0] < days[1]
    after = place.after()
    counts = _counts_plural(place, after) or after.tag in {*UNIT_TAGS, "SCALE", "NUM"}
    share = place.text[after.start : after.end].lower() in {"%", "percent", "per", "pct"}
    return inside[0].tag == "MONTH" and 0 < days[1] - days[0] <= _NEAR_DAYS and not counts and not share


def _is_then(place: Place) -> bool:
    """Whether "then" points to a day: after "since"."""
    return place.before().tag == "SINCE"


def _is_part(place: Place) -> bool:
    """Whether "the past" or "the future" stands alone, not before a noun (`future profits`)."""
    if place.shape() == "FUTUREREF":
        return place.before().tag == "IN" or place.after().tag != "OTHER"
    return place.shape() != "THE PAST" or place.before().tag == "IN"


def _is_set(place: Place) -> bool:
    """Whether plural weekdays or "each" repeat: all do, but "annual" in a name and `a quarterly loss` do not."""
    surface = place.text[place.words[place.first].start : place.words[place.first].end]
    if surface.lower() == "quarterly" and place.after().tag == "OTHER":
        return False
    return place.words[place.first].tag != "EACHUNIT" or surface.islower() or place.first == 0


_CHECKS: dict[str, Callable[[Place], bool]] = {
    "year": _is_year,
    "month": _is_month,
    "decade": _is_decade,
    "dayword": _is_dayword,
    "season": _is_season,
    "the_unit": _is_the_unit,
    "one_unit": _is_one_unit,
    "adjective": _is_adjective,
    "length": _is_length,
    "day_range": _is_day_of_range,
    "reference": _is_part,
    "then": _is_then,
    "set": _is_set,
}
