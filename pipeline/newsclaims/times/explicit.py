"""The one door to dateparser: the day that a written-out numeric date names."""

from __future__ import annotations

from datetime import date, datetime, timezone
from functools import lru_cache

import dateparser  # noqa: TID251

_LONGEST = 12
_BASE = datetime(2000, 1, 1, tzinfo=timezone.utc)
_SETTINGS = {
    "DATE_ORDER": "MDY",
    "PREFER_LOCALE_DATE_ORDER": False,
    "REQUIRE_PARTS": ["day", "month", "year"],
    "PARSERS": ["absolute-time"],
    "RELATIVE_BASE": _BASE.replace(tzinfo=None),
    "TIMEZONE": "UTC",
    "TO_TIMEZONE": "UTC",
    "RETURN_AS_TIMEZONE_AWARE": False,
    "NORMALIZE": True,
}


@lru_cache(maxsize=4096)
def explicit_date(text: str) -> date | None:
    """The day of a date in figures ("9/30/2016", "30.9.2016"), month first where both can be; None if it is none."""
    if len(text) > _LONGEST:
        return None
    found = dateparser.parse(text, languages=["en"], settings=_SETTINGS)
    return found.date() if found else None
