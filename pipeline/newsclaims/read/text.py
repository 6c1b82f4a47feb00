"""Text files: one article a file, its text exactly as it stands there."""

from __future__ import annotations

from typing import BinaryIO

from newsclaims.errors import ArticleError
from newsclaims.read.checks import Limits, check_string, check_text, shown, too_many_characters
from newsclaims.read.published import Published, published_of
from newsclaims.records import Article, Failure

BOM = b"\xef\xbb\xbf"


def read_text(
    stream: BinaryIO, article_id: str, where: str, *, published: str | None, limits: Limits
) -> Article | Failure:
    """The one article of a byte stream; no more is read than the longest text allowed takes."""
    try:
        known = _known_id(article_id)
    except ArticleError as error:
        return Failure(None, where, "read", error.what, "Give the file a name in UTF-8, without control characters.")
    try:
        text = _decode(stream, limits)
        check_text(text, limits)
    except OSError as error:
        return Failure(
            known, where, "read", f"cannot be read: {error.strerror or error}.", "See that the file is whole."
        )
    except ArticleError as error:
        place = f"{where}:{error.where}" if error.where else where
        return Failure(known, place, "read", error.what, error.mend)
    found = Published(published, "given") if published else published_of(None, text)
    day, origin = found or (None, None)
    return Article(known, text, published=day, published_from=origin, where=where)


def _known_id(article_id: str) -> str:
    """The id, which a file name gave; ArticleError where no record could hold it."""
    check_string(article_id, f"the file name {shown(article_id)}")
    return article_id


def _decode(stream: BinaryIO, limits: Limits) -> str:
    """The text of a stream in UTF-8, line ends as they are, without a byte-order mark."""
    longest = len(BOM) + 4 * limits.max_chars
    content = stream.read(longest + 1)
    if len(content) > longest:
        raise too_many_characters(f"more than {limits.max_chars:,}", limits)
    mark = len(BOM) if content.startswith(BOM) else 0
    try:
        return content[mark:].decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, mark + error.start) + 1
        raise not_utf8(error, at=mark + error.start, line=str(line)) from None


def not_utf8(error: UnicodeDecodeError, *, at: int, line: str = "") -> ArticleError:
    """The error for bytes that are not UTF-8: which byte, where, and the encoding they are most likely in."""
    utf16 = error.object[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in error.object[:100]
    encoding = "UTF-16" if utf16 else "WINDOWS-1252"
    return ArticleError(
        f"the byte 0x{error.object[error.start]:02X} at byte offset {at:,} is not UTF-8.",
        where=line,
        mend=f"Convert the file to UTF-8, for example: iconv -f {encoding} -t UTF-8.",
    )
