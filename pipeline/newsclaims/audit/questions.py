"""What the pages ask of the database: each question is answered by an index, and none reads all claims.

All take a `sqlite3.Connection`; none writes.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from newsclaims.audit.segments import Numeral
from newsclaims.audit.stored import Stored, article_meta, rows, stored_claims
from newsclaims.records import ArticleMeta

PAGE = 50
"""Rows of a list."""
BOARD = 300
"""Claims on a board."""
_STANDING = "gone_in IS NULL"
_WORD = re.compile(r"\w+", re.UNICODE)


@dataclass(frozen=True)
class ArticleView:
    """An article with all its claims in text order. `text` is None where the database has none; `stale` where it has
    that of another version.
    """

    article: ArticleMeta
    claims: list[Stored]
    numerals: list[Numeral]
    text: str | None
    stale: bool = False


class Listed(NamedTuple):
    """An article of a list, with how many claims it has; `place` is where the next page starts."""

    article: ArticleMeta
    claims: int
    flagged: int
    place: str


def article_view(connection: sqlite3.Connection, article_id: str) -> ArticleView | None:
    """An article by its id, None where there is none."""
    found = next(rows(connection, "SELECT * FROM articles WHERE id = ?", [article_id]), None)
    if found is None:
        return None
    article = article_meta(found)
    wanted = (
        f"SELECT c.id FROM claims c LEFT JOIN mentions m ON m.claim_id = c.id AND m.part = 'figure' "
        f"WHERE c.article_id = ? AND c.{_STANDING} ORDER BY m.start_char, m.end_char, c.id"
    )
    claims = stored_claims(connection, [row["id"] for row in rows(connection, wanted, [article_id])])
    text = next(rows(connection, "SELECT * FROM article_texts WHERE article_id = ?", [article_id]), None)
    if text is None or text["text_sha256"] != article.text_sha256:
        return ArticleView(article, claims, [], None, stale=text is not None)
    marks = rows(connection, "SELECT * FROM numerals WHERE article_id = ? ORDER BY start_char", [article_id])
    numerals = [Numeral(mark["start_char"], mark["end_char"], mark["kind"]) for mark in marks]
    return ArticleView(article, claims, numerals, text["text"])


def articles_from(connection: sqlite3.Connection, place: str | None) -> list[Listed]:
    """A page of articles, the newest first and those without a date last; `place` is that of the last row before."""
    dated, _, number = (place or "").rpartition(":")
    if place is None:
        where, values = "", []
    elif dated:
        where, values = "WHERE (a.published, a.rowid) < (?, ?) OR a.published IS NULL", [dated, int(number)]
    else:
        where, values = "WHERE a.published IS NULL AND a.rowid < ?", [int(number)]
    wanted = f"""
        SELECT a.*, a.rowid AS number,
               (SELECT count(*) FROM claims c WHERE c.article_id = a.id AND c.{_STANDING}) AS claims,
               (SELECT count(DISTINCT f.claim_id) FROM claims c JOIN flags f ON f.claim_id = c.id
                WHERE c.article_id = a.id AND c.{_STANDING}) AS flagged
        FROM articles a {where} ORDER BY a.published DESC, a.rowid DESC LIMIT {PAGE}
    """
    return [
        Listed(article_meta(row), row["claims"], row["flagged"], f"{row['published'] or ''}:{row['number']}")
        for row in rows(connection, wanted, values)
    ]


def found_by_words(connection: sqlite3.Connection, words: str, before: int | None) -> list[tuple[int, str]]:
    """The claims whose sentences have all the words: (place, id), the last loaded first, from `before` on; a page."""
    asked = " ".join(f'"{word}"' for word in _WORD.findall(words))
    if not asked:
        return []
    wanted = f"""
        SELECT s.rowid AS number, c.id FROM sentence_search s JOIN claims c ON c.number = s.rowid
        WHERE sentence_search MATCH ? AND s.rowid < ? AND c.{_STANDING} ORDER BY s.rowid DESC LIMIT {PAGE}
    """
    return [(row["number"], row["id"]) for row in rows(connection, wanted, [asked, before or 2**62])]


def board_claims(connection: sqlite3.Connection, item: str, place: str | None = None) -> tuple[list[Stored], int]:
    """The claims of an item that stand, at a place where one is given: the latest windows first; and how many there
    are in all.
    """
    where, values = "item = ?", [item]
    if place:
        where, values = f"{where} AND place = ?", [item, place]
    total = next(rows(connection, f"SELECT count(*) AS n FROM claims WHERE {where}", values))["n"]
    order = "time_begin DESC" if place else "place, time_begin DESC"
    wanted = f"SELECT id FROM claims WHERE {where} AND {_STANDING} ORDER BY {order} LIMIT {BOARD}"
    return stored_claims(connection, [row["id"] for row in rows(connection, wanted, values)]), total


def places_of(connection: sqlite3.Connection, item: str) -> list[tuple[str, int]]:
    """Where the figures of an item are from, the most frequent first."""
    wanted = (
        "SELECT place, count(*) AS n FROM claims WHERE item = ? AND place IS NOT NULL "
        f"GROUP BY place ORDER BY n DESC, place LIMIT {PAGE}"
    )
    return [(row["place"], row["n"]) for row in rows(connection, wanted, [item])]


def source_claims(connection: sqlite3.Connection, name: str) -> list[Stored]:
    """What a source says, up to the size of a board."""
    wanted = (
        "SELECT DISTINCT s.claim_id AS id FROM sources s JOIN claims c ON c.id = s.claim_id "
        f"WHERE s.name = ? AND s.role = 'source' AND c.{_STANDING} LIMIT {BOARD}"
    )
    return stored_claims(connection, [row["id"] for row in rows(connection, wanted, [name])])


def failures_from(connection: sqlite3.Connection, after: int) -> list[dict[str, Any]]:
    """A page of the failures of all runs."""
    wanted = f"SELECT rowid AS number, * FROM failures WHERE rowid > ? ORDER BY rowid LIMIT {PAGE}"
    return [dict(row) for row in rows(connection, wanted, [after])]
