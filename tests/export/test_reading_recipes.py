"""The recipes of docs/reading.md, run as they stand there."""

from __future__ import annotations

import contextlib
import importlib.util
import io
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from invented import ARTICLE, BARE, write_claims
from invented import CLAIMS as DATED

from newsclaims.database.reading import survey
from newsclaims.export.docbin import docbin
from newsclaims.export.inputs import Worked
from newsclaims.export.table import csv_rows, tsv_rows

DOC = Path(__file__).parents[2] / "docs" / "reading.md"
_BLOCK = re.compile(r"```(python|sql|r)\n(.*?)```(?:\s+prints\s+```\n(.*?)```)?", re.DOTALL)
# Without a date of publication: Parquet keeps such claims in a folder of their own.
UNDATED = msgspec.structs.replace(DATED[1], id="00000000000000d0", article=BARE.meta)
CLAIMS = [*DATED, UNDATED]
RECIPES = [(kind, code, printed or None) for kind, code, printed in _BLOCK.findall(DOC.read_text(encoding="utf-8"))]


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the claims in every form that the recipes read."""
    folder = tmp_path_factory.mktemp("shelf")
    path = write_claims(folder / "claims.jsonl", CLAIMS)
    (folder / "claims.csv").write_bytes(b"".join(csv_rows(CLAIMS)))
    (folder / "claims.tsv").write_bytes(b"".join(tsv_rows(CLAIMS)))
    (folder / "claims.spacy").write_bytes(b"".join(docbin([Worked(ARTICLE, DATED), Worked(BARE, [])])))
    if all(map(importlib.util.find_spec, ("sqlalchemy", "alembic", "pyarrow"))):
        from newsclaims.database.load import load

        load(survey(path), f"sqlite:///{folder / 'claims.db'}")
        load(survey(path), f"parquet:{folder / 'tables'}")
    return folder


@pytest.fixture
def at_the_shelf(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(shelf)
    return shelf


def needed(code: str) -> list[str]:
    """The packages that a recipe asks for."""
    names = [name.strip() for line in re.findall(r"^import (.+)$", code, re.MULTILINE) for name in line.split(",")]
    return [name.split()[0] for name in names]


@pytest.mark.parametrize(("code", "printed"), [(code, told) for kind, code, told in RECIPES if kind == "python"])
def test_python(at_the_shelf: Path, code: str, printed: str | None) -> None:
    for name in needed(code):
        pytest.importorskip(name, reason=f"{name} is not installed")
    if "claims.db" in code or "tables/" in code:
        pytest.importorskip("sqlalchemy", reason="newsclaims[database] is not installed")
    out, names = io.StringIO(), dict[str, Any]()
    with contextlib.redirect_stdout(out):
        exec(compile(code, str(DOC), "exec"), names)  # the document's own code
    if "claims" in names:
        assert len(names["claims"]) == len(CLAIMS)
        assert sorted(names["claims"]["id"]) == sorted(claim.id for claim in CLAIMS)
    assert printed is None or out.getvalue() == printed


@pytest.mark.parametrize(("code", "printed"), [(code, told) for kind, code, told in RECIPES if kind == "sql"])
def test_duckdb(at_the_shelf: Path, code: str, printed: str | None) -> None:
    duckdb = pytest.importorskip("duckdb", reason="duckdb is not installed")
    answer = duckdb.connect(":memory:").sql(code)
    rows = answer.fetchall()
    if printed is None:
        ids = answer.columns.index("id")
        assert sorted(row[ids] for row in rows) == sorted(claim.id for claim in CLAIMS)
    else:
        assert "".join(f"{row}\n" for row in rows) == printed


@pytest.mark.parametrize(("code", "printed"), [(code, told) for kind, code, told in RECIPES if kind == "r"])
def test_r(at_the_shelf: Path, code: str, printed: str | None) -> None:
    if shutil.which("Rscript") is None:
        pytest.skip("R is not installed (apt-get install r-base-core r-cran-jsonlite r-cran-rsqlite)")
    for package in re.findall(r"(\w+)::", code):
        if r(f'quit(status = !requireNamespace("{package}", quietly = TRUE))').returncode:
            pytest.skip(f"R's package {package} is not installed")
    check = f'stopifnot(nrow(claims) == {len(CLAIMS)}, "{CLAIMS[2].id}" %in% claims$id, min(claims$min_value) == -5)'
    done = r(f"{code}\n{check if printed is None else ''}")
    assert done.returncode == 0, done.stderr
    assert printed is None or done.stdout == printed


def r(code: str) -> subprocess.CompletedProcess[str]:
    env = os.environ | {"LC_ALL": "C.UTF-8"}
    return subprocess.run(["Rscript", "-e", code], capture_output=True, text=True, env=env, timeout=120)


def test_each_tool_has_its_recipes() -> None:
    told = [(kind, code) for kind, code, _ in RECIPES]
    for name, least in [("pandas", 5), ("polars", 4), ("spacy", 1)]:
        assert sum(name in needed(code) for kind, code in told if kind == "python") >= least
    assert sum(kind == "sql" for kind, _ in told) >= 3
    assert sum(kind == "r" for kind, _ in told) >= 4
