"""How fast: words per second of the whole pipeline on one thread, against the bare spaCy pipeline in the same run."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from newsclaims import flow, layers
from newsclaims.parse import load_model
from newsclaims.records import Article

_BATCH = 32
# Has the tables behind both doors (quantulum3, dateparser) loaded: loading is paid once a process, not by the word.
_WARM_UP = "The cask held 5qux on 3/4/2020, they said."


@dataclass(frozen=True)
class Bench:
    """Words read, seconds that the bare pipeline and each of our stages took, and the model's name."""

    model: str
    words: int
    bare: float
    stages: dict[str, float]

    @property
    def whole(self) -> float:
        """Seconds for the whole way."""
        return self.bare + sum(self.stages.values())

    @property
    def ratio(self) -> float:
        """The whole pipeline's words per second over the bare one's."""
        return self.bare / self.whole


def bench(articles: Sequence[Article], model: str, *, seen: Callable[[int], None] = lambda _: None) -> Bench:
    """Time the bare pipeline and each stage on the same articles, in turn, so that both see the same machine.

    `bare` is the spaCy pipeline as it loads (tags, tree, lemmas, names); what we add to it counts as ours.
    """
    bare_nlp, nlp = load_model(model, paragraphs=False), flow.load(model)
    ours = ("newsclaims_paragraphs", *flow.STAGES)
    seconds = dict.fromkeys((*ours, "records"), 0.0)
    bare, words = 0.0, 0
    for pipeline in (bare_nlp, nlp):
        pipeline(_WARM_UP)
    for start in range(0, len(articles), _BATCH):
        batch = articles[start : start + _BATCH]
        with bare_nlp.memory_zone():
            began = time.perf_counter()
            docs = list(bare_nlp.pipe(article.text for article in batch))
            bare += time.perf_counter() - began
            words += sum(not token.is_space for doc in docs for token in doc)
        with nlp.memory_zone():
            _staged(nlp, batch, ours, seconds)
        seen(len(batch))
    return Bench(f"{nlp.meta['lang']}_{nlp.meta['name']} {nlp.meta['version']}", words, bare, seconds)


def _staged(nlp: Language, batch: Sequence[Article], ours: Iterable[str], seconds: dict[str, float]) -> None:
    """Run a batch through the whole pipeline, adding up what each of our parts takes."""
    docs: list[Doc] = []
    for article in batch:
        doc = nlp.make_doc(article.text)
        layers.put_article(doc, article.meta)
        docs.append(doc)
    for name, pipe in nlp.pipeline:
        began = time.perf_counter()
        docs = list(pipe.pipe(docs)) if hasattr(pipe, "pipe") else [pipe(doc) for doc in docs]
        if name in seconds:
            seconds[name] += time.perf_counter() - began
    began = time.perf_counter()
    for doc in docs:
        layers.take(doc, "claims", layers.LAYERS["claims"])
    seconds["records"] += time.perf_counter() - began
