"""The commands for archives: `extract --out`, merge, verify, plan.

The process that drives a run loads no language model, and none of the libraries that come with one: its workers do.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import msgspec
import typer
from rich.console import Console

from newsclaims.errors import NewsclaimsError, UsageError, nearest
from newsclaims.progress import counted, progress_on
from newsclaims.read import Reading, read_records
from newsclaims.runs.manifest import Totals
from newsclaims.runs.remote import store_at
from newsclaims.runs.settings import Settings
from newsclaims.runs.shards import Size

if TYPE_CHECKING:
    from newsclaims.runs.drive import Place
    from newsclaims.runs.plan import Figures, Plan
    from newsclaims.runs.pool import Crew

USAGE, FAILURES, STOPPED, TERMINATED = 1, 3, 130, 143
_ENGINES = ("local", "ray")
_SHOWN = 20  # problems of a run that are told one by one
# Without emoji: line 100 of a file is `claims.jsonl:100:`. What goes to `err` is plain, with names of files in it.
out, err = Console(emoji=False), Console(stderr=True, emoji=False, markup=False)

RunFolder = Annotated[
    str | None,
    typer.Option(
        "--out", help="A folder (or s3://…) for a run over an archive, which goes on after any stop.", metavar="RUN/"
    ),
]
Engine = Annotated[str, typer.Option(help="Where the workers of a run are: local, or ray.", metavar="local|ray")]
Address = Annotated[str | None, typer.Option(help="The Ray cluster: its address, or auto.")]
Jobs = Annotated[
    int | None, typer.Option(min=1, help="Worker processes of a run; by default what cores and memory allow.")
]
ArticleSeconds = Annotated[float, typer.Option(min=0.1, help="In a run, an article that takes longer is set aside.")]
ShardArticles = Annotated[
    int, typer.Option(min=1, help="In a run, articles to a shard, the part that a stop may cost.")
]
LogJson = Annotated[bool, typer.Option("--log-json", help="Tell a run's progress as JSON lines on a terminal too.")]
Run = Annotated[str, typer.Argument(help="What `extract --out` made: a folder, or a URL.", metavar="RUN/")]


class RunOptions(NamedTuple):
    """The options of `extract` that only a run has."""

    out: str | None
    jobs: int | None
    article_seconds: float
    shard_articles: int
    log_json: bool
    engine: str = "local"
    address: str | None = None

    def check(self, output: Path | None) -> None:
        """UsageError where both kinds of output are asked for, or workers without a run."""
        if self.out is not None and output is not None:
            raise UsageError(
                "two outputs are asked for.",
                where="--out",
                mend="Give --out, and then: newsclaims merge RUN/ -o claims.jsonl.",
            )
        if self.out is None and (self.jobs or 1) > 1:
            raise UsageError("several jobs need a run.", where="--jobs", mend="Give --out RUN/ too.")
        if self.engine not in _ENGINES:
            raise UsageError(f"no such engine: {self.engine}.", where="--engine", mend=nearest(self.engine, _ENGINES))


def extract_run(paths: list[str], settings: Settings, options: RunOptions) -> None:
    """Work an archive in a run's folder, or go on with it. Ends by `typer.Exit` with the exit code."""
    from newsclaims.runs.drive import Options, drive
    from newsclaims.runs.progress import InputProgress, Teller, write_event

    run = options.out
    assert run is not None
    try:
        records = read_records(paths, stdin=sys.stdin.buffer, reading=settings.reading)
        with _sigterm(), ExitStack() as held, Teller(err, as_json=options.log_json) as teller:
            place, crew, jobs = _places(run, paths, settings, options, held)
            how = Options(jobs=jobs, article_seconds=options.article_seconds)
            manifest = drive(records, place, crew, settings, how, teller=teller, reading=InputProgress(paths))
    except (KeyboardInterrupt, _Terminated) as stop:
        if options.log_json:
            write_event(err, "stopped", what="What is done is kept; the same command goes on from there.", where=run)
        else:
            err.print(f"Stopped. What is done is kept in {run}; the same command goes on from there.", highlight=False)
        raise typer.Exit(STOPPED if isinstance(stop, KeyboardInterrupt) else TERMINATED) from None
    except NewsclaimsError as error:
        if not options.log_json:
            raise
        write_event(err, "error", what=error.what, where=error.where, mend=error.mend)
        raise typer.Exit(USAGE) from None
    totals = manifest.totals or Totals()
    if not options.log_json:
        _tell(totals, run)
        err.print(f"As one file: newsclaims merge {run} -o claims.jsonl", highlight=False)
    if totals.failures:
        raise typer.Exit(FAILURES)


