"""A run of bytes that holds articles, and what may come of it: `Part`, `Allowance`, and streams held to them."""

from __future__ import annotations

import contextlib
import io
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, cast

from newsclaims.errors import ArticleError
from newsclaims.read.checks import Limits
from newsclaims.read.formats import Kind, Packing
from newsclaims.read.pages import Found
from newsclaims.records import Failure

_FILE_FREE = 64 * 1024 * 1024  # bytes that any file may become, whatever it weighs
_MEMBER_FREE = 16 * 1024 * 1024  # and any packed stream within it
_CHUNK = 1 << 18
CUT = "What stood before is read; fetch or pack the file again (gzip -t, unzip -t, zstd -t test it)."


class Allowance:
    """How many bytes may still be unpacked of one file, all that is packed within it together.

    A packed stream may become `max_expansion` times its bytes, and 16 MiB besides; so may the whole file, and 64 MiB.
    """

    def __init__(self, limits: Limits, packed: Callable[[], int]) -> None:
        self._ratio = limits.max_expansion
        self._packed = packed
        self._unpacked = 0

    def spend(self, count: int, *, unpacked: int, packed: int) -> None:
        """Take `count` bytes; ArticleError where the stream (`unpacked` of `packed` so far) or the file has no more."""
        self._unpacked += count
        over = unpacked > _MEMBER_FREE + self._ratio * packed
        if over or self._unpacked > _FILE_FREE + self._ratio * self._packed():
            got, of = (unpacked, packed) if over else (self._unpacked, self._packed())
            raise ArticleError(
                f"{got:,} bytes come of {of:,} packed ones, over the limit of {self._ratio:,} to one.",
                mend="A bomb? Take it out; if it is sound, raise --max-expansion.",
            )


@dataclass(frozen=True)
class Part:
    """A file, or a member of an archive: `name` stands in messages, `article_id` is the id where it is one article, and
    starts those of its members. `depth` counts the archives around it.
    """

    name: str
    article_id: str
    kind: Kind
    packing: Packing | None
    allowance: Allowance
    depth: int = 0

    def failure(self, error: Exception, *, at: str = "", article: str | None = None) -> Failure:
        """The failure of this part, or of what stands `at` a place in it."""
        fault = fault_of(error)
        place = ":".join(bit for bit in (self.name, at, fault.where) if bit)
        return Failure(article, place, "read", fault.what, fault.mend)


ReadPart = Callable[[BinaryIO, Part], Iterator[Found]]


def fault_of(error: Exception) -> ArticleError:
    """What a stream or a library raised, as an error with its mend."""
    if isinstance(error, ArticleError):
        return error
    reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
    line = " ".join(reason.split())[:200].rstrip(".")
    return ArticleError(f"the file cannot be read from here on: {line}.", mend=CUT)


class Counted(io.RawIOBase):
    """A stream with a head put before it, that counts what was taken of it; it hands on what has come in, waits for no
    more, and cannot be sought in.
    """

    def __init__(self, stream: BinaryIO, head: bytes = b"", *, seen: Callable[[int], None] | None = None) -> None:
        self.count = 0
        self._head = memoryview(head)
        self._more = getattr(stream, "read1", stream.read)
        self._seen = seen

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        part = self._head[: len(buffer)] or self._more(len(buffer))
        self._head = self._head[len(buffer) :]
        buffer[: len(part)] = part
        self.count += len(part)
        if self._seen:
            self._seen(len(part))
        return len(part)


def buffered(raw: io.RawIOBase) -> BinaryIO:
    """A stream with lines over a raw one."""
    return cast(BinaryIO, io.BufferedReader(raw, _CHUNK))


@contextlib.contextmanager
def seekable(stream: BinaryIO) -> Iterator[tuple[BinaryIO, ArticleError | None]]:
    """The stream if it can be sought in, else a temporary file with its bytes, and what broke off the copying."""
    if stream.seekable():
        yield stream, None
        return
    fault: ArticleError | None = None
    with tempfile.TemporaryFile() as copy:
        try:
            while chunk := stream.read(_CHUNK):
                copy.write(chunk)
        except Exception as error:  # noqa: BLE001 - whatever breaks the stream off, what came of it is there
            fault = fault_of(error)
        copy.seek(0)
        yield cast(BinaryIO, copy), fault
