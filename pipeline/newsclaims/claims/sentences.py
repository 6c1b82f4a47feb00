"""The sentences that hold claims: their figures where they stand, who says each, and their dates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import msgspec
from spacy.tokens import Doc, Span, Token

from newsclaims import layers
from newsclaims.claims.levels import came_from, said_again
from newsclaims.claims.link import Said, attribution_of, places_in_time, sharing
from newsclaims.claims.times import Dated, Spot, dated
from newsclaims.records import Attribution, ClaimAttribution, Figure, Mention, Quotation, Timex


class Sentence(NamedTuple):
    """A sentence that holds claims: its figures where they stand, who says each and by which attribution, its dates."""

    mention: Mention
    spots: list[Spot]
    said: list[Said]
    dated: list[Dated]


def sentences_of(doc: Doc) -> list[Sentence]:
    """The sentences that hold claims, in text order; a figure that only places something in time is left out."""
    figures = layers.take(doc, "quantities", Figure)
    timexes = [(timex.mention, timex) for timex in layers.take(doc, "timexes", Timex)]
    contents = [
        (c, attribution) for attribution in layers.take(doc, "attributions", Attribution) for c in attribution.contents
    ]
    quotations = [(quotation.mention, quotation) for quotation in layers.take(doc, "quotations", Quotation)]
    mentions = [figure.quantity.mention for figure in figures]
    sentences: dict[int, Sentence] = {}
    near = (sharing(mentions, spans) for spans in (timexes, contents, quotations))
    for figure, at, around, quoted in zip(figures, *near, strict=True):
        if places_in_time(figure, [timex for _, timex in at]):
            continue
        linked, trust = attribution_of(figure.quantity.mention, around)
        if repair := next((quotation.repair for _, quotation in quoted if quotation.repair), None):
            linked = msgspec.structs.replace(linked, repair=repair)
        spot = _spot(doc, figure, linked)
        if spot.sent not in sentences:
            sentences[spot.sent] = Sentence(sentence_of(spot.token.sent), [], [], [])
        sentence = sentences[spot.sent]
        sentence.spots.append(replace(spot, older=_older(doc, spot, sentence.spots)))
        sentence.said.append((linked, trust))
    for candidate in dated(doc, [timex for _, timex in timexes]) if sentences else ():
        if home := sentences.get(candidate.sent):
            home.dated.append(candidate)
    return list(sentences.values())


def _spot(doc: Doc, figure: Figure, said: ClaimAttribution) -> Spot:
    span = layers.span_of(doc, figure.quantity.mention)
    token = hanging(span)
    return Spot(figure, token, span.start, span.end, token.sent.start, said.content, said.voice)


def _older(doc: Doc, spot: Spot, before: Sequence[Spot]) -> bool:
    """Whether another figure came from this one, or from the one `before` it that this says again."""
    also = bool(before) and before[-1].older and said_again(doc, before[-1].last, spot.first)
    return also or came_from(doc, spot.first, spot.sent)


def hanging(span: Span) -> Token:
    """The token by which a figure hangs in the tree: its number, else the root of its words."""
    numbers = [token for token in span if token.tag_ in {"CD", "$"} and not span.start <= token.head.i < span.end]
    return numbers[-1] if numbers else span.root


def sentence_of(sent: Span) -> Mention:
    """A sentence without white space at its edges."""
    text = sent.text
    start = sent.start_char + len(text) - len(text.lstrip())
    stripped = text.strip()
    return Mention(start, start + len(stripped), stripped)
