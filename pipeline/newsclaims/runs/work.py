"""One shard worked: its records in, the bytes of its file out. The same function on one machine, on Ray, on Spark."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from newsclaims.read import Pending, read_page
from newsclaims.records import Article, Failure
from newsclaims.runs.engine import Engine, Worked
from newsclaims.runs.ledger import Care
from newsclaims.runs.shards import Head, Record, Shard, sealed

# A batch that falls so often in company, though each of its articles passes alone, is worked one by one: together they
# may be more than the memory holds.
_FALLS_IN_COMPANY = 4


class At(msgspec.Struct, frozen=True):
    """Which records of a shard are being worked now, both ends in; `alone` for one that is tried by itself.

    `patience` is how many articles' time limit it may take: a batch that nobody suspects yet may take one only, for
    then its articles are tried one by one, each within the limit.
    """

    first: int
    last: int
    alone: bool
    patience: int


Note = Callable[[At], None]


def work_shard(shard: Shard, care: Care, engine: Engine, run: str, *, note: Note) -> tuple[Head, bytes]:
    """The head and the packed file of a shard.

    `note` is told each step before it is begun, so that whoever is left when this process dies knows what it was at.
    """
    worked: list[Worked] = []
    records = [_taken_apart(record, at, care, note) for at, record in enumerate(shard.records)]
    first = 0
    for batch in engine.batches(records):
        last = first + len(batch) - 1
        worked += _worked(batch, first, care, engine, note)
        first = last + 1
    return sealed(msgspec.structs.replace(shard, records=list[Record](records)), run, worked)


def _taken_apart(record: Record, at: int, care: Care, note: Note) -> Article | Failure:
    """A record with its page taken apart, where it is one; what is set aside is not touched."""
    if not isinstance(record, Pending):
        return record
    if why := care.aside.get(at):
        return _set_aside(record, why)
    note(At(at, at, care.falls(at, at) > 0, 1))
    return read_page(record)


def _worked(batch: Sequence[Article | Failure], first: int, care: Care, engine: Engine, note: Note) -> list[Worked]:
    """What became of the records of a batch that starts at record `first` of its shard."""
    last = first + len(batch) - 1
    records = [_aside(record, care.aside.get(first + at)) for at, record in enumerate(batch)]
    falls = care.falls(first, last)
    if falls:
        for at, record in enumerate(records, first):
            if isinstance(record, Article):
                note(At(at, at, True, 1))
                engine.work([record])
    note(At(first, last, False, len(records) if falls else 1))
    if falls >= _FALLS_IN_COMPANY:
        return [each for record in records for each in engine.work([record])]
    return engine.work(records)


def _aside(record: Article | Failure, why: str | None) -> Article | Failure:
    """The record, or the failure of one that is set aside."""
    return record if why is None or isinstance(record, Failure) else _set_aside(record, why)


def _set_aside(record: Article | Pending, why: str) -> Failure:
    return Failure(
        record.id,
        record.where or record.id,
        "worker",
        f"set aside: {why}.",
        "Report it with its text. To try it again, extract it alone: a run keeps it aside.",
    )
