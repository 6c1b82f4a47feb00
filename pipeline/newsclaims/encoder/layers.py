"""A Doc as the net sees it (`Words`), and what is told of it (`Layers`); both count words, white space left out."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from newsclaims.encoder.net import WIDTH, Ints


@dataclass(frozen=True)
class Words:
    """What the net sees of a Doc's words: `places` are their tokens, `orths` spaCy's keys of their forms, `preset` what
    an earlier component said of sentence starts (1, -1, or 0 for nothing).
    """

    places: Ints
    orths: list[int]
    pieces: list[tuple[int, ...]]
    shapes: list[int]
    preset: list[int]

    def chunks(self) -> list[tuple[int, int]]:
        """The first word and the word after the last of what is read by itself: from preset start to preset start."""
        starts = [i for i, mark in enumerate(self.preset) if mark == 1 and i]
        return list(pairwise([0, *starts, len(self.preset)])) if self.preset else []


class Layers:
    """What is told of the words of a Doc so far: a label's number for each word; in `head` the word that it hangs on
    (a root on itself); `read` says which words the net has read; `states` and `lower` (words, WIDTH) are 0 where it
    has not.
    """

    def __init__(self, words: Words) -> None:
        n = len(words.places)
        self.tag, self.morph, self.dep, self.ent = (np.zeros(n, dtype=np.int64) for _ in range(4))
        self.head = np.arange(n)
        self.read = np.zeros(n, dtype=bool)
        self.states, self.lower = (np.zeros((n, WIDTH), dtype=np.float16) for _ in range(2))
