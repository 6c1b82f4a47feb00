"""Ids that stand twice in a run: the first article keeps the id, the next is set aside."""

from __future__ import annotations

import hashlib

from newsclaims.read.checks import shown
from newsclaims.records import Article, Failure

_LINE_BITS = 40


class Ids:
    """The ids handed on so far, and where each stood, in about 140 bytes an article: a digest and a packed place."""

    def __init__(self) -> None:
        self._places: dict[bytes, int] = {}
        self._sources: list[str] = []

    def start(self, source: str) -> None:
        """Say which source the next articles come from."""
        self._sources.append(source)

    def distinct(self, read: Article | Failure) -> Article | Failure:
        """What was read; for an article whose id stood before, the failure that says where."""
        if isinstance(read, Failure):
            return read
        source = len(self._sources) - 1
        line = read.where[len(self._sources[source]) + 1 :]
        place = source << _LINE_BITS | int(line or 0)
        first = self._places.setdefault(hashlib.blake2b(read.id.encode("utf-8"), digest_size=16).digest(), place)
        if first == place:
            return read
        return Failure(
            read.id,
            read.where,
            "read",
            f"the id {shown(read.id, most=80)} stands twice (first at {self._place(first)}).",
            "Give each article an id of its own; files of one name in two folders: name the folder above them.",
        )

    def _place(self, packed: int) -> str:
        """A place as articles name it: `file`, or `file:line`."""
        source, line = self._sources[packed >> _LINE_BITS], packed & (1 << _LINE_BITS) - 1
        return f"{source}:{line}" if line else source
