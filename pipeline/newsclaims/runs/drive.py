"""The loop that drives a run: shards out to workers, their falls noted, until each shard's file is in its place.

Reading order: `Options`, `drive` (the whole face), then `_Drive`: `go`, what it does with each kind of event, `_give`.
Another thread reads the input, a few shards ahead of the workers and no more, so that memory stays flat.
"""

from __future__ import annotations

import queue
import threading
import time
from collections import deque
from collections.abc import Iterable
from typing import Any, NamedTuple

import msgspec

from newsclaims.errors import NewsclaimsError, RunError, UsageError
from newsclaims.records import Failure
from newsclaims.runs import manifest
from newsclaims.runs.ledger import Fall, Ledger
from newsclaims.runs.machine import MiB, memory_used
from newsclaims.runs.manifest import Manifest, Totals
from newsclaims.runs.messages import Done, Ready, Sealing, Sorry, Task
from newsclaims.runs.pool import Crew, Gone, Hand
from newsclaims.runs.progress import InputProgress, Report, Teller, mebibytes
from newsclaims.runs.settings import Settings
from newsclaims.runs.shards import FOLDER, Head, Record, Shard, cut, head_of, parsed_name
from newsclaims.runs.store import Store
from newsclaims.runs.work import At

_TICK = 0.5  # seconds between two looks at the clock
_LOADING = 600.0  # seconds in which a model is loaded, on any machine
_NEVER_READY = 3  # so many workers in turn may end by themselves while they load
_NEVER_LEFT = 10  # so many may be killed
_UNBLAMED = 5  # so many falls of a shard outside of any article's work
_GROWN = 256 * MiB  # beside half of what it held after its first shard: then a worker is replaced


class Options(msgspec.Struct, frozen=True):
    """How to run; none of it bears on a record. Seconds for an article; articles after which a worker is replaced."""

    jobs: int = 1
    article_seconds: float = 300.0
    recycle: int = 10_000


class Place(NamedTuple):
    """Where a run is kept, and its name in messages."""

    store: Store
    name: str


class _Cut(NamedTuple):
    """A shard that was read, and the position in the input behind it, in bytes; None for no shard: the input's end."""

    shard: Shard | None
    position: int | None
    error: BaseException | None = None


def drive(
    records: Iterable[Record], place: Place, crew: Crew, settings: Settings, options: Options, *, teller: Teller,
    reading: InputProgress,
) -> Manifest:  # fmt: skip
    """Work every record, going on with what is in the place; the manifest of the complete run.

    UsageError where it holds a run with other options, input or versions; RunError where it cannot go on.
    Whatever else ends it (KeyboardInterrupt …) leaves a run that the same call goes on with.
    """
    manifest.check_settings(place.store, place.name, settings)
    run = _Drive(place, crew, settings, options, teller, reading)
    end = "error"
    with crew:
        try:
            run.go(records)
            end = "done"
        except (KeyboardInterrupt, SystemExit):
            end = "stopped"
            raise
        finally:
            run.stop(end)
    assert run.manifest is not None
    return run.manifest


