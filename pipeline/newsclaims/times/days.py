"""Days: dates, weekdays, yesterday and today, times of day, holidays. Pure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from newsclaims.records import NO_DATE
from newsclaims.times.answers import MOVES, dated, nearest_year, year_of
from newsclaims.times.context import Context, Resolved, unresolved
from newsclaims.times.explicit import explicit_date
from newsclaims.times.intervals import SUPER_TUESDAY, Interval, holiday, unit_at
from newsclaims.times.parts import Parts

ATTACKS = date(2001, 9, 11)  # what `9/11` names in every year since
_PRIMARIES = 0.2  # of a year


def _iso(parts: Parts, context: Context) -> Resolved:
    day = date.fromisoformat(parts.text[-10:])
    return dated(parts, Interval.of_day(day), "day", "explicit")


def _slashed(parts: Parts, context: Context) -> Resolved:
    told = parts.text.split()[-1]
    day = ATTACKS if told == "9/11" else explicit_date(told)
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
        year = nearest_year(lambda y: date(y, month, number), context, move=parts.move)
    found = dated(parts, Interval.of_day(date(year or 1, month, number)), "day", anchor)
    if parts.part and parts.part in {"MO", "AF", "EV", "NI"}:
        return found.replace(timex_type="TIME", value=f"{found.value}T{parts.part}")
    return found


def _week_at(parts: Parts, context: Context) -> Resolved:
    """ "The week of March 6": the week that holds the day."""
    found = _date(parts, context)
    unit = parts.unit or "week"
    if found.interval.begin is None or unit not in {"week", "month", "weekend"}:
        return found
    whole = unit_at(found.interval.begin, unit)
    return dated(parts, whole, unit, found.anchor or "published")


def _day_range(parts: Parts, context: Context) -> Resolved:
    first, last = parts.days[0], parts.days[1]
    found = _date(parts, context)
    if found.interval.begin is None:
        return found
    return found.replace(
        interval=Interval(found.interval.begin.replace(day=first), found.interval.begin.replace(day=last))
    )


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
    elif (parts.move is None and context.coming) or (parts.move == "this" and context.tense != "past"):
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


def _holiday(parts: Parts, context: Context) -> Resolved:
    rule = parts.holiday or "01-01"
    year = parts.year
    anchor = "explicit" if year else "published"
    if year is None:
        if context.published is None:
            return unresolved(
                "DATE", f"XXXX-{rule}" if "/" not in rule and rule[0].isdigit() else "XXXX-XX-XX", NO_DATE
            )
        day = holiday(rule, context.published.year)
        if rule == SUPER_TUESDAY:
            year = round((context.published.year + context.published.month / 12 - _PRIMARIES) / 4) * 4
        elif parts.move in {"last", "next"}:
            before = day < context.published
            year = context.published.year - (not before) if parts.move == "last" else context.published.year + before
        else:
            year = nearest_year(lambda y: holiday(rule, y), context)
    day = holiday(rule, year)
    if "weekend" in parts.units:
        return dated(parts, _long_weekend(day), "weekend", anchor)
    return dated(parts, Interval.of_day(day), "day", anchor)


def _long_weekend(day: date) -> Interval:
    """Saturday and Sunday with the holiday, and the days between: up to a Monday or Tuesday, from any other day."""
    weekday = day.isoweekday()
    saturday = day - timedelta(days=weekday + 1) if weekday < 3 else day + timedelta(days=6 - weekday)
    return Interval(min(day, saturday), max(day, saturday + timedelta(days=1)))


DAYS: dict[str, Callable[[Parts, Context], Resolved]] = {
    "clock": _clock,
    "date": _date,
    "day_range": _day_range,
    "dayword": _dayword,
    "holiday": _holiday,
    "iso": _iso,
    "slashed": _slashed,
    "week_at": _week_at,
    "weekday": _weekday,
}
