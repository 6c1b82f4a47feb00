"""PolNeAR as the reader of speech takes it: the words' states from the language model, and what attributions mark."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from spacy.language import Language
from spacy.tokens import Doc
from torch import Tensor

from newsclaims.attribution.speech import windows
from newsclaims.attribution.speech_net import distances, sentence_steps

_POOL = 400  # windows among which those of like length are batched together
MISSING = -100


@dataclass(frozen=True)
class Marked:
    """An attribution in a window, by places of words: its cue (first, after the last), its source's, its content's."""

    cue: tuple[int, int]
    source: tuple[int, ...]
    content: tuple[int, ...]


@dataclass(frozen=True)
class Window:
    """What the net sees at once: states (words, 384), each word's sentence, and the gold attributions."""

    states: np.ndarray
    sentences: np.ndarray
    marked: tuple[Marked, ...]


def read(path: Path, nlp: Language) -> Iterator[list[Window]]:
    """The windows of each document of a JSONL file; `nlp` is a pipeline with the encoder alone."""
    lines = path.read_text(encoding="utf-8").splitlines()
    for line in lines:
        document = json.loads(line)
        doc = nlp(document["text"])
        yield [_window(doc, words, sentences, document["attributions"]) for words, sentences in windows(doc)]


def _window(doc: Doc, words: np.ndarray, sentences: np.ndarray, attributions: Iterable[dict[str, Any]]) -> Window:
    starts = np.array([doc[i].idx for i in words.tolist()])
    ends = np.array([doc[i].idx + len(doc[i]) for i in words.tolist()])

    def places(spans: Sequence[tuple[int, int]]) -> tuple[int, ...]:
        held = np.zeros(len(words), dtype=bool)
        for start, end in spans:
            held |= (starts < end) & (ends > start)
        return tuple(np.flatnonzero(held).tolist())

    marked = []
    for one in attributions:
        cue = places(one["cue"])
        if cue:
            marked.append(Marked((cue[0], cue[-1] + 1), places(one["source"]), places(one["content"])))
    return Window(doc.tensor[words], sentences, tuple(marked))


def batches(given: Sequence[Window], words: int, chance: random.Random | None) -> list[list[Window]]:
    """Windows of like length together, `words` a batch at most, padding counted."""
    drawn = list(given)
    if chance:
        chance.shuffle(drawn)
    out: list[list[Window]] = []
    for start in range(0, len(drawn), _POOL):
        batch: list[Window] = []
        for window in sorted(drawn[start : start + _POOL], key=lambda window: len(window.states)):
            if batch and len(window.states) * (len(batch) + 1) > words:
                out.append(batch)
                batch = []
            batch.append(window)
        out.append(batch)
    if chance:
        chance.shuffle(out)
    return out


def collate(batch: Sequence[Window]) -> dict[str, Tensor]:
    """A padded batch: `states` (windows, words, 384), `lengths`; `cue` (windows, words), 0 O, 1 B, 2 I; and, one row a
    cue, its window's `row`, its own words (`mean`, each its share), `distance`, `sentence`, and the `role` of every
    word: 0 neither, 1 source, 2 content. MISSING is padding.
    """
    n, longest = len(batch), max(len(window.states) for window in batch)
    states = torch.zeros(n, longest, batch[0].states.shape[1])
    cue = torch.full((n, longest), MISSING)
    rows, means, distance, sentence, role = [], [], [], [], []
    for row, window in enumerate(batch):
        length = len(window.states)
        states[row, :length] = torch.from_numpy(window.states.astype(np.float32))
        cue[row, :length] = 0
        for one in sorted(window.marked, key=lambda one: one.cue[0] - one.cue[1]):
            first, last = one.cue
            cue[row, first:last] = 2
            cue[row, first] = 1
            rows.append(row)
            means.append(torch.zeros(longest))
            means[-1][first:last] = 1 / (last - first)
            distance.append(torch.from_numpy(distances(first, last, longest)))
            steps = torch.zeros(longest, dtype=torch.long)
            steps[:length] = torch.from_numpy(sentence_steps(window.sentences, first))
            sentence.append(steps)
            gold = torch.full((longest,), MISSING)
            gold[:length] = 0
            gold[list(one.source)] = 1
            gold[list(one.content)] = 2
            role.append(gold)
    out = {"states": states, "lengths": torch.tensor([len(window.states) for window in batch]), "cue": cue}
    if rows:
        out |= {"row": torch.tensor(rows), "mean": torch.stack(means), "distance": torch.stack(distance),
                "sentence": torch.stack(sentence), "role": torch.stack(role)}  # fmt: skip
    return out
