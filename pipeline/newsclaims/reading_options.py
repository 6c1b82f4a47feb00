"""The options of the command line on how articles are read, for each command that reads them: see `reads`."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Annotated, Any, cast

import typer

from newsclaims.read import DEFAULT_COLUMNS, DEFAULT_LIMITS, SHOWN, Columns, Limits, Reading
from newsclaims.read.formats import Kind

_INPUT, _COLUMNS, _LIMITS = (
    "Reading",
    "Columns of CSV and Parquet, keys of JSONL",
    "Limits (past one, an article fails)",
)

Paths = Annotated[
    list[str],
    typer.Argument(
        help=f"Files ({SHOWN}), folders of them, patterns ('news/**/*.warc.gz'), URLs of these (s3://…), or - for "
        "standard input.",
        metavar="PATH…",
    ),
]
Published = Annotated[
    str | None, typer.Option(help="Date of publication (YYYY-MM-DD) of articles that bring none.", metavar="DATE")
]

FallbackEncoding = Annotated[
    str | None,
    typer.Option(
        help="For bytes that declare no encoding and are no UTF-8 (windows-1252, …); else they fail.",
        metavar="NAME",
        rich_help_panel=_INPUT,
    ),
]
StdinKind = Annotated[
    str | None,
    typer.Option(
        help="What standard input holds (csv, tsv, …); else its first bytes tell.",
        metavar="KIND",
        rich_help_panel=_INPUT,
    ),
]


def _named(help_: str) -> Any:
    return typer.Option(help=help_, metavar="NAME", rich_help_panel=_COLUMNS)


def _limit(help_: str) -> Any:
    return typer.Option(help=help_, metavar="N", rich_help_panel=_LIMITS)


def reading_of(
    *,
    published: Published = None,
    fallback_encoding: FallbackEncoding = None,
    stdin_kind: StdinKind = None,
    id_column: Annotated[str, _named("The id of an article.")] = DEFAULT_COLUMNS.id,
    text_column: Annotated[str, _named("Its text.")] = DEFAULT_COLUMNS.text,
    title_column: Annotated[str, _named("Its title.")] = DEFAULT_COLUMNS.title,
    published_column: Annotated[str, _named("Its date of publication.")] = DEFAULT_COLUMNS.published,
    url_column: Annotated[str, _named("Its address.")] = DEFAULT_COLUMNS.url,
    publisher_column: Annotated[str, _named("Its publisher.")] = DEFAULT_COLUMNS.publisher,
    max_chars: Annotated[int, _limit("Longest article, in characters.")] = DEFAULT_LIMITS.max_chars,
    max_word: Annotated[int, _limit("Longest run without white space.")] = DEFAULT_LIMITS.max_word,
    max_line_bytes: Annotated[int, _limit("Longest line of JSONL, row of CSV.")] = DEFAULT_LIMITS.max_line_bytes,
    max_page_bytes: Annotated[int, _limit("Largest HTML page.")] = DEFAULT_LIMITS.max_page_bytes,
    max_depth: Annotated[int, _limit("Archives (zip, tar) within each other.")] = DEFAULT_LIMITS.max_depth,
    max_expansion: Annotated[
        int, _limit("Bytes that may come of a packed one, past the first 16 MiB.")
    ] = DEFAULT_LIMITS.max_expansion,
) -> Reading:
    """What the options say; UsageError for a limit that is none."""
    columns = Columns(id_column, text_column, title_column, published_column, url_column, publisher_column)
    limits = Limits(
        max_line_bytes=max_line_bytes, max_chars=max_chars, max_word=max_word,
        max_page_bytes=max_page_bytes, max_depth=max_depth, max_expansion=max_expansion,
    )  # fmt: skip
    return Reading(published, limits, columns, fallback_encoding, cast("Kind | None", stdin_kind))


def reads(command: Callable[..., None]) -> Callable[..., None]:
    """The command with the options of `reading_of` behind its own, in place of a parameter `reading`, which it gets."""
    options = inspect.signature(reading_of, eval_str=True).parameters
    own = inspect.signature(command, eval_str=True).parameters

    @functools.wraps(command)
    def with_options(**given: Any) -> None:
        reading = reading_of(**{name: given.pop(name) for name in options})
        command(**given, reading=reading)

    kept = [one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for name, one in own.items() if name != "reading"]
    parameters = [*kept, *options.values()]
    with_options.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    with_options.__annotations__ = {one.name: one.annotation for one in parameters}
    return with_options
