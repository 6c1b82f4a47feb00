"""Periods that are named: months, years, quarters, halves, seasons, weekends, decades, centuries. Pure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction

from newsclaims.records import NO_DATE
from newsclaims.times.answers import MOVES, dated, nearest_year, year_of
from newsclaims.times.context import Context, Resolved, unresolved
from newsclaims.times.intervals import (
    PRECISIONS,
    Interval,
    add_months,
    months_of,
    moved,
    season_of,
    timex_of,
    unit_at,
)
from newsclaims.times.lengths import length_value
from newsclaims.times.parts import Parts
from newsclaims.times.pointers import fiscal_year, pointed_unit, same_period

_COMING = 120  # days before which a quarter with no past tense is the coming one


def _month(parts: Parts, context: Context) -> Resolved:
    month = parts.month or 1
    year, anchor = year_of(parts, context)
    if year is None:
        if context.published is None:
            return unresolved("DATE", f"XXXX-{month:02d}", NO_DATE)
        year = _month_year(month, parts.move, context)
    return dated(parts, months_of(year, month, 1), "month", anchor)


def _month_year(month: int, move: str | None, context: Context) -> int:
    """The year of a month named without one: "last" before, "next" after, "this" in the year of publication."""
    published = context.published or date(1, 1, 1)
    if move in {"last", "past", "previous"}:
        just = month == (published.month - 2) % 12 + 1 and published.month > 1  # else it would be `last month`
        return published.year - (month >= published.month or just)
    if move in {"next", "following"}:
        return published.year + (month <= published.month)
    if move == "this":
        return published.year
    if context.signal in {"until", "by"} and context.tense != "past":
        return published.year + (month < published.month)
    return nearest_year(lambda year: date(year, month, published.day if month == published.month else 1), context)


def _year(parts: Parts, context: Context) -> Resolved:
    year = parts.year or 1
    if parts.fiscal and context.fiscal:
        return dated(parts, fiscal_year(year, context.fiscal), "year", "explicit").replace(value=f"{year:04d}")
    found = dated(parts, months_of(year, 1, 12), "year", "explicit")
    if parts.side == "sofar" and context.published and context.published.year == year:
        return found.replace(interval=Interval(found.interval.begin, context.published))
    return found


def _year_range(parts: Parts, context: Context) -> Resolved:
    if len(parts.years) < 2 or not parts.years[0] < parts.years[1]:
        return _year(parts, context)
    found = dated(parts, months_of(parts.years[0], 1, 12), "year", "explicit")
    if context.fiscal and parts.years[1] == parts.years[0] + 1:
        begin = date(parts.years[0], *context.fiscal)
        return found.replace(interval=Interval(begin, add_months(begin, 12) - timedelta(days=1)))
    return found.replace(interval=Interval(found.interval.begin, date(parts.years[1], 12, 31)))


def _quarter(parts: Parts, context: Context) -> Resolved:
    if parts.month is not None:
        return _quarter_to(parts, context)
    return _numbered(parts, context, "quarter", 4)


def _quarter_to(parts: Parts, context: Context) -> Resolved:
    """ "The June quarter": the three months up to a month's end."""
    found = _month(parts, context)
    begin, end = found.interval.begin, found.interval.end
    if begin is None or end is None:
        return found
    return found.replace(
        value=timex_of(end, "quarter"), interval=Interval(add_months(begin, -2), end), precision="quarter"
    )


def _half(parts: Parts, context: Context) -> Resolved:
    return _numbered(parts, context, "half", 2)


def _numbered(parts: Parts, context: Context, unit: str, number: int) -> Resolved:
    """The nth quarter or half of a year; without a year the latest that had begun, or the next by the tense."""
    if unit == "quarter" and parts.ordinal is None and parts.moves == ("last",) and "year" in parts.units:
        return same_period(parts, context)  # `last year's quarter`
    nth = parts.ordinal or (1 if "opening" in parts.moves else number if {"final", "last"} & set(parts.moves) else None)
    letter, months = ("Q", 3) if unit == "quarter" else ("H", 6)
    if nth is None or not 1 <= nth <= number:
        return pointed_unit(parts, context)
    back = _year_before(parts) and parts.year is None
    bare = parts.year is None and not parts.moves  # `the third quarter of the year`
    year, anchor = (None, "published") if back or bare else year_of(parts, context)
    if year is None:
        if context.published is None:
            return unresolved("DATE", f"XXXX-{letter}{nth}", NO_DATE)
        if unit == "quarter" and not back and (found := _reported_quarter(parts, context, nth)):
            return found
        this = months_of(context.published.year, (nth - 1) * months + 1, months)
        begun = this.begin is not None and this.begin <= context.published
        near = this.begin is not None and (this.begin - context.published).days < _COMING
        coming = context.tense == "future" or (near and context.tense != "past")
        year = context.published.year - (not begun and not coming)
        year -= back
    interval = months_of(year, (nth - 1) * months + 1, months)
    if parts.fiscal and context.fiscal:
        begin = add_months(fiscal_year(year, context.fiscal).begin or date(1, 1, 1), (nth - 1) * months)
        interval = Interval(begin, add_months(begin, months) - timedelta(days=1))
        return dated(parts, interval, unit, anchor).replace(value=f"{year:04d}-{letter}{nth}")
    return dated(parts, interval, unit, anchor)


