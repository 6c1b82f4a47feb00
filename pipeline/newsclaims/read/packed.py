"""Packed streams unpacked as they are read: gzip, zstd, bzip2, xz; cut and damaged ones give what came before.

`Unpacked` is the stream, and counts its bytes; a `Decompressor` is the little that the four libraries differ in.
"""

from __future__ import annotations

import bz2
import io
import lzma
import zlib
from collections import deque
from collections.abc import Callable
from typing import Any, BinaryIO, Protocol

from newsclaims.errors import ArticleError
from newsclaims.read.formats import Packing
from newsclaims.read.parts import CUT, Allowance, fault_of

_CHUNK = 1 << 16
_MOST_OUT = 1 << 18
# 128 KiB may come of 4 bytes of zstd, and its library has no bound on what one call gives.
_ZSTD_STEP = 1 << 10
_ZLIB_STEP = 16
_GZIP, _EMPTY_LINE = b"\x1f\x8b\x08", b"\r\n\r\n"
_STARTS = 4096  # of members that are remembered: more than lie in what is read ahead
_MOST_MEMORY = 1 << 27  # that a stream may ask its decompressor to keep


class Decompressor(Protocol):
    """One packed member: `step` gives what comes of some bytes, and those not used; `ended` once it is whole."""

    ended: bool
    hungry: bool
    """Whether it can give no more without further bytes."""
    error: Exception | None
    """What is wrong with the bytes that the last step gave, to be raised by the next."""

    def step(self, packed: bytes) -> tuple[bytes, bytes]: ...


class Zlib:
    """A gzip member (`wbits` 31), or a bare deflate stream (-15)."""

    def __init__(self, wbits: int = 31) -> None:
        self.ended, self.hungry = False, True
        self._inner = zlib.decompressobj(wbits)
        self.error: Exception | None = None

    def step(self, packed: bytes) -> tuple[bytes, bytes]:
        if self.error:
            raise self.error
        before = self._inner.copy()
        try:
            out = self._inner.decompress(packed, _MOST_OUT)
        except zlib.error as error:
            self.error, self.hungry = error, False
            return self._before_damage(before, packed), packed
        self.ended, self.hungry = self._inner.eof, len(out) < _MOST_OUT
        return out, self._inner.unused_data if self.ended else self._inner.unconsumed_tail

    @staticmethod
    def _before_damage(inner: Any, packed: bytes) -> bytes:
        """What comes of the bytes up to where they are damaged: zlib itself gives nothing of a call that fails."""
        out = b""
        try:
            for at in range(0, len(packed), _ZLIB_STEP):
                out += inner.decompress(packed[at : at + _ZLIB_STEP])
        except zlib.error:
            pass
        return out


class _Buffering:
    """bzip2 and xz, whose libraries keep the bytes that they have not used."""

    error: Exception | None = None

    def __init__(self, inner: Any) -> None:
        self.ended, self.hungry = False, True
        self._inner = inner

    def step(self, packed: bytes) -> tuple[bytes, bytes]:
        out = self._inner.decompress(packed, _MOST_OUT)
        while not out and not self._inner.eof and not self._inner.needs_input:
            out = self._inner.decompress(b"", _MOST_OUT)
        self.ended, self.hungry = self._inner.eof, self._inner.eof or self._inner.needs_input
        return out, self._inner.unused_data if self.ended else b""


class _Zstd:
    error: Exception | None = None

    def __init__(self) -> None:
        import zstandard

        self.ended, self.hungry = False, True
        self._inner = zstandard.ZstdDecompressor(max_window_size=_MOST_MEMORY).decompressobj()

    def step(self, packed: bytes) -> tuple[bytes, bytes]:
        out = self._inner.decompress(packed[:_ZSTD_STEP])
        self.ended = self._inner.eof
        return out, (self._inner.unused_data if self.ended else b"") + packed[_ZSTD_STEP:]


_DECOMPRESSORS: dict[Packing, Callable[[], Decompressor]] = {
    "gzip": Zlib,
    "zstd": _Zstd,
    "bzip2": lambda: _Buffering(bz2.BZ2Decompressor()),
    "xz": lambda: _Buffering(lzma.LZMADecompressor(memlimit=_MOST_MEMORY)),
}


