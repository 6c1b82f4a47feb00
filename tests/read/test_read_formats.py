"""Each kind of file that is sound: its articles, their ids, dates and places."""

from __future__ import annotations

import bz2
import datetime
import gzip
import io
import json
import lzma
import socket
import zlib
from pathlib import Path

import htmldate.core
import pytest
from archives import LEAD, PUBLISHED, REST, lines, page, parquet_of, record, tar_of, warc, zip_of, zstd

from newsclaims.errors import UsageError
from newsclaims.read import Columns, read_articles
from newsclaims.read.formats import Kind
from newsclaims.records import Article, Failure

ROWS = {"id": ["a", "b"], "text": ["Nine barns.", "Two “boats”,\nand more."], "published": ["2020-05-04", None]}
CSV = b'id,text,published\r\na,Nine barns.,2020-05-04\r\nb,"Two \xe2\x80\x9cboats\xe2\x80\x9d,\nand more.",\r\n'


def read(*paths: Path | str, **options: object) -> list[Article]:
    """The articles of sound files."""
    found = list(read_articles(paths, **options))  # type: ignore[arg-type]
    assert [one for one in found if isinstance(one, Failure)] == []
    return [one for one in found if isinstance(one, Article)]


def made(folder: Path, name: str, content: bytes) -> Path:
    (folder / name).write_bytes(content)
    return folder / name


@pytest.mark.parametrize(
    ("suffix", "pack"),
    [(".gz", gzip.compress), (".zst", zstd), (".bz2", bz2.compress), (".xz", lzma.compress)],
)
def test_packed_files(tmp_path: Path, suffix: str, pack: object) -> None:
    text, rows = b"Nine barns.", lines(5)
    made(tmp_path, "one.txt" + suffix, pack(text))  # type: ignore[operator]
    made(tmp_path, "two.jsonl" + suffix, pack(rows[:50]) + pack(rows[50:]))  # type: ignore[operator]
    assert [article.id for article in read(tmp_path)] == ["one", "a0", "a1", "a2", "a3", "a4"]


@pytest.mark.parametrize("content", [CSV, b"\xef\xbb\xbf" + CSV, CSV.replace(b"\r\n", b"\n")])
def test_csv(tmp_path: Path, content: bytes) -> None:
    path = made(tmp_path, "day.csv", content)
    assert read(path) == [
        Article("a", "Nine barns.", published="2020-05-04", published_from="given", where=f"{path}:2"),
        Article("b", "Two “boats”,\nand more.", where=f"{path}:3"),
    ]


@pytest.mark.parametrize(("name", "mark"), [("a.csv", ";"), ("a.csv", "\t"), ("a.csv", "|"), ("a.tsv", "\t")])
def test_csv_with_another_delimiter(tmp_path: Path, name: str, mark: str) -> None:
    path = made(tmp_path, name, f'id{mark}text\na{mark}"1{mark}5, or 2"\n\n'.encode())
    assert [article.text for article in read(path)] == [f"1{mark}5, or 2"]


def test_columns_by_other_names(tmp_path: Path) -> None:
    columns = Columns(id="link", text="body", title="headline", url="link")
    made(tmp_path, "a.csv", b"link,body,headline\nhttps://example.org/1,Nine barns.,Fire\n")
    made(tmp_path, "b.jsonl", b'{"link": "https://example.org/2", "body": "Nine barns.", "headline": "Fire"}\n')
    cells = {"link": ["https://example.org/3"], "body": ["Nine barns."], "headline": ["Fire"], "id": [1]}
    made(tmp_path, "c.parquet", parquet_of(cells))  # type: ignore[arg-type]
    found = read(tmp_path, columns=columns)
    assert [article.id for article in found] == [f"https://example.org/{n}" for n in (1, 2, 3)]
    assert {(article.text, article.title, article.url == article.id) for article in found} == {
        ("Nine barns.", "Fire", True)
    }


def test_parquet(tmp_path: Path) -> None:
    day = datetime.date(2020, 5, 4)
    moment = datetime.datetime(2020, 5, 4, 23, 30, tzinfo=datetime.timezone.utc)
    path = made(tmp_path, "day.parquet", parquet_of(ROWS | {"more": [1, 2]}, rows_a_group=1))  # type: ignore[arg-type]
    assert read(path) == [
        Article("a", "Nine barns.", published="2020-05-04", published_from="given", where=f"{path}:row 1"),
        Article("b", "Two “boats”,\nand more.", where=f"{path}:row 2"),
    ]
    for dates in ([day], [moment]):
        path = made(tmp_path, "date.parquet", parquet_of({"id": [1], "text": [b"Nine."], "published": dates}))  # type: ignore[list-item]
        assert [(one.id, one.text, one.published) for one in read(path)] == [("1", "Nine.", "2020-05-04")]


