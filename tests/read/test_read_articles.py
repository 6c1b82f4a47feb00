"""Good articles: ids, dates, order, and the text exactly as it was read."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from newsclaims.errors import UsageError
from newsclaims.read import Limits, read_articles
from newsclaims.records import Article, Failure


def articles(*paths: Path | str, published: str | None = None, stdin: bytes = b"") -> list[Article]:
    """The articles that the paths name, none of them a failure."""
    read = list(read_articles(paths, published=published, stdin=io.BytesIO(stdin)))
    assert not [one for one in read if isinstance(one, Failure)]
    return [one for one in read if isinstance(one, Article)]


def test_text_file(tmp_path: Path) -> None:
    path = tmp_path / "barns.1.txt"
    path.write_bytes(b"Nine barns\r\nburned.\n")
    assert articles(path) == [Article("barns.1", "Nine barns\r\nburned.\n", where=str(path))]


@pytest.mark.parametrize(
    "text", ["a\r\nb\rc\nd\x0be\x0cf\u2028g\x85h ", " \ufeffNine", "Ni\u0301ne \U0001f525 9\u00a0000"]
)
def test_text_is_as_it_stands(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xef\xbb\xbf" + text.encode())
    (tmp_path / "b.jsonl").write_bytes(b"\xef\xbb\xbf" + json.dumps({"id": "b", "text": text}).encode())
    assert [article.text for article in articles(tmp_path)] == [text, text]


def test_folder(tmp_path: Path) -> None:
    (tmp_path / "b" / "c").mkdir(parents=True)
    (tmp_path / ".git").mkdir()
    for name in ("z.txt", "b/c/9.TXT", "b/1.txt", "a.txt", ".hidden.txt", ".git/x.txt", "notes.md", "b/table.ods"):
        (tmp_path / name).write_bytes(b"Nine.")
    (tmp_path / "b" / "day.jsonl").write_bytes(b'{"id": 7, "text": "Nine."}\n')
    (tmp_path / "b" / "day.jsonl.gz").write_bytes(gzip.compress(b'{"id": "8", "text": "Nine."}\r\n\r\n'))
    assert [article.id for article in articles(tmp_path)] == ["a", "b/1", "b/c/9", "7", "8", "z"]


def test_linked_files_are_read_and_linked_folders_are_not(tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "there.txt").write_bytes(b"Nine.")
    (tmp_path / "here" / "link.txt").symlink_to(tmp_path / "there.txt")
    (tmp_path / "here" / "round").symlink_to(tmp_path / "here")
    assert [article.id for article in articles(tmp_path / "here")] == ["link"]


def test_order_is_as_named(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_bytes(b"Nine.")
    assert [article.id for article in articles(tmp_path / "b.txt", str(tmp_path / "a.txt"))] == ["b", "a"]


def test_fields_of_a_line(tmp_path: Path) -> None:
    path = tmp_path / "day.jsonl"
    record = {
        "id": 12,
        "text": "Nine.",
        "title": "Fire",
        "url": "https://example.org/9",
        "publisher": "The Barn",
        "tags": [],
    }
    path.write_text(json.dumps(record | {"published": "2020-05-04T23:59:59.5-11:00"}))
    (article,) = articles(path, published="1999-01-01")
    assert article == Article(
        "12", "Nine.", "https://example.org/9", "Fire", "The Barn", "2020-05-04", "given", where=f"{path}:1"
    )


@pytest.mark.parametrize("missing", [None, "", " "])
def test_blank_is_as_good_as_missing(tmp_path: Path, missing: str | None) -> None:
    path = tmp_path / "day.jsonl"
    blank = {"title": missing, "published": missing, "url": missing, "publisher": missing}
    path.write_text(json.dumps({"id": "a", "text": "Nine."} | blank))
    assert articles(path) == [Article("a", "Nine.", where=f"{path}:1")]


@pytest.mark.parametrize("published", ["2020-02-29", "2020-02-29T12:00Z", "2020-02-29 12:00:00 +0100", " 2020-02-29"])
def test_date_is_as_written(tmp_path: Path, published: str) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"id": "a", "text": "Nine.", "published": published}))
    assert articles(tmp_path / "a.jsonl")[0].published == "2020-02-29"


def test_date_given_for_the_run(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"Nine.")
    (article,) = articles(tmp_path / "a.txt", published="2020-05-04T10:00")
    assert (article.published, article.published_from) == ("2020-05-04", "given")


@pytest.mark.parametrize(
    ("content", "ids"),
    [
        (b'{"id": "a", "text": "Nine."}\n{"id": "b", "text": "Ten."}', ["a", "b"]),
        (b'\xef\xbb\xbf\r\n \n{"id": "a", "text": "Nine."}', ["a"]),
        (b"\n\n" * 500_000 + b'{"id": "a", "text": "Nine."}', ["a"]),
        (b"Nine barns.\n{no JSON}\n", ["stdin"]),
    ],
)
def test_standard_input(content: bytes, ids: list[str]) -> None:
    assert [article.id for article in articles("-", stdin=content)] == ids


def test_standard_input_text_is_whole() -> None:
    text = " \r\n\n  Nine barns.\n" + "And more. " * 2_000
    assert articles("-", stdin=text.encode()) == [Article("stdin", text, where="standard input")]


def test_empty_standard_input() -> None:
    (failure,) = read_articles(["-"], stdin=io.BytesIO(b""))
    assert failure == Failure(
        "stdin", "standard input", "read", "the text is empty.", "Give the article's text, or leave the article out."
    )


def test_articles_come_as_they_are_asked_for() -> None:
    class Endless(io.RawIOBase):
        """A stream that never ends."""

        lines: Iterator[bytes] = (b'{"id": %d, "text": "Nine."}\n' % n for n in range(10**12))

        def readable(self) -> bool:
            return True

        def readline(self, size: int | None = -1, /) -> bytes:
            return next(self.lines)

        def read(self, size: int = -1, /) -> bytes:
            return next(self.lines)[:size]

    reading = read_articles(["-"], stdin=Endless())  # type: ignore[arg-type]
    assert [next(reading).where for _ in range(3)] == ["standard input:1", "standard input:2", "standard input:3"]


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("barn.txt", 'no such file or folder. Did you mean "{folder}/barns.txt"?'),
        ("nowhere/barns.txt", "no such file or folder. There is no folder {folder}/nowhere either."),
        ("notes.md", "not a kind of file that is read. Name files (.txt, .jsonl, .csv,"),
        (".txt", "not a kind of file that is read."),
        ("*.md", "no file that is read fits this pattern."),
        ("empty", "no file that is read is in the folder."),
    ],
)
def test_wrong_path_stops_before_the_first_article(tmp_path: Path, path: str, message: str) -> None:
    for name in ("barns.txt", "notes.md", ".txt"):
        (tmp_path / name).write_bytes(b"Nine.")
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError) as raised:
        read_articles([tmp_path / "barns.txt", tmp_path / path])
    assert str(raised.value).startswith(f"{tmp_path}/{path}: {message.format(folder=tmp_path)}")


@pytest.mark.parametrize("paths", [[], ["-", "-"]])
def test_wrong_paths(paths: list[str]) -> None:
    with pytest.raises(UsageError):
        read_articles(paths)


@pytest.mark.parametrize("date", ["yesterday", "2019-02-30", ""])
def test_wrong_date_stops_before_the_first_article(tmp_path: Path, date: str) -> None:
    (tmp_path / "a.txt").write_bytes(b"Nine.")
    with pytest.raises(UsageError, match=f'--published: no such date: "{date}". Write a day'):
        read_articles([tmp_path], published=date)


def test_wrong_limit() -> None:
    with pytest.raises(UsageError, match="--max-word: 0 is no limit"):
        Limits(max_word=0)
