"""WARC files, as Common Crawl's CC-NEWS and others are: the articles of their pages, and of text records (WET).

Reading order: `read_warc`, `_Records` (one record after the other, with its offset), `_article`, `_payload`.
Pages are responses of status 200 in HTML, and resources in HTML; text is what `conversion` records hold. Other records
(requests, metadata, redirects, pictures) are passed over. An article's id is its record's, `where` the record's offset
in the file: in gzip that of its member, as indexes have it, where each record has a member of its own.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterator
from typing import Any, BinaryIO

from newsclaims.errors import ArticleError
from newsclaims.read.checks import check_string, iso_date, shown
from newsclaims.read.decode import declared_in_header
from newsclaims.read.extras import hush
from newsclaims.read.formats import Packing
from newsclaims.read.html import check_size
from newsclaims.read.options import Reading
from newsclaims.read.packed import Unpacked, Zlib
from newsclaims.read.pages import Found, Page, Pending
from newsclaims.read.parts import CUT, Part, buffered
from newsclaims.read.text import article_of_text
from newsclaims.records import Article, Failure

_LINE = 1 << 16  # bytes of a header's line
_HEADERS = 1 << 20  # bytes of a record's headers
_CHUNK = 1 << 16
_HTML = ("text/html", "application/xhtml+xml")
_ENCODINGS: dict[str, Packing] = {"gzip": "gzip", "x-gzip": "gzip", "zstd": "zstd"}


def read_warc(stream: BinaryIO, part: Part, reading: Reading) -> Iterator[Found]:
    """The articles and pages of the records; a failure for each that cannot be read, and for bytes that are none."""
    hush("warcio")
    unpacked = getattr(stream, "raw", None)
    records = _Records(stream, unpacked if isinstance(unpacked, Unpacked) else None)
    while True:
        record_id = None
        try:
            record = records.next()
            if record is None:
                return
            record_id = _record_id(record, records.at, part)
            article = _article(record, record_id, f"{part.name}:{records.at}", part, reading)
            records.finish(record)
            if article is not None:
                yield article
        except ArticleError as error:
            yield Failure(record_id, f"{part.name}:{records.at}", "read", error.what, error.mend)
        except Exception as error:  # noqa: BLE001 - the library has errors of many kinds for what is no WARC
            yield part.failure(error, at=records.at, article=record_id)
        if records.broken and not records.resume():
            return


class _Held:
    """A stream whose lines and headers are held to a limit; it counts its bytes, and remembers that it broke off."""

    def __init__(self, stream: BinaryIO) -> None:
        self.count = self.headers = 0
        self.broken = False
        self._stream = stream

    def read(self, size: int = -1) -> bytes:
        return self._taken(self._stream.read, size)

    def tell(self) -> int:
        return self.count

    def readline(self, size: int | None = None) -> bytes:
        line = self._taken(self._stream.readline, min(size or _LINE, _LINE))
        self.headers += len(line)
        if self.headers > _HEADERS:
            raise ArticleError(f"a record with more than {_HEADERS:,} bytes of headers.", mend="Take the record out.")
        return line

    def _taken(self, take: Any, size: int) -> bytes:
        try:
            content: bytes = take(size)
        except Exception:
            self.broken = True
            raise
        self.count += len(content)
        return content


class _Records:
    """The records of a WARC stream, one at a time; what is none is passed over up to the next, and raised once.

    `at` is where the record last read starts (`offset 4711`), `broken` says that the stream gives no more.
    """

    def __init__(self, stream: BinaryIO, unpacked: Unpacked | None) -> None:
        from warcio.recordloader import ArcWarcRecordLoader

        self.at = "offset 0"
        self._held, self._unpacked = _Held(stream), unpacked
        self._loader = ArcWarcRecordLoader(verify_http=False, arc2warc=False)
        self._line = b""  # the first line of the next record, where it has been read
        self._open: Any = None

    @property
    def broken(self) -> bool:
        return self._held.broken

    def resume(self) -> bool:
        """Go on behind damage, where each record is a gzip member; False where none is to be found."""
        if self._unpacked is None or not self._unpacked.resume():
            return False
        # What was buffered went with the error, so that the next byte is the first one unpacked from here on.
        self._held.count = self._unpacked.unpacked_bytes - self._unpacked.ready
        self._held.broken, self._open, self._line = False, None, b""
        return True

    def next(self) -> Any:
        """The next record, its headers parsed; None at the end. ArticleError for bytes that are none."""
        self.finish(self._open)
        line = self._line or self._next_line()
        self._line = b""
        start = self._held.count - len(line)
        packed = self._unpacked.packed_offset(start) if self._unpacked else None
        self.at = f"offset {start if packed is None else packed}"
        if not line:
            return None
        if not line.startswith(b"WARC/"):
            raise self._no_record(line)
        self._held.headers = 0
        record = self._parsed(line)
        if record.length is None or record.rec_headers.get_header("Content-Length") in (None, ""):
            raise ArticleError("a record without its length.", mend="Take the record out, or fetch the file again.")
        self._open = record
        return record

    def _parsed(self, line: bytes) -> Any:
        """The record that starts with a line; ArticleError where its headers cannot be read."""
        try:
            return self._loader.parse_record_stream(self._held, line, "warc")
        except ArticleError:
            raise
        except EOFError:
            self._held.broken = True
            raise ArticleError("the file ends within a record's headers.", mend=CUT) from None
        except Exception as error:  # noqa: BLE001 - the library has errors of many kinds for headers that are none
            raise ArticleError(
                f"a record whose headers cannot be read ({type(error).__name__}).",
                mend="Take the record out, or fetch the file again.",
            ) from None

    def _next_line(self) -> bytes:
        """The next line that is not blank; b"" at the end."""
        line = b"\n"
        while line and not line.strip():
            self._held.headers = 0
            line = self._held.readline()
        return line

    def _no_record(self, line: bytes) -> ArticleError:
        """The error for bytes that are no record; the next that starts one is kept."""
        size = len(line)
        while line and not line.startswith(b"WARC/"):
            self._held.headers = 0
            line = self._held.readline()
            size += len(line)
        self._line = line
        return ArticleError(f"{size - len(line):,} bytes that are no WARC record.", mend=CUT)

    def finish(self, record: Any) -> None:
        """Read what is left of a record; ArticleError where the file ends before the record does, or is damaged."""
        self._open = None
        if record is None or self.broken:
            return
        while record.raw_stream.read(_CHUNK):
            pass
        if record.raw_stream.limit > 0:
            self._held.broken = True
            what = f"the file ends {record.raw_stream.limit:,} bytes before the record does."
            raise ArticleError(what, mend=CUT)
        if self._unpacked is not None:
            try:
                self._unpacked.check()
            except ArticleError:
                self._held.broken = True
                raise


def _record_id(record: Any, at: str, part: Part) -> str:
    """The record's id, without its brackets; the file's name and the offset where it has none."""
    found = (record.rec_headers.get_header("WARC-Record-ID") or "").strip().strip("<>")
    if not found:
        return f"{part.article_id}@{at.removeprefix('offset ')}"
    check_string(found, "the record's id")
    return found


def _article(record: Any, record_id: str, where: str, part: Part, reading: Reading) -> Article | Pending | None:
    """The article or the page of a record; None for a record that is none of ours, ArticleError for one that cannot be
    read."""
    header = record.rec_headers.get_header
    http = record.http_headers
    mime = ((http.get_header("Content-Type") if http else header("Content-Type")) or "").split(";")[0].strip().lower()
    is_page = record.rec_type == "response" and http is not None and http.get_statuscode() == "200"
    is_page = (is_page or record.rec_type == "resource") and mime in _HTML
    if not is_page and not (record.rec_type == "conversion" and mime == "text/plain"):
        return None
    if cut := header("WARC-Truncated"):
        what = f"the page was cut when it was fetched (WARC-Truncated: {shown(cut)})."
        raise ArticleError(what, mend="Fetch the page again, whole.")
    content = _payload(record, part, reading)
    if content is None:
        return None
    url = header("WARC-Target-URI")
    if url:
        check_string(url, "the record's address")
    if not is_page:
        return article_of_text(content, record_id, where, reading, url=url)
    declared = declared_in_header(http.get_header("Content-Type") if http else header("Content-Type"))
    latest = _day_after(header("WARC-Date"))
    page = Page(content, url, tuple(declared), latest) if latest else Page(content, url, tuple(declared))
    return Pending(record_id, where, page, reading)


def _day_after(date: str | None) -> str | None:
    """The day after a page was fetched: it may be that day already where it was written."""
    day = iso_date(date or "")
    try:
        return day and (datetime.date.fromisoformat(day) + datetime.timedelta(days=1)).isoformat()
    except OverflowError:
        return None


def _payload(record: Any, part: Part, reading: Reading) -> bytes | None:
    """The bytes of a record's page, whatever its transfer was wrapped in; None where the file ends before the record
    (`finish` tells of it). ArticleError where they are too many, or wrapped as we cannot read.
    """
    most = reading.limits.max_page_bytes
    content: bytes = record.raw_stream.read(most + _CHUNK)
    if record.raw_stream.limit > 0 and len(content) >= most:
        check_size(most + 1, reading)
    if record.raw_stream.limit > 0:
        return None
    http = record.http_headers
    if http and (http.get_header("Transfer-Encoding") or "").lower() == "chunked":
        content = _dechunked(content)
    for encoding in reversed(((http and http.get_header("Content-Encoding")) or "").lower().split(",")):
        content = _inflated(content, encoding.strip(), part, most)
    check_size(len(content), reading)
    return content


def _dechunked(content: bytes) -> bytes:
    """A body without the lengths of its chunks; as it is where it has none, since some recorders take them out."""
    from warcio.bufferedreaders import ChunkedDataException, ChunkedDataReader

    try:
        int(content[:64].split(b"\r\n")[0].split(b";")[0], 16)
    except ValueError:
        return content
    try:
        whole: bytes = ChunkedDataReader(io.BytesIO(content), raise_exceptions=True).read()
        return whole
    except ChunkedDataException as error:
        raise ArticleError(f"the page's chunks do not fit: {error}.", mend="Fetch the page again.") from None


def _inflated(content: bytes, encoding: str, part: Part, most: int) -> bytes:
    """A body unpacked, up to one byte past the limit; as it is where its recorder had unpacked it already."""
    if encoding in ("", "identity"):
        return content
    if content[:64].lstrip()[:1] == b"<":
        return content
    if encoding == "deflate":
        wbits = 15 if content[:1] == b"\x78" else -15
        raw = Unpacked(io.BytesIO(content), lambda: Zlib(wbits), part.allowance, one=True)
        return buffered(raw).read(most + 1)
    if encoding not in _ENCODINGS:
        raise ArticleError(f"the page is packed as {shown(encoding)}, which is not read.", mend="Fetch it unpacked.")
    return buffered(Unpacked(io.BytesIO(content), _ENCODINGS[encoding], part.allowance)).read(most + 1)
