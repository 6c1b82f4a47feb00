"""The place of a run by its name: a folder of this machine, or anything that fsspec reaches (s3://, gs://, memory://)."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, cast

from newsclaims.errors import UsageError
from newsclaims.runs.store import PARTIAL, Folder, Store, not_kept, not_read

_URL = "://"


def is_remote(place: str) -> bool:
    """Whether a name is a URL, and no path."""
    return _URL in place and not place.startswith("file://")


def store_at(place: str) -> Store:
    """The store of that name. UsageError for a URL that nothing installed can reach."""
    return Remote(place) if is_remote(place) else Folder(Path(place.removeprefix("file://")))


class Remote:
    """A `Store` where fsspec reaches: object stores put a whole object under its name, or none."""

    def __init__(self, url: str) -> None:
        try:
            fsspec = importlib.import_module("fsspec")
            self._files, self._root = fsspec.core.url_to_fs(url)
        except (ImportError, ValueError) as error:
            raise UsageError(
                f"it cannot be reached: {error}.",
                where=url,
                mend="pip install 'newsclaims[ray]', and what fsspec needs for it (s3fs, gcsfs …).",
            ) from error
        self._url = url

    def write(self, name: str, data: bytes) -> None:
        """Put an object."""
        try:
            self._files.pipe_file(self._path(name), data)
        except OSError as error:
            raise not_kept(f"{self._url}/{name}", error) from error

    def read(self, name: str) -> bytes | None:
        """The bytes of an object; None where there is none."""
        try:
            return cast(bytes, self._files.cat_file(self._path(name)))
        except FileNotFoundError:
            return None
        except OSError as error:
            raise not_read(f"{self._url}/{name}", error) from error

    def open(self, name: str) -> BinaryIO:
        """An object as a stream."""
        try:
            return cast(BinaryIO, self._files.open(self._path(name), "rb"))
        except OSError as error:
            raise not_read(f"{self._url}/{name}", error) from error

    def size(self, name: str) -> int:
        """Bytes of an object."""
        return int(self._files.size(self._path(name)))

    def names(self, folder: str) -> Iterator[str]:
        """The objects below a folder, by name."""
        self._files.invalidate_cache()  # others write here
        found: Any = self._files.find(self._path(folder))
        for path in sorted(found):
            if not path.endswith(PARTIAL):
                yield f"{folder}/{path.rpartition(f'/{folder}/')[2]}"

    def remove(self, name: str) -> None:
        """Take an object away, if it is there."""
        if self._files.exists(self._path(name)):
            self._files.rm_file(self._path(name))

    def _path(self, name: str) -> str:
        return f"{self._root.rstrip('/')}/{name}"
