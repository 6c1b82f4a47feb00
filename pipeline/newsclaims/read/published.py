"""The day of publication of an article that brings none: from its address, or from a dateline that names day and year.

Never the clock. What is found is named in `published_from` (`url` or `text`).
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlsplit

from newsclaims import tables
from newsclaims.records import PublishedFrom

_OPENING = 600  # characters of the text in which a dateline may stand
_EARLIEST = 1900
_IN_PATH = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d)[/_-](?P<m>\d{1,2}|[a-z]{3,9})[/_-](?P<d>\d{1,2})(?!\d)"
    r"|(?<!\d)(?P<ymd>(?:19|20)\d{6})(?!\d)",
    re.IGNORECASE,
)


class Published(NamedTuple):
    """An ISO date and where it was found."""

    day: str
    found_in: PublishedFrom


def published_of(url: str | None, text: str) -> Published | None:
    """The day that an article's address or dateline gives, in this order; None where neither gives one whole."""
    if url and (day := _in_url(url)):
        return Published(day, "url")
    day = _in_text(text[:_OPENING])
    return Published(day, "text") if day else None


def _in_url(url: str) -> str | None:
    """`…/2019/07/24/…`, `…/2019-jul-24-…`, `…/20190724/…`."""
    try:
        path = urlsplit(url).path
    except ValueError:
        return None
    for hit in _IN_PATH.finditer(path):
        packed = hit["ymd"]
        found = (packed[:4], packed[4:6], packed[6:]) if packed else (hit["y"], hit["m"], hit["d"])
        if day := _day(*found):
            return day
    return None


def _in_text(opening: str) -> str | None:
    """A date with its year on a line of its own, or in a dateline before its dash: `HARNSUND, July 24, 2019 —`."""
    for pattern in _dateline_patterns():
        for hit in pattern.finditer(opening):
            if day := _day(hit["y"], hit["m"], hit["d"]):
                return day
    return None


def _day(year: str, month: str, day: str) -> str | None:
    """An ISO date, or None where there is no such day."""
    number = int(month) if month.isdecimal() else _months().get(month.lower().rstrip("."), 0)
    try:
        found = date(int(year), number, int(day))
    except ValueError:
        return None
    return found.isoformat() if found.year >= _EARLIEST else None


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    rows = tables.rows("en/time_words", "surface", "tag", "value")
    return {row["surface"]: int(row["value"]) for row in rows if row["tag"] == "MONTH"}


@lru_cache(maxsize=1)
def _dateline_patterns() -> tuple[re.Pattern[str], ...]:
    """A line that is only a date; a place in capitals, a date, and a dash or bracket, where a paragraph opens."""
    month = rf"(?P<m>{'|'.join(sorted(_months(), key=len, reverse=True))})\.?"
    years = r"(?P<y>(?:19|20)\d\d)"
    forms = (rf"{month} (?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? {years}", rf"(?P<d>\d{{1,2}}) {month},? {years}")
    weekday = r"(?:[A-Z][a-z]{2,8}day,? )?"
    alone = r"^[ \t]*(?:(?:Published|Posted|Updated)[:,]? (?:on )?)?"
    place = r"^[ \t]*(?-i:[A-Z][A-Z.'’-]+)(?:[ ,/][^\n—–()]{0,60}?)?[, ]+"
    patterns = [alone + weekday + form + r"[ \t.]*$" for form in forms]
    patterns += [place + weekday + form + r"[ \t]*(?:—|–|--|-|\(|:)" for form in forms]
    return tuple(re.compile(pattern, re.IGNORECASE | re.MULTILINE) for pattern in patterns)
