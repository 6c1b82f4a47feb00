"""Units and periods that are pointed to: last week, the end of the month, that year, the same period. Pure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from newsclaims.records import NO_DATE
from newsclaims.times.answers import MOVES, NO_MENTION, dated
from newsclaims.times.context import Context, Dated, Resolved, unresolved
from newsclaims.times.intervals import PRECISIONS, Interval, add_months, months_of, moved, shifted, timex_of, unit_at
from newsclaims.times.parts import Parts

_THEN_REACH = 2  # sentences back
_YEAR_REACH = 3


def pointed_unit(parts: Parts, context: Context) -> Resolved:
    """Last, this, next, that … week, month, year; "the end of the month", "earlier this year", "so far this year"."""
    unit = parts.unit or "year"
    if unit == "decade" and parts.move == "previous" and (mention := context.holding("year")):
        return _years_before(parts, mention, 10)
    if parts.move in {"that", "same", "previous", "following"} and (mention := context.holding(unit)):
        day = mention.interval.begin or date(1, 1, 1)
        shift = MOVES.get(parts.move or "", 0)
        if parts.fiscal and context.fiscal and unit == "year":
            return dated(parts, shifted(mention.interval, "year", shift), unit, mention.text)
        return dated(parts, unit_at(_by_units(day, unit, shift), unit), unit, mention.text)
    if unit == "quarter" and (parts.move in {None, "latest"} or _reported(parts, context)):
        return _the_quarter(parts, context)
    if unit == "season":
        return _sports_season(parts, context)
    if parts.text.lower() == "last year" and context.compared and (period := context.period(reach=4)):
        interval = shifted(period.interval, "year", -1)
        return Resolved("DATE", period_value(period, interval), None, interval, period.precision, period.text)
    if context.published is None:
        return unresolved(
            "DATE",
            {"year": "XXXX", "month": "XXXX-XX", "week": "XXXX-WXX", "quarter": "XXXX-QX"}.get(unit, "XXXX-XX-XX"),
            NO_DATE,
        )
    if unit == "year" and parts.fiscal and context.fiscal:
        running = fiscal_year(context.published.year, context.fiscal)
        shift = MOVES.get(parts.move or "this", 0) + (running.end is not None and running.end < context.published)
        shift -= running.begin is not None and running.begin > context.published
        return dated(parts, shifted(running, "year", shift), unit, "published")
    move = "past" if "past" in parts.moves else parts.move or "this"
    whole = unit_at(_by_units(context.published, unit, MOVES.get(move, 0)), unit)
    found = dated(parts, whole, unit, "published")
    if parts.side in {"earlier", "sofar"} and whole.end and whole.end >= context.published:
        return found.replace(interval=Interval(whole.begin, context.published))
    if parts.side == "later" and whole.begin and whole.begin <= context.published:
        return found.replace(interval=Interval(context.published, whole.end))
    return found


def _reported(parts: Parts, context: Context) -> bool:
    """Whether `this quarter` is the one that a report has just told to have ended: `the quarter ended Sept. 30`."""
    mention = context.latest("quarter")
    end = mention.interval.end if mention and mention.linked else None
    over = end is not None and context.published is not None and end < context.published
    near = mention is not None and context.sentence - mention.sentence <= _THEN_REACH
    return parts.move == "this" and over and near and context.tense != "future"


def _years_before(parts: Parts, mention: Dated, count: int) -> Resolved:
    """The years before the one that holds a mention: `A count of 2014 found … in the previous decade`."""
    first = (mention.interval.begin or date(1, 1, 1)).year
    interval = Interval(date(first - count, 1, 1), date(first - 1, 12, 31))
    return Resolved("DATE", timex_of(date(first - 1, 1, 1), "decade"), parts.mod, interval, "decade", mention.text)


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
        return dated(parts, mention.interval, "quarter", mention.text).replace(value=mention.value)
    if context.published is None:
        return unresolved("DATE", "XXXX-QX", NO_DATE)
    return dated(parts, unit_at(_by_units(context.published, "quarter", -1), "quarter"), "quarter", "published")


def _the_unit(parts: Parts, context: Context) -> Resolved:
    """ "The month", "the day", with no word that points: the one last mentioned, else that of publication."""
    unit = parts.unit or "year"
    if unit == "quarter":
        return _the_quarter(parts, context)
    if unit == "year" and (year := context.twelve_months(reach=_YEAR_REACH)):
        return pointed_unit(parts, context).replace(interval=year.interval, anchor=year.text)
    mention = context.holding(unit) if unit in {"day", "month"} else None
    if unit == "year" and (period := context.period(reach=1, seasons=False)):
        mention = period  # `in the fourth quarter, and 40 in the whole year`
    if mention and mention.interval.begin:
        return dated(parts, unit_at(mention.interval.begin, unit), unit, mention.text)
    return pointed_unit(parts, context)


def _neighbour(parts: Parts, context: Context) -> Resolved:
    """ "The day before", "the year after": beside the last such unit mentioned, else beside publication."""
    unit = parts.unit or "day"
    shift = 1 if parts.text.lower().endswith(("after", "later", "following")) else -1
    mention = context.holding(unit)
    day = mention.interval.begin if mention else context.published
    if day is None:
        return unresolved("DATE", "XXXX-XX-XX", NO_MENTION)
    return dated(parts, unit_at(_by_units(day, unit, shift), unit), unit, mention.text if mention else "published")


def same_period(parts: Parts, context: Context) -> Resolved:
    """ "The same period last year", "the year-earlier quarter": the last period mentioned, moved by years."""
    text = parts.text.lower()
    if "latest" in text and parts.unit == "quarter":
        return _the_quarter(parts, context)
    alone = parts.unit in {"day", "week", "month"} or text.endswith("same year")
    mention = _same_unit(parts, context) if alone else context.period()
    lasting = context.lasting
    if lasting and not alone and parts.year is None and not {*parts.moves} - {"that", "same", "this"}:
        newer = mention is None or lasting.sentence > mention.sentence
        mention = lasting if newer and context.sentence - lasting.sentence <= _THEN_REACH else mention
    if mention is None or mention.interval.begin is None:
        if parts.year is not None:
            return dated(parts, months_of(parts.year, 1, 12), "year", "explicit")
        if "year" in parts.units and context.published and not text.startswith("the latest"):
            return pointed_unit(Parts(kind="unit", text=parts.text, units=("year",), moves=("last",)), context)
        return unresolved("DATE", "XXXX-QX", NO_MENTION)
    years = 0
    if parts.year is not None:
        years = parts.year - mention.interval.begin.year
    elif (
        "ago" in text
        or "earlier" in text
        or (len(parts.moves) > 1 and parts.moves[1] in {"last", "previous"})
        or parts.moves[:1] in {("previous",), ("last",)}
    ):
        base = context.published.year if context.published and "last year" in text else mention.interval.begin.year
        years = base - 1 - mention.interval.begin.year if "last year" in text else -1
    interval = shifted(mention.interval, "year", years)
    return Resolved("DATE", period_value(mention, interval), None, interval, mention.precision, mention.text)


def _same_unit(parts: Parts, context: Context) -> Dated | None:
    """The day, week, month or year that holds the last mention no longer than it: "the same day"."""
    unit = parts.unit or "day"
    mention = context.holding(unit)
    if mention is None or mention.interval.begin is None:
        return None
    interval = unit_at(mention.interval.begin, unit)
    return Dated(mention.text, timex_of(mention.interval.begin, unit), interval, PRECISIONS[unit], mention.sentence)


def _then(parts: Parts, context: Context) -> Resolved:
    """ "Then", after "since": the last mention of the sentences around that lies before publication."""
    mention = context.latest(None)
    end = mention.interval.end if mention and context.sentence - mention.sentence <= _THEN_REACH else None
    if mention is None or end is None or context.published is None or end > context.published:
        return unresolved("DATE", "PAST_REF", NO_MENTION)
    return Resolved("DATE", mention.value, None, mention.interval, mention.precision, mention.text)


def period_value(mention: Dated, interval: Interval) -> str:
    """The TIMEX3 value of a mentioned period after it was moved."""
    unit = next((unit for unit, precision in PRECISIONS.items() if precision == mention.precision), "day")
    if unit == "season":
        return f"{interval.end.year if interval.end else 0:04d}-{mention.value[-2:]}"
    if unit == "quarter" and mention.value[4:6] == "-Q" and interval.begin and mention.interval.begin:
        moved_on = interval.begin.year - mention.interval.begin.year
        return f"{int(mention.value[:4]) + moved_on:04d}{mention.value[4:]}"  # as its report calls it
    # Months that are no calendar unit have no value of their own as a date: their year's stands for them.
    return timex_of(interval.begin or date(1, 1, 1), unit if mention.calendar else "year")


def fiscal_year(year: int, start: tuple[int, int]) -> Interval:
    """A fiscal year: named for the year in which it ends where it starts after June, else in which it starts."""
    begin = date(year - (start[0] > 6), *start)
    return Interval(begin, add_months(begin, 12) - timedelta(days=1))


POINTERS: dict[str, Callable[[Parts, Context], Resolved]] = {
    "neighbour": _neighbour,
    "same": same_period,
    "the_unit": _the_unit,
    "then": _then,
    "unit": pointed_unit,
}
