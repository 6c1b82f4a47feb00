"""Web pages in a run: taken apart by the workers, as one reader would; hostile ones are set aside."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from archives import LEAD, REST, page, warc
from driven import articles, merged, run

from newsclaims.read import Pending, read_articles, read_records
from newsclaims.records import Article, Failure
from newsclaims.runs.shards import Size, content_of, cut, opened
from newsclaims.runs.store import Folder
from newsclaims.runs.verify import verify

COUNT = 12


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for n in range(COUNT):
        (folder / f"p{n:02d}.html").write_bytes(page(f"{n + 40} of them. {LEAD}", REST).encode())
    (folder / "p05.html").write_bytes(b"<html><body></body></html>")
    (folder / "q.warc.gz").write_bytes(b"".join(warc(COUNT, packed=True)))
    (folder / "r.jsonl").write_text('{"id": "j", "text": "Nine 9"}\nno article\n')
    return folder


def lines(folder: Path) -> list[tuple[str | None, str | None]]:
    """Each record of a run: its id, and the hash of its text."""
    shards = sorted((folder / "shards").rglob("*.gz"))
    return [(line.article, line.text_sha256) for path in shards for line in opened(path.read_bytes(), "x").lines]


def test_workers_take_pages_apart_as_one_reader_would(tmp_path: Path, pages: Path) -> None:
    records = list(read_records([pages]))
    assert sum(isinstance(record, Pending) for record in records) == 2 * COUNT
    for jobs in (1, 2):
        run(tmp_path / f"run{jobs}", records, jobs=jobs)
    assert merged(tmp_path / "run1") == merged(tmp_path / "run2")
    eager = list(read_articles([pages]))
    assert lines(tmp_path / "run1") == [
        (one.id, one.meta.text_sha256) if isinstance(one, Article) else (one.article, None) for one in eager
    ]
    failures = [json.loads(line) for line in merged(tmp_path / "run1")[1].splitlines()]
    assert [(f["article"], f["message"]) for f in failures] == [
        (one.article, one.message) for one in eager if isinstance(one, Failure)
    ]
    verdict = verify(Folder(tmp_path / "run1"), "run", read_records([pages]))
    assert verdict.problems == []
    assert (verdict.totals.records, verdict.totals.articles, verdict.totals.failures) == (26, 24, 2)
    (pages / "p03.html").write_bytes(page(f"Another page. {LEAD}").encode())
    assert "is not what the input holds" in verify(Folder(tmp_path / "run1"), "run", read_records([pages])).problems[0]


@pytest.mark.parametrize(("order", "why"), [(b"KILL", "killed by SIGKILL"), (b"SLEEP", "longer than 2 seconds")])
def test_a_page_that_fells_its_worker_is_set_aside(
    tmp_path: Path, pages: Path, monkeypatch: pytest.MonkeyPatch, order: bytes, why: str
) -> None:
    monkeypatch.setenv("FAKE_PAGES", "1")
    (pages / "p07.html").write_bytes(order + page(LEAD).encode())
    run(tmp_path / "run", list(read_records([pages])), article_seconds=2.0)
    failures = [json.loads(line) for line in merged(tmp_path / "run")[1].splitlines()]
    assert [f["article"] for f in failures] == ["p05", "p07", None]
    assert failures[1]["stage"] == "worker"
    assert why in failures[1]["message"]
    assert verify(Folder(tmp_path / "run"), "run", read_records([pages])).problems == []


def test_a_shard_of_pages_is_cut_by_their_bytes(pages: Path) -> None:
    records = [record for record in read_records([pages]) if isinstance(record, Pending)]
    most = 2 * max(len(record.page.content) for record in records)
    shards = list(cut(iter(records), Size(characters=most // 16)))
    assert [record for shard in shards for record in shard.records] == records
    for shard in shards:
        assert sum(len(r.page.content) // 16 for r in shard.records if isinstance(r, Pending)) <= most // 16
    assert COUNT <= len(shards) < 2 * COUNT


def test_the_content_of_a_page_hangs_on_its_bytes_and_its_address(pages: Path) -> None:
    first, other = (record for record in list(read_records([pages]))[:2])
    assert content_of([first]) != content_of([other])
    assert content_of([first]) != content_of(articles(1))
    (elsewhere,) = read_records([pages / "p00.html"])
    assert content_of([elsewhere]) == content_of([first])
