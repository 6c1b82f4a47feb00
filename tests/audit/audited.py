"""Invented databases, and a visitor of their pages: a browser without a screen, over Datasette's own client."""

from __future__ import annotations

import asyncio
import html
import re
from pathlib import Path
from typing import Any

import msgspec
from pages import RELATIONS, made_claims

from newsclaims.audit.guard import Guard
from newsclaims.audit.serve import audit_app
from newsclaims.audit.texts import write_text
from newsclaims.claims.link import claim_id
from newsclaims.coverage import Mark
from newsclaims.database.connect import opened
from newsclaims.database.load import load
from newsclaims.database.reading import survey
from newsclaims.records import Article, Claim, Mention

FLOOD = (
    "The flood of 2024 closed [40|40 count|school|2024-05-01..2024-05-07|Ann Lee|close] schools, Ann Lee said. "
    "That compares with [31|31 count|school|2023-01-01..2023-12-31|Ann Lee|close] schools in all of 2023, Ann Lee said."
)
STRIKE = (
    "The strike closed [38|38 count|school|2024-05-01..2024-05-07|the union|close] schools, the union said. "
    "It closed [38|38 count|school|2024-05-01..2024-05-07|the union|close] schools, the union said again."
)


def made_article(name: str, marked: str, title: str | None = None) -> tuple[Article, list[Claim]]:
    """An article and its claims, with their relations."""
    text, plain = made_claims(marked)
    article = Article(name, text, None, title or f"News of the {name}", "The Tarn Post", "2024-05-08", "given")
    ids = {claim.id: claim_id(article.meta, claim.quantity.mention) for claim in plain}
    named = [msgspec.structs.replace(claim, id=ids[claim.id], article=article.meta) for claim in plain]
    return article, RELATIONS(text, named)


def loaded(path: Path, *claims: Claim) -> None:
    """Load claims into a database file."""
    lines = path.with_suffix(".jsonl")
    lines.write_bytes(b"".join(msgspec.json.encode(claim) + b"\n" for claim in claims))
    load(survey(lines), f"sqlite:///{path}")


def made_database(path: Path, **marked: str) -> Path:
    """A database of articles by name, with their texts; every year in them is marked as a date."""
    made = [made_article(name, sentences) for name, sentences in marked.items()]
    loaded(path, *(claim for _, claims in made for claim in claims))
    engine = opened(f"sqlite:///{path}")
    with engine.begin() as connection:
        for article, _ in made:
            years = [Mention.of(article.text, *found.span()) for found in re.finditer(r"\b20\d\d\b", article.text)]
            write_text(connection, article, [Mark(year, "date", "a year") for year in years])
    engine.dispose()
    return path


class Visitor:
    """Asks for pages, keeps cookies, sends forms."""

    def __init__(self, database: Path, guard: Guard | None = None) -> None:
        self.loop = asyncio.new_event_loop()
        self.datasette = audit_app(database, guard)
        self.cookies: dict[str, str] = {}
        self._run(self.datasette.invoke_startup())

    def _run(self, asking: Any) -> Any:
        return self.loop.run_until_complete(asking)

    def get(self, address: str, **rest: Any) -> Any:
        """The answer, whatever its status."""
        answer = self._run(self.datasette.client.get(address, cookies=self.cookies, **rest))
        self.cookies.update(answer.cookies)
        return answer

    def page(self, address: str) -> str:
        """The words and marks of a page that is there."""
        answer = self.get(address)
        assert answer.status_code == 200, answer.text
        return str(answer.text)

    def send(self, page: str, headers: dict[str, str] | None = None, **form: str) -> Any:
        """Send a form from a page, with the token that the page has."""
        token = re.search(r'name="csrftoken" value="([^"]+)"', self.page(page))
        assert token is not None
        return self.post({"csrftoken": html.unescape(token[1]), **form}, headers)

    def post(self, form: dict[str, str], headers: dict[str, str] | None = None) -> Any:
        """Send a form as it is."""
        ask = self.datasette.client.post
        answer = self._run(ask("/correct", data=form, cookies=self.cookies, headers=headers, follow_redirects=False))
        self.cookies.update(answer.cookies)
        return answer

    def leave(self) -> None:
        """Close what is open."""
        for database in self.datasette.databases.values():
            database.close()
        self.datasette.executor.shutdown()
        self.loop.close()
