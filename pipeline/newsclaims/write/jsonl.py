"""JSONL out: claims and failures, one object a line, in a file that takes its name only when it is whole.

Reading order: `ClaimWriter`, `FailureWriter`, `failures_path`, then `_Lines`, the file under both.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

import jsonlines
import msgspec

from newsclaims.errors import ArticleError, NewsclaimsError, UsageError
from newsclaims.records import Claim, Failure

FAILURES = "failures.jsonl"
PARTIAL = ".partial"
_ENCODER = msgspec.json.Encoder()
_CLAIM = msgspec.json.Decoder(Claim)
_TAIL = 64 * 1024


class _Writer:
    """What both writers tell of their file."""

    _lines: _Lines

    @property
    def count(self) -> int:
        """How many records were written."""
        return self._lines.count

    @property
    def partial(self) -> Path | None:
        """Where a run that was stopped left its records; None after one that ended well, or that wrote none."""
        return self._lines.kept


class ClaimWriter(_Writer):
    """Writes claims to a file, or to standard output for None; a context manager.

    Until the run is through, the lines stand in `NAME.partial`; only a run that ends well gives the file its name.
    After one that was stopped (Ctrl-C, an error, a full disk) `partial` says where its whole lines were kept, and
    `count` how many. Anything but an ordinary file (`/dev/null`, a named pipe) is written to as it is.
    """

    def __init__(self, path: Path | None, *, stdout: BinaryIO | None = None) -> None:
        self._lines = _Lines(path, stdout=stdout)

    def __enter__(self) -> ClaimWriter:
        self._lines.open()
        return self

    def write(self, claim: Claim) -> None:
        """Write one claim; see `write_all`."""
        self.write_all([claim])

    def write_all(self, claims: Iterable[Claim]) -> None:
        """Write the claims of an article, or none: ArticleError, and nothing written, where one breaks the schema."""
        self._lines.write([claim_line(claim) for claim in claims])

    def write_lines(self, lines: Sequence[bytes]) -> None:
        """Write lines that `claim_line` made before."""
        self._lines.write(lines)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._lines.close(whole=kind is None)


class FailureWriter(_Writer):
    """Writes failures as `ClaimWriter` writes claims; with none there is no file, and an older run's is taken away."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lines = _Lines(path)

    def __enter__(self) -> FailureWriter:
        _check_target(self._path)
        return self

    def write(self, failure: Failure) -> None:
        """Write one failure; the first makes the file."""
        self.write_lines([_ENCODER.encode(failure)])

    def write_lines(self, lines: Sequence[bytes]) -> None:
        """Write failures that are JSON already."""
        if lines and not self._lines.is_open:
            self._lines.open()
        self._lines.write(lines)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._lines.is_open:
            self._lines.close(whole=kind is None)
        elif kind is None:
            for stale in (self._path, _partial(self._path)):
                stale.unlink(missing_ok=True)


def failures_path(output: Path | None) -> Path:
    """Where the failures of a run go: beside its output, or in the working folder where that is no ordinary file."""
    if output is None or _is_special(output):
        return Path(FAILURES)
    if output.name == FAILURES:
        raise UsageError(
            f"{FAILURES} is where the failures go.", where=str(output), mend="Give the claims another name."
        )
    return output.with_name(FAILURES)


def claim_line(claim: Claim) -> bytes:
    """A claim's line, without its end; ArticleError where a field does not hold what the schema promises."""
    line = _ENCODER.encode(claim)
    try:
        _CLAIM.decode(line)
    except msgspec.ValidationError as error:
        raise ArticleError(
            f"the claim {claim.id} breaks the schema: {error}.",
            where=claim.article.id,
            mend="This is a fault of newsclaims: please report it with the article.",
        ) from error
    return line


