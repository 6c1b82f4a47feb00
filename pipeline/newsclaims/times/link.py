"""How expressions of one sentence work together: signals that open or close an interval, and ranges. Pure.

"Since June" runs to publication, "until June" and "by June" have no begin; both ends of "from June to August" stand for
the whole; "the year ended June 30" is counted back from that day.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import msgspec

from newsclaims.times.context import Resolved
from newsclaims.times.find import Found
from newsclaims.times.intervals import MONTHS, Interval, add_months
from newsclaims.times.words import Word

_OPENERS = frozenset(["FROM", "BETWEEN"])
_JOINERS = frozenset(["TO", "AND", "DASH", "UNTIL", "THROUGH"])
_CLOSERS = frozenset(["UNTIL", "BY", "THROUGH"])
_SMALL = frozenset("IN AT THE TO AND DASH UNTIL THROUGH ENDED BY OF COMMA".split())
_YEARLESS = frozenset(["month", "date", "quarter", "season"])
_ENDED = frozenset("unit the_unit quarter half length first_units counted one_unit same".split())


def with_shared_year(founds: Sequence[Found], words: Sequence[Word]) -> list[Found]:
    """The expressions, the year of the second end of a range given to a first end without one ("from May to July 2016")."""
    out = list(founds)
    for at in range(len(out) - 2, -1, -1):
        first, second = out[at], out[at + 1]
        if ranges(first, second, words) and first.parts.kind in _YEARLESS and first.parts.year is None and second.parts.year:
            out[at] = first._replace(parts=msgspec.structs.replace(first.parts, year=second.parts.year))
    return out


def adjacent(first: Found, second: Found, words: Sequence[Word]) -> bool:
    """Whether only small words stand between two expressions."""
    between = words[first.last : second.first]
    return 0 < len(between) <= 3 and all(word.tag in _SMALL for word in between)


def ranges(first: Found, second: Found, words: Sequence[Word]) -> bool:
    """Whether two expressions are the ends of one range: "from … to", "between … and", or two of a kind joined by "to", "-"."""
    if not adjacent(first, second, words) or second.signal is None or second.signal.tag not in _JOINERS:
        return False
    if first.signal is not None and first.signal.tag in _OPENERS:
        return (second.signal.tag == "AND") == (first.signal.tag == "BETWEEN")
    return second.signal.tag != "AND" and first.parts.kind == second.parts.kind


def joined(first: Resolved, second: Resolved) -> Interval | None:
    """The interval from the first to the second; a first end that falls after it is put a year back. None if one is open."""
    begin, end = first.interval.begin, second.interval.end
    if begin is None or end is None:
        return None
    if begin > end and first.anchor == "published":
        begin = add_months(begin, -12)
    return Interval(begin, end) if begin <= end else None


def ended(first: Found, second: Found, closing: Resolved, words: Sequence[Word]) -> Interval | None:
    """The period that a date closes: "the year ended June 30", "the six months through March"; None if it is none."""
    between = words[first.last : second.first]
    if first.parts.kind not in _ENDED or not adjacent(first, second, words):
        return None
    if not any(word.tag in {"ENDED", "THROUGH"} for word in between) or closing.interval.end is None:
        return None
    unit = first.parts.units[-1] if first.parts.units else ""
    count = first.parts.count if first.parts.kind not in {"unit", "the_unit", "quarter", "half"} else 1
    months = MONTHS.get(unit, 0) * int(count or 1)
    if not 0 < months <= 120:
        return None
    end = closing.interval.end
    last_of_month = (end + timedelta(days=1)).day == 1
    begin = add_months(end + timedelta(days=1), -months)
    return Interval(begin if last_of_month else begin, end)


def bounded(found: Resolved, signal: str, published: date | None) -> Resolved:
    """The answer as its signal opens or closes it: since X runs from X's first day, until and by X to its last."""
    begin, end = found.interval.begin, found.interval.end
    if signal == "SINCE" and begin is not None:
        late = published is not None and begin > published
        return found if late else found.replace(interval=Interval(begin, published))
    if signal in _CLOSERS and end is not None:
        return found.replace(interval=Interval(None, end))
    return found
