"""An engine that needs no language model: a claim for each word of digits, and texts that do their worker harm.

`KILL` kills the worker, `CRASH` faults in compiled code, `SLEEP` never ends, `ONCE path` kills it the first time only.
A page that starts with `KILL` or `SLEEP` does so while it is taken apart.
"""

from __future__ import annotations

import ctypes
import importlib
import json
import os
import signal
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from newsclaims.errors import ModelError
from newsclaims.read import Pending, read_page
from newsclaims.records import Article, Failure
from newsclaims.runs import work
from newsclaims.runs.engine import Worked
from newsclaims.runs.settings import Settings
from newsclaims.runs.shards import Record

ENTRY = "fake_engine:make"
BATCH = 5


class Fake:
    """Works records as quickly as can be, in batches of five."""

    def __init__(self, settings: Settings) -> None:
        if settings.model == "none":
            raise ModelError("no such model.", where="--model", mend="Take another.")
        self.facts = {"fingerprint": os.environ.get("FAKE_FINGERPRINT", "f1")}
        self.pause = float(os.environ.get("FAKE_PAUSE", "0"))

    def batches(self, records: Sequence[Record]) -> Iterator[list[Record]]:
        for at in range(0, len(records), BATCH):
            yield list(records[at : at + BATCH])

    def work(self, batch: Sequence[Record]) -> list[Worked]:
        time.sleep(self.pause)
        return [_worked(record) for record in batch]


def make(settings: Settings) -> Fake:
    work.read_page = _read_page
    if "FAKE_PAGES" in os.environ:  # what takes seconds to load is there before the first article's time begins
        importlib.import_module("trafilatura")
    return Fake(settings)


def _read_page(found: Pending) -> Article | Failure:
    if found.page.content.startswith(b"KILL"):
        os.kill(os.getpid(), signal.SIGKILL)
    if found.page.content.startswith(b"SLEEP"):
        time.sleep(60)
    return read_page(found)


def loads_never(_: Settings) -> Fake:
    os._exit(7)


def _worked(record: Record) -> Worked:
    if not isinstance(record, Article):
        return [], record
    order, _, rest = record.text.partition(" ")
    if order == "KILL" or (order == "ONCE" and not _was_there(Path(rest))):
        os.kill(os.getpid(), signal.SIGKILL)
    if order == "CRASH":
        ctypes.string_at(0)
    if order == "SLEEP":
        time.sleep(60)
    meta = {"id": record.id, "text_sha256": record.meta.text_sha256}
    figures = [word for word in record.text.split() if word.isdigit()]
    claims = [{"id": f"{record.id}-{at}", "article": meta, "value": int(f)} for at, f in enumerate(figures)]
    return [json.dumps(claim).encode() for claim in claims], None


def _was_there(path: Path) -> bool:
    """Whether the file was there already; it is now."""
    if path.exists():
        return True
    path.touch()
    return False
