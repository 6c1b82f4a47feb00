"""What a time expression is worth: TIMEX3 type and value, and the dated interval. Pure: no Doc, no clock, no zone.

Reading order: `Context` (what it is resolved against), `Resolved` (the answer), `normalise`, and then one function a
kind, first what names its date, then what points to one. Lengths are in `lengths.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction

from newsclaims.times.context import Context, Dated, Resolved, unresolved
from newsclaims.times.explicit import explicit_date
from newsclaims.times.intervals import (
    PRECISIONS,
    Interval,
    add_months,
    holiday,
    months_of,
    moved,
    part_of,
    season_of,
    shifted,
    timex_of,
    unit_at,
)
from newsclaims.times.lengths import LENGTHS, length_value
from newsclaims.times.parts import Parts

MODS = {"early": "START", "mid": "MID", "late": "END", "start": "START", "end": "END"}
MOVES = {"last": -1, "previous": -1, "past": -1, "this": 0, "latest": 0, "next": 1, "following": 1, "recent": -1}
NO_DATE = "no publication date"
NO_MENTION = "nothing dated before it"


def normalise(parts: Parts, context: Context) -> Resolved:
    """The answer for one expression; what cannot be resolved keeps its TIMEX3 value in X form, and says why."""
    try:
        return _KINDS[parts.kind](parts, context)
    except (ValueError, OverflowError):
        return unresolved("DATE", "XXXX-XX-XX", "no such date in the calendar")


def dated(parts: Parts, interval: Interval, unit: str, anchor: str) -> Resolved:
    """A calendar unit, or the part of it that `edge` or `side` names."""
    begin = interval.begin or date(1, 1, 1)
    edge = parts.edge if unit not in {"day"} else None
    return Resolved(
        timex_type="DATE",
        value=timex_of(begin, unit),
        mod=MODS.get(parts.edge or "") or {"earlier": "START", "later": "END"}.get(parts.side or "") or parts.mod,
        interval=part_of(interval, edge) if edge else interval,
        precision="day" if edge in {"start", "end"} else PRECISIONS.get(unit),
        anchor=anchor,
    )


def year_of(parts: Parts, context: Context) -> tuple[int | None, str]:
    """The year that an expression names or points to ("of last year", "of that year"), and its anchor; None where it says none."""
    if parts.year is not None:
        return parts.year, "explicit"
    pointed = "year" in parts.units or parts.kind in {"month", "season", "holiday"}
    move = parts.moves[-1] if parts.moves and pointed else None
    if move in {"that", "same", "following", "previous"} and "year" in parts.units:
        mention = context.latest(None)
        if mention and mention.interval.begin:
            return mention.interval.begin.year + {"following": 1, "previous": -1}.get(move, 0), mention.text
    if context.published and "year" in parts.units:
        return context.published.year + MOVES.get(move or "this", 0), "published"
    return None, "published"


def _iso(parts: Parts, context: Context) -> Resolved:
    day = date.fromisoformat(parts.text[-10:])
    return dated(parts, Interval.of_day(day), "day", "explicit")


def _slashed(parts: Parts, context: Context) -> Resolved:
    day = explicit_date(parts.text.split()[-1])
    if day is None:
        return unresolved("DATE", "XXXX-XX-XX", "not a date in figures")
    return dated(parts, Interval.of_day(day), "day", "explicit")


def _date(parts: Parts, context: Context) -> Resolved:
    month, number = parts.month or 1, parts.day or 1
    year, anchor = year_of(parts, context)
    if year is None and context.published is None:
        date(2000, month, number)
        return unresolved("DATE", f"XXXX-{month:02d}-{number:02d}", NO_DATE)
    if year is None and context.published:
        year = _nearest_year(lambda y: date(y, month, number), context)
    found = dated(parts, Interval.of_day(date(year or 1, month, number)), "day", anchor)
    if parts.part and parts.part in {"MO", "AF", "EV", "NI"}:
        return found.replace(timex_type="TIME", value=f"{found.value}T{parts.part}")
    return found


def _nearest_year(day_in: Callable[[int], date], context: Context) -> int:
    """The year that tense and signal point to for a day without one; by nearness where they say nothing, or a thing far off."""
    published = context.published or date(1, 1, 1)
    days = []
    for year in (published.year - 1, published.year, published.year + 1):
        try:
            days.append(day_in(year))
        except ValueError:
            continue
    past = [day for day in days if day <= published]
    future = [day for day in days if day >= published]
    if not past or not future:
        return (past or future or [published])[0].year
    back, ahead = (published - past[-1]).days, (future[0] - published).days
    if context.signal == "since" or context.tense == "past":
        return future[0].year if back > 270 and ahead < 60 and context.signal != "since" else past[-1].year
    if context.tense == "future":
        return past[-1].year if ahead > 330 and back < 30 else future[0].year
    return past[-1].year if back <= ahead + 60 else future[0].year


def _day_range(parts: Parts, context: Context) -> Resolved:
    first, last = parts.days[0], parts.days[1]
    found = _date(parts, context)
    if found.interval.begin is None:
        return found
    return found.replace(interval=Interval(found.interval.begin.replace(day=first), found.interval.begin.replace(day=last)))


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
        return published.year - (month >= published.month)
    if move in {"next", "following"}:
        return published.year + (month <= published.month)
    if move == "this":
        return published.year
    if context.signal in {"until", "by"} and context.tense != "past":
        return published.year + (month < published.month)
    return _nearest_year(lambda year: date(year, month, published.day if month == published.month else 1), context)


def _year(parts: Parts, context: Context) -> Resolved:
    year = parts.year or 1
    if parts.fiscal and context.fiscal:
        return dated(parts, fiscal_year(year, context.fiscal), "year", "explicit").replace(value=f"{year:04d}")
    return dated(parts, months_of(year, 1, 12), "year", "explicit")


def fiscal_year(year: int, start: tuple[int, int]) -> Interval:
    """A fiscal year: named for the year in which it ends where it starts after June, else for that in which it starts."""
    begin = date(year - (start[0] > 6), *start)
    return Interval(begin, add_months(begin, 12) - timedelta(days=1))


def _year_range(parts: Parts, context: Context) -> Resolved:
    if len(parts.years) < 2 or not parts.years[0] < parts.years[1]:
        return _year(parts, context)
    found = dated(parts, months_of(parts.years[0], 1, 12), "year", "explicit")
    if context.fiscal and parts.years[1] == parts.years[0] + 1:
        begin = date(parts.years[0], *context.fiscal)
        return found.replace(interval=Interval(begin, add_months(begin, 12) - timedelta(days=1)))
    return found.replace(interval=Interval(found.interval.begin, date(parts.years[1], 12, 31)))


def _quarter(parts: Parts, context: Context) -> Resolved:
    return _numbered(parts, context, "quarter", 4)


def _half(parts: Parts, context: Context) -> Resolved:
    return _numbered(parts, context, "half", 2)


def _numbered(parts: Parts, context: Context, unit: str, number: int) -> Resolved:
    """The nth quarter or half of a year; without a year the latest that had begun by then, or that the future tense means."""
    nth = parts.ordinal or (1 if "opening" in parts.moves else number if {"final", "last"} & set(parts.moves) else None)
    letter, months = ("Q", 3) if unit == "quarter" else ("H", 6)
    if nth is None or not 1 <= nth <= number:
        return _unit(parts, context)
    year, anchor = year_of(parts, context)
    if year is None:
        if context.published is None:
            return unresolved("DATE", f"XXXX-{letter}{nth}", NO_DATE)
        this = months_of(context.published.year, (nth - 1) * months + 1, months)
        begun = this.begin is not None and this.begin <= context.published
        year = context.published.year - (not begun and context.tense != "future")
        year -= {"ago": 1, "earlier": 1}.get(_year_before(parts), 0)
    interval = months_of(year, (nth - 1) * months + 1, months)
    if parts.fiscal and context.fiscal:
        begin = add_months(fiscal_year(year, context.fiscal).begin or date(1, 1, 1), (nth - 1) * months)
        interval = Interval(begin, add_months(begin, months) - timedelta(days=1))
        return dated(parts, interval, unit, anchor).replace(value=f"{year:04d}-{letter}{nth}")
    return dated(parts, interval, unit, anchor)


def _year_before(parts: Parts) -> str:
    return "ago" if "-ago" in parts.text.lower() else "earlier" if "-earlier" in parts.text.lower() else ""


def _weekday(parts: Parts, context: Context) -> Resolved:
    weekday = parts.weekday or 1
    if context.published is None:
        return unresolved("DATE", f"XXXX-WXX-{weekday}", NO_DATE)
    day, anchor = context.published, "published"
    if parts.move in {"previous", "following"} and (mention := context.latest("day")) and mention.interval.begin:
        day, anchor = mention.interval.begin, mention.text
    back, ahead = (day.isoweekday() - weekday) % 7, (weekday - day.isoweekday()) % 7
    if parts.move in {"last", "past", "previous"}:
        day -= timedelta(days=back or 7)
    elif parts.move in {"next", "following"}:
        day += timedelta(days=ahead or 7)
    elif parts.move is None and context.coming:
        day += timedelta(days=ahead)
    elif parts.move == "this" and context.tense != "past":
        day += timedelta(days=ahead)
    else:
        day -= timedelta(days=back)
    return _with_part(dated(parts, Interval.of_day(day), "day", anchor), parts)


def _with_part(found: Resolved, parts: Parts) -> Resolved:
    """The answer as a TIME where a part of the day is named."""
    if parts.part and parts.kind != "date":
        return found.replace(timex_type="TIME", value=f"{found.value}T{parts.part}", mod=found.mod)
    return found


def _dayword(parts: Parts, context: Context) -> Resolved:
    """Yesterday, today, tonight, "the previous night": counted from publication, or from the last day mentioned."""
    if context.published is None:
        value = f"XXXX-XX-XXT{parts.part}" if parts.part else "XXXX-XX-XX"
        return unresolved("TIME" if parts.part else "DATE", value, NO_DATE)
    day, anchor, shift = context.published, "published", parts.dayword or 0
    if parts.move in {"previous", "following", "that", "same"} or (parts.move == "next" and parts.definite):
        mention = context.latest("day")
        if mention and mention.interval.begin:
            day, anchor = mention.interval.begin, mention.text
        shift = {"previous": -1, "following": 1, "next": 1}.get(parts.move or "", 0)
    elif parts.move in {"last", "next"}:
        shift = MOVES[parts.move]
    elif parts.text.lower() == "overnight":
        shift = -1
    return _with_part(dated(parts, Interval.of_day(day + timedelta(days=shift)), "day", anchor), parts)


def _clock(parts: Parts, context: Context) -> Resolved:
    if parts.month is not None:
        found = _date(parts, context)
    elif parts.weekday is not None:
        found = _weekday(parts, context)
    elif parts.dayword is not None:
        found = _dayword(parts, context)
    else:
        mention = context.latest("day")
        if mention and mention.interval.begin:
            found = dated(parts, mention.interval, "day", mention.text)
        else:
            found = _dayword(parts, context)
    value = found.value.partition("T")[0]
    zone = "Z" if parts.zone in {"UTC", "GMT"} else ""
    return found.replace(timex_type="TIME", value=f"{value}T{parts.clock}{zone}" if parts.clock else value)


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
    if parts.move in {"last", "past", "previous"}:
        return year if over else year - 1
    if parts.move in {"next", "following"} or (parts.move is None and tense == "future"):
        return year + 1 if begun and parts.move else year + over
    return year if begun or parts.move == "this" or tense is None else year - 1


def _weekend(parts: Parts, context: Context) -> Resolved:
    if context.published is None:
        return unresolved("DATE", "XXXX-WXX-WE", NO_DATE)
    shift = MOVES.get(parts.move or "", 0)
    ahead = context.tense == "future" or parts.move == "this"
    if parts.move in {None, "last", "past", "that"} and not ahead:
        shift = -1 if context.published.isoweekday() < 6 else 0 if parts.move != "last" else -1
    return dated(parts, unit_at(context.published + timedelta(days=7 * shift), "weekend"), "weekend", "published")


def _holiday(parts: Parts, context: Context) -> Resolved:
    rule = parts.holiday or "01-01"
    year = parts.year
    anchor = "explicit" if year else "published"
    if year is None:
        if context.published is None:
            return unresolved("DATE", f"XXXX-{rule}" if "/" not in rule and "easter" not in rule else "XXXX-XX-XX", NO_DATE)
        day = holiday(rule, context.published.year)
        if parts.move in {"last", "next"}:
            before = day < context.published
            year = context.published.year - (not before) if parts.move == "last" else context.published.year + before
        else:
            year = _nearest_year(lambda y: holiday(rule, y), context)
    return dated(parts, Interval.of_day(holiday(rule, year)), "day", anchor)


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


def _unit(parts: Parts, context: Context) -> Resolved:
    """Last, this, next, that … week, month, quarter, year; "the end of the month", "earlier this year", "so far this year"."""
    unit = parts.unit or "year"
    if parts.move in {"that", "same", "previous", "following"} and (mention := context.holding(unit)):
        day = mention.interval.begin or date(1, 1, 1)
        shift = MOVES.get(parts.move or "", 0)
        return dated(parts, unit_at(_by_units(day, unit, shift), unit), unit, mention.text)
    if unit == "quarter" and parts.move in {None, "latest"}:
        return _the_quarter(parts, context)
    if unit == "season":
        return _sports_season(parts, context)
    if parts.text.lower() == "last year" and context.compared and (period := context.period(reach=4)):
        interval = shifted(period.interval, "year", -1)
        return Resolved("DATE", _period_value(period, interval), None, interval, period.precision, period.text)
    if context.published is None:
        return unresolved("DATE", {"year": "XXXX", "month": "XXXX-XX", "week": "XXXX-WXX", "quarter": "XXXX-QX"}.get(unit, "XXXX-XX-XX"), NO_DATE)
    if unit == "year" and parts.fiscal and context.fiscal:
        running = fiscal_year(context.published.year, context.fiscal)
        shift = MOVES.get(parts.move or "this", 0) + (running.end is not None and running.end < context.published)
        shift -= running.begin is not None and running.begin > context.published
        return dated(parts, shifted(running, "year", shift), unit, "published")
    whole = unit_at(_by_units(context.published, unit, MOVES.get(parts.move or "this", 0)), unit)
    found = dated(parts, whole, unit, "published")
    if parts.side in {"earlier", "sofar"} and whole.end and whole.end >= context.published:
        return found.replace(interval=Interval(whole.begin, context.published))
    if parts.side == "later" and whole.begin and whole.begin <= context.published:
        return found.replace(interval=Interval(context.published, whole.end))
    return found


def _sports_season(parts: Parts, context: Context) -> Resolved:
    """ "So far this season": up to publication; when it began is not said."""
    if parts.side == "sofar" and context.published:
        return Resolved("DATE", "PRESENT_REF", None, Interval(None, context.published), "season", "published")
    return unresolved("DATE", "XXXX-XX-XX", "a season of unknown length")


def _by_units(day: date, unit: str, count: int) -> date:
    """A day in the unit so many units on."""
    begin = unit_at(day, unit).begin or day
    return moved(begin, unit, count)


def _the_quarter(parts: Parts, context: Context) -> Resolved:
    """ "The quarter": the one last mentioned, else the last that had ended by publication."""
    mention = context.latest("quarter")
    running = mention and context.published and mention.interval.end and mention.interval.end > context.published
    if mention and mention.interval.begin and not (running and parts.moves):
        return dated(parts, unit_at(mention.interval.begin, "quarter"), "quarter", mention.text)
    if context.published is None:
        return unresolved("DATE", "XXXX-QX", NO_DATE)
    return dated(parts, unit_at(_by_units(context.published, "quarter", -1), "quarter"), "quarter", "published")


def _the_unit(parts: Parts, context: Context) -> Resolved:
    """ "The month", "the day", with no word that points: the one last mentioned, else that of publication."""
    unit = parts.unit or "year"
    if unit == "quarter":
        return _the_quarter(parts, context)
    mention = context.holding(unit) if unit in {"day", "month"} else None
    if mention and mention.interval.begin:
        return dated(parts, unit_at(mention.interval.begin, unit), unit, mention.text)
    return _unit(parts, context)


def _neighbour(parts: Parts, context: Context) -> Resolved:
    """ "The day before", "the year after": beside the last such unit mentioned, else beside publication."""
    unit = parts.unit or "day"
    shift = 1 if parts.text.lower().endswith(("after", "later", "following")) else -1
    mention = context.holding(unit)
    day = mention.interval.begin if mention else context.published
    if day is None:
        return unresolved("DATE", "XXXX-XX-XX", NO_MENTION)
    return dated(parts, unit_at(_by_units(day, unit, shift), unit), unit, mention.text if mention else "published")


def _same(parts: Parts, context: Context) -> Resolved:
    """ "The same period last year", "the year-earlier quarter", "the latest period": the last period mentioned, moved by years."""
    text = parts.text.lower()
    if "latest" in text and parts.unit == "quarter":
        return _the_quarter(parts, context)
    mention = context.period()
    if mention is None or mention.interval.begin is None:
        if parts.year is not None:
            return _year(parts, context)
        if "year" in parts.units and context.published and not text.startswith("the latest"):
            return _unit(Parts(kind="unit", text=parts.text, units=("year",), moves=("last",)), context)
        return unresolved("DATE", "XXXX-QX", NO_MENTION)
    years = 0
    if parts.year is not None:
        years = parts.year - mention.interval.begin.year
    elif "ago" in text or "earlier" in text or (len(parts.moves) > 1 and parts.moves[1] in {"last", "previous"}) or parts.moves[:1] == ("previous",):
        base = context.published.year if context.published and "last year" in text else mention.interval.begin.year
        years = base - 1 - mention.interval.begin.year if "last year" in text else -1
    interval = shifted(mention.interval, "year", years)
    return Resolved("DATE", _period_value(mention, interval), None, interval, mention.precision, mention.text)


def _period_value(mention: Dated, interval: Interval) -> str:
    """The TIMEX3 value of a mentioned period after it was moved."""
    unit = next((unit for unit, precision in PRECISIONS.items() if precision == mention.precision), "day")
    if unit == "season":
        return f"{interval.end.year if interval.end else 0:04d}-{mention.value[-2:]}"
    return timex_of(interval.begin or date(1, 1, 1), unit) if mention.calendar else mention.value


def _week_of(parts: Parts, context: Context) -> Resolved:
    """ "The last week of March", "the first day of May"."""
    found = _month(parts, context)
    unit, begin, end = parts.unit or "week", found.interval.begin, found.interval.end
    if begin is None or end is None or unit not in {"week", "day", "weekend"}:
        return found
    count = parts.count if parts.count and parts.count < 5 else Fraction(1)
    if unit == "weekend":
        return found.replace(interval=unit_at(moved(begin, "week", (parts.ordinal or 4) - 1), "weekend"), precision="weekend")
    if parts.ordinal is None:
        interval = Interval(moved(end + timedelta(days=1), unit, -count), end)
    else:
        first = moved(begin, unit, parts.ordinal - 1)
        interval = Interval(first, moved(first, unit, count) - timedelta(days=1))
    if count > 1:
        return found.replace(timex_type="DURATION", value=length_value(unit, count), interval=interval, span=True)
    return found.replace(value=timex_of(interval.end or begin, unit), interval=interval, precision=PRECISIONS[unit])


_KINDS: dict[str, Callable[[Parts, Context], Resolved]] = {
    "clock": _clock, "iso": _iso, "slashed": _slashed, "day_range": _day_range, "date": _date, "month": _month,
    "weekday": _weekday, "dayword": _dayword, "half": _half, "quarter": _quarter, "week_of": _week_of, "same": _same,
    "neighbour": _neighbour, "season": _season, "weekend": _weekend, "unit": _unit, "decade": _decade,
    "century": _century, "holiday": _holiday, "year_range": _year_range, "year": _year, "the_unit": _the_unit, **LENGTHS,
}  # fmt: skip
