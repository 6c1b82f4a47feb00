"""JSONL files: one article a line, `id` and `text` required; a bad line never keeps the next from being read.

Lines are UTF-8, or the fallback encoding where one is given.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

import jsonlines

from newsclaims.errors import ArticleError
from newsclaims.read.checks import shown
from newsclaims.read.fields import article_of_record, id_of
from newsclaims.read.lines import Lines
from newsclaims.read.options import Reading
from newsclaims.read.parts import Part
from newsclaims.records import Article, Failure

_ONE_OBJECT = "Write one JSON object a line (jq -c does it), each with an id and a text."
_MOST_DIGITS = 4_300  # as many as Python turns into an int; beyond that the time grows with the square


def read_jsonl(stream: BinaryIO, part: Part, reading: Reading) -> Iterator[Article | Failure]:
    """The articles of a byte stream, and a failure for each line that holds none, in the order of the lines.

    Blank lines are passed over. Where the stream itself breaks off (a cut or damaged `.gz`), the last is a failure.
    """
    lines = Lines(stream, reading.limits.max_line_bytes, fallback=reading.fallback_encoding)
    reader = jsonlines.Reader(lines, loads=_loads)
    while True:
        article_id = None
        try:
            record = reader.read(type=dict, skip_empty=True)
            article_id = id_of(record, reading)
            yield article_of_record(record, article_id, f"{part.name}:{lines.number}", reading)
        except EOFError:
            return
        except jsonlines.InvalidLineError as invalid:
            yield Failure(None, f"{part.name}:{lines.number}", "read", *_invalid(invalid))
        except ArticleError as error:
            yield Failure(article_id, f"{part.name}:{lines.number}", "read", error.what, error.mend)
            if lines.broken:
                return


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


def _invalid(invalid: jsonlines.InvalidLineError) -> tuple[str, str]:
    """What is wrong with a line that jsonlines refused, told from what it refused it for, and the mend."""
    cause = invalid.__cause__
    if isinstance(cause, json.JSONDecodeError):
        near = cause.doc[max(cause.pos - 15, 0) : cause.pos + 15].strip()
        what = f"not JSON: {cause.msg.removesuffix(' at')} at character {cause.pos:,}"
        return what + (f", near {shown(near)}." if near else "."), _ONE_OBJECT
    if cause is not None:
        return f"not JSON that can be read: {cause}.", "Take that value out, or write it as a string."
    return f"the line is no JSON object: {shown(invalid.line)}.", _ONE_OBJECT
