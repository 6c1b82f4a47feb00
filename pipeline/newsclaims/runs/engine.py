"""What works a shard's records in a worker: our whole pipeline, or what a test puts in its place.

Reading order: `Engine` (the contract), `load` (ours). A worker is told its engine as "module:function", a function from
`Settings` to an `Engine`; only workers load a language model, never the process that drives them.
"""

from __future__ import annotations

import importlib
import platform
from collections.abc import Callable, Iterator, Sequence
from importlib import metadata
from importlib.util import find_spec
from typing import Protocol, cast

from newsclaims.errors import ArticleError
from newsclaims.records import Article, Failure
from newsclaims.runs.settings import Settings

OURS = "newsclaims.runs.engine:load"
# What a record's figures may hang on, beside our own code, tables and models, which the fingerprint holds.
_LIBRARIES = ("spacy", "thinc", "numpy", "onnxruntime", "tokenizers", "dateparser", "quantulum3")
# And a page's text, where they are installed.
_PAGE_LIBRARIES = ("trafilatura", "htmldate", "lxml")

Worked = tuple[list[bytes], Failure | None]
"""What became of a record: the lines of its claims, or the failure that set it aside."""


class Engine(Protocol):
    """Works records; the same batch gives the same lines, always and everywhere."""

    facts: dict[str, str]
    """What the records hang on beside the settings: versions, and the fingerprint of code, tables and model."""

    def batches(self, records: Sequence[Article | Failure]) -> Iterator[list[Article | Failure]]:
        """The records as they are worked together, in order."""

    def work(self, batch: Sequence[Article | Failure]) -> list[Worked]:
        """What became of each record."""


def engine_of(entry: str, settings: Settings) -> Engine:
    """The engine that "module:function" makes."""
    module, _, name = entry.partition(":")
    make = cast(Callable[[Settings], Engine], getattr(importlib.import_module(module), name))
    return make(settings)


def load(settings: Settings) -> Engine:
    """Our pipeline as an engine. ModelError where the model cannot be had."""
    from newsclaims import flow

    nlp = flow.load(settings.model, every_sentence=settings.every_sentence, max_chars=settings.max_chars)
    return _Pipeline(nlp, flow.fingerprint(nlp))


class _Pipeline:
    def __init__(self, nlp: object, fingerprint: str) -> None:
        from spacy.language import Language

        from newsclaims import flow
        from newsclaims.write import claim_line

        self._nlp = cast(Language, nlp)
        self._flow, self._line = flow, claim_line
        self.facts = {
            "newsclaims": metadata.version("newsclaims"),
            "fingerprint": fingerprint,
            "model": f"{self._nlp.meta['lang']}_{self._nlp.meta['name']} {self._nlp.meta['version']}",
            "python": platform.python_version(),
            **{library: metadata.version(library) for library in _LIBRARIES},
            **{library: metadata.version(library) for library in _PAGE_LIBRARIES if find_spec(library)},
        }

    def batches(self, records: Sequence[Article | Failure]) -> Iterator[list[Article | Failure]]:
        return self._flow.batches(records)

    def work(self, batch: Sequence[Article | Failure]) -> list[Worked]:
        worked: list[Worked] = []
        for outcome in self._flow.work(batch, self._nlp):
            failure, lines = outcome.failure, list[bytes]()
            if failure is None:
                try:
                    lines = [self._line(claim) for claim in outcome.claims]
                except ArticleError as error:
                    assert outcome.article is not None
                    failure, lines = self._flow.stage_failure(outcome.article, "write", error), []
            worked.append((lines, failure))
        return worked
