"""A claim as schema.org has it: `Claim` with a `QuantitativeValue`; what schema.org has no word for, under our own.

schema.org's bounds take the bound in and have no word for "about": a figure that is one has no `value` of its own
(`at least 33` is `minValue` 33), and `modifier` among its properties says whether the bound is taken in. Nobody is the
`author` of what the article says in its own voice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

import msgspec

from newsclaims.export.documents import Json, framed, lines
from newsclaims.records import ArticleMeta, Claim, Item, Quantity, Source, Time

OURS = "nc"
NAMESPACE = "urn:newsclaims:claim:1#"
CONTEXT = ["https://schema.org", {OURS: NAMESPACE}]
_NO_IRI = re.compile(r"[\x00-\x20\x7f<>\"{}|\\^`]")
_PROPERTIES = ("kind", "modifier", "direction", "status", "value_text", "min_value_text", "max_value_text")
_WEB = re.compile(r"https?://[^/\s]+", re.IGNORECASE)


def schema_org(claims: Iterable[Claim], *, as_lines: bool) -> Iterator[bytes]:
    """JSON lines, each with its context; else one JSON-LD document with the claims as `@graph`."""
    if as_lines:
        yield from lines({"@context": CONTEXT, **claim_object(claim)} for claim in claims)
    else:
        context = msgspec.json.encode(CONTEXT).decode()
        yield from framed(f'{{"@context": {context}, "@graph": ', map(claim_object, claims), lambda: "}")


def claim_iri(claim_id: str) -> str:
    """The name of a claim in RDF."""
    return f"urn:newsclaims:claim:{claim_id}"


def article_iri(article: ArticleMeta) -> str:
    """The address of an article, or a name made of its id where it has none on the web."""
    if article.url and _WEB.match(article.url):
        return _NO_IRI.sub(lambda match: quote(match[0]), article.url)
    return f"urn:newsclaims:article:{quote(article.id, safe='')}"


def claim_object(claim: Claim) -> Json:
    """The claim without a context; keys that are null in the record are left out."""
    sources = claim.attribution.sources
    documents = [source for source in sources if source.kind == "document"]
    via = claim.attribution.via
    return _filled({
        "@id": claim_iri(claim.id),
        "@type": "Claim",
        "text": claim.sentence.text,
        "mainEntity": _quantity(claim.quantity),
        "about": _item(claim.item) if claim.item else None,
        "author": _authors(sources),
        "isBasedOn": [_document(source) for source in documents],
        "contributor": _speaker(via) if via and via.kind != "document" else None,
        "temporalCoverage": coverage(claim.time) if claim.time else None,
        "spatialCoverage": {"@type": "Place", "name": claim.place.name} if claim.place else None,
        "appearance": _article(claim.article),
        **_own_parts(claim),
    })  # fmt: skip


def _own_parts(claim: Claim) -> Json:
    """What schema.org has no word for."""
    via = claim.attribution.via
    return {
        f"{OURS}:event": _own(claim.event),
        f"{OURS}:time": _own(claim.time),
        f"{OURS}:attribution": _own(claim.attribution, without=("sources", "via")),
        f"{OURS}:via": _document(via) if via and via.kind == "document" else None,
        f"{OURS}:relations": [
            {**_own(relation, without=("target",)), f"{OURS}:target": {"@id": claim_iri(relation.target)}}
            for relation in claim.relations
        ],
        f"{OURS}:flags": [
            {**_own(flag, without=("claims",)), f"{OURS}:claims": [{"@id": claim_iri(one)} for one in flag.claims]}
            for flag in claim.flags
        ],
        f"{OURS}:confidence": _own(claim.confidence),
        f"{OURS}:produced_by": _own(claim.produced_by),
    }


def coverage(time: Time) -> str | None:
    """The interval in ISO 8601: a day, `begin/end`, `begin/..`, `../end`; None where both sides are open."""
    if time.begin is None and time.end is None:
        return None
    return time.begin if time.begin == time.end else f"{time.begin or '..'}/{time.end or '..'}"


def _quantity(quantity: Quantity) -> Json:
    exact = quantity.modifier == "EXACT"
    worth = quantity.value if quantity.modifier in ("EXACT", "APPROX") else None
    told = {name: getattr(quantity, name) for name in _PROPERTIES}
    return _filled({
        "@type": "QuantitativeValue",
        "name": quantity.mention.text,
        "value": worth,
        "minValue": None if exact else quantity.min_value,
        "maxValue": None if exact else quantity.max_value,
        "unitText": f"{quantity.unit} per {quantity.per}" if quantity.per else quantity.unit,
        "additionalProperty": [
            {"@type": "PropertyValue", "name": name, "value": value} for name, value in told.items() if value
        ],
    })  # fmt: skip


def _item(item: Item) -> Json:
    return {"@type": "Thing", "name": item.head, "description": item.mention.text}


def _article(article: ArticleMeta) -> Json:
    publisher = {"@type": "Organization", "name": article.publisher} if article.publisher else None
    return _filled({
        "@id": article_iri(article),
        "@type": "NewsArticle",
        "identifier": article.id,
        "headline": article.title,
        "url": article.url,
        "publisher": publisher,
        "datePublished": article.published,
        f"{OURS}:published_from": article.published_from,
        f"{OURS}:text_sha256": article.text_sha256,
    })  # fmt: skip


def _authors(sources: Iterable[Source]) -> list[Json]:
    """Who asserts it: persons and bodies; of a document, the body that it speaks for."""
    authors = []
    for source in sources:
        if source.kind != "document":
            authors.append(_speaker(source))
        elif source.organisation:
            authors.append({"@type": "Organization", "name": source.organisation})
    return authors


def _speaker(source: Source) -> Json:
    person = source.kind == "person"
    home = {"@type": "Organization", "name": source.organisation} if source.organisation else None
    kind = "Person" if person else "Organization"
    belongs = "affiliation" if person else "parentOrganization"
    return _filled({"@type": kind, **_called(source), belongs: home, f"{OURS}:kind": source.kind})


def _document(source: Source) -> Json:
    publisher = {"@type": "Organization", "name": source.organisation} if source.organisation else None
    return _filled({"@type": "CreativeWork", **_called(source), "publisher": publisher, f"{OURS}:kind": source.kind})


def _called(source: Source) -> Json:
    """A name, or the description that stands for one ("a doctor")."""
    return {"name" if source.named else "description": source.name}


def _own(part: msgspec.Struct | None, *, without: tuple[str, ...] = ()) -> Json:
    """A part of the record under our own words; a mention as what it says, null fields left out."""
    told = {}
    for name in part.__struct_fields__ if part else ():
        value = getattr(part, name)
        if name not in without:
            told[f"{OURS}:{name}"] = getattr(value, "text", value)
    return _filled(told)


def _filled(told: dict[str, Any]) -> Json:
    return {key: value for key, value in told.items() if value is not None and value not in ([], {}, "")}
