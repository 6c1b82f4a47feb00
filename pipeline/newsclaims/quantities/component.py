"""The stage's face: finds the figures of a Doc, sifts out what is no claim, and lays both on the Doc."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc, Span

from newsclaims import layers
from newsclaims.quantities.find import Raw, find, number_words_pattern, sentences_with_figures
from newsclaims.quantities.grammar import bound_of, direction_of
from newsclaims.quantities.items import Counted, item_of
from newsclaims.quantities.lexicon import Lexicon, lexicon
from newsclaims.quantities.normalise import normalise
from newsclaims.quantities.sift import Context, numeral_kind
from newsclaims.records import Figure, Mention, Numeral


@dataclass
class Quantities:
    """Writes the layers `quantities` (figures) and `numerals` (what is no claim, with its kind)."""

    lex: Lexicon = field(default_factory=lexicon)

    def __post_init__(self) -> None:
        self.pattern = number_words_pattern(self.lex)

    def __call__(self, doc: Doc) -> Doc:
        found = _Found([], [], [])
        spans = [(sent.start_char, sent.end_char) for sent in doc.sents]
        for start, end in sentences_with_figures(doc.text, spans, self.pattern):
            self._sentence(doc, start, end, found)
        layers.put(doc, "quantities", found.figures)
        layers.put(doc, "numerals", found.numerals)
        return doc

    def _sentence(self, doc: Doc, start: int, end: int, found: _Found) -> None:
        text = doc.text
        atoms, raws = find(text, start, end, self.lex)
        for place, raw in enumerate(raws):
            tokens = doc.char_span(raw.core, max(raw.end, raw.core + 1), alignment_mode="expand")
            answer = numeral_kind(Context(text, atoms, raw, tokens, raws, place, self.lex))
            if answer is None:
                found.figures.append(self._figure(text, raw, tokens, found.counted))
                continue
            found.numerals.append(Numeral(Mention.of(text, raw.start, raw.end), *answer))
            if answer[0] == "anaphoric" and (item := item_of(tokens, raw, ())):
                found.counted.append(Counted(tokens, "count", item[2]))

    def _figure(self, text: str, raw: Raw, tokens: Span, counted: list[Counted]) -> Figure:
        quantity = normalise(text, raw, direction=direction_of(tokens, self.lex), bound=bound_of(tokens, self.lex))
        item = item_of(tokens, raw, counted)
        if not item:
            return Figure(quantity, "number-grammar", 0.9)
        counted.append(Counted(tokens, quantity.unit, item[2]))
        return Figure(quantity, "number-grammar", 0.9, item[0], item[1], 0.6 if item[1] == "left-out" else 0.8)


class _Found(NamedTuple):
    """What an article has given so far."""

    figures: list[Figure]
    numerals: list[Numeral]
    counted: list[Counted]


@Language.factory("newsclaims_quantities", requires=["doc.sents"], assigns=["doc._.quantities", "doc._.numerals"])
def make_quantities(nlp: Language, name: str) -> Quantities:
    """The component that finds figures; items need a parser before it, figures only sentences."""
    return Quantities()
