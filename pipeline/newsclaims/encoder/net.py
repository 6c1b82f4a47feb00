"""The net at run time: its ONNX session and its labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
import onnxruntime
from numpy.typing import NDArray

from newsclaims.encoder.words import EDGE, Pieces
from newsclaims.lemmas import Lemmas

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
WIDTH = 384
_OUTPUTS = ("tag", "morph", "start", "ent", "arc", "label_dep", "label_head", "states", "lower")


class Labels(msgspec.Struct, frozen=True):
    """What the numbers of each head mean: Penn tags, `UPOS feats`, relations, BIO names."""

    tag: list[str]
    morph: list[str]
    dep: list[str]
    ent: list[str]


@dataclass(frozen=True)
class Told:
    """What the net tells of the words of one chunk, words first.

    `tag` and `morph` are label numbers; `start` (words,) is above 0 where a sentence starts; `ent` (words, labels)
    and `arc` (words, 1 + words; the root at 0) are scores; `states` (words, WIDTH) are what
    components behind the encoder learn from, and `lower` (words, WIDTH) the states half-way up, after three layers.
    """

    tag: Ints
    morph: Ints
    start: Floats
    ent: Floats
    arc: Floats
    label_dep: Floats
    label_head: Floats
    states: Floats
    lower: Floats


def session(file: Path, *, without: Sequence[str] = ()) -> onnxruntime.InferenceSession:
    """An ONNX graph, loaded, on one thread: an archive is worked by many processes, not many threads. `without` names
    optimisers of graphs that are left out.
    """
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(
        file.read_bytes(), options, providers=["CPUExecutionProvider"], disabled_optimizers=list(without)
    )


class Net:
    """A model's folder, loaded: `net.onnx`, `label.npy`, `labels.json`, `usual.json` (the usual tags of forms),
    `lemmas.json` and `vocab.txt`.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        # The fused node takes four times as long as its parts.
        self._session = session(folder / "net.onnx", without=["SkipLayerNormFusion"])
        self.labels = msgspec.json.decode((folder / "labels.json").read_bytes(), type=Labels)
        self.pieces = Pieces(folder / "vocab.txt")
        usual = (folder / "usual.json").read_bytes()
        self.usual = msgspec.json.decode(usual, type=dict[str, tuple[int, int]])
        self.lemmas = Lemmas.load(folder / "lemmas.json")
        label = np.load(folder / "label.npy").astype(np.float32)
        kinds, width, _ = label.shape
        # (head side, relation x dependent side): one product of matrices does all words at once.
        self._label = np.ascontiguousarray(label.transpose(2, 0, 1).reshape(width, kinds * width))
        self._root = self.labels.dep.index("ROOT")

    def __reduce__(self) -> tuple[type[Net], tuple[Path]]:
        """A copy in another process loads the folder again: a session cannot travel."""
        return Net, (self.folder,)

    def tell(self, words: Sequence[tuple[int, ...]], shapes: Sequence[int]) -> Told:
        """What the net tells of a chunk, given each word's pieces and shape; 510 pieces at most."""
        ids, rows, first = [self.pieces.start], [EDGE], []
        for pieces, row in zip(words, shapes, strict=True):
            first.append(len(ids))
            ids.extend(pieces)
            rows.extend([row] * len(pieces))
        ids.append(self.pieces.end)
        rows.append(EDGE)
        feed = {"pieces": np.array([ids]), "shapes": np.array([rows]), "first": np.array(first)}
        told = dict(zip(_OUTPUTS, self._session.run(_OUTPUTS, feed), strict=True))
        told["start"] = told["start"][:, 0]
        return Told(**told)

    def relations(self, told: Told, heads: Ints) -> Ints:
        """The best relation of each word to its head, by number; `heads` holds places in the chunk, -1 for the root.

        Only the root is `ROOT`.
        """
        n, kinds = len(heads), len(self.labels.dep)
        one = np.ones((n, 1), dtype=np.float32)
        head = np.hstack([told.label_head[heads + 1], one])
        dep = np.hstack([told.label_dep[:n], one])
        scores = np.matmul((head @ self._label).reshape(n, kinds, -1), dep[:, :, None])[:, :, 0]
        scores[:, self._root] = -np.inf
        best: Ints = scores.argmax(axis=1)
        best[heads < 0] = self._root
        return best
