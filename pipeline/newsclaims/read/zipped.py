"""zip archives: the files within, as their list of contents names them; of a cut one, those that are whole."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import BinaryIO, cast

from newsclaims.errors import ArticleError
from newsclaims.read.cut_zip import read_cut_zip
from newsclaims.read.members import check_depth, member_of, read_member
from newsclaims.read.options import Reading
from newsclaims.read.pages import Found
from newsclaims.read.parts import CUT, Counted, Part, ReadPart, buffered, seekable

_ENCRYPTED = 1
_MOST_CONTENTS = 64 * 1024 * 1024  # bytes of the list of contents that is held: some 500,000 files
_END = b"PK\x05\x06"
_END_WITHIN = 22 + 65_535


def read_zip(stream: BinaryIO, part: Part, reading: Reading, read_part: ReadPart) -> Iterator[Found]:
    """What the files of ours in an archive hold, in the order of its list of contents.

    Where that list is missing (a cut file), or too long to be held, the files are read one after the other.
    """
    try:
        check_depth(part, reading.limits)
    except ArticleError as error:
        yield part.failure(error)
        return
    with seekable(stream) as (file, fault):
        yield from _members(file, fault, part, read_part)


def _members(file: BinaryIO, fault: ArticleError | None, part: Part, read_part: ReadPart) -> Iterator[Found]:
    try:
        archive = zipfile.ZipFile(file) if not fault and _contents_size(file) <= _MOST_CONTENTS else None
    except Exception as error:  # noqa: BLE001 - the library has errors of many kinds for bytes that are no zip
        archive = None
        reason = " ".join(str(error).split()).rstrip(".")
        fault = ArticleError(f"its list of contents cannot be read: {reason}.", mend=CUT)
    if archive is None:
        yield from read_cut_zip(file, part, read_part)
        if fault:
            yield part.failure(fault)
        return
    for info in archive.infolist():
        member = None if info.is_dir() else member_of(part, info.filename)
        if member is not None:
            yield from _read(archive, info, member, read_part)


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, member: Part, read_part: ReadPart) -> Iterator[Found]:
    try:
        if info.flag_bits & _ENCRYPTED:
            raise ArticleError("it is encrypted.", mend="Unpack the archive with its password, and name the folder.")
        opened = cast(BinaryIO, archive.open(info))
    except Exception as error:  # noqa: BLE001 - one damaged member does not cost the others
        yield member.failure(error)
        return
    unpacked = 0

    def spend(count: int) -> None:
        nonlocal unpacked
        unpacked += count
        member.allowance.spend(count, unpacked=unpacked, packed=info.compress_size)

    yield from read_member(buffered(Counted(opened, seen=spend)), member, read_part)


def _contents_size(file: BinaryIO) -> int:
    """How many bytes the list of contents has, by the record at the archive's end; 0 where there is no such record."""
    size = file.seek(0, 2)
    file.seek(max(size - _END_WITHIN, 0))
    tail = file.read(_END_WITHIN)
    file.seek(0)
    at = tail.rfind(_END)
    return int.from_bytes(tail[at + 12 : at + 16], "little") if at >= 0 else 0
