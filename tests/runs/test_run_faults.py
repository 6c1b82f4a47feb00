"""Workers fall, articles kill, disks fill: the run goes on, or can be gone on with, and nothing is lost or twice."""

from __future__ import annotations

import errno
import io
import json
import os
from pathlib import Path

import fake_engine
import msgspec
import pytest
from driven import SETTINGS, articles, merged, run

from newsclaims.errors import ModelError, RunError, UsageError
from newsclaims.runs import store as stores
from newsclaims.runs.ledger import Care, Fall, Ledger
from newsclaims.runs.pool import old_trails
from newsclaims.runs.shards import Size
from newsclaims.runs.store import Folder, Lock
from newsclaims.runs.verify import verify

COUNT = 90


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, bytes]:
    folder = tmp_path_factory.mktemp("runs") / "one"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", f"{Path(__file__).parent}{os.pathsep}{os.environ.get('PYTHONPATH', '')}")
        run(folder, articles(COUNT), jobs=1)
    return merged(folder)


def test_two_jobs_give_the_bytes_of_one(tmp_path: Path, undisturbed: tuple[bytes, bytes]) -> None:
    manifest = run(tmp_path / "run", articles(COUNT), jobs=2)
    assert manifest.complete
    assert manifest.totals is not None
    assert (manifest.totals.records, manifest.totals.failures, manifest.totals.shards) == (90, 6, 5)
    assert merged(tmp_path / "run") == undisturbed
    assert len(undisturbed[0].splitlines()) == 84
    verdict = verify(Folder(tmp_path / "run"), "run", articles(COUNT))
    assert verdict.problems == []
    assert list((tmp_path / "run" / "trails").iterdir()) == []


def test_a_run_asks_for_no_shard_that_it_made_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Folder, "open", lambda *_: pytest.fail("a shard was asked for"))
        run(tmp_path / "run", articles(COUNT))
    assert run(tmp_path / "run", articles(COUNT)).sessions[-1].did.shards == 0
    assert verify(Folder(tmp_path / "run"), "run", articles(COUNT)).problems == []


def test_a_second_call_works_nothing(tmp_path: Path) -> None:
    run(tmp_path / "run", articles(COUNT))
    again = run(tmp_path / "run", articles(COUNT))
    assert [session.did.shards for session in again.sessions] == [5, 0]
    assert all(session.end == "done" for session in again.sessions)


def test_only_what_is_missing_is_worked(tmp_path: Path, undisturbed: tuple[bytes, bytes]) -> None:
    run(tmp_path / "run", articles(COUNT))
    lost, damaged = sorted((tmp_path / "run" / "shards").rglob("*.gz"))[1:3]
    lost.unlink()
    damaged.write_bytes(b"no gzip")
    with pytest.raises(RunError, match="lost"):
        merged(tmp_path / "run")
    verdict = verify(Folder(tmp_path / "run"), "run")
    assert len(verdict.problems) == 2
    assert run(tmp_path / "run", articles(COUNT)).sessions[-1].did.shards == 2
    assert merged(tmp_path / "run") == undisturbed


@pytest.mark.parametrize(
    ("text", "why"), [("KILL", "killed by SIGKILL"), ("CRASH", "SIGSEGV"), ("SLEEP", "longer than 1 seconds")]
)
def test_an_article_that_kills_its_worker_is_set_aside(tmp_path: Path, text: str, why: str) -> None:
    log = io.StringIO()
    manifest = run(tmp_path / "run", articles(COUNT, {27: text}), article_seconds=1.0, log=log)
    claims, failures = merged(tmp_path / "run")
    assert [json.loads(line)["article"]["id"] for line in claims.splitlines()] == [
        f"a{n}" for n in range(COUNT) if n % 13 != 12 and n != 27
    ]
    (failure,) = [f for f in map(json.loads, failures.splitlines()) if f["article"]]
    assert (failure["article"], failure["stage"], failure["where"]) == ("a27", "worker", "in.jsonl:28")
    assert why in failure["message"]
    assert manifest.sessions[-1].workers_lost == (2 if text == "SLEEP" else 3)
    assert verify(Folder(tmp_path / "run"), "run", articles(COUNT, {27: text})).problems == []
    assert "it is set aside" in log.getvalue()
    ledger = [json.loads(line) for line in (tmp_path / "run" / "poison.jsonl").read_text().splitlines()]
    assert [fall["alone"] for fall in ledger] == [False, *[True] * (len(ledger) - 1)]
    # What is set aside stays so, without a further death.
    next((tmp_path / "run" / "shards").rglob("00000001-*")).unlink()
    assert run(tmp_path / "run", articles(COUNT, {27: text})).sessions[-1].workers_lost == 0
    assert merged(tmp_path / "run") == (claims, failures)


def test_one_fall_sets_nothing_aside(tmp_path: Path) -> None:
    text = f"ONCE {tmp_path / 'fell'} 7"
    manifest = run(tmp_path / "run", articles(COUNT, {27: text}), jobs=1)
    assert manifest.sessions[-1].workers_lost == 1
    assert manifest.totals is not None
    assert manifest.totals.failures == 6


