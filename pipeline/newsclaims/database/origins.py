"""Where claim records come from: a file that `extract` wrote, a folder of them, or the folder of a run.

Reading order: `Origin` (what is read of each), `origin_of` (which one a path is), `Files`, `RunFolder`.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Protocol, cast

from newsclaims.errors import UsageError, nearest
from newsclaims.runs.manifest import NAME, known_manifest, listed
from newsclaims.runs.merge import shards_of
from newsclaims.runs.shards import Contents, file_name
from newsclaims.runs.store import Folder
from newsclaims.write import FAILURES, NOTES

Line = tuple[str, bytes]
"""A line without its end, behind the place that a message names."""
_LINES = (".jsonl", ".jsonl.gz")


class Origin(Protocol):
    """Records that can be read again and again; UsageError or RunError where they cannot be."""

    name: str

    def claims(self) -> Iterator[tuple[str, Iterator[Line]]]:
        """The lines of claims of each file, with its name; an article lies in one."""

    def failures(self) -> Iterator[Line]:
        """The lines of failures."""

    def bare(self) -> Iterator[str]:
        """The ids of articles that were read and have no claim, where that is known."""


def origin_of(path: Path, failures: Path | None = None) -> Origin:
    """What a path leads to; `failures` names the failures of a single file.

    UsageError where it holds no claims, or where a folder is given failures.
    """
    if failures is not None and path.is_dir():
        mend = "Leave it out, or name a single file of claims."
        raise UsageError("a folder's own failures are loaded.", where="--failures", mend=mend)
    if (path / NAME).is_file():
        return RunFolder(path)
    if not path.is_dir():
        return Files(str(path), [path], [failures] if failures else [])
    found = sorted(file for file in path.rglob("*") if file.name.endswith(_LINES) and file.is_file())
    claims = [file for file in found if file.name not in (FAILURES, NOTES)]
    if not claims:
        names = [file.name for file in path.iterdir()]
        hint = nearest("claims.jsonl", names) if names else "It is empty."
        mend = f"Name a file that `extract` wrote, a folder of them, or of a run. {hint}"
        raise UsageError("no .jsonl file in this folder.", where=str(path), mend=mend)
    return Files(str(path), claims, [file for file in found if file.name == FAILURES])


class Files:
    """An `Origin` of files of JSON lines."""

    def __init__(self, name: str, claims: list[Path], failures: list[Path]) -> None:
        self.name = name
        self._claims, self._failures = claims, failures

    def claims(self) -> Iterator[tuple[str, Iterator[Line]]]:
        """Each file in turn."""
        return ((str(file), _lines(file)) for file in self._claims)

    def failures(self) -> Iterator[Line]:
        """Those of every file."""
        return (line for file in self._failures for line in _lines(file))

    def bare(self) -> Iterator[str]:
        """None: a file tells of the articles that have claims."""
        return iter(())


class RunFolder:
    """An `Origin` in the folder that `extract --out` made. RunError where the run is not complete, or damaged."""

    def __init__(self, path: Path) -> None:
        self.name = str(path)
        self._store = Folder(path)
        self._heads = listed(self._store, known_manifest(self._store, self.name), self.name)

    def claims(self) -> Iterator[tuple[str, Iterator[Line]]]:
        """The claims of all shards as one file."""
        shards = shards_of(self._store, self._heads)
        yield self.name, (line for shard in shards for line in self._told(shard, shard.claims, 0))

    def failures(self) -> Iterator[Line]:
        """The failures of all shards."""
        shards = shards_of(self._store, [head for head in self._heads if head.failures])
        return (line for shard in shards for line in self._told(shard, shard.failures, shard.head.claims))

    def bare(self) -> Iterator[str]:
        """The articles of all shards that have no claim, and are no failure."""
        told = (line for shard in shards_of(self._store, self._heads) for line in shard.lines)
        return (line.article for line in told if line.claims == 0 and line.article is not None)

    def _told(self, shard: Contents, lines: list[bytes], behind: int) -> Iterator[Line]:
        """Lines of a shard with their places, `behind` so many that are neither its head nor one of its records."""
        name = f"{self.name}/{file_name(shard.head.shard, shard.head.content, shard.head.run)}"
        return ((f"{name}:{n}", line) for n, line in enumerate(lines, behind + shard.head.records + 2))


def _lines(path: Path) -> Iterator[Line]:
    """Each line that is not empty, with its place. UsageError where the file cannot be read."""
    name = str(path)
    try:
        with _opened(path) as lines:
            for number, line in enumerate(lines, 1):
                if stripped := line.strip():
                    yield f"{name}:{number}", stripped
    except (OSError, EOFError, zlib.error) as error:
        what = getattr(error, "strerror", None) or str(error)
        raise UsageError(f"cannot be read: {what}.", where=name, mend="Name a file that `extract` wrote.") from error


def _opened(path: Path) -> IO[bytes]:
    return cast("IO[bytes]", gzip.open(path)) if path.name.endswith(".gz") else path.open("rb")
