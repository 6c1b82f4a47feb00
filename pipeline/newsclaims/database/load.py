"""Claims into a database: whole articles in batches, one transaction a batch, safe to repeat.

A claim is known by its id. Of each article in a batch, a claim that is new is written, one that says something else is
written over, one that reads as before is left alone, and one that the article has no more is marked in `gone_in`.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, Date, Engine, Table, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from newsclaims.database import indexes, schema
from newsclaims.database.connect import COPIES, Tell, opened, take_turns, target, telling
from newsclaims.database.reading import Seen, Survey, articles
from newsclaims.database.rows import (
    Row,
    article_row,
    claim_row,
    digest,
    failure_row,
    part_rows,
    run_id,
    run_row,
)
from newsclaims.records import Claim, Producer

BATCHES = {"sqlite": 50_000, "postgresql": 10_000}
"""Claims in a transaction, at least: its last article comes whole. SQLite writes each page that a transaction changed,
and as ids come in no order, that is nearly every page of an index: few large ones write far less.
"""
_PIECE = 5_000  # claims that are held with their rows at a time
_LATE = 20_000  # so many claims into an empty database: the indexes that a load does not need are made after them
_NAMED = 10_000
Runs = dict[Producer | None, str]


class Ready(NamedTuple):
    """A claim with its rows: that of `claims`, and those that hang on it, each with the name of its table."""

    claim: Claim
    row: Row
    parts: list[tuple[str, Row]]


@dataclass
class Loaded:
    """What a load changed."""

    articles: int = 0
    new: int = 0
    changed: int = 0
    same: int = 0
    gone: int = 0
    failures: int = 0


def load(
    known: Survey, url: str, *, batch: int | None = None, seen: Seen = lambda _: None, tell: Tell = lambda _: None
) -> Loaded:
    """Load what was surveyed; `seen` is called with the claims of each batch that is in, `tell` with what was done to
    tables of an older release.

    DatabaseError where the database does not take it: the batches before are in and whole, the rest is not; of DuckDB
    and Parquet (see `copies`) nothing is.
    """
    if target(url)[0] in COPIES:
        from newsclaims.database.copies import load_copy

        return load_copy(known, url, batch=batch, seen=seen)
    engine = opened(url, tell=tell)
    # A load makes millions of rows, none of which points back: to look for rings among them costs a tenth of it.
    gc.disable()
    try:
        return fill(engine, known, url, batch=batch, seen=seen)
    finally:
        gc.enable()
        engine.dispose()


def fill(engine: Engine, known: Survey, url: str, *, batch: int | None = None, seen: Seen = lambda _: None) -> Loaded:
    """Load what was surveyed into a database that is open."""
    told = Loaded(articles=len(known.claims))
    makers: list[Producer | None] = [*known.producers] or [None]
    runs: Runs = {maker: run_id(known.sha256, maker) for maker in makers}
    with telling(engine, url), engine.begin() as connection:
        take_turns(connection)
        told.failures = _register(connection, known, runs)
        if known.count >= _LATE and connection.scalar(select(schema.claims.c.id).limit(1)) is None:
            indexes.drop(connection)
        same = _unchanged(connection, known)
    told.same = count = sum(known.claims[name] for name in same)
    if count:
        seen(count)
    size = batch or BATCHES[engine.dialect.name]
    pieces = _ahead(_pieces(articles(known, but=same), runs, min(size, _PIECE)))
    while count < known.count:
        done = f"{count:,} of {known.count:,} claims are in, whole; the rest is not."
        with telling(engine, url, done), engine.begin() as connection:
            take_turns(connection)
            come = _load_batch(connection, pieces, size, known.digests, told)
        count += come
        seen(come)
    done = "All claims are in, but their runs are not marked whole, and indexes may be missing."
    with telling(engine, url, done), engine.begin() as connection:
        take_turns(connection)
        indexes.create(connection)
        told.gone += _empty(connection, known.bare, next(iter(runs.values())))
        of_these = schema.runs.c.id.in_(runs.values()), schema.runs.c.whole.is_(False)
        connection.execute(update(schema.runs).where(*of_these).values(whole=True))
    return told


def _unchanged(connection: Connection, known: Survey) -> set[str]:
    """The articles whose claims and fields stand in the database as they are in the files."""
    of = schema.articles.c
    names = list(known.digests)
    there = (
        row for ids in _lots(names) for row in connection.execute(select(of.id, of.claims_sha256).where(of.id.in_(ids)))
    )
    return {name for name, sha256 in there if known.digests[name] == sha256}


def _empty(connection: Connection, articles: list[str], run: str) -> int:
    """Mark the claims of articles that have none any more; how many went."""
    gone = 0
    for ids in _lots(articles):
        of = schema.claims.c
        stand = update(schema.claims).where(of.article_id.in_(ids), of.gone_in.is_(None))
        gone += connection.execute(stand.values(gone_in=run)).rowcount
        # Else a load of the files that had them would pass the articles over.
        connection.execute(update(schema.articles).where(schema.articles.c.id.in_(ids)).values(claims_sha256=None))
    return gone


def _pieces(whole: Iterable[list[Claim]], runs: Runs, size: int) -> Iterator[list[Ready]]:
    """Whole articles, at least `size` claims together."""
    piece: list[Ready] = []
    for claims in whole:
        piece += [_ready(claim, runs[claim.produced_by]) for claim in claims]
        if len(piece) >= size:
            yield piece
            piece = []
    if piece:
        yield piece


def _ready(claim: Claim, run: str) -> Ready:
    sha256 = digest(msgspec.json.encode(claim)).hex()
    return Ready(claim, claim_row(claim, run, sha256), list(part_rows(claim)))


def _ahead(pieces: Iterator[list[Ready]]) -> Iterator[list[Ready]]:
    """The pieces; the next is read while a database writes the one before."""
    with ThreadPoolExecutor(1) as reader:
        coming = reader.submit(next, pieces, None)
        while (piece := coming.result()) is not None:
            coming = reader.submit(next, pieces, None)
            yield piece


def _register(connection: Connection, known: Survey, runs: Runs) -> int:
    """Write the runs that are not there yet, with the failures of the files; how many failures came."""
    there = set(connection.scalars(select(schema.runs.c.id).where(schema.runs.c.id.in_(runs.values()))))
    fresh = [(producer, name) for producer, name in runs.items() if name not in there]
    insert(connection, schema.runs, [run_row(name, maker, known.producers[maker]) for maker, name in fresh if maker])
    insert(connection, schema.runs, [run_row(name, None, 0) for maker, name in fresh if not maker])
    first = next(iter(runs.values()))
    if first in there:
        return 0
    insert(connection, schema.failures, [failure_row(first, n, failure) for n, failure in enumerate(known.failures)])
    return len(known.failures)


def _load_batch(
    connection: Connection, pieces: Iterator[list[Ready]], size: int, digests: Mapping[str, str], told: Loaded
) -> int:
    """Load pieces until there are `size` claims, or no more; how many there were."""
    count = 0
    while count < size and (piece := next(pieces, None)):
        _load_piece(connection, piece, digests, told)
        count += len(piece)
    return count


def _load_piece(connection: Connection, claims: list[Ready], digests: Mapping[str, str], told: Loaded) -> None:
    names = {ready.claim.article.id: ready.claim.article for ready in claims}
    of = schema.claims.c
    columns = of.id, of.record_sha256, of.gone_in, of.article_id
    lots = (connection.execute(select(*columns).where(of.article_id.in_(ids))) for ids in _lots(list(names)))
    before = {row.id: row for rows in lots for row in rows}
    _load_articles(connection, [article_row(article, digests[article.id]) for article in names.values()])
    new, changed = [], []
    for ready in claims:
        was = before.pop(ready.claim.id, None)
        if was is None:
            new.append(ready)
        elif was.record_sha256 != ready.row["record_sha256"] or was.gone_in is not None:
            changed.append(ready)
    _write(connection, new, over=False)
    _write(connection, changed, over=True)
    run_of = {ready.claim.article.id: ready.row["run_id"] for ready in claims}
    gone = [(row.id, run_of[row.article_id]) for row in before.values() if row.gone_in is None]
    for run in dict.fromkeys(run for _, run in gone):
        for ids in _lots([name for name, of_run in gone if of_run == run]):
            connection.execute(update(schema.claims).where(of.id.in_(ids)).values(gone_in=run))
    told.new += len(new)
    told.changed += len(changed)
    told.same += len(claims) - len(new) - len(changed)
    told.gone += len(gone)


def _load_articles(connection: Connection, rows: list[Row]) -> None:
    """Write the articles that are new, or that read otherwise by now."""
    of = schema.articles.c
    names = [row["id"] for row in rows]
    lots = (connection.execute(select(of.id, of.claims_sha256).where(of.id.in_(ids))) for ids in _lots(names))
    before = {name: sha256 for there in lots for name, sha256 in there}
    insert(connection, schema.articles, [row for row in rows if row["id"] not in before])
    changed = [row for row in rows if before.get(row["id"], row["claims_sha256"]) != row["claims_sha256"]]
    upsert(connection, schema.articles, changed)


def _write(connection: Connection, claims: Sequence[Ready], *, over: bool) -> None:
    """Write claims with all that hangs on them; `over` those that are there already."""
    rows = [ready.row for ready in claims]
    if over:
        for ids in _lots([row["id"] for row in rows]):
            for table in schema.PARTS_OF_A_CLAIM:
                connection.execute(delete(table).where(table.c.claim_id.in_(ids)))
        upsert(connection, schema.claims, rows)
    elif rows:
        with _searched(connection):
            insert(connection, schema.claims, rows)
    parts: dict[str, list[Row]] = {}
    for ready in claims:
        for name, row in ready.parts:
            parts.setdefault(name, []).append(row)
    for table in schema.PARTS_OF_A_CLAIM:
        insert(connection, table, parts.get(table.name, []))


@contextmanager
def _searched(connection: Connection) -> Iterator[None]:
    """Claims that come in the block are put into SQLite's search over sentences at once: by its trigger, one by one,
    that costs more than all the rest of a claim. The transaction has the trigger back at its end, or as it was.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    run = connection.exec_driver_sql
    trigger = run("SELECT sql FROM sqlite_master WHERE name = 'claims_searched_new'").scalar_one()
    last = run("SELECT COALESCE(MAX(number), 0) FROM claims").scalar_one()
    run("DROP TRIGGER claims_searched_new")
    yield
    come = "SELECT number, sentence FROM claims WHERE number > ?"
    run(f"INSERT INTO sentence_search(rowid, sentence) {come}", (last,))
    run(trigger)