def test_a_batch_that_falls_in_company_only_is_worked_one_by_one() -> None:
    care = Care({}, {(0, 4): 3, (4, 6): 1, (7, 9): 1})
    assert [care.falls(0, 3), care.falls(4, 6), care.falls(10, 14)] == [3, 4, 0]


def test_the_ledger_blames_only_who_was_alone(tmp_path: Path) -> None:
    ledger = Ledger(Folder(tmp_path))
    for fall in (Fall(0, "c", 0, 4, False, "fell"), Fall(0, "c", 2, 2, True, "fell"), Fall(1, "d", 2, 2, True, "fell")):
        ledger.note(fall)
    assert Ledger(Folder(tmp_path)).care("c") == Care({}, {(0, 4): 1})
    ledger.note(Fall(0, "c", 2, 2, True, "fell again"))
    assert Ledger(Folder(tmp_path)).care("c") == Care({2: "fell again"}, {(0, 4): 1})
    (tmp_path / "poison.jsonl").write_text("{")
    with pytest.raises(RunError, match=r"poison\.jsonl"):
        Ledger(Folder(tmp_path))


def test_what_fell_with_the_whole_run_is_found_by_its_trail(tmp_path: Path) -> None:
    (tmp_path / "trails").mkdir()
    fall = Fall(3, "c", 1, 1, True, "it was being worked when the whole run was killed", "a1")
    (tmp_path / "trails" / "999999999.json").write_bytes(msgspec.json.encode(fall))
    (tmp_path / "trails" / "999999998.json").write_bytes(b"{half")
    assert old_trails(tmp_path) == [fall]
    assert old_trails(tmp_path) == []


def test_other_input_options_and_versions_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "run"
    run(folder, articles(COUNT))
    before = merged(folder)
    for other in (articles(COUNT, {3: "Other 3"}), articles(COUNT + 1), articles(COUNT)[:-1], articles(40)):
        with pytest.raises(UsageError, match="another --out"):
            run(folder, other)
    with pytest.raises(UsageError, match=r"size\.articles: 20 then, 30 now"):
        run(folder, articles(COUNT), msgspec.structs.replace(SETTINGS, size=Size(30)))
    monkeypatch.setenv("FAKE_FINGERPRINT", "f2")
    with pytest.raises(UsageError, match="fingerprint: f1 then, f2 now"):
        run(folder, articles(COUNT))
    monkeypatch.setenv("FAKE_FINGERPRINT", "f1")
    assert merged(folder) == before
    assert run(folder, articles(COUNT), jobs=1).complete


def test_a_model_that_is_missing_stops_the_run_at_once(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such model"):
        run(tmp_path / "run", articles(3), msgspec.structs.replace(SETTINGS, model="none"))
    assert issubclass(ModelError, UsageError)


def test_workers_that_never_get_ready_stop_the_run(tmp_path: Path) -> None:
    with pytest.raises(RunError, match=r"exit code 7.*workers\.log"):
        run(tmp_path / "run", articles(3), entry="fake_engine:loads_never")


def test_a_reader_that_breaks_stops_the_run_and_it_goes_on(tmp_path: Path, undisturbed: tuple[bytes, bytes]) -> None:
    class Broken(list):  # type: ignore[type-arg]
        def __iter__(self):  # type: ignore[no-untyped-def]
            yield from articles(COUNT)[:50]
            raise OSError(errno.EIO, "the disk went away")

    with pytest.raises(OSError, match="went away"):
        run(tmp_path / "run", Broken())
    run(tmp_path / "run", articles(COUNT))
    assert merged(tmp_path / "run") == undisturbed


def test_a_full_disk_is_told_with_the_mend_and_leaves_nothing_half(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    Folder(tmp_path).write("a/b", b"old")
    monkeypatch.setattr(stores.os, "fsync", full)
    with pytest.raises(RunError, match=r"Make room.*goes on from there"):
        Folder(tmp_path).write("a/b", b"new")
    assert [path.name for path in tmp_path.rglob("*")] == ["a", "b"]
    assert Folder(tmp_path).read("a/b") == b"old"


def test_a_second_run_in_the_folder_is_kept_out(tmp_path: Path) -> None:
    with Lock(tmp_path / "run"), pytest.raises(UsageError, match="another process"), Lock(tmp_path / "run"):
        pass
    with Lock(tmp_path / "run"):
        pass


def test_workers_are_replaced_after_so_many_articles(tmp_path: Path, undisturbed: tuple[bytes, bytes]) -> None:
    assert run(tmp_path / "run", articles(COUNT), jobs=1, recycle=30).sessions[-1].workers_lost == 0
    assert merged(tmp_path / "run") == undisturbed


def test_verify_finds_an_article_that_stands_twice(tmp_path: Path) -> None:
    twice = [*articles(30), *articles(3)]
    run(tmp_path / "run", twice)
    assert any("3 articles stand there a second time" in p for p in verify(Folder(tmp_path / "run"), "run").problems)
    stranger = tmp_path / "run" / "shards" / "00000" / "note.txt"
    stranger.write_text("x")
    assert any("note.txt" in problem for problem in verify(Folder(tmp_path / "run"), "run").problems)
    assert fake_engine.BATCH == 5