class Unpacked(io.RawIOBase):
    """What a packed stream holds, member after member. ArticleError where it is cut or damaged, or grows past what its
    `allowance` lets it; all that came before has been handed on by then.
    """

    def __init__(
        self,
        packed: BinaryIO,
        packing: Packing | Callable[[], Decompressor],
        allowance: Allowance,
        *,
        one: bool = False,
    ) -> None:
        self.packed_bytes = self.unpacked_bytes = 0
        self.ended = False
        self.starts: deque[tuple[int, int]] = deque([(0, 0)], maxlen=_STARTS)
        self._new = packing if callable(packing) else _DECOMPRESSORS[packing]
        self._name = "deflate" if callable(packing) else packing
        self._stream, self._more = packed, getattr(packed, "read1", packed.read)
        self._allowance, self._one = allowance, one
        self._inner: Decompressor | None = None
        self._damaged = False
        self._rest = self._ready = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self._ready and not self.ended:
            self._ready = self._step()
        part, self._ready = self._ready[: len(buffer)], self._ready[len(buffer) :]
        buffer[: len(part)] = part
        return len(part)

    def _step(self) -> bytes:
        """Some of what comes next, perhaps nothing yet; `ended` once no more will come."""
        inner = self._inner
        if not self._rest and (inner is None or inner.hungry) and not self._fill():
            return b""
        if inner is None:
            inner = self._next_member()
            if inner is None:
                return b""
        before = len(self._rest)
        try:
            out, self._rest = inner.step(self._rest)
        except Exception as error:  # noqa: BLE001 - each library has errors of its own
            self.ended = self._damaged = True
            raise self._broken(f"it is no sound {self._name}: {_reason(error)}") from None
        self.packed_bytes += before - len(self._rest)
        self.unpacked_bytes += len(out)
        if inner.ended:
            self._inner, self.ended = None, self._one
        self._spend(len(out))
        return out

    def _fill(self) -> bool:
        """Whether more packed bytes came; ArticleError where they end within a member."""
        try:
            self._rest = self._more(_CHUNK)
        except Exception as error:  # noqa: BLE001 - a packed stream within another raises the other's errors
            self.ended = True
            raise fault_of(error) from None
        if self._rest:
            return True
        self.ended = True
        if self._inner is not None or not self.packed_bytes:
            raise self._broken("it is cut short")
        return False

    def _next_member(self) -> Decompressor | None:
        """A decompressor for the member that starts here; None for the zeros that pad a file of some."""
        if self.packed_bytes:
            zeros = len(self._rest) - len(self._rest.lstrip(b"\0"))
            self.packed_bytes += zeros
            self._rest = self._rest[zeros:]
            if not self._rest:
                return None
        self._inner = self._new()
        if self.packed_bytes:
            self.starts.append((self.unpacked_bytes, self.packed_bytes))
        return self._inner

    def check(self) -> None:
        """ArticleError where what was last handed on comes of damaged bytes."""
        if self._inner is not None and self._inner.error:
            self._step()

    @property
    def ready(self) -> int:
        """How many bytes are unpacked and not yet taken."""
        return len(self._ready)

    def resume(self) -> bool:
        """Go on, after an empty line, with the next gzip member behind damage; False where there is none to be seen."""
        if self._name != "gzip" or not self._damaged:
            return False
        at = self._rest.find(_GZIP, 1)
        while at < 0:
            kept = self._rest[-len(_GZIP) + 1 :] if self._rest else b""
            self.packed_bytes += len(self._rest) - len(kept)
            if not (more := self._more(_CHUNK)):
                return False
            self._rest = kept + more
            at = self._rest.find(_GZIP)
        self.packed_bytes += at
        self._rest, self._ready, self._inner = self._rest[at:], _EMPTY_LINE, None
        self.unpacked_bytes += len(_EMPTY_LINE)
        self.ended = self._damaged = False
        return True

    def _spend(self, count: int) -> None:
        try:
            self._allowance.spend(count, unpacked=self.unpacked_bytes, packed=self.packed_bytes)
        except ArticleError:
            self.ended = True
            raise

    def packed_offset(self, unpacked: int) -> int | None:
        """Where in the packed stream the member starts that starts at an unpacked offset; None where none does.

        Earlier members are forgotten, so offsets must be asked for in order.
        """
        while self.starts and self.starts[0][0] < unpacked:
            self.starts.popleft()
        found = self.starts and self.starts[0][0] == unpacked
        return self.starts[0][1] if found else None

    def _broken(self, what: str) -> ArticleError:
        return ArticleError(
            f"the file cannot be read from here on: {what} at byte {self.packed_bytes:,} of what is packed.", mend=CUT
        )


def _reason(error: Exception) -> str:
    return " ".join(str(error).split())[:120].rstrip(".") or type(error).__name__
