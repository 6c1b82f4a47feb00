"""Claims as a table for people: figure, item, who, when, article."""

from __future__ import annotations

from collections.abc import Iterable

from rich.table import Table

from newsclaims.records import Claim, Quantity, Time

_SIGNS = {
    "EXACT": "",
    "EQUAL_OR_MORE": "≥ ",
    "MORE_THAN": "> ",
    "EQUAL_OR_LESS": "≤ ",
    "LESS_THAN": "< ",
    "APPROX": "~ ",
    "RANGE": "",
}
_ARROWS = {"up": " ↑", "down": " ↓", None: ""}


def claims_table(claims: Iterable[Claim], *, title: str | None = None) -> Table:
    """A table with one row a claim, in the order given."""
    table = Table(title=title, title_justify="left", header_style="bold", row_styles=("", "dim"), expand=True)
    table.add_column("figure", justify="right", ratio=3)
    table.add_column("item", ratio=3)
    table.add_column("who", ratio=4)
    table.add_column("when", ratio=3)
    table.add_column("article", ratio=3, overflow="ellipsis", no_wrap=True)
    for claim in claims:
        item = claim.item.mention.text if claim.item else "–"
        table.add_row(
            worth(claim.quantity), " ".join(item.split()), said_by(claim), interval(claim.time), claim.article.id
        )
    return table


def worth(quantity: Quantity) -> str:
    """A quantity for reading: "≥ 33", "20–30 percent", "1.1e12 USD" as "1,100,000,000,000 USD", "8 percent ↓",
    "66 (derived)".
    """
    if quantity.value is not None:
        number = _number(quantity.value)
    elif quantity.min_value is not None and quantity.max_value is not None:
        number = f"{_number(quantity.min_value)}–{_number(quantity.max_value)}"
    elif quantity.min_value is not None:
        number = f"{_number(quantity.min_value)} or more"
    elif quantity.max_value is not None:
        number = f"{_number(quantity.max_value)} or less"
    else:
        number = quantity.mention.text
    unit = "" if quantity.unit == "count" else f" {quantity.unit}"
    per = f" per {quantity.per}" if quantity.per else ""
    derived = " (derived)" if quantity.status == "derived" else ""
    return f"{_SIGNS[quantity.modifier]}{number}{unit}{per}{_ARROWS[quantity.direction]}{derived}"


def _number(value: float) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{value:,.10g}"


def said_by(claim: Claim) -> str:
    """The sources by name, each with whom it speaks for; a dash for the article's own voice."""
    names = [
        source.name + (f" ({source.organisation})" if source.organisation else "")
        for source in claim.attribution.sources
    ]
    via = f", via {claim.attribution.via.name}" if claim.attribution.via else ""
    return " & ".join(names) + via if names else "–"


def interval(time: Time | None) -> str:
    """The dated interval: "2019-06-24 … 2019-07-24", one day alone, an open side as nothing."""
    if time is None or (time.begin is None and time.end is None):
        return "–" if time is None else time.timex_value
    if time.begin == time.end:
        return time.begin or "–"
    return f"{time.begin or ''} … {time.end or ''}".strip()


def score_table(articles: int, gold: int, found: int, figures: dict[str, float]) -> Table:
    """Scores in percent under the counts of what was scored."""
    title = f"{articles} articles, {gold} gold claims, {found} found"
    table = Table(title=title, title_justify="left", header_style="bold")
    table.add_column("score")
    table.add_column("%", justify="right")
    for name, figure in figures.items():
        table.add_row(name if name.endswith("F1") else f"of the found, {name} right", f"{figure:.1f}")
    return table
