"""Numerals of the calendar and the clock: dates, hours, ages, terms, and lengths that only place something in time."""

from __future__ import annotations

from newsclaims.quantities.atoms import Atom, glued, year_digits
from newsclaims.quantities.sift_context import POSSESSIVES, Answer, Context
from newsclaims.syntax import role

_ERAS = frozenset(["bc", "bce", "ad", "ce"])
_YEAR_PREPOSITIONS = frozenset(
    ["by", "in", "until", "till", "since", "during", "before", "after", "through", "early", "mid", "late"]
)
_PLACING = frozenset(["in", "after", "before", "within"])
_DEFINITE = frozenset(["the", "these", "those"])
_AGE_BOUNDS = frozenset(["under", "over", "below", "above", "younger", "older"])
_AGE_WORDS = frozenset(["aged", "age", "ages"])
_COUNTED = frozenset(["NOUN", "PROPN", "ADJ", "NUM", "SYM"])
_AGED_UNITS = frozenset(["year", "month", "week", "day"])
_AGE_ENDS = frozenset([",", ".", ";", "", "on", "in", "this", "last", "next"])


def clock(c: Context) -> Answer:
    """`3:30`, `10.30pm`, `8 a.m.`, `1800 GMT`."""
    if c.raw.unit is not None and c.raw.unit.name != "metre":
        return None
    before, after, further = c.before(), c.after(), c.after(1)
    here = c.here
    if (
        after
        and after.text == ":"
        and glued(here, after)
        and further
        and further.kind == "num"
        and glued(after, further)
    ):
        return "clock_time", "hours-and-minutes"
    if before and before.text == ":" and glued(before, here) and (b := c.before(2)) and b.kind == "num":
        return "clock_time", "hours-and-minutes"
    if c.low_after().replace(".", "") in {"am", "pm", "gmt", "utc", "noon", "midnight", "bst", "edt", "est", "pdt"}:
        return "clock_time", "part-of-day"
    past = c.low_after() if c.raw.numbers[0].kind == "fraction" or c.raw.numbers[0].spelled else ""
    if (
        past in {"past", "to"}
        and (following := c.after(1))
        and following.low in c.lex.classes["hour_word"]
        and c.here.low in {"half", "quarter", "a"}
    ):
        return "clock_time", "past-the-hour"
    if (
        c.low_before() == "at"
        and c.here.low in c.lex.classes["hour_word"]
        and (after is None or after.kind == "sign" or c.low_after() in {"in", "on", "and"})
    ):
        return "clock_time", "at-the-hour"
    if c.low_before() == "past" and c.low_before(2) in {"half", "quarter"}:
        return "clock_time", "past-the-hour"
    if c.low_after() in {"o", "o'clock"} and c.low_after(1) in {"'", "’", "clock"}:
        return "clock_time", "o-clock"
    return None


def date(c: Context) -> Answer:
    """A day beside a month, a year, a numeric date."""
    if not c.bare or any(number.scale != 1 for number in c.raw.numbers):
        return None
    value, here = c.value, c.here
    before, after = c.low_before(), c.low_after()
    if {"24", "7"} in ({here.text, c.low_after(1)}, {here.text, c.low_before(2)}) and "/" in (before, after):
        return "other", "round-the-clock"
    month_after = after.rstrip(".") in c.lex.classes["month"] or (
        after == "of" and c.low_after(1) in c.lex.classes["month"]
    )
    if value is not None and value <= 31 and (_month_word(c, before) or _month_word(c, after if month_after else "")):
        return "date", "day-of-month"
    if before == "." and c.low_before(2) in c.lex.classes["month"] and value is not None and value <= 31:
        return "date", "day-of-month"
    if value is not None and value <= 31 and _through_days(c):
        return "date", "day-of-month"
    if before.replace(".", "") == "ad" or after.replace(".", "") in _ERAS:
        return "date", "year"
    if _joined_date(c, here):
        return "date", "numeric-date"
    return ("date", "year") if _is_year(c) else None


def _through_days(c: Context) -> bool:
    """Whether a dash or "and" ties the figure to a day of a month before it: `Sept. 20-24`, `May 3 and 4`."""
    if c.low_before() not in {"-", "–", "and"} or (day := c.before(2)) is None or not day.text.isdigit():
        return False
    if len(day.text) > 2 or (c.low_before() == "and" and (_counts(c) or int(day.text) >= (c.value or 0))):
        return False
    month = c.low_before(4) if c.low_before(3) == "." else c.low_before(3)
    return month in c.lex.classes["month"]


def _counts(c: Context) -> bool:
    """Whether the next word is one that the figure may count: `on May 3 and 4 boats sank`."""
    doc, end = c.sent.doc, c.tokens.end
    if end == len(doc):
        return False
    return doc[end].pos_ in _COUNTED if doc[end].pos_ else doc[end].is_alpha


def _month_word(c: Context, word: str) -> bool:
    """Whether the word beside the figure is a month; `may` and `march` only with a capital."""
    if word not in c.lex.classes["month"]:
        return False
    neighbours = [c.before(), c.after(), c.after(1)]
    return word not in {"may", "march"} or any(a and a.low == word and a.text[0].isupper() for a in neighbours)


def _joined_date(c: Context, here: Atom) -> bool:
    """`9/11`, `2016-09-30`, `2015-16`: digits joined to digits by a slash, or to a year by a dash."""
    for near, far in ((c.before(), c.before(2)), (c.after(), c.after(1))):
        if near and far and far.kind == "num" and near.end - near.start == 1 and near.text in "/-–":
            joined = near.end in (here.start, far.start) and near.start in (here.end, far.end)
            if joined and (near.text == "/" or year_digits(far.text) or year_digits(here.text)):
                return True
    return False


