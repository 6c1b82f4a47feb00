"""Read: files of many kinds, archives of them, and standard input become articles, one at a time.

`read_articles` is the whole face (`read_records` leaves it to others to take pages apart); `Limits` says how large an
article may be, `Columns` what its fields are called.
Inside, in the way of the data: `sources` (paths to files), `remote` (those at URLs), `formats` (what a name says),
`streams` (files opened), `parts`, `packed` (gzip and the like), `members`, `zipped`, `tarred` (archives), then a module
for each format (`text`, `jsonl`, `delimited`, `parquet`, `html`, `warc`), with `pages`, `decode`, `lines`, `fields`,
`checks` that they share, and `distinct` (ids).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from newsclaims.read.checks import Limits, check_text
from newsclaims.read.distinct import Ids
from newsclaims.read.formats import SHOWN, Kind
from newsclaims.read.html import read_page
from newsclaims.read.options import DEFAULT_COLUMNS, DEFAULT_LIMITS, Columns, Reading
from newsclaims.read.pages import Found, Pending
from newsclaims.read.published import Published, published_of
from newsclaims.read.sources import check_output, check_paths, may_read, sources
from newsclaims.read.streams import read_source
from newsclaims.records import Article, Failure

__all__ = [
    "DEFAULT_COLUMNS",
    "DEFAULT_LIMITS",
    "SHOWN",
    "Columns",
    "Found",
    "Limits",
    "Pending",
    "Reading",
    "article_of",
    "check_output",
    "may_read",
    "read_articles",
    "read_page",
    "read_records",
]
DEFAULT_READING = Reading()


def read_articles(
    paths: Sequence[str | Path],
    *,
    published: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
    columns: Columns = DEFAULT_COLUMNS,
    fallback_encoding: str | None = None,
    stdin: BinaryIO | None = None,
    stdin_kind: Kind | None = None,
    reading: Reading | None = None,
) -> Iterator[Article | Failure]:
    """The articles that the paths name, in order, and a failure for each that cannot be worked.

    A path is a file, a folder of them, a pattern (`news/**/*.warc.gz`), a URL of any of these that fsspec reaches
    (`s3://…`), or `-` for standard input. `.txt` and `.html`
    are one article each, its id the path below the folder without its suffix; `.jsonl`, `.csv`, `.tsv` and `.parquet`
    have one a line or row, under `columns`; `.warc` its pages; `.zip` and `.tar` any of these; each may be packed
    (`.gz`, `.zst`, `.bz2`, `.xz`). `published` is the ISO date of articles that bring none; how bytes become text is
    told in `decode`. `reading` holds all these options at once, and is taken in their place. UsageError for a wrong
    path, date, encoding or kind, here and now; all else is read as it is asked for, and no more than one article is
    held. Of articles with the same id only the first is handed on.
    """
    named = check_paths([paths] if isinstance(paths, (str, Path)) else paths)
    given = reading or Reading(published, limits, columns, fallback_encoding, stdin_kind)
    return _read(named, given.checked(), stdin)


def read_records(
    paths: Sequence[str | Path], *, reading: Reading = DEFAULT_READING, stdin: BinaryIO | None = None
) -> Iterator[Found]:
    """As `read_articles`, but web pages are handed on as they were found, for `read_page` to take apart. Of two pages
    with the same id the first counts, whether it holds an article or not.
    """
    return _records(check_paths(paths), reading.checked(), stdin)


def article_of(text: str, *, published: str | None = None, limits: Limits = DEFAULT_LIMITS) -> Article:
    """A text at hand as an article with the id "text"; UsageError for a wrong date, ArticleError for a text none
    can work.
    """
    date = Reading(published).checked().published
    check_text(text, limits)
    found = Published(date, "given") if date else published_of(None, text)
    day, origin = found or (None, None)
    return Article("text", text, published=day, published_from=origin)


def _read(paths: Sequence[str], reading: Reading, stdin: BinaryIO | None) -> Iterator[Article | Failure]:
    """What `read_articles` hands on, the paths and the date checked."""
    ids = Ids()
    for source in sources(paths):
        for found in read_source(source, reading, stdin=stdin):
            yield ids.distinct(read_page(found) if isinstance(found, Pending) else found)


def _records(paths: Sequence[str], reading: Reading, stdin: BinaryIO | None) -> Iterator[Found]:
    """What `read_records` hands on."""
    ids = Ids()
    for source in sources(paths):
        for found in read_source(source, reading, stdin=stdin):
            yield ids.distinct(found)