def _places(
    run: str, paths: list[str], settings: Settings, options: RunOptions, held: ExitStack
) -> tuple[Place, Crew, int]:
    """Where the run is kept, where its workers are, and how many; a folder of this machine is held for this process."""
    from newsclaims.runs import engine
    from newsclaims.runs.drive import Place
    from newsclaims.runs.machine import default_jobs
    from newsclaims.runs.pool import LocalCrew
    from newsclaims.runs.ray_crew import RayCrew
    from newsclaims.runs.store import Folder, Lock

    store, place = store_at(run), run
    if isinstance(store, Folder):
        check_folder(store.path, paths)
        held.enter_context(Lock(store.path))
        store.sweep()
        place = str(store.path.resolve())
    if options.engine == "ray":
        crew = RayCrew(place, engine.OURS, settings, address=options.address)
        return Place(store, run), crew, options.jobs or crew.default_jobs()
    return Place(store, run), LocalCrew(place, engine.OURS, settings), options.jobs or default_jobs()


def run_settings(model: str, every_sentence: bool, reading: Reading, options: RunOptions) -> Settings:
    """All that a run's records hang on."""
    return Settings(model, every_sentence, reading.limits.max_chars, Size(articles=options.shard_articles), reading)


def check_folder(folder: Path, paths: list[str]) -> None:
    """UsageError where a run's folder is a file, or lies in a folder that is read."""
    if folder.exists() and not folder.is_dir():
        raise UsageError("it is a file.", where=str(folder), mend="Name a folder, new or of a run, for --out.")
    for path in map(Path, paths):
        if path.is_dir() and folder.resolve().is_relative_to(path.resolve()):
            raise UsageError(
                f"{folder} would be read as articles.", where="--out", mend="Put the run outside of what is read."
            )


class _Terminated(SystemExit):
    """SIGTERM has come."""


@contextmanager
def _sigterm() -> Iterator[None]:
    """SIGTERM ends the block as Ctrl-C does: with all put in order."""

    def stop(*_: object) -> None:
        raise _Terminated(TERMINATED)

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def merge(
    run: Run,
    output: Annotated[Path, typer.Option("-o", "--output", help="Where the claims go.")],
) -> None:
    """Put the claims of a run into one file, in the order of its input; failures go to failures.jsonl beside it."""
    from newsclaims.runs.merge import merge as merged
    from newsclaims.write import ClaimWriter, FailureWriter, failures_path

    if output.resolve().is_relative_to((Path(run) / "shards").resolve()):
        raise UsageError(f"{output} lies among the shards.", where="--output", mend="Write it somewhere else.")
    with ClaimWriter(output) as claims, FailureWriter(failures_path(output)) as failures, progress_on(err) as progress:
        totals = merged(store_at(run), run, claims, failures, seen=counted(progress, "shards"))
    _tell(totals, output)


