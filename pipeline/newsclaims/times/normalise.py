"""What a time expression is worth: TIMEX3 type and value, and the dated interval. Pure: no Doc, no clock, no zone.

Reading order: `context.py` (what it is resolved against, and the form of the answer), `answers.py`, and then by kind
`days.py`, `periods.py`, `pointers.py` and `lengths.py`.
"""

from __future__ import annotations

from collections.abc import Callable

from newsclaims.times.context import Context, Resolved, unresolved
from newsclaims.times.days import DAYS
from newsclaims.times.lengths import LENGTHS
from newsclaims.times.parts import Parts
from newsclaims.times.periods import PERIODS
from newsclaims.times.pointers import POINTERS

_KINDS: dict[str, Callable[[Parts, Context], Resolved]] = {**DAYS, **PERIODS, **POINTERS, **LENGTHS}


def normalise(parts: Parts, context: Context) -> Resolved:
    """The answer for one expression; what cannot be resolved keeps its TIMEX3 value in X form, and says why."""
    try:
        return _KINDS[parts.kind](parts, context)
    except (ValueError, OverflowError):
        return unresolved("DATE", "XXXX-XX-XX", "no such date in the calendar")