def _reported_quarter(parts: Parts, context: Context, nth: int) -> Resolved | None:
    """A quarter of a fiscal year without that year: the last such to have ended. One that is not called fiscal is taken
    for one only where the calendar's has not ended: `reported a fourth-quarter loss` in November.

    With no start of the fiscal year in the text, what is called fiscal is the calendar's last quarter to have ended.
    """
    published = context.published
    if published is None or context.tense == "future":
        return None
    calendar = months_of(published.year, (nth - 1) * 3 + 1, 3)
    running = calendar.begin is not None and calendar.begin <= published and published <= (calendar.end or published)
    if context.fiscal and (parts.fiscal or running):
        begin = add_months(fiscal_year(published.year + 1, context.fiscal).begin or published, (nth - 1) * 3)
        while add_months(begin, 3) > published:
            begin = add_months(begin, -12)
        interval = Interval(begin, add_months(begin, 3) - timedelta(days=1))
    elif parts.fiscal:
        interval = unit_at(moved(published, "quarter", -1), "quarter")
    else:
        return None
    year = (interval.end or published).year
    return dated(parts, interval, "quarter", "published").replace(value=f"{year:04d}-Q{nth}")


def _year_before(parts: Parts) -> bool:
    """Whether it is a period of the year before: `the year-ago third quarter`."""
    return "-ago" in parts.text.lower() or "-earlier" in parts.text.lower()


def _season(parts: Parts, context: Context) -> Resolved:
    season = parts.season or "SU"
    year, anchor = year_of(parts, context)
    if year is None and context.published is None:
        return unresolved("DATE", f"XXXX-{season}", NO_DATE)
    if year is None and context.published:
        year = _season_year(season, parts, context.published, context.tense)
    interval = season_of(year or 1, season)
    return dated(parts, interval, "season", anchor).replace(value=f"{year:04d}-{season}")


def _season_year(season: str, parts: Parts, published: date, tense: str | None) -> int:
    """The year of a season without one: the last that had begun, the next that had not, or this year's."""
    this = season_of(published.year + (season == "WI" and published.month == 12), season)
    year = published.year + (season == "WI" and published.month == 12)
    begun = this.begin is not None and this.begin <= published
    over = this.end is not None and this.end < published
    if parts.move in {"last", "past", "previous"} or "past" in parts.moves:
        return year if over else year - 1
    if parts.move in {"next", "following"} or (parts.move is None and tense == "future"):
        return year + 1 if begun and parts.move else year + over
    if parts.move == "this" and over and season == "WI" and tense != "past":
        return year + 1  # told in autumn; a winter over is last winter
    return year if begun or parts.move == "this" or tense is None else year - 1


def _weekend(parts: Parts, context: Context) -> Resolved:
    if context.published is None:
        return unresolved("DATE", "XXXX-WXX-WE", NO_DATE)
    shift = MOVES.get(parts.move or "", 0)
    ahead = "past" not in parts.moves and (
        context.tense in {"timetabled", "future"} or (parts.move == "this" and context.tense != "past")
    )
    if parts.move in {None, "this", "last", "past", "that"} and not ahead:
        shift = -1 if context.published.isoweekday() < 6 else 0 if parts.move != "last" else -1
    return dated(parts, unit_at(context.published + timedelta(days=7 * shift), "weekend"), "weekend", "published")


def _decade(parts: Parts, context: Context) -> Resolved:
    digits = parts.decade or "0"
    if len(digits) == 2:
        digits = ("20" if int(digits) < 30 else "19") + digits
    year = int(digits[:3]) * 10
    found = dated(parts, Interval(date(year, 1, 1), date(year + 9, 12, 31)), "decade", "explicit")
    text = parts.text.lower()
    if "half" in text:
        first = parts.ordinal == 1
        half = Interval(date(year + (0 if first else 5), 1, 1), date(year + (4 if first else 9), 12, 31))
        return found.replace(interval=half, mod="START" if first else "END")
    return found


def _century(parts: Parts, context: Context) -> Resolved:
    number = parts.ordinal or 1
    interval = Interval(date((number - 1) * 100 + 1, 1, 1), date(number * 100, 12, 31))
    return dated(parts, interval, "century", "explicit")


def _week_of(parts: Parts, context: Context) -> Resolved:
    """ "The last week of March", "the first day of May"."""
    found = _month(parts, context)
    unit, begin, end = parts.unit or "week", found.interval.begin, found.interval.end
    if begin is None or end is None or unit not in {"week", "day", "weekend"}:
        return found
    count = parts.count if parts.count and parts.count < (32 if unit == "day" else 5) else Fraction(1)
    if unit == "weekend":
        return found.replace(
            interval=unit_at(moved(begin, "week", (parts.ordinal or 4) - 1), "weekend"), precision="weekend"
        )
    if parts.ordinal is None:
        interval = Interval(moved(end + timedelta(days=1), unit, -count), end)
    else:
        first = moved(begin, unit, parts.ordinal - 1)
        interval = Interval(first, moved(first, unit, count) - timedelta(days=1))
    if count > 1:
        return found.replace(timex_type="DURATION", value=length_value(unit, count), interval=interval, span=True)
    return found.replace(value=timex_of(interval.end or begin, unit), interval=interval, precision=PRECISIONS[unit])


PERIODS: dict[str, Callable[[Parts, Context], Resolved]] = {
    "century": _century,
    "decade": _decade,
    "half": _half,
    "month": _month,
    "quarter": _quarter,
    "season": _season,
    "week_of": _week_of,
    "weekend": _weekend,
    "year": _year,
    "year_range": _year_range,
}
