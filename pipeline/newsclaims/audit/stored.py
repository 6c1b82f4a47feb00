"""Claims as the tables hold them -> records again, with what the page shows beside them.

A record comes back as it went in, but for two things that no column keeps: who produced it stands in `runs`, and a whole
number that was written with a point is written without.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from newsclaims.records import (
    SCHEMA,
    ArticleMeta,
    Claim,
    ClaimAttribution,
    Confidence,
    Event,
    Flag,
    Item,
    Mention,
    Place,
    Producer,
    Quantity,
    Relation,
    Source,
    Time,
)

_NAMED = 900
Row = sqlite3.Row
Parts = dict[str, list[Row]]


@dataclass(frozen=True)
class Reading:
    """Why a part of a claim reads so, and what it would have read else (see `records.Reason`)."""

    rule: str | None
    next_best: str | None
    next_confidence: float | None


@dataclass(frozen=True)
class Stored:
    """A claim of the database; `gone` where the newest run of its article has it no more."""

    claim: Claim
    gone: bool = False
    readings: dict[str, Reading] = field(default_factory=dict)


def stored_claims(connection: sqlite3.Connection, ids: Sequence[str]) -> list[Stored]:
    """The claims of these ids, in their order; an id that the database does not have is left out."""
    found: dict[str, Stored] = {}
    for start in range(0, len(ids), _NAMED):
        lot = list(ids[start : start + _NAMED])
        holes = ", ".join("?" * len(lot))
        parts = {name: _by_claim(connection, name, order, holes, lot) for name, order in _ORDERS.items()}
        articles = _articles(connection, holes, lot)
        for row in rows(connection, f"SELECT * FROM claims WHERE id IN ({holes})", lot):
            of = {name: rows.get(row["id"], []) for name, rows in parts.items()}
            readings = {r["part"]: Reading(r["rule"], r["next_best"], r["next_confidence"]) for r in of["readings"]}
            claim = _claim(row, articles[row["article_id"]], of)
            found[row["id"]] = Stored(claim, row["gone_in"] is not None, readings)
    return [found[name] for name in ids if name in found]


_ORDERS = {
    "mentions": "part",
    "sources": "role, position",
    "relations": "position",
    "flags": "position",
    "flag_claims": "flag, position",
    "readings": "part",
}


def rows(connection: sqlite3.Connection, question: str, values: Sequence[Any]) -> Iterator[Row]:
    """The rows that answer a question, with the names of their columns."""
    cursor = connection.cursor()
    cursor.row_factory = sqlite3.Row
    return cursor.execute(question, values)


def _by_claim(
    connection: sqlite3.Connection, table: str, order: str, holes: str, ids: Sequence[str]
) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows(connection, f"SELECT * FROM {table} WHERE claim_id IN ({holes}) ORDER BY claim_id, {order}", ids):
        found[row["claim_id"]].append(row)
    return found


def _articles(connection: sqlite3.Connection, holes: str, ids: Sequence[str]) -> dict[str, ArticleMeta]:
    wanted = f"SELECT * FROM articles WHERE id IN (SELECT article_id FROM claims WHERE id IN ({holes}))"
    return {row["id"]: article_meta(row) for row in rows(connection, wanted, ids)}


def article_meta(row: Row) -> ArticleMeta:
    """The article of a row of `articles`."""
    return ArticleMeta(**{name: row[name] for name in ArticleMeta.__struct_fields__})


def _claim(row: Row, article: ArticleMeta, of: Parts) -> Claim:
    words = {part["part"]: _mention(part) for part in of["mentions"]}
    event = words.get("event")
    return Claim(
        schema=SCHEMA,
        id=row["id"],
        article=article,
        sentence=Mention(row["sentence_start"], row["sentence_end"], row["sentence"]),
        quantity=_quantity(row, words["figure"]),
        item=Item(words["item"], row["item"]) if "item" in words else None,
        event=Event(event, row["event"], bool(row["negated"]), bool(row["hedged"])) if event else None,
        place=Place(words["place"], row["place"]) if "place" in words else None,
        time=_time(row, words["time"]) if "time" in words else None,
        attribution=_attribution(row, words, of["sources"]),
        relations=tuple(map(_relation, of["relations"])),
        flags=tuple(_flag(flag, of["flag_claims"]) for flag in of["flags"]),
        confidence=Confidence(*(row[f"confidence{link}"] for link in ("", "_value", "_item", "_source", "_time"))),
        produced_by=Producer("", "", ""),
    )


def _mention(row: Row) -> Mention:
    return Mention(row["start_char"], row["end_char"], row["words"])


def _quantity(row: Row, mention: Mention) -> Quantity:
    numbers = {name: _number(row[name]) for name in ("value", "min_value", "max_value")}
    texts = {f"{name}_text": row[f"{name}_text"] for name in numbers}
    rest = {name: row[name] for name in ("kind", "modifier", "unit", "per", "direction", "status")}
    return Quantity(mention=mention, **numbers, **texts, **rest)


def _number(stored: float | None) -> int | float | None:
    return int(stored) if stored is not None and stored.is_integer() else stored


def _time(row: Row, mention: Mention) -> Time:
    kept = {name: row[name] for name in ("timex_type", "timex_value", "timex_mod", "precision", "anchor")}
    return Time(mention=mention, begin=row["time_begin"], end=row["time_end"], **kept)


def _attribution(row: Row, words: dict[str, Mention], sources: list[Row]) -> ClaimAttribution:
    named = {role: [_source(one) for one in sources if one["role"] == role] for role in ("source", "via")}
    via = named["via"][0] if named["via"] else None
    parts = (words.get("cue"), words.get("content"), tuple(named["source"]))
    return ClaimAttribution(row["voice"], *parts, via, row["repair"])


def _source(row: Row) -> Source:
    return Source(row["name"], row["kind"], row["organisation"], bool(row["named"]), _mention(row))


def _relation(row: Row) -> Relation:
    comparable = None if row["comparable"] is None else bool(row["comparable"])
    return Relation(row["type"], row["target_id"], row["factor"], comparable, row["reason"])


def _flag(row: Row, others: list[Row]) -> Flag:
    about = tuple(other["other_id"] for other in others if other["flag"] == row["position"])
    return Flag(row["kind"], row["reason"], about)
