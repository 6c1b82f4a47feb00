"""Whether two figures are about windows that let them be held against each other, and why."""

from __future__ import annotations

from datetime import date

from newsclaims.claims.page import quoted
from newsclaims.records import Claim, Time

_SLACK = 0.1
_LEAST_SLACK = 1


def comparable(a: Claim, b: Claim) -> tuple[bool | None, str]:
    """True for windows of one length, False for others, None where a window is not told; and the reason in words."""
    lengths = [days(claim.time) for claim in (a, b)]
    unknown = [quoted(claim) for claim, length in zip((a, b), lengths, strict=True) if length is None]
    if unknown:
        return None, f"no closed window is told for {' and '.join(unknown)}"
    assert a.time is not None
    assert b.time is not None
    told = " and ".join(f"{_window(claim.time)} ({length} days)" for claim, length in zip((a, b), lengths, strict=True))
    if same_window(a.time, b.time):
        return True, f"one window: {_window(a.time)}"
    if _alike(lengths[0] or 0, lengths[1] or 0):
        return True, f"windows of one length: {told}"
    return False, f"windows differ: {told}"


def days(time: Time | None) -> int | None:
    """How many days a window has; None for an open one."""
    if time is None or time.begin is None or time.end is None:
        return None
    return (date.fromisoformat(time.end) - date.fromisoformat(time.begin)).days + 1


def same_window(a: Time | None, b: Time | None) -> bool:
    """Whether both windows are told, and the same to a day or a tenth of their length; open ones to the day."""
    if a is not None and b is not None and (a.begin, a.end) == (b.begin, b.end) != (None, None):
        return True
    length, other = days(a), days(b)
    if a is None or b is None or length is None or other is None:
        return False
    slack = max(_LEAST_SLACK, int(min(length, other) * _SLACK))
    if min(length, other) == 1:
        slack = 0
    pairs = ((a.begin, b.begin), (a.end, b.end))
    return all(abs((date.fromisoformat(x) - date.fromisoformat(y)).days) <= slack for x, y in pairs if x and y)


def overlap(a: Time | None, b: Time | None) -> bool:
    """Whether two windows may share a day; an open side reaches everywhere, and none told is any."""
    if a is None or b is None:
        return True
    return (a.begin or "") <= (b.end or "9999") and (b.begin or "") <= (a.end or "9999")


def _alike(length: int, other: int) -> bool:
    return abs(length - other) <= max(length, other) * _SLACK


def _window(time: Time | None) -> str:
    return f"{time.begin} to {time.end}" if time and time.begin != time.end else f"{time.begin if time else None}"
