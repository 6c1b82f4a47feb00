"""Files at URLs: read as those of this machine are, by the same ids; what is lost on the way ends the run."""

from __future__ import annotations

import gzip
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from archives import lines, page, parquet_of, zip_of

from newsclaims.errors import RunError, UsageError
from newsclaims.read import read_articles
from newsclaims.records import Article

fsspec = pytest.importorskip("fsspec", reason="needs fsspec")

FILES = {
    "day/b.jsonl.gz": gzip.compress(lines(30)),
    "day/a.txt": b"Ten boats sank.",
    "day/deep/c.parquet": parquet_of({"id": ["p1", "p2"], "text": ["Six.", "Seven."]}),
    "day/.hidden/d.txt": b"Nobody reads it.",
    "day/e.png": b"no article",
    "day.zip": zip_of({"z.txt": b"Eight ferries."}),
    "page.html": page().encode(),
}


@pytest.fixture
def url() -> Iterator[str]:
    root = f"memory://{uuid.uuid4().hex}"
    for name, content in FILES.items():
        fsspec.filesystem("memory").pipe_file(f"{root}/{name}", content)
    yield root
    fsspec.filesystem("memory").rm(root, recursive=True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, content in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    return tmp_path


@pytest.mark.parametrize(
    "path", ["", "/", "/day", "/day/b.jsonl.gz", "/day/deep/c.parquet", "/*.zip", "/**/*.txt", "/page.html"]
)
def test_a_url_gives_what_the_path_gives(url: str, folder: Path, path: str) -> None:
    here, there = (list(read_articles([f"{root}{path}"])) for root in (folder, url))
    assert here
    assert all(isinstance(article, Article) for article in here)
    assert [(one.id, one.text) for one in there] == [(one.id, one.text) for one in here]  # type: ignore[union-attr]
    assert all(one.where.startswith("memory://") for one in there)


def test_where_nothing_is_or_nothing_reaches(url: str) -> None:
    with pytest.raises(UsageError, match="no file that is read is there"):
        read_articles([f"{url}/nowhere.txt"])
    with pytest.raises(UsageError, match="cannot be reached: Protocol not known"):
        read_articles(["nowhere9://bucket/a.txt"])


@pytest.mark.parametrize("name", ["day/b.jsonl.gz", "day/a.txt", "day/deep/c.parquet", "day.zip", "page.html"])
def test_a_file_lost_on_the_way_ends_the_run(url: str, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    from fsspec.implementations.memory import MemoryFile

    def broken(*_: object) -> bytes:
        raise RuntimeError("the line is dead")

    read = read_articles([f"{url}/{name}"])
    monkeypatch.setattr(MemoryFile, "read", broken)
    with pytest.raises(RunError, match=rf"{name}: it cannot be read: the line is dead\. .*the same command again"):
        list(read)
