"""A claim as a W3C Web Annotation of its figure: where it stands, and what is claimed, as schema.org has it.

Positions are those of the record: code points of the article's text as it was read, which for a web page is what was
taken out of it; the quote beside them finds the figure in the page. W3C Recommendation of 23 February 2017.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

import msgspec

from newsclaims.export.documents import Json, framed, lines
from newsclaims.export.mentions import mentions_of
from newsclaims.export.schema_org import CONTEXT as SCHEMA_ORG
from newsclaims.export.schema_org import NAMESPACE, OURS, article_iri, claim_object
from newsclaims.records import Claim, Mention
from newsclaims.write.table import interval, said_by, worth

CONTEXT = [
    "http://www.w3.org/ns/anno.jsonld",
    {OURS: NAMESPACE, "parts": {"@id": f"{OURS}:parts", "@container": "@set"}, "role": f"{OURS}:role"},
]
# Null first: else the words of annotations would go on to hold where schema.org has the same (`name`, `value`).
_BODY = [None, *SCHEMA_ORG]
_AROUND = 32
_ID_DIGITS = 16


def web_annotations(claims: Iterable[Claim], *, as_lines: bool) -> Iterator[bytes]:
    """JSON lines, an annotation each; else an AnnotationCollection with one page, named by a hash of its claims."""
    if as_lines:
        yield from lines({"@context": CONTEXT, **annotation(claim)} for claim in claims)
        return
    digest, count = hashlib.sha256(), 0

    def told() -> Iterator[Json]:
        nonlocal count
        for claim in claims:
            digest.update(claim.id.encode())
            count += 1
            yield annotation(claim)

    def closing() -> str:
        name = f"urn:newsclaims:annotations:{digest.hexdigest()[:_ID_DIGITS]}"
        return f', "id": "{name}:1"}}, "id": "{name}", "total": {count}}}'

    context = msgspec.json.encode(CONTEXT).decode()
    page = '{"type": "AnnotationPage", "startIndex": 0, "items": '
    yield from framed(f'{{"@context": {context}, "type": "AnnotationCollection", "first": {page}', told(), closing)


def annotation(claim: Claim) -> Json:
    """The annotation without a context. Its bodies: a line for people, and the claim for machines."""
    made_by = claim.produced_by
    return {
        "id": f"urn:newsclaims:annotation:{claim.id}",
        "type": "Annotation",
        "motivation": "describing",
        "generator": {"type": "Software", "name": f"newsclaims {made_by.newsclaims} ({made_by.model})"},
        "body": [
            {"type": "TextualBody", "value": _in_words(claim), "format": "text/plain", "purpose": "describing"},
            {"@context": _BODY, **claim_object(claim)},
        ],
        "target": _place(claim, claim.quantity.mention, around=_AROUND),
        "parts": [
            {"role": role, **_place(claim, mention)} for role, mention, _ in mentions_of(claim) if role != "figure"
        ],
    }


def _in_words(claim: Claim) -> str:
    """What a reader wants to know at a glance: "≥ 33 child; UN; 2019-06-24 … 2019-07-24"."""
    told = [f"{worth(claim.quantity)}{f' {claim.item.head}' if claim.item else ''}"]
    told += [said_by(claim)] if claim.attribution.sources else []
    return "; ".join([*told, interval(claim.time)] if claim.time else told)


def _place(claim: Claim, mention: Mention, *, around: int = 0) -> Json:
    """Where a mention stands; with so many characters of its sentence on either side."""
    quote = {"type": "TextQuoteSelector", "exact": mention.text}
    sentence = claim.sentence
    start, end = mention.start - sentence.start, mention.end - sentence.start
    if around and start >= 0 and end <= len(sentence.text):
        before, after = sentence.text[max(start - around, 0) : start], sentence.text[end : end + around]
        quote |= ({"prefix": before} if before else {}) | ({"suffix": after} if after else {})
    position = {"type": "TextPositionSelector", "start": mention.start, "end": mention.end}
    return {"type": "SpecificResource", "source": article_iri(claim.article), "selector": [position, quote]}
