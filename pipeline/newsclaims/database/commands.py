"""The commands of databases: load · diff."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

DIFFERENT, STOPPED = 1, 130


def add_commands(app: typer.Typer, out: Console, err: Console) -> None:
    """Put the commands on the command line; what they print goes to its consoles."""

    @app.command(
        epilog="Examples: newsclaims load claims.jsonl --to sqlite:///claims.db · "
        "newsclaims load runs/ --to postgresql://user@host/news"
    )
    def load(
        claims: Annotated[Path, typer.Argument(help="A file that `extract` wrote, or a folder of them.")],
        to: Annotated[str, typer.Option(help="sqlite:///FILE, postgresql://…, duckdb:///FILE or parquet:FOLDER.")],
        failures: Annotated[
            Path | None, typer.Option(help="The failures.jsonl of the file; a folder's own are found.")
        ] = None,
    ) -> None:
        """Load claims into a database. Safe to repeat: twice changes nothing, and what is gone is marked, not deleted.

        Every line is checked before the first is loaded. Batches are loaded whole: after a load that was broken off,
        run the same command again.
        """
        _load(claims, to, failures, err)

    @app.command(epilog="Example: newsclaims diff before.jsonl after.jsonl")
    def diff(
        old: Annotated[Path, typer.Argument(help="Claims as they were: a file that `extract` wrote, or a folder.")],
        new: Annotated[Path, typer.Argument(help="Claims as they are now.")],
        as_json: Annotated[bool, typer.Option("--json", help="Print JSON lines, one a claim, and no table.")] = False,
    ) -> None:
        """Show which claims came, went and changed, field by field. Exit code 0 where none did, 1 where some did.

        Claims are the same by their id; who produced them is no difference.
        """
        _diff(old, new, as_json=as_json, out=out, err=err)


def _load(claims: Path, to: str, failures: Path | None, err: Console) -> None:
    from newsclaims.database.connect import COPIES, hidden, target
    from newsclaims.database.reading import survey

    scheme, _ = target(to)
    # After `target`, which says what is missing where SQLAlchemy is not installed.
    from newsclaims.database.load import load as loaded

    try:
        known = survey(claims, failures)
        told = loaded(known, to)
    except KeyboardInterrupt:
        kept = "Nothing was loaded." if scheme in COPIES else "The batches so far are in, whole."
        err.print(f"Stopped. {kept} Run the same command again to finish.", highlight=False)
        raise typer.Exit(STOPPED) from None
    counts = f"{told.new:,} new, {told.changed:,} changed, {told.same:,} the same, {told.gone:,} gone"
    aside = f"; {told.failures:,} failures" if told.failures else ""
    line = f"{known.count:,} claims of {told.articles:,} articles in {hidden(to)}: {counts}{aside}"
    err.print(line, highlight=False, markup=False, soft_wrap=True)


def _diff(old: Path, new: Path, *, as_json: bool, out: Console, err: Console) -> None:
    from newsclaims.database.diff import change_line, change_rows
    from newsclaims.database.diff import diff as changes
    from newsclaims.database.reading import survey

    table = Table("change")
    for column in ("claim", "field", "old", "new"):
        table.add_column(column, overflow="fold")
    counts = {"came": 0, "went": 0, "changed": 0}
    before, after = survey(old), survey(new)
    for change in changes(before, after):
        counts[change.kind] += 1
        if as_json:
            print(change_line(change))  # noqa: T201 - lines for other programs, not for the eye
        else:
            for row in change_rows(change):
                table.add_row(*map(escape, row))
    if table.row_count:
        out.print(table)
    told = ", ".join(f"{count:,} {kind}" for kind, count in counts.items())
    err.print(f"{before.count:,} claims against {after.count:,}: {told}", highlight=False)
    if any(counts.values()):
        raise typer.Exit(DIFFERENT)
