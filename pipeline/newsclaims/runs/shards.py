"""How the input is cut into shards, and the file that holds what became of one.

Reading order: `cut`, `Shard`, then the file: `Head`, `Line`, `sealed` (bytes of it) and `opened` (read and checked).

A shard is a run of consecutive records of the input, closed after so many articles or characters, and bears a hash of
what it holds. So where one ends depends on the input alone: not on the number of jobs, nor on which is done first.
Other cuts lose something. Shards by a hash of each article's id are equal under any order of the input, but a shard is
then whole only when all the input has been read, so that memory or a second copy on disk grows with the archive, and
the merged file has no order that a reader knows. Shards by arrival differ from run to run. With runs of records the
reader never waits, a shard that is done is known by its name as soon as it has been read again (reading costs some
hundredth of the work), and a change anywhere in the input changes the hash of its shard, and is refused.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO, NamedTuple

import msgspec

from newsclaims.errors import RunError
from newsclaims.read import Found, Pending
from newsclaims.records import Article, Failure

Record = Found
FOLDER = "shards"
_NAME = re.compile(r"([0-9]{8,})-([0-9a-f]{16})-([0-9a-f]{16})\.jsonl\.gz")
_IN_ONE_FOLDER = 1_000
_MARKUP = 16  # bytes of a page to a character of its article: so a shard of pages holds 8 MB of them at most
_ENCODER = msgspec.json.Encoder()


class Size(msgspec.Struct, frozen=True):
    """How large a shard may grow: it closes after so many articles, or before so many characters are passed.

    The characters are eight of the batches in which articles go through a model: a shard takes some ten seconds.
    """

    articles: int = 200
    characters: int = 480_000


class Shard(msgspec.Struct, frozen=True):
    """A run of consecutive records; `index` counts from 0, `content` is the SHA-256 of what they hold."""

    index: int
    content: str
    records: list[Record]

    def name(self, run: str) -> str:
        """The name of its file in the run of that fingerprint."""
        return file_name(self.index, self.content, run)


def file_name(index: int, content: str, run: str) -> str:
    """Where a shard's file lies in a run's folder, a thousand to a folder."""
    return f"{FOLDER}/{index // _IN_ONE_FOLDER:05d}/{index:08d}-{content[:16]}-{run[:16]}.jsonl.gz"


class Name(msgspec.Struct, frozen=True):
    """What a shard's file name tells; hashes by their first 16 digits."""

    index: int
    content: str
    run: str


def parsed_name(name: str) -> Name | None:
    """What the name of a shard's file tells; None for any other."""
    match = _NAME.fullmatch(name.rpartition("/")[2])
    return Name(int(match[1]), match[2], match[3]) if match else None


def cut(records: Iterable[Record], size: Size) -> Iterator[Shard]:
    """The shards of a stream, in order; no more than one is held. An article over the size has a shard of its own."""
    held: list[Record] = []
    characters = index = 0
    for record in records:
        length = _length(record)
        if held and (len(held) >= size.articles or characters + length > size.characters):
            yield Shard(index, content_of(held), held)
            held, characters, index = [], 0, index + 1
        held.append(record)
        characters += length
    if held:
        yield Shard(index, content_of(held), held)


def _length(record: Record) -> int:
    """Characters of a record, for a page as many as it may be reckoned to hold."""
    if isinstance(record, Pending):
        return len(record.page.content) // _MARKUP
    return len(record.text) if isinstance(record, Article) else 0


def content_of(records: Sequence[Record]) -> str:
    """The SHA-256 of records, hexadecimal: all of an article or a page but the place it was read from, and that a
    record is a failure. The messages of failures name paths, which another working folder changes.
    """
    digest = hashlib.sha256()
    for record in records:
        if isinstance(record, Article):
            line = _ENCODER.encode(msgspec.structs.replace(record, where=""))
        elif isinstance(record, Pending):
            page = record.page._replace(content=hashlib.sha256(record.page.content).digest())
            line = _ENCODER.encode([record.id, *page])
        else:
            line = _ENCODER.encode([record.article, record.stage])
        digest.update(line + b"\n")
    return digest.hexdigest()