def test_page(tmp_path: Path) -> None:
    head = PUBLISHED + '<meta property="og:site_name" content="The Barn">'
    head += '<link rel="canonical" href="https://example.org/barns">'
    path = made(tmp_path, "barns.html", page(head=head).encode())
    (article,) = read(path)
    assert article == Article(
        "barns", f"Barns burn\n{LEAD}\n{REST}", "https://example.org/barns", "Barns burn", "The Barn", "2019-07-23",
        "metadata", str(path),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("head", "lead", "published", "found"),
    [
        (PUBLISHED, LEAD, "2001-01-01", ("2019-07-23", "metadata")),
        ('<link rel="canonical" href="https://example.org/2019/07/22/barns">', LEAD, None, ("2019-07-22", "url")),
        ("", LEAD, "2001-01-01", ("2001-01-01", "given")),
        ("", f"HARNSUND, July 21, 2019 — {LEAD}", None, ("2019-07-21", "text")),
        ("", LEAD, None, (None, None)),
        ("", f"{LEAD} The law is of 2009-05-04.", None, (None, None)),  # a date of the text is none of the article
    ],
)
def test_day_of_a_page(
    tmp_path: Path, head: str, lead: str, published: str | None, found: tuple[str | None, str | None]
) -> None:
    path = made(tmp_path, "a.html", page(lead, REST, head=head).encode())
    (article,) = read(path, published=published)
    assert (article.published, article.published_from) == found


@pytest.mark.parametrize("packed", [False, True])
def test_warc(tmp_path: Path, packed: bool) -> None:
    records = warc(3, packed=packed)
    path = made(tmp_path, "news.warc.gz" if packed else "news.warc", b"".join(records))
    found = read(path)
    assert [article.id for article in found] == [f"urn:uuid:{n:032d}" for n in range(3)]
    assert [article.url for article in found] == [f"https://example.org/news/{n}" for n in range(3)]
    offsets = [sum(map(len, records[:n])) for n in range(3)]
    assert [article.where for article in found] == [f"{path}:offset {offset}" for offset in offsets]
    assert found[2].text == f"Barns burn\n2 of them. {LEAD}\n{REST}"


def test_other_records_of_a_warc_are_passed_over(tmp_path: Path) -> None:
    html = page().encode()
    others = [
        record(1, b"software: none\r\n", http=None, kind="warcinfo"),
        record(2, b"", http="GET /news/2 HTTP/1.1\r\nHost: example.org", kind="request"),
        record(3, html, http="HTTP/1.1 404 Not Found\r\nContent-Type: text/html"),
        record(4, b"\x89PNG", http="HTTP/1.1 200 OK\r\nContent-Type: image/png"),
        record(5, html, http=None, kind="resource", more="Content-Type: text/html; charset=utf-8\r\n"),
        record(6, b"Nine barns burned.", http=None, kind="conversion", more="Content-Type: text/plain\r\n"),
    ]
    found = read(made(tmp_path, "a.warc", b"".join(others)))
    assert [article.id[-1] for article in found] == ["5", "6"]
    assert found[1].text == "Nine barns burned."


def deflated(content: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(content) + packer.flush()


def chunked(content: bytes) -> bytes:
    parts = [content[n : n + 100] for n in range(0, len(content), 100)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


@pytest.mark.parametrize(
    ("headers", "wrap"),
    [
        ("Transfer-Encoding: chunked", chunked),
        ("Content-Encoding: gzip", gzip.compress),
        ("Content-Encoding: deflate", zlib.compress),
        ("Content-Encoding: deflate", deflated),
        ("Content-Encoding: zstd", zstd),
        ("Content-Encoding: gzip\r\nTransfer-Encoding: chunked", lambda page: chunked(gzip.compress(page))),
        ("Content-Encoding: gzip\r\nTransfer-Encoding: chunked", bytes),  # taken off by the recorder, headers left
        ("Content-Encoding: br", bytes),
    ],
)
def test_pages_as_they_were_sent(tmp_path: Path, headers: str, wrap: object) -> None:
    http = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + headers
    path = made(tmp_path, "a.warc", record(1, wrap(page().encode()), http=http))  # type: ignore[operator]
    assert [article.text for article in read(path)] == [f"Barns burn\n{LEAD}\n{REST}"]


FILES = {
    "./north/a.txt": b"Nine barns.",
    "day.jsonl.gz": gzip.compress(b'{"id": "7", "text": "Nine barns."}\n'),
    "b/a.html": page().encode(),
    "notes.md": b"Nothing.",
    ".hidden.txt": b"Nothing.",
    "__MACOSX/._a.txt": b"Nothing.",
}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("in.zip", zip_of(FILES)),
        ("in.zip", zip_of(FILES, method=0)),
        ("in.tar", tar_of(FILES)),
        ("in.tar.gz", gzip.compress(tar_of(FILES))),
        ("in.tgz", gzip.compress(tar_of(FILES))),
        ("in.tar.zst", zstd(tar_of(FILES))),
    ],
)
def test_files_in_archives(tmp_path: Path, name: str, content: bytes) -> None:
    path = made(tmp_path, name, content)
    found = read(path)
    assert [article.id for article in found] == ["in/north/a", "7", "in/b/a"]
    assert [article.where.removeprefix(f"{path}!") for article in found] == [
        "./north/a.txt", "day.jsonl.gz:1", "b/a.html",
    ]  # fmt: skip


