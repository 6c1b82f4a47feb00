"""Runs that are killed at random moments and gone on with: the bytes must be those of a run that nobody disturbed.

`make torture` does a hundred over 300 articles; the tests do a few over forty. SIGKILL hits the driver or a worker.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

import msgspec

from newsclaims.read import read_articles
from newsclaims.records import Article
from newsclaims.runs.merge import merge
from newsclaims.runs.store import Folder
from newsclaims.runs.verify import verify
from newsclaims.write import ClaimWriter, FailureWriter

SAMPLES = Path(__file__).parents[2] / "corpus" / "samples"
ENV = os.environ | {"COLUMNS": "160", "NO_COLOR": "1", "TERM": "dumb", "OMP_NUM_THREADS": "1"}
_STUCK = 300.0  # seconds for a run to its end


def write_articles(path: Path, count: int, archive: Path) -> None:
    """So many articles of an archive, repeated under new ids if need be, and a line that is none."""
    known = [article for article in islice(read_articles([archive]), count) if isinstance(article, Article)]
    with path.open("w", encoding="utf-8") as file:
        for number, article in enumerate(islice(cycle(known), count)):
            line = {"id": f"{number:05d}", "text": article.text, "published": article.published, "url": article.url}
            file.write(msgspec.json.encode(line).decode() + "\n")
            if number == count // 2:
                file.write("no article\n")


def started(source: Path, run: Path, *, jobs: int, shard: int) -> subprocess.Popen[bytes]:
    """The command of a run, begun."""
    command = [sys.executable, "-m", "newsclaims.cli", "extract", str(source), "--fast", "--out", str(run)]
    command += ["--jobs", str(jobs), "--shard-articles", str(shard)]
    with (run.parent / f"{run.name}.log").open("ab") as log:
        return subprocess.Popen(command, stderr=log, env=ENV)


def output(run: Path) -> tuple[bytes, bytes]:
    """The merged claims and failures of a run that is complete, and proved to be."""
    claims, failures = run.parent / f"{run.name}.jsonl", run.parent / f"{run.name}.failures.jsonl"
    with ClaimWriter(claims) as to, FailureWriter(failures) as aside:
        merge(Folder(run), str(run), to, aside)
    return claims.read_bytes(), failures.read_bytes()


def children(pid: int) -> list[int]:
    """The processes that a process has begun (Linux)."""
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def disturbed(source: Path, run: Path, chance: random.Random, *, seconds: float, kills: int, shard: int) -> list[str]:
    """Run to the end, killing as often on the way, within so many seconds each; whom it hit."""
    hit: list[str] = []
    running = started(source, run, jobs=chance.choice((1, 2, 2)), shard=shard)
    while len(hit) < kills and running.poll() is None:
        time.sleep(chance.uniform(0.0, seconds))
        workers = children(running.pid)
        if running.poll() is not None:
            break
        if workers and chance.random() < 0.5:
            hit.append("worker")
            kill(chance.choice(workers))
            continue
        hit.append("driver")
        kill(running.pid)
        running.wait()
        running = started(source, run, jobs=chance.choice((1, 2, 2)), shard=shard)
    code = running.wait(_STUCK)
    log = run.parent / f"{run.name}.log"
    assert code == 3, f"{run}: exit code {code} after {hit}: {log.read_text()[-2000:]}"  # one line is no article
    return hit


def kill(pid: int) -> None:
    """End a process at once, if it is there."""
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def torture(
    folder: Path, *, runs: int, articles: int, kills: int, shard: int, seed: int, archive: Path = SAMPLES
) -> Iterator[str]:
    """Do the runs, and tell of each; AssertionError where one ends with other bytes, or cannot be proved."""
    source = folder / "articles.jsonl"
    write_articles(source, articles, archive)
    begun = time.monotonic()
    running = started(source, folder / "undisturbed", jobs=1, shard=shard)
    assert running.wait(_STUCK) == 3
    seconds = time.monotonic() - begun
    expected = output(folder / "undisturbed")
    yield f"undisturbed: {len(expected[0].splitlines()):,} claims in {seconds:.1f} s"
    chance = random.Random(seed)
    for number in range(runs):
        run = folder / f"run{number:03d}"
        hit = disturbed(source, run, chance, seconds=seconds / 2, kills=kills, shard=shard)
        assert output(run) == expected, f"{run}: other bytes, after {hit}"
        problems = verify(Folder(run), str(run), read_articles([source])).problems
        assert not problems, f"{run}: {problems}"
        yield f"run {number}: the same bytes, after the death of {', '.join(hit) or 'nobody'}"


def main() -> None:
    """Torture by command."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=100)
    options.add_argument("--articles", type=int, default=300)
    options.add_argument("--kills", type=int, default=4)
    options.add_argument("--shard", type=int, default=10)
    options.add_argument("--seed", type=int, default=8)
    options.add_argument("--archive", type=Path, default=SAMPLES)
    given = vars(options.parse_args())
    with tempfile.TemporaryDirectory() as folder:
        for told in torture(Path(folder), **given):
            sys.stdout.write(told + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
