"""The net that ties a figure to what it counts and to the time that it is about, from what it sees of each.

An LSTM over the marked words of a figure's sentence, in onnxruntime; then, as products of small matrices, a score for
each word as the head of the item, and for each time expression as the figure's time, beside one each for none. The
scoring of pairs follows Dozat and Manning (2017).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from newsclaims.encoder.net import Floats, session
from newsclaims.links.sight import WORD_MARKS, Sight

_BATCH = 32


class Told(NamedTuple):
    """What the net tells of one figure, as probabilities: `times` (1 + expressions,), that of none first; `items`
    (2 + words,), that of none first, that of the item that the rules found outside the window last.
    """

    times: Floats
    items: Floats


class LinkNet:
    """A folder with `net.onnx`, `heads.npz` and `rules.json`, loaded; it runs on one thread."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._session = session(folder / "net.onnx")
        with np.load(folder / "heads.npz") as kept:
            self._heads = {name: kept[name].astype(np.float32) for name in kept.files}
        names: list[str] = json.loads((folder / "rules.json").read_text(encoding="utf-8"))
        self.rules = {name: n for n, name in enumerate(names, 1)}

    def __reduce__(self) -> tuple[type[LinkNet], tuple[Path]]:
        """A copy in another process loads the folder again: a session cannot travel."""
        return LinkNet, (self.folder,)

    def tell(self, sights: Sequence[Sight]) -> list[Told]:
        """What the net tells of each figure."""
        told: list[Told | None] = [None] * len(sights)
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

    def _judge(self, sight: Sight, words: Floats) -> Told:
        figure = self._bent("figure", np.concatenate([words[sight.head], words[sight.first]]))
        times = self._score("no_time", self._bent("no_time_in", figure))
        if sight.times:
            places = np.array(sight.times)
            heads = words[places[:, 0]]
            pair = np.concatenate([heads, words[places[:, 1]], heads * figure], axis=1)
            hidden = self._linear("time_pair", pair) + self._linear("time_figure", figure)
            times = np.concatenate([times, self._score("time", np.maximum(hidden, 0))])
        hidden = self._linear("item_pair", np.concatenate([words, words * figure], axis=1))
        hidden += self._linear("item_figure", figure)
        items = self._score("item", np.maximum(hidden, 0)) + self._heads["item_rule"][sight.rules]
        figure = figure + self._heads["figure_rule"][sight.rule]
        outside = self._score("outside", figure) if sight.outside else np.array([-np.inf], dtype=np.float32)
        no_item = self._score("no_item", self._bent("no_item_in", figure))
        return Told(_probabilities(times), _probabilities(np.concatenate([no_item, items, outside])))

    def _linear(self, name: str, x: Floats) -> Floats:
        out: Floats = x @ self._heads[f"{name}.weight"] + self._heads[f"{name}.bias"]
        return out

    def _bent(self, name: str, x: Floats) -> Floats:
        bent: Floats = np.maximum(self._linear(name, x), 0)
        return bent

    def _score(self, name: str, x: Floats) -> Floats:
        """One score a row, as a row of scores."""
        return self._linear(name, x).reshape(-1)


def _probabilities(scores: Floats) -> Floats:
    raised = np.exp(scores - scores.max())
    shares: Floats = raised / raised.sum()
    return shares
