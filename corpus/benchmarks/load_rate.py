"""How fast claims are loaded: a million of them, made from a file by repeating it, into SQLite and PostgreSQL.

python corpus/benchmarks/load_rate.py claims.jsonl [--claims 1000000] [--to sqlite --to postgresql] [--keep FOLDER]

The file (say, of `newsclaims extract archive.jsonl.gz --fast -o claims.jsonl`) is written again and again, each time
under new ids of articles and claims, until there are as many claims as asked for; the same file gives the same bytes.
They are loaded by `newsclaims load`, each time in a process of its own, into a database that is not there yet, and
then once more. Printed: claims, and rows of the tables, a second for both, the processor time of the load (without the
server's), how much faster the second is, what it changed (which must be nothing), and the most memory that a load held.
The server of PostgreSQL is one of the benchmark's own, with the settings that its package has. Exit code 1 where the
second load changed something.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

import msgspec
from sqlalchemy import func, select

from newsclaims.database import schema
from newsclaims.database.connect import opened
from newsclaims.records import Claim

sys.path.insert(0, str(Path(__file__).parents[2] / "tests" / "database"))
from postgres import new_database, own_server

_DATABASES = ("sqlite", "postgresql")
LOADED = (schema.articles, schema.runs, schema.claims, schema.mentions, schema.sources, schema.relations, schema.flags)
_SAME = "0 new, 0 changed, {:,} the same, 0 gone"


class Load(NamedTuple):
    """One load: seconds, those of a processor, MiB of memory at most, and what it told."""

    seconds: float
    processor: float
    memory: float
    told: str


def repeated(claims: Iterable[Claim], time_round: int) -> Iterator[Claim]:
    """The claims of a file under other ids, the same for the same round; what points to a claim points to its like."""

    def other(name: str) -> str:
        return hashlib.sha256(f"{name} {time_round}".encode()).hexdigest()[:16]

    for claim in claims:
        yield msgspec.structs.replace(
            claim,
            id=other(claim.id),
            article=msgspec.structs.replace(claim.article, id=f"{claim.article.id} {time_round}"),
            relations=tuple(msgspec.structs.replace(tie, target=other(tie.target)) for tie in claim.relations),
            flags=tuple(msgspec.structs.replace(flag, claims=tuple(map(other, flag.claims))) for flag in claim.flags),
        )


def write_repeated(source: Path, count: int, target: Path) -> None:
    """Write the claims of a file again and again, until there are `count`."""
    with source.open("rb") as lines:
        claims = [msgspec.json.decode(line, type=Claim) for line in lines]
    if not claims:
        raise SystemExit(f"{source}: no claim to repeat.")
    with target.open("wb") as file:
        written = time_round = 0
        while written < count:
            part = claims[: count - written]
            file.writelines(msgspec.json.encode(claim) + b"\n" for claim in repeated(part, time_round))
            written, time_round = written + len(part), time_round + 1


def loaded(claims: Path, url: str) -> Load:
    """`newsclaims load` in a process of its own."""
    command = [sys.executable, "-m", "newsclaims.cli", "load", str(claims), "--to", url]
    begun = time.monotonic()
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    told = process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(told)
    return Load(time.monotonic() - begun, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, told.strip())


def rows_in(url: str) -> int:
    """The rows of all tables that a load fills."""
    engine = opened(url)
    with engine.connect() as connection:
        return sum(connection.scalar(select(func.count()).select_from(table)) or 0 for table in LOADED)


def measured(claims: Path, count: int, url: str, name: str) -> bool:
    """Load twice, print both; whether the second load changed nothing."""
    first, second = loaded(claims, url), loaded(claims, url)
    unchanged = second.told.endswith(_SAME.format(count))
    rows = rows_in(url)
    for place, load in (("first", first), ("second", second)):
        cost = f"{load.processor:,.1f} s of processor, {load.memory:,.0f} MiB at most"
        rate = f"{count / load.seconds:,.0f} claims and {rows / load.seconds:,.0f} rows a second"
        print(f"{name}, {place} load: {rate} ({load.seconds:,.1f} s, {cost})")
    changed = "changed nothing" if unchanged else f"CHANGED SOMETHING: {second.told}"
    print(f"{name}: the second load was {first.seconds / second.seconds:.1f} times faster and {changed}", flush=True)
    return unchanged


def main() -> int:
    """Run the benchmark; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("claims", type=Path, help="a file that `extract` wrote")
    parser.add_argument("--claims", dest="count", type=int, default=1_000_000, help="how many to make of it")
    parser.add_argument("--to", action="append", choices=_DATABASES, help="only this database")
    parser.add_argument("--keep", type=Path, help="make the claims and the SQLite file in this folder, and leave them")
    args = parser.parse_args()
    with ExitStack() as held:
        folder = args.keep or Path(held.enter_context(tempfile.TemporaryDirectory(prefix="newsclaims-load-")))
        folder.mkdir(parents=True, exist_ok=True)
        many = folder / f"claims-{args.count}.jsonl"
        write_repeated(args.claims, args.count, many)
        size = many.stat().st_size
        print(f"{args.count:,} claims, {size / 1e6:,.0f} MB, {size / args.count:,.0f} bytes each", flush=True)
        unchanged = True
        for name in args.to or _DATABASES:
            if name == "sqlite":
                database = folder / "claims.db"
                database.unlink(missing_ok=True)
                url = f"sqlite:///{database}"
            else:
                url = new_database(held.enter_context(own_server("")), "claims")
            unchanged &= measured(many, args.count, url, name)
    return 0 if unchanged else 1


if __name__ == "__main__":
    sys.exit(main())
