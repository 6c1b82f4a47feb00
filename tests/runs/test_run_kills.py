"""Killed at any moment, a run goes on to the same bytes: a few of what `make torture` does many times."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
import torture


@pytest.mark.model
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="finds the workers in /proc")
def test_killed_and_gone_on_with_the_bytes_are_the_same(tmp_path: Path) -> None:
    ordeal = torture.Ordeal(kills=2, shard=4, seed=20, at_once=2)
    done = list(torture.torture(tmp_path, ordeal, runs=3, articles=40))
    assert [run.problem for run in done] == [""] * 3
    hit = [whom for run in done for whom in run.hit]
    assert "driver" in hit
    told = torture.summary(done)
    assert told.startswith(f"3 runs, {len(hit)} kills (")
    assert told.endswith("all gave the bytes of the undisturbed one")
    assert torture.summary([*done, torture.Tortured(3, [], "other bytes")]).endswith("NOT the same bytes in 1: [3]")
