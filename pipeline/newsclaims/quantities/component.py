"""The stage's face: finds the figures of a Doc, sifts out what is no claim, and lays both on the Doc."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import msgspec
from spacy.language import Language
from spacy.tokens import Doc, Span

from newsclaims import layers
from newsclaims.quantities.affixes import Raw
from newsclaims.quantities.currency import home_dollar, in_currency
from newsclaims.quantities.find import find, number_words_pattern, ordinals_pattern, sentences_with_figures
from newsclaims.quantities.grammar import bound_of, direction_of
from newsclaims.quantities.items import Counted, item_of
from newsclaims.quantities.lexicon import Lexicon, lexicon
from newsclaims.quantities.normalise import kind_and_unit, normalise
from newsclaims.quantities.nouns import Site, head_of
from newsclaims.quantities.ordinals import ordinal_end, ordinals
from newsclaims.quantities.sift import numeral_kind
from newsclaims.quantities.sift_context import Context
from newsclaims.records import Figure, Mention, Numeral, NumeralKind

_RULE, _CONFIDENCE = "number-grammar", 0.9
# What a figure may lean on: as many figures before it; and a "sentence" longer than this is a table without a tree.
_REMEMBERED, _LONGEST_TREE = 30, 1000
_NAMING = frozenset(["date", "clock_time", "name_part", "label", "identifier", "telephone", "list_number"])
_FAMILIES = {"count": "count", "duration": "duration"}


@dataclass
class Quantities:
    """Writes the layers `quantities` (figures) and `numerals` (what is no claim, with its kind)."""

    lex: Lexicon = field(default_factory=lexicon)

    def __post_init__(self) -> None:
        self.pattern = number_words_pattern(self.lex)
        self.ordinals = ordinals_pattern(self.lex)

    def __call__(self, doc: Doc) -> Doc:
        text = doc.text
        found = _Found([], [], [], home_dollar(layers.take_article(doc), self.lex))
        sents = list(doc.sents)
        # spaCy leaves the edges of special-case tokens unset until there are heads: to walk a tree then is a crash.
        parsed = doc.has_annotation("DEP")
        spans = [(sent.start_char, sent.end_char) for sent in sents]
        for place in sentences_with_figures(text, spans, self.pattern):
            self._sentence(text, sents[place], spans[place], found, parsed=parsed)
        found.numerals.extend(ordinals(text, self.ordinals, found.figures, found.numerals))
        found.numerals.sort(key=lambda numeral: numeral.mention.start)
        layers.put(doc, "quantities", found.figures)
        layers.put(doc, "numerals", found.numerals)
        return doc

    def _sentence(self, text: str, sent: Span, span: tuple[int, int], found: _Found, *, parsed: bool) -> None:
        atoms, raws = find(text, *span, self.lex)
        if not raws:
            return
        placed = _Places(sent, raws)
        for place, raw in enumerate(raws):
            tokens = placed.tokens[place]
            answer = numeral_kind(Context(text, atoms, raw, tokens, raws, place, self.lex, sent))
            raw, unit_rule = in_currency(text, atoms, raw, found.dollar)
            before = raws[place - 1] if place else None
            if answer is not None:
                found.numerals.append(self._numeral(text, raw, answer, before, found.numerals[-1:]))
                if answer[0] != "anaphoric":
                    continue
            site = placed.site(place, raw, self.lex)
            item = item_of(site, found.counted[-_REMEMBERED:]) if parsed and len(sent) <= _LONGEST_TREE else None
            if item is not None:
                found.counted.append(Counted(site, item.noun, item.rule))
            if answer is not None:
                continue
            direction = direction_of(tokens, sent, self.lex, length=raw.is_length) if parsed else None
            if direction is None and before and _restates(text, before, raw):
                said = found.figures[-1].quantity if found.figures else None
                direction = said.direction if said and said.mention.start == before.start else None
            quantity = normalise(text, raw, direction=direction, bound=bound_of(tokens, self.lex))
            figure = Figure(quantity, _RULE, _CONFIDENCE, unit_rule=unit_rule)
            if item is not None:
                told = {"item": item.item, "item_rule": item.rule, "item_confidence": item.confidence}
                figure = msgspec.structs.replace(figure, **told)
            found.figures.append(figure)

    def _numeral(
        self, text: str, raw: Raw, answer: tuple[NumeralKind, str], before: Raw | None, last: list[Numeral]
    ) -> Numeral:
        """A numeral that is no claim, with what it is worth and, for a conversion, the figure that it says again.

        `before` is the figure before it, `last` the last numeral found.
        """
        kind, rule = answer
        end = ordinal_end(text, raw.end, self.ordinals) if rule == "ordinal-word" else raw.end
        # What stands before a determiner is no bound of it: `under one roof`.
        mention = Mention.of(text, raw.core if kind == "determiner" else raw.start, end)
        worth = normalise(text, raw) if kind not in _NAMING else None
        converts = Mention.of(text, before.start, before.end) if kind == "conversion" and before else None
        if converts and last and last[0].mention == converts:
            converts = last[0].converts  # `30 knots (56km/h or 35mph)`
        return Numeral(mention, kind, rule, worth, converts)


def _restates(text: str, before: Raw, raw: Raw) -> bool:
    """Whether a figure says the one before it in other units: `lost 190 points, or 0.6%`."""
    return text[before.end : raw.start].strip(" ,") == "or"


class _Found(NamedTuple):
    """What an article has given so far."""

    figures: list[Figure]
    numerals: list[Numeral]
    counted: list[Counted]
    dollar: str | None


class _Places:
    """The tokens of a sentence's figures, found by their offsets."""

    def __init__(self, sent: Span, raws: Sequence[Raw]) -> None:
        self.sent = sent
        self.starts = [token.idx for token in sent]
        self.tokens = [self._span(raw.core, max(raw.end, raw.core + 1)) for raw in raws]
        self.taken = frozenset(token for span in self.tokens for token in range(span.start, span.end))

    def _span(self, start: int, end: int) -> Span:
        """The tokens that the characters touch."""
        first, last = bisect_right(self.starts, start) - 1, bisect_left(self.starts, end)
        return self.sent[max(first, 0) : last]

    def site(self, place: int, raw: Raw, lex: Lexicon) -> Site:
        """Where the figure stands, for the rules that look for its item."""
        tokens = self.tokens[place]
        whole = self._span(raw.start, max(raw.end, raw.core + 1))
        kind, unit = kind_and_unit(raw)
        return Site(
            tokens,
            whole.start,
            whole.end,
            head_of(tokens),
            unit,
            _FAMILIES.get(kind, "measure"),
            self.taken,
            lex,
            raw.per,
            self.sent,
        )


@Language.factory("newsclaims_quantities", requires=["doc.sents"], assigns=["doc._.quantities", "doc._.numerals"])
def make_quantities(nlp: Language, name: str) -> Quantities:
    """The component that finds figures; items need a parser before it, figures only sentences."""
    return Quantities()