class Head(msgspec.Struct, frozen=True):
    """The first line of a shard's file: which it is, counts, bytes of its claims, the SHA-256 of the lines below.

    `articles` are records that were worked, or failed in the work; `failures` those and what could not be read.
    """

    shard: int
    content: str
    run: str
    records: int
    articles: int
    failures: int
    claims: int
    characters: int
    words: int
    claim_bytes: int
    sha256: str


class Line(msgspec.Struct, frozen=True):
    """One line a record, in the order of the input: how many claims it has, or None where it is a failure."""

    article: str | None
    text_sha256: str | None
    claims: int | None


class Contents(NamedTuple):
    """A shard's file, read: its head, its records, and the lines of claims and failures without line ends."""

    head: Head
    lines: list[Line]
    claims: list[bytes]
    failures: list[bytes]


_HEAD = msgspec.json.Decoder(Head)
_LINE = msgspec.json.Decoder(Line)


def sealed(shard: Shard, run: str, worked: Iterable[tuple[list[bytes], Failure | None]]) -> tuple[Head, bytes]:
    """The head and the packed bytes of a shard's file: head, a line a record, claims, failures.

    No record of the shard is a page any more. `worked` gives for each the lines of its claims, or its failure. The same
    shard gives the same bytes.
    """
    lines: list[bytes] = []
    claims: list[bytes] = []
    failures: list[bytes] = []
    for record, (found, failure) in zip(shard.records, worked, strict=True):
        sha256 = record.meta.text_sha256 if isinstance(record, Article) else None
        name = record.article if isinstance(record, Failure) else record.id
        lines.append(_ENCODER.encode(Line(name, sha256, len(found) if failure is None else None)))
        if failure is None:
            claims += found
        else:
            failures.append(_ENCODER.encode(failure))
    articles = [record for record in shard.records if isinstance(record, Article)]
    body = b"".join(line + b"\n" for line in (*lines, *claims, *failures))
    head = Head(
        shard.index,
        shard.content,
        run,
        records=len(lines),
        articles=len(articles),
        failures=len(failures),
        claims=len(claims),
        characters=sum(len(article.text) for article in articles),
        words=sum(len(article.text.split()) for article in articles),
        claim_bytes=sum(len(line) + 1 for line in claims),
        sha256=hashlib.sha256(body).hexdigest(),
    )
    return head, gzip.compress(_ENCODER.encode(head) + b"\n" + body, compresslevel=4, mtime=0)


def head_of(stream: BinaryIO, name: str) -> Head:
    """The head of a shard's file, of which no more is read. RunError where there is none."""
    try:
        with gzip.open(stream) as unpacked:
            return _HEAD.decode(unpacked.readline())
    except (OSError, EOFError, zlib.error, msgspec.DecodeError) as error:
        raise _damaged(name, str(error)) from error


def opened(data: bytes, name: str) -> Contents:
    """A shard's file, held against its own head. RunError for one that is damaged."""
    try:
        unpacked = io.BytesIO(gzip.decompress(data))
        head = _HEAD.decode(unpacked.readline())
        body = unpacked.read()
        if hashlib.sha256(body).hexdigest() != head.sha256:
            raise _damaged(name, "its lines are not those that its head was written for")
        lines = body.split(b"\n")[:-1]
        first, last = head.records, head.records + head.claims
        if len(lines) != last + head.failures:
            raise _damaged(name, f"{len(lines):,} lines, and its head tells {last + head.failures:,}")
        return Contents(head, [_LINE.decode(line) for line in lines[:first]], lines[first:last], lines[last:])
    except (OSError, EOFError, zlib.error, msgspec.DecodeError) as error:
        raise _damaged(name, str(error)) from error


def _damaged(name: str, why: str) -> RunError:
    return RunError(
        f"the file is damaged: {why}.",
        where=name,
        mend="Delete it and give the same `extract` command again: only what it held is worked anew.",
    )
