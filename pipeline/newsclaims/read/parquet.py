"""Parquet files: one article a row, read a few rows at a time.

What a Parquet file holds is told by an index at its end, so of one that is cut nothing can be had; it is one failure.
Damage before the index costs the group of rows that it is in.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterator
from typing import Any, BinaryIO

from newsclaims.errors import ArticleError, nearest
from newsclaims.read.fields import TABLE, article_of_record, id_of, names_of
from newsclaims.read.options import Reading
from newsclaims.read.parts import Part, fault_of, seekable
from newsclaims.records import Article, Failure

_ROWS = 16  # at a time
_BUFFER = 1 << 16
_FROM_HERE = "the file cannot be read from here on: "
_MAGIC = b"PAR1"
_ENDS = (_MAGIC, b"PARE")  # PARE: the index is encrypted
_NOTHING = "Nothing of it can be read: fetch the file again, or have it written again."


def read_parquet(stream: BinaryIO, part: Part, reading: Reading) -> Iterator[Article | Failure]:
    """The articles of a Parquet file, and a failure for each row, or group of rows, that gives none; `where` says
    `row` and its number, from 1.
    """
    with seekable(stream) as (file, fault):
        if fault:
            yield part.failure(fault)
        else:
            yield from _rows(file, part, reading)


def _rows(file: BinaryIO, part: Part, reading: Reading) -> Iterator[Article | Failure]:
    try:
        _check_end(file)
        table = _opened(file)
        columns = _columns(table.schema_arrow.names, reading)
        groups = [table.metadata.row_group(number).num_rows for number in range(table.num_row_groups)]
    except Exception as error:  # noqa: BLE001 - the library has errors of many kinds for bytes that are no Parquet
        yield part.failure(error)
        return
    done = 0
    for number, rows in enumerate(groups):
        read = 0
        try:
            _spend(table.metadata.row_group(number), columns, part)
            for batch in table.iter_batches(_ROWS, row_groups=[number], columns=columns, use_threads=False):
                for record in batch.to_pylist():
                    read += 1
                    yield _row(record, f"row {done + read}", part, reading)
        except Exception as error:  # noqa: BLE001 - one damaged group of rows does not cost the others
            yield part.failure(_lost(error, done + read + 1, done + rows), at=f"row {done + read + 1}")
        done += rows


def _check_end(file: BinaryIO) -> None:
    """ArticleError for a file that does not end as a Parquet file does: it is cut, or is none, as its start tells."""
    first = file.read(len(_MAGIC))
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - len(_MAGIC)))
    ends = file.read(len(_MAGIC)) in _ENDS and size > 2 * len(_MAGIC)
    file.seek(0)
    if ends:
        return
    if first in _ENDS:
        what = f"the file is cut after {size:,} bytes: the index at its end is missing."
        raise ArticleError(what, mend=_NOTHING)
    what = f"no Parquet file: {size:,} bytes that neither start nor end as one does."
    raise ArticleError(what, mend="Give the file the suffix of what it holds, or fetch it again.")


def _opened(file: BinaryIO) -> Any:
    """The table of a file; ArticleError where its index is damaged. Pages are held against their checksums, where the
    file has any: elsewhere damage may pass for other words.
    """
    import pyarrow.parquet

    try:
        return pyarrow.parquet.ParquetFile(file, buffer_size=_BUFFER, pre_buffer=False, page_checksum_verification=True)
    except Exception as error:  # noqa: BLE001 - the library has errors of many kinds for an index that is none
        what = fault_of(error).what.removeprefix(_FROM_HERE)
        raise ArticleError(f"the index at the file's end cannot be read: {what}", mend=_NOTHING) from None


def _lost(error: Exception, first: int, last: int) -> ArticleError:
    """The error for rows that are lost together."""
    what = fault_of(error).what.removeprefix(_FROM_HERE)
    mend = error.mend if isinstance(error, ArticleError) else "The other rows are read; fetch the file again."
    return ArticleError(f"rows {first:,} to {last:,} cannot be read: {what}", mend=mend)


def _columns(names: list[str], reading: Reading) -> list[str]:
    """The columns to read; ArticleError where one that must be there is not."""
    wanted = [getattr(reading.columns, field) for field in reading.columns.__struct_fields__]
    for name in (reading.columns.id, reading.columns.text, *reading.columns.renamed()):
        if name not in names:
            hint = nearest(name, names) + " " if len(names) < 20 else ""
            raise ArticleError(
                f'no column "{name}"; the columns are {names_of(names)}.',
                mend=f"{hint}Say what they are called: --id-column, --text-column, ….",
            )
    return [name for name in wanted if name in names]


def _spend(group: Any, columns: list[str], part: Part) -> None:
    """Take what a group of rows says that it unpacks to off the allowance; ArticleError where that is too much."""
    chunks = [group.column(number) for number in range(group.num_columns)]
    ours = [chunk for chunk in chunks if chunk.path_in_schema.split(".")[0] in columns]
    unpacked = sum(chunk.total_uncompressed_size for chunk in ours)
    part.allowance.spend(unpacked, unpacked=unpacked, packed=sum(chunk.total_compressed_size for chunk in ours))


def _row(values: dict[str, Any], at: str, part: Part, reading: Reading) -> Article | Failure:
    article_id = None
    try:
        record = {name: _plain(value, name) for name, value in values.items()}
        article_id = id_of(record, reading, TABLE)
        return article_of_record(record, article_id, f"{part.name}:{at}", reading, TABLE)
    except ArticleError as error:
        return Failure(article_id, f"{part.name}:{at}", "read", error.what, error.mend)


def _plain(value: Any, name: str) -> Any:
    """A cell as JSON would hold it: a date, or a date and time as written, as ISO; bytes as UTF-8."""
    if isinstance(value, (datetime.datetime, datetime.date)):
        return value.isoformat()[:10]
    if isinstance(value, bytes):
        try:
            return value.decode("utf-8")
        except UnicodeDecodeError as error:
            what = f'"{name}" is bytes that are no UTF-8, at byte offset {error.start:,}.'
            raise ArticleError(what, mend=f'Write "{name}" as a column of strings.') from None
    return value
