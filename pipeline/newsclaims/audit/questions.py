"""What the pages ask of the database: each question is answered by an index, and none reads all claims.

All take a `sqlite3.Connection`; none writes.
"""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass
from typing import Any, NamedTuple

from newsclaims.audit.segments import Numeral
from newsclaims.audit.stored import Stored, stored_claims
from newsclaims.corrections.entries import Correction
from newsclaims.corrections.kept import corrections, undone_of
from newsclaims.corrections.standing import Standing, readers_whole, standing, standing_of
from newsclaims.database.stored import article_of, asked, claims_by_id
from newsclaims.errors import CorrectionError
from newsclaims.records import ArticleMeta, Claim

PAGE = 50
"""Rows of a list."""
BOARD = 300
"""Claims on a board."""
_STANDING = "gone_in IS NULL"
_LAST = 2**62
_AFTER_ALL = "9999-12-31:"
_WORD = re.compile(r"\w+", re.UNICODE)


@dataclass(frozen=True)
class ArticleView:
    """An article with all its claims in text order. `text` is None where the database has none; `stale` where it has
    that of another version; `readers` are those who read it whole.
    """

    article: ArticleMeta
    claims: list[Stored]
    numerals: list[Numeral]
    text: str | None
    stale: bool = False
    readers: tuple[str, ...] = ()


class Listed(NamedTuple):
    """An article of a list, with how many claims it has; `place` is where the next page starts."""

    id: str
    title: str | None
    publisher: str | None
    published: str | None
    claims: int
    flagged: int
    place: str


def article_view(connection: sqlite3.Connection, article_id: str) -> ArticleView | None:
    """An article by its id, None where there is none."""
    article = article_of(connection, article_id)
    if article is None:
        return None
    of_it = {"id": article_id}
    text = text_of(connection, article_id)
    claims = stored_claims(connection, article_id, text)
    whole = readers_whole(connection, article_id)
    if text is None:
        stale = asked(connection, "SELECT 1 FROM article_texts WHERE article_id = :id", of_it)
        return ArticleView(article, claims, [], None, bool(stale), whole)
    marks = asked(connection, "SELECT * FROM numerals WHERE article_id = :id ORDER BY start_char", of_it)
    numerals = [Numeral(mark["start_char"], mark["end_char"], mark["kind"]) for mark in marks]
    return ArticleView(article, claims, numerals, text, readers=whole)


def text_of(connection: sqlite3.Connection, article_id: str) -> str | None:
    """The text of an article as its claims were read from it, None where the database has none, or another."""
    wanted = (
        "SELECT t.text FROM article_texts t JOIN articles a ON a.id = t.article_id AND a.text_sha256 = t.text_sha256 "
        "WHERE a.id = :id"
    )
    found = asked(connection, wanted, {"id": article_id})
    return found[0]["text"] if found else None


def standing_or_none(connection: sqlite3.Connection, claim_id: str) -> Standing | None:
    """What readers say of a claim, None where there is none with this id."""
    try:
        return standing_of(connection, claim_id)
    except CorrectionError:
        return None


def corrections_log(connection: sqlite3.Connection, most: int) -> tuple[list[Correction], int, dict[int, int]]:
    """The newest corrections, how many there are in all, and the numbers of those that are undone."""
    entries = corrections(connection)
    return entries[::-1][:most], len(entries), undone_of(entries)


def as_corrected(connection: sqlite3.Connection, claims: list[Claim]) -> list[Claim]:
    """The claims of any articles as readers have them: changed ones changed, and without those that are rejected."""
    listed = asked(connection, "SELECT DISTINCT article_id FROM corrections")
    touched = {row["article_id"] for row in listed} & {claim.article.id for claim in claims}
    said = {one.claim.id: one for name in touched for one in standing(connection, name)}
    kept = [claim for claim in claims if claim.id not in said or said[claim.id].verdict != "rejected"]
    return [said[claim.id].corrected if claim.id in said else claim for claim in kept]


_LISTED = f"""
    SELECT a.id, a.title, a.publisher, a.published, a.rowid AS number,
           (SELECT count(*) FROM claims c WHERE c.article_id = a.id AND c.{_STANDING}) AS claims,
           (SELECT count(DISTINCT f.claim_id) FROM claims c JOIN flags f ON f.claim_id = c.id
            WHERE c.article_id = a.id AND c.{_STANDING}) AS flagged
    FROM articles a WHERE {{where}} ORDER BY a.published DESC, a.rowid DESC LIMIT :most
"""


