"""The databases of the tests: files of SQLite always, and a PostgreSQL server of their own where one is installed."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from postgres import new_database, own_server, programs

try:
    import alembic  # noqa: F401
    import sqlalchemy  # noqa: F401 - only whether both are there
except ModuleNotFoundError:
    # newsclaims[database] is not installed: what needs no database is tested all the same.
    collect_ignore = ["test_load.py", "test_runs.py", "test_views.py", "test_bad_input.py", "test_killed.py"]
_COUNT = itertools.count(1)


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """A PostgreSQL server of the tests' own: the query of its URLs."""
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    if programs() is None:
        pytest.skip("no PostgreSQL server is installed (apt-get install postgresql)")
    with own_server() as query:
        yield query


@pytest.fixture
def postgresql(server: str) -> str:
    """The URL of an empty database on the server."""
    return new_database(server, f"t{next(_COUNT)}")


@pytest.fixture
def sqlite(tmp_path: Path) -> str:
    """The URL of a database that is not there yet."""
    return f"sqlite:///{tmp_path / 'claims.db'}"


@pytest.fixture
def duckdb(tmp_path: Path) -> str:
    """The URL of a DuckDB database that is not there yet."""
    pytest.importorskip("duckdb", reason="duckdb is not installed")
    pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    return f"duckdb:///{tmp_path / 'claims.duckdb'}"


@pytest.fixture
def parquet(tmp_path: Path) -> str:
    """The URL of a folder of Parquet files that is not there yet; DuckDB reads them for the tests."""
    pytest.importorskip("duckdb", reason="duckdb is not installed")
    pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    return f"parquet:{tmp_path / 'tables'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def server_url(request: pytest.FixtureRequest) -> str:
    """Each database that is loaded in batches, in turn."""
    return str(request.getfixturevalue(request.param))


@pytest.fixture(params=["sqlite", "postgresql", "duckdb", "parquet"])
def url(request: pytest.FixtureRequest) -> str:
    """Each database in turn: the same tests hold for all."""
    return str(request.getfixturevalue(request.param))
