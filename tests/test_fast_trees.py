"""Trees: whatever the net, those that spaCy's own component grows."""

from __future__ import annotations

import pytest
import spacy
from nets import shuffled, twins
from spacy.tokens import Doc

LABELS = ["nsubj", "obj", "case||obj"]  # one of them moves the arc in the end


def tree(doc: Doc) -> list[tuple[int, str, bool]]:
    """Head, relation and sentence start of each word."""
    return [(token.head.i, token.dep_, bool(token.is_sent_start)) for token in doc]


@pytest.mark.parametrize("lengths", [(30, 31, 29, 1, 0), (25,), (40, 3), (0, 0)])
@pytest.mark.parametrize("seed", range(4))
def test_the_trees_are_those_of_spacy(lengths: tuple[int, ...], seed: int) -> None:
    ours, theirs = twins(spacy.blank("en"), "newsclaims_trees", "parser", LABELS, seed)
    docs = [shuffled(ours.vocab, 10 * seed + n, length) for n, length in enumerate(lengths)]
    copies = [doc.copy() for doc in docs]
    assert list(map(tree, ours.pipe(docs))) == list(map(tree, theirs.pipe(copies)))


def test_no_docs_have_no_trees() -> None:
    ours, _ = twins(spacy.blank("en"), "newsclaims_trees", "parser", LABELS, 0)
    assert list(ours.pipe([])) == []