def articles_from(connection: sqlite3.Connection, place: str | None, most: int = PAGE) -> list[Listed]:
    """A page of articles, the newest first and those without a date last; `place` is that of the last row before."""
    day, _, number = (place or _AFTER_ALL).rpartition(":")
    known = number.isdecimal() and int(number) < _LAST
    values = {"day": day, "number": int(number) if known else _LAST, "most": most}
    found = []
    if day:  # Two questions, for the index answers no single one of both.
        where = "(a.published, a.rowid) < (:day, :number)"
        found = asked(connection, _LISTED.format(where=where), values)
        values["number"] = _LAST
    if len(found) < most:
        values["most"] = most - len(found)
        where = "a.published IS NULL AND a.rowid < :number"
        found += asked(connection, _LISTED.format(where=where), values)
    return [Listed(place=f"{row['published'] or ''}:{row.pop('number')}", **row) for row in found]


def found_by_words(connection: sqlite3.Connection, words: str, before: int | None) -> list[tuple[int, str]]:
    """The claims whose sentences have all the words: (place, id), the last loaded first, from `before` on; a page."""
    phrases = " ".join(f'"{word}"' for word in _WORD.findall(words))
    if not phrases:
        return []
    wanted = f"""
        SELECT s.rowid AS number, c.id FROM sentence_search s JOIN claims c ON c.number = s.rowid
        WHERE sentence_search MATCH :words AND s.rowid < :before AND c.{_STANDING} ORDER BY s.rowid DESC LIMIT {PAGE}
    """
    found = asked(connection, wanted, {"words": phrases, "before": before or _LAST})
    return [(row["number"], row["id"]) for row in found]


def board_claims(connection: sqlite3.Connection, item: str, place: str | None = None) -> tuple[list[Claim], int]:
    """The claims of an item that stand, at a place where one is given: the latest windows first, up to the size of a
    board, without those that readers reject; and how many there are in all.
    """
    where, values = f"item = :item{_but_gone(connection)}", {"item": item, "place": place}
    if place:
        where += " AND place = :place"
    total = asked(connection, f"SELECT count(*) AS n FROM claims WHERE {where}", values)[0]["n"]
    # As the index has it, backwards: no more rows are read than are shown.
    order = "time_begin DESC" if place else "place DESC, time_begin DESC"
    wanted = f"SELECT id FROM claims WHERE {where} ORDER BY {order} LIMIT {BOARD}"
    return _claims(connection, wanted, values), total


def _but_gone(connection: sqlite3.Connection) -> str:
    """The condition that leaves out the claims that are gone; none where none is, for then the index has it all."""
    return f" AND {_STANDING}" if asked(connection, "SELECT 1 FROM claims WHERE gone_in IS NOT NULL LIMIT 1") else ""


def _claims(connection: sqlite3.Connection, wanted: str, values: dict[str, Any]) -> list[Claim]:
    return as_corrected(connection, claims_by_id(connection, [row["id"] for row in asked(connection, wanted, values)]))


def places_of(connection: sqlite3.Connection, item: str) -> list[tuple[str, int]]:
    """Where the figures of an item are from, the most frequent first."""
    wanted = (
        f"SELECT place, count(*) AS n FROM claims WHERE item = :item AND place IS NOT NULL{_but_gone(connection)} "
        f"GROUP BY place ORDER BY n DESC, place LIMIT {PAGE}"
    )
    return [(row["place"], row["n"]) for row in asked(connection, wanted, {"item": item})]


def source_claims(connection: sqlite3.Connection, name: str) -> list[Claim]:
    """What a source says, up to the size of a board."""
    wanted = (
        "SELECT DISTINCT s.claim_id AS id FROM sources s JOIN claims c ON c.id = s.claim_id "
        f"WHERE s.name = :name AND s.role = 'source' AND c.{_STANDING} LIMIT {BOARD}"
    )
    return _claims(connection, wanted, {"name": name})


def failures_from(connection: sqlite3.Connection, after: int) -> list[dict[str, Any]]:
    """A page of the failures of all runs."""
    wanted = f"SELECT rowid AS number, * FROM failures WHERE rowid > :after ORDER BY rowid LIMIT {PAGE}"
    return asked(connection, wanted, {"after": after})
