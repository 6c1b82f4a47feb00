"""Killed at any moment, a run goes on to the same bytes: a few of what `make torture` does many times."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
import torture


@pytest.mark.model
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="finds the workers in /proc")
def test_killed_and_gone_on_with_the_bytes_are_the_same(tmp_path: Path) -> None:
    told = list(torture.torture(tmp_path, runs=3, articles=40, kills=2, shard=4, seed=20))
    assert len(told) == 4
    assert sum("driver" in line for line in told) >= 1
