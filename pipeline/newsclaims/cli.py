"""The command line: extract · show · explain · coverage · score · bench; archives, databases, exports, corrections.

Exit codes: 0 all well, 1 wrong usage, 3 done, but articles were set aside (see failures.jsonl), 130 stopped by Ctrl-C,
143 by SIGTERM.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from newsclaims import DEFAULT_MODEL, FAST_MODEL, run_commands
from newsclaims.adopt.commands import add_adopt
from newsclaims.audit.commands import add_audit
from newsclaims.corrections.commands import add_corrections
from newsclaims.database.commands import add_database
from newsclaims.errors import NewsclaimsError, UsageError
from newsclaims.export.commands import add_export
from newsclaims.progress import counted, progress_on
from newsclaims.read import Reading, check_output, read_articles
from newsclaims.reading_options import Paths, reads
from newsclaims.records import Article, Claim, Failure
from newsclaims.run_commands import (
    Address,
    ArticleSeconds,
    Engine,
    Jobs,
    LogJson,
    RunFolder,
    RunOptions,
    ShardArticles,
)

USAGE, _PARSER_USAGE, FAILURES, STOPPED = 1, 2, 3, 130
app = typer.Typer(
    help="Every numeric claim of news articles as one JSON line: the figure, what it counts, who says it, and when.",
    no_args_is_help=True, add_completion=False, rich_markup_mode="markdown", pretty_exceptions_enable=False,
)  # fmt: skip
out, err = run_commands.out, run_commands.err
for add in (add_database, add_adopt, add_corrections, add_audit, add_export):
    add(app, out, err)

Model = Annotated[
    str, typer.Option(help="A spaCy pipeline by name or path; it needs a tagger, a lemmatizer, a parser and names.")
]
Fast = Annotated[bool, typer.Option("--fast", help=f"Take {FAST_MODEL}: faster, and wrong more often.")]
EverySentence = Annotated[
    bool,
    typer.Option("--every-sentence", help="Read every sentence, not only those that claims hang on; slower."),
]


@app.command(
    epilog="Examples: newsclaims extract articles/ -o claims.jsonl · "
    "newsclaims extract 'news/*.warc.gz' -o claims.jsonl · "
    "newsclaims extract day.csv --id-column url --text-column body · zstdcat day.jsonl.zst | newsclaims extract -"
)
@reads
def extract(
    paths: Paths,
    reading: Reading,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Where the claims go; else standard output.")
    ] = None,
    model: Model = DEFAULT_MODEL,
    fast: Fast = False,
    every_sentence: EverySentence = False,
    run: RunFolder = None,
    jobs: Jobs = None,
    article_seconds: ArticleSeconds = 300.0,
    shard_articles: ShardArticles = 200,
    log_json: LogJson = False,
    engine: Engine = "local",
    address: Address = None,
) -> None:
    """Write every numeric claim of the articles as one JSON line.

    Articles that cannot be read or worked go to failures.jsonl beside the output, with the reason and the mend; the
    exit code is then 3. Without -o the claims go to standard output, and failures.jsonl to the working folder. For an
    archive give --out: `merge` then makes one file of what several jobs did, and a stop costs some seconds of work.
    """
    options = RunOptions(run, jobs, article_seconds, shard_articles, log_json, engine, address)
    options.check(output)
    if run is not None:
        settings = run_commands.run_settings(_model(model, fast=fast), every_sentence, reading, options)
        return run_commands.extract_run(paths, settings, options)
    from newsclaims import flow
    from newsclaims.write import ClaimWriter, FailureWriter, failures_path

    articles = read_articles(paths, reading=reading, stdin=sys.stdin.buffer)
    if output is not None:
        check_output(output, paths)
    aside = failures_path(output)
    nlp = flow.load(_model(model, fast=fast), every_sentence=every_sentence, max_chars=reading.limits.max_chars)
    writer, failures = ClaimWriter(output), FailureWriter(aside)
    try:
        with progress_on(err) as progress, writer, failures:
            summary = flow.run(articles, nlp, writer, failures, seen=counted(progress, "articles"))
    except KeyboardInterrupt:
        err.print(writer.stopped, highlight=False, soft_wrap=True)
        raise typer.Exit(STOPPED) from None
    where = f" in {output}" if output else ""
    told = f"{summary.claims:,} claims from {summary.articles - summary.set_aside:,} articles{where}"
    err.print(told, highlight=False)
    if summary.failures:
        told = f"{summary.failures:,} set aside, with the reason and the mend: {aside}"
        err.print(told, style="yellow", highlight=False)
        raise typer.Exit(FAILURES)


def _model(model: str, *, fast: bool) -> str:
    """The model asked for by name or by `--fast`. UsageError for both at once."""
    if fast and model not in (DEFAULT_MODEL, FAST_MODEL):
        raise UsageError("two models are asked for.", where="--fast", mend="Give --fast or --model, not both.")
    return FAST_MODEL if fast else model


@app.command(epilog="Example: newsclaims show claims.jsonl")
def show(claims: Annotated[Path, typer.Argument(help="A file that `extract` wrote.")]) -> None:
    """Print claims as a table: figure, item, who, when, article."""
    from newsclaims.score import read_claims
    from newsclaims.write.table import claims_table

    out.print(claims_table(read_claims(claims)))


@app.command(
    epilog="Examples: newsclaims explain 'At least 33 children were killed, the UN said on Monday.' "
    "--published 2019-07-24 · newsclaims explain articles.jsonl --claim 19757dea8523143a · newsclaims explain story.txt"
)
@reads
def explain(
    text: Annotated[
        str, typer.Argument(help="A sentence or more, or a file of articles; - reads a text from standard input.")
    ],
    reading: Reading,
    claim: Annotated[
        str | None, typer.Option(help="Only this claim of the file, by the id that `extract` gave it.", metavar="ID")
    ] = None,
    model: Model = DEFAULT_MODEL,
    fast: Fast = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print claims as JSON lines, each with its reasons.")] = False,
) -> None:
    """Show what each stage finds in a text, and why each claim reads as it does.

    For value, item, who, when and where: the words, the rule, how far to trust it, and the reading that comes next.
    """
    from newsclaims import flow
    from newsclaims.explain import explained, one
    from newsclaims.read import article_of
    from newsclaims.write.explanation import claim_line, claim_reasons, explanation

    in_file = claim is not None or os.path.isfile(text)
    if in_file:
        articles = _good([text], reading)
    else:
        words = sys.stdin.read() if text == "-" else text
        articles = iter([article_of(words, published=reading.published, limits=reading.limits)])
    nlp = flow.load(_model(model, fast=fast), max_chars=reading.limits.max_chars)
    if claim is not None:
        reasoned, n = one(articles, nlp, claim, where=text)
        lines = claim_reasons(*reasoned[n], {known.id: known for known, _ in reasoned})
        _told([claim_line(*reasoned[n])] if as_json else lines, as_json=as_json)
        return
    for article, doc, reasoned in explained(articles, nlp):
        if in_file and not as_json:
            out.print(f"[bold]{escape(article.id)}[/]", highlight=False)
        records = (claim_line(*pair) for pair in reasoned)
        _told(records if as_json else explanation(doc, reasoned), as_json=as_json)


def _told(lines: Iterable[str], *, as_json: bool) -> None:
    """Print lines, plain ones for other programs, others with their markup."""
    for line in lines:
        if as_json:
            print(line)  # noqa: T201 - records for other programs, not for the eye
        else:
            out.print(line, highlight=False, soft_wrap=True)


@app.command(
    epilog="Examples: newsclaims score corpus/gold --articles corpus/samples · "
    "newsclaims score GOLD/ --claims claims.jsonl --misses"
)
@reads
def score(
    gold: Annotated[Path, typer.Argument(help="A folder of gold files, one an article.")],
    reading: Reading,
    articles: Annotated[list[str] | None, typer.Option(help="Articles to extract from first.")] = None,
    claims: Annotated[Path | None, typer.Option(help="Claims that were extracted before, instead.")] = None,
    model: Model = DEFAULT_MODEL,
    fast: Fast = False,
    misses: Annotated[bool, typer.Option(help="Print each claim that is missed, spurious or wrong.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the scores as JSON.")] = False,
    floors: Annotated[Path | None, typer.Option(help="Scores that must be reached; exit code 1 below them.")] = None,
    floor_set: Annotated[str, typer.Option(help="The name of the set in the floors file.")] = "corpus",
    raise_floors: Annotated[bool, typer.Option(help="Write scores that are higher into the floors file.")] = False,
) -> None:
    """Score claims against gold: F1 of detection, value and source, complete claims, and the share of each part."""
    from newsclaims.score import read_claims, read_gold
    from newsclaims.score import score as scored
    from newsclaims.write.table import score_table

    if (claims is None) == (not articles):
        raise UsageError("what shall be scored?", where="score", mend="Give either --articles or --claims.")
    wanted = read_gold(gold)
    found = read_claims(claims) if claims else _extracted(articles or [], _model(model, fast=fast), reading)
    result = scored(wanted, found)
    figures = result.figures()
    if as_json:
        print(json.dumps({"gold": result.gold, "found": result.found, **figures}))  # noqa: T201 - for other programs
    else:
        out.print(score_table(len(wanted), result.gold, result.found, figures))
    for miss in result.misses if misses else ():
        out.print(miss, highlight=False, markup=False, soft_wrap=True)
    if floors is not None:
        _hold_floors(floors, floor_set, figures, raise_them=raise_floors)


def _hold_floors(path: Path, name: str, figures: dict[str, float], *, raise_them: bool) -> None:
    """Exit code 1 where a score is below its floor."""
    from newsclaims.score import below_floors

    below = below_floors(path, name, figures, raise_them=raise_them)
    for score, floor in below.items():
        err.print(f"{name}: {score} is {figures.get(score, 0.0)}, below its floor of {floor} ({path})", style="red")
    if below:
        raise typer.Exit(USAGE)


@app.command(
    epilog="Examples: newsclaims coverage article.txt --unaccounted · newsclaims coverage archive.jsonl.gz --by-article"
)
@reads
def coverage(
    paths: Paths,
    reading: Reading,
    model: Model = DEFAULT_MODEL,
    fast: Fast = False,
    by_article: Annotated[
        bool, typer.Option("--by-article", help="A line for each article, before the total.")
    ] = False,
    unaccounted: Annotated[
        bool, typer.Option("--unaccounted", help="Print each numeral that nothing accounts for, with its place.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON lines, one an article, and no table.")] = False,
) -> None:
    """Account for every numeral: how many are claims, how many are no claims by kind, and what is left."""
    from newsclaims import flow
    from newsclaims.coverage import Coverage, coverage_of
    from newsclaims.write.coverage import coverage_lines, coverage_table

    total, articles, set_aside = Coverage(), 0, 0
    given = read_articles(paths, reading=reading, stdin=sys.stdin.buffer)
    nlp = flow.load(_model(model, fast=fast), max_chars=reading.limits.max_chars)
    try:
        with progress_on(err) as progress:
            count = counted(progress, "articles")
            for outcome in flow.work(given, nlp, look=coverage_of):
                count(outcome)
                if outcome.failure is not None:
                    set_aside += 1
                    _tell_aside(outcome.failure)
                elif outcome.article is not None:
                    articles += 1
                    total.add(outcome.looked)
                    lines = (by_article, unaccounted)
                    for line in coverage_lines(outcome.article.id, outcome.looked, *lines, as_json=as_json):
                        print(line)  # noqa: T201 - lines for other programs too
    except KeyboardInterrupt:
        err.print(f"Stopped after {articles:,} articles; what is told of them stands.", highlight=False)
        raise typer.Exit(STOPPED) from None
    finally:
        if not as_json:
            out.print(coverage_table(total, articles))
    if set_aside:
        raise typer.Exit(FAILURES)


@app.command(epilog="Example: newsclaims bench archive.jsonl.gz --articles 300")
@reads
def bench(
    paths: Paths,
    reading: Reading,
    model: Model = DEFAULT_MODEL,
    fast: Fast = False,
    articles: Annotated[int, typer.Option(help="How many articles to take.")] = 300,
    every: Annotated[int, typer.Option(help="Take only each so-and-so-manieth article.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
) -> None:
    """Words per second on one thread, as ratios to a stock spaCy pipeline in the same run, and each part's share."""
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    from itertools import islice

    from newsclaims.bench import bench as run_bench

    chosen = list(islice(_good(paths, reading), 0, articles * every, every))
    if not chosen:
        raise UsageError(
            "no article to measure on.", where=", ".join(paths), mend="Name a file or folder with articles."
        )
    with progress_on(err) as progress:
        task = progress.add_task("articles", total=len(chosen))
        result = run_bench(chosen, _model(model, fast=fast), seen=lambda count: progress.advance(task, count))
    if as_json:
        print(json.dumps(result.figures()))  # noqa: T201 - for other programs
        return
    for line in result.lines():
        out.print(line, highlight=False)


