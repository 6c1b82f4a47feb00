"""Facts about words, one CSV a subject; loading checks each row and says where it is wrong.

A row that starts with `#` is a comment. Every table lists each `surface` once.
"""

from __future__ import annotations

import csv
from importlib import resources
from typing import Any

from newsclaims.errors import TableError


def rows(name: str, *columns: str) -> list[dict[str, str]]:
    """The rows of `tables/NAME.csv` as dicts.

    `columns` are those that must be there; the first is the key. TableError where one is missing, a row has not as many
    cells as columns, or a key stands twice.
    """
    path = resources.files(__package__).joinpath(*f"{name}.csv".split("/"))
    lines = path.read_text(encoding="utf-8").splitlines()
    numbered = [(n, line) for n, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")]
    reader = csv.DictReader(line for _, line in numbered)
    where = f"tables/{name}.csv"
    if missing := set(columns) - set(reader.fieldnames or ()):
        raise TableError(
            f"no column {sorted(missing)}.", where=f"{where}:1", mend="Name the columns in the first line."
        )
    seen: dict[str, int] = {}
    out: list[dict[str, str]] = []
    for (n, _), row in zip(numbered[1:], reader, strict=True):
        if any(row.get(column) is None for column in columns) or None in row:
            raise TableError(
                "the row has not as many cells as there are columns.",
                where=f"{where}:{n}",
                mend="Quote a cell that holds a comma.",
            )
        key = row[columns[0]]
        if key in seen:
            raise TableError(
                f'"{key}" stands twice (first on line {seen[key]}).', where=f"{where}:{n}", mend="Keep one row."
            )
        seen[key] = n
        out.append(row)
    return out


def mapping(name: str, key: str, value: str) -> dict[str, str]:
    """A table as a dict from one column to another."""
    return {row[key]: row[value] for row in rows(name, key, value)}


def words(name: str, key: str = "surface", **wanted: Any) -> frozenset[str]:
    """One column of a table as a set; `wanted` keeps the rows whose cells hold the given values."""
    return frozenset(
        row[key] for row in rows(name, key, *wanted) if all(row[column] == value for column, value in wanted.items())
    )
