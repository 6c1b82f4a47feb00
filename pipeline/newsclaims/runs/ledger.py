"""The poison ledger: which records were being worked when a worker fell, and which are set aside for it.

Reading order: `Fall` (what is written), `Care` (what a worker is told of a shard's past), `Ledger`.

When a worker falls it may be an article's doing (a parser that runs wild, more memory than there is) or nobody's (a
kill from outside). So the batch that it was at is only suspect: the next worker tries each of its articles alone, with
nothing kept of it, and one that fells its worker twice while it is alone is set aside. All others then go through the
model in the same batches as they would have, so that the records are those of a run in which nothing fell.
"""

from __future__ import annotations

import msgspec

from newsclaims.errors import RunError
from newsclaims.runs.store import Store

NAME = "poison.jsonl"
STRIKES = 2
"""So often an article fells its worker, alone, until it is set aside."""
_ENCODER = msgspec.json.Encoder()


class Fall(msgspec.Struct, frozen=True):
    """One fall of a worker: the shard, its records `first` to `last` (both in), and why; `alone` for one article tried
    by itself. `certain` is true where one fall is enough: the article passed its time limit.
    """

    shard: int
    content: str
    first: int
    last: int
    alone: bool
    why: str
    article: str | None = None
    certain: bool = False


class Care(msgspec.Struct, frozen=True):
    """What to heed in a shard: `aside`, records not to be touched, with the reason; `suspects`, ranges of records
    (both ends in) at which a worker fell, with how often it did in company.
    """

    aside: dict[int, str] = {}
    suspects: dict[tuple[int, int], int] = {}

    def falls(self, first: int, last: int) -> int:
        """How often workers fell at a batch of these records."""
        return sum(count for (start, end), count in self.suspects.items() if start <= last and first <= end)


class Ledger:
    """The falls of a run, kept in a file that is whole after any stop."""

    def __init__(self, store: Store) -> None:
        self._store = store
        try:
            kept = (store.read(NAME) or b"").splitlines()
            self._falls = [msgspec.json.decode(line, type=Fall) for line in kept]
        except msgspec.DecodeError as error:
            raise RunError(
                f"no ledger of falls: {error}.", where=NAME, mend="Delete it; what is suspect is then tried anew."
            ) from error

    def note(self, fall: Fall) -> None:
        """Write a fall down; it is on the disk when this returns."""
        self._falls.append(fall)
        self._store.write(NAME, b"".join(_ENCODER.encode(each) + b"\n" for each in self._falls))

    def care(self, content: str) -> Care:
        """What is to be heeded in the shard of that content."""
        aside: dict[int, str] = {}
        suspects: dict[tuple[int, int], int] = {}
        strikes: dict[int, int] = {}
        for fall in self._falls:
            if fall.content != content:
                continue
            if not fall.alone:
                suspects[fall.first, fall.last] = suspects.get((fall.first, fall.last), 0) + 1
                continue
            strikes[fall.first] = strikes.get(fall.first, 0) + (STRIKES if fall.certain else 1)
            if strikes[fall.first] >= STRIKES:
                aside.setdefault(fall.first, fall.why)
        return Care(aside, suspects)
