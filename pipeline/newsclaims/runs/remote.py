"""The place of a run by its name: a folder of this machine, or anything that fsspec reaches (s3://, gs://, memory://)."""

from __future__ import annotations

import errno
import io
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, cast

from newsclaims.read.remote import is_url, reached
from newsclaims.runs.store import PARTIAL, Folder, Store, not_kept, not_read

_HERE = "file://"
# They put a whole object under its name, or none. Elsewhere a file grows under the eyes of all.
_OBJECT_STORES = {"s3", "s3a", "gs", "gcs", "abfs", "abfss", "az", "oss", "oci", "memory"}


def is_remote(place: str) -> bool:
    """Whether a name is a URL, and no path."""
    return is_url(place) and not place.startswith(_HERE)


def store_at(place: str) -> Store:
    """The store of that name. UsageError for a URL that nothing installed can reach."""
    return Remote(place) if is_remote(place) else Folder(Path(place.removeprefix(_HERE)))


class Remote:
    """A `Store` where fsspec reaches. An object store needs no temporary files: a writer that is killed, at whatever
    moment, leaves the object of before, or none. Other places are written under another name first.
    """

    def __init__(self, url: str) -> None:
        self._files, self._root = reached(url)
        self._url = url.rstrip("/")
        protocols = self._files.protocol
        self._at_once = bool(_OBJECT_STORES & set([protocols] if isinstance(protocols, str) else protocols))

    def write(self, name: str, data: bytes) -> None:
        """Put an object."""
        path = self._path(name)
        try:
            if self._at_once:
                self._files.pipe_file(path, data)
                return
            partial = f"{path}.{os.getpid()}-{threading.get_ident()}{PARTIAL}"
            self._files.makedirs(path.rpartition("/")[0], exist_ok=True)
            self._files.pipe_file(partial, data)
            self._files.mv(partial, path)
        except Exception as error:
            raise not_kept(f"{self._url}/{name}", _system_error(error)) from error

    def read(self, name: str) -> bytes | None:
        """The bytes of an object; None where there is none."""
        try:
            return cast(bytes, self._files.cat_file(self._path(name)))
        except FileNotFoundError:
            return None
        except Exception as error:
            raise not_read(f"{self._url}/{name}", _system_error(error)) from error

    def open(self, name: str) -> BinaryIO:
        """An object as a stream: it is fetched whole, since to ask takes longer than to fetch."""
        data = self.read(name)
        if data is None:
            raise not_read(f"{self._url}/{name}", FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT)))
        return io.BytesIO(data)

    def size(self, name: str) -> int:
        """Bytes of an object."""
        try:
            return int(self._files.size(self._path(name)))
        except Exception as error:
            raise not_read(f"{self._url}/{name}", _system_error(error)) from error

    def names(self, folder: str) -> Iterator[str]:
        """The objects below a folder, by name."""
        try:
            self._files.invalidate_cache()  # others write here
            found: Any = self._files.find(self._path(folder))
        except Exception as error:
            raise not_read(f"{self._url}/{folder}", _system_error(error)) from error
        for path in sorted(found):
            if not path.endswith(PARTIAL):
                yield f"{folder}/{path.rpartition(f'/{folder}/')[2]}"

    def _path(self, name: str) -> str:
        return f"{self._root.rstrip('/')}/{name}"


def _system_error(error: Exception) -> OSError:
    """What a package of fsspec raised, as the system would say it."""
    return error if isinstance(error, OSError) else OSError(None, f"{type(error).__name__}: {error}")
