"""The last stage's face: joins figures, times and attributions of a Doc into claims."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from newsclaims import layers, tables
from newsclaims.claims.events import event_of, place_of, places_of
from newsclaims.claims.link import attribution_of, claim_id, confidence, places_in_time
from newsclaims.claims.times import Dated, Spot, dated, time_of
from newsclaims.records import (
    ArticleMeta,
    Attribution,
    Claim,
    ClaimAttribution,
    Figure,
    Mention,
    Producer,
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

    def __call__(self, doc: Doc) -> Doc:
        spots, candidates = spots_of(doc)
        article = layers.take_article(doc) or ArticleMeta("")
        places = places_of(doc) if spots else []
        claims = []
        for spot, said, trust in spots:
            found = time_of(spot, candidates, [other for other, _, _ in spots], self.time_weights)
            claims.append(
                Claim(
                    schema="newsclaims.claim/1",
                    id=claim_id(article, spot.figure.quantity.mention),
                    article=article,
                    sentence=sentence_of(spot.token.sent),
                    quantity=spot.figure.quantity,
                    item=spot.figure.item,
                    event=event_of(spot.token, self.hedges),
                    place=place_of(spot.token, places),
                    time=found[0] if found else None,
                    attribution=said,
                    relations=(),
                    confidence=confidence(spot.figure, trust, found[1] if found else None),
                    produced_by=self.producer,
                )
            )
        layers.put(doc, "claims", claims)
        return doc


def spots_of(doc: Doc) -> tuple[list[tuple[Spot, ClaimAttribution, float]], list[Dated]]:
    """The figures that are claims, each where it stands, with who says it and how sure that is; and the dated
    expressions.
    """
    timexes = layers.take(doc, "timexes", Timex)
    attributions = layers.take(doc, "attributions", Attribution)
    spots = []
    for figure in layers.take(doc, "quantities", Figure):
        if not places_in_time(figure, timexes):
            said, trust = attribution_of(figure.quantity.mention, attributions)
            spots.append((_spot(doc, figure, said), said, trust))
    return spots, dated(doc, timexes) if spots else []


def _spot(doc: Doc, figure: Figure, said: ClaimAttribution) -> Spot:
    span = layers.span_of(doc, figure.quantity.mention)
    return Spot(figure, hanging(span), span.start, span.end, said.content, said.voice)


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
    requires=["doc._.quantities", "doc._.timexes", "doc._.attributions"],
    assigns=["doc._.claims"],
    default_config={"version": "", "model": "", "fingerprint": ""},
)
def make_claims(nlp: Language, name: str, version: str, model: str, fingerprint: str) -> Claims:
    """The component that joins claims; the settings are what its records say of their producer."""
    return Claims(Producer(version, model, fingerprint))
