"""The folder of a run: files that are whole or not there, whatever stops the writer.

Reading order: `Store` (what a run asks of a place), `Folder` (one on this machine), `Lock`.
"""

from __future__ import annotations

import contextlib
import errno
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Protocol

from newsclaims.errors import RunError, UsageError

PARTIAL = ".partial"


class Store(Protocol):
    """Named bytes; names are relative, with "/" between their parts. RunError where the place does not do it."""

    def write(self, name: str, data: bytes) -> None:
        """Put the bytes under the name at once and for good: nobody ever sees a part of them."""

    def read(self, name: str) -> bytes | None:
        """The bytes under a name; None where there are none."""

    def open(self, name: str) -> BinaryIO:
        """The bytes under a name as a stream."""

    def size(self, name: str) -> int:
        """How many bytes there are under a name."""

    def names(self, folder: str) -> Iterator[str]:
        """The names below a folder, in order; what is not whole is passed over."""


class Folder:
    """A `Store` in a folder of this machine."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, name: str, data: bytes) -> None:
        """Write a temporary file, bring it to the disk, rename it, bring the folder to the disk."""
        target = self.path / name
        partial = target.with_name(f"{target.name}.{os.getpid()}-{threading.get_ident()}{PARTIAL}")
        try:
            _make(target.parent)
            with open(partial, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.replace(partial, target)
            _sync(target.parent)
        except OSError as error:
            with contextlib.suppress(OSError):
                partial.unlink()
            raise not_kept(str(target), error) from error

    def read(self, name: str) -> bytes | None:
        """The bytes of a file; None where there is none."""
        try:
            return (self.path / name).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise not_read(str(self.path / name), error) from error

    def open(self, name: str) -> BinaryIO:
        """A file as a stream."""
        try:
            return open(self.path / name, "rb")
        except OSError as error:
            raise not_read(str(self.path / name), error) from error

    def names(self, folder: str) -> Iterator[str]:
        """The files below a folder, by name."""
        try:
            entries = sorted(os.scandir(self.path / folder), key=lambda entry: entry.name)
        except FileNotFoundError:
            return
        except OSError as error:
            raise not_read(str(self.path / folder), error) from error
        for entry in entries:
            if entry.is_dir():
                yield from self.names(f"{folder}/{entry.name}")
            elif not entry.name.endswith(PARTIAL):
                yield f"{folder}/{entry.name}"

    def size(self, name: str) -> int:
        """Bytes of a file."""
        return (self.path / name).stat().st_size

    def sweep(self) -> None:
        """Take away the temporary files of writers that were stopped; only where no other writes here."""
        for partial in self.path.rglob(f"*.[0-9]*-[0-9]*{PARTIAL}"):
            with contextlib.suppress(OSError):
                partial.unlink()


def not_kept(name: str, error: OSError) -> RunError:
    """The error for bytes that a disk did not take."""
    mend = "Name a folder that you may write in."
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        mend = "Make room, then give the same command again: what is done is kept, and it goes on from there."
    elif error.errno == errno.EIO:
        mend = "See to the disk, then give the same command again: what is done is kept."
    return RunError(f"cannot be written: {error.strerror or error}.", where=name, mend=mend)


def not_read(name: str, error: OSError) -> RunError:
    """The error for bytes that cannot be had."""
    return RunError(f"cannot be read: {error.strerror or error}.", where=name, mend="See that it may be read.")


def _make(folder: Path) -> None:
    """Make a folder and those above it, each of them brought to the disk."""
    missing = []
    while not folder.is_dir():
        missing.append(folder)
        folder = folder.parent
    for path in reversed(missing):
        with contextlib.suppress(FileExistsError):  # another writer was first
            path.mkdir()
        _sync(path.parent)


def _sync(folder: Path) -> None:
    with contextlib.suppress(OSError):  # not every system can sync a folder
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


class Lock:
    """Keeps a second run out of a folder as long as this process lives; the system lets go of it when it dies."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "lock"
        self._file: BinaryIO | None = None

    def __enter__(self) -> Lock:
        try:
            _make(self._path.parent)
            self._file = open(self._path, "ab")
        except OSError as error:
            raise not_kept(str(self._path), error) from error
        try:
            import fcntl
        except ImportError:  # Windows: two runs in one folder are then the user's to keep apart
            return self
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            self._file.close()
            raise UsageError(
                "another process is at work in this run.",
                where=str(self._path.parent),
                mend="Wait until it has ended, or stop it.",
            ) from error
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()
