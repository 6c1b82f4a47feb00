"""How a run reads: the date, limits, columns and encodings that hold for all its files."""

from __future__ import annotations

import codecs

import msgspec

from newsclaims.errors import UsageError, nearest
from newsclaims.read.checks import Limits, iso_date, shown
from newsclaims.read.formats import KINDS, Kind

DEFAULT_LIMITS = Limits()
_KINDS = sorted(set(KINDS.values()))


class Columns(msgspec.Struct, frozen=True):
    """What the columns of CSV and Parquet files, and the keys of JSONL lines, are called."""

    id: str = "id"
    text: str = "text"
    title: str = "title"
    published: str = "published"
    url: str = "url"
    publisher: str = "publisher"

    def renamed(self) -> list[str]:
        """The names that are not ours: asked for, so a file must have them."""
        return [name for field in self.__struct_fields__ if (name := getattr(self, field)) != field]


DEFAULT_COLUMNS = Columns()


class Reading(msgspec.Struct, frozen=True):
    """Everything that readers go by; plain values, so that a worker process can be given it.

    `published`: the ISO date of articles that bring none. `fallback_encoding`: for bytes that declare no encoding and
    are no UTF-8; None sets them aside. `stdin_kind`: what standard input holds; None looks at its first bytes.
    """

    published: str | None = None
    limits: Limits = DEFAULT_LIMITS
    columns: Columns = DEFAULT_COLUMNS
    fallback_encoding: str | None = None
    stdin_kind: Kind | None = None

    def checked(self) -> Reading:
        """The same with its date as ISO; UsageError for a date, encoding or kind that is none."""
        encoding, kind = self.fallback_encoding, self.stdin_kind
        if encoding is not None and not _is_text_encoding(encoding):
            mend = "Give a name that Python knows, such as windows-1252."
            raise UsageError(f"no such encoding: {shown(encoding)}.", where="--fallback-encoding", mend=mend)
        if kind is not None and kind not in _KINDS:
            raise UsageError(f"no such kind: {shown(kind)}.", where="--stdin-kind", mend=nearest(kind, _KINDS))
        return msgspec.structs.replace(self, published=_given_date(self.published))


def _is_text_encoding(name: str) -> bool:
    try:
        return bool(codecs.lookup(name)._is_text_encoding)
    except (LookupError, ValueError):
        return False


def _given_date(published: str | None) -> str | None:
    """The date of `--published` as ISO; UsageError where it is none."""
    date = None if published is None else iso_date(published)
    if published is not None and date is None:
        raise UsageError(
            f"no such date: {shown(published)}.", where="--published", mend="Write a day of the calendar as YYYY-MM-DD."
        )
    return date
