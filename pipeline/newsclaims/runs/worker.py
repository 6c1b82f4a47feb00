"""A worker process: takes shards from its standard input, writes their files, and tells what it is at.

Reading order: `Trail`, `main`. It ends when its input ends: a driver that was killed leaves no worker behind.
"""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import sys
import threading
import time
from pathlib import Path
from typing import BinaryIO, NoReturn

import msgspec

from newsclaims.errors import NewsclaimsError, UsageError
from newsclaims.runs.engine import Engine, engine_of
from newsclaims.runs.ledger import Fall
from newsclaims.runs.machine import memory_used
from newsclaims.runs.messages import Done, Ready, Sealing, Sorry, Task, receive, send
from newsclaims.runs.remote import is_remote, store_at
from newsclaims.runs.settings import Settings
from newsclaims.runs.shards import Shard
from newsclaims.runs.store import Store
from newsclaims.runs.work import At, work_shard

TRAILS = "trails"


class Trail:
    """What this worker is at, in a small file: read when worker and driver both died, as when memory ran out.

    None where the run is not kept in a folder of this machine."""

    def __init__(self, folder: Path | None) -> None:
        self._path = None if folder is None else folder / TRAILS / f"{os.getpid()}.json"
        self._shard: Shard | None = None

    def start(self, shard: Shard) -> None:
        """Say which shard is begun."""
        self._shard = shard

    def note(self, at: At) -> None:
        """Write down what is begun now; no longer whole than the page cache, which outlives any kill."""
        if self._path is None or self._shard is None:
            return
        record = self._shard.records[at.first]
        article = getattr(record, "id", None) if at.alone else None
        why = "it was being worked when the whole run was killed"
        fall = Fall(self._shard.index, self._shard.content, at.first, at.last, at.alone, why, article)
        with contextlib.suppress(OSError):
            self._path.write_bytes(msgspec.json.encode(fall))

    def end(self) -> None:
        """Nothing is being worked any more."""
        if self._path is not None:
            with contextlib.suppress(OSError):
                self._path.unlink()


def main(arguments: list[str]) -> NoReturn:
    """Work shards until the driver closes the pipe: `python -m newsclaims.runs.worker PLACE ENGINE SETTINGS`."""
    # A terminal sends Ctrl-C to driver and workers alike, and a service manager SIGTERM: the driver decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    place = arguments[0]
    store = store_at(place)
    # What a library prints must not get between the messages.
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    trail = Trail(None if is_remote(place) else Path(place))
    inbox: queue.SimpleQueue[Task] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, inbox, trail), daemon=True).start()
    try:
        engine = engine_of(arguments[1], msgspec.json.decode(arguments[2], type=Settings))
        send(out, Ready(engine.facts))
        while True:
            send(out, _done(inbox.get(), engine, store, trail, out))
    except NewsclaimsError as error:
        send(out, Sorry(error.what, error.where, error.mend, isinstance(error, UsageError)))
    except BrokenPipeError:  # the driver is gone: no article is to blame
        trail.end()
    sys.exit(1)


def _listen(stream: BinaryIO, inbox: queue.SimpleQueue[Task], trail: Trail) -> NoReturn:
    """Hand on each task; end the process, whatever it is at, when the driver has closed the pipe or is gone."""
    with contextlib.suppress(EOFError, OSError):
        while True:
            inbox.put(receive(stream))
    trail.end()
    os._exit(0)


def _done(task: Task, engine: Engine, store: Store, trail: Trail, out: BinaryIO) -> Done:
    """A task worked, and its file in its place."""
    started = time.process_time()
    trail.start(task.shard)

    def note(at: At) -> None:
        trail.note(at)
        send(out, at)

    head, data = work_shard(task.shard, task.care, engine, task.run, note=note)
    trail.end()
    send(out, Sealing())
    store.write(task.shard.name(task.run), data)
    return Done(head, time.process_time() - started, memory_used())


if __name__ == "__main__":
    main(sys.argv[1:])