def _good(paths: list[str], reading: Reading) -> Iterator[Article]:
    """The articles that can be read; the others are told on standard error. UsageError for a wrong path, at once."""
    return _readable(read_articles(paths, reading=reading, stdin=sys.stdin.buffer))


def _readable(articles: Iterable[Article | Failure]) -> Iterator[Article]:
    for article in articles:
        if isinstance(article, Failure):
            _tell_aside(article)
        else:
            yield article


def _tell_aside(failure: Failure) -> None:
    err.print(f"set aside: {failure.where}: {failure.message}", style="yellow", highlight=False, soft_wrap=True)


def _extracted(paths: list[str], model: str, reading: Reading) -> Iterator[Claim]:
    from newsclaims import flow

    nlp = flow.load(model)
    with progress_on(err) as progress:
        seen = counted(progress, "articles")
        for outcome in flow.work(_good(paths, reading), nlp):
            seen(outcome)
            if outcome.failure:
                _tell_aside(outcome.failure)
            yield from outcome.claims


run_commands.add_to(app)


def main() -> None:
    """Run the command line; every error is told in one line, without a traceback, and has its exit code."""
    try:
        app()
    except SystemExit as end:
        # The parser of the command line says 2 for wrong usage; ours is 1. And it says 1 where the reader of a pipe has
        # gone (`| head`): then nobody is left to tell, and nothing is wrong.
        gone = isinstance(end.__context__, BrokenPipeError)
        code = 0 if gone else USAGE if end.code == _PARSER_USAGE else end.code
    except NewsclaimsError as error:
        err.print(str(error), style="red", highlight=False, markup=False, soft_wrap=True)
        code = USAGE
    sys.exit(code)


if __name__ == "__main__":
    main()
