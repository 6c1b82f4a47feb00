"""A record with named fields (a JSONL line, a row of CSV or Parquet) as an article; the error names the field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from newsclaims.errors import ArticleError
from newsclaims.read.checks import check_string, check_text, iso_date, shown
from newsclaims.read.options import Reading
from newsclaims.read.published import Published, published_of
from newsclaims.records import Article


class Words(NamedTuple):
    """What a kind of file calls a record, its fields, and a missing value."""

    record: str
    fields: str
    null: str


JSON = Words("line", "keys", "null")
TABLE = Words("row", "columns", "nothing")


def id_of(record: Mapping[str, Any], reading: Reading, words: Words = JSON) -> str:
    """The id, a whole number as its digits; ArticleError where there is none to use."""
    name = reading.columns.id
    mend = f'Give each {words.record} an "{name}" of its own, a string or a whole number.'
    if name not in record:
        raise ArticleError(f'no "{name}"; the {words.fields} are {names_of(record)}.', mend=_named(mend, name, "id"))
    value = record[name]
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise ArticleError(f'"{name}" is {kind_of(value)}: {shown(value)}.', mend=mend)
    if not value.strip():
        raise ArticleError(f'"{name}" is empty.', mend=mend)
    check_string(value, f'"{name}"')
    return value


def article_of_record(
    record: Mapping[str, Any], article_id: str, where: str, reading: Reading, words: Words = JSON
) -> Article:
    """The article of a record; ArticleError naming the field that is wrong. Unknown fields are passed over."""
    name, columns = reading.columns.text, reading.columns
    if name not in record:
        mend = f'Put the article\'s text under the key "{name}".'
        if words is TABLE:
            mend = f'Put the article\'s text into a column "{name}".'
        raise ArticleError(f'no "{name}"; the {words.fields} are {names_of(record)}.', mend=_named(mend, name, "text"))
    text = record[name]
    if not isinstance(text, str):
        what = f'"{name}" is {kind_of(text)}, not a string: {shown(text)}.'
        raise ArticleError(what, mend=f'Make "{name}" a string.')
    check_text(text, reading.limits)
    url = _optional(record, columns.url, words)
    given = _published(record, columns.published, words) or reading.published
    found = Published(given, "given") if given else published_of(url, text)
    return Article(
        article_id,
        text,
        url=url,
        title=_optional(record, columns.title, words),
        publisher=_optional(record, columns.publisher, words),
        published=found.day if found else None,
        published_from=found.found_in if found else None,
        where=where,
    )


def _named(mend: str, name: str, field: str) -> str:
    """The mend, with the option where a field of ours may stand under another name."""
    return f"{mend[:-1]}, or say what it is called: --{field}-column." if name == field else mend


def _published(record: Mapping[str, Any], name: str, words: Words) -> str | None:
    """The date of publication, or None where the record gives none."""
    value = _optional(record, name, words)
    if value is None:
        return None
    date = iso_date(value)
    if date is None:
        raise ArticleError(
            f'"{name}" is no date: {shown(value)}.',
            mend=f"Write a day of the calendar as YYYY-MM-DD (a time of day may follow), or {words.null}.",
        )
    return date


def _optional(record: Mapping[str, Any], name: str, words: Words) -> str | None:
    """A string that may be missing; null and blank are as good as missing."""
    value = record.get(name)
    if value is None:
        return None
    if not isinstance(value, str):
        raise ArticleError(
            f'"{name}" is {kind_of(value)}, not a string: {shown(value)}.',
            mend=f'Make "{name}" a string or {words.null}.',
        )
    check_string(value, f'"{name}"')
    return value if value.strip() else None


def names_of(record: Mapping[str, Any] | list[str]) -> str:
    """The names of a record's fields, for a message."""
    names = [shown(key, most=20) for key in list(record)[:8]]
    return ", ".join(names) + (", …" if len(record) > 8 else "") if names else "none"


def kind_of(value: object) -> str:
    """What JSON calls a value."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, (int, float)):
        return "a number"
    if isinstance(value, str):
        return "a string"
    return "a list" if isinstance(value, (list, tuple)) else "an object"
