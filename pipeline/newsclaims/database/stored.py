"""Rows -> claim records: the inverse of `rows`, on a `sqlite3` connection or one of SQLAlchemy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from newsclaims.records import ArticleMeta, Claim


def asked(connection: Any, question: str, values: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
    """The rows of a statement with `:names` for its values, by column, on either kind of connection."""
    raise NotImplementedError


def article_of(connection: Any, article: str) -> ArticleMeta | None:
    """The article as claims carry it, None where the database has none with this id."""
    raise NotImplementedError


def claims_of_article(connection: Any, article: str) -> list[Claim]:
    """The claims of an article that stand (not those that are gone), as they were loaded, in text order."""
    raise NotImplementedError


def claim_of(connection: Any, claim_id: str) -> Claim | None:
    """One claim as it was loaded, gone or not; None where there is none with this id."""
    raise NotImplementedError
