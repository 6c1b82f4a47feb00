"""One shard worked: what is noted before it is begun, what is tried alone, and that the bytes never hang on it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from pathlib import Path

import fake_engine
import pytest
from driven import SETTINGS, articles

from newsclaims.errors import UsageError
from newsclaims.runs.engine import Worked
from newsclaims.runs.ledger import Care
from newsclaims.runs.machine import cores, default_jobs, memory_used, this_machine
from newsclaims.runs.pool import reason
from newsclaims.runs.remote import Remote, is_remote, store_at
from newsclaims.runs.shards import Record, Size, cut, opened
from newsclaims.runs.work import At, work_shard

ROOT = Path(__file__).parents[2]


class Counting(fake_engine.Fake):
    """Remembers how many records each call had."""

    def __init__(self) -> None:
        super().__init__(SETTINGS)
        self.calls: list[int] = []

    def work(self, batch: Sequence[Record]) -> list[Worked]:
        self.calls.append(len(batch))
        return super().work(batch)


def worked(care: Care) -> tuple[bytes, list[At], list[int]]:
    (shard,) = cut(articles(12), Size())
    noted: list[At] = []
    engine = Counting()
    _, data = work_shard(shard, care, engine, "r", note=noted.append)
    return data, noted, engine.calls


def test_a_batch_that_nobody_suspects_is_worked_at_once() -> None:
    data, noted, calls = worked(Care())
    assert calls == [5, 5, 2]
    assert noted == [At(0, 4, False, 1), At(5, 9, False, 1), At(10, 11, False, 1)]
    assert len(opened(data, "x").claims) == 12


def test_suspects_are_tried_alone_and_then_worked_as_before() -> None:
    plain = worked(Care())[0]
    data, noted, calls = worked(Care({}, {(5, 9): 1}))
    assert calls == [5, 1, 1, 1, 1, 1, 5, 2]
    assert noted[1:7] == [*(At(n, n, True, 1) for n in range(5, 10)), At(5, 9, False, 5)]
    assert data == plain
    data, _, calls = worked(Care({}, {(5, 9): 4}))
    assert calls == [5, *[1] * 10, 2]
    assert data == plain


def test_what_is_set_aside_is_not_touched() -> None:
    data, noted, calls = worked(Care({6: "its worker was killed"}, {(5, 9): 3}))
    assert calls == [5, 1, 1, 1, 1, 5, 2]
    assert At(6, 6, True, 1) not in noted
    (failure,) = opened(data, "x").failures
    assert b"set aside: its worker was killed." in failure
    assert [line.claims for line in opened(data, "x").lines].count(None) == 1


def test_exit_codes_in_words() -> None:
    assert reason(-9) == "was killed by SIGKILL (out of memory, as a rule)"
    assert reason(-11) == "was killed by SIGSEGV (a fault in compiled code)"
    assert reason(3) == "ended by itself with exit code 3"
    assert reason(-250) == "was killed by signal 250"


def test_the_machine_is_known() -> None:
    assert 1 <= default_jobs() <= cores()
    assert memory_used() > 1_000_000
    assert this_machine().cores == cores()


def test_a_store_where_fsspec_reaches() -> None:
    pytest.importorskip("fsspec", reason="needs newsclaims[ray]")
    url = f"memory://{uuid.uuid4().hex}/run"
    assert is_remote(url)
    store = store_at(url)
    assert isinstance(store, Remote)
    assert store.read("a") is None
    assert list(store.names("shards")) == []
    for name in ("shards/00001/b.gz", "shards/00000/a.gz", "manifest.json"):
        store.write(name, name.encode())
    assert list(store.names("shards")) == ["shards/00000/a.gz", "shards/00001/b.gz"]
    assert store.open("manifest.json").read() == b"manifest.json"
    assert store.size("manifest.json") == 13
    with pytest.raises(UsageError, match="cannot be reached"):
        store_at("nowhere9://x")
