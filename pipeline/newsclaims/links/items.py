"""The net that ties a figure to what it counts.

An LSTM over the marked words of a figure's window, in onnxruntime; then, as products of small matrices, a score for
each word as the head of the item, beside one for none. The scoring of pairs follows Dozat and Manning (2017).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from newsclaims.encoder.net import Floats, session
from newsclaims.links.sight import WORD_MARKS, Sight

_BATCH = 32


class ItemNet:
    """The part of a reader's folder that tells items: `items.onnx`, `items.npz` and `rules.json`; on one thread."""

    def __init__(self, folder: Path) -> None:
        self._session = session(folder / "items.onnx")
        with np.load(folder / "items.npz") as kept:
            self._heads = {name: kept[name].astype(np.float32) for name in kept.files}
        names: list[str] = json.loads((folder / "rules.json").read_text(encoding="utf-8"))
        self.rules = {name: n for n, name in enumerate(names, 1)}

    def tell(self, sights: Sequence[Sight]) -> list[Floats]:
        """For each figure probabilities (2 + words,): of none, of each word, and of the item that the rules found
        outside the window.
        """
        told: list[Floats | None] = [None] * len(sights)
        order = sorted(range(len(sights)), key=lambda n: len(sights[n].marks))
        for start in range(0, len(order), _BATCH):
            batch = order[start : start + _BATCH]
            for n, words in zip(batch, self._words([sights[n] for n in batch]), strict=True):
                told[n] = self._judge(sights[n], words)
        return [one for one in told if one is not None]

    def _words(self, sights: Sequence[Sight]) -> Iterator[Floats]:
        """The words of each figure's window in context (words, width)."""
        lengths = np.array([len(sight.marks) for sight in sights], dtype=np.int32)
        shape = len(sights), int(lengths.max())
        states = np.zeros((*shape, sights[0].states.shape[1]), dtype=np.float32)
        fed = {name: np.zeros(shape, dtype=np.int64) for name in WORD_MARKS}
        for row, sight in enumerate(sights):
            states[row, : lengths[row]] = sight.states
            for name in WORD_MARKS:
                fed[name][row, : lengths[row]] = getattr(sight, name)
        (words,) = self._session.run(("words",), {"states": states, "lengths": lengths, **fed})
        return (words[row, :n] for row, n in enumerate(lengths.tolist()))

    def _judge(self, sight: Sight, words: Floats) -> Floats:
        figure = self._bent("figure", np.concatenate([words[sight.head], words[sight.first]]))
        hidden = self._linear("pair", np.concatenate([words, words * figure], axis=1))
        hidden += self._linear("pair_figure", figure)
        items = self._score("item", np.maximum(hidden, 0)) + self._heads["item_rule"][sight.rules]
        figure = figure + self._heads["figure_rule"][sight.rule]
        outside = self._score("outside", figure) if sight.outside else np.array([-np.inf], dtype=np.float32)
        none = self._score("none", self._bent("none_in", figure))
        return probabilities(np.concatenate([none, items, outside]))

    def _linear(self, name: str, x: Floats) -> Floats:
        out: Floats = x @ self._heads[f"{name}.weight"] + self._heads[f"{name}.bias"]
        return out

    def _bent(self, name: str, x: Floats) -> Floats:
        bent: Floats = np.maximum(self._linear(name, x), 0)
        return bent

    def _score(self, name: str, x: Floats) -> Floats:
        """One score a row, as a row of scores."""
        return self._linear(name, x).reshape(-1)


def probabilities(scores: Floats) -> Floats:
    """Scores as shares of 1 (softmax)."""
    raised = np.exp(scores - scores.max())
    shares: Floats = raised / raised.sum()
    return shares
