"""A claim as the rows of the tables; pure, and without SQLAlchemy. Days are ISO dates, as text."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

import msgspec

from newsclaims.records import ArticleMeta, Claim, Failure, Mention, Producer, Source

Row = dict[str, Any]
_ID_DIGITS = 16
_SUM_BYTES = 64
_NO_FIELDS = msgspec.json.encode(ArticleMeta("")).removeprefix(b'{"id":""')
_NO_PRODUCER = b',"produced_by":' + msgspec.json.encode(Producer("", "", "")) + b"}"


def article_row(article: ArticleMeta, claims_sha256: str) -> Row:
    """The row of `articles`."""
    row = {name: getattr(article, name) for name in article.__struct_fields__}
    return {**row, "claims_sha256": claims_sha256}


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
    """The row of `claims`; numbers are doubles, their exact text beside them where a double does not hold them.

    Written out, for a load makes millions.
    """
    quantity, event, time, trust = claim.quantity, claim.event, claim.time, claim.confidence
    value, least, most = quantity.value, quantity.min_value, quantity.max_value
    return {
        "id": claim.id,
        "article_id": claim.article.id,
        "run_id": run,
        "gone_in": None,
        "record_sha256": record_sha256,
        "sentence": claim.sentence.text,
        "sentence_start": claim.sentence.start,
        "sentence_end": claim.sentence.end,
        "kind": quantity.kind,
        "value": None if value is None else float(value),
        "value_text": quantity.value_text,
        "min_value": None if least is None else float(least),
        "min_value_text": quantity.min_value_text,
        "max_value": None if most is None else float(most),
        "max_value_text": quantity.max_value_text,
        "modifier": quantity.modifier,
        "unit": quantity.unit,
        "per": quantity.per,
        "direction": quantity.direction,
        "status": quantity.status,
        "item": claim.item.head if claim.item else None,
        "event": event.lemma if event else None,
        "negated": event.negated if event else None,
        "hedged": event.hedged if event else None,
        "place": claim.place.name if claim.place else None,
        "timex_type": time.timex_type if time else None,
        "timex_value": time.timex_value if time else None,
        "timex_mod": time.timex_mod if time else None,
        "precision": time.precision if time else None,
        "anchor": time.anchor if time else None,
        "time_begin": time.begin if time else None,
        "time_end": time.end if time else None,
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
    name, said = claim.id, claim.attribution
    for part, mention in _mentions(claim):
        words = {"start_char": mention.start, "end_char": mention.end, "words": mention.text}
        yield "mentions", {"claim_id": name, "part": part, **words}
    for position, source in enumerate(said.sources):
        yield "sources", _source(name, "source", position, source)
    if said.via is not None:
        yield "sources", _source(name, "via", 0, said.via)
    for position, relation in enumerate(claim.relations):
        told = {field: getattr(relation, field) for field in ("type", "factor", "comparable", "reason")}
        yield "relations", {"claim_id": name, "position": position, "target_id": relation.target, **told}
    for position, flag in enumerate(claim.flags):
        yield "flags", {"claim_id": name, "position": position, "kind": flag.kind, "reason": flag.reason}
        for place, other in enumerate(flag.claims):
            yield "flag_claims", {"claim_id": name, "flag": position, "position": place, "other_id": other}


def _mentions(claim: Claim) -> Iterator[tuple[str, Mention]]:
    yield "figure", claim.quantity.mention
    if claim.item:
        yield "item", claim.item.mention
    if claim.event:
        yield "event", claim.event.mention
    if claim.place:
        yield "place", claim.place.mention
    if claim.time:
        yield "time", claim.time.mention
    if claim.attribution.cue:
        yield "cue", claim.attribution.cue
    if claim.attribution.content:
        yield "content", claim.attribution.content


def _source(claim: str, role: str, position: int, source: Source) -> Row:
    named = {name: getattr(source, name) for name in ("name", "kind", "organisation", "named")}
    at = source.mention
    words = {"start_char": at.start, "end_char": at.end, "words": at.text}
    return {"claim_id": claim, "role": role, "position": position, **named, **words}
