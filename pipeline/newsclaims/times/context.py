"""What a time expression is resolved against, and the answer."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import msgspec

from newsclaims.records import Precision, TimexType
from newsclaims.times.intervals import Interval

_FINENESS = ["day", "weekend", "week", "month", "season", "quarter", "half", "year", "decade", "century"]
_YEAR = re.compile(r"\b(?:1\d|20)\d\d\b")
PERIODS = frozenset(["quarter", "half", "month", "season"])


class Dated(msgspec.Struct, frozen=True):
    """A dated mention that later ones may point back to; `calendar` is False for an interval that a length made.

    `linked` is True for one made of two mentions, as a fiscal year is.
    """

    text: str
    value: str
    interval: Interval
    precision: Precision | None
    sentence: int = 0
    calendar: bool = True
    linked: bool = False


class Resolved(msgspec.Struct, frozen=True):
    """Type, value and mod by TIMEX3, and the interval, its precision and anchor; `reason` where there is none."""

    timex_type: TimexType
    value: str
    mod: str | None = None
    interval: Interval = Interval(None, None)
    precision: Precision | None = None
    anchor: str | None = None
    span: bool = False
    reason: str | None = None

    def replace(self, **changed: Any) -> Resolved:
        """The same with some fields changed."""
        return msgspec.structs.replace(self, **changed)


def unresolved(timex_type: TimexType, value: str, reason: str) -> Resolved:
    """An answer with no bounds."""
    return Resolved(timex_type, value, reason=reason)


class Context(msgspec.Struct, frozen=True):
    """Publication date, tense of the governing verb, the signal before, and earlier dated mentions.

    `history` has the latest last. `perfect` is True where the governing verb says that something goes on up to now
    ("have been … for"); `compared` where the sentence sets figures of two periods against each other; `fiscal` is the
    month and day on which the article says that its fiscal year starts; `lasting` the last that ran up to publication
    from a beginning (`since 2011`). `alone` is True for an expression that a comma follows; `ahead` for a length after
    which something will come about ("in two weeks").
    """

    published: date | None = None
    tense: str | None = None
    signal: str | None = None
    history: tuple[Dated, ...] = ()
    sentence: int = 0
    perfect: bool = False
    compared: bool = False
    fiscal: tuple[int, int] | None = None
    lasting: Dated | None = None
    alone: bool = False
    ahead: bool = False

    @property
    def coming(self) -> bool:
        """Whether a bare weekday is still to come: by the tense, or after "by", "until" with no past tense.

        What holds now "after Tuesday" does not tell that Tuesday is to come.
        """
        if self.tense == "timetabled":
            return self.signal != "after"
        return self.tense == "future" or (self.signal in {"by", "until"} and self.tense != "past")

    def latest(self, precision: str | None) -> Dated | None:
        """The last dated mention of a precision, or of any."""
        return next(
            (
                dated
                for dated in reversed(self.history)
                if dated.interval.begin and precision in {None, dated.precision}
            ),
            None,
        )

    def yearly(self) -> Dated | None:
        """The last dated mention that names its year, else the last one: what "that year" points to."""
        named = (dated for dated in reversed(self.history) if dated.interval.begin and _YEAR.search(dated.text))
        return next(named, None) or self.latest(None)

    def holding(self, unit: str, *, by: date | None = None) -> Dated | None:
        """The last mention that lies within one such unit (a month for "that year"), beginning no later than `by`."""
        limit = _FINENESS.index(unit) if unit in _FINENESS else 0
        for dated in reversed(self.history):
            late = by is not None and dated.interval.begin is not None and dated.interval.begin > by
            if dated.interval.begin and not late and dated.precision and _FINENESS.index(dated.precision) <= limit:
                return dated
        return None

    def twelve_months(self, *, reach: int) -> Dated | None:
        """The last year mentioned by its end (`the year ended June 30`), at most `reach` sentences back."""
        for dated in reversed(self.history):
            begin, end = dated.interval.begin, dated.interval.end
            if dated.linked and begin and end and 360 < (end - begin).days < 370:
                return dated if self.sentence - dated.sentence <= reach else None
        return None

    def period(self, reach: int = 99, *, seasons: bool = True) -> Dated | None:
        """The last quarter, half, month, season or run of months mentioned, at most `reach` sentences back."""
        for dated in reversed(self.history):
            near = self.sentence - dated.sentence <= reach
            wanted = dated.precision in PERIODS and (seasons or dated.precision != "season")
            if near and (wanted or dated.linked):
                return dated
        return None
