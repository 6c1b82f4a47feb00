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

    A draft belongs to the article whose id it names, or that has the very text that it brings.
    """
    by_id: dict[str | None, list[Draft]] = {}
    by_text: dict[str, list[Draft]] = {}
    for draft in drafts:
        if isinstance(draft, Failure):
            yield Adopted([], [], [draft])
            continue
        by_id.setdefault(draft.article, []).append(draft)
        if draft.text is not None:
            by_text.setdefault(draft.text, []).append(draft)
    taken: set[str] = set()
    for article in articles:
        if isinstance(article, Failure):
            continue
        its = by_id.get(article.id) or by_text.get(article.text, [])
        its = [draft for draft in its if draft.where not in taken]
        if its:
            taken.update(draft.where for draft in its)
            yield adopted(article, flow.doc_of(article, nlp), its, producer)
    left = [draft for of_one in by_id.values() for draft in of_one if draft.where not in taken]
    mend = "Name the file of articles that they were found in, and let them bear its ids, or its very texts."
    what = "no article has this id or this text."
    yield Adopted([], [], [Failure(draft.article, draft.where, STAGE, what, mend) for draft in left])
