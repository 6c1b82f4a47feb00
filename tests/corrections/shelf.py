"""Invented articles with their claims (see `pages`), a database that they are loaded into, and readers of it."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
from pages import made_claims

from newsclaims.claims.link import claim_id
from newsclaims.corrections.entries import Correction, Wanted
from newsclaims.corrections.store import append
from newsclaims.database.load import load
from newsclaims.database.reading import survey
from newsclaims.records import Article, Claim, Producer

OLD, NEW = Producer("0.1.0", "small", "0"), Producer("0.1.0", "other", "1")
FLOOD = (
    "The flood closed [40|40 count|school|2024-05-01..2024-05-07|Ann Lee|close] schools, Ann Lee said. "
    "Some [3|3 count|bridge||Ann Lee|fall] bridges fell. It cost [€12|12 EUR] in all."
)
_SECONDS = itertools.count()


def article(marked: str, name: str = "flood", made_by: Producer = OLD) -> tuple[Article, list[Claim]]:
    """An article and the claims that a run reads in it."""
    text, claims = made_claims(marked)
    whole = Article(name, text, published="2024-05-08", published_from="given")
    return whole, [
        msgspec.structs.replace(
            claim, id=claim_id(whole.meta, claim.quantity.mention), article=whole.meta, produced_by=made_by
        )
        for claim in claims
    ]


class Shelf:
    """A database of claims in a file, and what readers do to it; every correction is made a second after the last."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "claims.db"
        self.url = f"sqlite:///{self.file}"
        self.folder = folder
        self._connection: sqlite3.Connection | None = None

    @property
    def connection(self) -> sqlite3.Connection:
        if self._connection is None:
            self._connection = sqlite3.connect(self.file)
        return self._connection

    def load(self, claims: Sequence[Claim]) -> None:
        """Load a run of `extract`, as the command does, in a connection of its own."""
        path = self.folder / "claims.jsonl"
        path.write_bytes(b"".join(msgspec.json.encode(claim) + b"\n" for claim in claims))
        load(survey(path), self.url)

    def say(self, action: str, on: Claim | None = None, *, reader: str = "Ada", **rest: Any) -> Correction:
        """Append a correction, and commit."""
        text = rest.pop("text", None)
        second = next(_SECONDS)
        given = {
            "action": action,
            "reader": reader,
            "reason": "so it stands there",
            "made_at": f"2024-06-01T{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}Z",
            **({"claim": on.id} if on else {}),
            **rest,
        }
        with self.connection:
            return append(self.connection, msgspec.convert(given, Wanted), text=text)

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
