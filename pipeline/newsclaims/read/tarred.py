"""tar archives, read as they come: the regular files within; links, devices and folders are passed over."""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from typing import BinaryIO, cast

from newsclaims.errors import ArticleError
from newsclaims.read.members import check_depth, member_of, read_member
from newsclaims.read.options import Reading
from newsclaims.read.pages import Found
from newsclaims.read.parts import CUT, Counted, Part, ReadPart, buffered

_LONG_HEADERS = (
    tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK,
)  # fmt: skip
_MOST_HEADER = 1 << 20  # bytes of a long name, or of a file's further headers; the library holds them


def read_tar(stream: BinaryIO, part: Part, reading: Reading, read_part: ReadPart) -> Iterator[Found]:
    """What the files of ours in an archive hold, in their order; a failure where it is cut or damaged."""
    at = 0
    try:
        check_depth(part, reading.limits)
        with tarfile.open(fileobj=stream, mode="r|", tarinfo=_Member, ignore_zeros=True) as archive:
            while (info := archive.next()) is not None:
                at = info.offset
                archive.members.clear()  # type: ignore[attr-defined] # which would grow with every file
                member = member_of(part, info.name) if info.isreg() else None
                if member is None:
                    continue
                if info.issparse():
                    yield member.failure(ArticleError("it is a sparse file.", mend="Pack it whole (tar without -S)."))
                    continue
                content = cast(BinaryIO, archive.extractfile(info))
                yield from read_member(buffered(Counted(content)), member, read_part)
            at = archive.offset
            if not getattr(archive, "marked", False):
                raise ArticleError("the archive has no end mark: it may be cut.", mend=CUT)
    except Exception as error:  # noqa: BLE001 - the library has errors of many kinds for bytes that are no tar
        yield part.failure(error, at=f"offset {at}" if at else "")


class _Member(tarfile.TarInfo):
    """A file's header; where the library would take a damaged one for the archive's end, this raises instead."""

    @classmethod
    def fromtarfile(cls, tarfile_: tarfile.TarFile) -> _Member:
        try:
            return super().fromtarfile(tarfile_)
        except tarfile.EOFHeaderError:  # type: ignore[attr-defined]
            tarfile_.marked = True  # type: ignore[attr-defined]
            raise
        except tarfile.EmptyHeaderError:  # type: ignore[attr-defined]
            raise
        except tarfile.HeaderError as error:
            raise ArticleError(f"the archive is cut or damaged: {error}.", mend=CUT) from None

    def _proc_member(self, tarfile_: tarfile.TarFile) -> tarfile.TarInfo:
        if self.type in _LONG_HEADERS and self.size > _MOST_HEADER:
            raise ArticleError(f"a file's header of {self.size:,} bytes.", mend="Pack the files anew.")
        return cast(tarfile.TarInfo, super()._proc_member(tarfile_))  # type: ignore[misc]
