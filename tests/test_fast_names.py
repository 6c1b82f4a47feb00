"""Names: whatever the net, those that spaCy's own component chooses."""

from __future__ import annotations

import numpy as np
import pytest
import spacy
from nets import names_of, shuffled, twins
from spacy.tokens import Span

from newsclaims.names import Chosen, Ints, Scores, _ends

LABELS = ["PERSON", "ORG", "LOC"]


@pytest.mark.parametrize("seed", range(8))
def test_the_choices_are_those_of_spacy(seed: int) -> None:
    ours, theirs = twins(spacy.blank("en"), "newsclaims_names", "ner", LABELS, seed)
    docs = [shuffled(ours.vocab, 10 * seed + n, 12 * n) for n in range(6)]  # one without words
    copies = [doc.copy() for doc in docs]
    chosen = ours.predict(docs)
    assert isinstance(chosen, Chosen)
    ours.set_annotations(docs, chosen)
    theirs.set_annotations(copies, theirs.predict(copies))
    assert list(map(names_of, docs)) == list(map(names_of, copies))
    assert any(doc.ents for doc in docs)


def test_names_that_a_doc_has_already_stay() -> None:
    ours, theirs = twins(spacy.blank("en"), "newsclaims_names", "ner", LABELS, 1)
    doc = shuffled(ours.vocab, 1, 20)
    doc.set_ents([Span(doc, 3, 5, label="LOC")], default="unmodified")
    copy = doc.copy()
    assert names_of(ours(doc)) == names_of(theirs(copy))
    assert (3, 5, "LOC") in names_of(doc)[1]


def test_a_net_that_sees_more_is_left_to_spacy() -> None:
    settings = {"model": {"extra_state_tokens": True}}
    ours, theirs = twins(spacy.blank("en"), "newsclaims_names", "ner", LABELS, 2, settings)
    doc = shuffled(ours.vocab, 2, 20)
    copy = doc.copy()
    assert names_of(ours(doc)) == names_of(theirs(copy))


def test_no_docs_and_docs_without_words_have_no_names() -> None:
    ours, _ = twins(spacy.blank("en"), "newsclaims_names", "ner", LABELS, 3)
    assert list(ours.pipe([])) == []
    assert ours(shuffled(ours.vocab, 0, 0)).ents == ()


def test_each_word_is_weighed_once_in_names_however_many_words_could_open_one() -> None:
    weighed = 0

    def weigh(at: Ints, first: Ints) -> Scores:
        nonlocal weighed
        weighed += len(at)
        return np.array([[1, 0]] * len(at), dtype=np.float32)  # go on, rather than close

    last = np.arange(3000) % 1000 == 999
    firsts = np.flatnonzero(~last)
    ends = _ends(firsts, np.zeros_like(firsts), np.ones_like(firsts), last, weigh)
    assert ends[ends > 0].tolist() == [1000, 2000, 3000]
    assert weighed < len(last)
