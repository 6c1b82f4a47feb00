"""The commands of corrections: list · conflicts · agreement · export · apply · append · undo."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import track
from rich.table import Table

from newsclaims.errors import CorrectionError, UsageError
from newsclaims.read import check_output, read_articles
from newsclaims.records import Article

if TYPE_CHECKING:
    from newsclaims.corrections.anchors import Placed, Texts
    from newsclaims.corrections.entries import Correction

STOPPED = 130
_NOTHING = "Nothing was written."
Database = Annotated[
    str,
    typer.Argument(help="claims.db, sqlite:///claims.db or postgresql://…, as `load` filled it.", metavar="DATABASE"),
]
Articles = Annotated[
    list[str] | None,
    typer.Option(help="The articles, so that words are found in a changed text where no claim has them."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON lines, and no table.")]
Reader = Annotated[str | None, typer.Option(help="Only what this reader says.")]


def add_corrections(app: typer.Typer, out: Console, err: Console) -> None:
    """Put the commands on the command line; what they print goes to its consoles."""
    group = typer.Typer(
        help="What readers said of claims: list it, find what does not fit a new run, export it, apply it.",
        no_args_is_help=True,
    )
    for add in (_add_list, _add_conflicts, _add_agreement):
        add(group, out, err)
    for add_other in (_add_export, _add_apply, _add_append, _add_undo):
        add_other(group, err)
    app.add_typer(group, name="corrections")


def _add_list(group: typer.Typer, out: Console, err: Console) -> None:
    @group.command(
        "list",
        epilog="Examples: newsclaims corrections list claims.db · newsclaims corrections list claims.db --claim "
        "19757dea8523143a --json",
    )
    def list_(
        database: Database,
        article: Annotated[str | None, typer.Option(help="Only those of this article.")] = None,
        claim: Annotated[str | None, typer.Option(help="Only those of this claim, in older runs too.")] = None,
        reader: Reader = None,
        as_json: AsJson = False,
    ) -> None:
        """Every correction in the order they were made, undone ones and undos too."""
        from newsclaims.corrections.store import corrections, history

        with _connected(database) as connection:
            entries = corrections(connection, article=article, reader=reader)
            if claim is not None:
                here = {entry.id for entry in history(connection, claim)}
                entries = [entry for entry in entries if entry.id in here]
        _print(entries, _listed(entries), out, as_json=as_json)
        err.print(f"{len(entries):,} corrections", highlight=False)


def _add_conflicts(group: typer.Typer, out: Console, err: Console) -> None:
    @group.command(
        epilog="Examples: newsclaims corrections conflicts claims.db · newsclaims corrections conflicts claims.db "
        "--articles articles.jsonl --json"
    )
    def conflicts(database: Database, articles: Articles = None, as_json: AsJson = False) -> None:
        """What does not fit the claims as they are now, each with its reason; nothing is changed."""
        from newsclaims.corrections.anchors import reanchor

        with _connected(database) as connection:
            placed = reanchor(connection, texts=_texts(connection, articles, err))
        found = [one for one in placed if one.conflict is not None]
        _print(found, _conflicting(found), out, as_json=as_json)
        held = sum(one.holds for one in placed)
        told = f"{len(placed):,} corrections stand, {held:,} of them in force; {len(found):,} do not fit as they did"
        err.print(told, highlight=False)


def _add_agreement(group: typer.Typer, out: Console, err: Console) -> None:
    @group.command(epilog="Example: newsclaims corrections agreement claims.db")
    def agreement(database: Database, as_json: AsJson = False) -> None:
        """How far each two readers agree: on accept or reject, and field by field; counts, share and Cohen's kappa."""
        from newsclaims.corrections.agreement import agreement as agreed

        with _connected(database) as connection:
            told = agreed(connection)
        table = _table("readers", "field", "both judged", "agreed", "share", "kappa")
        for one in told:
            kappa = "–" if one.kappa is None else f"{one.kappa:.2f}"
            counts = (f"{one.both:,}", f"{one.agreed:,}", f"{100 * one.agreed / one.both:.1f} %")
            table.add_row(" and ".join(one.readers), one.field, *counts, kappa)
        _print(told, table, out, as_json=as_json)
        if not told:
            err.print("No two readers judged the same claim.", highlight=False)


