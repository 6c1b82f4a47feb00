"""Whether a run's memory stays flat, how fast it is, and what a second job brings:

    python corpus/benchmarks/archive_runs.py ARCHIVE --articles 30000

The archive is repeated under new ids up to so many articles, and given to `newsclaims extract --fast --out`, as a user
would. Memory is the most that the system ever saw a worker hold (VmHWM, so Linux only), read again and again while the
run goes: once 3,000 articles are done, and at the end, the workers that were replaced by then counted too. Then a part
of the articles is worked with one job and with two, on a machine that should have nothing else to do. Exit code 1 where
memory grew by more than 5 %, or two jobs are less than 1.8 times as fast as one.
"""

from __future__ import annotations

import argparse
import gzip
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from typing import NamedTuple

import msgspec

from newsclaims.read import read_articles
from newsclaims.records import Article
from newsclaims.runs.machine import MiB, this_machine
from newsclaims.runs.manifest import Manifest, known_manifest
from newsclaims.runs.shards import FOLDER, head_of
from newsclaims.runs.store import Folder

_LOOK = 0.25  # seconds between two looks at the processes
_GROWTH, _SPEED_UP = 0.05, 1.8  # what is asked: at most, at least
_SET_ASIDE = 3  # the exit code of a run that did all, but set articles aside


class Peaks(NamedTuple):
    """Bytes that the driver, and any worker, held at most, once so many articles were done; workers seen so far."""

    articles: int
    driver: int
    worker: int
    workers: int


def repeated(archive: list[str], path: Path, count: int) -> int:
    """Write so many articles of an archive, again and again under new ids; how many different ones there are."""
    known = [article for article in islice(read_articles(archive), count) if isinstance(article, Article)]
    with gzip.open(path, "wb", compresslevel=1) as file:
        for number, article in enumerate(islice(cycle(known), count)):
            fields = {"title": article.title, "published": article.published, "url": article.url}
            line = {"id": f"{number:07d}", "text": article.text, "publisher": article.publisher, **fields}
            file.write(msgspec.json.encode(line) + b"\n")
    return len(known)


def started(source: Path, run: Path, jobs: int) -> subprocess.Popen[bytes]:
    """The command of a run, begun."""
    command = [sys.executable, "-m", "newsclaims.cli", "extract", str(source), "--fast", "--out", str(run)]
    return subprocess.Popen([*command, "--jobs", str(jobs), "--log-json"])


def ended(running: subprocess.Popen[bytes], run: Path) -> Manifest:
    """The manifest of a run that has come to its end; SystemExit where it failed."""
    if running.wait() not in (0, _SET_ASIDE):
        sys.exit(f"the run ended with exit code {running.returncode}")
    return known_manifest(Folder(run), str(run))


def watched(running: subprocess.Popen[bytes], run: Path) -> Iterator[Peaks]:
    """What the processes of a run have held so far, again and again until it ends."""
    most: dict[int, int] = {}
    counts: dict[str, int] = {}
    driver = 0
    while running.poll() is None:
        time.sleep(_LOOK)
        driver = max(driver, peak(running.pid))
        for worker in children(running.pid):
            most[worker] = max(most.get(worker, 0), peak(worker))
        for name in Folder(run).names(FOLDER):
            if name not in counts:
                with Folder(run).open(name) as file:
                    counts[name] = head_of(file, name).articles
        yield Peaks(sum(counts.values()), driver, max(most.values(), default=0), len(most))


def peak(pid: int) -> int:
    """The most bytes of memory that a process has held; 0 for one that is gone."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((1024 * int(line.split()[1]) for line in lines if line.startswith("VmHWM:")), 0)


def children(pid: int) -> list[int]:
    """The processes that a process has begun."""
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def memory_and_speed(source: Path, run: Path, jobs: int, early: int) -> bool:
    """Tell of a run's memory and speed; whether its memory is as flat as is asked."""
    running = started(source, run, jobs)
    first = last = Peaks(0, 0, 0, 0)
    for last in watched(running, run):
        if not first.articles and last.articles >= early:
            first = last
    manifest = ended(running, run)
    session, totals = manifest.sessions[-1], manifest.totals
    assert totals is not None
    print(f"run {manifest.run}: {totals.articles:,} articles, {totals.words:,} words, {totals.claims:,} claims")
    for name in ("worker", "driver"):
        then, now = getattr(first, name), getattr(last, name)
        grown = f"{now / then - 1:+.1%}" if then else f"there were no {early:,} articles to compare with"
        told = (
            f"{then / MiB:,.1f} MiB after {first.articles:,} articles, {now / MiB:,.1f} MiB after {totals.articles:,}"
        )
        print(f"peak memory of {'a' if name == 'worker' else 'the'} {name}: {told}: {grown}")
    print(f"  {last.workers} workers seen, {session.workers_lost} lost; for workers asked: at most {_GROWTH:+.0%}")
    wall, core = session.wall_seconds, session.worker_seconds
    print(f"{totals.articles / wall:,.2f} articles and {totals.words / wall:,.0f} words a second, {jobs} jobs")
    print(f"  a second of a worker's core: {totals.articles / core:,.2f} articles and {totals.words / core:,.0f} words")
    return first.worker > 0 and last.worker <= first.worker * (1 + _GROWTH)


def speed_up(source: Path, folder: Path, rounds: int) -> bool:
    """Tell how much faster two jobs are than one, by the best of some rounds each; whether it is as much as asked."""
    seconds = {1: float("inf"), 2: float("inf")}
    for number in range(rounds):
        for jobs in seconds:
            run = folder / f"jobs{jobs}-{number}"
            manifest = ended(started(source, run, jobs), run)
            seconds[jobs] = min(seconds[jobs], manifest.sessions[-1].wall_seconds)
    ratio = seconds[1] / seconds[2]
    print(f"two jobs over one: {seconds[1]:,.1f} s / {seconds[2]:,.1f} s = {ratio:.2f} (asked: {_SPEED_UP} or more)")
    return ratio >= _SPEED_UP


def main() -> int:
    """Measure by command; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+", help="articles, as newsclaims reads them")
    parser.add_argument("--articles", type=int, default=30_000, help="how many to work; 0 for the speed-up alone")
    parser.add_argument("--early", type=int, default=3_000, help="articles after which memory is looked at first")
    parser.add_argument("--jobs", type=int, default=1, help="of the run whose memory is measured")
    parser.add_argument("--pair", type=int, default=6_000, help="articles for two jobs and for one; 0 for neither")
    parser.add_argument("--rounds", type=int, default=1, help="of one job and two, the best of which count")
    args = parser.parse_args()
    machine = this_machine()
    print(f"{machine.processor}, {machine.cores} cores; Python {sys.version.split()[0]}")
    as_asked = True
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        if args.articles:
            different = repeated(args.paths, folder / "long.jsonl.gz", args.articles)
            print(f"{args.articles:,} articles, {different:,} different ones under new ids", flush=True)
            as_asked &= memory_and_speed(folder / "long.jsonl.gz", folder / "long", args.jobs, args.early)
        if args.pair:
            repeated(args.paths, folder / "short.jsonl.gz", args.pair)
            print(f"{args.pair:,} articles with one job and with two", flush=True)
            as_asked &= speed_up(folder / "short.jsonl.gz", folder, args.rounds)
    return int(not as_asked)


if __name__ == "__main__":
    sys.exit(main())
