"""What a time expression says, taken apart: the form in which `find.py` hands it to `normalise.py`."""

from __future__ import annotations

from fractions import Fraction

import msgspec

from newsclaims.times.words import Word

MOVES = {
    "LAST": "last", "PAST": "past", "NEXT": "next", "PREVIOUS": "previous", "FOLLOWING": "following", "THIS": "this",
    "CURRENT": "this", "THAT": "that", "LATEST": "latest", "SAME": "same", "FINAL": "final", "OPENING": "opening",
    "RECENT": "recent",
}  # fmt: skip
UNIT_TAGS = frozenset(
    ["UNIT", "UNITS", "CENTURY", "SEASONWORD", "QUARTER", "QUARTERS", "WEEKEND", "WEEKENDS", "EACHUNIT", "SEMESTER"]
)
_CLOCK_HOURS = {"am": 0, "pm": 12}


class Parts(msgspec.Struct, frozen=True):
    """The parts of one expression; None, or empty, where it does not say.

    `move` is the word that points (`last`, `this`, `next`, `previous`, `that`, …), `moves` all of them in order; `unit`
    the unit that `count` counts, `units` all of them ("the first nine months of last year": month, year).
    `edge` is early, mid, late, start, end; `side` is earlier, later or sofar; `mod` TIMEX3's word for an approximation.
    """

    kind: str
    text: str = ""
    year: int | None = None
    years: tuple[int, ...] = ()
    month: int | None = None
    day: int | None = None
    days: tuple[int, ...] = ()
    weekday: int | None = None
    dayword: int | None = None
    ordinal: int | None = None
    count: Fraction | None = None
    counts: tuple[Fraction, ...] = ()
    units: tuple[str, ...] = ()
    moves: tuple[str, ...] = ()
    definite: bool = False
    edge: str | None = None
    side: str | None = None
    mod: str | None = None
    season: str | None = None
    part: str | None = None
    clock: str | None = None
    zone: str | None = None
    holiday: str | None = None
    reference: str | None = None
    fiscal: bool = False
    decade: str | None = None

    @property
    def unit(self) -> str | None:
        """The first unit named."""
        return self.units[0] if self.units else None

    @property
    def move(self) -> str | None:
        """The first pointing word."""
        return self.moves[0] if self.moves else None


def parts_of(kind: str, words: list[Word], text: str) -> Parts:
    """The parts that the words of an expression give; a tag that stands twice counts where it stands first."""
    first: dict[str, Word] = {}
    for word in words:
        first.setdefault(word.tag, word)
    value = {tag: word.value for tag, word in first.items()}
    counts = _counts(words)
    days = tuple(int(word.value) for word in words if word.tag in {"DAY", "ORD"})
    (clock, zone), years = _clock(words), _years(words)
    return Parts(
        kind=kind,
        text=text,
        year=years[0] if years else None,
        years=years,
        month=_integer(value.get("MONTH")),
        day=days[0] if days else None,
        days=days,
        weekday=_integer(value.get("WEEKDAY") or value.get("WDAY") or value.get("WEEKDAYS")),
        dayword=_integer(value.get("DAYWORD")),
        ordinal=_integer(value.get("ORD") or value.get("QN") or value.get("HN")),
        count=counts[0] if counts else None,
        counts=counts,
        units=_units(words),
        moves=tuple(MOVES[word.tag] for word in words if word.tag in MOVES),
        definite="THE" in first,
        edge=value.get("EDGE"),
        side=value.get("EARLIER")
        or value.get("LATER")
        or value.get("SOFAR")
        or ("later" if "AFTER" in first else "sofar" if "TODATE" in first else None),
        mod=value.get("ROUGHLY") or value.get("OVER") or value.get("ORSO"),
        season=value.get("SEASON") or value.get("SEASONS"),
        part=value.get("PART") or value.get("PARTS") or value.get("TONIGHT") or value.get("OVERNIGHT"),
        clock=clock,
        zone=zone,
        holiday=value.get("HOLIDAY"),
        reference=value.get("REF") or value.get("FUTUREREF"),
        fiscal="FISCAL" in first,
        decade=value.get("DECADE") or value.get("DECADEWORD"),
    )


def _integer(value: str | None) -> int | None:
    return int(value) if value else None


def _counts(words: list[Word]) -> tuple[Fraction, ...]:
    """The numbers that count units: "2 1/2" and "two-and-a-half" are one, "a few" is three, "half a" is a half."""
    counts: list[Fraction] = []
    for at, word in enumerate(words):
        if word.tag in {"NUM", "DAY", "YEAR"} and word.number is not None:
            counts.append(word.number)
        elif word.tag == "FRACTION" and word.number is not None:
            counts[-1:] = [counts[-1] + word.number] if counts else [word.number]
        elif word.tag == "HALF" and counts and "A" in {w.tag for w in words[max(at - 2, 0) : at]}:
            counts[-1] += Fraction(1, 2)
        elif word.tag in {"FEW", "COUPLE"} and word.value:
            counts.append(Fraction(word.value))
    return tuple(counts)


def _units(words: list[Word]) -> tuple[str, ...]:
    """The units named, in the singular; "half" only where it is a part of a year, not "half a decade"."""
    units = [word.value or word.tag.lower().removesuffix("s") for word in words if word.tag in UNIT_TAGS]
    return tuple(units) if units or not any(word.tag == "HALF" for word in words) else ("half",)


def _years(words: list[Word]) -> tuple[int, ...]:
    """The years named: "1998-99" are two of one century, "'82" is the last such before 2030."""
    years: list[int] = []
    for word in words:
        if word.tag == "YEAR":
            years.append(int(word.value))
        elif word.tag == "YY":
            years.append(int(word.value) + (2000 if int(word.value) < 30 else 1900))
        elif word.tag in {"DAY", "NUM"} and years and len(word.value) == 2 and word.value.isdigit():
            years.append(years[-1] // 100 * 100 + int(word.value))
    return tuple(years)


def _hour_minute(figure: str) -> tuple[str, str]:
    """ "7:15", "7.15" and "0715" taken apart; a bare hour has no minutes."""
    if len(figure) == 4 and figure.isdigit():
        return figure[:2], figure[2:]
    hour, minute = ([*figure.replace(".", ":").split(":"), "00"])[:2]
    return hour, minute


def _clock(words: list[Word]) -> tuple[str | None, str | None]:
    """The time of day as HH:MM, and its zone's name; ("7:15", "p.m.") -> 19:15."""
    zone = next((word.value or None for word in words if word.tag == "ZONE"), None)
    for at, word in enumerate(words):
        if word.tag == "CLOCKWORD":
            return word.value, zone
        if word.tag in {"CLOCK", "DAY"}:
            after = words[at + 1] if at + 1 < len(words) else None
            half = after.value.lower().replace(".", "").replace(" ", "") if after and after.tag == "AMPM" else None
            if word.tag == "DAY" and half is None:
                continue
            hour, minute = _hour_minute(word.value)
            hours = int(hour) % 12 + _CLOCK_HOURS[half] if half in _CLOCK_HOURS else int(hour)
            return (f"{hours:02d}:{minute}", zone) if hours < 25 else (None, zone)
    return None, zone
