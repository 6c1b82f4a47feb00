"""Rows of the table of corrections: read, written, and which of them are undone.

What a row holds is JSON for the claim and the value, plain text and numbers for the rest.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from newsclaims.corrections.entries import Anchor, Correction
from newsclaims.database.stored import Row, asked
from newsclaims.records import Claim

_ANCHOR = {
    "article": "article_id", "text_sha256": "text_sha256", "start": "start_char", "end": "end_char",
    "figure": "figure", "sentence": "sentence", "occurrence": "occurrence",
}  # fmt: skip
_PLAIN = ("made_at", "reader", "reason", "action", "claim_id", "field", "undoes")
_MOST = 2**63 - 1  # what a column of whole numbers holds
_CLAIM = msgspec.json.Decoder(Claim)


def corrections(
    connection: Any, *, article: str | None = None, claim: str | None = None, reader: str | None = None
) -> list[Correction]:
    """Every correction in the order they were made, undone ones and undos too; where it is given, of one article, of
    the claim with one id, or by one reader.
    """
    tests = {"article_id": article, "claim_id": claim, "reader": reader}
    values = {column: value for column, value in tests.items() if value is not None}
    which = " AND ".join(f"{column} = :{column}" for column in values) or "1 = 1"
    return [_entry(row) for row in asked(connection, f"SELECT * FROM corrections WHERE {which} ORDER BY id", values)]


def correction_of(connection: Any, number: int) -> Correction | None:
    """One correction by its number, None where there is none."""
    if abs(number) > _MOST:
        return None
    rows = asked(connection, "SELECT * FROM corrections WHERE id = :id", {"id": number})
    return _entry(rows[0]) if rows else None


def article_of_claim(connection: Any, claim_id: str) -> str | None:
    """The id of the article that a claim is of, be it loaded, or only in a correction; None where neither is."""
    by_id = {"id": claim_id}
    rows = asked(connection, "SELECT article_id FROM claims WHERE id = :id", by_id)
    rows = rows or asked(connection, "SELECT article_id FROM corrections WHERE claim_id = :id", by_id)
    return str(rows[0]["article_id"]) if rows else None


def articles_corrected(connection: Any) -> list[str]:
    """The ids of the articles that have a correction."""
    rows = asked(connection, "SELECT DISTINCT article_id FROM corrections ORDER BY article_id")
    return [row["article_id"] for row in rows]


def keep(connection: Any, entry: Correction) -> Correction:
    """Write a correction; it comes back with its number."""
    row: Row = {name: getattr(entry, name) for name in _PLAIN}
    row |= {column: getattr(entry.anchor, name) for name, column in _ANCHOR.items()}
    row |= {name: _json(getattr(entry, name)) for name in ("claim", "value")}
    names = ", ".join(row)
    values = ", ".join(f":{name}" for name in row)
    (made,) = asked(connection, f"INSERT INTO corrections ({names}) VALUES ({values}) RETURNING id", row)
    return _entry(row | made)


def in_force(entries: Iterable[Correction]) -> list[Correction]:
    """Those that no undo undoes which is in force itself, in their order; undos are left out.

    All the undos of them are to be given too.
    """
    undone, standing = undone_of(entries), []
    for entry in entries:
        if entry.id not in undone and entry.action != "undo":
            standing.append(entry)
    return standing


def undone_of(entries: Iterable[Correction]) -> dict[int, int]:
    """The numbers of what is undone, undos too, each with the number of the undo."""
    undone: dict[int, int] = {}
    # An undo is younger than what it undoes: from the youngest on, each is known to hold or not when its turn comes.
    for entry in sorted(entries, key=lambda entry: entry.id, reverse=True):
        if entry.undoes is not None and entry.id not in undone:
            undone[entry.undoes] = entry.id
    return undone


def anchor_of(claim: Claim) -> Anchor:
    """Where a claim stands, by content."""
    figure, sentence = claim.quantity.mention, claim.sentence
    inside = figure.start - sentence.start
    # Standings of the figure's words in the sentence up to this one, overlapping or not.
    occurrence = sum(sentence.text.startswith(figure.text, n) for n in range(inside + 1))
    place = (figure.start, figure.end, figure.text, sentence.text, occurrence)
    return Anchor(claim.article.id, claim.article.text_sha256, *place)


def _entry(row: Row) -> Correction:
    anchor = Anchor(**{name: row[column] for name, column in _ANCHOR.items()})
    claim = _CLAIM.decode(row["claim"]) if row["claim"] else None
    value = msgspec.json.decode(row["value"]) if row["value"] else None
    return Correction(row["id"], anchor=anchor, claim=claim, value=value, **{name: row[name] for name in _PLAIN})


def _json(value: Any) -> str | None:
    """JSON, or an empty cell for None: a value of null is told by the action."""
    return None if value is None else msgspec.json.encode(value).decode()
