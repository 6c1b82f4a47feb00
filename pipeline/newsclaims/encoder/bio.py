"""BIO labels: the best sequence that opens every name before it goes on, and the spans that a sequence marks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from newsclaims.encoder.net import Floats, Ints


def after(labels: Sequence[str]) -> NDArray[np.bool_]:
    """Which label may follow which (before, after): `I-X` only `B-X` or `I-X`. A last row stands for the beginning."""
    before = [*labels, "O"]
    return np.array([[label[0] != "I" or prior[1:] == label[1:] for label in labels] for prior in before])


def best(scores: Floats, allowed: NDArray[np.bool_]) -> Ints:
    """The best allowed label of each word together (Viterbi); `scores` (words, labels), `allowed` from `after`."""
    plain: Ints = scores.argmax(axis=1)
    prior = np.concatenate([[len(allowed) - 1], plain[:-1]])
    if allowed[prior, plain].all():
        return plain
    cost = np.where(allowed, 0.0, -1e9)
    total, back = scores[0] + cost[-1], []
    for row in scores[1:]:
        paths = total[:, None] + cost[:-1]
        back.append(paths.argmax(axis=0))
        total = paths.max(axis=0) + row
    out = [int(total.argmax())]
    for pointers in reversed(back):
        out.append(int(pointers[out[-1]]))
    return np.array(out[::-1])


def spans(marks: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """(first word, word after the last, kind) of every span that the labels mark."""
    first, kind = 0, ""
    for i, mark in enumerate([*marks, "O"]):
        if kind and (mark[0] != "I" or mark[2:] != kind):
            yield first, i, kind
            kind = ""
        if mark[0] == "B":
            first, kind = i, mark[2:]
