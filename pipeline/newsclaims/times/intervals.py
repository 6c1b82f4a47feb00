"""Dated intervals: calendar units, shifts and parts of them. Pure arithmetic on `datetime.date`."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from fractions import Fraction

import msgspec

from newsclaims.records import Precision

MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 120, "century": 1200, "millennium": 12000}
DAYS = {"day": 1, "week": 7, "fortnight": 14, "weekend": 7}
PRECISIONS: dict[str, Precision] = {
    "day": "day", "week": "week", "fortnight": "week", "weekend": "weekend", "month": "month", "season": "season",
    "quarter": "quarter", "half": "half", "year": "year", "decade": "decade", "century": "century",
}  # fmt: skip
SEASON_MONTHS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}


class Interval(msgspec.Struct, frozen=True):
    """From one day to another, both included; None where open."""

    begin: date | None
    end: date | None

    @classmethod
    def of_day(cls, day: date) -> Interval:
        """That one day."""
        return cls(day, day)


def add_months(day: date, months: int) -> date:
    """The day so many months on; the month's last day where it has no such day: (31 January, 1) -> 28 February."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def moved(day: date, unit: str, count: Fraction | int) -> date:
    """The day `count` units on (back where negative); parts of a month are days, hours are none."""
    if unit in MONTHS:
        months = Fraction(count) * MONTHS[unit]
        whole = int(months)
        return add_months(day, whole) + timedelta(days=int((months - whole) * 30))
    return day + timedelta(days=int(Fraction(count) * DAYS.get(unit, 0)))


def unit_at(day: date, unit: str) -> Interval:
    """The calendar unit that holds the day: weeks from Monday, decades from 1990, centuries from 1901."""
    if unit in {"week", "fortnight"}:
        monday = day - timedelta(days=day.weekday())
        return Interval(monday, monday + timedelta(days=6))
    if unit == "weekend":
        saturday = day - timedelta(days=day.weekday()) + timedelta(days=5)
        return Interval(saturday, saturday + timedelta(days=1))
    if unit not in MONTHS:
        return Interval.of_day(day)
    length = MONTHS[unit]
    first_year = 1 if unit in {"century", "millennium"} else 0
    months = (day.year - first_year) * 12 + day.month - 1
    begin = date(1, 1, 1) if months < length else month_start(months - months % length + first_year * 12)
    return Interval(begin, add_months(begin, length) - timedelta(days=1))


def month_start(months: int) -> date:
    """The first day of the month so many months after January of the year 0."""
    return date(months // 12, months % 12 + 1, 1)


def months_of(year: int, first: int, count: int) -> Interval:
    """`count` months from month `first` (1 to 12) of a year: (2016, 7, 3) is its third quarter."""
    begin = date(year, first, 1)
    return Interval(begin, add_months(begin, count) - timedelta(days=1))


def season_of(year: int, season: str) -> Interval:
    """A meteorological season of the north; winter is counted to the year in which it ends."""
    return months_of(year - (season == "WI"), SEASON_MONTHS[season], 3)


def shifted(interval: Interval, unit: str, count: int) -> Interval:
    """The interval so many units on; one that ends with a month still does."""
    begin, end = interval.begin, interval.end
    if end is not None:
        last_of_month = unit in MONTHS and (end + timedelta(days=1)).day == 1
        after = moved(end + timedelta(days=1), unit, count) - timedelta(days=1)
        end = after if last_of_month else moved(end, unit, count)
    return Interval(moved(begin, unit, count) if begin else None, end)


def part_of(interval: Interval, edge: str) -> Interval:
    """The `early`, `mid` or `late` third of an interval, or its first (`start`) or last (`end`) day.

    Thirds of what is made of months are months (early 2015: January to April), of a month ten days.
    """
    begin, end = interval.begin, interval.end
    if begin is None or end is None:
        return interval
    if edge in {"start", "end"}:
        return Interval.of_day(begin if edge == "start" else end)
    nth = {"early": 0, "mid": 1, "late": 2}.get(edge)
    if nth is None or (end - begin).days < 20:
        return interval
    months = (end.year - begin.year) * 12 + end.month - begin.month + 1
    if months >= 3:
        third = Fraction(months, 3)
        first, following = int(nth * third), int((nth + 1) * third)
        return Interval(add_months(begin, first), add_months(begin, following) - timedelta(days=1))
    first_day = begin + timedelta(days=10 * nth)
    return Interval(first_day, end if nth == 2 else first_day + timedelta(days=9))


def timex_of(day: date, unit: str) -> str:
    """The TIMEX3 value of the calendar unit that holds a day: (2016-07-01, "quarter") -> "2016-Q3"."""
    if unit in {"week", "weekend", "fortnight"}:
        week_year, week, _ = day.isocalendar()
        return f"{week_year:04d}-W{week:02d}" + ("-WE" if unit == "weekend" else "")
    year = f"{day.year:04d}"
    return {
        "month": f"{year}-{day.month:02d}",
        "quarter": f"{year}-Q{(day.month + 2) // 3}",
        "half": f"{year}-H{1 if day.month < 7 else 2}",
        "year": year,
        "decade": year[:3],
        "century": f"{(day.year - 1) // 100:02d}",
    }.get(unit, day.isoformat())


def easter(year: int) -> date:
    """Easter Sunday of a Gregorian year (the anonymous algorithm, as Meeus gives it)."""
    golden = year % 19
    century, rest = divmod(year, 100)
    leap_centuries, century_rest = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap_centuries - correction + 15) % 30
    weekday = (32 + 2 * century_rest + 2 * (rest // 4) - epact - rest % 4) % 7
    shift = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


SUPER_TUESDAY = "super"  # when most of the United States' primaries are held: in the years that four divides


def holiday(rule: str, year: int) -> date:
    """The day of a table's rule in a year: "12-25"; "11/4/4+1" a day after November's fourth Thursday; "easter-2"."""
    if rule.startswith("easter"):
        return easter(year) + timedelta(days=int(rule.removeprefix("easter")))
    if rule == SUPER_TUESDAY:
        return holiday("02/1/2" if year == 2008 else "03/1/2", year)
    if "-" in rule and "/" not in rule:
        month, day = rule.split("-")
        return date(year, int(month), int(day))
    place, _, later = rule.partition("+")
    month_number, nth, weekday = (int(part) for part in place.split("/"))
    length = monthrange(year, month_number)[1]
    days = [date(year, month_number, day) for day in range(1, length + 1)]
    fitting = [day for day in days if day.isoweekday() == weekday]
    return fitting[nth - 1 if nth > 0 else nth] + timedelta(days=int(later or 0))
