"""What is in force: for each claim what every reader says of it, and what comes of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import msgspec

from newsclaims.corrections.anchors import Placed, Texts
from newsclaims.corrections.entries import Correction
from newsclaims.records import Claim

Verdict = Literal["accepted", "changed", "rejected", "disputed"]


class ReaderStanding(msgspec.Struct, frozen=True):
    """What one reader says of a claim. `verdict` is None where they changed fields only; `reading` is the claim as they
    have it; `fields` are those that they changed.
    """

    reader: str
    verdict: Literal["accept", "reject"] | None
    reading: Claim
    fields: tuple[str, ...]
    corrections: tuple[Correction, ...]


class Standing(msgspec.Struct, frozen=True):
    """A claim, what readers say of it, and the outcome.

    `claim` is what the run says, or what was judged or added where no run has it now (`found` is False). `verdict` is
    None where nobody judged it. `disputed` are the fields, or `verdict`, in which readers differ: those stay as the
    run has them. `corrected` is the claim with what is undisputed, marked as `apply` does; `fields` are those that
    differ from `claim`. `conflicts` are corrections of it that do not fit any more.
    """

    claim: Claim
    found: bool
    readers: tuple[ReaderStanding, ...]
    verdict: Verdict | None
    disputed: tuple[str, ...]
    corrected: Claim
    fields: tuple[str, ...]
    conflicts: tuple[Placed, ...] = ()


def standing(connection: Any, article: str, *, texts: Texts = lambda _: None) -> list[Standing]:
    """Every claim of an article in text order, judged or not, and those that readers added or keep."""
    raise NotImplementedError


def standing_of(connection: Any, claim_id: str, *, texts: Texts = lambda _: None) -> Standing:
    """One claim. CorrectionError where there is none with this id."""
    raise NotImplementedError


def apply(record: Claim, entries: Sequence[Correction]) -> Claim:
    """The record with the changes of these corrections, in their order; marked in `produced_by`, whose fingerprint gets
    `+corrected:` and their numbers behind it. Verdicts and corrections of other claims change nothing.
    """
    raise NotImplementedError


def readers_whole(connection: Any, article: str) -> tuple[str, ...]:
    """Who has read the article whole (`read`), in the text that the database has now."""
    raise NotImplementedError
