"""The drafts of a file and the articles that they were found in, brought together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import metadata

from spacy.language import Language

from newsclaims import flow
from newsclaims.adopt.claims import Adopted, adopted
from newsclaims.adopt.drafts import STAGE, Draft
from newsclaims.records import Article, Failure, Producer


def producer_of(name: str, nlp: Language) -> Producer:
    """Who produced adopted records: another extractor, by its name, and our release, whose normalisers read them."""
    return Producer(metadata.version("newsclaims"), name, flow.fingerprint(nlp))


def adopt_all(
    drafts: Iterable[Draft | Failure], articles: Iterable[Article | Failure], nlp: Language, producer: Producer
) -> Iterator[Adopted]:
    """What becomes of the drafts, article by article, in the order of the articles; then what has no article.

    A draft belongs to the article whose id it names, or that has the very text that it brings. An article of theirs
    that cannot be read is a failure too, and so is one that has no id to tell by.
    """
    left: dict[str, Draft] = {}
    by_id: dict[str | None, list[Draft]] = {}
    by_text: dict[str | None, list[Draft]] = {}
    for draft in drafts:
        if isinstance(draft, Failure):
            yield Adopted([], [], [draft])
            continue
        left[draft.where] = draft
        by_id.setdefault(draft.article, []).append(draft)
        by_text.setdefault(draft.text, []).append(draft)
    for article in articles:
        if isinstance(article, Failure):
            if article.article is None or article.article in by_id:
                yield Adopted([], [], [article])
            continue
        named = [*by_id.get(article.id, []), *by_text.get(article.text, [])]
        its = [draft for draft in named if left.pop(draft.where, None)]
        if its:
            yield adopted(article, flow.doc_of(article, nlp), its, producer)
    mend = "Name the file of articles that they were found in, and let them bear its ids, or its very texts."
    what = "no article has this id or this text."
    yield Adopted([], [], [Failure(draft.article, draft.where, STAGE, what, mend) for draft in left.values()])
