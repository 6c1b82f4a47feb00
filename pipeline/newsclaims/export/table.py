"""Claims as a table, one row a claim: CSV for programs, TSV for spreadsheets.

`COLUMNS` says which column holds which field of the record. Of several sources the first has columns of its own, and
all stand as JSON in `sources`, as in the record; so do `relations` and `flags`. Null is an empty cell.

CSV is as RFC 4180 has it, in UTF-8, every cell as the record has it. TSV is made to be opened in a spreadsheet, which
takes `=1+1` for a formula and `10-12` for a day: see `guarded`.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

import msgspec

from newsclaims.records import Claim

_MENTION = {"": "text", "_start": "start", "_end": "end"}


def _words(column: str, path: str) -> dict[str, str]:
    """The three columns of a mention."""
    return {f"{column}{suffix}": f"{path}.{field}" for suffix, field in _MENTION.items()}


def _same(path: str, *fields: str) -> dict[str, str]:
    """Columns that are called as their fields are."""
    return {field: f"{path}.{field}" for field in fields}


COLUMNS: dict[str, str] = {
    "id": "id",
    "article_id": "article.id",
    **_same("article", "url", "title", "publisher", "published", "published_from", "text_sha256"),
    **_words("sentence", "sentence"),
    **_words("figure", "quantity.mention"),
    **_same("quantity", "kind", "value", "value_text", "min_value", "min_value_text", "max_value", "max_value_text"),
    **_same("quantity", "modifier", "unit", "per", "direction", "status"),
    "item": "item.head",
    **_words("item_words", "item.mention"),
    "event": "event.lemma",
    **_same("event", "negated", "hedged"),
    **_words("event_words", "event.mention"),
    "place": "place.name",
    **_words("place_words", "place.mention"),
    "time_begin": "time.begin",
    "time_end": "time.end",
    **_same("time", "timex_type", "timex_value", "timex_mod", "precision", "anchor"),
    **_words("time_words", "time.mention"),
    "source": "attribution.sources.first.name",
    "source_kind": "attribution.sources.first.kind",
    "source_organisation": "attribution.sources.first.organisation",
    "source_named": "attribution.sources.first.named",
    **_words("source_words", "attribution.sources.first.mention"),
    "sources": "attribution.sources",
    "via": "attribution.via.name",
    "via_kind": "attribution.via.kind",
    "via_organisation": "attribution.via.organisation",
    **_words("via_words", "attribution.via.mention"),
    "voice": "attribution.voice",
    "repair": "attribution.repair",
    **_words("cue", "attribution.cue"),
    **_words("content", "attribution.content"),
    "relations": "relations",
    "flags": "flags",
    "confidence": "confidence.overall",
    **{f"confidence_{part}": f"confidence.{part}" for part in ("value", "item", "source", "time")},
    "newsclaims": "produced_by.newsclaims",
    "model": "produced_by.model",
    "fingerprint": "produced_by.fingerprint",
}
_PATHS = [path.split(".") for path in COLUMNS.values()]
_DAYS = ("published", "time_begin", "time_end")
_FIRST = "first"
_MOST = 32_767
_MARK = "'"
_FORMULA = re.compile(r"[\s\"'“”‘’]*[=+\-−@＝＋－＠]")
_MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?"
)
_WEEKDAYS = "(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
_NUMBER_OR_DAY = re.compile(
    rf"(?=.*\d)(?:[\d\s.,:/%€£¥$()+\-–]|{_MONTHS}|{_WEEKDAYS}|t(?=\d)|z|e[+\-]?(?=\d)|[ap]m?(?![a-z]))*", re.IGNORECASE
)
_TRUTH = re.compile(r"true|false", re.IGNORECASE)
_BREAKS = re.compile(r"[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]")


def csv_rows(claims: Iterable[Claim]) -> Iterator[bytes]:
    """The header and a row a claim."""
    row = _Rows(dialect="excel")
    yield row.of(COLUMNS)
    for claim in claims:
        yield row.of(cells(claim))


def tsv_rows(claims: Iterable[Claim]) -> Iterator[bytes]:
    """The header, behind a byte-order mark, and one line a claim."""
    row = _Rows(dialect="excel-tab")
    yield "\ufeff".encode() + row.of(COLUMNS)
    for claim in claims:
        told = zip(COLUMNS, cells(claim), strict=True)
        yield row.of(cell if column in _DAYS else guarded(cell) for column, cell in told)


def cells(claim: Claim) -> list[Any]:
    """The cells of a claim, under `COLUMNS`: text, numbers, truth values, None; lists as JSON."""
    return [_cell(_field(claim, path)) for path in _PATHS]


def guarded(cell: Any) -> Any:
    """A cell that no spreadsheet takes for a formula, a number or a day that it is not.

    Numbers and truth values stay as they are, negative numbers too. Text that begins as a formula may (`= + - @` and
    their like, be it behind white space or quotation marks), or that is written as a number, a day, an hour or a truth
    value is (`10-12`, `1/3`, `12 May`, an id of digits alone), gets an apostrophe in front; so does text with one of
    its own: take one away, and the words are those of the record. Tabs and line ends in it become spaces, one for one,
    so that a claim is a line; what is longer than a spreadsheet's cell may be (32,767 characters) ends in `…` there.
    """
    if not isinstance(cell, str):
        return cell
    text = _BREAKS.sub(" ", cell)
    looks = (_FORMULA.match(text), _NUMBER_OR_DAY.fullmatch(text.strip()), _TRUTH.fullmatch(text.strip()))
    if text.startswith(_MARK) or any(looks):
        text = _MARK + text
    return text if len(text) <= _MOST else text[: _MOST - 1] + "…"


class _Rows:
    """Rows as the `csv` module writes them."""

    def __init__(self, *, dialect: str) -> None:
        self._text = io.StringIO()
        self._write = partial(csv.writer(self._text, dialect=dialect).writerow)

    def of(self, told: Iterable[Any]) -> bytes:
        """The bytes of a row, its end included."""
        self._write(str(cell).lower() if isinstance(cell, bool) else cell for cell in told)
        row = self._text.getvalue().encode()
        self._text.seek(0)
        self._text.truncate()
        return row


def _field(record: Any, path: list[str]) -> Any:
    """The field that a path names; None where a part of the way is not there."""
    for name in path:
        if name == _FIRST:
            record = record[0] if record else None
        elif record is not None:
            record = getattr(record, name)
    return record


def _cell(value: Any) -> Any:
    return msgspec.json.encode(value).decode() if isinstance(value, tuple) else value
