"""What the overview counts: read once from all claims, and again only after a load."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field

from newsclaims.database.stored import asked

Counts = list[tuple[str, int]]
_MOST = 1_000
Stamp = tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Tallies:
    """Counts over the whole database, those by name with the largest first; `months` are in their order, by month of
    publication. Claims that are gone are in none but `gone`.
    """

    claims: int = 0
    articles: int = 0
    failures: int = 0
    gone: int = 0
    with_text: int = 0
    parts: dict[str, int] = field(default_factory=dict)
    kinds: Counts = field(default_factory=list)
    months: Counts = field(default_factory=list)
    items: Counts = field(default_factory=list)
    sources: Counts = field(default_factory=list)
    flags: Counts = field(default_factory=list)
    numerals: Counts = field(default_factory=list)
    stages: Counts = field(default_factory=list)
    stamp: Stamp = ()


def stamp(connection: sqlite3.Connection) -> Stamp:
    """What changes with every load."""
    return tuple((row["id"], row["whole"]) for row in asked(connection, "SELECT id, whole FROM runs ORDER BY id"))


def tallies(connection: sqlite3.Connection) -> Tallies:
    """Count everything: some seconds for a million claims."""

    def number(question: str) -> int:
        return int(asked(connection, f"SELECT ({question}) AS n")[0]["n"] or 0)

    def counts(question: str) -> Counts:
        found = asked(connection, f"SELECT name, n FROM ({question}) ORDER BY n DESC, name LIMIT {_MOST}")
        return [(str(row["name"]), row["n"]) for row in found if row["n"]]

    parts = asked(connection, _PARTS)[0]
    return Tallies(
        claims=parts["claims"] or 0,
        articles=number("SELECT count(*) FROM articles"),
        failures=number("SELECT count(*) FROM failures"),
        gone=number("SELECT count(*) FROM claims WHERE gone_in IS NOT NULL"),
        with_text=number("SELECT count(*) FROM article_texts"),
        parts={name: count or 0 for name, count in parts.items() if name != "claims"},
        kinds=counts("SELECT kind AS name, count(*) AS n FROM claims WHERE gone_in IS NULL GROUP BY kind"),
        months=sorted(counts(_MONTHS)),
        items=counts(_ITEMS),
        sources=counts(_SOURCES),
        flags=counts("SELECT kind AS name, count(*) AS n FROM flags GROUP BY kind"),
        numerals=counts("SELECT kind AS name, count(*) AS n FROM numerals GROUP BY kind"),
        stages=counts("SELECT stage AS name, count(*) AS n FROM failures GROUP BY stage"),
        stamp=stamp(connection),
    )


_PARTS = """
    SELECT count(*) AS claims, count(item) AS "counts or measures a named item",
           sum(time_begin IS NOT NULL OR time_end IS NOT NULL) AS "has a dated interval",
           sum(voice <> 'narrator') AS "is said by a source", count(place) AS "has a place",
           sum(confidence >= 0.5) AS "is right as a whole, more likely than not"
    FROM claims WHERE gone_in IS NULL
"""
_MONTHS = """
    SELECT substr(a.published, 1, 7) AS name, sum(c.n) AS n
    FROM (SELECT article_id, count(*) AS n FROM claims WHERE gone_in IS NULL GROUP BY article_id) c
    JOIN articles a ON a.id = c.article_id WHERE a.published IS NOT NULL GROUP BY 1
"""
# By the index alone; what is gone, which is little, is taken off again. The plus and CROSS JOIN have SQLite look for
# that by what is gone, and not by all items and names.
_ITEMS = """
    SELECT item AS name, sum(n) AS n FROM (
      SELECT item, count(*) AS n FROM claims WHERE item IS NOT NULL GROUP BY item
      UNION ALL
      SELECT item, -count(*) FROM claims WHERE gone_in IS NOT NULL AND item IS NOT NULL GROUP BY +item
    ) GROUP BY item
"""
_SOURCES = """
    SELECT name, sum(n) AS n FROM (
      SELECT name, count(*) AS n FROM sources WHERE role = 'source' GROUP BY name
      UNION ALL
      SELECT s.name, -count(*) FROM claims c CROSS JOIN sources s ON s.claim_id = c.id AND s.role = 'source'
      WHERE c.gone_in IS NOT NULL GROUP BY s.name
    ) GROUP BY name
"""
