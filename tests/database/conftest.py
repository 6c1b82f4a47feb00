"""The databases of the tests: files of SQLite always, and a PostgreSQL server of their own where one is installed."""

from __future__ import annotations

import getpass
import itertools
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

try:
    import alembic  # noqa: F401
    import sqlalchemy  # noqa: F401 - only whether both are there
except ModuleNotFoundError:
    # newsclaims[database] is not installed: what needs no database is tested all the same.
    collect_ignore = ["test_load.py", "test_views.py", "test_bad_input.py", "test_killed.py"]
_COUNT = itertools.count(1)


def _programs() -> Path | None:
    """Where initdb and pg_ctl are: Debian keeps them off the path."""
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    on_path = shutil.which("initdb")
    places += [Path(on_path).parent] if on_path else []
    return next((place for place in places if (place / "initdb").exists() and (place / "pg_ctl").exists()), None)


def _as_server(*command: str) -> None:
    """Run a command as the server's user: PostgreSQL refuses to be run by root."""
    prefix = ["runuser", "-u", "postgres", "--"] if getpass.getuser() == "root" else []
    subprocess.run([*prefix, *command], check=True, capture_output=True, timeout=120, cwd="/")


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """A PostgreSQL server that listens in a folder of its own, and nowhere else: the query of its URLs."""
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    programs = _programs()
    if programs is None:
        pytest.skip("no PostgreSQL server is installed (apt-get install postgresql)")
    home = Path(tempfile.mkdtemp(prefix="newsclaims-pg-"))
    if getpass.getuser() == "root":
        shutil.chown(home, "postgres", "postgres")
    data = str(home / "data")
    try:
        _as_server(str(programs / "initdb"), "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
        # -F: nothing is synced to the disk; -h '' : no port is opened.
        options = f"-F -h '' -k {home}"
        _as_server(str(programs / "pg_ctl"), "-D", data, "-w", "-l", str(home / "log"), "-o", options, "start")
        try:
            yield f"host={home}"
        finally:
            _as_server(str(programs / "pg_ctl"), "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def postgresql(server: str) -> str:
    """The URL of an empty database on the server."""
    import psycopg

    name = f"t{next(_COUNT)}"
    with psycopg.connect(f"{server} user=postgres dbname=postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return f"postgresql://postgres@/{name}?{server}"


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
