"""Which paragraphs the encoder has to read, so that it gives the claims that it would give having read them all.

A claim needs the paragraph that holds its figure. Who says it may hang on others: on those that tell whom a pronoun or
a surname means, and whose words a quotation goes on with. The rest is guessed from the words alone
(`Encoder.guess`).

Reading order: `Sparing.__call__` (rounds of asking and reading), `_needs` (what a paragraph read asks for).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from spacy.tokens import Doc

from newsclaims.attribution.words import load_words
from newsclaims.encoder.component import Encoder, Layers, Words
from newsclaims.quantities.find import number_words_pattern
from newsclaims.quantities.lexicon import lexicon

_QUOTE = re.compile("[\"“”«»]|''|(?<!\\w)['‘]")
_POINTING = {"he": "PERSON", "she": "PERSON", "they": "", "it": "ORG", "the": "", "his": "PERSON", "her": "PERSON", "its": "ORG", "their": "", "others":"", "who":""}
_PLAIN_CUES = frozenset(["in", "by", ":"])
_ROUNDS = 6
_BACK = 4  # paragraphs that one looks back for whom a pronoun means
_NEAR = 6  # words around a cue in which its source stands


class Need(NamedTuple):
    """A kind of name that paragraph `at` or one before it, `left` at most, has to hold."""

    at: int
    left: int
    kind: str


class Reading:
    """A Doc being read: its paragraphs, as words and as characters, and those read already."""

    def __init__(self, doc: Doc, words: Words, layers: Layers) -> None:
        self.doc, self.words, self.layers, self.text = doc, words, layers, doc.text
        self.chunks = words.chunks()
        places = words.places.tolist()
        edges = [doc[places[first]].idx for first, _ in self.chunks] + [len(self.text)]
        self.spans = list(zip(edges, edges[1:]))
        self.lower = doc.to_array("LOWER")[words.places].tolist()
        self.read: set[int] = set()


class Sparing:
    """Has an encoder read what matters of a Doc."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._figures = number_words_pattern(lexicon())
        strings = encoder.vocab.strings
        self._cues = frozenset(load_words().cue_keys) - {strings.add(word) for word in _PLAIN_CUES}
        self._pointing = {strings.add(word): kind for word, kind in _POINTING.items()}
        self._ents = [label[2:] for label in encoder.net.labels.ent]

    def __call__(self, doc: Doc, words: Words, layers: Layers) -> None:
        """Read the paragraphs of a Doc that matter into its layers, and guess the others."""
        reading = Reading(doc, words, layers)
        wanted = {n for n, span in enumerate(reading.spans) if self._figures.search(reading.text, *span)}
        needs: list[Need] = []
        for turn in range(_ROUNDS):
            new = sorted(wanted - reading.read)
            for n in new:
                self._encoder.read(words, *reading.chunks[n], layers)
            reading.read |= wanted
            asked: set[int] = set()
            for n in new:
                asked |= self._needs(reading, n, needs, figures=turn == 0)
            needs = list(self._unmet(reading, needs))
            wanted = {n for n in asked | {need.at for need in needs} if 0 <= n < len(reading.chunks)} - reading.read
            if not wanted:
                break
        for n, (first, last) in enumerate(reading.chunks):
            if n not in reading.read:
                self._encoder.guess(doc, words, first, last, layers)

    def _unmet(self, reading: Reading, needs: list[Need]) -> Iterator[Need]:
        for need in needs:
            at, left = need.at, need.left
            while at in reading.read and left:
                first, last = reading.chunks[at]
                held = {self._ents[i] for i in reading.layers.ent[first:last].tolist()}
                if need.kind in held or (not need.kind and held & {"PERSON", "ORG"}):
                    break
                at, left = at - 1, left - 1
            else:
                if left and at >= 0:
                    yield Need(at, left, need.kind)

    def _needs(self, reading: Reading, n: int, needs: list[Need], *, figures: bool) -> set[int]:
        """The paragraphs that paragraph `n` asks for; names that it looks back for go to `needs`."""
        first, last = reading.chunks[n]
        lower = reading.lower[first:last]
        cues = [i for i, key in enumerate(lower) if key in self._cues]
        quote = _QUOTE.search(reading.text, *reading.spans[n])
        more: set[int] = set()
        if quote and not cues:
            more |= {n - 1, n + 1}
        if not figures:
            return more
        alone: set[int] = set()
        for cue in cues:
            around = range(max(cue - _NEAR, 0), min(cue + _NEAR, len(lower)))
            for i in around:
                kind = self._pointing.get(lower[i])
                if kind is not None:
                    needs.append(Need(n - 1, _BACK, kind))
                alone |= self._alone(reading, first + i)
        if alone:
            more |= {
                m for m, (begin, end) in enumerate(reading.chunks) if m not in reading.read
                and any(reading.words.orths[i] in alone and (reading.words.shapes[i-1] >> 1) in (2,4,5) for i in range(begin + 1, end))
            }  # fmt: skip
        return more

    def _alone(self, reading: Reading, i: int) -> set[int]:
        ents, words = reading.layers.ent, reading.words
        if not self._ents[ents[i]] in ("PERSON", "ORG"):
            return set()
        before = i and self._ents[ents[i - 1]] == self._ents[ents[i]]
        return set() if before else {words.orths[i]}
