"""Claims as the database has them, each with why it reads so and what readers say of it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from newsclaims.corrections.additions import ADDED_BY
from newsclaims.corrections.standing import Standing, standing
from newsclaims.database.stored import asked
from newsclaims.records import Claim


@dataclass(frozen=True)
class Reading:
    """Why a part of a claim reads so, and what it would have read else (see `records.Reason`)."""

    rule: str | None
    next_best: str | None
    next_confidence: float | None


@dataclass(frozen=True)
class Stored:
    """A claim as it stands, and as a run had it, with its readings by part (none where its article was not put in), and
    what readers say of it.
    """

    claim: Claim
    standing: Standing
    readings: dict[str, Reading] = field(default_factory=dict)

    @property
    def added(self) -> bool:
        """Whether it is there because a reader added it, and no run reads it."""
        return self.claim.produced_by.model == ADDED_BY


def stored_claims(connection: Any, article: str, text: str | None) -> list[Stored]:
    """The claims of one article in text order, those too that readers added."""
    said = standing(connection, article, texts=lambda _: text)
    found: dict[str, dict[str, Reading]] = defaultdict(dict)
    wanted = "SELECT r.* FROM readings r JOIN claims c ON c.id = r.claim_id WHERE c.article_id = :article"
    for row in asked(connection, wanted, {"article": article}):
        found[row["claim_id"]][row["part"]] = Reading(row["rule"], row["next_best"], row["next_confidence"])
    return [Stored(one.corrected, one, found.get(one.claim.id, {})) for one in said]