def verify(
    run: Run,
    paths: Annotated[
        list[str] | None, typer.Argument(help="The input, to be read again and held against the run.", metavar="PATH…")
    ] = None,
) -> None:
    """Prove that each article is in a run exactly once, as claims or as a failure, and that all hashes fit."""
    from newsclaims.runs.manifest import known_manifest
    from newsclaims.runs.verify import verify as verified

    store = store_at(run)
    reading = known_manifest(store, run).settings.reading
    with progress_on(err) as progress:
        records = read_records(paths, reading=reading) if paths else None
        verdict = verified(store, run, records, seen=counted(progress, "shards"))
    for problem in verdict.problems[:_SHOWN]:
        out.print(problem, style="red", highlight=False, markup=False, soft_wrap=True)
    if verdict.problems:
        out.print(f"{len(verdict.problems):,} problems in {run}", highlight=False)
        raise typer.Exit(USAGE)
    totals = verdict.totals
    out.print(
        f"{run} is whole: {totals.records:,} records in {totals.shards:,} shards, each there once: "
        f"{totals.records - totals.failures:,} as articles with {totals.claims:,} claims, {totals.failures:,} set aside"
        + ("; it is what the input holds" if paths else ""),
        highlight=False, soft_wrap=True,
    )  # fmt: skip
    out.print(f"claims, merged: sha256 {verdict.claims_sha256}", highlight=False, soft_wrap=True)


def plan(
    run: Run,
    articles: Annotated[int, typer.Option(min=1, help="Articles of the archive to plan for.")] = 100_000_000,
    cores: Annotated[int, typer.Option(min=1, help="Cores to plan for, on one machine or many.")] = 64,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
) -> None:
    """What an archive would cost, worked out from a run that is complete: hours, days, bytes."""
    from newsclaims.runs.plan import figures_of, plan_of

    measured = figures_of(store_at(run), run)
    planned = plan_of(measured, articles, cores)
    if as_json:
        figures = {"measured": measured._asdict(), "articles": articles, "cores": cores, "plan": planned._asdict()}
        print(msgspec.json.encode(figures).decode())  # noqa: T201 - for other programs
        return
    for line in _plan_lines(measured, planned, articles, cores):
        out.print(line, highlight=False, soft_wrap=True)


def _plan_lines(measured: Figures, planned: Plan, articles: int, cores: int) -> Iterator[str]:
    """The figures of the run, and the arithmetic from them, a line each."""
    sizes = (planned.packed_bytes, planned.merged_bytes, planned.driver_bytes, planned.worker_bytes)
    packed, merged, driver, workers = (size / 1e9 for size in sizes)
    stored = measured.packed_bytes_per_article
    speed, hours = measured.articles_per_core_hour, planned.core_hours
    yield f"measured: {speed:,.0f} articles a core-hour, {measured.words_per_core_second:,.0f} words a second"
    yield f"  {measured.words_per_article:,.0f} words and {measured.claims_per_article:.2f} claims an article"
    yield f"  {measured.bytes_per_claim:,.0f} bytes a claim; {stored:,.0f} an article in shards"
    yield f"  {measured.articles_per_shard:.0f} articles a shard; {measured.worker_bytes / 1e6:,.0f} MB in a worker"
    yield f"{articles:,} articles on {cores:,} cores:"
    yield f"  {articles:,} / {speed:,.0f} = {hours:,.0f} core-hours; / {cores:,} / 24 = {planned.days:,.1f} days"
    yield f"  {planned.shards:,} shards of {packed:,.1f} GB; merged {merged:,.1f} GB"
    yield f"  memory: {driver:,.1f} GB where it is driven, {workers:,.1f} GB for workers"


def _tell(totals: Totals, where: object) -> None:
    told = f"{totals.claims:,} claims from {totals.records - totals.failures:,} articles in {where}"
    err.print(told, highlight=False)
    if totals.failures:
        err.print(f"{totals.failures:,} set aside, with the reason and the mend", style="yellow", highlight=False)


def add_to(app: typer.Typer) -> None:
    """Put the commands on the command line."""
    commands: dict[Callable[..., None], str] = {
        merge: "newsclaims merge RUN/ -o claims.jsonl",
        verify: "newsclaims verify RUN/ archive.jsonl.gz",
        plan: "newsclaims plan RUN/ --articles 100000000 --cores 64",
    }
    for command, example in commands.items():
        app.command(epilog=f"Example: {example}")(command)
