"""Corrections in their table, which only grows."""

from __future__ import annotations

from typing import Any

from newsclaims.corrections.entries import Correction, Wanted


def append(connection: Any, wanted: Wanted, *, text: str | None = None) -> Correction:
    """Write a correction; the caller commits. CorrectionError, and nothing written, for what cannot be one.

    `text` is the article's, which only an `add` needs: its spans are held against it, and it against the digest that
    the database has of the text.
    """
    raise NotImplementedError


def undo(connection: Any, number: int, *, reader: str, reason: str, made_at: str) -> Correction:
    """Write that a correction holds no more; of an undo: that what it undid holds again."""
    raise NotImplementedError


def corrections(connection: Any, *, article: str | None = None, reader: str | None = None) -> list[Correction]:
    """Every correction in the order they were made, undone ones and undos too."""
    raise NotImplementedError


def in_force(entries: list[Correction]) -> list[Correction]:
    """Those that no undo undoes which is in force itself; undos are left out."""
    raise NotImplementedError


def history(connection: Any, claim_id: str) -> list[Correction]:
    """Every correction of a claim in the order they were made, undone ones and undos too.

    Those count too that were made of it under another id, in an older run, where `anchors` places them here.
    """
    raise NotImplementedError
