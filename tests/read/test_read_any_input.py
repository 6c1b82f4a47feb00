"""Whatever a line, a file or a stream holds, it becomes articles and failures that can be written, and no exception."""

from __future__ import annotations

import io
import json
from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from newsclaims.read import DEFAULT_LIMITS, Reading, read_articles
from newsclaims.read.formats import Kind
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