class _Drive:
    """One session of a run."""

    def __init__(
        self, place: Place, crew: Crew, settings: Settings, options: Options, teller: Teller, reading: InputProgress
    ) -> None:
        self.manifest: Manifest | None = None
        self._store, self._where, self._crew = place.store, place.name, crew
        self._settings, self._options = settings, options
        self._teller, self._reading = teller, reading
        self._events: queue.Queue[Any] = queue.Queue()
        self._slots = threading.Semaphore(2 * options.jobs + 2)
        self._workers: list[Hand] = []
        self._waiting: deque[Shard] = deque()
        self._known: dict[int, str] = {}
        self._count = 0
        self._input_ended = False
        self._unready = 0
        self._unblamed: dict[int, int] = {}
        self._position = 0
        self._bytes: dict[int, int] = {}
        self._heads: dict[int, bytes] = {}  # as lines; an object store would be slow to ask
        self._totals = Totals()
        self._kept = self._kept_bytes = self._worked_bytes = 0
        self._session = manifest.new_session(options.jobs)
        self._started = time.monotonic()

    def go(self, records: Iterable[Record]) -> None:
        """Run to the end."""
        self._ledger = Ledger(self._store)
        for fall in self._crew.old_falls():
            self._ledger.note(fall)
        self._start_worker()
        self._begin()
        threading.Thread(target=self._read, args=(records,), daemon=True).start()
        while not self._input_ended or self._waiting or any(worker.task for worker in self._workers):
            self._heed(self._next())
            self._give()
        self._end()

    def _begin(self) -> None:
        """Wait for the first worker, which knows the versions; find what is done already."""
        while not any(worker.ready for worker in self._workers):
            self._heed(self._next())
            if not self._workers:
                self._start_worker()
        assert self.manifest is not None
        self.manifest.sessions.append(self._session)
        manifest.keep(self._store, self.manifest)
        for name in self._store.names(FOLDER):
            parsed = parsed_name(name)
            if parsed is None:
                continue
            if parsed.run != self.manifest.run or parsed.index in self._known:
                raise UsageError(
                    "the file is of another run.", where=f"{self._where}/{name}", mend="Move it out of the folder."
                )
            self._known[parsed.index] = parsed.content

    def _read(self, records: Iterable[Record]) -> None:
        """Cut the input into shards, never far ahead; in a thread of its own."""
        try:
            for shard in cut(records, self._settings.size):
                self._slots.acquire()
                self._events.put(_Cut(shard, self._reading.position()))
            self._events.put(_Cut(None, None))
        except BaseException as error:  # noqa: BLE001 - whatever it is, the driver raises it
            self._events.put(_Cut(None, None, error))

    def _next(self) -> Any:
        """The next event; None when a tick has passed. Meanwhile the clock is looked at and progress told."""
        try:
            event = self._events.get(timeout=_TICK)
        except queue.Empty:
            event = None
        # What a worker said last may still be on its way while other events are: then it is too soon to judge it.
        now = time.monotonic() if self._events.empty() else 0.0
        for worker in self._workers:
            if worker.until is not None and now > worker.until and not worker.late:
                worker.late, worker.late_at = True, worker.at
                worker.kill()
        self._teller.tell(self._report())
        return event

    def _heed(self, event: Any) -> None:
        if isinstance(event, _Cut):
            self._heed_cut(event)
        elif event is not None:
            worker, message = event
            if isinstance(message, Sorry):
                raise message.error()
            if isinstance(message, Ready):
                self._heed_ready(worker, message)
            elif isinstance(message, At):
                worker.at = message
                worker.until = time.monotonic() + self._options.article_seconds * message.patience
            elif isinstance(message, Sealing):
                worker.at = worker.until = None
            elif isinstance(message, Done):
                self._heed_done(worker, message)
            elif isinstance(message, Gone):
                self._heed_gone(worker, message)

    def _heed_cut(self, event: _Cut) -> None:
        """A shard was read: it is done already, or waits to be; refuse an input that is not the one of before."""
        if event.error is not None:
            raise event.error
        shard = event.shard
        if shard is None:
            self._input_ended = True
            return
        self._count += 1
        # A shard's part of the input: what was read since the one before.
        position = max(self._position, event.position or 0)
        self._bytes[shard.index], self._position = position - self._position, position
        known = self._known.get(shard.index)
        if known is not None and known != shard.content[:16]:
            raise self._other_input(shard)
        head = None if known is None else self._head(shard)
        if head is None:
            self._waiting.append(shard)
            return
        self._kept += 1
        self._kept_bytes += self._count_in(head)

    def _heed_ready(self, worker: Hand, message: Ready) -> None:
        """A worker can begin; what it hangs on must be what the run hangs on."""
        worker.ready, worker.until = True, None
        self._unready = 0
        if self.manifest is None:
            self.manifest = manifest.opened_manifest(self._store, self._where, self._settings, message.facts)
        else:
            manifest.check_facts(self.manifest.facts, message.facts, self._where)

    def _heed_done(self, worker: Hand, message: Done) -> None:
        """A shard's file is in its place; a worker that has grown or served long is replaced."""
        worker.task = worker.at = worker.until = None
        worker.articles += message.head.articles
        worker.memory = message.memory
        worker.memory_first = worker.memory_first or message.memory
        session = self._session
        session.did.add(message.head)
        session.worker_seconds += message.seconds
        session.worker_memory = max(session.worker_memory, message.memory)
        self._known[message.head.shard] = message.head.content[:16]
        self._worked_bytes += self._count_in(message.head)
        grown = message.memory > 1.5 * worker.memory_first + _GROWN
        if grown or worker.articles >= self._options.recycle:
            worker.close()

    def _heed_gone(self, worker: Hand, message: Gone) -> None:
        """A worker ended: its shard waits again, at the front, and what it was at is written down."""
        self._workers.remove(worker)
        worker.bury()
        task = worker.task
        if worker.closing and task is None:
            return
        self._session.workers_lost += 1
        why = message.why
        if not worker.ready:
            self._unready += 1
            most = _NEVER_READY if message.code >= 0 and not message.with_node else _NEVER_LEFT
            if self._unready >= most or worker.late:
                raise RunError(
                    f"no worker gets ready: the last one {why}.",
                    where=self._where,
                    mend=f"See {self._where}/workers.log for what it said.",
                )
        if task is None:
            return
        self._waiting.appendleft(task.shard)
        if worker.late and worker.at is not worker.late_at:  # it was done with what it was killed for
            return
        if worker.at is None or message.with_node:
            self._unblamed[task.shard.index] = self._unblamed.get(task.shard.index, 0) + 1
            if self._unblamed[task.shard.index] >= _UNBLAMED:
                raise RunError(
                    f"{_UNBLAMED} workers fell at it outside of any article; the last one {why}.",
                    where=f"{self._where}, shard {task.shard.index}",
                    mend=f"See {self._where}/workers.log for what they said.",
                )
            return
        self._blame(task.shard, worker.at, why if not worker.late else self._late(worker.at))

    def _late(self, at: At) -> str:
        allowed = self._options.article_seconds * at.patience
        return f"took longer than {allowed:g} seconds" + ("" if at.alone else " and was stopped")

    def _blame(self, shard: Shard, at: At, why: str) -> None:
        """Write a fall down; tell it, and what is set aside for it."""
        late = why.startswith("took")
        record = shard.records[at.first]
        article = record.id if not isinstance(record, Failure) and at.alone else None
        told = why if late else f"its worker {why}"
        self._ledger.note(
            Fall(shard.index, shard.content, at.first, at.last, at.alone, told, article, certain=late and at.alone)
        )
        aside = at.alone and at.first in self._ledger.care(shard.content).aside
        where = f"article {article}" if at.alone else f"shard {shard.index}, records {at.first} to {at.last}"
        self._teller.lost(told + ("; it is set aside" if aside else "; it is tried again"), where)

    def _give(self) -> None:
        """Give shards that wait to workers that do; start workers while there is work for them."""
        assert self.manifest is not None
        if self._waiting and self.manifest.complete:  # a shard was lost since
            self.manifest.complete = False
            manifest.keep(self._store, self.manifest)
        idle = [worker for worker in self._workers if worker.ready and not worker.closing and worker.task is None]
        for worker in idle[: len(self._waiting)]:
            shard = self._waiting.popleft()
            worker.give(Task(shard, self._ledger.care(shard.content), self.manifest.run))
        starting = sum(not worker.ready for worker in self._workers)
        while len(self._workers) < self._options.jobs and len(self._waiting) > starting:
            self._start_worker()
            starting += 1

    def _start_worker(self) -> None:
        worker = self._crew.hire(self._events)
        worker.until = time.monotonic() + _LOADING
        self._workers.append(worker)

    def _head(self, shard: Shard) -> Head | None:
        """The head of a shard's file that is there; None where it is damaged, and the shard has to be worked again."""
        assert self.manifest is not None
        name = shard.name(self.manifest.run)
        try:
            with self._store.open(name) as stream:
                return head_of(stream, name)
        except RunError:
            return None

    def _count_in(self, head: Head) -> int:
        """Count a shard that is done, and let another be read; how many bytes of the input it is."""
        self._totals.add(head)
        self._heads[head.shard] = msgspec.json.encode(head)
        self._slots.release()
        return self._bytes.pop(head.shard, 0)

    def _other_input(self, shard: Shard) -> UsageError:
        first = shard.records[0]
        name = first.article if isinstance(first, Failure) else first.id
        return UsageError(
            f"the input is not the one that this run was begun with, from shard {shard.index} on "
            f"(its first article is {name}, read from {first.where}).",
            where=self._where,
            mend="Give the input as it was, and the run goes on; for another, name another --out for a new run.",
        )

    def _end(self) -> None:
        """All is worked: write the list of shards, unless there are more of them than the input has."""
        assert self.manifest is not None
        if any(index >= self._count for index in self._known):
            raise UsageError(
                f"the input ends after {self._count} shards, and the run holds more.",
                where=self._where,
                mend="Give the input as it was, and the run goes on; for another, name another --out for a new run.",
            )
        self._close_session("done")
        heads = (msgspec.json.decode(self._heads[index], type=Head) for index in range(self._count))
        manifest.complete(self._store, self.manifest, heads)

    def stop(self, end: str) -> None:
        """Leave no worker behind, and say in the manifest how the session ended."""
        for worker in self._workers:
            worker.bury()
        if end != "done" and self.manifest is not None and self.manifest.sessions[-1:] == [self._session]:
            self._close_session(end)
            try:
                manifest.keep(self._store, self.manifest)
            except NewsclaimsError:  # the disk is full: what stands there says what was meant to be done
                return
        self._teller.tell(self._report(), last=True)

    def _close_session(self, end: str) -> None:
        self._session.end, self._session.ended = end, manifest.now()
        self._session.wall_seconds = round(time.monotonic() - self._started, 3)
        self._session.worker_seconds = round(self._session.worker_seconds, 3)

    def _report(self) -> Report:
        seconds = time.monotonic() - self._started
        did = self._session.did.articles
        left = 0.0 if self._session.end == "done" else None
        if left is None and self._worked_bytes and self._reading.total:
            unread = max(0, self._reading.total - self._kept_bytes - self._worked_bytes)
            left = seconds * unread / self._worked_bytes
        memory = memory_used() + sum(worker.memory for worker in self._workers)
        return Report(
            self._totals.articles, self._totals.claims, self._totals.failures, self._totals.shards, self._kept,
            round(did / seconds, 2) if seconds else 0.0, round(seconds, 1), left if left is None else round(left, 1),
            mebibytes(memory), len(self._workers), self._session.workers_lost,
        )  # fmt: skip
