"""BIO labels: no name goes on that has not begun."""

from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from newsclaims.encoder.bio import after, best, spans

LABELS = ["O", "B-PERSON", "I-PERSON", "B-LOC", "I-LOC"]


def allowed(marks: tuple[int, ...]) -> bool:
    prior = "O"
    for mark in (LABELS[i] for i in marks):
        if mark[0] == "I" and prior[1:] != mark[1:]:
            return False
        prior = mark
    return True


@given(st.integers(1, 4), st.integers(0, 10_000))
@settings(max_examples=100, deadline=None)
def test_the_labels_are_the_best_that_are_allowed(n: int, seed: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(n, len(LABELS))).astype(np.float32)
    found = best(scores, after(LABELS))
    wanted = max(
        (marks for marks in product(range(len(LABELS)), repeat=n) if allowed(marks)),
        key=lambda marks: sum(scores[i, mark] for i, mark in enumerate(marks)),
    )
    assert tuple(found.tolist()) == wanted


def test_spans_end_where_another_kind_goes_on() -> None:
    marks = ["B-LOC", "I-LOC", "I-PERSON", "O", "B-PERSON", "B-PERSON", "I-PERSON"]
    assert list(spans(marks)) == [(0, 2, "LOC"), (4, 5, "PERSON"), (5, 7, "PERSON")]
