"""The commands of databases: load · diff."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.table import Table

from newsclaims import DEFAULT_MODEL
from newsclaims.database.reading import Survey, survey
from newsclaims.errors import UsageError

if TYPE_CHECKING:
    from newsclaims.database.diff import Change

DIFFERENT, STOPPED = 1, 130
_RULES = 10  # rules that are told with their counts


def add_database(app: typer.Typer, out: Console, err: Console) -> None:
    """Put the commands on the command line; what they print goes to its consoles."""

    @app.command(
        epilog="Examples: newsclaims load claims.jsonl --to sqlite:///claims.db · "
        "newsclaims load RUN/ --to postgresql://user@host/news"
    )
    def load(
        claims: Annotated[Path, typer.Argument(help="A file that `extract` wrote, a folder of them, or a run.")],
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

    @app.command(
        epilog="Examples: newsclaims diff before.jsonl after.jsonl · newsclaims diff RUN_A/ RUN_B/ --articles "
        "archive.jsonl.gz · newsclaims explain archive.jsonl.gz --json > after.jsonl, whose lines have their rules"
    )
    def diff(
        old: Annotated[Path, typer.Argument(help="Claims as they were: a file, a folder of files, or a run.")],
        new: Annotated[Path, typer.Argument(help="Claims as they are now.")],
        articles: Annotated[
            list[str] | None, typer.Option(help="Their articles: the rules of this release are then told.")
        ] = None,
        model: Annotated[str, typer.Option(help="The model that made the claims, for --articles.")] = DEFAULT_MODEL,
        as_json: Annotated[bool, typer.Option("--json", help="Print JSON lines, one a claim, and no table.")] = False,
    ) -> None:
        """Show which claims came, went and changed, field by field, and the rule, or part of a model, that did it.

        Claims are the same by their id; who produced them is no difference. Rules are told where the lines have them
        (`explain --json` writes such), or else, with --articles, for what this release reads as it stands in OLD or
        NEW; of a claim that went, the rule that has its figure for none. Exit code 0 where none differs, 1 where some
        do.
        """
        try:
            _diff(old, new, _Anew(articles or [], model), as_json=as_json, out=out, err=err)
        except KeyboardInterrupt:
            err.print("Stopped.", highlight=False)
            raise typer.Exit(STOPPED) from None


class _Anew(NamedTuple):
    """The articles to read anew for their rules, and by which model."""

    articles: list[str]
    model: str


def _load(claims: Path, to: str, failures: Path | None, err: Console) -> None:
    from newsclaims.database.connect import COPIES, hidden, target

    scheme, _ = target(to)
    # After `target`, which says what is missing where SQLAlchemy is not installed.
    from newsclaims.database.load import load as loaded

    try:
        with _Bar(err) as bar:
            known = _checked(claims, failures, bar.task("checking"))
            told = loaded(known, to, seen=bar.task("loading", known.count), tell=bar.print)
    except KeyboardInterrupt:
        kept = "Nothing was loaded." if scheme in COPIES else "The batches so far are in, whole."
        err.print(f"Stopped. {kept} Run the same command again to finish.", highlight=False)
        raise typer.Exit(STOPPED) from None
    counts = f"{told.new:,} new, {told.changed:,} changed, {told.same:,} the same, {told.gone:,} gone"
    aside = f"; {told.failures:,} failures" if told.failures else ""
    line = f"{known.count:,} claims of {told.articles:,} articles in {hidden(to)}: {counts}{aside}"
    err.print(line, highlight=False, markup=False, soft_wrap=True)


def _checked(claims: Path, failures: Path | None, seen: Callable[[int], None]) -> Survey:
    """What there is to load. UsageError where a part of it cannot be."""
    try:
        return survey(claims, failures, seen=seen)
    except UsageError as error:
        raise UsageError(error.what, where=error.where, mend=f"Nothing was loaded. {error.mend}") from error


def _diff(old: Path, new: Path, anew: _Anew, *, as_json: bool, out: Console, err: Console) -> None:
    from newsclaims.database.diff import change_line, change_rows, with_reasons
    from newsclaims.database.diff import diff as changes

    with _Bar(err) as bar:
        before, after = (survey(path, seen=bar.task(f"reading {path}")) for path in (old, new))
    found = with_reasons(list(changes(before, after)), before, after)
    if found and anew.articles:
        from newsclaims import flow
        from newsclaims.database.why import read_anew
        from newsclaims.read import read_articles
        from newsclaims.records import Article

        given = (article for article in read_articles(anew.articles) if isinstance(article, Article))
        found = read_anew(found, given, flow.load(anew.model))
    table = Table("change")
    for column in ("claim", "field", "old", "new", "rule"):
        table.add_column(column, overflow="fold")
    for change in found:
        if as_json:
            print(change_line(change))  # noqa: T201 - lines for other programs, not for the eye
        else:
            for row in change_rows(change):
                table.add_row(*map(escape, row))
    if table.row_count:
        out.print(table)
    _tell_counts(found, before.count, after.count, err)
    if found:
        raise typer.Exit(DIFFERENT)


def _tell_counts(found: Sequence[Change], before: int, after: int, err: Console) -> None:
    """How many came, went and changed, and by which rules most did."""
    from newsclaims.database.diff import told_rules

    kinds = Counter(change.kind for change in found)
    told = ", ".join(f"{kinds[kind]:,} {kind}" for kind in ("came", "went", "changed"))
    err.print(f"{before:,} claims against {after:,}: {told}", highlight=False)
    rules = Counter(
        (change.kind, rule)
        for change in found
        for rule in {told_rules(change, path) for path, _, _ in change.fields or (("", None, None),)}
        if rule
    )
    for (kind, rule), count in rules.most_common(_RULES):
        err.print(f"  {count:,} {kind}: {rule}", highlight=False, markup=False, soft_wrap=True)


class _Bar:
    """A bar on standard error with counts and rate, gone when the work is done; nothing where that is no terminal."""

    def __init__(self, err: Console) -> None:
        columns = (
            SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"), TimeElapsedColumn(), TimeRemainingColumn(),
        )  # fmt: skip
        self._bar = Progress(*columns, console=err, transient=True, disable=not err.is_terminal)

    def __enter__(self) -> _Bar:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def print(self, line: str) -> None:
        """A line above the bar, which stays."""
        self._bar.console.print(line, highlight=False, markup=False, soft_wrap=True)

    def task(self, what: str, total: int | None = None) -> Callable[[int], None]:
        """A line of the bar; call what comes back with the claims that are done."""
        task = self._bar.add_task(what, total=total, rate="")

        def seen(claims: int) -> None:
            self._bar.advance(task, claims)
            speed = self._bar.tasks[task].speed
            self._bar.update(task, rate=f"{speed:,.0f} claims/s" if speed else "")

        return seen
