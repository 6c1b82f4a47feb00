"""Loading and asking, in one way for every database."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import text

from newsclaims.database import schema, views
from newsclaims.database.connect import opened
from newsclaims.database.load import Loaded, load
from newsclaims.database.reading import survey

Tables = dict[str, list[tuple[Any, ...]]]


def put(path: Path, url: str, *, batch: int = 5_000) -> Loaded:
    """Load a file."""
    return load(survey(path), url, batch=batch)


def asked(url: str, question: str) -> list[tuple[Any, ...]]:
    """The rows that answer a question."""
    if url.startswith(("duckdb:", "parquet:")):
        return _asked_duckdb(url, question)
    engine = opened(url)
    try:
        with engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(question))]
    finally:
        engine.dispose()


def _asked_duckdb(url: str, question: str) -> list[tuple[Any, ...]]:
    import duckdb

    scheme, _, place = url.partition(":")
    with duckdb.connect(place.removeprefix("///") if scheme == "duckdb" else ":memory:") as connection:
        if scheme == "parquet":
            for name in schema.metadata.tables:
                files = f"read_parquet('{place}/{name}/**/*.parquet', hive_partitioning = true)"
                connection.execute(f"CREATE VIEW {name} AS SELECT * FROM {files}")
            views.create(Executing(connection))
        return connection.execute(question).fetchall()


class Executing:
    """A DuckDB connection with the name that SQLAlchemy has for plain SQL."""

    def __init__(self, connection: Any) -> None:
        self.exec_driver_sql = connection.execute


def tables(url: str) -> Tables:
    """Every row of every table, but for the numbers that a database gives by itself."""
    told = {}
    for table in schema.metadata.sorted_tables:
        names = ", ".join(column.name for column in table.columns if column.name != "number")
        told[table.name] = sorted(asked(url, f"SELECT {names} FROM {table.name}"), key=repr)
    return told
