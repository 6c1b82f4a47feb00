"""Bytes become text by one rule: byte-order mark, what is declared, UTF-8, the fallback that is given, or a failure."""

from __future__ import annotations

from pathlib import Path

import pytest
from archives import LEAD, page, record

from newsclaims.errors import ArticleError, UsageError
from newsclaims.read import read_articles
from newsclaims.read.decode import decoded, web_encoding
from newsclaims.records import Article, Failure

WORDS = "“Café”, 9 €"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_mark_decides(encoding: str) -> None:
    assert decoded(WORDS.encode(encoding), declared=["koi8-r"]) == WORDS


@pytest.mark.parametrize(
    ("content", "declared", "fallback", "text"),
    [
        (WORDS.encode(), [], None, WORDS),
        (WORDS.encode("cp1252"), ["iso-8859-1"], None, WORDS),  # as browsers read that name
        (WORDS.encode("cp1252"), ["utf-8", "windows-1252"], None, WORDS),  # the first does not fit
        (WORDS.encode(), ["x-unknown"], None, WORDS),
        (WORDS.encode(), ["ascii", "utf-8"], None, "â€œCafÃ©â€\x9d, 9 â‚¬"),
        ("Ñåìü".encode("cp1252"), ["windows-1251"], None, "Семь"),
        (WORDS.encode("cp1252"), [], "windows-1252", WORDS),
        (WORDS.encode("utf-8"), [], "windows-1252", WORDS),
    ],
)
def test_the_order(content: bytes, declared: list[str], fallback: str | None, text: str) -> None:
    if "\x9d" in text:  # windows-1252 has no such byte, so the next is taken
        text = WORDS
    assert decoded(content, declared=declared, fallback=fallback) == text


def test_nothing_is_replaced() -> None:
    with pytest.raises(ArticleError, match="the byte 0x93 at byte offset 0 is not UTF-8, nor do all bytes fit euc_jp"):
        decoded(WORDS.encode("cp1252") + b"\xff", declared=["euc-jp"])
    with pytest.raises(ArticleError, match="its byte-order mark says UTF-16-LE"):
        decoded(b"\xff\xfeN\x00i", fallback="cp1252")


@pytest.mark.parametrize("label", ["unicode_escape", "utf-7", "base64", "idna", "undefined", "", "no such", "\0"])
def test_what_is_no_encoding_of_the_web(label: str) -> None:
    assert web_encoding(label) is None


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ('<meta charset="iso-8859-1">', "cp1252"),
        ("<META http-equiv=Content-Type content='text/html; charset=windows-1252'>", "cp1252"),
        ('<meta charset="utf-8">', "utf-8"),
        ("", "utf-8"),
        ('<meta charset="utf-16">', "utf-8"),
        ('<meta charset="gb2312">', "gb18030"),
    ],
)
def test_pages_declare(tmp_path: Path, head: str, encoding: str) -> None:
    (tmp_path / "a.html").write_bytes(page(WORDS + " " + LEAD, LEAD, head=head).encode(encoding))
    (article,) = read_articles([tmp_path])
    assert isinstance(article, Article)
    assert WORDS in article.text


def test_the_header_comes_before_the_page(tmp_path: Path) -> None:
    html = page(WORDS + " " + LEAD, LEAD, head='<meta charset="windows-1251">').encode("cp1252")
    http = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=ISO-8859-1"
    (tmp_path / "a.warc").write_bytes(record(1, html, http=http))
    (article,) = read_articles([tmp_path])
    assert isinstance(article, Article)
    assert WORDS in article.text


def test_a_page_that_declares_nothing_and_is_no_utf8(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(page(WORDS + " " + LEAD).encode("cp1252"))
    (failure,) = read_articles([tmp_path])
    assert isinstance(failure, Failure)
    assert "is not UTF-8" in failure.message
    assert "--fallback-encoding" in failure.mend
    (article,) = read_articles([tmp_path], fallback_encoding="windows-1252")
    assert isinstance(article, Article)
    assert WORDS in article.text


def test_the_fallback_holds_for_each_line(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(
        '{"id": 1, "text": "Café 9"}\n'.encode() + '{"id": 2, "text": "Café 9"}'.encode("cp1252")
    )
    (tmp_path / "b.csv").write_bytes("id,text\n3,Café 9\n".encode() + "4,Café 9\n".encode("cp1252"))
    found = list(read_articles([tmp_path]))
    assert [type(one).__name__ for one in found] == ["Article", "Failure"] * 2
    found = list(read_articles([tmp_path], fallback_encoding="cp1252"))
    assert [one.text for one in found if isinstance(one, Article)] == ["Café 9"] * 4


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv"])
def test_wide_files_are_one_failure(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes('{"id": 1, "text": "Nine."}\n{"id": 2, "text": "Nine."}'.encode("utf-16"))
    (failure,) = read_articles([tmp_path])
    assert isinstance(failure, Failure)
    assert "UTF-16" in failure.message
    assert "iconv" in failure.mend


@pytest.mark.parametrize("name", ["latin-9000", "base64", ""])
def test_a_fallback_that_is_none(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.txt").write_bytes(b"Nine.")
    with pytest.raises(UsageError, match="--fallback-encoding: no such encoding"):
        read_articles([tmp_path], fallback_encoding=name)
