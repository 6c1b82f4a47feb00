"""What the stage finds in a text that nothing but the tokeniser has read."""

from __future__ import annotations

import spacy
from docs import made_doc
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


def read_tree(rows: str, ents: tuple[tuple[int, int, str], ...] = ()) -> Doc:
    """A hand-built Doc (`docs.made_doc`) on English words, with the stage's layers."""
    return COMPONENT(Doc(NLP.vocab).from_bytes(made_doc(rows, ents).to_bytes()))


def figures(doc: Doc) -> list[Figure]:
    return layers.take(doc, "quantities", Figure)


def numerals(doc: Doc) -> list[Numeral]:
    return layers.take(doc, "numerals", Numeral)
