"""Sources opened: what each kind of file is read by, and how standard input tells its kind."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterator
from typing import BinaryIO

from newsclaims.read.decode import BOM
from newsclaims.read.delimited import read_csv
from newsclaims.read.extras import missing
from newsclaims.read.formats import SNIFFED, Form, Kind, sniffed_kind, sniffed_packing
from newsclaims.read.html import read_html
from newsclaims.read.jsonl import read_jsonl
from newsclaims.read.options import Reading
from newsclaims.read.packed import Unpacked
from newsclaims.read.pages import Found
from newsclaims.read.parquet import read_parquet
from newsclaims.read.parts import Allowance, Counted, Part, buffered, fault_of
from newsclaims.read.remote import Fetched, is_url
from newsclaims.read.sources import STDIN, Source
from newsclaims.read.tarred import read_tar
from newsclaims.read.text import read_text
from newsclaims.read.warc import read_warc
from newsclaims.read.zipped import read_zip
from newsclaims.records import Failure

Reader = Callable[[BinaryIO, Part, Reading], Iterator[Found]]
_READERS: dict[Kind, Reader] = {
    "text": read_text, "jsonl": read_jsonl, "csv": read_csv, "tsv": read_csv, "html": read_html,
    "parquet": read_parquet, "warc": read_warc,
}  # fmt: skip
_MOST_BLANK = 1 << 24
_MEND = "See that it is there and may be read."


def read_source(source: Source, reading: Reading, *, stdin: BinaryIO | None) -> Iterator[Found]:
    """The articles and failures of one source; one failure where it cannot be opened."""
    if source.path == STDIN:
        yield from _read_stdin(stdin or sys.stdin.buffer, source, reading)
        return
    if source.form is None:
        yield Failure(None, source.name, "read", f"{source.fault}.", _MEND)
        return
    if is_url(source.path):
        yield from _read_url(source, source.form, reading)
        return
    try:
        opened = _open(source.path)
    except OSError as error:
        yield Failure(None, source.name, "read", f"cannot be opened: {error.strerror}.", _MEND)
        return
    with opened as stream:
        whole, allowance = _sized(stream, reading)
        yield from _read(whole, _part(source.form, source, allowance), reading)


def _read_url(source: Source, form: Form, reading: Reading) -> Iterator[Found]:
    """The articles of a file at a URL. RunError where it is lost on the way: a reader's failure for that is none."""
    fetched = Fetched(source.path)
    with fetched.stream() as stream:
        for read in _read(stream, _part(form, source, Allowance(reading.limits, lambda: fetched.size)), reading):
            if fetched.lost:
                raise fetched.lost
            yield read
    if fetched.lost:
        raise fetched.lost


def _open(path: str) -> BinaryIO:
    return open(path, "rb")


def _sized(stream: BinaryIO, reading: Reading) -> tuple[BinaryIO, Allowance]:
    """A file's stream and what may be unpacked of it: by its size, and for a pipe by what has come of it."""
    status = os.fstat(stream.fileno())
    if stat.S_ISREG(status.st_mode):
        return stream, Allowance(reading.limits, lambda: status.st_size)
    counted = Counted(stream)
    return buffered(counted), Allowance(reading.limits, lambda: counted.count)


def _part(form: Form, source: Source, allowance: Allowance) -> Part:
    return Part(source.name, source.article_id, form.kind, form.packing, allowance)


def _read(stream: BinaryIO, part: Part, reading: Reading) -> Iterator[Found]:
    """What a part holds, unpacked and read by its kind; whatever goes wrong is a failure."""

    def read_part(inner: BinaryIO, member: Part) -> Iterator[Found]:
        return _read(inner, member, reading)

    if lack := missing(part.kind, part.packing):
        yield part.failure(lack)
        return
    try:
        if part.packing:
            stream = buffered(Unpacked(stream, part.packing, part.allowance))
        if part.kind == "zip":
            yield from read_zip(stream, part, reading, read_part)
        elif part.kind == "tar":
            yield from read_tar(stream, part, reading, read_part)
        else:
            yield from _READERS[part.kind](stream, part, reading)
    except Exception as error:  # noqa: BLE001 - the last line of defence: no bytes end a run
        yield part.failure(error)


def _read_stdin(stream: BinaryIO, source: Source, reading: Reading) -> Iterator[Found]:
    """What standard input holds, by the kind given, else by its first bytes: those of what is packed in it, if so."""
    head = _head(stream)
    counted = Counted(stream, head)
    whole, allowance = buffered(counted), Allowance(reading.limits, lambda: counted.count)
    packing = sniffed_packing(head)
    part = Part(source.name, source.article_id, reading.stdin_kind or "text", packing, allowance)
    if packing and (lack := missing("text", packing)):
        yield part.failure(lack)
        return
    if packing:
        whole = buffered(Unpacked(whole, packing, allowance))
        try:
            head = _head(whole)
        except Exception as error:  # noqa: BLE001 - each library has errors of its own
            yield part.failure(fault_of(error), article=source.article_id)
            return
        whole = buffered(Counted(whole, head))
    form = Form(reading.stdin_kind or sniffed_kind(head), None, source.article_id)
    yield from _read(whole, _part(form, source, allowance), reading)


def _head(stream: BinaryIO) -> bytes:
    """The first bytes of a stream that tell its kind: the blank ones, and 512 more or the first line of JSON, so that
    nothing is waited for that need not come.
    """
    head = bytearray()
    told = 0  # bytes from the first that is not blank on
    while told < SNIFFED and len(head) < _MOST_BLANK:
        line = stream.readline(SNIFFED)
        start = line.removeprefix(BOM).lstrip()
        if not line or (not told and start.startswith(b"{") and line.endswith(b"\n")):
            head += line
            break
        head += line
        told += len(line) if told or start else 0
    return bytes(head)
