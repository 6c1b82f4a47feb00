"""A sentence as the finder reads it, and the small questions it asks of tokens."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from spacy.tokens import Doc, Token

FINITE = frozenset("VBD VBZ VBP MD".split())
DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday yesterday today tomorrow".split())
DASHES = frozenset(["—", "–", "--"])
QUOTE_MARKS = frozenset("\"“”„«»‘’'") | {"''", "``", "`"}
STOPS = frozenset(",.;:!?)_") | DASHES | QUOTE_MARKS | {"-"}
_ENDS = ".!?…:;\n"
_LONGEST = 400  # tokens of one sentence; tables flattened into text have no stops
_RELATIVES = frozenset(["WP", "WDT", "WRB", "WP$"])
_SUBORDINATORS = frozenset("until till because while if although though unless whereas".split())
_EDGES = frozenset(",:;") | DASHES


@dataclass(frozen=True)
class Sentence:
    """The tokens `start` to `stop` (out) of a Doc, the last full stop left out."""

    doc: Doc
    start: int
    stop: int

    @property
    def span(self) -> tuple[int, int]:
        """The sentence in characters."""
        return self.doc[self.start].idx, self.end(self.stop)

    def end(self, stop: int) -> int:
        """The character at which the token before `stop` ends."""
        return self.doc[stop - 1].idx + len(self.doc[stop - 1])

    def asserts(self, start: int, stop: int) -> bool:
        """Whether a stretch of tokens holds a finite verb."""
        return any(token.tag_ in FINITE for token in self.doc[start:stop])

    def has_clause(self, start: int, stop: int) -> bool:
        """Whether a stretch holds a clause of its own: a finite verb that no `who`, `which`, `until` … takes."""
        taken = 0
        for token in self.doc[start:stop]:
            if (
                token.tag_ in _RELATIVES
                or token.lower_ in _SUBORDINATORS
                or (token.lower_ == "that" and token.i > start)
            ):
                taken = 1
            elif token.tag_ in FINITE:
                if not taken:
                    return True
                taken = 2
            elif taken == 2 and token.text in {",", ";"} | DASHES:
                taken = 0
        return False

    @cached_property
    def clause_ahead(self) -> list[bool]:
        """For each token, `has_clause` from there to the sentence's end, in one pass: some ask at each comma."""
        ahead: list[bool] = []
        free = taken = used = False  # whether one follows: as it is, after `who`, and after `who` and its verb
        for token in reversed(self.doc[self.start : self.stop]):
            after = free
            if token.tag_ in _RELATIVES or token.lower_ in _SUBORDINATORS or token.lower_ == "that":
                free, used = taken, taken
                after = after if token.lower_ == "that" and token.tag_ not in _RELATIVES else taken
            elif token.tag_ in FINITE:
                free, taken, after = True, used, True
            elif token.text in {",", ";"} | DASHES:
                used = free
            ahead.append(after)
        return ahead[::-1]

    def chars(self, parts: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
        """Token ranges as character ranges, commas and dashes at their edges left out."""
        doc, out = self.doc, []
        for start, stop in parts:
            while start < stop and (doc[start].text in _EDGES or doc[start].is_space):
                start += 1
            while stop > start and (doc[stop - 1].text in _EDGES or doc[stop - 1].is_space):
                stop -= 1
            if stop > start:
                out.append((doc[start].idx, self.end(stop)))
        return tuple(out)


def sentences(doc: Doc) -> Iterator[Sentence]:
    """The sentences; what ends without a stop and not at a line's end goes on in the next one."""
    opened = 0
    for sent in doc.sents:
        last = sent.end - 1
        while last > sent.start and (doc[last].text in QUOTE_MARKS or doc[last].is_space):
            last -= 1
        if sent.end < len(doc) and doc[last].text[-1] not in _ENDS and "\n" not in doc[sent.end - 1].text:
            continue
        yield from _pieces(doc, opened, sent.end)
        opened = sent.end
    if opened < len(doc):
        yield from _pieces(doc, opened, len(doc))


def _pieces(doc: Doc, start: int, end: int) -> Iterator[Sentence]:
    for at in range(start, end, _LONGEST):
        yield _trimmed(doc, at, min(at + _LONGEST, end))


def _trimmed(doc: Doc, start: int, end: int) -> Sentence:
    while end > start + 1 and (doc[end - 1].is_space or doc[end - 1].text in {".", "!", "?", "…"}):
        end -= 1
    while start < end - 1 and doc[start].is_space:
        start += 1
    return Sentence(doc, start, end)


def is_stop(token: Token) -> bool:
    """Whether the token is, or ends in, a mark that closes a phrase."""
    return token.text in STOPS or token.is_space or token.text[-1] in '”»"“'


def is_figure(token: Token) -> bool:
    """Whether the token counts something; a year does not."""
    return token.tag_ in {"CD", "$"} and not (token.is_digit and len(token) == 4)
