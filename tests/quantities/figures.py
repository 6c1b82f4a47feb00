"""What the stage finds in a text that nothing but the tokeniser has read."""

from __future__ import annotations

import spacy
from spacy.tokens import Doc

from newsclaims import layers
from newsclaims.quantities.component import make_quantities
from newsclaims.records import Figure, Numeral

NLP = spacy.blank("en")
COMPONENT = make_quantities(NLP, "newsclaims_quantities")


def read(text: str) -> Doc:
    """The text as one sentence, with the stage's layers."""
    doc = NLP.make_doc(text)
    for token in doc:
        token.is_sent_start = token.i == 0
    return COMPONENT(doc)


def figures(doc: Doc) -> list[Figure]:
    return layers.take(doc, "quantities", Figure)


def numerals(doc: Doc) -> list[Numeral]:
    return layers.take(doc, "numerals", Numeral)