def _lots(ids: list[str]) -> Iterator[list[str]]:
    """Ids in lots that a statement can name: SQLite takes 32,766 values."""
    for start in range(0, len(ids), _NAMED):
        yield ids[start : start + _NAMED]


def insert(connection: Connection, table: Table, rows: list[Row]) -> None:
    """Write rows that are new and have one order of columns: by COPY into PostgreSQL, by one statement into SQLite.

    Past SQLAlchemy, which would look at each value of each row; both take days as text.
    """
    if not rows:
        return
    names = list(rows[0])
    columns = ", ".join(connection.dialect.identifier_preparer.quote(name) for name in names)
    if connection.dialect.name != "postgresql":
        wanted = f"INSERT INTO {table.name} ({columns}) VALUES ({', '.join('?' * len(names))})"
        connection.exec_driver_sql(wanted, [tuple(row.values()) for row in rows])
        return
    driver: Any = connection.connection
    with driver.cursor() as cursor, cursor.copy(f"COPY {table.name} ({columns}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(tuple(row.values()))


def upsert(connection: Connection, table: Table, rows: list[Row]) -> None:
    """Write rows by their id, over those that are there."""
    if not rows:
        return
    dialect: Any = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table)
    others = {name: statement.excluded[name] for name in rows[0] if name != "id"}
    days = {column.name for column in table.columns if isinstance(column.type, Date)}
    dated = [{**row, **{name: date.fromisoformat(row[name]) for name in days if row[name]}} for row in rows]
    connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=others), dated)
