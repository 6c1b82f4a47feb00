"""JSONL out: claims and failures, one object a line, in a file that takes its name only when it is whole.

Reading order: `ClaimWriter`, `FailureWriter`, `failures_path`, then `_Lines`, which both have under them.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

import jsonlines
import msgspec

from newsclaims.errors import ArticleError, NewsclaimsError, UsageError
from newsclaims.records import Claim, Failure
from newsclaims.write.whole import WholeFile, check_target, is_special, partial_name

FAILURES, NOTES = "failures.jsonl", "notes.jsonl"
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

    @property
    def stopped(self) -> str:
        """What is told of a run that Ctrl-C stopped."""
        kept = f" {self.count} claims so far are in {self.partial}." if self.partial else ""
        return f"Stopped.{kept} Run the same command again to start over."


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
    """Writes failures, or notes, as `ClaimWriter` writes claims; with none there is no file, and an older run's is
    taken away.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lines = _Lines(path)

    def __enter__(self) -> FailureWriter:
        check_target(self._path)
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
            for stale in (self._path, partial_name(self._path)):
                stale.unlink(missing_ok=True)


def failures_path(output: Path | None) -> Path:
    """Where the failures of a run go: beside its output, or in the working folder where that is no ordinary file."""
    if output is None or is_special(output):
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
    """A `WholeFile` of JSON lines; of one that was stopped the whole lines are kept."""

    def __init__(self, path: Path | None, *, stdout: BinaryIO | None = None) -> None:
        self.count = 0
        self.kept: Path | None = None
        self.is_open = False
        self._file = WholeFile(path, stdout=stdout)

    def open(self) -> None:
        """Start the file; UsageError where it cannot be written."""
        # What goes down a pipe is wanted at once.
        self._writer = jsonlines.Writer(self._file.open(), dumps=_ENCODER.encode, flush=self._file.path is None)
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
        self.is_open = False
        try:
            if whole:
                self._file.finish()
        except BrokenPipeError:
            raise
        except OSError as error:
            whole = False
            raise self._lost(error) from error
        finally:
            self._file.close()
            if not whole and self._file.partial is not None:
                self._keep(self._file.partial)

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
        kept = f" Whole lines are kept in {self._file.partial}." if self._file.partial else ""
        return NewsclaimsError(
            f"cannot be written after {self.count:,} lines: {error.strerror or error}.",
            where=self._file.name,
            mend="Make room, or choose another place, and run again." + kept,
        )


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
