"""Reading is a stream: an article is handed on before much more is read, and none is held that was handed on."""

from __future__ import annotations

import gc
import gzip
import io
import itertools
import json
import weakref
from collections.abc import Callable, Iterator

import pytest
from archives import page, record, tar_of, zstd

from newsclaims.read import DEFAULT_LIMITS, read_articles
from newsclaims.read.distinct import Ids
from newsclaims.read.formats import Kind
from newsclaims.records import Article

AHEAD = 1 << 20  # bytes that may be read before they are needed


class Endless(io.RawIOBase):
    """A stream that never ends, and counts what was taken of it."""

    def __init__(self, parts: Iterator[bytes]) -> None:
        self.taken = 0
        self._parts, self._rest = parts, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self._rest:
            self._rest = next(self._parts)
        part, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
        buffer[: len(part)] = part
        self.taken += len(part)
        return len(part)


def jsonl(number: int) -> bytes:
    return json.dumps({"id": f"a{number}", "text": f"{number * 7919} barns burned. " * 200}).encode() + b"\n"


def csv(number: int) -> bytes:
    return b"id,text\n" * (number == 0) + f'a{number},"{number * 7919} barns burned.\n"\n'.encode()


def tar(number: int) -> bytes:
    return tar_of({f"{number}.txt": jsonl(number)})[: 512 + 512 * -(-len(jsonl(number)) // 512)]


def warc(number: int) -> bytes:
    return record(number, page().encode())


@pytest.mark.parametrize("pack", [bytes, gzip.compress, zstd])
@pytest.mark.parametrize(("kind", "make"), [("jsonl", jsonl), ("csv", csv), ("tar", tar), ("warc", warc)])
def test_articles_come_before_the_rest_is_read(
    kind: Kind, make: Callable[[int], bytes], pack: Callable[[bytes], bytes]
) -> None:
    endless = Endless(pack(make(number)) for number in itertools.count())
    stream = io.BufferedReader(endless)
    reading = read_articles(["-"], stdin=stream, stdin_kind=kind)
    needed = 0
    for number in range(30):
        article = next(reading)
        assert isinstance(article, Article), article
        needed += len(pack(make(number)))
        assert endless.taken <= needed + AHEAD


@pytest.mark.parametrize(("kind", "make"), [("jsonl", jsonl), ("csv", csv), ("tar", tar)])
def test_articles_are_not_held(kind: Kind, make: Callable[[int], bytes]) -> None:
    """Of the objects alive after many articles there are no more than after few."""
    stream = io.BufferedReader(Endless(gzip.compress(make(number), 1) for number in itertools.count()))
    reading = read_articles(["-"], stdin=stream, stdin_kind=kind)
    counts = []
    for _ in range(2):
        for _ in range(300):
            next(reading)
        gc.collect()
        counts.append(len(gc.get_objects()))
    assert counts[1] <= counts[0] + 50


def test_ids_take_a_digest_and_a_number_each() -> None:
    ids = Ids()
    for number in range(1000):
        assert isinstance(ids.distinct(Article(f"a{number}", "Nine.", where=f"day.jsonl:{number + 1}")), Article)
    assert ids._starts == ["", "day.jsonl:"]
    assert all(len(key) == 16 and isinstance(place, int) for key, place in ids._places.items())
    assert DEFAULT_LIMITS.max_depth == 3


def test_a_reader_that_is_left_closes_its_files(tmp_path: object) -> None:
    stream = io.BufferedReader(Endless(jsonl(number) for number in itertools.count()))
    reading = read_articles(["-"], stdin=stream)
    next(reading)
    alive = weakref.ref(reading)
    del reading
    gc.collect()
    assert alive() is None
    assert not stream.closed  # what the caller opened, the caller closes
