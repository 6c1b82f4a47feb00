"""How a run fares, told while it goes: a bar on a terminal, one JSON line now and then otherwise.

Reading order: `Report` (what is told), `InputProgress` (how far the input is read), `Teller`.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

import msgspec
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from newsclaims.read.remote import is_url
from newsclaims.read.sources import STDIN, sources
from newsclaims.runs.machine import MiB

_EVERY = 30.0  # seconds between two JSON lines


class Report(msgspec.Struct):
    """Counts of the whole run (`articles`, `claims`, `failures`, `shards`, `kept` of them from before), articles a
    second in this session, seconds left (None: not known), MiB of memory in driver and workers, workers lost.
    """

    articles: int = 0
    claims: int = 0
    failures: int = 0
    shards: int = 0
    kept: int = 0
    rate: float = 0.0
    seconds: float = 0.0
    seconds_left: float | None = None
    memory_mib: int = 0
    workers: int = 0
    workers_lost: int = 0


class InputProgress:
    """How far the files of the input are read, in bytes as they lie on the disk, where the system can tell (Linux).

    A reader hands on articles and no position; but the files that it has open have one. What is read from standard
    input or a URL is not known.
    """

    def __init__(self, paths: Sequence[str]) -> None:
        self._sizes: dict[str, int] = {}
        for path in paths:
            for source in sources([path] if path != STDIN and not is_url(path) else []):
                with contextlib.suppress(OSError):
                    self._sizes[os.path.realpath(source.path)] = os.path.getsize(source.path)
        self.total = sum(self._sizes.values())
        self._read: dict[str, int] = {}

    def position(self) -> int | None:
        """Bytes read so far; None where that is not known."""
        try:
            handles = os.listdir("/proc/self/fd")
        except OSError:
            return None
        for handle in handles:
            with contextlib.suppress(OSError, ValueError, IndexError):
                file = os.readlink(f"/proc/self/fd/{handle}")
                if file in self._sizes:
                    told = Path(f"/proc/self/fdinfo/{handle}").read_text().split()
                    self._read[file] = min(int(told[1]), self._sizes[file])
        return sum(self._read.values())


class Teller:
    """Tells reports on standard error; a context manager. `as_json` has lines on a terminal too."""

    def __init__(self, console: Console, *, as_json: bool, every: float = _EVERY) -> None:
        self._console = console
        self._as_json = as_json or not console.is_terminal
        self._every = every
        self._next = time.monotonic() + every
        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
        self._bar = Progress(*columns, console=console, transient=True, disable=self._as_json)
        self._task: TaskID = self._bar.add_task("starting", total=None)

    def __enter__(self) -> Teller:
        self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._bar.stop()

    def tell(self, report: Report, *, last: bool = False) -> None:
        """Tell it, if it is time to; the last one always, as a line."""
        if not self._as_json:
            self._show(report)
        elif last or time.monotonic() >= self._next:
            self._next = time.monotonic() + self._every
            write_event(self._console, "end" if last else "progress", **msgspec.to_builtins(report))

    def lost(self, what: str, where: str) -> None:
        """Tell that a worker fell, or what was set aside for it."""
        if self._as_json:
            write_event(self._console, "fall", what=what, where=where)
        else:
            self._console.print(f"{where}: {what}", style="yellow", highlight=False, markup=False)

    def _show(self, report: Report) -> None:
        left = "" if report.seconds_left is None else f", {_clock(report.seconds_left)} left"
        aside = f", {report.failures:,} set aside" if report.failures else ""
        fallen = f", {report.workers_lost:,} workers lost" if report.workers_lost else ""
        told = (
            f"{report.articles:,} articles, {report.claims:,} claims{aside}, {report.rate:,.1f}/s{left}, "
            f"{report.memory_mib:,} MiB in {report.workers} workers{fallen}"
        )
        done = report.seconds and report.seconds_left is not None
        total = report.seconds + (report.seconds_left or 0.0)
        self._bar.update(self._task, description=told, completed=report.seconds, total=total if done else None)


def write_event(console: Console, event: str, **told: object) -> None:
    """Write what happened as a JSON line."""
    console.file.write(msgspec.json.encode({"event": event, **told}).decode() + "\n")
    console.file.flush()


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def mebibytes(size: int) -> int:
    """Bytes as MiB, rounded."""
    return round(size / MiB)
