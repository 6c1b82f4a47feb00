"""A shelf for every test; without SQLAlchemy, which loads it, there is nothing to correct."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

if find_spec("sqlalchemy") is None or find_spec("alembic") is None:
    # newsclaims[database] is not installed.
    collect_ignore_glob = ["test_*.py"]
else:
    from shelf import Shelf

    @pytest.fixture
    def shelf(tmp_path: Path) -> Iterator[Shelf]:
        """An empty one."""
        kept = Shelf(tmp_path)
        yield kept
        kept.close()
