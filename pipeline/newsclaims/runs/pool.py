"""Worker processes as their driver sees them: started, given shards, listened to, and missed at once when they fall.

Reading order: `Hand` and `Crew` (the contract), `LocalCrew` and `Worker` (processes here), `reason` (what an exit code
means), `old_trails` (what a killed run was at).

Each worker's pipe has a thread that listens: the end of the pipe is the end of the worker, whatever killed it.
(The pool of `concurrent.futures` is broken for good when one worker dies.)
"""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, Protocol, cast

import msgspec

from newsclaims.errors import NewsclaimsError
from newsclaims.runs.ledger import Fall
from newsclaims.runs.messages import Task, receive, send
from newsclaims.runs.remote import is_remote, store_at
from newsclaims.runs.settings import Settings
from newsclaims.runs.work import At
from newsclaims.runs.worker import TRAILS

LOG = "workers.log"
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
_LAST_WORDS = 5.0  # seconds for a worker whose driver was killed to end by itself


class Gone(NamedTuple):
    """A worker has ended, with that exit code (negative: the signal that killed it); `with_node`, because the machine
    it ran on is gone, which is no article's doing.
    """

    code: int
    with_node: bool = False

    @property
    def why(self) -> str:
        """In words that fit behind "its worker"."""
        return "was lost with its machine" if self.with_node else reason(self.code)


class Hand:
    """A worker as the driver keeps it in mind, wherever it works; it speaks through the driver's queue of events.

    `task` is what it has to do, `at` what it said last that it was at, `until` when it is late, `late_at` what it was
    at when it was stopped for that.
    """

    def __init__(self) -> None:
        self.task: Task | None = None
        self.at: At | None = None
        self.until: float | None = None
        self.late_at: At | None = None
        self.ready = self.closing = self.late = False
        self.articles = self.memory = self.memory_first = 0

    def give(self, task: Task) -> None:
        """Hand over a shard. A worker that is gone says so by itself."""
        raise NotImplementedError

    def close(self) -> None:
        """Let it end: it has nothing to do."""
        raise NotImplementedError

    def kill(self) -> None:
        """End it at once; it says that it is gone."""
        raise NotImplementedError

    def bury(self) -> None:
        """End it if need be, and leave nothing of it behind."""
        raise NotImplementedError


class Crew(Protocol):
    """Where workers come from; a context manager."""

    def hire(self, events: queue.Queue[Any]) -> Hand:
        """A new worker, which says when it is ready."""

    def old_falls(self) -> list[Fall]:
        """What the workers of a run that was killed were at when they fell with it, as far as that is known."""

    def __enter__(self) -> Crew:
        """Ready to hire."""

    def __exit__(self, *_: object) -> None:
        """Nobody is needed any more."""


class LocalCrew:
    """Processes on this machine, which write into the place of that name: a folder of it, or a URL."""

    def __init__(self, place: str, engine: str, settings: Settings) -> None:
        self._place, self._engine, self._settings = place, engine, settings

    def __enter__(self) -> LocalCrew:
        self._log: Any = tempfile.TemporaryFile() if is_remote(self._place) else open(Path(self._place, LOG), "ab")
        return self

    def __exit__(self, *_: object) -> None:
        with self._log, contextlib.suppress(NewsclaimsError):  # what ended the run is told, not what ended its log
            if is_remote(self._place):
                self._log.seek(0)
                if said := self._log.read():
                    store_at(self._place).write(LOG, said)

    def hire(self, events: queue.Queue[Any]) -> Hand:
        """A new process."""
        return Worker(self._place, self._engine, self._settings, events, self._log)

    def old_falls(self) -> list[Fall]:
        """What trails tell; see `old_trails`. At a URL there are none: what was at work is worked again."""
        return [] if is_remote(self._place) else old_trails(Path(self._place))


class Worker(Hand):
    """A worker process of this machine, which writes into the place of that name."""

    def __init__(
        self, place: str, engine: str, settings: Settings, events: queue.Queue[Any], log: BinaryIO | None
    ) -> None:
        super().__init__()
        self._place = place
        # Matrices of one thread each: as many threads as workers would only wait for each other, and sums come out the
        # same on any number of cores.
        env = os.environ | dict.fromkeys(_ONE_THREAD, "1")
        # The same modules as the driver's, and no others that lie in the working folder.
        env |= {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONSAFEPATH": "1"}
        options = msgspec.json.encode(settings).decode()
        command = [sys.executable, "-m", "newsclaims.runs.worker", place, engine, options]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, env=env)
        threading.Thread(target=self._listen, args=(events,), daemon=True).start()

    @property
    def pid(self) -> int:
        """The number of its process."""
        return self._process.pid

    def give(self, task: Task) -> None:
        """Hand over a shard. A worker that is gone says so by itself."""
        self.task, self.at = task, None
        with contextlib.suppress(OSError):
            send(cast(BinaryIO, self._process.stdin), task)

    def close(self) -> None:
        """Let it end: it has nothing to do."""
        self.closing = True
        with contextlib.suppress(OSError):
            cast(BinaryIO, self._process.stdin).close()

    def kill(self) -> None:
        """End it at once."""
        self._process.kill()

    def bury(self) -> None:
        """Kill it if need be, wait until it is gone, and take its trail away: the driver knows what it was at."""
        self.kill()
        self._process.wait()
        with contextlib.suppress(OSError):
            (Path(self._place) / TRAILS / f"{self.pid}.json").unlink(missing_ok=True)

    def _listen(self, events: queue.Queue[Any]) -> None:
        try:
            while True:
                events.put((self, receive(cast(BinaryIO, self._process.stdout))))
        except (EOFError, OSError):
            pass
        except Exception:  # noqa: BLE001 - a worker that cannot be understood is as good as gone
            self.kill()
        events.put((self, Gone(self._process.wait())))


def reason(code: int) -> str:
    """What an exit code means, in words that fit behind "its worker"."""
    if code >= 0:
        return f"ended by itself with exit code {code}"
    try:
        name = signal.Signals(-code).name
    except ValueError:
        name = f"signal {-code}"
    hint = {"SIGKILL": " (out of memory, as a rule)", "SIGSEGV": " (a fault in compiled code)"}.get(name, "")
    return f"was killed by {name}{hint}"


def old_trails(folder: Path) -> list[Fall]:
    """What the workers of a run that was killed were at when they fell with it; the trails are taken away.

    A worker that outlived its driver takes its own trail away, and is waited for.
    """
    trails = folder / TRAILS
    trails.mkdir(exist_ok=True)
    until = time.monotonic() + _LAST_WORDS
    falls = []
    for path in sorted(trails.glob("*.json")):
        while path.exists() and _is_alive(path.stem) and time.monotonic() < until:
            time.sleep(0.05)
        with contextlib.suppress(OSError, msgspec.DecodeError):
            falls.append(msgspec.json.decode(path.read_bytes(), type=Fall))
        path.unlink(missing_ok=True)
    return falls


def _is_alive(pid: str) -> bool:
    try:
        os.kill(int(pid), 0)
    except (OSError, ValueError):
        return False
    return True
