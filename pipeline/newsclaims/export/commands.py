"""The command of exports: export."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, NamedTuple, TypeVar

import typer
from rich.console import Console

from newsclaims.errors import UsageError
from newsclaims.progress import counted, progress_on
from newsclaims.read import Reading, check_output, read_articles
from newsclaims.reading_options import reads
from newsclaims.write import write_whole

LEFT_OUT, STOPPED = 3, 130
_SHOWN = 20  # what is left out and told one by one
Told = TypeVar("Told")


def add_export(app: typer.Typer, out: Console, err: Console) -> None:
    """Put the command on the command line; what it tells goes to `err`."""

    @app.command(
        epilog="Examples: newsclaims export claims.jsonl --to csv -o claims.csv · "
        "newsclaims export RUN/ --to annotations -o annotations.jsonl · "
        "newsclaims export claims.jsonl --to label-studio --articles articles.jsonl.gz -o tasks.json · "
        "newsclaims export --labelling-config > interface.xml"
    )
    @reads
    def export(
        claims: Annotated[
            Path, typer.Argument(help="A file that `extract` or `merge` wrote, a folder of them, or a run.")
        ],
        to: Annotated[str, typer.Option(help="csv, tsv, annotations, schema-org, label-studio or docbin.")],
        output: Annotated[Path, typer.Option("-o", "--output", help="The file to write.")],
        reading: Reading,
        articles: Annotated[
            list[str] | None,
            typer.Option(help="The articles, for label-studio and docbin: files, folders, patterns; may be repeated."),
        ] = None,
        labelling_config: Annotated[
            bool,
            typer.Option(
                "--labelling-config", help="Print the labelling interface for Label Studio, and end.",
                is_eager=True, callback=_print_config,
            ),
        ] = False,
    ) -> None:  # fmt: skip
        """Write claims in a form that other tools read.

        csv: a row a claim. tsv: the same, safe to open in a spreadsheet. annotations: W3C Web Annotations of the
        figures, as JSON-LD. schema-org: `Claim` with `QuantitativeValue`, as JSON-LD. label-studio: tasks with
        predictions. docbin: spaCy Docs with spans. A JSON form is written as JSON lines where the file is called
        .jsonl, else as one document. What is left out is told, and the exit code is then 3.
        """
        _export(_Asked(claims, to, output, articles or [], reading), err)


def _print_config(asked: bool) -> None:
    if asked:
        from newsclaims.export.label_studio import labelling_config

        print(labelling_config(), end="")  # noqa: T201 - a file for another program
        raise typer.Exit


class _Asked(NamedTuple):
    """What the command line asks for."""

    claims: Path
    to: str
    output: Path
    articles: list[str]
    reading: Reading


def _export(asked: _Asked, err: Console) -> None:
    from newsclaims.export.formats import format_of
    from newsclaims.export.inputs import claims_of, joined

    form, output, what = format_of(asked.to), asked.output, "claims"
    if form.of_articles != bool(asked.articles):
        wrong = f"{asked.to} needs the articles." if form.of_articles else f"{asked.to} is made of the claims alone."
        mend = "Give them, or leave them out: see `newsclaims export --help`."
        raise UsageError(wrong, where="--articles", mend=mend)
    check_output(output, [asked.claims, *asked.articles])
    left_out: list[str] = []
    told: Iterator[Any] = claims_of(asked.claims)
    if form.of_articles:
        articles = read_articles(asked.articles, reading=asked.reading, stdin=sys.stdin.buffer)
        told, what = joined(asked.claims, articles, left_out.append), "articles"
    try:
        with progress_on(err) as progress:
            seen = _Seen(told, counted(progress, what))
            write_whole(output, form.bytes_of(seen, output))
    except KeyboardInterrupt:
        err.print("Stopped. Nothing was written. Run the same command again to start over.", highlight=False)
        raise typer.Exit(STOPPED) from None
    err.print(f"{seen.count:,} {what} in {output}", highlight=False, soft_wrap=True)
    for line in left_out[:_SHOWN]:
        err.print(f"left out: {line}", style="yellow", highlight=False, markup=False, soft_wrap=True)
    if left_out:
        err.print(f"{len(left_out):,} left out", style="yellow", highlight=False)
        raise typer.Exit(LEFT_OUT)


class _Seen(Iterator[Told]):
    """What passes through, counted."""

    def __init__(self, told: Iterator[Told], each: Any) -> None:
        self.count = 0
        self._told, self._each = told, each

    def __next__(self) -> Told:
        one = next(self._told)
        self.count += 1
        self._each(one)
        return one
