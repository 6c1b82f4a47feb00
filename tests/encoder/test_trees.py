"""The best tree of a sentence: exact, with one root."""

from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from newsclaims.encoder.trees import heads


def is_tree(found: list[int]) -> bool:
    """Whether there is one root, and every word leads up to it."""
    if sum(head == i for i, head in enumerate(found)) != 1:
        return False
    for start in range(len(found)):
        at, steps = start, 0
        while found[at] != at and steps <= len(found):
            at, steps = found[at], steps + 1
        if found[at] != at:
            return False
    return True


def worth(scores: np.ndarray, found: tuple[int, ...]) -> float:
    return float(sum(scores[i, 0 if head == i else head + 1] for i, head in enumerate(found)))


@given(st.integers(1, 5), st.integers(0, 10_000))
@settings(max_examples=150, deadline=None)
def test_the_tree_is_the_best_of_all(n: int, seed: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(n, n + 1)).astype(np.float32)
    found = heads(scores)
    best = max(worth(scores, given) for given in product(range(n), repeat=n) if is_tree(list(given)))
    assert is_tree(found)
    assert abs(worth(scores, tuple(found)) - best) < 1e-4


def test_a_long_sentence_full_of_cycles_makes_a_tree() -> None:
    scores = np.random.default_rng(1).normal(size=(150, 151)).astype(np.float32)
    scores[np.arange(150), (np.arange(150) ^ 1) + 1] += 9  # each word and its neighbour want each other
    assert is_tree(heads(scores))


def test_where_all_words_want_to_be_the_root_one_is() -> None:
    scores = np.zeros((4, 5), dtype=np.float32)
    scores[:, 0] = [5, 9, 6, 5]
    assert heads(scores)[1] == 1
    assert is_tree(heads(scores))
