"""The pages: each asks the database, makes what is drawn, and fills its template."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from datasette.utils.asgi import NotFound, Response

from newsclaims.audit import plots, questions
from newsclaims.audit.board import board as board_rows
from newsclaims.audit.board import fold
from newsclaims.audit.chains import chain
from newsclaims.audit.correcting import reader_of
from newsclaims.audit.segments import paragraphs, sentences_alone
from newsclaims.audit.site import asked, needed, number, page, site_of
from newsclaims.audit.stored import Stored
from newsclaims.database.stored import claims_by_id

_MANY = 12


async def overview(datasette: Any, request: Any) -> Response:
    """What the database holds, and where to start."""
    site = site_of(datasette)
    assert site is not None
    counted = await asked(datasette, site.tallies)
    newest = await asked(datasette, lambda connection: questions.articles_from(connection, None, _MANY))
    context = {
        "counted": counted,
        "months": plots.columns(counted.months, "Claims by month of publication") if len(counted.months) > 1 else None,
        "newest": newest,
        "most": _MANY,
    }
    return await page(datasette, request, "audit_overview.html", "Overview", context)


async def articles(datasette: Any, request: Any) -> Response:
    """A list of articles, the newest first."""
    place = request.args.get("from")
    listed = await asked(datasette, lambda connection: questions.articles_from(connection, place))
    context = {
        "listed": listed,
        "more": _more("/articles", listed[-1].place if len(listed) == questions.PAGE else None),
    }
    return await page(datasette, request, "audit_articles.html", "Articles", context)


async def article(datasette: Any, request: Any) -> Response:
    """An article with its numerals marked, and the chain of each claim."""
    article_id = needed(request, "id")
    view = await asked(datasette, lambda connection: questions.article_view(connection, article_id))
    if view is None:
        raise NotFound(f"No article has the id {article_id}")
    claims = [stored.claim for stored in view.claims]
    known = {claim.id: claim for claim in claims}
    text = view.text if view.text is not None else sentences_alone(claims)
    lines = paragraphs(text, claims, view.numerals)
    headed = bool(lines) and view.article.title is not None and _words(lines[0]) == view.article.title.strip()
    context = {
        "view": view,
        "headed": headed,
        "lines": lines,
        "chains": [chain(stored, known) for stored in view.claims],
        "numbers": {claim.id: n for n, claim in enumerate(claims, 1)},
        "flagged": sum(bool(claim.flags) for claim in claims),
        "verdicts": {stored.claim.id: _verdict(stored) for stored in view.claims},
        "reader": reader_of(request),
    }
    return await page(datasette, request, "audit_article.html", view.article.title or article_id, context)


def _verdict(stored: Stored) -> str | None:
    """What readers say of a claim in a word, None where nobody judged it."""
    return "added" if stored.added else stored.standing.verdict


def _words(line: list[Any]) -> str:
    return "".join(segment.text for run in line for segment in run.segments).strip()


async def items(datasette: Any, request: Any) -> Response:
    """What is counted and measured, the most frequent first."""
    site = site_of(datasette)
    assert site is not None
    counted = await asked(datasette, site.tallies)
    return await page(datasette, request, "audit_items.html", "Items", {"counted": counted})


async def board(datasette: Any, request: Any) -> Response:
    """All figures of an item side by side."""
    item, place = needed(request, "item"), request.args.get("place") or None
    found, total = await asked(datasette, lambda connection: questions.board_claims(connection, item, place))
    places = await asked(datasette, lambda connection: questions.places_of(connection, item))
    rows = board_rows(found, request.args.get("base"))
    axis = plots.axis_of([row.claim.time for row in rows])
    context = {
        "item": item, "place": place, "places": places, "total": total, "most": questions.BOARD,
        "rows": [(row, plots.window_bar(row.claim.time, axis, row.when or "no window")) for row in rows],
        "scale": plots.axis_scale(axis),
        "base": next((row for row in rows if row.is_base), None),
        "drawn": plots.figures_over_time(rows, f"Figures of {item} over time, by source"),
        "folded": sum(len(row.claims) - 1 for row in rows),
    }  # fmt: skip
    where = f" in {place}" if place else ""
    return await page(datasette, request, "audit_board.html", f"{item}{where}, figure by figure", context)


async def sources(datasette: Any, request: Any) -> Response:
    """Who is quoted with figures, the most often first."""
    site = site_of(datasette)
    assert site is not None
    counted = await asked(datasette, site.tallies)
    return await page(datasette, request, "audit_sources.html", "Sources", {"counted": counted})


async def source(datasette: Any, request: Any) -> Response:
    """What one source says, over time."""
    name = needed(request, "name")
    found = await asked(datasette, lambda connection: questions.source_claims(connection, name))
    if not found:
        raise NotFound(f"No source is named {name}")
    rows = fold(found)
    axis = plots.axis_of([row.claim.time for row in rows])
    context = {
        "name": name,
        "rows": [(row, plots.window_bar(row.claim.time, axis, row.when or "no window")) for row in rows],
        "scale": plots.axis_scale(axis),
        "full": len(found) == questions.BOARD,
    }
    return await page(datasette, request, "audit_source.html", name, context)


async def search(datasette: Any, request: Any) -> Response:
    """The claims whose sentences have the words that are looked for."""
    words, before = (request.args.get("q") or "").strip(), number(request, "from")
    found = await asked(datasette, lambda connection: questions.found_by_words(connection, words, before))
    claims = await asked(datasette, lambda connection: claims_by_id(connection, [claim_id for _, claim_id in found]))
    last = found[-1][0] if len(found) == questions.PAGE else None
    lines = [(claim, paragraphs(sentences_alone([claim]), [claim], [])) for claim in claims]
    context = {"words": words, "lines": lines, "more": _more(f"/search?q={quote(words)}", last)}
    return await page(datasette, request, "audit_search.html", f"Search: {words}" if words else "Search", context)


async def failures(datasette: Any, request: Any) -> Response:
    """What could not be read or worked."""
    after = number(request, "from") or 0
    found = await asked(datasette, lambda connection: questions.failures_from(connection, after))
    last = found[-1]["number"] if len(found) == questions.PAGE else None
    context = {"failed": found, "more": _more("/failures", last)}
    return await page(datasette, request, "audit_failures.html", "Failures", context)


async def help_page(datasette: Any, request: Any) -> Response:
    """What the marks and words of the pages mean."""
    return await page(datasette, request, "audit_help.html", "How to read this", {})


def _more(path: str, place: object | None) -> str | None:
    """The address of the next page of a list, None where this is the last."""
    joint = "&" if "?" in path else "?"
    return None if place is None else f"{path}{joint}from={quote(str(place))}"
