"""No date hangs on the clock or the local zone: our code names neither, and no answer moves with them."""

from __future__ import annotations

import ast
import datetime
import sys
import time
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from marked_timexes import answers_of, blank_pipeline, timexes, unmarked
from test_times_intervals import EXAMPLES

from newsclaims.times.explicit import explicit_date

_READS = frozenset(["now", "today", "utcnow", "localtime", "gmtime", "fromtimestamp", "tzlocal", "time_ns", "mktime"])


# A run's manifest says when it was, and a correction when it was made; records never do.
_MAY_TELL = frozenset(["runs/drive.py", "runs/manifest.py", "corrections/commands.py", "audit/correcting.py"])


def test_no_module_names_the_clock() -> None:
    package = Path(str(resources.files("newsclaims")))
    named = [
        f"{path.name}:{node.lineno}"
        for path in package.rglob("*.py")
        if path.relative_to(package).as_posix() not in _MAY_TELL
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in _READS
    ]
    assert named == []


class _Real(type):
    """A date class that passes for the real one."""

    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, cls.__mro__[1])


class _Datetime(datetime.datetime, metaclass=_Real):
    """A clock that stands where `_CLOCK` says."""

    @classmethod
    def now(cls, tz: datetime.tzinfo | None = None) -> Any:
        return _CLOCK[0].replace(tzinfo=tz)

    @classmethod
    def today(cls) -> Any:
        return _CLOCK[0]

    @classmethod
    def utcnow(cls) -> Any:
        return _CLOCK[0]


class _Date(datetime.date, metaclass=_Real):
    @classmethod
    def today(cls) -> Any:
        return _CLOCK[0].date()


_CLOCK = [datetime.datetime(1931, 3, 1)]  # noqa: DTZ001 - a clock has no zone


def _stop_clocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put our clocks into dateparser, which looks at the year for its own checks, and into our package."""
    clocks = (("datetime", datetime.datetime, _Datetime), ("date", datetime.date, _Date))
    for name, module in list(sys.modules.items()):
        for attribute, real, stopped in clocks if name.split(".")[0] in {"newsclaims", "dateparser"} else ():
            if getattr(module, attribute, None) is real:
                monkeypatch.setattr(module, attribute, stopped)


@pytest.mark.parametrize(
    ("clock", "zone"), [((1931, 3, 1), "Pacific/Kiritimati"), ((2088, 2, 29, 23, 59), "Pacific/Pago_Pago")]
)
def test_no_date_hangs_on_clock_or_zone(monkeypatch: pytest.MonkeyPatch, clock: tuple[int, ...], zone: str) -> None:
    nlp = blank_pipeline()
    texts = [unmarked(marked)[0] for marked in EXAMPLES]
    explicit_date.cache_clear()
    wanted = [answers_of(timexes(nlp, text)) for text in texts]
    try:
        _CLOCK[0] = datetime.datetime(*clock)  # type: ignore[arg-type]  # noqa: DTZ001
        _stop_clocks(monkeypatch)
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        explicit_date.cache_clear()
        assert [answers_of(timexes(nlp, text)) for text in texts] == wanted
    finally:
        monkeypatch.undo()
        time.tzset()
        explicit_date.cache_clear()
