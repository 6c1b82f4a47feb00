"""The lines of a byte stream, each held to a limit and decoded by itself."""

from __future__ import annotations

from typing import BinaryIO

from newsclaims.errors import ArticleError
from newsclaims.read.decode import BOM, WIDE_BOMS, not_utf8
from newsclaims.read.parts import fault_of


class Lines:
    """The lines of a stream, with their line ends; ArticleError for one over the limit, not to be decoded, or not read.

    A line over the limit is passed over without being held, and the next can be asked for. `number` is the line last
    read, from 1; `broken` says that no more will come.
    """

    def __init__(self, stream: BinaryIO, limit: int, *, fallback: str | None = None) -> None:
        self.number = 0
        self.broken = False
        self._stream = stream
        self._limit = limit
        self._fallback = fallback

    def __iter__(self) -> Lines:
        return self

    def __next__(self) -> str:
        self.number += 1
        line = self._read()
        if not line:
            raise StopIteration
        if len(line) > self._limit and not line.endswith(b"\n"):
            self._pass_over(len(line))
        if self.number == 1:
            line = line.removeprefix(BOM)
            self._check_wide(line)
        return self._decoded(line)

    def _decoded(self, line: bytes) -> str:
        """The line in UTF-8, else in the fallback encoding; ArticleError where it is neither."""
        try:
            return line.decode("utf-8")
        except UnicodeDecodeError as error:
            failed = error
        try:
            if self._fallback:
                return line.decode(self._fallback)
        except UnicodeDecodeError:
            pass
        raise not_utf8(failed, at=failed.start, tried=[self._fallback] if self._fallback else [])

    def _pass_over(self, size: int) -> None:
        """Read to the end of a line that is too long, and raise."""
        line = b"."
        while not line.endswith(b"\n") and (line := self._read()):
            size += len(line)
        raise ArticleError(
            f"a line of {size:,} bytes, over the limit of {self._limit:,}.",
            mend="Write one article a line, or raise --max-line-bytes.",
        )

    def _check_wide(self, line: bytes) -> None:
        """ArticleError for a whole file in UTF-16 or UTF-32, whose bytes have no lines as ours are."""
        if line.startswith(WIDE_BOMS):
            self.broken = True
            raise ArticleError(
                "the file is UTF-16 or UTF-32, by its byte-order mark.",
                mend="Convert it to UTF-8, for example: iconv -f UTF-16 -t UTF-8.",
            )

    def _read(self) -> bytes:
        """The next bytes, up to the line's end or one past the limit; b"" at the end."""
        try:
            return self._stream.readline(self._limit + 1)
        except Exception as error:  # noqa: BLE001 - whatever breaks a stream off ends this file, not the run
            self.broken = True
            raise fault_of(error) from None
