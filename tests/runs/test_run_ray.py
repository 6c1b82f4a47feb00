"""A run on a Ray cluster of several nodes on this machine, one of them killed on the way: the bytes are the same."""

from __future__ import annotations

import io
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fake_engine
import pytest
from driven import SETTINGS, articles, merged, run
from rich.console import Console

from newsclaims.runs.drive import Options, Place, drive
from newsclaims.runs.progress import InputProgress, Teller
from newsclaims.runs.ray_crew import RayCrew
from newsclaims.runs.store import Folder
from newsclaims.runs.verify import verify

ray = pytest.importorskip("ray", reason="needs newsclaims[ray]")
COUNT = 150


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    from ray.cluster_utils import Cluster

    monkeypatch.setenv("FAKE_PAUSE", "0.3")
    monkeypatch.setenv("RAY_health_check_period_ms", "500")
    monkeypatch.setenv("PYTHONPATH", f"{Path(__file__).parent}{os.pathsep}{os.environ.get('PYTHONPATH', '')}")
    started = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
    yield started
    ray.shutdown()
    started.shutdown()


def test_a_node_dies_and_the_bytes_are_the_same(tmp_path: Path, cluster: Any) -> None:
    records = articles(COUNT, {44: "KILL"})
    run(tmp_path / "here", records, jobs=2)
    doomed = cluster.add_node(num_cpus=1)
    folder = tmp_path / "there"
    folder.mkdir()

    def kill_a_node() -> None:
        until = time.monotonic() + 60
        while time.monotonic() < until and not list(folder.glob("shards/*/*.gz")):
            time.sleep(0.1)
        cluster.remove_node(doomed, allow_graceful=False)

    killer = threading.Thread(target=kill_a_node)
    killer.start()
    crew = RayCrew(str(folder), fake_engine.ENTRY, SETTINGS, address=cluster.address)
    with Teller(Console(file=io.StringIO()), as_json=True) as teller:
        place = Place(Folder(folder), "there")
        manifest = drive(
            iter(records), place, crew, SETTINGS, Options(jobs=2), teller=teller, reading=InputProgress([])
        )
    killer.join()
    assert merged(folder) == merged(tmp_path / "here")
    assert verify(Folder(folder), "there", records).problems == []
    assert manifest.sessions[-1].workers_lost >= 3
