"""Text files: one article a file, its text exactly as it stands there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import BinaryIO, TypeVar

from newsclaims.errors import ArticleError
from newsclaims.read.checks import check_string, check_text, shown, too_many_characters
from newsclaims.read.decode import decoded
from newsclaims.read.options import Reading
from newsclaims.read.parts import Part
from newsclaims.read.published import Published, published_of
from newsclaims.records import Article, Failure

_BOM_BYTES = 4
One = TypeVar("One")


def read_text(stream: BinaryIO, part: Part, reading: Reading) -> Iterator[Article | Failure]:
    """The one article of a byte stream; no more is read than the longest text allowed takes."""

    def only(known: str) -> Article:
        longest = _BOM_BYTES + 4 * reading.limits.max_chars
        content = stream.read(longest + 1)
        if len(content) > longest:
            raise too_many_characters(f"more than {reading.limits.max_chars:,}", reading.limits)
        return article_of_text(content, known, part.name, reading)

    yield only_one(part, only)


def only_one(part: Part, read: Callable[[str], One]) -> One | Failure:
    """What `read` makes of a file that is one article, whose id it is given; else why there is none."""
    try:
        known = known_id(part.article_id)
    except ArticleError as error:
        mend = "Give the file a name in UTF-8, without control characters."
        return Failure(None, part.name, "read", error.what, mend)
    try:
        return read(known)
    except Exception as error:  # noqa: BLE001 - whatever breaks this stream off must not end the run
        return part.failure(error, article=known)


def article_of_text(
    content: bytes, article_id: str, where: str, reading: Reading, *, url: str | None = None
) -> Article:
    """The article of a text's bytes, line ends as they are; ArticleError where they cannot be read or worked."""
    text = decoded(content, fallback=reading.fallback_encoding)
    check_text(text, reading.limits)
    found = Published(reading.published, "given") if reading.published else published_of(url, text)
    day, origin = found or (None, None)
    return Article(article_id, text, url=url, published=day, published_from=origin, where=where)


def known_id(article_id: str) -> str:
    """The id, which a file name gave; ArticleError where no record could hold it."""
    check_string(article_id, f"the file name {shown(article_id)}")
    return article_id
