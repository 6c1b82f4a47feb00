"""zip archives without their list of contents (cut files): the files that stand one after the other before the cut.

Each file has a header of its own, and what is deflated tells its own end; only a stored file whose length stands behind
it cannot be found the end of.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple, cast

from newsclaims.errors import ArticleError
from newsclaims.read.members import member_of
from newsclaims.read.packed import Unpacked, Zlib
from newsclaims.read.pages import Found
from newsclaims.read.parts import CUT, Counted, Part, ReadPart, buffered

_FILE, _END_OF_FILES = b"PK\x03\x04", (b"PK\x01\x02", b"PK\x05\x06", b"PK\x06\x06")
_HEADER = struct.Struct("<4sHHHHHIIIHH")
_STORED, _DEFLATED = 0, 8
_ENCRYPTED, _LENGTH_BEHIND, _UTF8 = 1, 8, 1 << 11
_IN_EXTRA = 0xFFFFFFFF
_AROUND = 64  # bytes behind a file in which the next header is looked for
_CHUNK = 1 << 18


class _Entry(NamedTuple):
    name: str
    method: int
    flags: int
    size: int | None  # packed; None where it stands behind the file
    start: int


def read_cut_zip(file: BinaryIO, part: Part, read_part: ReadPart) -> Iterator[Found]:
    """What the files of ours hold, up to the cut, the last of them cut itself; a failure where no more can be found."""
    at = 0
    while True:
        try:
            entry = _entry(file, at)
            if entry is None:
                return
        except ArticleError as error:
            yield part.failure(error, at=f"offset {at}")
            return
        stream, raw = _opened(file, entry, part)
        member = None if entry.name.endswith("/") else member_of(part, entry.name)
        if member is not None:
            if entry.flags & _ENCRYPTED:
                yield member.failure(ArticleError("it is encrypted.", mend="Unpack the archive with its password."))
            else:
                yield from read_part(stream, member)
        try:
            at = _end(file, entry, stream, raw)
        except Exception as error:  # noqa: BLE001 - where one file's end is lost, so are those behind it
            yield part.failure(error, at=f"offset {entry.start}")
            return


def _entry(file: BinaryIO, at: int) -> _Entry | None:
    """The file whose header stands at an offset; None at the end of the files, ArticleError where there is neither."""
    file.seek(at)
    head = file.read(_HEADER.size)
    if head.startswith(_END_OF_FILES):
        return None
    if len(head) < _HEADER.size or not head.startswith(_FILE):
        raise ArticleError(f"the archive is cut or damaged at byte {at:,}.", mend=CUT)
    _, _, flags, method, _, _, _, packed, _, name_length, extra_length = _HEADER.unpack(head)
    name = file.read(name_length)
    extra = file.read(extra_length)
    size: int | None = _size_in(extra) if packed == _IN_EXTRA else packed
    if flags & _LENGTH_BEHIND and not size:
        size = None
    shown = name.decode("utf-8" if flags & _UTF8 else "cp437", "backslashreplace")
    return _Entry(shown, method, flags, size, file.tell())


def _size_in(extra: bytes) -> int | None:
    """The packed size in a zip64 field, None where there is none."""
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        if kind == 1 and length >= 16 and at + 20 <= len(extra):
            return int(struct.unpack_from("<Q", extra, at + 12)[0])
        at += 4 + length
    return None


def _opened(file: BinaryIO, entry: _Entry, part: Part) -> tuple[BinaryIO, Unpacked | None]:
    """The stream of a file, and its unpacker where it is deflated."""
    packed = cast(BinaryIO, _Slice(file, entry.start, entry.size))
    if entry.method == _DEFLATED:
        raw = Unpacked(packed, lambda: Zlib(-15), part.allowance, one=True)
        return buffered(raw), raw
    return buffered(Counted(packed)), None


def _end(file: BinaryIO, entry: _Entry, stream: BinaryIO, raw: Unpacked | None) -> int:
    """Where the next header starts; ArticleError where that cannot be known."""
    if entry.size is None and entry.method != _DEFLATED:
        raise ArticleError(f'where "{entry.name}" ends is not told, so no file behind it is read.', mend=CUT)
    if entry.size is not None:
        end = entry.start + entry.size
    else:
        assert raw is not None
        while not raw.ended and stream.read(_CHUNK):
            pass
        end = entry.start + raw.packed_bytes
    file.seek(end)
    around = file.read(_AROUND)
    found = [at for mark in (_FILE, *_END_OF_FILES) if (at := around.find(mark)) >= 0]
    return end + (min(found) if found else 0)


class _Slice:
    """A stretch of a file, from a start on, that keeps its own place."""

    def __init__(self, file: BinaryIO, start: int, size: int | None) -> None:
        self._file, self._at = file, start
        self._left = size

    def read(self, size: int) -> bytes:
        """Up to `size` bytes; ArticleError where the file ends before the stretch does."""
        wanted = size if self._left is None else min(size, self._left)
        if not wanted:
            return b""
        self._file.seek(self._at)
        content = self._file.read(wanted)
        if not content:
            raise ArticleError(f"the archive is cut at byte {self._at:,}, within this file.", mend=CUT)
        self._at += len(content)
        if self._left is not None:
            self._left -= len(content)
        return content
