"""Read: text and JSONL files, and standard input, become articles, one at a time.

`read_articles` is the whole face; `Limits` says how large an article may be. Inside, in the way of the data:
`sources` (paths to files), `streams` (files opened), `text` and `jsonl` (the formats), `checks`, `distinct` (ids).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from newsclaims.errors import UsageError
from newsclaims.read.checks import Limits, check_text, iso_date, shown
from newsclaims.read.distinct import Ids
from newsclaims.read.published import Published, published_of
from newsclaims.read.sources import SUFFIXES, check_paths, sources
from newsclaims.read.streams import read_source
from newsclaims.records import Article, Failure

__all__ = ["DEFAULT_LIMITS", "SUFFIXES", "Limits", "article_of", "read_articles"]

DEFAULT_LIMITS = Limits()


def read_articles(
    paths: Sequence[str | Path],
    *,
    published: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
    stdin: BinaryIO | None = None,
) -> Iterator[Article | Failure]:
    """The articles that the paths name, in order, and a failure for each that cannot be worked.

    A path is a `.txt` file (one article; its id is the name, or the path below the folder given, without `.txt`), a
    `.jsonl` or `.jsonl.gz` file (`id`, `text`; `title`, `published`, `url`, `publisher` if there), a folder of them, or
    `-` for standard input (JSONL if it starts with `{`, else one text). `published` is the ISO date of articles that
    bring none. UsageError for a wrong path or date, here and now; all else is read as it is asked for, and no more than
    one article is held. Of articles with the same id only the first is handed on.
    """
    named = check_paths([paths] if isinstance(paths, (str, Path)) else paths)
    return _read(named, _given_date(published), limits, stdin)


def article_of(text: str, *, published: str | None = None, limits: Limits = DEFAULT_LIMITS) -> Article:
    """A text at hand as an article with the id "text"; UsageError for a wrong date, ArticleError for a text none
    can work.
    """
    date = _given_date(published)
    check_text(text, limits)
    found = Published(date, "given") if date else published_of(None, text)
    day, origin = found or (None, None)
    return Article("text", text, published=day, published_from=origin)


def _given_date(published: str | None) -> str | None:
    """The date of `--published` as ISO; UsageError where it is none."""
    date = None if published is None else iso_date(published)
    if published is not None and date is None:
        raise UsageError(
            f"no such date: {shown(published)}.", where="--published", mend="Write a day of the calendar as YYYY-MM-DD."
        )
    return date


def _read(
    paths: Sequence[str], published: str | None, limits: Limits, stdin: BinaryIO | None
) -> Iterator[Article | Failure]:
    """What `read_articles` hands on, the paths and the date checked."""
    ids = Ids()
    for source in sources(paths):
        ids.start(source.name)
        for read in read_source(source, published=published, limits=limits, stdin=stdin):
            yield ids.distinct(read)
