"""Embedding by form: each distinct word of a batch is embedded once, however often it stands there.

What spaCy's `MultiHashEmbed` makes of a word hangs on the word alone, and a dozen articles have some four words for
each distinct one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from spacy.ml.models.tok2vec import MultiHashEmbed
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab
from thinc.api import Model, chain
from thinc.types import Floats2d

Integers = npt.NDArray[np.uint64]
Attributes = list[str]
_FACTOR = np.uint64(0x9E3779B97F4A7C15)


class Forms:
    """As much of a Doc as embedding layers read: the distinct words of some Docs, which differ in one of `attributes`.

    `places` has for each word of the Docs its place among the distinct ones.
    """

    def __init__(self, docs: Sequence[Doc], attributes: Attributes) -> None:
        self._docs = docs
        self.vocab: Vocab = docs[0].vocab
        values = self._all([*attributes, "ORTH"])
        # All attributes of a word as one number of 64 bits, by which spaCy tells strings apart too.
        keys = values @ _FACTOR ** np.arange(values.shape[1], dtype=np.uint64)
        _, self._first, self.places = np.unique(keys, return_index=True, return_inverse=True)

    def __len__(self) -> int:
        return len(self._first)

    def to_array(self, attributes: Attributes | int) -> Integers:
        """The attributes of the distinct words, as `Doc.to_array` gives them."""
        return self._all(attributes)[self._first]

    def _all(self, attributes: Any) -> Integers:
        return np.concatenate([doc.to_array(attributes) for doc in self._docs])


@registry.architectures("newsclaims.FormEmbed.v1")  # type: ignore[untyped-decorator]
def FormEmbed(
    width: int, attrs: Attributes, rows: list[int], include_static_vectors: bool
) -> Model[list[Doc], list[Floats2d]]:
    """spaCy's `MultiHashEmbed` with its layers, and so its files; in training it embeds word by word, as that does."""
    embed = MultiHashEmbed(width, attrs, rows, include_static_vectors)
    return Model(embed.name, _forward, init=_init, layers=embed.layers, dims={"nO": None}, attrs={"columns": attrs})


def _forward(model: Model[Any, Any], docs: list[Doc], is_train: bool) -> tuple[Any, Callable[..., Any]]:
    embed: Model[Any, Any] = chain(*model.layers)
    if is_train or not any(len(doc) for doc in docs):
        return embed(docs, is_train)
    forms = Forms(docs, model.attrs["columns"])
    (vectors,) = embed.predict([forms])
    ends = np.cumsum([len(doc) for doc in docs])
    return np.split(vectors[forms.places], ends[:-1]), lambda _: []


def _init(model: Model[Any, Any], X: Any = None, Y: Any = None) -> None:
    embed: Model[Any, Any] = chain(*model.layers)
    embed.initialize(X, Y)
    model.set_dim("nO", embed.get_dim("nO"))
