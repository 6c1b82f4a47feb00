"""The command of the audit page: audit."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated
from urllib.parse import quote

import typer
from rich.console import Console

from newsclaims import DEFAULT_MODEL
from newsclaims.errors import UsageError

STOPPED = 130
LOOPBACK = "127.0.0.1"
_NEEDS = ("datasette", "uvicorn", "sqlalchemy", "alembic")
_TOKEN = 16


Articles = Annotated[
    list[str] | None,
    typer.Option(help="Articles whose text, other numerals and reasons are put in first.", metavar="PATH"),
]
Token = Annotated[
    str | None, typer.Option(help="A secret that every browser must bring.", envvar="NEWSCLAIMS_AUDIT_TOKEN")
]
Export = Annotated[
    Path | None, typer.Option(help="Write one page into this file, and serve nothing.", metavar="FILE.html")
]


@dataclass(frozen=True)
class Listening:
    """Where to listen, and for whom."""

    host: str
    port: int
    token: str | None
    read_only: bool


def add_audit(app: typer.Typer, _: Console, err: Console) -> None:
    """Put the command on the command line; it tells how it stands on standard error."""

    @app.command(
        epilog="Examples: newsclaims audit claims.db · newsclaims audit claims.db --articles articles/ · "
        "newsclaims audit claims.db --export article.html --article ID"
    )
    def audit(
        database: Annotated[Path, typer.Argument(help="A SQLite file that `load` made.", metavar="DB")],
        articles: Articles = None,
        model: Annotated[str, typer.Option(help="The spaCy pipeline that reads --articles.")] = DEFAULT_MODEL,
        port: Annotated[int, typer.Option(min=0, max=65535, help="Where to listen; 0 takes a free one.")] = 8001,
        host: Annotated[str, typer.Option(help="The address to listen on; all but loopback need --token.")] = LOOPBACK,
        token: Token = None,
        read_only: Annotated[bool, typer.Option("--read-only", help="Take no corrections.")] = False,
        export: Export = None,
        article: Annotated[str | None, typer.Option(help="With --export: the article of this id.")] = None,
        item: Annotated[str | None, typer.Option(help="With --export: the figures of this item.")] = None,
        search: Annotated[str | None, typer.Option(help="With --export: the sentences with these words.")] = None,
    ) -> None:
        """Serve web pages on the claims of a database: see each figure with its words and its rivals, and correct it.

        With --export one page is written as a single file, which works without a network and can be sent by mail.
        """
        wanted = {"article": article, "item": item, "search": search}
        chosen = {name: value for name, value in wanted.items() if value is not None}
        if len(chosen) != (export is not None):
            mend = (
                "Give --export FILE.html and one of --article, --item, --search; or none of them, to serve the pages."
            )
            raise UsageError("no single page is named to be exported.", where="audit", mend=mend)
        listening = Listening(host, port, token, read_only)
        _check(database, listening)
        if articles:
            _add_texts(database, articles, model, err)
        if export is not None:
            _export(database, export, chosen, err)
        else:
            _serve(database, listening, err)


def _check(database: Path, listening: Listening) -> None:
    """UsageError where something is missing, or would be seen by others; else the tables have the newest shape."""
    missing = [name for name in _NEEDS if importlib.util.find_spec(name) is None]
    if missing:
        mend = 'pip install "newsclaims[audit]" brings all that the audit page needs.'
        raise UsageError(f"{', '.join(missing)} is not installed.", where="audit", mend=mend)
    if listening.token is not None and len(listening.token) < _TOKEN:
        raise UsageError(
            f"a token of {len(listening.token)} characters.", where="--token", mend=f"Give {_TOKEN} or more."
        )
    from newsclaims.audit.guard import LOOPBACK_NAMES

    if listening.token is None and listening.host not in LOOPBACK_NAMES:
        mend = f"Give --token SECRET, or stay on {LOOPBACK}."
        raise UsageError(f"others could read and correct the claims at {listening.host}.", where="--host", mend=mend)
    _check_shape(database, read_only=listening.read_only)


def _check_shape(database: Path, *, read_only: bool) -> None:
    """Bring the tables to the newest shape; UsageError where the file is none of ours, or may not be changed."""
    from newsclaims.database.connect import newest_shape, opened, shape_of

    if shape_of(database) == newest_shape():
        return
    if read_only:
        mend = "Start once without --read-only: that brings its tables to the newest shape."
        raise UsageError("its tables have another shape.", where=str(database), mend=mend)
    opened(f"sqlite:///{database}").dispose()


def _add_texts(database: Path, articles: list[str], model: str, err: Console) -> None:
    from newsclaims import flow
    from newsclaims.audit.texts import add_texts
    from newsclaims.database.connect import opened
    from newsclaims.progress import progress_on
    from newsclaims.read import read_articles

    url = f"sqlite:///{database}"
    engine = opened(url)
    found = read_articles(articles)
    try:
        nlp = flow.load(model)
        with progress_on(err) as progress:
            task = progress.add_task("articles", total=None)
            told = add_texts(engine, url, found, nlp, seen=lambda: progress.advance(task))
    except KeyboardInterrupt:
        err.print("Stopped. What is in is whole; the same command goes on from there.", highlight=False)
        raise typer.Exit(STOPPED) from None
    finally:
        engine.dispose()
    counts = {
        "texts added": told.added, "there before": told.there,
        "not in this database, or with another text": told.unknown,
        "could not be read or worked": told.failed, "claims read otherwise now": told.other_readings,
    }  # fmt: skip
    err.print(", ".join(f"{n:,} {what}" for what, n in counts.items() if n) or "no article", highlight=False)
    if told.other_readings:
        err.print("Those have no rules. If the run had another model, name it with --model.", highlight=False)


def _export(database: Path, file: Path, chosen: dict[str, str], err: Console) -> None:
    from newsclaims.audit.export import export
    from newsclaims.read import check_output

    ((kind, value),) = chosen.items()
    check_output(file, [database])
    size = export(database, file, kind, value)
    err.print(f"{file}: {size / 1e3:,.0f} kB, and all in it", highlight=False)


def _serve(database: Path, listening: Listening, err: Console) -> None:
    """Serve until Ctrl-C."""
    from newsclaims.audit.serve import serve

    err.print(f"Counting what {database} holds …", highlight=False)

    def ready(address: str) -> None:
        rest = f"?token={quote(listening.token, safe='')}" if listening.token else ""
        err.print(f"{database} is shown at {address}{rest} (Ctrl-C stops it)", highlight=False, soft_wrap=True)

    try:
        serve(
            database, listening.host, listening.port, token=listening.token, read_only=listening.read_only, ready=ready
        )
    except KeyboardInterrupt:
        err.print("Stopped.", highlight=False)
        raise typer.Exit(STOPPED) from None
