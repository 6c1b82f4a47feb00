"""The last stage's face: joins figures, times and attributions of a Doc into claims."""

from __future__ import annotations

import msgspec
from spacy.language import Language
from spacy.tokens import Doc, Span

from newsclaims import layers, tables
from newsclaims.claims.events import event_of, place_of, places_of
from newsclaims.claims.link import claim_id
from newsclaims.claims.linking import Link, Linker, TableLinker
from newsclaims.claims.page import Words
from newsclaims.claims.relations import Relations
from newsclaims.claims.sentences import Sentence, sentences_of
from newsclaims.claims.times import Spot
from newsclaims.claims.trust import confidence
from newsclaims.records import ArticleMeta, Claim, Event, Producer


class Claims:
    """Writes the layer `claims`: every figure that is not just a part of a time expression.

    `linker` ties figures to items and times: the model's reader of links, or the tables where it has none.
    """

    def __init__(self, producer: Producer) -> None:
        self.producer = producer
        self.linker: Linker = TableLinker()
        self.hedges = tables.words("en/hedges")
        self.trust = trust_weights()
        self.relations = Relations(relation_words())

    def __call__(self, doc: Doc) -> Doc:
        article = layers.take_article(doc) or ArticleMeta("")
        sentences = sentences_of(doc)
        places = places_of(doc) if sentences else {}
        events: dict[int, Event | None] = {}
        claims = [
            self._claim(article, n, sentence, link, (places, events))
            for sentence, links in zip(sentences, self.linker.links(doc, sentences), strict=True)
            for n, link in enumerate(links)
        ]
        layers.put(doc, "claims", self.relations(doc.text, claims))
        return doc

    def _claim(
        self,
        article: ArticleMeta,
        n: int,
        sentence: Sentence,
        link: Link,
        known: tuple[dict[int, list[Span]], dict[int, Event | None]],
    ) -> Claim:
        """The claim of the sentence's figure number `n`; `known` are the Doc's places and the events told so far."""
        spot, figure, (places, events) = sentence.spots[n], link.figure, known
        said, attribution = sentence.said[n]
        return Claim(
            schema="newsclaims.claim/1",
            id=claim_id(article, spot.figure.quantity.mention),
            article=article,
            sentence=sentence.mention,
            quantity=figure.quantity,
            item=figure.item,
            event=self._event(spot, events),
            place=place_of(spot.token, places),
            time=link.time(spot),
            attribution=said,
            relations=(),
            flags=(),
            confidence=confidence(self.trust, link.ground(spot, said, attribution)),
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


@Language.factory(
    "newsclaims_claims",
    requires=["doc._.quantities", "doc._.timexes", "doc._.quotations", "doc._.attributions"],
    assigns=["doc._.claims"],
    default_config={"version": "", "model": "", "fingerprint": ""},
)
def make_claims(nlp: Language, name: str, version: str, model: str, fingerprint: str) -> Claims:
    """The component that joins claims; the settings are what its records say of their producer."""
    return Claims(Producer(version, model, fingerprint))
