"""A file that takes its name only when it is whole: until then it is `NAME.partial`."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from newsclaims.errors import NewsclaimsError, UsageError

PARTIAL = ".partial"


class WholeFile:
    """Bytes on their way to a file, or to standard output for None.

    Anything but an ordinary file (`/dev/null`, a named pipe) is written to as it is. A link stays a link: what it
    points to is replaced.
    """

    def __init__(self, path: Path | None, *, stdout: BinaryIO | None = None) -> None:
        self.path = path
        self.target = None if path is None or is_special(path) else Path(os.path.realpath(path))
        self._stream = stdout

    @property
    def name(self) -> str:
        """What messages call it."""
        return str(self.path or "standard output")

    @property
    def partial(self) -> Path | None:
        """Where the bytes are until they are whole; None where they are written as they come."""
        return partial_name(self.target) if self.target else None

    def open(self) -> BinaryIO:
        """The stream to write to; UsageError where the file cannot be made."""
        if self.path is None:
            self._stream = self._stream or sys.stdout.buffer
            return self._stream
        self._stream = _opened(self.path, self.partial or self.path)
        return self._stream

    def finish(self) -> None:
        """Bring all to the disk, then rename: whoever sees the name sees the whole file. OSError where it fails."""
        assert self._stream is not None
        self._stream.flush()
        if self.target is None or self.partial is None:
            return
        os.fsync(self._stream.fileno())
        self._stream.close()
        os.replace(self.partial, self.target)
        with contextlib.suppress(OSError):  # not every system can sync a folder
            folder = os.open(self.target.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)

    def close(self) -> None:
        """Let go of the stream, whatever state it is in; what is not finished stays under its partial name."""
        if self.path is not None and self._stream is not None:
            with contextlib.suppress(OSError):
                self._stream.close()


def write_whole(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a file that is there when it is whole, and not before.

    UsageError where it cannot be made, NewsclaimsError where the disk does not take it.
    """
    file = WholeFile(path)
    stream = file.open()
    try:
        for piece in pieces:
            stream.write(piece)
        file.finish()
    except BrokenPipeError:
        raise
    except OSError as error:
        mend = "Make room, or choose another place, and run again. Nothing was written."
        raise NewsclaimsError(f"cannot be written: {error.strerror or error}.", where=str(path), mend=mend) from error
    finally:
        file.close()
        if file.partial is not None:
            file.partial.unlink(missing_ok=True)


def _opened(path: Path, written: Path) -> BinaryIO:
    """The stream of the file that is written for `path`; UsageError where it cannot be."""
    check_target(path)
    try:
        return open(written, "wb")
    except OSError as error:
        raise _not_writable(path, error.strerror) from error


def partial_name(target: Path) -> Path:
    """The name of a file that is not whole yet."""
    return target.with_name(target.name + PARTIAL)


def is_special(path: Path) -> bool:
    """Whether a path is there and is neither file nor folder: a device or a pipe, which cannot be replaced."""
    return path.exists() and not path.is_file() and not path.is_dir()


def check_target(path: Path) -> None:
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
    if not is_special(path) and not os.access(folder, os.W_OK):
        raise _not_writable(path, f"no permission to write in {folder}")


def _not_writable(path: Path, why: str | None) -> UsageError:
    return UsageError(
        f"cannot be written: {why}.", where=str(path), mend="Name a file in a folder that you may write in."
    )