def _add_export(group: typer.Typer, err: Console) -> None:
    @group.command(
        epilog="Examples: newsclaims corrections export claims.db --gold gold/ · "
        "newsclaims corrections export claims.db --training judged.jsonl --reader Ada"
    )
    def export(
        database: Database,
        gold: Annotated[
            Path | None, typer.Option(help="A folder for the gold of articles that were read whole.")
        ] = None,
        training: Annotated[
            Path | None, typer.Option(help="A file for a line for each article of judged claims.")
        ] = None,
        reader: Reader = None,
        articles: Articles = None,
    ) -> None:
        """Write gold for `newsclaims score`, or lines for training, of what readers accepted, changed and added.

        What readers differ in is left out, unless one is chosen.
        """
        from newsclaims.corrections.export import write_gold, write_training

        if (gold is None) == (training is None):
            raise UsageError("what shall be written?", where="export", mend="Give either --gold or --training.")
        if training is not None:
            check_output(training, [database.removeprefix("sqlite:///"), *(articles or [])])
        with _connected(database) as connection:
            texts = _texts(connection, articles, err)
            if gold is not None:
                told = f"{write_gold(connection, gold, reader=reader, texts=texts):,} articles in {gold}"
            elif training is not None:
                told = f"{write_training(connection, training, reader=reader, texts=texts):,} articles in {training}"
        err.print(told, highlight=False, soft_wrap=True)


def _add_apply(group: typer.Typer, err: Console) -> None:
    @group.command(epilog="Example: newsclaims corrections apply claims.db -o corrected.jsonl")
    def apply(
        database: Database,
        output: Annotated[
            Path | None, typer.Option("-o", "--output", help="Where they go; else standard output.")
        ] = None,
        articles: Articles = None,
    ) -> None:
        """Write every claim of the database as corrected: changed and added ones are marked, rejected ones left out.

        The mark is `+corrected:` and the numbers of the corrections, behind the fingerprint in `produced_by`. What
        readers differ in stays as the run has it.
        """
        from newsclaims.corrections.export import corrected_claims
        from newsclaims.database.stored import asked
        from newsclaims.write import ClaimWriter

        if output is not None:
            check_output(output, [database.removeprefix("sqlite:///"), *(articles or [])])
        writer = ClaimWriter(output)
        try:
            with _connected(database) as connection, writer:
                texts = _texts(connection, articles, err)
                names = [row["id"] for row in asked(connection, "SELECT id FROM articles ORDER BY id")]
                shown = track(names, "articles", console=err, transient=True, disable=not err.is_terminal)
                for name in shown:
                    writer.write_all(corrected_claims(connection, name, texts=texts))
        except KeyboardInterrupt:
            err.print(writer.stopped, highlight=False, soft_wrap=True)
            raise typer.Exit(STOPPED) from None
        err.print(f"{writer.count:,} claims{f' in {output}' if output else ''}", highlight=False, soft_wrap=True)


def _add_append(group: typer.Typer, err: Console) -> None:
    @group.command(
        epilog="Example: newsclaims corrections append claims.db said.jsonl --articles articles.jsonl, "
        'with lines such as {"action": "change", "reader": "Ada", "reason": "a slip", "claim": "19757dea8523143a", '
        '"field": "value", "value": 41}'
    )
    def append(
        database: Database,
        file: Annotated[
            Path, typer.Argument(help="JSON lines, one a correction; `made_at` is now where it is left out.")
        ],
        articles: Annotated[
            list[str] | None, typer.Option(help="The articles: an added claim's words are held against the text.")
        ] = None,
    ) -> None:
        """Write corrections from a file, all or none: accept, reject, change, add, read (the article whole), undo."""
        from newsclaims.corrections.entries import Wanted
        from newsclaims.corrections.store import append as written

        lines = _lines(file)
        with _connected(database) as connection:
            texts = _given(articles, {_home(connection, line) for _, line in lines}, err)
            for where, line in lines:
                # Asked for anew: a line before may have added its claim.
                home = _home(connection, line)
                try:
                    written(connection, msgspec.convert({"made_at": _now(), **line}, Wanted), text=texts(home))
                except (msgspec.ValidationError, CorrectionError) as error:
                    what = f"no correction: {str(error).rstrip('.')}."
                    raise UsageError(what, where=where, mend=_NOTHING) from error
        err.print(f"{len(lines):,} corrections written", highlight=False)


def _add_undo(group: typer.Typer, err: Console) -> None:
    @group.command(epilog='Example: newsclaims corrections undo claims.db 12 --reader Ada --reason "read it again"')
    def undo(
        database: Database,
        number: Annotated[int, typer.Argument(help="The number of a correction, or of an undo.")],
        reader: Annotated[str, typer.Option(help="Who undoes it.")],
        reason: Annotated[str, typer.Option(help="Why.")],
    ) -> None:
        """Write that a correction does not hold any more; of an undo: that what it undid holds again."""
        from newsclaims.corrections.store import undo as undone

        with _connected(database) as connection:
            made = undone(connection, number, reader=reader, reason=reason, made_at=_now())
        err.print(f"{made.id} undoes {number}", highlight=False)


