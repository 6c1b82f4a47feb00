"""Without the optional packages: text and JSONL are read as ever, for the rest the error says what to install."""

from __future__ import annotations

import importlib.util
import io
import subprocess
import sys
from pathlib import Path

import pytest
from archives import lines, page, parquet_of, tar_of, warc, zip_of, zstd

from newsclaims.errors import UsageError
from newsclaims.read import read_articles
from newsclaims.records import Article, Failure

OPTIONAL = ("trafilatura", "htmldate", "warcio", "pyarrow", "zstandard")
NEEDY = {
    "a.html": (page().encode(), "HTML needs trafilatura and htmldate, not installed here."),
    "a.warc": (warc(1, packed=False)[0], "WARC needs warcio and trafilatura and htmldate, not installed here."),
    "a.parquet": (parquet_of({"id": [1], "text": ["Nine."]}), "Parquet needs pyarrow, not installed here."),
    "a.jsonl.zst": (zstd(lines(1)), "zstd needs zstandard, not installed here."),
}
MEND = 'Install it: pip install "newsclaims[archive]".'


@pytest.fixture
def base(monkeypatch: pytest.MonkeyPatch) -> None:
    """An install without the extras: they are not found, and cannot be imported."""
    find = importlib.util.find_spec

    def found(name: str, package: str | None = None) -> object:
        return None if name in OPTIONAL else find(name, package)

    monkeypatch.setattr(importlib.util, "find_spec", found)
    for name in OPTIONAL:
        monkeypatch.setitem(sys.modules, name, None)


@pytest.mark.usefixtures("base")
def test_the_base_install_reads_what_needs_no_more(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"Nine.")
    (tmp_path / "b.jsonl").write_bytes(lines(1))
    (tmp_path / "c.csv").write_bytes(b"id,text\nc,Nine.\n")
    (tmp_path / "d.zip").write_bytes(zip_of({"a.txt": b"Nine."}))
    (tmp_path / "e.tar").write_bytes(tar_of({"a.txt": b"Nine."}))
    assert [one.id for one in read_articles([tmp_path]) if isinstance(one, Article)] == ["a", "a0", "c", "d/a", "e/a"]


@pytest.mark.usefixtures("base")
@pytest.mark.parametrize("name", NEEDY)
def test_a_file_that_needs_an_extra_is_wrong_usage(tmp_path: Path, name: str) -> None:
    content, message = NEEDY[name]
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UsageError) as raised:
        read_articles([tmp_path / name])
    assert str(raised.value) == f"{tmp_path / name}: {message} {MEND}"


@pytest.mark.usefixtures("base")
@pytest.mark.parametrize("name", NEEDY)
def test_in_folders_archives_and_standard_input_it_is_a_failure(tmp_path: Path, name: str) -> None:
    content, message = NEEDY[name]
    (tmp_path / name).write_bytes(content)
    (tmp_path / "b.zip").write_bytes(zip_of({name: content}))
    (tmp_path / "c.txt").write_bytes(b"Nine.")
    found = list(read_articles([tmp_path, "-"], stdin=io.BytesIO(content)))
    failures = [one for one in found if isinstance(one, Failure)]
    assert [(one.message, one.mend) for one in failures] == [(message, MEND)] * 3
    assert [one.id for one in found if isinstance(one, Article)] == ["c"]


def test_importing_the_readers_imports_no_extra() -> None:
    code = f"import sys, newsclaims.read, newsclaims.cli; print([m for m in {OPTIONAL} if m in sys.modules])"
    got = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert got.stdout.strip() == "[]"
