"""The net that finds attributions from the states of words: a cue's words first, then, for each cue, what its source
and its content are.

The first half runs in onnxruntime over a batch of windows; the second is some small products of matrices a cue. The
split follows Dozat and Manning (2017): each word has one vector as a cue and one as what belongs to a cue.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from newsclaims.encoder.net import Floats, Ints, session

REACH = 40  # buckets of distance on each side of a cue
SENTENCES = 2  # sentences on each side of a cue's that are told apart
_EXACT = 12  # words up to which each distance has a bucket of its own


@dataclass(frozen=True)
class Told:
    """What the net tells of one window: `cue` (words, 3), scores of O, B and I; `belonging` and `cueing` (words, K),
    each word's vectors for the second half.
    """

    cue: Floats
    belonging: Floats
    cueing: Floats


class SpeechNet:
    """A folder with `net.onnx` and `roles.npz`, loaded; it runs on one thread."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._session = session(folder / "net.onnx")
        with np.load(folder / "roles.npz") as kept:
            roles = {name: kept[name].astype(np.float32) for name in kept.files}
        self._distance, self._sentence = roles["distance"], roles["sentence"]
        self._out, self._bias, self._pair = roles["out"], roles["bias"], roles["pair"]

    def __reduce__(self) -> tuple[type[SpeechNet], tuple[Path]]:
        """A copy in another process loads the folder again: a session cannot travel."""
        return SpeechNet, (self.folder,)

    def tell(self, windows: Sequence[Floats]) -> list[Told]:
        """What the net tells of each window, given its words' states (words, 384)."""
        longest = max(len(window) for window in windows)
        states = np.zeros((len(windows), longest, windows[0].shape[1]), dtype=np.float32)
        for row, window in enumerate(windows):
            states[row, : len(window)] = window
        lengths = np.array([len(window) for window in windows], dtype=np.int32)
        cue, belonging, cueing = self._session.run(
            ("cue", "belonging", "cueing"), {"states": states, "lengths": lengths}
        )
        return [Told(cue[row, :n], belonging[row, :n], cueing[row, :n]) for row, n in enumerate(lengths.tolist())]

    def roles(self, told: Told, first: int, last: int, sentences: Ints) -> Floats:
        """For the cue of the words `first` to `last` (out), the scores (words, 3) that a word is neither, its source's,
        its content's; `sentences` numbers the sentence of each word.
        """
        cue = told.cueing[first:last].mean(axis=0)
        n = len(told.cue)
        mixed = told.belonging + cue + self._distance[distances(first, last, n)]
        mixed += self._sentence[sentence_steps(sentences, first)]
        scores: Floats = np.maximum(mixed, 0) @ self._out + self._bias
        scores[:, 1:] += told.belonging @ (self._pair @ cue).T
        return scores


def distances(first: int, last: int, n: int) -> Ints:
    """For each of `n` words the bucket, 0 to 2 × REACH, of how far it is from the cue `first` to `last` (out)."""
    places = np.arange(n)
    away = np.where(places < first, places - first, np.where(places >= last, places - last + 1, 0))
    far = np.abs(away).astype(np.float64)
    steps = np.where(far < _EXACT, far, np.minimum(_EXACT + 6 * np.log2(np.maximum(far, 1) / _EXACT), REACH - 1))
    buckets: Ints = np.sign(away) * steps.astype(np.int64) + REACH
    return buckets


def sentence_steps(sentences: Ints, first: int) -> Ints:
    """For each word how many sentences after the cue's it stands, SENTENCES at most either way, counted from 0."""
    steps: Ints = np.clip(sentences - sentences[first], -SENTENCES, SENTENCES) + SENTENCES
    return steps