def _now() -> str:
    return datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


@contextmanager
def _connected(database: str) -> Iterator[Any]:
    """A connection in a transaction. UsageError for what is no database of claims that is there."""
    from newsclaims.database.connect import COPIES, hidden, opened, shape_of, target, telling

    url = database if ":" in database and not Path(database).exists() else f"sqlite:///{database}"
    try:
        scheme, place = target(url)
    except UsageError as error:
        raise UsageError(error.what, where=hidden(url), mend=error.mend) from error
    mend = "Name the database that `newsclaims load` filled: claims.db, or postgresql://…"
    if scheme in COPIES:
        raise UsageError("corrections are kept in SQLite and PostgreSQL only.", where=hidden(url), mend=mend)
    if scheme == "sqlite":
        shape_of(Path(place))
    engine = opened(url, done=_NOTHING)
    try:
        with telling(engine, url, _NOTHING), engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def _texts(connection: Any, paths: list[str] | None, err: Console) -> Texts:
    """The texts of the articles that have corrections."""
    from newsclaims.corrections.kept import articles_corrected

    return _given(paths, set(articles_corrected(connection)) if paths else set(), err)


def _given(paths: list[str] | None, names: set[str], err: Console) -> Texts:
    """The texts of the articles of these names, as far as the paths have them."""
    found: dict[str, str] = {}
    for article in read_articles(paths) if paths else ():
        if not isinstance(article, Article):
            err.print(f"set aside: {article.where}: {article.message}", style="yellow", highlight=False)
        elif article.id in names:
            found[article.id] = article.text
    return found.get


def _home(connection: Any, line: dict[str, Any]) -> str:
    """The article that a line is about, empty where it names none that is known."""
    from newsclaims.corrections.kept import article_of_claim

    return article_of_claim(connection, str(line.get("claim"))) or str(line.get("article") or "")


def _lines(file: Path) -> list[tuple[str, dict[str, Any]]]:
    """The JSON objects of a file, each with its place. UsageError where a line is none."""
    try:
        numbered = [(n, line) for n, line in enumerate(file.read_bytes().splitlines(), 1) if line.strip()]
    except OSError as error:
        raise UsageError(
            f"cannot be read: {error.strerror}.", where=str(file), mend="Name a file of JSON lines."
        ) from error
    lines = []
    for number, line in numbered:
        try:
            lines.append((f"{file}:{number}", msgspec.json.decode(line, type=dict[str, Any])))
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise UsageError(f"no JSON object: {error}.", where=f"{file}:{number}", mend=_NOTHING) from error
    return lines


def _print(lines: Iterable[Any], table: Table, out: Console, *, as_json: bool) -> None:
    if not as_json:
        if table.row_count:
            out.print(table)
        return
    for line in lines:
        print(msgspec.json.encode(line).decode())  # noqa: T201 - lines for other programs, not for the eye


def _table(*names: str) -> Table:
    """A table that cuts nothing off."""
    table = Table()
    for name in names:
        table.add_column(name, overflow="fold")
    return table


def _listed(entries: Iterable[Correction]) -> Table:
    table = _table("number", "when", "who and what", "claim", "reason")
    for entry in entries:
        table.add_row(str(entry.id), entry.made_at, *map(escape, (_what(entry), _where(entry), entry.reason)))
    return table


def _conflicting(found: Iterable[Placed]) -> Table:
    table = _table("number", "who and what", "claim", "conflict", "why")
    for one in found:
        conflict = f"{one.conflict}, {'in force' if one.holds else 'not in force'}"
        table.add_row(str(one.was.id), *map(escape, (_what(one.was), _where(one.was), conflict, one.reason)))
    return table


def _where(entry: Correction) -> str:
    return f"{entry.anchor.article}: {entry.anchor.figure}" if entry.anchor.figure else entry.anchor.article


def _what(entry: Correction) -> str:
    """Reader and action in words: `Ada: change value to 41`, `Ben: undo 12`."""
    what = f"undo {entry.undoes}" if entry.undoes is not None else str(entry.action)
    if entry.field is not None:
        value = entry.value["value"] if isinstance(entry.value, dict) and "value" in entry.value else entry.value
        what = f"change {entry.field} to {msgspec.json.encode(value).decode()}"
    return f"{entry.reader}: {what}"
