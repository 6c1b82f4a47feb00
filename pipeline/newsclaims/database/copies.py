"""Claims into DuckDB and Parquet, which are written as a whole: by way of a SQLite database in a temporary folder.

What the target has is read into SQLite, the claims are loaded there by the one way that there is (`load.fill`, with
its keys, checks and marks), and the tables are written back: into DuckDB in one transaction, into a folder of Parquet
by a change of names. So a load that breaks off leaves the target as it was.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Boolean, Connection, Date, Double, Integer, Table, func, select

from newsclaims.database import schema, views
from newsclaims.database.connect import opened, target
from newsclaims.database.load import Loaded, fill, insert
from newsclaims.database.reading import Seen, Survey
from newsclaims.errors import DatabaseError

_ROWS = 50_000
_UNDO = "Nothing was loaded."
PARTED, YEAR = ("articles", "claims"), "published_year"
"""The tables whose folders are parted, and by what: the year of publication, where there is one."""


class Store(Protocol):
    """Where the tables are kept: read before a load, written after it."""

    def read(self, table: str) -> Any:
        """A table as Arrow has it; None where it is not there."""

    def write(self, tables: Callable[[Table], Any]) -> None:
        """Put every table, by a reader of its Arrow batches, in the place of what was there; all or none."""


def load_copy(known: Survey, url: str, *, batch: int | None = None, seen: Seen = lambda _: None) -> Loaded:
    """Load what was surveyed into DuckDB or Parquet. DatabaseError where that fails, and then nothing was loaded."""
    scheme, where = target(url)
    kept = _duckdb(Path(where), url) if scheme == "duckdb" else _parquet(Path(where), url)
    with tempfile.TemporaryDirectory(prefix="newsclaims-") as folder, kept as store:
        engine = opened(f"sqlite:///{Path(folder) / 'work.db'}")
        try:
            with engine.begin() as connection:
                for table in schema.metadata.sorted_tables:
                    _take_over(connection, table, store.read(table.name), url)
            told = fill(engine, known, url, batch=batch, seen=seen)
            with engine.connect() as connection:
                store.write(lambda table: _reader(connection, table))
        except DatabaseError as error:
            raise DatabaseError(error.what, where=url, mend=f"{_UNDO} Make room, or mend what it says.") from error
        finally:
            engine.dispose()
    return told


def _take_over(connection: Connection, table: Table, there: Any, url: str) -> None:
    """Put what the target has into SQLite."""
    if there is None:
        return
    given = set(there.column_names) - {YEAR}
    missing = {column.name for column in table.columns} - given
    # A column of a newer release is empty there; another program's table has other columns, or lacks a needed one.
    if given - set(table.columns.keys()) or not all(table.columns[name].nullable for name in missing):
        what = f'its table "{table.name}" has other columns: of another release, or another program.'
        raise DatabaseError(what, where=url, mend="Name another place, and load all claims into that.")
    for rows in there.to_batches(_ROWS):
        told = [{name: row[name] for name in given} for row in rows.to_pylist()]
        days = given & {column.name for column in table.columns if isinstance(column.type, Date)}
        for row in told if days else ():
            row.update({name: row[name].isoformat() for name in days if row[name]})
        insert(connection, table, told)


def _reader(connection: Connection, table: Table) -> Any:
    """A table of SQLite as a reader of Arrow batches, in the order of its key; with the year where it is parted."""
    import pyarrow as pa

    question: Any = select(*table.columns).order_by(*table.primary_key.columns)
    fields = [(column.name, _arrow_type(column.type)) for column in table.columns]
    if table.name in PARTED:
        year = func.cast(func.strftime("%Y", schema.articles.c.published), Integer).label(YEAR)
        question = question.add_columns(year)
        if table is schema.claims:
            question = question.join(schema.articles, schema.articles.c.id == schema.claims.c.article_id)
        fields.append((YEAR, pa.int32()))
    shape = pa.schema(fields)

    def batches() -> Iterator[Any]:
        for rows in connection.execute(question).mappings().partitions(_ROWS):
            yield pa.RecordBatch.from_pylist([dict(row) for row in rows], schema=shape)

    return pa.RecordBatchReader.from_batches(shape, batches())


def _arrow_type(kind: Any) -> Any:
    import pyarrow as pa

    types = ((Boolean, pa.bool_()), (Date, pa.date32()), (Double, pa.float64()), (Integer, pa.int64()))
    return next((arrow for ours, arrow in types if isinstance(kind, ours)), pa.string())


@contextmanager
def _duckdb(path: Path, url: str) -> Iterator[Store]:
    """A DuckDB database, which no other program can open until the load is through."""
    import duckdb

    try:
        connection = duckdb.connect(str(path))
        try:
            yield _DuckDB(connection)
        finally:
            connection.close()
    except duckdb.Error as error:
        mend = "Close what else has it open, or name another file, and run the same command again."
        raise DatabaseError(" ".join(str(error).split()), where=url, mend=f"{_UNDO} {mend}") from error


class _DuckDB:
    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def read(self, table: str) -> Any:
        known = "SELECT 1 FROM information_schema.tables WHERE table_schema = current_schema() AND table_name = ?"
        if not self._connection.execute(known, [table]).fetchall():
            return None
        return self._connection.sql(f"SELECT * FROM {table}").to_arrow_table()

    def write(self, tables: Callable[[Table], Any]) -> None:
        run = self._connection.execute
        run("BEGIN")
        for table in schema.metadata.sorted_tables:
            self._connection.register("newsclaims_rows", tables(table))
            without_year = f"EXCLUDE ({YEAR})" if table.name in PARTED else ""
            run(f"CREATE OR REPLACE TABLE {table.name} AS SELECT * {without_year} FROM newsclaims_rows")
            self._connection.unregister("newsclaims_rows")
        for name, question in views.VIEWS.items():
            run(f"CREATE OR REPLACE VIEW {name} AS {question}")
        run("COMMIT")


@contextmanager
def _parquet(folder: Path, url: str) -> Iterator[Store]:
    """A folder with a folder of Parquet files for each table."""
    import pyarrow as pa

    before = folder.with_name(f"{folder.name}.before")
    if before.is_dir() and not folder.exists():
        before.rename(folder)  # a load was broken off between its two changes of names
    strange = sorted({path.name for path in folder.iterdir()} - set(schema.metadata.tables)) if folder.is_dir() else []
    if strange or folder.is_file():
        what = f"it holds something else: {', '.join(strange[:3]) or 'it is a file'}."
        raise DatabaseError(what, where=url, mend=f"{_UNDO} Name a folder that is empty, or not there.")
    try:
        yield _Parquet(folder, before)
    except (OSError, pa.ArrowException) as error:
        what = f"it cannot be read or written: {error}."
        raise DatabaseError(what, where=url, mend=f"{_UNDO} Make room, or name another folder.") from error


class _Parquet:
    def __init__(self, folder: Path, before: Path) -> None:
        self._folder, self._before = folder, before

    def read(self, table: str) -> Any:
        from pyarrow import dataset

        home = self._folder / table
        if not any(home.rglob("*.parquet")):
            return None
        # Without the year, which is in `published`.
        return dataset.dataset(home, format="parquet").to_table()

    def write(self, tables: Callable[[Table], Any]) -> None:
        self._folder.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=f"{self._folder.name}.partial-", dir=self._folder.parent))
        try:
            for table in schema.metadata.sorted_tables:
                _write_files(tables(table), fresh / table.name, parted=table.name in PARTED)
            fresh.chmod(0o755)
            shutil.rmtree(self._before, ignore_errors=True)
            if self._folder.is_dir():
                self._folder.rename(self._before)
            fresh.rename(self._folder)
            shutil.rmtree(self._before, ignore_errors=True)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)


def _write_files(rows: Any, home: Path, *, parted: bool) -> None:
    """A table as files of Parquet: one for each year, or one; of an empty table too, so that it can be asked."""
    import pyarrow as pa
    from pyarrow import dataset, parquet

    home.mkdir()
    if parted:
        year = dataset.partitioning(pa.schema([(YEAR, pa.int32())]), flavor="hive")
        dataset.write_dataset(rows, home, format="parquet", partitioning=year, existing_data_behavior="error")
        return
    with parquet.ParquetWriter(home / "part-0.parquet", rows.schema) as file:
        for batch in rows:
            file.write_batch(batch)
