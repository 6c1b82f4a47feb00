"""Rows -> claim records: the inverse of `rows`, on a `sqlite3` connection or one of SQLAlchemy."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from newsclaims.records import SCHEMA, ArticleMeta, Claim

Row = dict[str, Any]
_PARTS = ("mentions", "sources", "relations", "flags", "flag_claims")
_ORDER = {"mentions": "part", "flag_claims": "flag, position"}
_NUMBERS = ("value", "min_value", "max_value")
_NAMED = 900
_WHOLE = 2**53
"""Up to here a double that is whole stands for an integer of the record; beyond, for what a double cannot hold."""


def asked(connection: Any, question: str, values: Mapping[str, Any] | None = None) -> list[Row]:
    """The rows of a statement with `:names` for its values, by column, on either kind of connection."""
    if isinstance(connection, sqlite3.Connection):
        cursor = connection.execute(question, values or {})
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    from sqlalchemy import text

    return [dict(row) for row in connection.execute(text(question), values or {}).mappings()]


def article_of(connection: Any, article: str) -> ArticleMeta | None:
    """The article as claims carry it, None where the database has none with this id."""
    found = asked(connection, "SELECT * FROM articles WHERE id = :id", {"id": article})
    return _article(found[0]) if found else None


def claims_of_article(connection: Any, article: str) -> list[Claim]:
    """The claims of an article that stand (not those that are gone), as they were loaded, in text order."""
    return _claims(connection, "c.article_id = :id AND c.gone_in IS NULL", {"id": article})


def claim_of(connection: Any, claim_id: str, *, gone: bool = False) -> Claim | None:
    """One claim as it was loaded; None where there is none with this id, or it is gone, unless those are asked for too.

    The article of one that is gone is as it is now: its text may be another one than the claim's.
    """
    standing = "" if gone else " AND c.gone_in IS NULL"
    return next(iter(_claims(connection, f"c.id = :id{standing}", {"id": claim_id})), None)


def claims_by_id(connection: Any, ids: Sequence[str]) -> list[Claim]:
    """The claims of these ids as they were loaded, gone or not, in their order; those not there are left out."""
    found: dict[str, Claim] = {}
    for start in range(0, len(ids), _NAMED):
        names = {f"id{n}": name for n, name in enumerate(ids[start : start + _NAMED])}
        listed = ", ".join(f":{name}" for name in names)
        found.update((claim.id, claim) for claim in _claims(connection, f"c.id IN ({listed})", names))
    return [found[name] for name in ids if name in found]


def _claims(connection: Any, which: str, values: Mapping[str, Any]) -> list[Claim]:
    rows = asked(connection, f"SELECT c.* FROM claims c WHERE {which}", values)
    if not rows:
        return []
    of_these = f"SELECT * FROM articles WHERE id IN (SELECT article_id FROM claims c WHERE {which})"
    articles = {row["id"]: _article(row) for row in asked(connection, of_these, values)}
    runs = asked(connection, f"SELECT * FROM runs WHERE id IN (SELECT run_id FROM claims c WHERE {which})", values)
    producers = {run["id"]: {name: run[name] for name in ("newsclaims", "model", "fingerprint")} for run in runs}
    parts: dict[str, dict[str, list[Row]]] = {}
    for table in _PARTS:
        parts[table] = defaultdict(list)
        hanging = f"SELECT p.* FROM {table} p JOIN claims c ON c.id = p.claim_id WHERE {which}"
        for row in asked(connection, f"{hanging} ORDER BY p.claim_id, {_ORDER.get(table, 'position')}", values):
            parts[table][row["claim_id"]].append(row)
    claims = [
        _claim(row, articles[row["article_id"]], producers, {name: found[row["id"]] for name, found in parts.items()})
        for row in rows
    ]
    return sorted(claims, key=lambda claim: (claim.quantity.mention.start, claim.quantity.mention.end, claim.id))


def _claim(row: Row, article: ArticleMeta, producers: Mapping[str, Row], parts: Mapping[str, list[Row]]) -> Claim:
    words = {mention["part"]: _mention(mention) for mention in parts["mentions"]}
    trust = {link: row[f"confidence_{link}"] for link in ("value", "item", "source", "time")}
    return msgspec.convert(
        {
            "schema": SCHEMA,
            "id": row["id"],
            "article": msgspec.to_builtins(article),
            "sentence": {"start": row["sentence_start"], "end": row["sentence_end"], "text": row["sentence"]},
            "quantity": _quantity(row, words["figure"]),
            **_linked(row, words),
            "attribution": _attribution(row, words, parts["sources"]),
            "relations": [{**relation, "target": relation["target_id"]} for relation in _true(parts["relations"])],
            "flags": [
                {**flag, "claims": [tie["other_id"] for tie in parts["flag_claims"] if tie["flag"] == flag["position"]]}
                for flag in parts["flags"]
            ],
            "confidence": {"overall": row["confidence"], **trust},
            "produced_by": producers[row["run_id"]],
        },
        Claim,
    )


def _quantity(row: Row, mention: Row) -> Row:
    names = ("kind", "value_text", "min_value_text", "max_value_text", "modifier", "unit", "per", "direction", "status")
    return {
        "mention": mention,
        **{name: row[name] for name in names},
        **{name: _number(row[name]) for name in _NUMBERS},
    }


def _number(double: float | None) -> int | float | None:
    return int(double) if double is not None and abs(double) <= _WHOLE and double == int(double) else double


def _linked(row: Row, words: Mapping[str, Row]) -> Row:
    """Item, event, place and time; each is there with its words, or not at all."""
    told: dict[str, Row] = {
        "item": {"head": row["item"]},
        "event": {"lemma": row["event"], "negated": bool(row["negated"]), "hedged": bool(row["hedged"])},
        "place": {"name": row["place"]},
        "time": {
            **{name: row[name] for name in ("timex_type", "timex_value", "timex_mod", "precision", "anchor")},
            **{name: _day(row[f"time_{name}"]) for name in ("begin", "end")},
        },
    }
    return {part: {"mention": words[part], **fields} if part in words else None for part, fields in told.items()}


def _attribution(row: Row, words: Mapping[str, Row], sources: Iterable[Row]) -> Row:
    told: dict[str, list[Row]] = {"source": [], "via": []}
    for source in sources:
        told[source["role"]].append({**source, "named": bool(source["named"]), "mention": _mention(source)})
    return {
        "voice": row["voice"],
        "cue": words.get("cue"),
        "content": words.get("content"),
        "sources": told["source"],
        "via": told["via"][0] if told["via"] else None,
        "repair": row["repair"],
    }


def _true(relations: Iterable[Row]) -> list[Row]:
    """Relations with true and false for the 1 and 0 of SQLite."""
    return [
        {**relation, "comparable": None if relation["comparable"] is None else bool(relation["comparable"])}
        for relation in relations
    ]


def _article(row: Row) -> ArticleMeta:
    return msgspec.convert({**row, "published": _day(row["published"])}, ArticleMeta)


def _mention(row: Row) -> Row:
    return {"start": row["start_char"], "end": row["end_char"], "text": row["words"]}


def _day(day: Any) -> str | None:
    """An ISO date: text in SQLite, a date in PostgreSQL."""
    return None if day is None else str(day)
