"""The commands of other extractors: adopt · compare."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, NamedTuple

import msgspec
import typer
from rich.console import Console
from rich.table import Table

from newsclaims import DEFAULT_MODEL, FAST_MODEL
from newsclaims.database.reading import articles as claims_by_article
from newsclaims.database.reading import survey
from newsclaims.errors import UsageError
from newsclaims.progress import counted, progress_on
from newsclaims.records import Claim

FAILURES, STOPPED = 3, 130


def add_adopt(app: typer.Typer, out: Console, err: Console) -> None:
    """Put the commands on the command line; what they print goes to its consoles."""

    @app.command(
        epilog="Example: newsclaims adopt langextract.jsonl --articles archive.jsonl.gz --producer 'langextract 1.1, "
        "some-model' -o theirs.jsonl · newsclaims compare GOLD/ ours.jsonl theirs.jsonl"
    )
    def adopt(
        found: Annotated[
            Path, typer.Argument(help="LangExtract's JSONL, or JSON in our schema, whole or in part.", metavar="FILE")
        ],
        articles: Annotated[list[str], typer.Option(help="The articles that it was found in.")],
        producer: Annotated[str, typer.Option(help="Who found it: stands in each record, `produced_by.model`.")],
        output: Annotated[Path, typer.Option("-o", "--output", help="Where the claims go.")],
        figure_class: Annotated[
            list[str] | None, typer.Option(help="A class of LangExtract's extractions that are figures.")
        ] = None,
        model: Annotated[str, typer.Option(help="The model that our normalisers read with.")] = DEFAULT_MODEL,
        fast: Annotated[bool, typer.Option("--fast", help=f"Take {FAST_MODEL}.")] = False,
    ) -> None:
        """Make claims of ours from what another extractor found: offsets checked, figures and times read by us.

        Offsets that do not hold are mended by exact search, where the words stand at one place only. What was mended,
        read otherwise or left out is told in notes.jsonl beside the output; what could not be adopted at all, and
        articles that cannot be read, in failures.jsonl, and the exit code is then 3.
        """
        asked = _Asked(found, articles, producer, output, figure_class or [])
        claims, notes, failures = _adopt(asked, FAST_MODEL if fast else model, err)
        told = f"{claims:,} claims in {output}, {notes:,} notes, {failures:,} failures"
        err.print(told, highlight=False, soft_wrap=True)
        if failures:
            raise typer.Exit(FAILURES)

    @app.command(epilog="Example: newsclaims compare corpus/gold ours.jsonl theirs.jsonl")
    def compare(
        gold: Annotated[Path, typer.Argument(help="A folder of gold files, one an article.")],
        claims: Annotated[list[Path], typer.Argument(help="Files of claims, ours or adopted.", metavar="CLAIMS…")],
    ) -> None:
        """Score files of claims against one gold, a column each: F1s, and the share of the pairs that is right."""
        out.print(_compare(gold, claims))


class _Asked(NamedTuple):
    """What the command line asks for."""

    found: Path
    articles: list[str]
    producer: str
    output: Path
    classes: list[str]


def _adopt(asked: _Asked, model: str, err: Console) -> tuple[int, int, int]:
    """Adopt a file; how many claims, notes and failures there were."""
    from newsclaims import flow
    from newsclaims.adopt.adopt import adopt_all, producer_of
    from newsclaims.adopt.drafts import FIGURES, read_drafts
    from newsclaims.read import check_output, read_articles
    from newsclaims.write import NOTES, ClaimWriter, FailureWriter, failures_path

    if not asked.producer.strip():
        raise UsageError("it is empty.", where="--producer", mend="Name who found the claims, with the version.")
    aside = failures_path(asked.output)
    told = aside.with_name(NOTES)
    if asked.output.name == NOTES:
        raise UsageError(f"{NOTES} is where the notes go.", where="--output", mend="Give the claims another name.")
    for file in (asked.output, aside, told):
        check_output(file, [asked.found, *asked.articles])
    drafts = list(read_drafts(asked.found, [name.lower() for name in asked.classes] or FIGURES))
    articles = read_articles(asked.articles)
    nlp = flow.load(model)
    claims, failures, notes = ClaimWriter(asked.output), FailureWriter(aside), FailureWriter(told)
    try:
        with progress_on(err) as progress, claims, failures, notes:
            seen = counted(progress, "articles")
            for done in adopt_all(drafts, articles, nlp, producer_of(asked.producer, nlp)):
                claims.write_all(done.claims)
                notes.write_lines([msgspec.json.encode(note) for note in done.notes])
                failures.write_lines([msgspec.json.encode(failure) for failure in done.failures])
                seen(done)
    except KeyboardInterrupt:
        err.print(claims.stopped, highlight=False, soft_wrap=True)
        raise typer.Exit(STOPPED) from None
    return claims.count, notes.count, failures.count


def _compare(gold: Path, files: list[Path]) -> Table:
    """A row a score, a column a file, headed by its name and who produced it."""
    from newsclaims.score import read_gold, score

    wanted = read_gold(gold)
    table = Table("score, in percent")
    columns = []
    for file in files:
        known = survey(file)
        makers = ", ".join(sorted({maker.model for maker in known.producers})) or "no claims"
        table.add_column(f"{file.name}\n{makers}", justify="right", overflow="fold")
        result = score(wanted, _flat(claims_by_article(known)))
        columns.append({"claims found": float(result.found), **result.figures()})
    for name in dict.fromkeys(name for figures in columns for name in figures):
        table.add_row(name, *(f"{figures[name]:g}" if name in figures else "–" for figures in columns))
    return table


def _flat(articles: Iterable[list[Claim]]) -> Iterator[Claim]:
    return (claim for claims in articles for claim in claims)
