"""The commands for archives as a user runs them; the engine is the fake one, so that they start at once."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from archives import page

from newsclaims.runs.progress import InputProgress

PYTHON = (
    "import newsclaims.runs.engine as engine; engine.OURS = 'fake_engine:make'; from newsclaims.cli import main; main()"
)
ENV = {"COLUMNS": "200", "NO_COLOR": "1", "TERM": "dumb"}
COUNT = 60


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-c", PYTHON, *arguments]


def newsclaims(*arguments: str, cwd: Path, limit: int | None = None) -> subprocess.CompletedProcess[str]:
    line = command(*arguments)
    if limit is not None:  # blocks of 512 bytes that a file may have: the nearest to a full disk that needs no rights
        line = ["sh", "-c", f'ulimit -f {limit}; exec "$@"', "sh", *line]
    env = os.environ | ENV
    return subprocess.run(line, cwd=cwd, capture_output=True, text=True, env=env, timeout=120)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    lines = [json.dumps({"id": f"a{n}", "text": f"Boat {n} sank."}) for n in range(COUNT)]
    (tmp_path / "in.jsonl").write_text("\n".join(lines) + "\n")
    return tmp_path


EXTRACT = ("extract", "in.jsonl", "--out", "run", "--jobs", "2", "--shard-articles", "6")


def test_extract_merge_verify_plan(archive: Path) -> None:
    done = newsclaims(*EXTRACT, cwd=archive)
    assert done.returncode == 0, done.stderr
    assert "newsclaims merge run -o claims.jsonl" in done.stderr
    end = json.loads(done.stderr.splitlines()[0])
    assert (end["event"], end["articles"], end["claims"], end["shards"]) == ("end", COUNT, COUNT, 10)
    assert newsclaims("merge", "run", "-o", "claims.jsonl", cwd=archive).returncode == 0
    ids = [json.loads(line)["article"]["id"] for line in (archive / "claims.jsonl").read_text().splitlines()]
    assert ids == [f"a{n}" for n in range(COUNT)]
    assert not (archive / "failures.jsonl").exists()
    verified = newsclaims("verify", "run", "in.jsonl", cwd=archive)
    assert verified.returncode == 0
    assert f"{COUNT} records in 10 shards, each there once" in verified.stdout
    again = newsclaims(*EXTRACT, "--log-json", cwd=archive)
    assert [json.loads(line)["kept"] for line in again.stderr.splitlines()] == [10]
    refused = newsclaims(*EXTRACT, "--published", "2024-05-14", cwd=archive)
    assert refused.returncode == 1
    assert "reading.published: None then, 2024-05-14 now" in refused.stderr
    planned = json.loads(newsclaims("plan", "run", "--articles", "6000", "--json", cwd=archive).stdout)
    assert planned["plan"]["shards"] == 1000
    assert "core-hours" in newsclaims("plan", "run", cwd=archive).stdout
    next((archive / "run" / "shards").rglob("*.gz")).write_bytes(b"")
    broken = newsclaims("verify", "run", cwd=archive)
    assert broken.returncode == 1
    assert "1 problems in run" in broken.stdout
    assert newsclaims("merge", "run", "-o", "other.jsonl", cwd=archive).returncode == 1
    assert not (archive / "other.jsonl").exists()


def test_an_article_set_aside_ends_with_three(archive: Path) -> None:
    with (archive / "in.jsonl").open("a") as file:
        file.write('{"id": "poison", "text": "KILL them"}\n')
    done = newsclaims(*EXTRACT, cwd=archive)
    assert done.returncode == 3
    falls = [json.loads(line) for line in done.stderr.splitlines() if '"fall"' in line]
    assert falls[-1]["where"] == "article poison"
    assert newsclaims("merge", "run", "-o", "claims.jsonl", cwd=archive).returncode == 0
    (failure,) = map(json.loads, (archive / "failures.jsonl").read_text().splitlines())
    assert failure["article"] == "poison"


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
@pytest.mark.parametrize("group", [True, False])
def test_a_stop_leaves_a_run_that_goes_on(archive: Path, number: signal.Signals, code: int, group: bool) -> None:
    env = os.environ | ENV | {"FAKE_PAUSE": "0.2"}
    running = subprocess.Popen(
        command(*EXTRACT), cwd=archive, env=env, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    until = time.monotonic() + 60
    while time.monotonic() < until and not any((archive / "run").glob("shards/*/*.gz")):
        time.sleep(0.05)
    # A terminal's Ctrl-C, or a service manager's SIGTERM, comes to the workers too.
    (os.killpg if group else os.kill)(running.pid, number)
    _, told = running.communicate(timeout=60)
    assert running.returncode == code, told
    assert "the same command goes on from there" in told
    assert "Traceback" not in told
    manifest = json.loads((archive / "run" / "manifest.json").read_text())
    assert (manifest["complete"], manifest["sessions"][0]["end"]) == (False, "stopped")
    assert not list((archive / "run" / "trails").iterdir())
    assert newsclaims("merge", "run", "-o", "claims.jsonl", cwd=archive).returncode == 1
    again = newsclaims(*EXTRACT, cwd=archive)
    assert again.returncode == 0, again.stderr
    assert json.loads(again.stderr.splitlines()[0])["kept"] >= 1
    assert not (archive / "run" / "poison.jsonl").exists()
    assert newsclaims("verify", "run", "in.jsonl", cwd=archive).returncode == 0


def test_a_full_disk_ends_with_one_and_the_run_goes_on(archive: Path) -> None:
    many = {"id": "many", "text": " ".join(str(n * n) for n in range(300))}
    (archive / "in.jsonl").write_text(json.dumps(many) + "\n" + (archive / "in.jsonl").read_text())
    full = newsclaims(*EXTRACT, cwd=archive, limit=4)
    assert full.returncode == 1
    assert "Make room" in full.stderr
    assert "Traceback" not in full.stderr
    assert not list((archive / "run").glob("shards/*/00000000-*"))
    assert newsclaims(*EXTRACT, cwd=archive).returncode == 0
    assert newsclaims("verify", "run", "in.jsonl", cwd=archive).returncode == 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_log_json_writes_nothing_but_json_however_it_ends(archive: Path, number: signal.Signals) -> None:
    env = os.environ | ENV | {"FAKE_PAUSE": "0.2"}
    running = subprocess.Popen(command(*EXTRACT, "--log-json"), cwd=archive, env=env, stderr=subprocess.PIPE, text=True)
    until = time.monotonic() + 60
    while time.monotonic() < until and not any((archive / "run").glob("shards/*/*.gz")):
        time.sleep(0.05)
    running.send_signal(number)
    events = [json.loads(line) for line in running.communicate(timeout=60)[1].splitlines()]
    assert [event["event"] for event in events[-2:]] == ["end", "stopped"]
    refused = newsclaims(*EXTRACT, "--log-json", "--published", "2024-05-14", cwd=archive)
    assert refused.returncode == 1
    (error,) = [json.loads(line) for line in refused.stderr.splitlines()]
    assert (error["event"], error["where"]) == ("error", "run")
    assert "reading.published" in error["what"]
    missing = newsclaims("extract", "nowhere.jsonl", *EXTRACT[2:], "--log-json", cwd=archive)
    assert json.loads(missing.stderr)["where"] == "nowhere.jsonl"


def test_the_size_of_what_is_read_is_known(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for n in range(3):
        (tmp_path / "in" / f"{n}.txt").write_text("Nine boats sank.")
    (tmp_path / "in" / "no.png").write_text("no article")
    for path in (f"{tmp_path}/in", f"{tmp_path}/in/*.txt", f"{tmp_path}/**/*.txt"):
        assert InputProgress([path]).total == 3 * 16
    assert InputProgress(["-", "s3://bucket/a.txt", f"{tmp_path}/in/1.txt"]).total == 16


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("extract", "in.jsonl", "--jobs", "2"), "Give --out RUN/ too."),
        (("extract", "in.jsonl", "--out", "run", "-o", "claims.jsonl"), "two outputs"),
        (("extract", ".", "--out", "run"), "Put the run outside"),
        (("extract", "in.jsonl", "--out", "in.jsonl"), "it is a file"),
        (("extract", "in.jsonl", "--out", "in.jsonl/run"), "cannot be written"),
        (("extract", "in.jsonl", "--out", "run", "--jobs", "0"), "--jobs"),
        (("merge", "nowhere", "-o", "claims.jsonl"), "no run is there"),
        (("verify", "nowhere"), "no run is there"),
        (("plan", "nowhere"), "no run is there"),
    ],
)
def test_wrong_usage_ends_with_one_and_a_word_on_what_to_do(
    archive: Path, arguments: tuple[str, ...], said: str
) -> None:
    done = newsclaims(*arguments, cwd=archive)
    assert done.returncode == 1
    assert said in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr
    assert not (archive / "claims.jsonl").exists()


def test_the_driver_loads_no_language_model(archive: Path) -> None:
    (archive / "in.html").write_text(page())
    loaded = "[m for m in ('quantulum3', 'dateparser', 'spacy', 'onnxruntime', 'numpy', 'lxml') if m in sys.modules]"
    code = f"import sys, atexit; atexit.register(lambda: print({loaded})); {PYTHON}"
    line = [sys.executable, "-c", code, *EXTRACT, "in.html"]
    got = subprocess.run(line, cwd=archive, capture_output=True, text=True, check=True, env=os.environ | ENV)
    assert got.stdout.strip() == "[]"
