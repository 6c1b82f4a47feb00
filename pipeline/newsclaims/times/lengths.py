"""What lengths of time are worth: bare, counted from publication or a mention, and repeated ones. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction

from newsclaims.records import NO_DATE
from newsclaims.times.context import Context, Dated, Resolved, unresolved
from newsclaims.times.intervals import PRECISIONS, Interval, months_of, moved, shifted, timex_of
from newsclaims.times.parts import Parts
from newsclaims.times.pointers import period_value

UNANCHORED = "a length of time with no anchor"
VAGUE = "an uncertain length of time"
_LETTERS = {
    "year": "Y",
    "month": "M",
    "week": "W",
    "day": "D",
    "quarter": "Q",
    "hour": "H",
    "minute": "M",
    "second": "S",
}
_IN_OTHERS = {"decade": ("year", 10), "century": ("year", 100), "millennium": ("year", 1000), "fortnight": ("week", 2),
              "weekend": ("day", 2), "half": ("month", 6)}  # fmt: skip
_HALVES = {"year": "6M", "day": "T12H", "hour": "30M", "minute": "30S"}
_HALF = re.compile(r"^(?!.*\band a half$).*\bhalf\b")  # `more than half a century`, but not `a year and a half`
_REPORTING = 92  # days within which a report tells of what has ended
_FROM_NOW = ("from now", "hence", "time")
_CLOCK_UNITS = frozenset(["hour", "minute", "second"])


def length_value(unit: str, count: Fraction | None) -> str:
    """The TIMEX3 value of a length: (month, 3) -> "P3M"; an uncertain number, None, is X; halves as units: "P2Y6M"."""
    if count is None and unit in {"decade", "century"}:
        return {"decade": "PXDE", "century": "PXCE"}[unit]
    if unit in _IN_OTHERS:
        unit, factor = _IN_OTHERS[unit]
        count = count * factor if count is not None else None
    if count is not None and count.denominator == 2 and unit in _HALVES:
        whole = f"{int(count)}{_LETTERS[unit]}" if count > 1 else ""
        return f"P{'T' if unit in _CLOCK_UNITS else ''}{whole}{_HALVES[unit]}"
    number = "X" if count is None else str(count) if count.denominator == 1 else f"{float(count):g}"
    return f"P{'T' if unit in _CLOCK_UNITS else ''}{number}{_LETTERS.get(unit, 'X')}"


def _count(parts: Parts) -> Fraction | None:
    """How many units; one where no number stands; None for "several", "a few", "years" and the like."""
    text = parts.text.lower()
    if "few" in text or "several" in text or "many" in text:
        return None
    if "quarter" in text and "century" in text:
        return Fraction(1, 4)
    if parts.count is None:
        if _HALF.search(text):
            return Fraction(1, 2)
        plural = parts.kind in {"one_unit", "ago", "counted", "adjective"} and text.split()[-1].endswith("s")
        bare = text.split()[0].endswith("s") and parts.kind != "counted"
        if plural or bare:
            return None
        return Fraction(3, 2) if text.endswith("and a half") else Fraction(1)
    if "dozen" in text and "half" in text.split("dozen")[0]:
        return parts.count / 2
    if text.endswith("and a half") and parts.kind in {"length", "ago"}:
        return parts.count + Fraction(1, 2) if "half" not in text.split("and a half")[0] else parts.count
    return parts.count


def _unit(parts: Parts) -> str:
    return "century" if "century" in parts.units else parts.unit or "day"


def _length(parts: Parts, context: Context) -> Resolved:
    """A bare length: no bounds, but for one that runs up to now ("have been shut for five months"), and the day that a
    length leads to ("will open in five months").
    """
    unit, count = _unit(parts), _count(parts)
    found = Resolved("DURATION", length_value(unit, count), parts.mod, reason=UNANCHORED)
    if unit == "hour" and count is not None and count >= 24:
        unit, count = "day", count / 24  # of the calendar
    if count is None or context.published is None or unit in _CLOCK_UNITS:
        return found
    if context.perfect:
        return _rolling(found, context.published, unit, -count)
    if context.ahead:
        day = Interval.of_day(moved(context.published, unit, count))
        return found.replace(interval=day, precision="day", anchor="published", reason=None)
    return found


def _rolling(found: Resolved, day: date, unit: str, count: Fraction) -> Resolved:
    """The interval that a length makes before (negative) or after a day."""
    other = moved(day, unit, count)
    interval = Interval(min(day, other), max(day, other))
    return found.replace(
        interval=interval, precision=PRECISIONS.get(unit, "day"), anchor="published", span=True, reason=None
    )


def _adjective(parts: Parts, context: Context) -> Resolved:
    return Resolved("DURATION", length_value(_unit(parts), _count(parts)), parts.mod, reason=UNANCHORED)


def _counted(parts: Parts, context: Context) -> Resolved:
    """The past, last, next, coming N units: counted from publication; "the past few days" is three days."""
    unit, move = _unit(parts), parts.move or "past"
    count = _count(parts)
    text = parts.text.lower()
    found = Resolved("DURATION", length_value(unit, count), parts.mod)
    if count is None and "few" not in text:
        return Resolved(
            "DATE" if move == "recent" else "DURATION", "PAST_REF" if move == "recent" else found.value, reason=VAGUE
        )
    if context.published is None:
        return found.replace(reason=NO_DATE)
    sign = 1 if move in {"next", "following"} else -1
    several = len(parts.counts) > 1  # `the past two to three years`
    largest = Fraction(3) if count is None else max(parts.counts) if several else count
    mention = _counted_from(move, context)
    day = (mention and (mention.interval.end if sign > 0 else mention.interval.begin)) or context.published
    rolled = _rolling(found, day, unit, sign * largest)
    return rolled.replace(anchor=mention.text) if mention else rolled


def _counted_from(move: str, context: Context) -> Dated | None:
    """The mention that units are counted from, None for publication: the last day for "the previous two weeks", "the
    following two weeks", and for these what a story last told.
    """
    if move in {"previous", "following"} and (day := context.latest("day")):
        return day
    story = context.latest(None) if move == "following" else None
    over = story is not None and context.published and story.interval.end and story.interval.end < context.published
    return story if story and over and context.sentence - story.sentence <= 2 else None


def _first_units(parts: Parts, context: Context) -> Resolved:
    """The first nine months (of a year): from 1 January; the last six months of a year: to 31 December."""
    unit, count = next((unit for unit in parts.units if unit != "year"), "year"), _count(parts)
    if count is not None and count == parts.year:
        count = Fraction(1)  # `the first week of 2016`
    found = Resolved("DURATION", length_value(unit, count), parts.mod)
    last = parts.ordinal is None and "opening" not in parts.moves
    named = parts.year is not None or len(parts.moves) > 1
    if unit not in {"month", "quarter", "week", "day"} or count is None or (last and not named):
        return found.replace(reason=UNANCHORED)
    year, anchor = _year_counted(parts, context, moved(date(2001, 1, 1), unit, count))
    if year is None:
        return found.replace(reason=NO_DATE if context.published is None else UNANCHORED)
    whole = months_of(year, 1, 12)
    begin, end = whole.begin or date(1, 1, 1), whole.end or date(1, 1, 1)
    if last:
        interval = Interval(moved(end + timedelta(days=1), unit, -count), end)
    else:
        begin = moved(begin, unit, count * ((parts.ordinal or 1) - 1))
        interval = Interval(begin, moved(begin, unit, count) - timedelta(days=1))
    return found.replace(interval=interval, precision=PRECISIONS.get(unit, "day"), anchor=anchor, span=True)


def _the_units(parts: Parts, context: Context) -> Resolved:
    """ "The nine months" beside a quarter: the months up to that quarter's end; alone, those of the year that have just
    ended: `In the nine months, the mill earned $3 million`.
    """
    found = _length(parts, context)
    quarter = context.latest("quarter")
    if parts.unit == "month" and parts.count in {3, 6, 9, 12} and quarter and quarter.interval.end and parts.count:
        end = quarter.interval.end
        interval = Interval(moved(end + timedelta(days=1), "month", -parts.count), end)
        return found.replace(interval=interval, precision="month", anchor=quarter.text, span=True, reason=None)
    if context.alone and context.published and parts.unit == "month" and parts.count in {6, 9}:
        whole = months_of(context.published.year, 1, int(parts.count))
        if whole.end and 0 < (context.published - whole.end).days < _REPORTING:
            return found.replace(interval=whole, precision="month", anchor="published", span=True, reason=None)
    return found


def _year_counted(parts: Parts, context: Context, over: date) -> tuple[int | None, str]:
    """The year whose first months are meant: the named one, that of "last year", else the latest they ended in."""
    if parts.year is not None:
        return parts.year, "explicit"
    if context.published is None:
        return None, "published"
    year = context.published.year
    pointing = [move for move in parts.moves if move not in {"final", "opening"}]
    if "year" in parts.units and pointing:
        return year + {"last": -1, "previous": -1, "next": 1}.get(pointing[-1], 0), "published"
    if parts.unit in {"week", "day"} and "year" not in parts.units:
        return None, "published"
    return year - (over.replace(year=year + over.year - 2001) > context.published + timedelta(days=31)), "published"


def _ago(parts: Parts, context: Context) -> Resolved:
    """N units ago, from now, in N units' time: that day; earlier, later, before: from the last mention.

    A year ago may be a period's.
    """
    unit, count = _unit(parts), _count(parts)
    text = parts.text.lower()
    back = not text.endswith(("later", *_FROM_NOW))
    from_mention = not text.endswith(("ago", *_FROM_NOW))
    if text.endswith("or so"):
        count = count if count is not None else Fraction(1)
    if count is None:
        return Resolved("DATE", "PAST_REF" if back else "FUTURE_REF", reason=VAGUE)
    signed = -count if back else count
    if count.denominator == 1 and (from_mention or (unit == "year" and count == 1)):
        period = context.period(reach=4, seasons=False) if unit == "year" else None
        mention = period or (_near_mention(context, unit, back=back) if from_mention else None)
        if mention:
            interval = shifted(mention.interval, unit, int(signed))
            value = period_value(mention, interval)
            return Resolved("DATE", value, parts.mod, interval, mention.precision, mention.text)
    if context.published is None or unit in _CLOCK_UNITS:
        reason = NO_DATE if context.published is None else UNANCHORED
        return unresolved("DURATION" if unit in _CLOCK_UNITS else "DATE", length_value(unit, count), reason)
    if from_mention and not back:
        return unresolved("DURATION", length_value(unit, count), "nothing dated before it")
    day = moved(context.published, unit, signed)
    value = timex_of(
        day,
        {"week": "day", "decade": "year", "century": "year", "fortnight": "day", "quarter": "quarter"}.get(unit, unit),
    )
    return Resolved("DATE", value, parts.mod, Interval.of_day(day), "day", "published")


def _near_mention(context: Context, unit: str, *, back: bool) -> Dated | None:
    """The mention that "two days later" counts from: the last one no coarser than the unit, else the last."""
    by = context.published if back else None
    return context.holding(unit, by=by) if unit in {"day", "week", "month", "year"} else context.latest(None)


def _rate(parts: Parts, context: Context) -> Resolved:
    """ "Twice a week": a repeated time."""
    return Resolved("SET", length_value(_unit(parts), Fraction(1)), reason="a repeated time")


def _set(parts: Parts, context: Context) -> Resolved:
    """Every year, daily, on Mondays: a repeated time has no bounds."""
    if parts.weekday is not None:
        value = f"XXXX-WXX-{parts.weekday}" + (f"T{parts.part}" if parts.part else "")
    elif parts.month is not None:
        value = f"XXXX-{parts.month:02d}"
    elif parts.season:
        value = f"XXXX-{parts.season}"
    elif parts.part:
        value = f"XXXX-XX-XXT{parts.part}"
    else:
        value = length_value(_unit(parts), parts.count or Fraction(parts.ordinal or 1))
    return Resolved("SET", value, reason="a repeated time")


def _reference(parts: Parts, context: Context) -> Resolved:
    """Now, recently, the future: no bounds."""
    value = parts.reference or ("PRESENT_REF" if parts.moves == ("this",) else "PAST_REF")
    return Resolved("DATE", value, reason="an uncertain time")


LENGTHS: dict[str, Callable[[Parts, Context], Resolved]] = {
    "length": _length, "adjective": _adjective, "counted": _counted, "first_units": _first_units,
    "the_units": _the_units, "ago": _ago,
    "one_unit": _length, "rate": _rate, "set": _set, "reference": _reference,
}  # fmt: skip
