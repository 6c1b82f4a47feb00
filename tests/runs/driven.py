"""What the tests of runs share: invented articles, and a run driven by an engine without a language model."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import fake_engine
from rich.console import Console

from newsclaims.records import Article, Failure
from newsclaims.runs.drive import Options, Place, drive
from newsclaims.runs.manifest import Manifest
from newsclaims.runs.merge import merge
from newsclaims.runs.pool import LocalCrew
from newsclaims.runs.progress import InputProgress, Teller
from newsclaims.runs.settings import Settings
from newsclaims.runs.shards import Record, Size
from newsclaims.runs.store import Folder
from newsclaims.write import ClaimWriter, FailureWriter

SETTINGS = Settings("fake", size=Size(articles=20))


def articles(count: int, texts: dict[int, str] | None = None) -> list[Record]:
    """Invented articles with one figure each, but for the texts given; every thirteenth could not be read."""
    return [
        Failure(None, f"in.jsonl:{n + 1}", "read", "not JSON.", "Write JSON.")
        if n % 13 == 12
        else Article(f"a{n}", (texts or {}).get(n, f"Boat {n} sank"), where=f"in.jsonl:{n + 1}")
        for n in range(count)
    ]


def run(
    folder: Path,
    records: Sequence[Record],
    settings: Settings = SETTINGS,
    log: io.StringIO | None = None,
    entry: str = fake_engine.ENTRY,
    **how: object,
) -> Manifest:
    """A run to its end, by the fake engine."""
    crew = LocalCrew(str(folder), entry, settings)
    options = Options(**({"jobs": 2} | how))  # type: ignore[arg-type]
    with Teller(Console(file=log or io.StringIO()), as_json=True) as teller:
        folder.mkdir(exist_ok=True)
        place = Place(Folder(folder), str(folder))
        return drive(iter(records), place, crew, settings, options, teller=teller, reading=InputProgress([]))


def merged(folder: Path) -> tuple[bytes, bytes]:
    """The claims and the failures of a run, as files."""
    claims, failures = folder.parent / f"{folder.name}.claims", folder.parent / f"{folder.name}.failures"
    with ClaimWriter(claims) as to, FailureWriter(failures) as aside:
        merge(Folder(folder), str(folder), to, aside)
    return claims.read_bytes(), failures.read_bytes() if failures.exists() else b""
