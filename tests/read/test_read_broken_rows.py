"""Rows and folders that are broken: each bad row or file is a failure, and those around it are read."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest
from archives import REST, page, parquet_of, record, zip_of

from newsclaims.read import Limits, read_articles
from newsclaims.records import Article, Failure


def read(folder: Path, **options: object) -> tuple[list[Article], list[Failure]]:
    """What is read of a folder."""
    found = list(read_articles([folder], **options))  # type: ignore[arg-type]
    articles = [one for one in found if isinstance(one, Article)]
    return articles, [one for one in found if isinstance(one, Failure)]


BAD_CSV = [
    # rows under `id,text,title`, ids that are read, what the failures say
    (b'a,"Nine\nb,"Ten",T\nc,Six,T\n', ["b", "c"], ["expected after"]),
    (b"a,Nine,T,more\nb,Ten,T\nc,Six\n", ["b"], ["4 cells under 3 columns", "2 cells under 3 columns"]),
    (b'a,"Nine', [], ["unexpected end of data"]),
    (b'a,"Nine\nb,Ten,T\n', ["b"], ["unexpected end of data"]),
    (b"a,Nine\xff,T\nb,Ten,T\n", ["b"], ["is not UTF-8"]),
    (b'a,"Nine\n\xff,T\nb,Ten,T\n', ["b"], ["line 3: the byte 0xFF"]),
    (b"a,Ni\0ne,T\nb,Ten,T\n", ["b"], [""]),
    (b"a,,T\n,Ten,T\nb,Ten,T\n", ["b"], ["the text is empty", '"id" is empty']),
    (b"a," + b"x " * 5_000 + b",T\nb,Ten,T\n", ["b"], ["a line of 10,005 bytes, over the limit of 5,000"]),
    (b'a,"' + b"x\n" * 5_000 + b'",T\nb,Ten,T\n', ["b"], None),
    (b"a,Nine\rTen,T\nb,Ten,T\n", ["b"], ["new-line character"]),
]


@pytest.mark.parametrize(("rows", "ids", "messages"), BAD_CSV)
def test_bad_rows(tmp_path: Path, rows: bytes, ids: list[str], messages: list[str] | None) -> None:
    (tmp_path / "a.csv").write_bytes(b"id,text,title\n" + rows)
    articles, failures = read(tmp_path, limits=Limits(max_line_bytes=5_000))
    assert [article.id for article in articles] == ids
    if messages is not None:
        assert len(failures) == len(messages)
        assert all(message in failure.message for message, failure in zip(messages, failures, strict=True))


def test_a_broken_row_is_not_read_anew_for_ever(tmp_path: Path) -> None:
    """Each line opens a quotation that all further ones keep open: what is swallowed is told, and time is linear."""
    (tmp_path / "a.csv").write_bytes(b"id,text\n" + b'x","\n' * 100_000)
    _, failures = read(tmp_path, limits=Limits(max_line_bytes=20_000))
    told = [failure for failure in failures if "and it runs to line" in failure.message]
    assert told
    assert len(failures) < 1_000


@pytest.mark.parametrize(
    ("name", "content", "message", "mend"),
    [
        ("a.csv", b"key,text\n1,Nine.\n", 'no column "id"; the columns are "key", "text".', "--id-column"),
        ("a.csv", b"", 'no column "id"; the columns are none.', "--id-column"),
        ("a.csv", b"id,text,text\n", 'the column "text" stands twice.', "a name of its own"),
        ("a.parquet", parquet_of({"id": [1], "body": ["Nine."]}), 'no column "text"; the columns are', "--text-column"),
    ],
)
def test_columns_that_are_not_there(tmp_path: Path, name: str, content: bytes, message: str, mend: str) -> None:
    (tmp_path / name).write_bytes(content)
    _, (failure,) = read(tmp_path)
    assert message in failure.message
    assert mend in failure.mend


def test_odd_files_of_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "loop.txt").symlink_to("loop.txt")
    (tmp_path / "nowhere.txt").symlink_to("gone.txt")
    (tmp_path / "round").symlink_to(".")
    os.mkfifo(tmp_path / "fifo.jsonl")
    bound = socket.socket(socket.AF_UNIX)
    monkeypatch.chdir(tmp_path)  # a socket's path has to be short
    bound.bind("socket.txt")
    (tmp_path / "folder.txt").mkdir()
    articles, failures = read(tmp_path)
    bound.close()
    assert articles == []
    assert {Path(failure.where).name: failure.message for failure in failures} == {
        "fifo.jsonl": "no regular file.",
        "loop.txt": "cannot be opened: Too many levels of symbolic links.",
        "nowhere.txt": "cannot be opened: No such file or directory.",
        "socket.txt": "no regular file.",
    }


def test_ten_megabytes_in_a_line(tmp_path: Path) -> None:
    line = b'{"id": "long", "text": "' + b"nine barns " * 1_000_000 + b'"}\n'
    (tmp_path / "a.jsonl").write_bytes(line + b'{"id": "b", "text": "Nine."}\n')
    articles, (failure,) = read(tmp_path)
    assert [article.id for article in articles] == ["b"]
    assert "11,000,000 characters, over the limit" in failure.message


def test_ids_that_stand_twice_name_the_first_place(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zip_of({"d.csv": b"id,text\n1,Nine.\n2,Nine.\n"}))
    (tmp_path / "b.parquet").write_bytes(parquet_of({"id": [3, 2], "text": ["Nine.", "Nine."]}))
    (tmp_path / "c.warc").write_bytes(record(1, page().encode()) + record(1, page(REST).encode()))
    _, (row, page_twice) = read(tmp_path)
    assert row.message == f'the id "2" stands twice (first at {tmp_path}/a.zip!d.csv:3).'
    assert row.where == f"{tmp_path}/b.parquet:row 2"
    assert page_twice.message.endswith(f"stands twice (first at {tmp_path}/c.warc:offset 0).")