class _Lines:
    """A file of JSON lines that is `NAME.partial` until it is whole, then flushed to the disk and renamed."""

    def __init__(self, path: Path | None, *, stdout: BinaryIO | None = None) -> None:
        self.count = 0
        self.kept: Path | None = None
        self.is_open = False
        self._name = str(path or "standard output")
        # A link stays a link: what it points to is replaced.
        self._target = None if path is None or _is_special(path) else Path(os.path.realpath(path))
        self._path = path
        self._stream = stdout

    def open(self) -> None:
        """Start the file; UsageError where it cannot be written."""
        if self._path is None:
            self._stream = self._stream or sys.stdout.buffer
        else:
            self._stream = _opened(self._path, _partial(self._target) if self._target else self._path)
        # What goes down a pipe is wanted at once.
        self._writer = jsonlines.Writer(self._stream, dumps=_ENCODER.encode, flush=self._path is None)
        self.is_open = True

    def write(self, lines: Sequence[bytes]) -> None:
        """Write lines that are JSON already; NewsclaimsError where the disk does not take them."""
        try:
            for line in lines:
                self._writer.write(msgspec.Raw(line))
                self.count += 1
        except BrokenPipeError:
            raise
        except OSError as error:
            raise self._lost(error) from error

    def close(self, *, whole: bool) -> None:
        """Give a whole file its name; of any other keep the whole lines, and nothing where there are none."""
        assert self._stream is not None
        self.is_open = False
        try:
            if whole:
                self._finish(self._stream)
        except BrokenPipeError:
            raise
        except OSError as error:
            whole = False
            raise self._lost(error) from error
        finally:
            if self._path is not None:
                with contextlib.suppress(OSError):
                    self._stream.close()
            if not whole and self._target is not None:
                self._keep(_partial(self._target))

    def _finish(self, stream: BinaryIO) -> None:
        """Bring all to the disk, then rename: whoever sees the name sees the whole file."""
        stream.flush()
        if self._target is None:
            return
        os.fsync(stream.fileno())
        stream.close()
        os.replace(_partial(self._target), self._target)
        with contextlib.suppress(OSError):  # not every system can sync a folder
            folder = os.open(self._target.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)

    def _keep(self, partial: Path) -> None:
        """Cut a stopped file after its last whole line; take it away where it has none."""
        with contextlib.suppress(OSError):
            self.count = _cut_after_last_line(partial)
            if self.count:
                self.kept = partial
            else:
                partial.unlink()

    def _lost(self, error: OSError) -> NewsclaimsError:
        """The error for lines that could not be written."""
        kept = f" Whole lines are kept in {_partial(self._target)}." if self._target else ""
        return NewsclaimsError(
            f"cannot be written after {self.count:,} lines: {error.strerror or error}.",
            where=self._name,
            mend="Make room, or choose another place, and run again." + kept,
        )


def _opened(path: Path, written: Path) -> BinaryIO:
    """The stream of the file that is written for `path`; UsageError where it cannot be."""
    _check_target(path)
    try:
        return open(written, "wb")
    except OSError as error:
        raise _not_writable(path, error.strerror) from error


def _cut_after_last_line(path: Path) -> int:
    """How many whole lines a file has, what comes after them cut off."""
    count = end = at = 0
    with open(path, "r+b") as file:
        while block := file.read(_TAIL):
            if (last := block.rfind(b"\n")) >= 0:
                count, end = count + block.count(b"\n"), at + last + 1
            at += len(block)
        file.truncate(end)
    return count


def _partial(target: Path) -> Path:
    """The name of a file that is not whole yet."""
    return target.with_name(target.name + PARTIAL)


def _is_special(path: Path) -> bool:
    """Whether a path is there and is neither file nor folder: a device or a pipe, which cannot be replaced."""
    return path.exists() and not path.is_file() and not path.is_dir()


def _check_target(path: Path) -> None:
    """UsageError where a file of that name cannot be made."""
    if path.is_dir():
        raise _not_writable(path, "it is a folder")
    if path.suffix.lower() == ".gz":
        raise UsageError(
            "the output is not packed.", where=str(path), mend=f"Write {path.with_suffix('')}, then gzip it."
        )
    folder = path.parent
    if not folder.is_dir():
        raise UsageError(f"there is no folder {folder}.", where=str(path), mend=f"Make it first: mkdir -p {folder}.")
    if not _is_special(path) and not os.access(folder, os.W_OK):
        raise _not_writable(path, f"no permission to write in {folder}")


def _not_writable(path: Path, why: str | None) -> UsageError:
    return UsageError(
        f"cannot be written: {why}.", where=str(path), mend="Name a file in a folder that you may write in."
    )
