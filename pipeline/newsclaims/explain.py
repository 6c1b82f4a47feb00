"""Why the claims of an article read as they do: the way from a file, or a sentence, to claims with their reasons."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from typing import cast

from spacy.language import Language
from spacy.tokens import Doc

from newsclaims import flow
from newsclaims.claims.component import Claims
from newsclaims.claims.reasons import reasons_of
from newsclaims.errors import UsageError
from newsclaims.records import Article, Claim, Reason

Reasoned = list[tuple[Claim, tuple[Reason, ...]]]
_NEAREST = 3


def explained(articles: Iterable[Article], nlp: Language) -> Iterator[tuple[Article, Doc, Reasoned]]:
    """Each article with its Doc and its claims, each with its reasons."""
    component = cast(Claims, nlp.get_pipe("newsclaims_claims"))
    for article in articles:
        doc = flow.doc_of(article, nlp)
        yield article, doc, reasons_of(doc, component.linker)


def one(articles: Iterable[Article], nlp: Language, claim_id: str, *, where: str) -> tuple[Reasoned, int]:
    """The claims with their reasons of the article that has a claim, and that claim's place among them.

    UsageError where no article has it; ids change with the article's id and text.
    """
    known: list[str] = []
    for _, _, reasoned in explained(articles, nlp):
        ids = [claim.id for claim, _ in reasoned]
        if claim_id in ids:
            return reasoned, ids.index(claim_id)
        known += ids
    close = difflib.get_close_matches(claim_id, known, n=_NEAREST) or known[:_NEAREST]
    hint = f" Known, for example: {', '.join(close)}." if close else ""
    raise UsageError(
        f'no claim "{claim_id}" among {len(known):,}.',
        where=where,
        mend="Name the file of articles that it was extracted from, and copy the id from there: it changes with the "
        f"article's id and text.{hint}",
    )
