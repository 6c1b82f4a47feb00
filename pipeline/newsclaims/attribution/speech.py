"""The learned half of attribution, as a component of the language model's own pipeline: cue, source and content of what
is said, read from the states that the encoder leaves in `doc.tensor`.

Reading order: `SpeechReader.__call__`, `windows` (what the net sees at once), `_read` (one window's attributions).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from newsclaims import layers
from newsclaims.attribution.speech_net import SpeechNet, Told
from newsclaims.encoder.component import FACTORY as ENCODER
from newsclaims.encoder.net import WIDTH, Ints
from newsclaims.encoder.weighted import Weighted
from newsclaims.errors import ModelError
from newsclaims.paragraphs import paragraph_starts
from newsclaims.records import Speech

FACTORY = "newsclaims_speech"
LONGEST = 300  # words that the net sees at once
_BATCH = 16
_CUE_BIAS = 0.3  # taken off the score of "no cue": what is found with it is right as often as not


class SpeechReader(Weighted[SpeechNet]):
    """Writes the layer `speech`. Each paragraph is read by itself, a long one in windows of whole sentences; one that
    the encoder did not read has no states, and is left out.
    """

    def __init__(self) -> None:
        super().__init__(FACTORY, "reader of speech", SpeechNet)

    def __call__(self, doc: Doc) -> Doc:
        """Find the attributions of the Doc; `doc.tensor` holds its words' states (tokens, 384)."""
        if len(doc.tensor) and doc.tensor.shape[1] != WIDTH:
            mend = f"Put it behind the encoder of the pipeline that it was trained for, {ENCODER}."
            raise ModelError(f"states of {doc.tensor.shape[1]} numbers, not {WIDTH}.", where=FACTORY, mend=mend)
        found: list[Speech] = []
        seen = sorted(windows(doc), key=lambda window: len(window[0]))
        for start in range(0, len(seen), _BATCH):
            batch = seen[start : start + _BATCH]
            told = self.net.tell([doc.tensor[words].astype(np.float32) for words, _ in batch])
            for (words, sentences), one in zip(batch, told, strict=True):
                found.extend(_read(self.net, one, words, sentences))
        found.sort(key=lambda speech: speech.cue)
        layers.put(doc, "speech", found)
        return doc


def windows(doc: Doc) -> Iterator[tuple[Ints, Ints]]:
    """The tokens that the net sees at once, and the number of each one's sentence: paragraphs that have states."""
    given = doc.to_array(["IDX", "SENT_START"]).astype(np.int64).reshape(-1, 2)
    words = np.flatnonzero(doc.tensor[:, :8].any(axis=1)) if len(doc.tensor) else np.zeros(0, dtype=np.int64)
    sentences = np.cumsum(given[:, 1] == 1)
    offsets, own = given[words, 0], sentences[words]
    bounds = [0, *np.searchsorted(offsets, paragraph_starts(doc.text)).tolist(), len(words)]
    for first, last in pairwise(bounds):
        while first < last:
            stop = _window_end(own, first, last)
            yield words[first:stop], own[first:stop]
            first = stop


def _window_end(sentences: Ints, first: int, last: int) -> int:
    """Where a window that starts at `first` ends: at the paragraph's end, or else at a sentence's where it can."""
    if last - first <= LONGEST:
        return last
    stop = first + LONGEST
    while stop > first + 1 and sentences[stop] == sentences[stop - 1]:
        stop -= 1
    return stop if stop > first + 1 else first + LONGEST


def _read(net: SpeechNet, told: Told, words: Ints, sentences: Ints) -> Iterator[Speech]:
    """The attributions of one window; a cue without content is none."""
    scores = told.cue.copy()
    scores[:, 0] -= _CUE_BIAS
    for first, last in _runs(scores.argmax(axis=1)):
        best = net.roles(told, first, last, sentences).argmax(axis=1)
        contents = _ranges(words, best == 2)
        if contents:
            none = np.exp(told.cue[first] - told.cue[first].max())
            confidence = round(float(1 - none[0] / none.sum()), 3)
            cue = int(words[first]), int(words[last - 1]) + 1
            yield Speech(cue, _ranges(words, best == 1), contents, confidence)


def _runs(labels: Ints) -> Iterator[tuple[int, int]]:
    """The cues that the labels (0: O, 1: B, 2: I) mark; an I that nothing opens opens a cue."""
    first = -1
    for i, label in enumerate([*labels.tolist(), 0]):
        if first >= 0 and label != 2:
            yield first, i
            first = -1
        if label and first < 0:
            first = i


def _ranges(words: Ints, wanted: np.ndarray) -> tuple[tuple[int, int], ...]:
    """The runs of wanted words, as ranges of tokens."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], wanted.astype(np.int8), [0]])))
    return tuple((int(words[a]), int(words[b - 1]) + 1) for a, b in zip(edges[::2], edges[1::2], strict=True))


@Language.factory(FACTORY, requires=["token.is_sent_start"], assigns=["doc._.speech"])
def make_speech_reader(nlp: Language, name: str) -> SpeechReader:
    """The component, without weights until `from_disk` loads them."""
    return SpeechReader()
