"""How fast: words per second on one thread, each pipeline on the same articles in the same run.

Three ways through a batch, in turn, so that all see the same machine: a stock spaCy pipeline of convolutional nets, our
pipeline on every sentence, and our pipeline on what matters (with our encoder), whose claims are held against those of
every sentence.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from newsclaims import FAST_MODEL, flow, layers
from newsclaims.encoder.component import FACTORY as ENCODER
from newsclaims.parse import own_model
from newsclaims.records import Article, Claim, Producer

_BATCH = 12  # articles; about as many as a run takes at once
# Has the tables behind both doors (quantulum3, dateparser) loaded: loading is paid once a process, not by the word.
WARM_UP = "The cask held 5qux on 3/4/2020, they said."
_NOBODY = Producer("", "", "")
_STOCK = {  # the parts of the fast model that are faster than spaCy's, as spaCy has them
    "components.parser.factory": "parser",
    "components.ner.factory": "ner",
    "components.tok2vec.model.embed.@architectures": "spacy.MultiHashEmbed.v2",
    "components.ner.model.tok2vec.embed.@architectures": "spacy.MultiHashEmbed.v2",
}


@dataclass
class Bench:
    """Words read, and the seconds that each way took: `stock`, `every` (by part of the pipeline) and `sparing` (None
    for a model that always reads all); how many claims both of ours have alike.
    """

    model: str
    words: int = 0
    stock: float = 0.0
    every: dict[str, float] = field(default_factory=dict)
    sparing: float | None = None
    claims: int = 0
    equal: int = 0

    def speed(self, seconds: float) -> int:
        """Words per second."""
        return round(self.words / seconds)

    @property
    def whole(self) -> float:
        """Seconds for our whole way through every sentence."""
        return sum(self.every.values())

    @property
    def bare(self) -> float:
        """Seconds of `whole` that are the language model's, without our stages."""
        return sum(seconds for part, seconds in self.every.items() if part not in (*flow.STAGES, "records"))

    def lines(self) -> Iterator[str]:
        """What was measured, for people to read, with rich's markup."""
        yield f"{self.words:,} words, {self.model}, one thread"
        ways = {
            "stock spaCy CNN pipeline": self.stock,
            "our language model, every sentence": self.bare,
            "whole pipeline, every sentence": self.whole,
            "whole pipeline, what matters": self.sparing,
        }
        for name, seconds in ways.items():
            if seconds is not None:
                yield f"{name:<36}{self.speed(seconds):>9,} words/s   ratio [bold]{self.stock / seconds:.2f}[/]"
        if self.claims:
            yield f"{self.claims:,} claims, {100 * self.equal / self.claims:.2f} % alike in both of ours"
        for name, seconds in self.every.items():
            yield f"  {name:<34}{100 * seconds / self.whole:8.1f} % of every sentence"

    def figures(self) -> dict[str, Any]:
        """The figures for other programs; speeds in words per second."""
        ways = {"stock": self.stock, "bare": self.bare, "every": self.whole, "sparing": self.sparing}
        return {
            "model": self.model,
            "words": self.words,
            "words/s": {name: self.speed(seconds) for name, seconds in ways.items() if seconds is not None},
            "claims": self.claims,
            "equal": self.equal,
            "share": {name: round(seconds / self.whole, 3) for name, seconds in self.every.items()},
        }


def bench(articles: Sequence[Article], model: str, *, seen: Callable[[int], None] = lambda _: None) -> Bench:
    """Time the ways on the same articles. The peer has the nets of our fast model in spaCy's own parts, and multiplies
    matrices as thinc does by default.
    """
    stock = stock_pipeline()
    every = flow.load(model, every_sentence=True)
    sparing = flow.load(model) if ENCODER in every.pipe_names else None
    for nlp in (stock, every, sparing):
        if nlp is not None:
            nlp.max_length = max(nlp.max_length, *(len(article.text) for article in articles))
            nlp(WARM_UP)
    result = Bench(f"{every.meta['lang']}_{every.meta['name']} {every.meta['version']}")
    for start in range(0, len(articles), _BATCH):
        batch = articles[start : start + _BATCH]
        result.stock += _timed(stock, batch)
        with every.memory_zone():
            docs = _staged(every, batch, result.every)
            result.words += sum(not token.is_space for doc in docs for token in doc)
            wanted = _claims(docs)
        if sparing is not None:
            parts: dict[str, float] = {}
            with sparing.memory_zone():
                found = _claims(_staged(sparing, batch, parts))
            result.sparing = (result.sparing or 0.0) + sum(parts.values())
            result.claims += len(wanted.keys() | found.keys())
            result.equal += sum(found.get(key) == claim for key, claim in wanted.items())
        seen(len(batch))
    return result


def stock_pipeline() -> Language:
    """Our fast model as spaCy alone would run it; of our own only paragraphs and lemmas, which spaCy has no like of."""
    return spacy.load(own_model(FAST_MODEL) or FAST_MODEL, config=_STOCK)


def _timed(nlp: Language, batch: Sequence[Article]) -> float:
    """Seconds that a pipeline takes for a batch."""
    with nlp.memory_zone():
        began = time.perf_counter()
        for _ in nlp.pipe(article.text for article in batch):
            pass
        return time.perf_counter() - began


def _staged(nlp: Language, batch: Sequence[Article], seconds: dict[str, float]) -> list[Doc]:
    """The batch through the whole pipeline, what each part takes added up."""
    began = time.perf_counter()
    docs: list[Doc] = []
    for article in batch:
        doc = nlp.make_doc(article.text)
        layers.put_article(doc, article.meta)
        docs.append(doc)
    seconds["tokenizer"] = seconds.get("tokenizer", 0.0) + time.perf_counter() - began
    for name, pipe in nlp.pipeline:
        began = time.perf_counter()
        # As many at once as in a run.
        docs = list(pipe.pipe(docs, batch_size=nlp.batch_size) if hasattr(pipe, "pipe") else map(pipe, docs))
        seconds[name] = seconds.get(name, 0.0) + time.perf_counter() - began
    began = time.perf_counter()
    for doc in docs:
        layers.take(doc, "claims", Claim)
    seconds["records"] = seconds.get("records", 0.0) + time.perf_counter() - began
    return docs


def _claims(docs: Iterable[Doc]) -> dict[str, Claim]:
    """The claims by their ids, whoever produced them."""
    claims = (claim for doc in docs for claim in layers.take(doc, "claims", Claim))
    return {claim.id: msgspec.structs.replace(claim, produced_by=_NOBODY) for claim in claims}
