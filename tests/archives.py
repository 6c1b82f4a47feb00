"""Files of each kind, made of invented articles, for tests of the readers."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
import zipfile
from collections.abc import Mapping

import pyarrow as pa
import pyarrow.parquet as pq
import zstandard

LEAD = "Nine barns burned in Harnsund on Sunday night, the fire service of Karsun said."
REST = "At least 12 cows died, “the worst loss in ten years”, said Ann Lee, who farms there."
PUBLISHED = '<meta property="article:published_time" content="2019-07-23T10:00:00Z">'


def page(*paragraphs: str, head: str = "", title: str = "Barns burn") -> str:
    """A web page with a menu, an article, and more of a head."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs or (LEAD, REST))
    return (
        f"<!doctype html><html><head><title>{title}</title>{head}</head><body><nav><a href='/'>Home</a></nav>"
        f"<article><h1>{title}</h1>{body}</article><footer>All rights reserved</footer></body></html>"
    )


def lines(count: int, *, text: str = "barns burned.") -> bytes:
    """JSONL with articles `a0`, `a1`, …, no two alike."""
    return b"".join(
        json.dumps({"id": f"a{n}", "text": f"{n * n * 7919} {text}"}).encode() + b"\n" for n in range(count)
    )


def record(
    number: int,
    payload: bytes,
    *,
    http: str | None = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8",
    kind: str = "response",
    more: str = "",
) -> bytes:
    """A WARC record with a number of its own, of a page fetched on 24 July 2019."""
    block = (http + "\r\n\r\n").encode() + payload if http else payload
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{number:032d}>\r\n"
        f"WARC-Date: 2019-07-24T06:00:00Z\r\nWARC-Target-URI: https://example.org/news/{number}\r\n"
        f"{more}Content-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def warc(count: int, *, packed: bool) -> list[bytes]:
    """The records of a WARC file, each its own gzip member if packed."""
    records = [record(n, page(f"{n} of them. {LEAD}", REST).encode()) for n in range(count)]
    return [gzip.compress(one, mtime=0) for one in records] if packed else records


def zip_of(files: Mapping[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return out.getvalue()


def tar_of(files: Mapping[str, bytes]) -> bytes:
    """A tar archive, not packed."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return out.getvalue()


def parquet_of(columns: Mapping[str, list[object]], *, rows_a_group: int = 1000, checked: bool = False) -> bytes:
    """A Parquet file, with checksums if so asked."""
    out = io.BytesIO()
    how = {"row_group_size": rows_a_group, "compression": "zstd", "write_page_checksum": checked}
    pq.write_table(pa.table(dict(columns)), out, **how)
    return out.getvalue()


def zstd(content: bytes) -> bytes:
    """A zstd frame."""
    return bytes(zstandard.ZstdCompressor().compress(content))
