"""A correction as it is kept, and as it is asked for."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from newsclaims.records import Claim

Action = Literal["accept", "reject", "change", "add", "read", "undo"]
"""`accept`: the claim is right as it stands, but for what the same reader changes. `reject`: it is no claim.
`change`: a field has another value. `add`: a claim that was missed. `read`: the article was read whole, and what no
reader accepts or adds in it is no claim. `undo`: an earlier correction, or undo, does not hold."""


class Wanted(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A correction that a reader asks for, as `store.append` takes it; `msgspec.convert` makes it of a form or JSON.

    `made_at` is the time in UTC, `2024-05-04T10:20:30Z`, by the caller's clock. `claim` is the id of the claim that is
    accepted, rejected or changed. `field` is a name of `fields.FIELDS`, and `value` what it is to be (see there). For
    `add` the `value` is an `additions.Addition`, as plain JSON. `article` is the id for `add` and `read`, `undoes` the
    number of what an `undo` undoes. A reason is needed for all but `accept` and `read`. `blind` is for an `accept` by
    a reader who was not shown what others made of the claim: it is of what the run reads, and not of what stands.
    """

    action: Action
    reader: str
    made_at: str
    reason: str = ""
    claim: str | None = None
    field: str | None = None
    value: Any = None
    article: str | None = None
    undoes: int | None = None
    blind: bool = False


class Anchor(msgspec.Struct, frozen=True):
    """Where a correction belongs, by content: the article and a digest of its text, the figure's offsets and words, and
    the words of its sentence; `occurrence` says which of those words of the sentence is the figure, from 1.

    Of a whole article (`read`) it has the first two only.
    """

    article: str
    text_sha256: str
    start: int | None = None
    end: int | None = None
    figure: str | None = None
    sentence: str | None = None
    occurrence: int | None = None


class Correction(msgspec.Struct, frozen=True):
    """A row of `corrections`. `id` grows with every one. `claim` is the record as the run had it, or as it was added;
    where other readers had corrected an accepted one by then, `value` is that record, as plain JSON.

    `anchor`, `claim_id` and `claim` of an `undo` are those of what it undoes.
    """

    id: int
    made_at: str
    reader: str
    reason: str
    action: Action
    anchor: Anchor
    claim_id: str | None = None
    claim: Claim | None = None
    field: str | None = None
    value: Any = None
    undoes: int | None = None

    @property
    def judged(self) -> Claim | None:
        """The record that the reader looked at."""
        return msgspec.convert(self.value, Claim) if self.action == "accept" and self.value else self.claim
