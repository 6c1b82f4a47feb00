"""The way of an article through the stages, in order: read, parse, quantities, times, attribution, claims, write.

Reading order: `STAGES`, `load` (a pipeline ready to run), `extract` (claims from articles), `run` (files in, files
out).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from importlib import metadata, resources
from pathlib import Path
from typing import Any, cast

from spacy.language import Language
from spacy.tokens import Doc

from newsclaims import DEFAULT_MODEL, layers
from newsclaims.claims.component import Claims
from newsclaims.encoder.component import FACTORY as ENCODER
from newsclaims.encoder.component import Encoder
from newsclaims.errors import ArticleError, NewsclaimsError
from newsclaims.links.reader import FACTORY as LINKS
from newsclaims.links.reader import LinkReader
from newsclaims.parse import load_model
from newsclaims.read.checks import iso_date, shown
from newsclaims.records import Article, Claim, Failure
from newsclaims.sparing import Sparing
from newsclaims.write import ClaimWriter, FailureWriter

STAGES = ("newsclaims_quantities", "newsclaims_times", "newsclaims_attribution", "newsclaims_claims")
_BATCH_CHARS = 40_000
_CODE = (".py", ".csv")


def load(model: str | Path = DEFAULT_MODEL, *, every_sentence: bool = False, max_chars: int = 0) -> Language:
    """A spaCy pipeline with every stage in it: ours by default, or any that has a tagger, a parser and names.

    Our own encoder reads the paragraphs that claims hang on, and guesses the rest, unless `every_sentence`; the claims
    are the same but for one in some hundreds. `max_chars`: the longest text, where that is more than the pipeline's own
    limit. ModelError where the model is missing or lacks a part.
    """
    nlp = load_model(model)
    nlp.max_length = max(nlp.max_length, max_chars)
    if ENCODER in nlp.pipe_names and not every_sentence:
        encoder = cast(Encoder, nlp.get_pipe(ENCODER))
        encoder.choose = Sparing(encoder)
    producer = {
        "version": metadata.version("newsclaims"),
        "model": f"{nlp.meta['lang']}_{nlp.meta['name']} {nlp.meta['version']}",
        "fingerprint": fingerprint(nlp),
    }
    for stage in STAGES:
        nlp.add_pipe(stage, config=producer if stage == "newsclaims_claims" else {})
    if LINKS in nlp.pipe_names:
        cast(Claims, nlp.get_pipe("newsclaims_claims")).linker = cast(LinkReader, nlp.get_pipe(LINKS))
    return nlp


def fingerprint(nlp: Language) -> str:
    """16 hexadecimal digits that change with our code, our tables or the model's weights."""
    digest = hashlib.sha256()
    package = Path(str(resources.files("newsclaims")))
    for path in sorted(p for p in package.rglob("*") if p.suffix in _CODE):
        digest.update(path.relative_to(package).as_posix().encode())
        digest.update(path.read_bytes())
    digest.update(nlp.config.to_str().encode())
    for path in sorted(p for p in (nlp.path or Path()).rglob("*") if nlp.path and p.is_file()):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def extract(articles: Iterable[Article], nlp: Language) -> Iterator[Claim]:
    """The claims of the articles, in order. ArticleError for an article that a stage cannot work."""
    for outcome in work(articles, nlp):
        if isinstance(outcome.failure, Failure):
            failure = outcome.failure
            raise ArticleError(failure.message, where=failure.where, mend=failure.mend)
        yield from outcome.claims


@dataclass(frozen=True)
class Outcome:
    """What became of one article: its claims, or the failure that set it aside; `looked` is what the caller's `look`
    told of its Doc.
    """

    article: Article | None
    claims: list[Claim] = field(default_factory=list)
    failure: Failure | None = None
    looked: Any = None


Look = Callable[[Doc], Any]


def _no_look(_: Doc) -> None:
    return None


def work(articles: Iterable[Article | Failure], nlp: Language, *, look: Look = _no_look) -> Iterator[Outcome]:
    """The outcome for each article, in order; what a reader set aside passes through as it is.

    `look` sees each Doc with every layer on it, and must keep nothing of it.

    Articles go through the model in batches of some 40,000 characters: faster than one by one, and small enough for
    what the fast model keeps of a batch.
    """
    for batch in batches(articles):
        # Without a zone of its own each new word would stay in the model's memory for good.
        with nlp.memory_zone():
            outcomes = list(_work_batch(batch, nlp, look))
        yield from outcomes


