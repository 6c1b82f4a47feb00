"""Other wordings of marked figures, for the teacher to tell and the net to learn from (after Jiao and others, TinyBERT,
2020, who reword what is distilled): words change places with others of their tag that are used alike, digits with
digits. Where figures and expressions stand stays, and so does the tree; what is true of them only the teacher tells.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from data import Marked
from spacy.vocab import Vocab

from newsclaims.encoder.net import Net
from newsclaims.encoder.words import shape

NEAREST = 20  # words, itself among them, of which those of its case may stand for a word
LEAST_ALIKE = 0.35  # in cosine
RATES = (0.1, 0.5)  # between which the share of changed words of a window lies
_OPEN = re.compile("NN|VB|JJ|RB|CD")  # how tags of words that change begin
_BLOCK = 500
_DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_YEARS = 15  # that another year may lie from a year


class Wordings:
    """Words by tag that are used alike, of the words of `given`: by the static vectors of a vocabulary, the nearest."""

    def __init__(self, given: Sequence[Marked], vocab: Vocab) -> None:
        tags: dict[str, set[str]] = {}
        for one in given:
            for word, tag in zip(one.words, one.tags, strict=True):
                if _OPEN.match(tag) and word.isalpha():
                    tags.setdefault(tag, set()).add(word)
        rows = vocab.vectors.key2row
        self.alike: dict[tuple[str, str], list[str]] = {}
        for tag, words in sorted(tags.items()):
            known = sorted(word for word in words if vocab.strings[word] in rows)
            table = np.array([vocab.vectors.data[rows[vocab.strings[word]]] for word in known], dtype=np.float32)
            table = table.reshape(len(known), -1)
            table /= np.linalg.norm(table, axis=1, keepdims=True) + 1e-6
            cases = [shape(word, spaced=False) for word in known]
            for start in range(0, len(known), _BLOCK):
                near = table[start : start + _BLOCK] @ table.T
                for at, row in enumerate(near, start):
                    best = [i for i in np.argsort(-row)[:NEAREST] if row[i] > LEAST_ALIKE and i != at]
                    self.alike[known[at], tag] = [known[i] for i in best if cases[i] == cases[at]]
        self.names = {tag: sorted(words) for tag, words in tags.items() if tag.startswith("NNP")}

    def vary(self, one: Marked, chance: random.Random) -> list[str]:
        """The window's words in another wording."""
        rate = chance.uniform(*RATES)
        return [
            self._other(word, tag, chance) if _OPEN.match(tag) and chance.random() < rate else word
            for word, tag in zip(one.words, one.tags, strict=True)
        ]

    def _other(self, word: str, tag: str, chance: random.Random) -> str:
        if _YEAR.fullmatch(word):
            return str(int(word) + chance.randint(-_YEARS, _YEARS))
        if _DIGIT.search(word):
            return _DIGIT.sub(lambda digit: digit[0] if digit[0] == "0" else str(chance.randint(1, 9)), word)
        names = self.names.get(tag, []) if word.istitle() else []  # a rare name may be any other
        alike = self.alike.get((word, tag), names)
        return chance.choice(alike) if alike else word


def varied(given: Sequence[Marked], wordings: Wordings, net: Net, chance: random.Random) -> Iterator[Marked]:
    """Each figure in another wording, read by the encoder's `net`, its window alone; no answer is marked as right."""
    for one in given:
        words = wordings.vary(one, chance)
        at = [i for i, own in enumerate(one.pieces) if own]  # the others are white space
        pieces, shapes = list(one.pieces), list(one.shapes)
        for i in at:
            pieces[i], shapes[i] = net.pieces.of(words[i]), shape(words[i], spaced=bool(one.shapes[i] % 2))
        lower = np.zeros_like(one.sight.lower, dtype=np.float16)
        lower[at] = net.tell([pieces[i] for i in at], [shapes[i] for i in at]).lower[: len(at)]
        sight = one.sight._replace(states=lower, lower=lower)
        nothing = np.zeros_like(one.times)
        yield replace(one, sight=sight, times=nothing, words=words, pieces=pieces, shapes=shapes)
