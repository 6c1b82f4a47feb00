"""Databases for the tests of the audit page; without Datasette there is nothing to show."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

if any(find_spec(name) is None for name in ("datasette", "sqlalchemy", "alembic")):
    # newsclaims[audit] is not installed.
    collect_ignore_glob = ["test_*.py"]
else:
    from audited import FLOOD, STRIKE, Visitor, made_database

    @pytest.fixture
    def database(tmp_path: Path) -> Path:
        """Two invented articles, with their texts."""
        return made_database(tmp_path / "claims.db", flood=FLOOD, strike=STRIKE)

    @pytest.fixture
    def visitor(database: Path) -> Iterator[Visitor]:
        """Somebody who looks at them."""
        somebody = Visitor(database)
        yield somebody
        somebody.leave()
