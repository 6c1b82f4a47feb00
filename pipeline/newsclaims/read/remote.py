"""Files where fsspec reaches, named by a URL (s3://, gs://, memory://): looked for, listed, opened.

A disk that fails costs the file; a network that fails would cost another part of it each time, and so other articles.
So what is lost on the way from a URL ends the run: it can be gone on with. fsspec's packages try again by themselves.
"""

from __future__ import annotations

import glob
import importlib
import io
import re
from typing import Any, BinaryIO, cast

from newsclaims.errors import NewsclaimsError, RunError, UsageError
from newsclaims.read.formats import form_of
from newsclaims.read.parts import buffered

_URL = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_BLOCK = 1 << 20  # bytes that are fetched at once
_MEND = "See that it is there, and that you may read it; then give the same command again."


def is_url(path: str) -> bool:
    """Whether a name is a URL for fsspec, and no path on this machine."""
    return bool(_URL.match(path))


def reached(url: str) -> tuple[Any, str]:
    """fsspec's file system for a URL, and the path in it. UsageError where nothing installed reaches it."""
    try:
        fsspec = importlib.import_module("fsspec")
        files, path = fsspec.core.url_to_fs(url)
    except (ImportError, ValueError) as error:
        raise UsageError(
            f"it cannot be reached: {_words(error)}",
            where=url,
            mend="pip install 'newsclaims[s3]' for s3://, 'newsclaims[gs]' for gs://; fsspec knows other places too.",
        ) from error
    return files, path


def urls(url: str) -> list[str]:
    """The files of ours that a URL names, in the order of their names: itself, all below a folder, or what fits a
    pattern. UsageError where it cannot be looked at.
    """
    files, path = reached(url)
    try:
        if glob.has_magic(path):
            found = files.glob(path)
        elif files.isfile(path):
            found = [path]
        else:
            found = files.find(path)
        below = path.rstrip("/") + "/"
        kept = [name for name in found if form_of(name) and "/." not in f"/{name.removeprefix(below)}"]
        return [str(files.unstrip_protocol(name)) for name in sorted(kept, key=lambda name: name.split("/"))]
    except Exception as error:
        raise UsageError(f"it cannot be looked at: {_words(error)}", where=url, mend=_MEND) from error


def folder_of(url: str) -> str:
    """The URL that articles' ids are told below: the folder itself, that of a file, or what is before a pattern."""
    files, path = reached(url)
    if not glob.has_magic(path) and not files.isfile(path):
        return str(files.unstrip_protocol(path))
    fixed = path[: next((n for n in range(len(path)) if glob.has_magic(path[: n + 1])), len(path))]
    return str(files.unstrip_protocol(fixed.rpartition("/")[0]))


class Fetched(io.RawIOBase):
    """A file at a URL as a stream; `size` in bytes. `lost` is what broke it off, whatever a reader made of that."""

    def __init__(self, url: str) -> None:
        self._url = url
        self.lost: NewsclaimsError | None = None
        try:
            files, path = reached(url)
            self._file: Any = files.open(path, "rb", block_size=_BLOCK)
            self.size = int(self._file.size)
        except NewsclaimsError:
            raise
        except Exception as error:
            raise self._lost(error) from error

    def stream(self) -> BinaryIO:
        """The bytes, buffered."""
        return buffered(self)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return bool(self._file.seekable())

    def seek(self, offset: int, whence: int = 0) -> int:
        return int(self._file.seek(offset, whence))

    def tell(self) -> int:
        return int(self._file.tell())

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        try:
            part = cast(bytes, self._file.read(len(buffer)))
        except Exception as error:
            self.lost = self._lost(error)
            raise self.lost from error
        buffer[: len(part)] = part
        return len(part)

    def close(self) -> None:
        if not self.closed:
            self._file.close()
        super().close()

    def _lost(self, error: Exception) -> RunError:
        return RunError(f"it cannot be read: {_words(error)}", where=self._url, mend=_MEND)


def _words(error: Exception) -> str:
    """What a library said, as the end of a sentence."""
    return (" ".join(str(error).split())[:200] or type(error).__name__).rstrip(".") + "."
