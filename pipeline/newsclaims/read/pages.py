"""Pages that were found and not yet taken apart: to find the text in one takes longer than to find a hundred pages.

A run has its workers do it (`html.read_page`), one reader could not keep more than a few of them busy.
"""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from newsclaims.read.options import Reading
from newsclaims.records import Article, Failure

LATEST = "2099-12-31"


class Page(NamedTuple):
    """The bytes of a page and what came with them: its address, the encodings its header declares, and the latest day
    (ISO) on which it may have been published.
    """

    content: bytes
    url: str | None = None
    declared: tuple[str, ...] = ()
    latest: str = LATEST


class Pending(msgspec.Struct, frozen=True):
    """A page with the id and the place that its article will have, and what it is to be read by; plain values, so that
    a worker process can be given it.
    """

    id: str
    where: str
    page: Page
    reading: Reading


Found = Article | Failure | Pending
"""What readers hand on."""
