"""JSONL files: one article a line, `id` and `text` required; a bad line never keeps the next from being read.

Reading order: `read_jsonl`, `Lines` (what is read of a line at most), then `_article` and the fields.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO

import jsonlines

from newsclaims.errors import ArticleError
from newsclaims.read.checks import Limits, check_string, check_text, iso_date, shown
from newsclaims.read.published import Published, published_of
from newsclaims.read.text import BOM, not_utf8
from newsclaims.records import Article, Failure

_ONE_OBJECT = "Write one JSON object a line (jq -c does it), each with an id and a text."
_MOST_DIGITS = 4_300  # as many as Python turns into an int; beyond that the time grows with the square


def read_jsonl(stream: BinaryIO, where: str, *, published: str | None, limits: Limits) -> Iterator[Article | Failure]:
    """The articles of a byte stream, and a failure for each line that holds none, in the order of the lines.

    Blank lines are passed over. Where the stream itself breaks off (a cut or damaged `.gz`), the last is a failure.
    """
    lines = Lines(stream, limits.max_line_bytes)
    reader = jsonlines.Reader(lines, loads=_loads)
    while True:
        article_id = None
        try:
            record = reader.read(type=dict, skip_empty=True)
            article_id = _id(record)
            yield _article(record, article_id, f"{where}:{lines.number}", published=published, limits=limits)
        except EOFError:
            return
        except jsonlines.InvalidLineError as invalid:
            error = _invalid(invalid)
            yield Failure(None, f"{where}:{lines.number}", "read", error.what, error.mend)
        except ArticleError as error:
            yield Failure(article_id, f"{where}:{lines.number}", "read", error.what, error.mend)
            if lines.broken:
                return


class Lines:
    """The lines of a byte stream, with their line ends; ArticleError for one over the limit, or that cannot be read.

    A line over the limit is passed over without being held, and the next can be asked for. `number` is the line last
    read, from 1; `broken` says that no more will come.
    """

    def __init__(self, stream: BinaryIO, limit: int) -> None:
        self.number = 0
        self.broken = False
        self._stream = stream
        self._limit = limit

    def __iter__(self) -> Lines:
        return self

    def __next__(self) -> bytes:
        self.number += 1
        line = self._read()
        if not line:
            raise StopIteration
        if len(line) > self._limit and not line.endswith(b"\n"):
            size = len(line)
            while not line.endswith(b"\n") and (line := self._read()):
                size += len(line)
            raise ArticleError(
                f"a line of {size:,} bytes, over the limit of {self._limit:,}.",
                mend="Write one article a line, or raise --max-line-bytes.",
            )
        return line.removeprefix(BOM) if self.number == 1 else line

    def _read(self) -> bytes:
        """The next bytes, up to the line's end or one past the limit; b"" at the end."""
        try:
            return self._stream.readline(self._limit + 1)
        except (OSError, EOFError, zlib.error) as error:
            self.broken = True
            reason = getattr(error, "strerror", None) or error
            raise ArticleError(
                f"the file cannot be read from here on: {reason}.",
                mend="What stood before is read; fetch or pack the file again (gzip -t tests it).",
            ) from None


def _loads(line: str | bytes) -> Any:
    """The JSON value of a line; ValueError for one that Python could not hold."""
    try:
        return json.loads(line.rstrip(), parse_int=_integer)
    except RecursionError:
        raise ValueError("brackets nested too deep") from None


def _integer(digits: str) -> int:
    if len(digits) > _MOST_DIGITS:
        raise ValueError(f"a number of {len(digits):,} digits")
    return int(digits)


def _invalid(invalid: jsonlines.InvalidLineError) -> ArticleError:
    """What is wrong with a line that jsonlines refused, told from what it refused it for."""
    cause = invalid.__cause__
    line = invalid.line
    if isinstance(cause, UnicodeDecodeError):
        return not_utf8(cause, at=cause.start)
    if isinstance(cause, json.JSONDecodeError):
        near = cause.doc[max(cause.pos - 15, 0) : cause.pos + 15].strip()
        return ArticleError(
            f"not JSON: {cause.msg.removesuffix(' at')} at character {cause.pos:,}"
            + (f", near {shown(near)}." if near else "."),
            mend=_ONE_OBJECT,
        )
    if cause is not None:
        return ArticleError(
            f"not JSON that can be read: {cause}.", mend="Take that value out, or write it as a string."
        )
    return ArticleError(f"the line is no JSON object: {shown(line)}.", mend=_ONE_OBJECT)


def _article(record: dict[str, Any], article_id: str, where: str, *, published: str | None, limits: Limits) -> Article:
    """The article of a line's object; ArticleError naming the field that is wrong. Unknown keys are passed over."""
    if "text" not in record:
        raise ArticleError(
            f'no "text"; the keys are {_keys(record)}.', mend='Put the article\'s text under the key "text".'
        )
    text = record["text"]
    if not isinstance(text, str):
        raise ArticleError(f'"text" is {_kind(text)}, not a string: {shown(text)}.', mend='Make "text" a string.')
    check_text(text, limits)
    url = _optional(record, "url")
    given = _published(record) or published
    found = Published(given, "given") if given else published_of(url, text)
    return Article(
        article_id,
        text,
        url=url,
        title=_optional(record, "title"),
        publisher=_optional(record, "publisher"),
        published=found.day if found else None,
        published_from=found.found_in if found else None,
        where=where,
    )


def _id(record: dict[str, Any]) -> str:
    """The id, a whole number as its digits; ArticleError where there is none to use."""
    mend = 'Give each line an "id" of its own, a string or a whole number.'
    if "id" not in record:
        raise ArticleError(f'no "id"; the keys are {_keys(record)}.', mend=mend)
    value = record["id"]
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise ArticleError(f'"id" is {_kind(value)}: {shown(value)}.', mend=mend)
    if not value.strip():
        raise ArticleError('"id" is empty.', mend=mend)
    check_string(value, '"id"')
    return value


def _published(record: dict[str, Any]) -> str | None:
    """The date of publication, or None where the line gives none."""
    value = _optional(record, "published")
    if value is None:
        return None
    date = iso_date(value)
    if date is None:
        raise ArticleError(
            f'"published" is no date: {shown(value)}.',
            mend="Write a day of the calendar as YYYY-MM-DD (a time of day may follow), or null.",
        )
    return date


def _optional(record: dict[str, Any], key: str) -> str | None:
    """A string that may be missing; null and blank are as good as missing."""
    value = record.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        raise ArticleError(
            f'"{key}" is {_kind(value)}, not a string: {shown(value)}.', mend=f'Make "{key}" a string or null.'
        )
    check_string(value, f'"{key}"')
    return value if value.strip() else None


def _keys(record: dict[str, Any]) -> str:
    """The keys of an object, for a message."""
    names = [shown(key, most=20) for key in list(record)[:8]]
    return ", ".join(names) + (", …" if len(record) > 8 else "") if names else "none"


def _kind(value: object) -> str:
    """What JSON calls a value."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, (int, float)):
        return "a number"
    if isinstance(value, str):
        return "a string"
    return "a list" if isinstance(value, list) else "an object"
