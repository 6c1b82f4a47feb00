"""The attribution stage as a spaCy component: take the Doc, find cues and quotations, link them, put the layer."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.language import Language
from spacy.tokens import Doc

from newsclaims import layers
from newsclaims.attribution.find import find_cues
from newsclaims.attribution.link import link_attributions
from newsclaims.attribution.mentions import acronym_pairs, name_mentions
from newsclaims.attribution.names import Names
from newsclaims.attribution.quotes import Quote, find_quotes
from newsclaims.attribution.sources import Resolver
from newsclaims.attribution.spoken import with_spoken
from newsclaims.attribution.words import Words, load_words
from newsclaims.records import Mention, Quotation, Speech


class Attributions:
    """Writes the layers `quotations`, and `attributions`: who asserts which characters of the article."""

    def __init__(self, words: Words) -> None:
        self._words = words

    def __call__(self, doc: Doc) -> Doc:
        text = doc.text
        starts = paragraphs(doc, text)
        quotes = find_quotes(text, starts)
        marked = [Quotation(Mention.of(text, quote.start, quote.end), quote.repair) for quote in quotes]
        layers.put(doc, "quotations", marked)
        speech = layers.take(doc, "speech", Speech)
        cues = with_spoken(find_cues(doc, self._words, starts), speech, doc, self._words)
        layers.put(
            doc, "attributions", link_attributions(text, cues, quotes, resolver_of(doc, quotes, self._words), starts)
        )
        return doc


def resolver_of(doc: Doc, quotes: Sequence[Quote], words: Words) -> Resolver:
    """What resolves the sources of a Doc, to be asked in the order of the text."""
    text, mentions = doc.text, name_mentions(doc, words, quotes)
    return Resolver(text, Names(mentions, acronym_pairs(text, mentions), words), words)


def paragraphs(doc: Doc, text: str) -> list[int]:
    """Offsets at which a sentence starts on a new line: the paragraphs as the parse left them."""
    starts = [0]
    for sent in doc.sents:
        first = sent[0]
        while first.is_space and first.i + 1 < sent.end:
            first = first.nbor()
        before = text[max(0, first.idx - 40) : first.idx]
        if "\n" in before[len(before.rstrip()) :]:
            starts.append(first.idx)
    return starts


@Language.factory(
    "newsclaims_attribution",
    requires=["token.dep", "doc.sents", "doc.ents"],
    assigns=["doc._.quotations", "doc._.attributions"],
)
def make_attribution(nlp: Language, name: str) -> Attributions:
    """The component; loads its tables."""
    return Attributions(load_words())
