"""Embedding by form: what spaCy's layers make of each word, with each distinct word embedded once."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import spacy
from nets import drawn, shuffled
from spacy.ml.models.tok2vec import MultiHashEmbed
from spacy.tokens import Doc
from thinc.api import Model

from newsclaims.forms import FormEmbed, Forms

SETTINGS: dict[str, Any] = {"width": 16, "attrs": ["NORM", "SHAPE"], "rows": [50, 20], "include_static_vectors": True}
NLP = spacy.blank("en")
NLP.vocab.vectors = spacy.vectors.Vectors(shape=(9, 8), name="drawn")
for n, word in enumerate(["Anna", "paid", "33", "the", "not"]):
    NLP.vocab.set_vector(word, np.random.default_rng(n).normal(size=8).astype("float32"))


@pytest.fixture
def docs() -> list[Doc]:
    return [*(shuffled(NLP.vocab, n, 10 * n) for n in range(4)), NLP("Anna can't, they couldn't, and nt is no word.")]


@pytest.fixture
def models(docs: list[Doc]) -> tuple[Model[Any, Any], Model[Any, Any]]:
    """Ours and spaCy's, with the same weights."""
    ours, theirs = FormEmbed(**SETTINGS), MultiHashEmbed(**SETTINGS)
    for model in (ours, theirs):
        model.initialize(docs)
    drawn(theirs, 1)
    return ours.from_bytes(theirs.to_bytes()), theirs


def test_vectors_are_those_of_spacy(models: tuple[Model[Any, Any], Model[Any, Any]], docs: list[Doc]) -> None:
    ours, theirs = models
    for vectors, expected in zip(ours.predict(docs), theirs.predict(docs), strict=True):
        np.testing.assert_allclose(vectors, expected, atol=1e-5)


def test_training_is_that_of_spacy(models: tuple[Model[Any, Any], Model[Any, Any]], docs: list[Doc]) -> None:
    gradients = []
    for model in models:
        vectors, backprop = model.begin_update(docs)
        backprop([np.ones_like(vector) for vector in vectors])
        gradients.append(
            {(n, name): node.get_grad(name) for n, node in enumerate(model.walk()) for name in node.grad_names}
        )
    assert gradients[0].keys() == gradients[1].keys() != set()
    for name, gradient in gradients[0].items():
        np.testing.assert_allclose(gradient, gradients[1][name], atol=1e-4)


def test_words_that_differ_in_one_attribute_are_two() -> None:
    """The tokenizer reads `n't` as `not` behind a verb, and `nt` the same; the forms stay apart."""
    doc = NLP("They couldn't, and couldnt, and they couldn't.")
    forms = Forms([doc], ["NORM"])
    words = [token.text for token in doc]
    assert len(forms) == len({(token.text, token.norm_) for token in doc}) < len(words)
    assert [doc.vocab.strings[int(orth)] for orth in forms.to_array("ORTH")[forms.places]] == words
