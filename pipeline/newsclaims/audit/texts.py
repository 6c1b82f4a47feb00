"""Articles -> what the page shows beside the records: the text, the numerals that are no claims, why claims read so.

The articles go through the model once more: reasons and next readings are in no record. Of each article that the
database has with the same text, the claims that read now as they are stored get their readings; the others get none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import cast

from msgspec.structs import replace
from spacy.language import Language
from spacy.tokens import Doc
from sqlalchemy import Connection, Engine, delete, exists, select

from newsclaims import flow
from newsclaims.claims.component import Claims
from newsclaims.claims.reasons import reasons_of
from newsclaims.coverage import Mark, marks_of
from newsclaims.database import schema
from newsclaims.database.connect import telling
from newsclaims.database.load import insert
from newsclaims.database.rows import Row
from newsclaims.database.stored import claims_by_id
from newsclaims.records import Article, Claim, Failure, Reason

_BATCH = 50
Reasoned = list[tuple[Claim, tuple[Reason, ...]]]


@dataclass
class Told:
    """What became of the articles: `added` are in, `there` were in, `unknown` have no claim in the database, or another
    text there, `failed` could not be read or worked; `other_readings` claims read otherwise now.
    """

    added: int = 0
    there: int = 0
    unknown: int = 0
    failed: int = 0
    other_readings: int = 0


def add_texts(
    engine: Engine, url: str, articles: Iterable[Article | Failure], nlp: Language,
    *, seen: Callable[[], None] = lambda: None,
) -> Told:  # fmt: skip
    """Put the texts, numerals and readings of the articles into the database; `seen` is called after each that is in.

    Safe to stop and to repeat: what is there is left alone. DatabaseError where the database takes no more.
    """
    told = Told()
    linker = cast(Claims, nlp.get_pipe("newsclaims_claims")).linker

    def look(doc: Doc) -> tuple[list[Mark], Reasoned]:
        return marks_of(doc), reasons_of(doc, linker)

    batch: list[flow.Outcome] = []
    for outcome in flow.work(_wanted(engine, articles, told), nlp, look=look):
        batch.append(outcome)
        seen()
        if len(batch) == _BATCH:
            _write(engine, url, batch, told)
            batch = []
    _write(engine, url, batch, told)
    return told


def _wanted(engine: Engine, articles: Iterable[Article | Failure], told: Told) -> Iterator[Article | Failure]:
    """The articles that the database has with this text, and whose texts or readings it lacks."""
    of, texts, claims = schema.articles.c, schema.article_texts.c, schema.claims.c
    unread = ~exists().where(schema.readings.c.claim_id == claims.id)
    lacking = exists().where(claims.article_id == of.id, claims.gone_in.is_(None), unread)
    wanted = select(of.text_sha256, texts.text_sha256, lacking).outerjoin(
        schema.article_texts, texts.article_id == of.id
    )
    for article in articles:
        if isinstance(article, Failure):
            yield article
            continue
        with engine.connect() as connection:
            there = connection.execute(wanted.where(of.id == article.id)).first()
        sha256 = article.meta.text_sha256
        if there is None or there[0] != sha256:
            told.unknown += 1
        elif there[1] == sha256 and not there[2]:
            told.there += 1
        else:
            yield article


def _write(engine: Engine, url: str, outcomes: list[flow.Outcome], told: Told) -> None:
    done = "The articles before are in."
    with telling(engine, url, done), engine.begin() as connection:
        for outcome in outcomes:
            if outcome.article is None or outcome.failure is not None:
                told.failed += 1
                continue
            marks, reasoned = outcome.looked
            write_text(connection, outcome.article, marks)
            told.other_readings += _write_readings(connection, reasoned)
            told.added += 1


def write_text(connection: Connection, article: Article, marks: list[Mark]) -> None:
    """Write the text of an article, and its numerals that are no claims, over those that are there."""
    for table in (schema.article_texts, schema.numerals):
        connection.execute(delete(table).where(table.c.article_id == article.id))
    text = {"article_id": article.id, "text_sha256": article.meta.text_sha256, "text": article.text}
    # As in the records: U+0000 is what some databases do not hold.
    insert(connection, schema.article_texts, [{**text, "text": article.text.replace("\0", "␀")}])
    places: dict[tuple[int, int], Row] = {}
    for mention, kind, rule in marks:
        row = {"article_id": article.id, "start_char": mention.start, "end_char": mention.end}
        places.setdefault((mention.start, mention.end), {**row, "kind": kind, "rule": rule})
    insert(connection, schema.numerals, list(places.values()))


def _write_readings(connection: Connection, reasoned: Reasoned) -> int:
    """Write the readings of the claims that the database has as they read now; how many it has otherwise."""
    stored = {claim.id: claim for claim in claims_by_id(connection, [claim.id for claim, _ in reasoned])}
    alike = [(claim, reasons) for claim, reasons in reasoned if _reads_as(stored.get(claim.id), claim)]
    table = schema.readings
    connection.execute(delete(table).where(table.c.claim_id.in_([claim.id for claim, _ in alike])))
    fields = ("part", "rule", "next_best", "next_confidence")
    rows = [
        {"claim_id": claim.id, **{name: getattr(reason, name) for name in fields}}
        for claim, reasons in alike
        for reason in reasons
    ]
    insert(connection, table, rows)
    return len(reasoned) - len(alike)


def _reads_as(stored: Claim | None, claim: Claim) -> bool:
    """Whether the database has a claim as it reads now, whoever produced it."""
    return stored is not None and stored == replace(claim, article=stored.article, produced_by=stored.produced_by)
