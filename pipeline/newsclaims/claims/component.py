"""The last stage's face: joins figures, times and attributions of a Doc into claims."""

from __future__ import annotations

from typing import NamedTuple

import msgspec
from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from newsclaims import layers, tables
from newsclaims.claims.events import event_of, place_of, places_of
from newsclaims.claims.link import Said, attribution_of, claim_id, places_in_time, sharing
from newsclaims.claims.page import Words
from newsclaims.claims.relations import Relations
from newsclaims.claims.times import Dated, Spot, dated, time_of
from newsclaims.claims.trust import Ground, confidence
from newsclaims.records import (
    ArticleMeta,
    Attribution,
    Claim,
    ClaimAttribution,
    Event,
    Figure,
    Mention,
    Producer,
    Quotation,
    Timex,
)


class Claims:
    """Writes the layer `claims`: every figure that is not just a part of a time expression."""

    def __init__(self, producer: Producer) -> None:
        self.producer = producer
        self.hedges = tables.words("en/hedges")
        self.time_weights = {
            name: float(weight) for name, weight in tables.mapping("en/time_link", "feature", "weight").items()
        }
        self.trust = trust_weights()
        self.relations = Relations(relation_words())

    def __call__(self, doc: Doc) -> Doc:
        article = layers.take_article(doc) or ArticleMeta("")
        sentences = sentences_of(doc)
        places = places_of(doc) if sentences else {}
        events: dict[int, Event | None] = {}
        claims = [
            self._claim(article, n, sentence, places, events)
            for sentence in sentences
            for n in range(len(sentence.spots))
        ]
        layers.put(doc, "claims", self.relations(doc.text, claims))
        return doc

    def _claim(
        self,
        article: ArticleMeta,
        n: int,
        sentence: Sentence,
        places: dict[int, list[Span]],
        events: dict[int, Event | None],
    ) -> Claim:
        spot = sentence.spots[n]
        said, attribution = sentence.said[n]
        time, ranked = time_of(spot, sentence.dated, sentence.spots, self.time_weights)
        return Claim(
            schema="newsclaims.claim/1",
            id=claim_id(article, spot.figure.quantity.mention),
            article=article,
            sentence=sentence.mention,
            quantity=spot.figure.quantity,
            item=spot.figure.item,
            event=self._event(spot, events),
            place=place_of(spot.token, places),
            time=time,
            attribution=said,
            relations=(),
            flags=(),
            confidence=confidence(self.trust, Ground(spot.figure, said, attribution, time, ranked)),
            produced_by=self.producer,
        )

    def _event(self, spot: Spot, known: dict[int, Event | None]) -> Event | None:
        """The event of a figure; a hedge among the figure's own words (`an estimated 40`) hedges it too."""
        event = event_of(spot.token, self.hedges, known)
        hedged = self.hedges.intersection(spot.figure.quantity.mention.text.lower().split())
        return msgspec.structs.replace(event, hedged=True) if event is not None and hedged else event


def trust_weights() -> dict[str, dict[str, float]]:
    """The weights of the evidence, by link."""
    weights: dict[str, dict[str, float]] = {}
    for evidence, weight in tables.mapping("en/trust", "evidence", "weight").items():
        link, _, name = evidence.partition(": ")
        weights.setdefault(link, {})[name] = float(weight)
    return weights


def relation_words() -> Words:
    """The tables that the relations read."""
    surfaces: dict[str, set[str]] = {}
    for row in tables.rows("en/relation_words", "surface", "kind"):
        for kind in row["kind"].split("/"):
            surfaces.setdefault(kind, set()).add(row["surface"])
    return Words(
        {kind: frozenset(words) for kind, words in surfaces.items()},
        tables.mapping("en/change_words", "surface", "direction"),
        tables.mapping("en/aside_labels", "surface", "kind"),
    )


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
        sentence.spots.append(spot)
        sentence.said.append((linked, trust))
    for candidate in dated(doc, [timex for _, timex in timexes]) if sentences else ():
        if home := sentences.get(candidate.sent):
            home.dated.append(candidate)
    return list(sentences.values())


def _spot(doc: Doc, figure: Figure, said: ClaimAttribution) -> Spot:
    span = layers.span_of(doc, figure.quantity.mention)
    token = hanging(span)
    return Spot(figure, token, span.start, span.end, token.sent.start, said.content, said.voice)


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


@Language.factory(
    "newsclaims_claims",
    requires=["doc._.quantities", "doc._.timexes", "doc._.quotations", "doc._.attributions"],
    assigns=["doc._.claims"],
    default_config={"version": "", "model": "", "fingerprint": ""},
)
def make_claims(nlp: Language, name: str, version: str, model: str, fingerprint: str) -> Claims:
    """The component that joins claims; the settings are what its records say of their producer."""
    return Claims(Producer(version, model, fingerprint))
