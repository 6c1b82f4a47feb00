"""What the kinds of expressions share: how an answer is made, and which year an expression without one means. Pure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from newsclaims.times.context import Context, Resolved
from newsclaims.times.intervals import PRECISIONS, Interval, part_of, timex_of
from newsclaims.times.parts import Parts

MODS = {"early": "START", "mid": "MID", "late": "END", "start": "START", "end": "END"}
MOVES = {"last": -1, "previous": -1, "past": -1, "this": 0, "latest": 0, "next": 1, "following": 1, "recent": -1}
NO_MENTION = "nothing dated before it"


def dated(parts: Parts, interval: Interval, unit: str, anchor: str) -> Resolved:
    """A calendar unit, or the part of it that `edge` or `side` names."""
    begin = interval.begin or date(1, 1, 1)
    edge = parts.edge if unit not in {"day"} else None
    return Resolved(
        timex_type="DATE",
        value=timex_of(begin, unit),
        mod=MODS.get(parts.edge or "") or {"earlier": "START", "later": "END"}.get(parts.side or "") or parts.mod,
        interval=part_of(interval, edge) if edge else interval,
        precision="day" if edge in {"start", "end"} else PRECISIONS.get(unit),
        anchor=anchor,
    )


def year_of(parts: Parts, context: Context) -> tuple[int | None, str]:
    """The year that an expression names or points to ("of that year"), and its anchor; None where it says none."""
    if parts.year is not None:
        return parts.year, "explicit"
    pointed = "year" in parts.units or parts.kind in {"month", "season", "holiday"}
    move = parts.moves[-1] if parts.moves and pointed else None
    if move in {"that", "same", "following", "previous"} and "year" in parts.units:
        mention = context.yearly()
        if mention and mention.interval.begin:
            return mention.interval.begin.year + {"following": 1, "previous": -1}.get(move, 0), mention.text
    if context.published and "year" in parts.units:
        return context.published.year + MOVES.get(move or "this", 0), "published"
    return None, "published"


def nearest_year(day_in: Callable[[int], date], context: Context, *, move: str | None = None) -> int:
    """The year that `move` (`last`, `next`), tense and signal point to for a day without one; else the nearest."""
    published = context.published or date(1, 1, 1)
    days = []
    for year in (published.year - 1, published.year, published.year + 1):
        try:
            days.append(day_in(year))
        except ValueError:
            continue
    past = [day for day in days if day <= published]
    future = [day for day in days if day >= published]
    if not past or not future:
        return (past or future or [published])[0].year
    if move in {"last", "next"}:
        return past[-1].year if move == "last" else future[0].year
    back, ahead = (published - past[-1]).days, (future[0] - published).days
    if context.signal == "since" or context.tense == "past":
        return future[0].year if back > 270 and ahead < 60 and context.signal != "since" else past[-1].year
    if context.tense == "future":
        return past[-1].year if ahead > 330 and back < 30 else future[0].year
    return past[-1].year if back <= ahead + 60 else future[0].year
