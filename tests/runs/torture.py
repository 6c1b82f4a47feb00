"""Runs that are killed at random moments and gone on with: the bytes must be those of a run that nobody disturbed.

    python tests/runs/torture.py --runs 100 --articles 300 --jobs-at-once 8

`make torture` does a hundred over 300 articles (`make torture AT_ONCE=8`, several at once, on a larger machine); the
tests do a few over forty. SIGKILL hits the driver or a worker. Tells of each run, then sums up in one line; the exit
code is 1 where a run ended with other bytes, or cannot be proved whole, and such a run is left in the folder.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice
from pathlib import Path
from typing import NamedTuple

import msgspec

from newsclaims.errors import NewsclaimsError
from newsclaims.read import read_articles
from newsclaims.records import Article
from newsclaims.runs.merge import merge
from newsclaims.runs.store import Folder
from newsclaims.runs.verify import verify
from newsclaims.write import ClaimWriter, FailureWriter

SAMPLES = Path(__file__).parents[2] / "corpus" / "samples"
ENV = os.environ | {"COLUMNS": "160", "NO_COLOR": "1", "TERM": "dumb", "OMP_NUM_THREADS": "1"}
_STUCK = 900.0  # seconds for a run to its end, however many run beside it


class Tortured(NamedTuple):
    """A run that was killed and gone on with: whom the kills hit, and what is wrong with it ("": nothing)."""

    number: int
    hit: list[str]
    problem: str


class Ordeal(NamedTuple):
    """What is to be done to each run: kills, articles to a shard, the seed of the moments, runs at the same time."""

    kills: int
    shard: int
    seed: int
    at_once: int = 1


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


def disturbed(
    source: Path, run: Path, chance: random.Random, hit: list[str], *, seconds: float, kills: int, shard: int
) -> None:
    """Run to the end, killing as often on the way, within so many seconds each; `hit` is told whom."""
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
    try:
        code = running.wait(_STUCK)
    except subprocess.TimeoutExpired:
        kill(running.pid)
        raise
    log = run.parent / f"{run.name}.log"
    assert code == 3, f"exit code {code}: {log.read_text()[-2000:]}"  # one line is no article


def kill(pid: int) -> None:
    """End a process at once, if it is there."""
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def torture(folder: Path, ordeal: Ordeal, *, runs: int, articles: int, archive: Path = SAMPLES) -> Iterator[Tortured]:
    """Do the runs, and tell of each, in order; AssertionError where the undisturbed one fails already."""
    source = folder / "articles.jsonl"
    write_articles(source, articles, archive)
    begun = time.monotonic()
    running = started(source, folder / "undisturbed", jobs=1, shard=ordeal.shard)
    assert running.wait(_STUCK) == 3, (folder / "undisturbed.log").read_text()
    seconds = time.monotonic() - begun
    expected = output(folder / "undisturbed")

    def tortured(number: int) -> Tortured:
        run = folder / f"run{number:03d}"
        chance = random.Random(f"{ordeal.seed} {number}")
        hit: list[str] = []
        try:
            disturbed(source, run, chance, hit, seconds=seconds / 2, kills=ordeal.kills, shard=ordeal.shard)
            problem = "" if output(run) == expected else "other bytes"
            problem = problem or " ".join(verify(Folder(run), str(run), read_articles([source])).problems)
        except (AssertionError, NewsclaimsError, subprocess.TimeoutExpired) as error:
            problem = f"{type(error).__name__}: {error}"
        if not problem:
            shutil.rmtree(run)
        return Tortured(number, hit, problem)

    with ThreadPoolExecutor(ordeal.at_once) as pool:
        yield from pool.map(tortured, range(runs))


def summary(done: Iterable[Tortured]) -> str:
    """Runs, kills, and whether all ended with the same bytes, in one line."""
    runs = list(done)
    hit = [whom for run in runs for whom in run.hit]
    bad = [run.number for run in runs if run.problem]
    kills = f"{len(hit)} kills ({hit.count('driver')} of drivers, {hit.count('worker')} of workers"
    kills += f"; {min(len(run.hit) for run in runs)} to {max(len(run.hit) for run in runs)} a run)"
    told = f"NOT the same bytes in {len(bad)}: {bad}" if bad else "all gave the bytes of the undisturbed one"
    return f"{len(runs)} runs, {kills}: {told}"


def main() -> int:
    """Torture by command; the exit code."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--runs", type=int, default=100)
    options.add_argument("--articles", type=int, default=300)
    options.add_argument("--kills", type=int, default=4, help="in each run")
    options.add_argument("--shard", type=int, default=10, help="articles to a shard")
    options.add_argument("--seed", type=int, default=8)
    options.add_argument(
        "--jobs-at-once", type=int, default=1, help="runs at the same time, of one or two workers each"
    )
    options.add_argument("--archive", type=Path, default=SAMPLES)
    options.add_argument(
        "--folder", type=Path, help="where the runs are made; else a temporary folder, gone at the end"
    )
    given = options.parse_args()
    ordeal = Ordeal(given.kills, given.shard, given.seed, given.jobs_at_once)
    done = []
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        for run in torture(folder, ordeal, runs=given.runs, articles=given.articles, archive=given.archive):
            done.append(run)
            told = run.problem or "the same bytes"
            sys.stdout.write(f"run {run.number}: {told}, after the death of {', '.join(run.hit) or 'nobody'}\n")
            sys.stdout.flush()
    sys.stdout.write(summary(done) + "\n")
    return int(any(run.problem for run in done))


if __name__ == "__main__":
    sys.exit(main())
