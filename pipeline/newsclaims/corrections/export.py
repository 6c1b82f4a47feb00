"""Corrections for other uses: gold for `newsclaims score`, lines for training."""

from __future__ import annotations

from typing import Any


def gold(connection: Any, article: str, *, reader: str | None = None) -> dict[str, Any] | None:
    """The gold of an article that was read whole, as corpus/README.md has it; None where it was not, or where readers
    differ and no `reader` is chosen.
    """
    raise NotImplementedError


def training(connection: Any, article: str, *, reader: str | None = None) -> dict[str, Any] | None:
    """A line for training: gold for each claim that was judged, `rejected` figures, and whether it is the `whole`
    article; None where nothing was judged.
    """
    raise NotImplementedError
