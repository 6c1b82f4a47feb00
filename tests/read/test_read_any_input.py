"""Whatever a line, a file or a stream holds, it becomes articles and failures that can be written, and no exception."""

from __future__ import annotations

import gzip
import io
import json
import tempfile
from pathlib import Path
from typing import Any

import msgspec
from archives import lines, page, parquet_of, record, tar_of, zip_of, zstd
from hypothesis import given, settings
from hypothesis import strategies as st

from newsclaims.read import DEFAULT_LIMITS, Reading, read_articles
from newsclaims.read.formats import KINDS, PACKINGS, Kind
from newsclaims.read.jsonl import read_jsonl
from newsclaims.read.parts import Allowance, Part
from newsclaims.read.text import read_text
from newsclaims.records import Article, Failure

# Surrogates and control characters too: JSON can hold them.
STRINGS = st.text(st.characters(), max_size=20)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | STRINGS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(STRINGS, inner, max_size=3),
    max_leaves=5,
)
FIELDS = ["id", "text", "title", "published", "url", "publisher"]
OBJECTS = st.dictionaries(st.sampled_from(FIELDS) | STRINGS, VALUES | st.just("2020-05-04"), max_size=8)
LINES = st.binary(max_size=60) | OBJECTS.map(lambda record: json.dumps(record).encode())


def part(kind: Kind, article_id: str = "a") -> Part:
    """A file of some kind, of which a thousand bytes may be unpacked from each byte."""
    return Part("a." + kind, article_id, kind, None, Allowance(DEFAULT_LIMITS, lambda: 1000))


def check(read: Article | Failure) -> None:
    """What is read can be written."""
    assert msgspec.json.decode(msgspec.json.encode(read), type=type(read)) == read
    if isinstance(read, Article):
        assert read.meta.text_sha256
        assert read.text.strip()
    else:
        assert read.stage == "read"
        assert read.message.endswith(".")
        assert read.mend.endswith(".")


@given(st.lists(LINES, max_size=5))
def test_any_lines(lines: list[bytes]) -> None:
    for read in read_jsonl(io.BytesIO(b"\n".join(lines)), part("jsonl"), Reading()):
        check(read)


@given(OBJECTS)
def test_any_object_is_one_article_or_one_failure(record: dict[str, Any]) -> None:
    stream = io.BytesIO(json.dumps(record).encode() + b'\n{"id": "good", "text": "Nine."}')
    read, good = read_jsonl(stream, part("jsonl"), Reading("2020-05-04"))
    check(read)
    assert isinstance(good, Article)


@given(st.binary(max_size=200) | STRINGS.map(lambda text: text.encode("utf-8", "surrogatepass")), STRINGS)
def test_any_text(content: bytes, name: str) -> None:
    (read,) = read_text(io.BytesIO(content), part("text", name), Reading())
    check(read)


@given(st.binary(max_size=200) | st.lists(LINES, max_size=5).map(b"\n".join))
def test_any_standard_input(content: bytes) -> None:
    for read in read_articles(["-"], stdin=io.BytesIO(content)):
        check(read)


SOUND = [
    lines(3),
    b'id,text,title\na,"Nine\nbarns",T\nb,Ten,T\n',
    page().encode(),
    parquet_of({"id": ["a", "b"], "text": ["Nine.", "Ten."]}),
    record(1, page().encode()) + record(2, page().encode()),
    zip_of({"a.txt": b"Nine.", "b/day.jsonl": lines(2)}),
    tar_of({"a.txt": b"Nine.", "b/day.jsonl": lines(2)}),
]
SOUND += [gzip.compress(content, mtime=0) for content in SOUND] + [zstd(content) for content in SOUND]


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A sound file with some bytes written over, taken out or put in, and perhaps cut."""
    content = bytearray(draw(st.sampled_from(SOUND)))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(content)))
        taken = draw(st.sampled_from([0, 1, 2, 4, 100]))
        content[at : at + taken] = draw(st.binary(max_size=8))
    return bytes(content[: draw(st.none() | st.integers(0, len(content)))])


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300) | damaged(), st.sampled_from(sorted(set(KINDS.values()))))
def test_any_bytes_as_any_kind(content: bytes, kind: Kind) -> None:
    for read in read_articles(["-"], stdin=io.BytesIO(content), stdin_kind=kind):
        check(read)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300) | damaged(), st.sampled_from(sorted(KINDS)), st.sampled_from(["", *PACKINGS]))
def test_any_bytes_under_any_name(content: bytes, suffix: str, packed: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a{suffix}{packed}"
        path.write_bytes(content)
        for read in read_articles([path]):
            check(read)