def _is_year(c: Context) -> bool:
    """Whether four digits are a year and do not count the noun behind them."""
    here = c.atoms[c.raw.last - 1]
    if here.text.isdigit() and len(here.text) == 4 and "2100" < here.text < "2200":
        return c.low_before() in _YEAR_PREPOSITIONS and c.raw.modifier == "EXACT" and c.tokens[-1].head.i < c.tokens.end
    if not year_digits(here.text) or c.raw.modifier not in {"EXACT", "APPROX", "RANGE"}:
        return False
    if c.low_before() == "to" and c.place and not year_digits(c.atoms[c.figures[c.place - 1].last - 1].text):
        return False  # `from 1000 to 2000 hires`
    head = c.tokens[-1]
    counts = role(head) == "nummod" and head.head.i > head.i and head.head.tag_ in {"NNS", "NNPS"}
    return (
        not counts
        or c.low_before() in _YEAR_PREPOSITIONS | {"the"}
        or (c.value is not None and 1980 <= c.value <= 2040)
    )


def age(c: Context) -> Answer:
    """`42-year-old`, `aged 42`, `Smith, 42,`."""
    unit = c.raw.unit.name if c.raw.unit else ""
    if unit in {"year", "month", "week", "day"} and (
        c.low_after() == "old" or (c.low_after() in {"-", "of"} and c.low_after(1) in {"old", "olds", "age"})
    ):
        return "age", "years-old"
    behind = [c.low_after(n) for n in (1, 2)]
    aged = c.low_after() in _AGED_UNITS and (behind[0] == "old" or (behind[0] == "-" and behind[1] in {"old", "olds"}))
    if c.bare and (c.low_after() == "yo" or aged):
        return "age", "years-old"
    if c.low_before() in _AGE_WORDS or (c.low_before() == "of" and c.low_before(2) in _AGE_WORDS and c.bare):
        return "age", "aged"
    if c.bare and c.low_before() in {"turned", "turns", "turning"} and c.low_after() in _AGE_ENDS:
        return "age", "turned"
    opening = c.atoms[c.raw.first].low
    if (
        c.bare
        and opening in _AGE_BOUNDS
        and c.low_before() in c.lex.classes["aged"]
        and (c.low_after() in c.lex.classes["function"] or not c.low_after().isalpha())
    ):
        return "age", "under-an-age"
    value = c.value
    if not c.bare or value is None or not 0 < value < 120 or value.denominator != 1 or c.raw.modifier != "EXACT":
        return None
    before, after = c.before(), c.after()
    if before is None or before.text not in ",(" or (after and after.text not in ",.;:)—–"):
        return None
    if c.low_before(3) in POSSESSIVES and c.low_before(2).isalpha():
        return "age", "after-kin"  # `her uncle, 52`
    named = c.before(2)
    if named and named.kind == "word" and named.text[0].isupper() and c.tokens.start > 1:
        token, first = c.tokens.doc[c.tokens.start - 2], c.before(3)
        # A tagger may take a surname for a verb: two capitals are a name.
        capitals = first is not None and first.text[0].isupper() and first.start > c.sent.start_char
        if (capitals or token.tag_ in {"NNP", "NNPS"}) and token.text.lower() not in c.lex.classes["month"]:
            return "age", "after-a-name"
    return None


def security(c: Context) -> Answer:
    """`the 10-year Treasury note`: a term that names a paper."""
    if c.raw.unit is None or c.raw.unit.name not in {"year", "month"}:
        return None
    words = {c.low_after(), c.low_after(1), c.low_after(2)}
    return ("label", "security") if words & c.lex.classes["security"] else None


def placed(c: Context) -> Answer:
    """A length of time that places something else: `two days later`, `within 48 hours`, `the last four weeks`."""
    if c.raw.unit is None or c.raw.unit.kind != "duration":
        return None
    if c.low_after() in c.lex.classes["placed_behind"] or (
        (c.low_after() == "from" and c.low_after(1) in {"now", "today"})
        or (c.low_after() == "on" and c.low_after(1) == ",")
    ):
        return "time_expression", "word-behind"
    hyphened = "-" in c.raw.unit_text or c.text[c.atoms[c.raw.last - 1].start - 1] == "-"
    if hyphened and (c.low_after() in c.lex.classes["reach"] or c.low_after(1) in c.lex.classes["reach"]):
        return "time_expression", "reach"
    settled = c.low_before() in c.lex.classes["ordered"] or c.low_before() in _PLACING
    if hyphened or (c.low_after() == "of" and not settled):
        return None
    if (
        c.low_before() == "of"
        and c.low_before(2) == "period"
        and {"over", "within", "in"} & {c.low_before(3), c.low_before(4)}
    ):
        return "time_expression", "over-a-period"
    if c.here.low == "one" and c.raw.modifier == "EXACT" and c.raw.unit.name in {"day", "night"}:
        return "time_expression", "one-day"
    opening = c.atoms[c.raw.first].low
    before = c.low_before()
    if opening == "within":
        return "time_expression", "deadline"
    if opening == "over" and c.raw.modifier != "EXACT":
        return None if before in c.lex.classes["length"] or c.raw.first == 0 else ("time_expression", "over")
    if before == "a" or before == "the":
        before = c.low_before(2) if before == "a" else before
    if before in c.lex.classes["placed_before"] or (before in _DEFINITE and c.raw.modifier == "EXACT"):
        return "time_expression", "word-before"
    return None
