"""Sources opened: what each kind of file is read by, and how standard input tells its kind."""

from __future__ import annotations

import gzip
import io
import sys
from collections.abc import Iterator
from typing import BinaryIO, cast

from newsclaims.read.checks import Limits
from newsclaims.read.jsonl import read_jsonl
from newsclaims.read.sources import Source
from newsclaims.read.text import BOM, read_text
from newsclaims.records import Article, Failure


def read_source(
    source: Source, *, published: str | None, limits: Limits, stdin: BinaryIO | None
) -> Iterator[Article | Failure]:
    """The articles and failures of one source; one failure where it cannot be opened."""
    if source.format == "standard input":
        head, stream = _head(stdin or sys.stdin.buffer, limits)
        is_jsonl = head.removeprefix(BOM).lstrip().startswith(b"{")
        yield from _read(stream, source, is_jsonl=is_jsonl, published=published, limits=limits)
        return
    try:
        opened = _open(source)
    except OSError as error:
        what = "the folder cannot be listed" if source.format == "folder" else "cannot be opened"
        yield Failure(None, source.name, "read", f"{what}: {error.strerror}.", "See that it is there and may be read.")
        return
    with opened as stream:
        is_jsonl = source.format != "text"
        yield from _read(stream, source, is_jsonl=is_jsonl, published=published, limits=limits)


def _open(source: Source) -> BinaryIO:
    if source.format == "jsonl.gz":
        return cast(BinaryIO, gzip.open(source.path, "rb"))
    return open(source.path, "rb")


def _read(
    stream: BinaryIO, source: Source, *, is_jsonl: bool, published: str | None, limits: Limits
) -> Iterator[Article | Failure]:
    if is_jsonl:
        yield from read_jsonl(stream, source.name, published=published, limits=limits)
    else:
        yield read_text(stream, source.article_id, source.name, published=published, limits=limits)


def _head(stream: BinaryIO, limits: Limits) -> tuple[bytes, BinaryIO]:
    """The start of a stream up to the end of its first line that is not blank, and the whole stream all the same."""
    head = bytearray()
    while len(head) <= limits.max_line_bytes:
        line = stream.readline(limits.max_line_bytes + 1)
        head += line
        if not line or line.removeprefix(BOM).strip():
            break
    return bytes(head), cast(BinaryIO, io.BufferedReader(_Rejoined(bytes(head), stream)))


class _Rejoined(io.RawIOBase):
    """Bytes taken off a stream and the rest of the stream, as one; what has come in is handed on without waiting."""

    def __init__(self, head: bytes, stream: BinaryIO) -> None:
        self._head = memoryview(head)
        self._more = getattr(stream, "read1", stream.read)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        part = self._head[: len(buffer)] or self._more(len(buffer))
        self._head = self._head[len(buffer) :]
        buffer[: len(part)] = part
        return len(part)
