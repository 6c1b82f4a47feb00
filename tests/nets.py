"""Untrained nets for tests: weights drawn by chance, so that every move is chosen somewhere."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example
from spacy.vocab import Vocab
from thinc.api import Model

WORDS = "Anna Keller of Wendmark paid 33 euros to the Roads Board on Monday , she said . \n".split(" ")


def shuffled(vocab: Vocab, seed: int, length: int, *, starts: float = 0.1) -> Doc:
    """Words in any order; so many of them start a sentence."""
    chance = random.Random(seed)
    words = chance.choices(WORDS, k=length)
    return Doc(vocab, words=words, sent_starts=[not i or chance.random() < starts for i in range(length)])


def drawn(model: Model[Any, Any], seed: int) -> None:
    """Give all layers weights by chance."""
    chance = np.random.default_rng(seed)
    for node in model.walk():
        for name in node.param_names:
            if node.has_param(name):
                node.set_param(name, chance.normal(size=node.get_param(name).shape).astype("float32"))


def twins(
    nlp: Language, ours: str, theirs: str, labels: list[str], seed: int, config: dict[str, Any] | None = None
) -> tuple[Any, Any]:
    """Our component and spaCy's with the same net, which ours has loaded from what spaCy's has saved."""
    pipes: list[Any] = [nlp.add_pipe(factory, config=config or {}) for factory in (ours, theirs)]
    for pipe in pipes:
        for label in labels:
            pipe.add_label(label)
        pipe.initialize(lambda: [Example(doc, doc) for doc in [shuffled(nlp.vocab, 0, 9)]], nlp=nlp)
    drawn(pipes[1].model, seed)
    return pipes[0].from_bytes(pipes[1].to_bytes()), pipes[1]


def names_of(doc: Doc) -> tuple[list[str], list[tuple[int, int, str]]]:
    """The mark of each word, and the names."""
    return [token.ent_iob_ for token in doc], [(ent.start, ent.end, ent.label_) for ent in doc.ents]
