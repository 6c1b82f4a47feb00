"""Archive and run in an object store: a server on this machine that speaks S3 (moto), and the commands of a user.

Skipped where moto[server] and s3fs are not installed: they are some seventy packages, too many for the `test` extra.
"""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from test_run_commands import ENV, EXTRACT, command, newsclaims

pytest.importorskip("flask_cors", reason="needs moto[server]")
moto = pytest.importorskip("moto.server", reason="needs moto[server]")
s3fs = pytest.importorskip("s3fs", reason="needs newsclaims[s3]")

COUNT = 60
RUN = "s3://news/runs/one"


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Any]:
    """The store, with an archive of articles in it, and the same beside it."""
    server = moto.ThreadedMotoServer("127.0.0.1", 0)
    server.start()
    host, port = server.get_host_and_port()
    for name, value in {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}", "AWS_ACCESS_KEY_ID": "nobody", "AWS_SECRET_ACCESS_KEY": "none",
        "AWS_DEFAULT_REGION": "us-east-1",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    store = s3fs.S3FileSystem(skip_instance_cache=True)
    store.mkdir("news")
    lines = [json.dumps({"id": f"a{n}", "text": f"Boat {n} sank."}) + "\n" for n in range(COUNT)]
    packed = gzip.compress("".join([*lines, "no article\n"]).encode())
    store.pipe_file("news/in/day.jsonl.gz", packed)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "day.jsonl.gz").write_bytes(packed)
    yield store
    store.rm("news", recursive=True)
    server.stop()


def extract(source: str, run: str) -> tuple[str, ...]:
    return ("extract", source, "--out", run, *EXTRACT[4:], "--log-json")


def merged(run: str, folder: Path) -> bytes:
    done = newsclaims("merge", run, "-o", "claims.jsonl", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert len((folder / "failures.jsonl").read_text().splitlines()) == 1
    return (folder / "claims.jsonl").read_bytes()


def test_a_run_in_an_object_store_killed_and_gone_on_with(files: Any, tmp_path: Path) -> None:
    assert newsclaims(*extract("in/day.jsonl.gz", "here"), cwd=tmp_path).returncode == 3
    env = os.environ | ENV | {"FAKE_PAUSE": "0.3"}
    running = subprocess.Popen(command(*extract("s3://news/in", RUN)), cwd=tmp_path, env=env, stderr=subprocess.PIPE)
    until = time.monotonic() + 60
    while time.monotonic() < until and not files.glob("news/runs/one/shards/*/*.gz"):
        time.sleep(0.1)
        files.invalidate_cache()
    running.send_signal(signal.SIGKILL)
    running.communicate(timeout=60)
    assert newsclaims("merge", RUN, "-o", "claims.jsonl", cwd=tmp_path).returncode == 1
    again = newsclaims(*extract("s3://news/in/*.gz", RUN), cwd=tmp_path)
    assert again.returncode == 3, again.stderr
    end = json.loads(again.stderr.splitlines()[-1])
    assert (end["shards"], end["articles"], end["failures"]) == (11, COUNT, 1)
    assert end["kept"] >= 1
    assert merged(RUN, tmp_path) == merged("here", tmp_path)
    for source in ("s3://news/in/day.jsonl.gz", "in"):
        verified = newsclaims("verify", RUN, source, cwd=tmp_path)
        assert verified.returncode == 0, verified.stdout
        assert f"{COUNT + 1} records in 11 shards, each there once" in verified.stdout
    assert newsclaims("plan", RUN, cwd=tmp_path).returncode == 0


def test_what_a_worker_said_is_kept_there(files: Any, tmp_path: Path) -> None:
    files.pipe_file("news/in/poison.jsonl", b'{"id": "poison", "text": "CRASH it"}\n')
    done = newsclaims(*extract("s3://news/in/", RUN), cwd=tmp_path)
    assert done.returncode == 3
    assert json.loads(files.cat("news/runs/one/poison.jsonl").splitlines()[-1])["article"] == "poison"
    assert newsclaims("verify", RUN, cwd=tmp_path).returncode == 0


@pytest.mark.parametrize(
    ("source", "run", "said"),
    [
        ("s3://news/nowhere.jsonl", RUN, "s3://news/nowhere.jsonl: no file that is read is there."),
        ("s3://none/in", RUN, "s3://none/in: it cannot be looked at: The specified bucket does not exist."),
        ("s3://news/in", "s3://none/run", "s3://none/run/shards: cannot be read: The specified bucket does not exist."),
    ],
)
def test_where_nothing_is(files: Any, tmp_path: Path, source: str, run: str, said: str) -> None:
    done = newsclaims(*extract(source, run)[:-1], cwd=tmp_path)
    assert done.returncode == 1
    assert said in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr
