"""CSV and TSV files: one article a row, under a first row that names the columns.

Reading order: `read_csv`, `_header` (which character parts the cells), `Rows` (what becomes of a row that is broken).
A row may run over many lines, in quotation marks. A mark that is never closed would swallow all that follows: so where
a row is broken, its first line is set aside and those after it are read anew.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import BinaryIO

from newsclaims.errors import ArticleError, nearest
from newsclaims.read.fields import TABLE, article_of_record, id_of, names_of
from newsclaims.read.lines import Lines
from newsclaims.read.options import Reading
from newsclaims.read.parts import Part
from newsclaims.records import Article, Failure

_DELIMITERS = ",;\t|"
_READ_ANEW = 4  # times the longest row, in a file: beyond, what a broken row has swallowed is set aside with it
_MEND_ROW = 'Put cells that hold a delimiter, a line end or a " between two ", and write each " within as "".'


def read_csv(stream: BinaryIO, part: Part, reading: Reading) -> Iterator[Article | Failure]:
    """The articles of a byte stream, and a failure for each row that holds none; `where` is a row's first line."""
    lines = Lines(stream, reading.limits.max_line_bytes, fallback=reading.fallback_encoding)
    rows = Rows(lines, reading.limits.max_line_bytes)
    try:
        header = _header(rows, part, reading)
    except ArticleError as error:
        yield part.failure(error, at="" if lines.broken else "1")
        return
    while True:
        article_id = None
        try:
            cells = next(rows)
            if len(cells) != len(header):
                raise rows.broken(f"{len(cells):,} cells under {len(header):,} columns")
            record = dict(zip(header, cells, strict=True))
            article_id = id_of(record, reading, TABLE)
            yield article_of_record(record, article_id, f"{part.name}:{rows.number}", reading, TABLE)
        except StopIteration:
            return
        except ArticleError as error:
            # Of a text's error `where` is a line within the text, which says nothing of the file's lines.
            yield Failure(article_id, f"{part.name}:{rows.number}", "read", error.what, error.mend)
            if lines.broken and not rows.waiting:
                return


def _header(rows: Rows, part: Part, reading: Reading) -> list[str]:
    """The names of the columns, read with the delimiter under which id and text are among them; ArticleError if none.

    A renamed column must be there.
    """
    line = rows.first_line()
    wanted = [reading.columns.id, reading.columns.text, *reading.columns.renamed()]
    found: list[list[str]] = []
    for delimiter in "\t" if part.kind == "tsv" else _DELIMITERS:
        try:
            names = [name.strip() for name in next(csv.reader([line], delimiter=delimiter, strict=True), [])]
        except csv.Error:
            continue
        found.append(names)
        if set(wanted) <= set(names):
            if twice := [name for name in wanted if names.count(name) > 1]:
                raise ArticleError(f'the column "{twice[0]}" stands twice.', mend="Give each column a name of its own.")
            rows.delimiter = delimiter
            return names
    names = max(found, key=len, default=[])
    lacking = next((name for name in wanted if name not in names), "")
    hint = nearest(lacking, names) + " " if names and len(names) < 20 else ""
    raise ArticleError(
        f'no column "{lacking}"; the columns are {names_of(names)}.',
        mend=f"{hint}Say what they are called (--id-column, --text-column, …), in a first row of names.",
    )


class Rows:
    """The rows of a CSV file, blank ones passed over; ArticleError for one that is broken, and the next can be asked
    for. `number` is the first line of the row last read, `waiting` says that lines are yet to be read anew.
    """

    def __init__(self, lines: Lines, limit: int) -> None:
        self.number = 0
        self.delimiter = ","
        self._lines, self._limit = lines, limit
        self._again: list[tuple[int, str]] = []  # to be read anew, the next last
        self._taken: list[tuple[int, str]] = []
        self._size = 0
        self._left = _READ_ANEW * limit
        csv.field_size_limit(limit)

    def first_line(self) -> str:
        """The first line, "" of an empty file."""
        return next(self._lines, "")

    @property
    def waiting(self) -> bool:
        return bool(self._again)

    def __iter__(self) -> Rows:
        return self

    def __next__(self) -> list[str]:
        while True:
            self._taken, self._size, self.number = [], 0, 0
            reader = csv.reader(self._feed(), delimiter=self.delimiter, strict=True)
            try:
                cells = next(reader)
            except csv.Error as error:
                raise self.broken(str(error)) from None
            except ArticleError as error:
                self.number = self.number or self._lines.number
                if len(self._taken) > 0:
                    raise self.broken(f"line {self._lines.number:,}: {error.what.rstrip('.')}") from None
                raise
            if cells:
                return cells

    def broken(self, reason: str) -> ArticleError:
        """The error for the row last read, whose further lines are read anew where that may still be."""
        size = sum(len(line) for _, line in self._taken[1:])
        swallowed = ""
        if len(self._taken) > 1 and size <= self._left:
            self._left -= size
            self._again += reversed(self._taken[1:])
        elif len(self._taken) > 1:
            swallowed = f", and it runs to line {self._taken[-1][0]:,}"
        self._taken = []
        return ArticleError(f"the row is no sound CSV: {reason}{swallowed}.", mend=_MEND_ROW)

    def _feed(self) -> Iterator[str]:
        while True:
            number, line = self._again.pop() if self._again else self._next_line()
            if not line:
                return
            self.number = self.number or number
            self._taken.append((number, line))
            self._size += len(line)
            if self._size > self._limit:
                raise _too_long(self._limit)
            yield line

    def _next_line(self) -> tuple[int, str]:
        line = next(self._lines, "")
        return self._lines.number, line


def _too_long(limit: int) -> ArticleError:
    return ArticleError(f"over the limit of {limit:,} bytes for a row", mend="Raise --max-line-bytes.")
