"""The last stage's face: joins figures, times and attributions of a Doc into claims."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from newsclaims import layers, tables
from newsclaims.claims.events import event_of, place_of, places_of
from newsclaims.claims.link import attribution_of, claim_id, confidence, places_in_time
from newsclaims.claims.times import Dated, dated, time_of
from newsclaims.records import SCHEMA, ArticleMeta, Attribution, Claim, Figure, Mention, Producer, Timex


class Claims:
    """Writes the layer `claims`: every figure that is not just a part of a time expression."""

    def __init__(self, producer: Producer) -> None:
        self.producer = producer
        self.hedges = tables.words("en/hedges")

    def __call__(self, doc: Doc) -> Doc:
        article = layers.take_article(doc) or ArticleMeta("")
        timexes = layers.take(doc, "timexes", Timex)
        attributions = layers.take(doc, "attributions", Attribution)
        candidates, places = dated(doc, timexes), places_of(doc.ents)
        claims: list[Claim] = []
        for figure in layers.take(doc, "quantities", Figure):
            if not places_in_time(figure, timexes):
                claims.append(self._claim(doc, article, figure, attributions, (candidates, places)))
        layers.put(doc, "claims", claims)
        return doc

    def _claim(
        self, doc: Doc, article: ArticleMeta, figure: Figure, attributions: list[Attribution],
        around: tuple[list[Dated], list[Span]],
    ) -> Claim:  # fmt: skip
        mention = figure.quantity.mention
        candidates, places = around
        head = figure_head(doc, figure)
        said, source_trust = attribution_of(mention, attributions)
        found = time_of(head, mention, said.content if said.voice == "indirect" else None, candidates)
        return Claim(
            schema=SCHEMA,
            id=claim_id(article, mention),
            article=article,
            sentence=sentence_of(head),
            quantity=figure.quantity,
            item=figure.item,
            event=event_of(head, self.hedges),
            place=place_of(head, places),
            time=found[0] if found else None,
            attribution=said,
            relations=(),
            confidence=confidence(figure, source_trust, found[1] if found else None),
            produced_by=self.producer,
        )


def figure_head(doc: Doc, figure: Figure) -> Token:
    """The token by which a figure hangs in the tree: the root of its own words."""
    mention = figure.quantity.mention
    span = doc.char_span(mention.start, mention.end, alignment_mode="expand")
    return span.root


def sentence_of(token: Token) -> Mention:
    """The sentence around a token, without white space at its edges."""
    sent = token.sent
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
    return Claims(Producer(version, model or f"{nlp.meta.get('lang')}_{nlp.meta.get('name')}", fingerprint))