def test_archives_in_archives(tmp_path: Path) -> None:
    inner = zip_of({"a.txt": b"Nine barns.", "p.parquet": parquet_of(ROWS | {"id": ["x", "y"]})})  # type: ignore[arg-type]
    path = made(tmp_path, "out.tar.gz", gzip.compress(tar_of({"in.zip": inner})))
    assert [article.id for article in read(path)] == ["out/in/a", "x", "y"]


def test_patterns(tmp_path: Path) -> None:
    for name in ("2019/a.txt", "2019/notes.md", "2020/a.txt", "2020/07/b.txt", "c.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).write_bytes(b"Nine barns.")
    for pattern, ids in {
        "20*": ["2019/a", "2020/07/b", "2020/a"],
        "*/*.txt": ["2019/a", "2020/a"],
        "**/*.txt": ["2019/a", "2020/07/b", "2020/a", "c"],
        "**": ["2019/a", "2020/07/b", "2020/a", "c"],
        "20[2]?/a.txt": ["2020/a"],
    }.items():
        assert [article.id for article in read(f"{tmp_path}/{pattern}")] == ids, pattern


@pytest.mark.parametrize(
    ("content", "ids"),
    [
        (gzip.compress(lines(2)), ["a0", "a1"]),
        (zstd(lines(2)), ["a0", "a1"]),
        (zip_of(FILES), ["stdin/north/a", "7", "stdin/b/a"]),
        (gzip.compress(tar_of(FILES)), ["stdin/north/a", "7", "stdin/b/a"]),
        (tar_of(FILES), ["stdin/north/a", "7", "stdin/b/a"]),
        (parquet_of(ROWS), ["a", "b"]),  # type: ignore[arg-type]
        (b"".join(warc(2, packed=True)), [f"urn:uuid:{n:032d}" for n in range(2)]),
        (page().encode(), ["stdin"]),
        (b"\xef\xbb\xbf\n\n" + lines(1), ["a0"]),
    ],
    ids=["gzip", "zstd", "zip", "tar.gz", "tar", "parquet", "warc.gz", "html", "jsonl"],
)
def test_standard_input_tells_its_kind(content: bytes, ids: list[str]) -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    assert [article.id for article in read("-", stdin=Pipe(content))] == ids


def test_standard_input_of_a_kind_that_is_given() -> None:
    kind: Kind = "csv"
    assert [article.id for article in read("-", stdin=io.BytesIO(CSV), stdin_kind=kind)] == ["a", "b"]
    packed = io.BytesIO(gzip.compress(CSV))
    assert [article.id for article in read("-", stdin=packed, stdin_kind=kind)] == ["a", "b"]
    with pytest.raises(UsageError, match=r'--stdin-kind: no such kind: "cvs". Did you mean "csv"'):
        read_articles(["-"], stdin_kind="cvs")  # type: ignore[arg-type]


def test_no_date_is_todays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the clock says, a page without a date gets none, and one with a later one keeps it, unless it was
    fetched before; and nothing is asked of the network.
    """

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network or the clock is asked")

    def given(day: str | None) -> datetime.datetime:
        assert day is not None  # or it would be today
        return latest_day(day)

    latest_day = htmldate.core.get_max_date
    monkeypatch.setattr("htmldate.core.get_max_date", given)
    monkeypatch.setattr("trafilatura.metadata.set_date_params", refuse)
    monkeypatch.setattr(socket, "socket", refuse)
    made(tmp_path, "a.html", page("Ten barns burned two hours ago, and 3 on May 4.", REST).encode())
    made(tmp_path, "b.html", page(head=PUBLISHED.replace("2019", "2091")).encode())
    made(tmp_path, "c.warc", record(1, page(head=PUBLISHED.replace("2019", "2091")).encode()))
    assert [article.published for article in read(tmp_path)] == [None, "2091-07-23", None]


def test_json_keys_by_name(tmp_path: Path) -> None:
    made(tmp_path, "a.ndjson", json.dumps({"key": 4, "text": "Nine."}).encode())
    assert [article.id for article in read(tmp_path, columns=Columns(id="key"))] == ["4"]
