"""The stage's face: finds the figures of a Doc, sifts out what is no claim, and lays both on the Doc."""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from newsclaims import layers
from newsclaims.quantities.find import Raw, find, number_words_pattern, sentences_with_figures
from newsclaims.quantities.grammar import bound_of, direction_of
from newsclaims.quantities.items import item_of
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
        figures: list[Figure] = []
        numerals: list[Numeral] = []
        spans = [(sent.start_char, sent.end_char) for sent in doc.sents]
        for start, end in sentences_with_figures(doc.text, spans, self.pattern):
            self._sentence(doc, start, end, figures, numerals)
        layers.put(doc, "quantities", figures)
        layers.put(doc, "numerals", numerals)
        return doc

    def _sentence(self, doc: Doc, start: int, end: int, figures: list[Figure], numerals: list[Numeral]) -> None:
        text = doc.text
        atoms, raws = find(text, start, end, self.lex)
        earlier: list[tuple[Span, Token]] = []
        for place, raw in enumerate(raws):
            tokens = doc.char_span(raw.core, max(raw.end, raw.core + 1), alignment_mode="expand")
            answer = numeral_kind(Context(text, atoms, raw, tokens, raws, place, self.lex))
            if answer:
                numerals.append(Numeral(Mention.of(text, raw.start, raw.end), *answer))
                continue
            figures.append(self._figure(text, raw, tokens, earlier))

    def _figure(self, text: str, raw: Raw, tokens: Span, earlier: list[tuple[Span, Token]]) -> Figure:
        quantity = normalise(text, raw, direction=direction_of(tokens), bound=bound_of(tokens, self.lex))
        found = item_of(tokens, raw, earlier)
        if not found:
            return Figure(quantity, "number-grammar", 0.9)
        item, rule, noun = found
        if raw.unit is None:
            earlier.append((tokens, noun))
        return Figure(quantity, "number-grammar", 0.9, item, rule, 0.6 if rule == "left-out" else 0.8)


@Language.factory("newsclaims_quantities", requires=["doc.sents"], assigns=["doc._.quantities", "doc._.numerals"])
def make_quantities(nlp: Language, name: str) -> Quantities:
    """The component that finds figures; items need a parser before it, figures only sentences."""
    return Quantities()
