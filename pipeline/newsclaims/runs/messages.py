"""What a driver and its workers say to each other: `Task` in; `Ready`, `At`, `Sealing`, `Done`, `Sorry` out.

Messages are pickles behind their length, between a process and its own child.
"""

from __future__ import annotations

import pickle
from typing import Any, BinaryIO

import msgspec

from newsclaims.errors import NewsclaimsError, UsageError
from newsclaims.runs.ledger import Care
from newsclaims.runs.shards import Head, Shard

_LENGTH = 8


class Task(msgspec.Struct, frozen=True):
    """A shard to work, for the run of that fingerprint."""

    shard: Shard
    care: Care
    run: str


class Ready(msgspec.Struct, frozen=True):
    """The engine is loaded; what its records hang on."""

    facts: dict[str, str]


class Sealing(msgspec.Struct, frozen=True):
    """The work on a shard is done; its file is being written."""


class Done(msgspec.Struct, frozen=True):
    """A shard's file is in its place; seconds of processor time it took, bytes of memory the worker holds."""

    head: Head
    seconds: float
    memory: int


class Sorry(msgspec.Struct, frozen=True):
    """Something that no other worker would do better: no model, no room on the disk."""

    what: str
    where: str
    mend: str
    usage: bool

    def error(self) -> NewsclaimsError:
        """The error that the driver raises for it."""
        kind = UsageError if self.usage else NewsclaimsError
        return kind(self.what, where=self.where, mend=self.mend)


def send(stream: BinaryIO, message: Any) -> None:
    """Write one message."""
    data = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    stream.write(len(data).to_bytes(_LENGTH, "big") + data)
    stream.flush()


def receive(stream: BinaryIO) -> Any:
    """Read one message. EOFError where the stream ends, in the middle of one too."""
    length = stream.read(_LENGTH)
    data = stream.read(int.from_bytes(length, "big")) if len(length) == _LENGTH else b""
    if not data or len(data) < int.from_bytes(length, "big"):
        raise EOFError
    return pickle.loads(data)
