"""The commands of databases: load."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

STOPPED = 130


def add_commands(app: typer.Typer, out: Console, err: Console) -> None:
    """Put the commands on the command line; what they print goes to its consoles."""

    @app.command(
        epilog="Examples: newsclaims load claims.jsonl --to sqlite:///claims.db · "
        "newsclaims load runs/ --to postgresql://user@host/news"
    )
    def load(
        claims: Annotated[Path, typer.Argument(help="A file that `extract` wrote, or a folder of them.")],
        to: Annotated[str, typer.Option(help="sqlite:///FILE or postgresql://user@host/name.")],
        failures: Annotated[
            Path | None, typer.Option(help="The failures.jsonl of the file; a folder's own are found.")
        ] = None,
    ) -> None:
        """Load claims into a database. Safe to repeat: twice changes nothing, and what is gone is marked, not deleted.

        Every line is checked before the first is loaded. Batches are loaded whole: after a load that was broken off,
        run the same command again.
        """
        _load(claims, to, failures, err)


def _load(claims: Path, to: str, failures: Path | None, err: Console) -> None:
    from newsclaims.database.connect import hidden, target
    from newsclaims.database.reading import survey

    target(to)
    known = survey(claims, failures)
    from newsclaims.database.load import load as loaded

    try:
        told = loaded(known, to)
    except KeyboardInterrupt:
        err.print("Stopped; the batches so far are in, whole. Run the same command again to finish.", highlight=False)
        raise typer.Exit(STOPPED) from None
    counts = f"{told.new:,} new, {told.changed:,} changed, {told.same:,} the same, {told.gone:,} gone"
    aside = f"; {told.failures:,} failures" if told.failures else ""
    line = f"{known.count:,} claims of {told.articles:,} articles in {hidden(to)}: {counts}{aside}"
    err.print(line, highlight=False, markup=False, soft_wrap=True)
