"""JSON out, object by object: as JSON lines, or framed as one document; only the object at hand is held."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import msgspec

Json = dict[str, Any]


def lines(objects: Iterable[Json]) -> Iterator[bytes]:
    """One object a line."""
    for one in objects:
        yield msgspec.json.encode(one) + b"\n"


def framed(opening: str, objects: Iterable[Json], closing: Callable[[], str]) -> Iterator[bytes]:
    """A JSON document: what opens it, the objects as an array, and what closes it, asked for when all have passed."""
    yield opening.encode() + b"["
    for count, one in enumerate(objects):
        yield (b",\n" if count else b"\n") + msgspec.json.encode(one)
    yield b"\n]" + closing().encode() + b"\n"
