"""Each kind of file cut, damaged or hostile: what is whole is read, the rest is a failure, nothing else is lost."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from archives import LEAD, lines, page, parquet_of, record, tar_of, warc, zip_of, zstd

from newsclaims.read import Limits, read_articles
from newsclaims.records import Article, Failure

GOOD = {f"{n}.txt": f"{n * n * 7919:07d} barns burned.".encode() * 50 for n in range(20)}


def read(folder: Path, **options: object) -> tuple[list[Article], list[Failure]]:
    """What is read of a folder, and beside it a good article of a last file."""
    (folder / "zz.txt").write_bytes(b"Two boats sank.")
    found = list(read_articles([folder], **options))  # type: ignore[arg-type]
    last = found.pop()
    assert isinstance(last, Article)
    assert last.id == "zz"
    for one in found:
        assert not isinstance(one, Failure) or (one.message.endswith(".") and one.mend.endswith("."))
    return [one for one in found if isinstance(one, Article)], [one for one in found if isinstance(one, Failure)]


@pytest.mark.parametrize("damage", ["cut", "struck"])
@pytest.mark.parametrize(
    ("suffix", "pack"),
    [(".gz", gzip.compress), (".zst", zstd), (".bz2", bz2.compress), (".xz", lzma.compress)],
)
def test_packed_lines(tmp_path: Path, suffix: str, pack: object, damage: str) -> None:
    packed = pack(lines(50_000 if suffix == ".bz2" else 20_000))  # type: ignore[operator]
    half = len(packed) // 2
    content = packed[:half] if damage == "cut" else packed[:half] + b"\xff" * 99 + packed[half + 99 :]
    (tmp_path / f"a.jsonl{suffix}").write_bytes(content)
    articles, failures = read(tmp_path)
    assert [article.id for article in articles] == [f"a{n}" for n in range(len(articles))]
    assert len(articles) > (1_000 if suffix != ".bz2" else 0)
    assert "the file cannot be read from here on" in failures[-1].message
    assert "packed" in failures[-1].message
    assert failures[-1].where == f"{tmp_path}/a.jsonl{suffix}:{int(failures[-1].where.rsplit(':')[-1])}"
    if damage == "cut":
        assert f"cut short at byte {half:,}" in failures[-1].message


def test_all_that_comes_before_damage_is_read(tmp_path: Path) -> None:
    packed = gzip.compress(lines(2_000)) + b"\x1f\x8bnonsense"
    (tmp_path / "a.jsonl.gz").write_bytes(packed)
    articles, failures = read(tmp_path)
    assert (len(articles), len(failures)) == (2_000, 1)


def test_a_packed_text_that_is_cut_is_no_article(tmp_path: Path) -> None:
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(b"Nine barns. " * 1000)[:60])
    (tmp_path / "b.html.gz").write_bytes(gzip.compress(page().encode())[:200])
    (tmp_path / "c.txt.gz").write_bytes(b"")
    articles, failures = read(tmp_path)
    assert articles == []
    assert [failure.article for failure in failures] == ["a", "b", "c"]


@pytest.mark.parametrize("packed", [False, True])
def test_a_cut_warc(tmp_path: Path, packed: bool) -> None:
    records = warc(5, packed=packed)
    whole = b"".join(records)
    (tmp_path / "a.warc.gz").write_bytes(whole[:-100] if packed else gzip.compress(whole[:-100]))
    articles, failures = read(tmp_path)
    assert len(articles) == 4
    (failure,) = failures
    assert failure.article == f"urn:uuid:{4:032d}"
    assert "cut short" in failure.message or "before the record does" in failure.message
    if packed:
        assert failure.where == f"{tmp_path}/a.warc.gz:offset {sum(map(len, records[:4]))}"


def test_a_warc_cut_between_its_headers(tmp_path: Path) -> None:
    records = warc(3, packed=False)
    for size in range(1, len(records[2])):
        if size % 97 == 0 or size < 5:
            (tmp_path / "a.warc").write_bytes(b"".join(records[:2]) + records[2][:size])
            articles, failures = read(tmp_path)
            assert [article.id[-1] for article in articles][:2] == ["0", "1"]
            # The last record without its two line ends, or with one, is whole.
            assert len(failures) == 1 or (len(articles) == 3 and size > len(records[2]) - 4)


def test_a_warc_with_damaged_members(tmp_path: Path) -> None:
    records = [bytearray(one) for one in warc(40, packed=True)]
    for number in (3, 4, 20):
        records[number][100:130] = b"\xff" * 30
    path = tmp_path / "a.warc.gz"
    path.write_bytes(b"".join(records))
    articles, failures = read(tmp_path)
    assert [int(article.id[-2:]) for article in articles] == [n for n in range(40) if n not in (3, 4, 20)]
    assert articles[-1].where == f"{path}:offset {sum(map(len, records[:39]))}"
    assert 3 <= len(failures) <= 6
    for number in (3, 4, 20):
        start = sum(map(len, records[:number]))
        assert any(one.where == f"{path}:offset {start}" for one in failures)


def test_a_page_whose_checksum_does_not_fit_is_no_article(tmp_path: Path) -> None:
    records = [bytearray(one) for one in warc(3, packed=True)]
    records[1][-8:-4] = b"\0\0\0\0"
    (tmp_path / "a.warc.gz").write_bytes(b"".join(records))
    articles, (failure,) = read(tmp_path)
    assert [article.id[-1] for article in articles] == ["0", "2"]
    assert "incorrect data check" in failure.message
    assert failure.article == f"urn:uuid:{1:032d}"


def test_a_warc_with_rubbish_between(tmp_path: Path) -> None:
    first, second, third = warc(3, packed=False)
    (tmp_path / "a.warc").write_bytes(first + b"rubbish\n" * 20_000 + second + b"\xff" * 3_000_000 + b"\n" + third)
    articles, failures = read(tmp_path)
    assert [article.id[-1] for article in articles] == ["0", "1", "2"]
    assert [failure.message for failure in failures] == [
        "160,000 bytes that are no WARC record.", "3,000,001 bytes that are no WARC record.",
    ]  # fmt: skip


def test_records_that_are_unfit(tmp_path: Path) -> None:
    html = page().encode()
    http = "HTTP/1.1 200 OK\r\nContent-Type: text/html"
    unfit = [
        (record(1, html, more="WARC-Truncated: length\r\n"), "WARC-Truncated"),
        (record(2, b"x" * 100_000), "more than 50,000 bytes"),
        (record(3, b"<html><body></body></html>"), "no article is found"),
        (record(4, b"\xff" * 500), "is not UTF-8"),
        (record(5, html, more="X: y\r\n" * 200_000), "bytes of headers"),
        (record(6, gzip.compress(html)[:-20], http=http + "\r\nContent-Encoding: gzip"), "cut short"),
        (record(7, gzip.compress(html), http=http + "\r\nContent-Encoding: br"), 'packed as "br"'),
        (record(8, b"ff\r\nab", http=http + "\r\nTransfer-Encoding: chunked"), "chunks do not fit"),
        (record(9, html).replace(b"Content-Length", b"X-Length"), "without its length"),
        (record(10, gzip.compress(b"x" * 60_000), http=http + "\r\nContent-Encoding: gzip"), "more than 50,000 bytes"),
    ]
    for content, message in unfit:
        (tmp_path / "a.warc").write_bytes(record(0, html) + content + record(99, html))
        articles, failures = read(tmp_path, limits=Limits(max_page_bytes=50_000))
        assert [article.id[-2:] for article in articles] == ["00", "99"], message
        assert message in failures[0].message
        assert len(failures) == (2 if "headers" in message or "without" in message else 1)  # what they hold, too


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_cut_zip(tmp_path: Path, method: int) -> None:
    whole = zip_of(GOOD, method=method)
    for share in (0.05, 0.5, 0.93):
        (tmp_path / "a.zip").write_bytes(whole[: int(len(whole) * share)])
        articles, failures = read(tmp_path)
        assert [article.id for article in articles] == [f"a/{n}" for n in range(len(articles))]
        assert failures
        assert share > 0.9 or any("cut" in failure.message for failure in failures)
        assert failures[-1].where == f"{tmp_path}/a.zip"
        assert "list of contents cannot be read" in failures[-1].message
        if share == 0.93:
            assert len(articles) >= 17
            assert all(article.text.encode() == GOOD[f"{n}.txt"] for n, article in enumerate(articles))


def test_a_cut_zip_of_a_stream(tmp_path: Path) -> None:
    """A zip that was written to a pipe has the lengths of its files behind them."""

    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def tell(self) -> int:
            raise OSError

    out = Pipe()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in GOOD.items():
            archive.writestr(name, content)
    (tmp_path / "a.zip").write_bytes(out.getvalue()[:-1_200])
    articles, _ = read(tmp_path)
    assert len(articles) > 15


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_list_of_contents_too_long_to_be_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, method: int) -> None:
    monkeypatch.setattr("newsclaims.read.zipped._MOST_CONTENTS", 10)
    (tmp_path / "a.zip").write_bytes(zip_of(GOOD | {"b/": b"", "in.zip": zip_of({"a.txt": b"Nine."})}, method=method))
    articles, failures = read(tmp_path)
    assert [article.id for article in articles] == [*(f"a/{n}" for n in range(20)), "a/in/a"]
    assert failures == []


def test_a_damaged_file_in_a_zip(tmp_path: Path) -> None:
    whole = bytearray(zip_of(GOOD, method=zipfile.ZIP_STORED))
    at = whole.index(GOOD["7.txt"])
    whole[at : at + 3] = b"999"
    (tmp_path / "a.zip").write_bytes(whole)
    articles, failures = read(tmp_path)
    assert len(articles) == 19
    (failure,) = failures
    assert (failure.article, failure.where) == ("a/7", f"{tmp_path}/a.zip!7.txt")
    assert "CRC" in failure.message


def test_an_encrypted_zip(tmp_path: Path) -> None:
    whole = bytearray(zip_of({"a.txt": b"Nine.", "b.txt": b"Nine."}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        whole[whole.index(mark) + offset] |= 1
    (tmp_path / "a.zip").write_bytes(whole)
    articles, (failure,) = read(tmp_path)
    assert [article.id for article in articles] == ["a/b"]
    assert failure.message == "it is encrypted."


def test_a_cut_tar(tmp_path: Path) -> None:
    whole = tar_of(GOOD)
    for size in (700, len(whole) // 2, 20 * 2048 - 600, 19 * 2048, 18 * 2048 + 100):
        (tmp_path / "a.tar").write_bytes(whole[:size])
        articles, failures = read(tmp_path)
        assert [article.id for article in articles] == [f"a/{n}" for n in range(size // 2048)]
        assert failures[-1].where.startswith(f"{tmp_path}/a.tar")
        assert "cut" in failures[-1].message or "unexpected end" in failures[-1].message
    (tmp_path / "a.tar").unlink()
    packed = gzip.compress(whole)
    (tmp_path / "a.tar.gz").write_bytes(packed[: len(packed) // 2])
    articles, failures = read(tmp_path)
    assert 3 < len(articles) < 20
    assert f"cut short at byte {len(packed) // 2:,}" in failures[-1].message


def test_a_damaged_tar(tmp_path: Path) -> None:
    whole = bytearray(tar_of(GOOD))
    whole[5 * 2048 : 5 * 2048 + 512] = b"\xff" * 512
    (tmp_path / "a.tar").write_bytes(whole)
    articles, (failure,) = read(tmp_path)
    assert len(articles) == 5
    assert "cut or damaged" in failure.message


def test_odd_members_of_a_tar(tmp_path: Path) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE, tarfile.DIRTYPE):
            info = tarfile.TarInfo(f"{kind!r}.txt")
            info.type, info.linkname = kind, "/etc/hostname"
            archive.addfile(info)
        info = tarfile.TarInfo("../../up.txt")
        info.size = 5
        archive.addfile(info, io.BytesIO(b"Nine."))
    (tmp_path / "a.tar").write_bytes(out.getvalue())
    articles, failures = read(tmp_path)
    assert [article.id for article in articles] == ["a/up"]
    assert failures == []


def test_a_tar_whose_header_would_fill_the_memory(tmp_path: Path) -> None:
    out = io.BytesIO()
    info = tarfile.TarInfo("long")
    info.type, info.size = tarfile.XHDTYPE, 1 << 40
    out.write(info.tobuf(tarfile.GNU_FORMAT))
    (tmp_path / "a.tar").write_bytes(out.getvalue() + bytes(4096))
    articles, (failure,) = read(tmp_path)
    assert articles == []
    assert "a file's header of 1,099,511,627,776 bytes" in failure.message


ROWS: dict[str, list[object]] = {"id": list(range(500)), "text": [f"{n * n * 7919} barns burned." for n in range(500)]}


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        (lambda whole: whole[:-1], "the file is cut after"),
        (lambda whole: whole[: len(whole) // 2], "the file is cut after"),
        (lambda whole: whole[:4], "the file is cut after 4 bytes: the index at its end is missing."),
        (lambda whole: whole[:-60] + bytes(52) + whole[-8:], "the index at the file's end cannot be read"),
        (lambda whole: whole[: len(whole) // 2] + whole[-8:], "the index at the file's end cannot be read"),
        (lambda whole: b"id,text\n1,Nine barns burned.\n", "no Parquet file: 29 bytes"),
        (lambda whole: b"", "no Parquet file: 0 bytes"),
    ],
)
def test_of_a_parquet_file_without_its_index_nothing_can_be_read(
    tmp_path: Path, kept: Callable[[bytes], bytes], said: str
) -> None:
    (tmp_path / "a.parquet").write_bytes(kept(parquet_of(ROWS, rows_a_group=100)))
    articles, (failure,) = read(tmp_path)
    assert articles == []
    assert (failure.where, failure.message[: len(said)]) == (f"{tmp_path}/a.parquet", said)
    assert "again" in failure.mend
    assert "before is read" not in failure.mend


@pytest.mark.parametrize("checked", [True, False])
@pytest.mark.parametrize("column", [0, 1])
def test_damage_in_a_parquet_file_costs_its_group_of_rows(tmp_path: Path, column: int, checked: bool) -> None:
    whole = parquet_of(ROWS, rows_a_group=100, checked=checked)
    chunk = pq.ParquetFile(io.BytesIO(whole)).metadata.row_group(2).column(column)
    damaged = bytearray(whole)
    for at in (chunk.data_page_offset + chunk.total_compressed_size // 4, 0):  # the file's first bytes too: no loss
        damaged[at : at + 3] = b"\xff\x00\xff"
    (tmp_path / "a.parquet").write_bytes(damaged)
    articles, failures = read(tmp_path)
    kept = {article.id: article.text for article in articles}
    assert all(kept.get(str(n)) == text for n, text in enumerate(ROWS["text"]) if not 200 <= n < 300)
    lost = sum(map(_rows, failures))
    assert lost + len(articles) == 500
    if checked:  # without checksums, damage may pass for other words
        assert lost == 100
        assert "rows 201 to 300 cannot be read" in failures[0].message


def _rows(failure: Failure) -> int:
    """How many rows a failure says are lost."""
    words = failure.message.replace(",", "").split()
    return int(words[3]) - int(words[1]) + 1 if words[0] == "rows" else 1


def bomb(size: int) -> bytes:
    return gzip.compress(b"x y " * (size // 4))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jsonl.gz", bomb(60_000_000)),
        ("a.jsonl.zst", zstd(b"x y " * 15_000_000)),
        ("a.csv.xz", lzma.compress(b"id,text\n" + b"x y " * 15_000_000)),
        ("a.tar.gz", gzip.compress(tar_of({"a.jsonl": b"x y " * 15_000_000}))),
        ("a.zip", zip_of({"a.jsonl": b"x y " * 15_000_000})),
        ("a.zip", zip_of({"a.jsonl": b"x y " * 15_000_000})[:-90]),
    ],
)
def test_bombs(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    limits = Limits(max_line_bytes=1_000)
    articles, failures = read(tmp_path, limits=limits)
    assert articles == []
    told = [failure for failure in failures if "over the limit of 200 to one" in failure.message]
    assert told
    assert "--max-expansion" in told[0].mend
    _, failures = read(tmp_path, limits=Limits(max_line_bytes=1_000, max_expansion=20_000))
    assert not [failure for failure in failures if "to one" in failure.message]


def test_a_bomb_costs_its_archive_nothing_else(tmp_path: Path) -> None:
    files = {"1.txt": b"Nine.", "2.jsonl": b"x y " * 15_000_000, "3.txt": b"Nine."}
    (tmp_path / "a.zip").write_bytes(zip_of(files))
    articles, failures = read(tmp_path, limits=Limits(max_line_bytes=1_000))
    assert [article.id for article in articles] == ["a/1", "a/3"]
    assert any("to one" in failure.message for failure in failures)


def test_files_that_share_their_bytes(tmp_path: Path) -> None:
    """A zip bomb without nesting: a thousand entries of the list of contents name the same bytes."""
    whole = zip_of({"a.jsonl": b"x y " * 4_000_000})
    contents = whole.index(b"PK\x01\x02")
    end = whole.index(b"PK\x05\x06")
    entry = whole[contents:end]
    tail = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 50, 50, 50 * len(entry), contents, 0)
    (tmp_path / "a.zip").write_bytes(whole[:contents] + entry * 50 + tail)
    _, failures = read(tmp_path, limits=Limits(max_expansion=1))
    assert failures
    # Newer Pythons see the overlap themselves.
    assert len([one for one in failures if "to one" in one.message or "Overlapped" in one.message]) >= 40


def test_archives_nested_too_deep(tmp_path: Path) -> None:
    content = b"Nine."
    name = "a.txt"
    for _ in range(4):
        content, name = zip_of({name: content, "b.txt": b"Ten."}, method=0), "in.zip"
    (tmp_path / "a.zip").write_bytes(content)
    articles, (failure,) = read(tmp_path)
    assert [article.id for article in articles] == ["a/b", "a/in/b", "a/in/in/b"] or len(articles) == 3
    assert "an archive within 3 others, over the limit of 3" in failure.message
    assert "--max-depth" in failure.mend
    assert len(read(tmp_path, limits=Limits(max_depth=4))[0]) == 5


HOSTILE = {
    "deep": "<html><body>" + "<div>" * 50_000 + LEAD,
    "attributes": "<html><body><p " + "a=b " * 200_000 + ">" + LEAD,
    "comment": "<html><!--" + "-" * 500_000,
    "unclosed": "<html><body><p title='" + "x" * 500_000,
    "entities": "<html><body><p>" + "&#x1;&amp;&bogus;" * 20_000 + "</p>",
    "tables": "<html><body>" + "<table><tr><td>" * 3_000 + LEAD,
    "script": f"<html><body><script>{'x' * 500_000}</script><p>",
    "nul": page().replace("Nine", "Ni\0ne"),
    "empty": "<html></html>",
    "no page": "Nine barns.",
    "json": page(head='<script type="application/ld+json">{"@graph": [' + "[" * 50_000 + "</script>"),
    "dates": page(head='<meta property="article:published_time" content="9999-99-99T99:99">' * 500),
    "address": page(head='<link rel="canonical" href="http://[x\x07]/&#0;&#xd800;">'),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages(tmp_path: Path, name: str, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.html").write_bytes(HOSTILE[name].encode())
    articles, failures = read(tmp_path)
    assert len(articles) + len(failures) == 1
    assert all(article.text.strip() and "\0" not in article.text for article in articles)
    assert capfd.readouterr() == ("", "")  # what libraries log is no business of the user's terminal


def test_a_page_over_the_limit(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(page(*[LEAD] * 100).encode())
    _, (failure,) = read(tmp_path, limits=Limits(max_page_bytes=5_000))
    assert failure.message == "the page has more than 5,000 bytes, the limit."
    assert "--max-page-bytes" in failure.mend
