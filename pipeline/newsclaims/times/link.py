"""How expressions of one sentence work together: signals that open or close an interval, and ranges. Pure.

"Since June" runs to publication, "until June" and "by June" have no begin; both ends of "from June to August" stand for
the whole; "the year ended June 30" is counted back from that day.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

import msgspec

from newsclaims.times.context import Resolved
from newsclaims.times.find import Found
from newsclaims.times.intervals import DAYS, MONTHS, Interval, add_months, moved
from newsclaims.times.words import Word

OPENERS = frozenset(["FROM", "BETWEEN"])
_JOINERS = frozenset(["TO", "AND", "DASH", "UNTIL", "THROUGH"])
_CLOSERS = frozenset(["UNTIL", "BY", "THROUGH"])
_SMALL = frozenset(["IN", "AT", "THE", "TO", "AND", "DASH", "UNTIL", "THROUGH", "ENDED", "BY", "OF", "COMMA"])
_BOUNDING = frozenset(["BETWEEN", "SINCE", "UNTIL", "BY", "THROUGH", "BEFORE", "AFTER"])
_COMPARING = frozenset(["ago", "same"])
_YEARLESS = frozenset(["month", "date", "quarter", "season"])
_FISCAL_REACH = 6
_MID_MONTH = 15
_WEEK = 7
_LONGEST = 400  # units that a date opens
_OPENED = frozenset(["day", "week", "month", "quarter", "year"])
_ENDED = frozenset(
    ["unit", "the_unit", "quarter", "half", "length", "first_units", "the_units", "counted", "one_unit", "same"]
)


def with_shared_year(founds: Sequence[Found], words: Sequence[Word]) -> list[Found]:
    """The expressions, a first given the year of the second where the two are joined.

    "From May to July 2016", "in May and July 2016".
    """
    out, starts = list(founds), coordinations(founds, words)
    for at in range(len(out) - 2, -1, -1):
        first, second = out[at], out[at + 1]
        shared = ranges(first, second, words) or (at in starts and starts.get(at + 1) == starts[at])
        if not shared or first.parts.kind not in _YEARLESS or first.parts.year is not None:
            continue
        told = second.parts
        if told.year:
            out[at] = first._replace(parts=msgspec.structs.replace(first.parts, year=told.year))
        elif told.moves[-1:] == ("that",) and "year" in told.units and not first.parts.units:
            pointing = msgspec.structs.replace(first.parts, units=told.units, moves=told.moves)
            out[at] = first._replace(parts=pointing)
    return out


def fiscal_start(founds: Sequence[Found], words: Sequence[Word]) -> tuple[int, int] | None:
    """Month and day on which the text says that its fiscal or split years ("2021/22") start; None if it does not.

    "Fiscal 2017, which begins Oct. 1", "the fiscal year ends March 31", "2021/22 (October to September)", "the fourth
    quarter ended Sept. 30".
    """
    if not any(found.parts.fiscal or found.parts.kind in {"year_range", "quarter"} for found in founds):
        return None
    for first, second in pairwise(founds):
        if start := (
            _twelve_months(first, second, words)
            or _stated_start(first, second, words)
            or _reported_start(first, second, words)
        ):
            return start
    return None


def _reported_start(first: Found, second: Found, words: Sequence[Word]) -> tuple[int, int] | None:
    """The start that a report gives its fiscal year, where it is no calendar year: "the first quarter ended Sept. 30",
    "the year ended Aug. 31".
    """
    said, closing = first.parts, second.parts
    year = said.kind in {"unit", "the_unit"} and said.units == ("year",)
    quarters = 4 if year else said.ordinal if said.kind == "quarter" and said.month is None else None
    ending = closing.kind in {"date", "month"} and adjacent(first, second, words)
    if not quarters or not ending or closing.month is None:
        return None
    if all(word.tag != "ENDED" for word in words[first.last : second.first]):
        return None
    later = closing.day is None or closing.day > _MID_MONTH  # a report to Oct. 1 is September's
    start = add_months(date(2001, closing.month, 1), later - 3 * quarters)
    return (start.month, 1) if start.month != 1 else None


def _twelve_months(first: Found, second: Found, words: Sequence[Word]) -> tuple[int, int] | None:
    """The start of twelve months named by their first and last ("October-September"); None if it is no such pair."""
    if first.parts.kind != "month" or second.parts.kind != "month" or not ranges(first, second, words):
        return None
    begin, end = first.parts.month or 0, second.parts.month or 0
    return (begin, 1) if (end - begin) % 12 == 11 and begin != 1 else None


def defines(founds: Sequence[Found], words: Sequence[Word]) -> bool:
    """Whether the last two expressions tell which months a split year before them has: "2021/22 (May-April)"."""
    if len(founds) < 3 or founds[-3].parts.kind != "year_range":
        return False
    between = [word.tag for word in words[founds[-3].last : founds[-2].first]]
    return between[:1] == ["OPEN"] and _twelve_months(founds[-2], founds[-1], words) is not None


def _stated_start(first: Found, second: Found, words: Sequence[Word]) -> tuple[int, int] | None:
    """The start that a date near a fiscal year gives it, by "begins" or "ends"; None where they are not tied so."""
    said, dated = first.parts, second.parts
    fiscal = said.kind == "year_range" or (said.fiscal and "quarter" not in said.units)
    between = words[first.last : second.first]
    if not fiscal or dated.kind not in {"date", "month"} or dated.month is None or len(between) > _FISCAL_REACH:
        return None
    tags = {word.tag for word in between}
    start = date(2001, dated.month, dated.day or 1)
    if tags & {"ENDED", "THROUGH", "UNTIL"}:
        following = start + timedelta(days=1) if dated.day else add_months(start, 1)
        return following.month, following.day
    if "BEGINS" in tags or (second.signal is not None and second.signal.tag == "FROM"):
        return start.month, start.day
    return None


def coordinations(founds: Sequence[Found], words: Sequence[Word]) -> dict[int, int]:
    """The places of coordinated expressions, each with that of its first: "in 2012 and 2014", "May, June and July".

    Nothing else stands between them, so that a figure is of them all; "in 2012 and 2014, respectively" has one of each.
    """
    out: dict[int, int] = {}
    start = 0
    for at in range(1, len(founds) + 1):
        if at < len(founds) and _coordinated(founds[at - 1], founds[at], words):
            continue
        run = range(start, at)
        joiners = {word.tag for word in words[founds[start].last : founds[at - 1].first]} if run else set()
        after = words[founds[at - 1].last : founds[at - 1].last + 2] if run else ()
        if "AND" in joiners and not any(word.tag == "EACHTO" for word in after):
            out.update(dict.fromkeys(run, start))
        start = at
    return out


def _coordinated(first: Found, second: Found, words: Sequence[Word]) -> bool:
    """Whether "and", or a comma between two of a kind, joins two neighbours; what a signal opens or closes is none."""
    signal = first.signal.tag if first.signal else ""
    if signal in _BOUNDING or {first.parts.kind, second.parts.kind} & _COMPARING:
        return False
    between = [word.tag for word in words[first.last : second.first]]
    if "AND" in between:
        return between in (["AND"], ["AND", "IN"], ["COMMA", "AND"], ["COMMA", "AND", "IN"])
    return between in (["COMMA"], ["COMMA", "IN"]) and first.parts.kind == second.parts.kind


def hull(answers: Sequence[Resolved]) -> Interval | None:
    """From the earliest begin to the latest end; None where one is open."""
    begins, ends = [a.interval.begin for a in answers], [a.interval.end for a in answers]
    if None in begins or None in ends:
        return None
    return Interval(min(filter(None, begins)), max(filter(None, ends)))


def adjacent(first: Found, second: Found, words: Sequence[Word]) -> bool:
    """Whether only small words stand between two expressions."""
    between = words[first.last : second.first]
    return 0 < len(between) <= 3 and all(word.tag in _SMALL for word in between)


def ranges(first: Found, second: Found, words: Sequence[Word]) -> bool:
    """Whether two expressions are the ends of one range: "from … to", "between … and", two of a kind with "-"."""
    if not adjacent(first, second, words) or second.signal is None or second.signal.tag not in _JOINERS:
        return False
    if first.signal is not None and first.signal.tag in OPENERS:
        return second.signal.tag != "AND" or first.signal.tag == "BETWEEN"  # some write "between May to July"
    return second.signal.tag != "AND" and first.parts.kind == second.parts.kind


def joined(first: Resolved, second: Resolved, published: date | None) -> Interval | None:
    """The interval from the first to the second; None if open. A first that falls after it is put a year back, or, a
    weekday, a week.

    "Now" as the second end is the day of publication.
    """
    begin, end = first.interval.begin, published if second.value == "PRESENT_REF" else second.interval.end
    if begin is None or end is None:
        return None
    if begin > end and first.anchor == "published":
        days = first.precision == "day" and (begin - end).days < _WEEK
        begin = begin - timedelta(days=_WEEK) if days else add_months(begin, -12)
    return Interval(begin, end) if begin <= end else None


def ended(first: Found, second: Found, closing: Resolved, words: Sequence[Word]) -> Interval | None:
    """The period that a date closes: "the year ended June 30", "the six months through March"; None if it is none."""
    between = words[first.last : second.first]
    if first.parts.kind not in _ENDED or not adjacent(first, second, words):
        return None
    closers = {"ENDED", "THROUGH"} if first.signal and first.signal.tag in OPENERS else {"ENDED", "THROUGH", "TO"}
    if not any(word.tag in closers for word in between) or closing.interval.end is None:
        return None
    unit = first.parts.units[-1] if first.parts.units else ""
    count = first.parts.count if first.parts.kind not in {"unit", "the_unit", "quarter", "half"} else 1
    end = closing.interval.end
    if unit in {"day", "week"} and (count or 1) < 400:
        return Interval(end - timedelta(days=DAYS[unit] * int(count or 1) - 1), end)
    months = MONTHS.get(unit, 0) * int(count or 1)
    if not 0 < months <= 120:
        return None
    return Interval(add_months(end + timedelta(days=1), -months), end)


def started(first: Found, second: Found, opening: Resolved, words: Sequence[Word]) -> Interval | None:
    """The length that a date opens: "for three months starting Aug. 15"; None if it opens none."""
    signal = second.signal
    if first.parts.kind not in {"length", "one_unit"} or signal is None or signal.tag != "FROM":
        return None
    unit, count = first.parts.unit or "", first.parts.count or (1 if first.parts.kind == "one_unit" else None)
    begin = opening.interval.begin
    if words[first.last : second.first] != [signal] or begin is None or not count or unit not in _OPENED:
        return None
    if count > _LONGEST or begin.year > date.max.year - _LONGEST:
        return None
    return Interval(begin, moved(begin, unit, count) - timedelta(days=1))


def bounded(found: Resolved, signal: str, published: date | None, *, starting: bool = False) -> Resolved:
    """The answer as its signal opens or closes it: since X runs from X's first day, until and by X to its last.

    `starting` tells "starting in X", which has no end, from "up from X".
    """
    begin, end = found.interval.begin, found.interval.end
    if signal == "SINCE" and begin is not None:
        late = published is not None and begin > published
        return found if late else found.replace(interval=Interval(begin, published))
    if signal == "FROM" and begin is not None and starting:
        return found.replace(interval=Interval(begin, None))
    if signal == "THROUGH" and found.span:
        return found  # `through the first nine months of the year` is all of them
    if signal in _CLOSERS and end is not None:
        return found.replace(interval=Interval(None, end))
    if signal == "AFTER" and end is not None:
        return found.replace(interval=Interval(end + timedelta(days=1), None))
    if signal == "BEFORE" and begin is not None:
        return found.replace(interval=Interval(None, begin - timedelta(days=1)))
    return found
