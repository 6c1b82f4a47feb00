"""The PostgreSQL server of the pages that need one; the same that the tests of databases start."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "database"))

from postgres import new_database, own_server, programs


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The URL of an empty database on a server of its own."""
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    if programs() is None:
        pytest.skip("no PostgreSQL server is installed (apt-get install postgresql)")
    with own_server() as server:
        yield new_database(server, "news")
