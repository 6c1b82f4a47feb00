"""Which paragraphs the encoder has to read, so that the claims are those that it would give having read them all.

A claim needs the paragraph that holds its figure. Who says it may hang on others: on those that tell whom a pronoun or
a surname means, and whose words a quotation goes on with. The rest is guessed from the words alone.

Reading order: `Sparing.__call__` (rounds of asking and reading), `_asked` (what a paragraph that was read asks for),
`_farther` (how far one looks back for whom a pronoun means).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from spacy.tokens import Doc

from newsclaims.attribution.words import load_words
from newsclaims.encoder.component import Encoder
from newsclaims.encoder.layers import Layers, Words
from newsclaims.encoder.words import CAPITALS
from newsclaims.quantities.glance import Glance
from newsclaims.quantities.lexicon import lexicon

_QUOTE = re.compile("[\"“”«»]|''|(?<!\\w)['‘]")
_BODIES = frozenset(["PERSON", "ORG"])
_PERSON, _ORGANISATION = frozenset(["PERSON"]), frozenset(["ORG"])
# What points back, near a cue, and the kinds of name that it may stand for.
_POINTING = (
    dict.fromkeys(["he", "she", "his", "her"], _PERSON)
    | dict.fromkeys(["it", "its"], _ORGANISATION)
    | dict.fromkeys(["they", "the"], _BODIES)
)
_PLAIN_CUES = frozenset(["in", "by", ":", "has", "had", "have", "gives", "gave", "give"])
_ROUNDS = 6
_BACK = 4  # paragraphs that one looks back for whom a pronoun means
_NEAR = 4  # words on each side of a cue in which its source stands
_PHRASE = 3  # words behind `the` in which the noun stands that points back
_FULLER = 2  # paragraphs, the first, that are read for a name's fuller form


class Need(NamedTuple):
    """A name of one of the `kinds`, which paragraph `at` has to hold, or one of the `left` - 1 before it."""

    at: int
    left: int
    kinds: frozenset[str]


class Reading:
    """A Doc being read: its paragraphs as words (`chunks`) and as characters (`spans`), and those `read` already."""

    def __init__(self, doc: Doc, words: Words, layers: Layers) -> None:
        self.words, self.layers, self.text = words, layers, doc.text
        self.chunks = words.chunks()
        self.lower = doc.to_array("LOWER")[words.places].tolist()
        edges = [doc[int(words.places[first])].idx for first, _ in self.chunks]
        self.spans = list(pairwise([*edges, len(self.text)]))
        self.read: set[int] = set()

    @cached_property
    def beside_capitals(self) -> dict[int, list[int]]:
        """The paragraphs in which a word stands with a capitalised one beside it, by the word's key."""
        capital = [shape >> 1 in CAPITALS for shape in self.words.shapes]
        found: dict[int, list[int]] = {}
        for n, (first, last) in enumerate(self.chunks):
            for i in range(first, last):
                if capital[i] and ((i > first and capital[i - 1]) or (i + 1 < last and capital[i + 1])):
                    places = found.setdefault(self.words.orths[i], [])
                    if not places or places[-1] != n:
                        places.append(n)
        return found


