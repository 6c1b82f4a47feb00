"""A PostgreSQL server for tests and benchmarks: started, and gone when they end."""

from __future__ import annotations

import getpass
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def programs() -> Path | None:
    """Where initdb and pg_ctl are (Debian keeps them off the path); None where no server is installed."""
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    on_path = shutil.which("initdb")
    places += [Path(on_path).parent] if on_path else []
    return next((place for place in places if (place / "initdb").exists() and (place / "pg_ctl").exists()), None)


@contextmanager
def own_server(options: str = "-F") -> Iterator[str]:
    """A server that listens in a temporary folder, and nowhere else: the query of its URLs.

    `options` are the server's; -F: nothing is synced to the disk.
    """
    found = programs()
    assert found is not None
    home = Path(tempfile.mkdtemp(prefix="newsclaims-pg-"))
    if getpass.getuser() == "root":
        shutil.chown(home, "postgres", "postgres")
    data = str(home / "data")
    try:
        _as_server(str(found / "initdb"), "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
        # -h '' : no port is opened.
        how = f"{options} -h '' -k {home}"
        _as_server(str(found / "pg_ctl"), "-D", data, "-w", "-l", str(home / "log"), "-o", how, "start")
        try:
            yield f"host={home}"
        finally:
            _as_server(str(found / "pg_ctl"), "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(home, ignore_errors=True)


def new_database(server: str, name: str) -> str:
    """The URL of an empty database on the server."""
    import psycopg

    with psycopg.connect(f"{server} user=postgres dbname=postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return f"postgresql://postgres@/{name}?{server}"


def _as_server(*command: str) -> None:
    """Run a command as the server's user: PostgreSQL refuses to be run by root."""
    prefix = ["runuser", "-u", "postgres", "--"] if getpass.getuser() == "root" else []
    subprocess.run([*prefix, *command], check=True, capture_output=True, timeout=120, cwd="/")
