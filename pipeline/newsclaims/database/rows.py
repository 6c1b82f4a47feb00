"""A claim as the rows of the tables; pure, and without SQLAlchemy."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date
from typing import Any

import msgspec

from newsclaims.records import ArticleMeta, Claim, Failure, Mention, Producer, Quantity, Source

Row = dict[str, Any]
_ID_DIGITS = 16
_SUM_BYTES = 64
_NO_FIELDS = msgspec.json.encode(ArticleMeta("")).removeprefix(b'{"id":""')
_NO_PRODUCER = b',"produced_by":' + msgspec.json.encode(Producer("", "", "")) + b"}"


def article_row(article: ArticleMeta, claims_sha256: str) -> Row:
    """The row of `articles`."""
    row = {name: getattr(article, name) for name in article.__struct_fields__}
    return {**row, "published": _day(article.published), "claims_sha256": claims_sha256}


def run_id(files_sha256: str, producer: Producer | None) -> str:
    """The name of a run: the same for the same files and producer, on every machine and day."""
    maker = msgspec.json.encode(producer)
    return hashlib.sha256(files_sha256.encode() + maker).hexdigest()[:_ID_DIGITS]


def run_row(name: str, producer: Producer | None, claims: int) -> Row:
    """The row of `runs`, before its last batch is in."""
    fields = ("newsclaims", "model", "fingerprint")
    made_by = {field: getattr(producer, field, None) for field in fields}
    return {"id": name, **made_by, "claims": claims, "whole": False}


def failure_row(run: str, position: int, failure: Failure) -> Row:
    """The row of `failures`."""
    told = {"article": failure.article, "location": failure.where, "stage": failure.stage}
    return {"run_id": run, "position": position, **told, "message": failure.message, "mend": failure.mend}


def digest(line: bytes) -> bytes:
    """A digest of what a record says, from its line as `extract` writes it (SHA-256).

    Who produced the record and its article's own fields are left out. The three marks that are looked for stand in no
    string of a line: there a quotation mark would have a backslash before it.
    """
    fields = line.index(b',"url":')
    says = line.index(b',"sentence":{', fields)
    maker = line.rindex(b',"produced_by":{')
    return hashlib.sha256(line[:fields] + _NO_FIELDS + line[says:maker] + _NO_PRODUCER).digest()


def article_fields(line: bytes) -> bytes:
    """The fields of its article but the id, as a record's line has them."""
    return line[line.index(b',"url":') : line.index(b',"sentence":{')]


def article_digest(claims: int, fields: bytes) -> str:
    """A digest of an article: of the sum of its claims' digests, which no order changes, and of its own fields."""
    return hashlib.sha256(claims.to_bytes(_SUM_BYTES, "big") + fields).hexdigest()


def claim_row(claim: Claim, run: str, record_sha256: str) -> Row:
    """The row of `claims`; numbers are doubles, their exact text beside them where a double does not hold them."""
    trust = claim.confidence
    return {
        "id": claim.id,
        "article_id": claim.article.id,
        "run_id": run,
        "gone_in": None,
        "record_sha256": record_sha256,
        "sentence": claim.sentence.text,
        "sentence_start": claim.sentence.start,
        "sentence_end": claim.sentence.end,
        **_quantity(claim.quantity),
        "item": claim.item.head if claim.item else None,
        "event": claim.event.lemma if claim.event else None,
        "negated": claim.event.negated if claim.event else None,
        "hedged": claim.event.hedged if claim.event else None,
        "place": claim.place.name if claim.place else None,
        **_time(claim),
        "voice": claim.attribution.voice,
        "repair": claim.attribution.repair,
        "confidence": trust.overall,
        "confidence_value": trust.value,
        "confidence_item": trust.item,
        "confidence_source": trust.source,
        "confidence_time": trust.time,
    }


def part_rows(claim: Claim) -> Iterator[tuple[str, Row]]:
    """The rows that hang on a claim, each with the name of its table."""
    for part, mention in _mentions(claim):
        if mention is not None:
            yield "mentions", {"claim_id": claim.id, "part": part, **_words(mention)}
    for position, source in enumerate(claim.attribution.sources):
        yield "sources", _source(claim.id, "source", position, source)
    if claim.attribution.via is not None:
        yield "sources", _source(claim.id, "via", 0, claim.attribution.via)
    for position, relation in enumerate(claim.relations):
        told = {name: getattr(relation, name) for name in ("type", "factor", "comparable", "reason")}
        yield "relations", {"claim_id": claim.id, "position": position, "target_id": relation.target, **told}
    for position, flag in enumerate(claim.flags):
        yield "flags", {"claim_id": claim.id, "position": position, "kind": flag.kind, "reason": flag.reason}
        for place, other in enumerate(flag.claims):
            yield "flag_claims", {"claim_id": claim.id, "flag": position, "position": place, "other_id": other}


def _mentions(claim: Claim) -> Iterator[tuple[str, Mention | None]]:
    yield "figure", claim.quantity.mention
    for part in ("item", "event", "place", "time"):
        named = getattr(claim, part)
        yield part, named.mention if named else None
    yield "cue", claim.attribution.cue
    yield "content", claim.attribution.content


def _quantity(quantity: Quantity) -> Row:
    row = {name: getattr(quantity, name) for name in quantity.__struct_fields__ if name != "mention"}
    for name in ("value", "min_value", "max_value"):
        row[name] = None if row[name] is None else float(row[name])
    return row


def _time(claim: Claim) -> Row:
    time = claim.time
    row: Row = {
        name: getattr(time, name, None) for name in ("timex_type", "timex_value", "timex_mod", "precision", "anchor")
    }
    return {**row, "time_begin": _day(time.begin) if time else None, "time_end": _day(time.end) if time else None}


def _source(claim: str, role: str, position: int, source: Source) -> Row:
    named = {name: getattr(source, name) for name in ("name", "kind", "organisation", "named")}
    return {"claim_id": claim, "role": role, "position": position, **named, **_words(source.mention)}


def _words(mention: Mention) -> Row:
    return {"start_char": mention.start, "end_char": mention.end, "words": mention.text}


def _day(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None
