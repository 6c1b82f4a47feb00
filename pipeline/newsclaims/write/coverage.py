"""The account of numerals as people and programs read it (`newsclaims coverage`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec
from rich.table import Table

if TYPE_CHECKING:
    from newsclaims.coverage import Coverage


def coverage_lines(article: str, told: Coverage, total: bool, unaccounted: bool, *, as_json: bool) -> Iterator[str]:
    """The lines of one article: its `total`, each numeral that is `unaccounted` for; or one JSON object of all."""
    if as_json:
        yield msgspec.json.encode(
            {
                "article": article,
                "numerals": told.numerals,
                "claims": told.claims,
                "others": dict(sorted(told.others.items())),
                "unaccounted": told.unaccounted,
            }
        ).decode()
        return
    if total:
        yield f"{article}: {told.numerals} numerals, {told.claims} claims, {len(told.unaccounted)} unaccounted for"
    for mention in told.unaccounted if unaccounted else ():
        yield f"{article}:{mention.start}-{mention.end}: {mention.text}"


def coverage_table(total: Coverage, articles: int) -> Table:
    """The total of a run: claims, what is no claim by kind, and what is left."""
    table = Table(title=f"{articles:,} articles, {total.numerals:,} numerals", title_justify="left", show_header=False)
    table.add_column()
    table.add_column(justify="right")
    table.add_row("claims", f"{total.claims:,}")
    for kind, count in total.others.most_common():
        table.add_row(f"no claim: {kind.replace('_', ' ')}", f"{count:,}")
    table.add_row("unaccounted for", f"{len(total.unaccounted):,}")
    return table
