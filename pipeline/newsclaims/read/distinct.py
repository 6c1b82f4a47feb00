"""Ids that stand twice in a run: the first article keeps the id, the next is set aside."""

from __future__ import annotations

import hashlib
import re
from typing import TypeVar

from newsclaims.read.checks import shown
from newsclaims.read.pages import Pending
from newsclaims.records import Article, Failure

_Read = TypeVar("_Read", Article | Failure, Article | Failure | Pending)

_NUMBER_BITS = 48
_PLACE = re.compile(r"(.*?)([1-9][0-9]{0,13})?", re.DOTALL)


class Ids:
    """The ids handed on so far, and where each stood, in about 140 bytes an article: a digest and a packed place.

    A place is the words before its last number (`day.jsonl:`, held once for all that follow each other) and the number.
    """

    def __init__(self) -> None:
        self._places: dict[bytes, int] = {}
        self._starts: list[str] = [""]

    def distinct(self, read: _Read) -> _Read | Failure:
        """What was read; for an article whose id stood before, the failure that says where."""
        if isinstance(read, Failure):
            return read
        start, number = _parts(read.where)
        if start != self._starts[-1]:
            self._starts.append(start)
        place = len(self._starts) - 1 << _NUMBER_BITS | number
        digest = hashlib.blake2b(read.id.encode("utf-8"), digest_size=16).digest()
        if (first := self._places.get(digest)) is None:
            self._places[digest] = place
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
        start, number = self._starts[packed >> _NUMBER_BITS], packed & (1 << _NUMBER_BITS) - 1
        return f"{start}{number}" if number else start


def _parts(where: str) -> tuple[str, int]:
    """A place without its last number, and the number; 0 where it ends in none: "day.jsonl:12" -> "day.jsonl:", 12."""
    match = _PLACE.fullmatch(where)
    assert match is not None
    return match[1], int(match[2] or 0)
