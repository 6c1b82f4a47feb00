"""Claims as the database has them, each with why it reads so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

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
    """A claim of the database, with its readings by part; there are none where its article was not put in."""

    claim: Claim
    readings: dict[str, Reading] = field(default_factory=dict)


def with_readings(connection: Any, claims: Sequence[Claim]) -> list[Stored]:
    """The claims of one article, each with its readings."""
    found: dict[str, dict[str, Reading]] = defaultdict(dict)
    wanted = "SELECT r.* FROM readings r JOIN claims c ON c.id = r.claim_id WHERE c.article_id = :article"
    for row in asked(connection, wanted, {"article": claims[0].article.id}) if claims else ():
        found[row["claim_id"]][row["part"]] = Reading(row["rule"], row["next_best"], row["next_confidence"])
    return [Stored(claim, found.get(claim.id, {})) for claim in claims]
