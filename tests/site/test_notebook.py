"""The notebook runs from its first cell to its last, and is kept without what it gave."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

NOTEBOOKS = Path(__file__).parents[2] / "docs" / "notebooks"
NOTEBOOK = NOTEBOOKS / "rival_figures.ipynb"


def test_it_is_kept_without_noise() -> None:
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    assert cells
    assert [cell for cell in cells if cell.get("outputs") or cell.get("execution_count")] == []


@pytest.mark.model
def test_it_runs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("nbclient", "ipykernel", "pandas", "matplotlib", "datasette"):
        pytest.importorskip(name, reason=f"{name} is not installed: pip install 'newsclaims[audit,notebook]'")
    import nbformat
    from nbclient import NotebookClient

    monkeypatch.setenv("PATH", os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.delenv("MPLBACKEND", raising=False)
    notebook: Any = nbformat.read(NOTEBOOK, as_version=4)
    NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(NOTEBOOKS)}}).execute()
    told = ["".join(output.get("text", "")) for cell in notebook.cells for output in cell.get("outputs", ())]
    tables = [str(o["data"]["text/plain"]) for c in notebook.cells for o in c.get("outputs", ()) if "data" in o]
    assert any("Ostrel General Hospital" in table and "Varn Fire Service" in table for table in tables), told
    assert "http://127.0.0.1:8001/board?item=person" in "".join(told)
    assert any("image/png" in o.get("data", ()) for c in notebook.cells for o in c.get("outputs", ()))