def batches(articles: Iterable[Article | Failure]) -> Iterator[list[Article | Failure]]:
    """The batches in which `work` takes articles: as many as there are to some 40,000 characters, at least one.

    A batch given to `work` is a batch again, so that a caller may hand them on one by one.
    """
    batch: list[Article | Failure] = []
    size = 0
    for given in articles:
        article = _dated(given) if isinstance(given, Article) else given
        length = len(article.text) if isinstance(article, Article) else 0
        if batch and size + length > _BATCH_CHARS:
            yield batch
            batch, size = [], 0
        batch.append(article)
        size += length
    if batch:
        yield batch


def _dated(article: Article) -> Article | Failure:
    """The article, or the failure of one that a caller made with a date that is none."""
    if article.published is None or iso_date(article.published) == article.published:
        return article
    what = f'"published" is no date: {shown(article.published)}.'
    return Failure(
        article.id, article.where or article.id, "read", what, "Write a day of the calendar as YYYY-MM-DD, or None."
    )


def _work_batch(batch: list[Article | Failure], nlp: Language, look: Look) -> Iterator[Outcome]:
    good = [article for article in batch if isinstance(article, Article)]
    try:
        docs = iter(list(nlp.pipe(_docs(good, nlp))))
    except Exception:  # noqa: BLE001 - whatever one article does to a model must not cost the others of its batch
        docs = None
    for article in batch:
        if isinstance(article, Failure):
            yield Outcome(None, failure=article)
        elif docs is not None:
            yield _outcome(article, next(docs), look)
        else:
            yield _work_one(article, nlp, look)


def _outcome(article: Article, doc: Doc, look: Look) -> Outcome:
    return Outcome(article, layers.take(doc, "claims", Claim), looked=look(doc))


def _docs(articles: Iterable[Article], nlp: Language) -> Iterator[Doc]:
    for article in articles:
        doc = nlp.make_doc(article.text)
        layers.put_article(doc, article.meta)
        yield doc


def doc_of(article: Article, nlp: Language) -> Doc:
    """The Doc of one article with every layer on it, for looking at."""
    (doc,) = nlp.pipe(_docs([article], nlp))
    return doc


def _work_one(article: Article, nlp: Language, look: Look) -> Outcome:
    """The article alone, each stage in turn, so that a failure can name its stage."""
    stage = "parse"
    try:
        (doc,) = _docs([article], nlp)
        for stage, pipe in nlp.pipeline:  # noqa: B007 - the handler below names the stage
            doc = pipe(doc)
        return _outcome(article, doc, look)
    except Exception as error:  # noqa: BLE001 - one article never stops a run; its failure says what happened
        return Outcome(article, failure=stage_failure(article, stage, error))


def stage_failure(article: Article, stage: str, error: Exception) -> Failure:
    """The failure of an article in a stage, with the error's words."""
    what = error.what if isinstance(error, NewsclaimsError) else f"{type(error).__name__}: {error}"
    mend = "Set the article aside, and report it with its text: a stage should work any article."
    return Failure(article.id, article.where or article.id, stage.removeprefix("newsclaims_"), what, mend)


@dataclass
class Summary:
    """What a run did: `articles` were worked, `set_aside` of them failed in a stage; `failures` counts unread ones
    too.
    """

    articles: int = 0
    claims: int = 0
    characters: int = 0
    failures: int = 0
    set_aside: int = 0


def run(
    articles: Iterable[Article | Failure], nlp: Language, writer: ClaimWriter, failures: FailureWriter,
    *, seen: Callable[[Outcome], None] = lambda _: None,
) -> Summary:  # fmt: skip
    """Work all articles, write their claims and failures, and count; `seen` is called after each article."""
    summary = Summary()
    for outcome in work(articles, nlp):
        failure = outcome.failure
        if failure is None and outcome.article is not None:
            try:
                writer.write_all(outcome.claims)
                summary.claims += len(outcome.claims)
            except ArticleError as error:
                failure = stage_failure(outcome.article, "write", error)
        if failure is not None:
            failures.write(failure)
            summary.failures += 1
            summary.set_aside += outcome.article is not None
        if outcome.article is not None:
            summary.articles += 1
            summary.characters += len(outcome.article.text)
        seen(outcome)
    return summary
