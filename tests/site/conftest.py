"""The PostgreSQL server of the pages that need one; the same that the tests of databases start."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "database"))

from postgres import new_database, own_server, programs


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str | None]:
    """The URL of an empty database on a server of its own; None where none can be started."""
    if programs() is None or importlib.util.find_spec("psycopg") is None:
        yield None
        return
    with own_server() as server:
        yield new_database(server, "news")