class Sparing:
    """Has an encoder read what matters of a Doc, and guess the rest."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._glance = Glance(lexicon())
        strings = encoder.vocab.strings
        told = load_words()
        self._cues = told.cue_keys - {strings.add(word) for word in _PLAIN_CUES}
        titles = [word for word, part in told.name_words.items() if part == "title"]
        self._nouns = {strings.add(noun + ending) for noun in (*told.nouns, *titles) for ending in ("", "s")}
        self._the = strings.add("the")
        self._pointing = {strings.add(word): kinds for word, kinds in _POINTING.items()}
        self._kinds = [label[2:] for label in encoder.net.labels.ent]

    def __call__(self, doc: Doc, words: Words, layers: Layers) -> None:
        """Read the paragraphs of a Doc that matter into its layers, and guess the others."""
        reading = Reading(doc, words, layers)
        wanted = set(self._glance(reading.text, reading.spans))
        needs: list[Need] = []
        for turn in range(_ROUNDS):
            if not wanted:
                break
            new = sorted(wanted)
            for n in new:
                self._encoder.read(words, *reading.chunks[n], layers)
            reading.read |= wanted
            asked = {m for n in new for m in self._quoted(reading, n)}
            meant: set[int] = set()
            if turn == 0:
                near = {n: self._near_cues(reading, n) for n in new}
                needs = [need for n in new for need in self._needs(reading, n, near[n])]
                meant = {i for places in near.values() for i in places}
            needs, met = self._farther(reading, needs)
            meant |= {i for n in met for i in range(*reading.chunks[n])}
            asked |= {need.at for need in needs}
            asked |= self._fuller(reading, meant)
            wanted = {n for n in asked if 0 <= n < len(reading.chunks)} - reading.read
        for n, (first, last) in enumerate(reading.chunks):
            if n not in reading.read:
                forms = [doc[place].lower_ for place in words.places[first:last].tolist()]
                self._encoder.guesser.guess(words, forms, first, last, layers)

    def _cues_of(self, reading: Reading, n: int) -> list[int]:
        """The words of a paragraph that may be cues."""
        first, last = reading.chunks[n]
        return [i for i in range(first, last) if reading.lower[i] in self._cues]

    def _quoted(self, reading: Reading, n: int) -> Iterable[int]:
        """The neighbours of a paragraph that quotes and says not whom."""
        quotes = _QUOTE.search(reading.text, *reading.spans[n]) is not None
        return (n - 1, n + 1) if quotes and not self._cues_of(reading, n) else ()

    def _near_cues(self, reading: Reading, n: int) -> set[int]:
        """The words of a paragraph among which the sources of its cues stand."""
        first, last = reading.chunks[n]
        ranges = (range(max(cue - _NEAR, first), min(cue + _NEAR, last)) for cue in self._cues_of(reading, n))
        return {i for places in ranges for i in places}

    def _needs(self, reading: Reading, n: int, near: Iterable[int]) -> Iterator[Need]:
        """What the words near the cues of paragraph `n` point back at."""
        for i in near:
            kinds = self._pointing.get(reading.lower[i])
            behind = reading.lower[i + 1 : i + 1 + _PHRASE]
            if kinds is not None and (reading.lower[i] != self._the or self._nouns.intersection(behind)):
                yield Need(n - 1, _BACK, kinds)

    def _fuller(self, reading: Reading, meant: Iterable[int]) -> set[int]:
        """The first paragraphs that may give a fuller form of a name among the words `meant`: its first word, beside a
        capital (`Ann Lee` for Lee, `Cha Eun-woo` for Cha).
        """
        words, ents = reading.words, reading.layers.ent
        alone = set()
        for i in meant:
            kind = self._kinds[ents[i]]
            if kind in _BODIES and not (i and self._kinds[ents[i - 1]] == kind):
                alone.add(words.orths[i])
        return {n for word in alone for n in reading.beside_capitals.get(word, ())[:_FULLER]} - reading.read

    def _farther(self, reading: Reading, needs: Iterable[Need]) -> tuple[list[Need], set[int]]:
        """The needs that no paragraph read so far meets, each at the next paragraph to be read for it; and the
        paragraphs that met one.
        """
        farther: list[Need] = []
        met: set[int] = set()
        for need in needs:
            at, left = need.at, need.left
            while left and at in reading.read and not self._held(reading, at) & need.kinds:
                at, left = at - 1, left - 1
            if left and at >= 0:
                if at in reading.read:
                    met.add(at)
                else:
                    farther.append(Need(at, left, need.kinds))
        return farther, met

    def _held(self, reading: Reading, n: int) -> set[str]:
        """The kinds of the names in a paragraph."""
        first, last = reading.chunks[n]
        return {self._kinds[ent] for ent in set(reading.layers.ent[first:last].tolist())}
