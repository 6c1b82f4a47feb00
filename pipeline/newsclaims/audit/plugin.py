"""The plugin: our routes before Datasette's own, and the guard before all of them.

It does nothing in a Datasette that is none of ours (see `site.site_of`).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from datasette import hookimpl
from datasette.utils.asgi import NotFound, Response

from newsclaims.audit import correcting, pages, plots
from newsclaims.audit.shown import days, shown
from newsclaims.audit.site import NAME, page, site_of

_ROUTES = {
    "/$": pages.overview,
    "/articles$": pages.articles,
    "/article$": pages.article,
    "/items$": pages.items,
    "/board$": pages.board,
    "/sources$": pages.sources,
    "/source$": pages.source,
    "/search$": pages.search,
    "/failures$": pages.failures,
    "/help$": pages.help_page,
    "/corrections$": correcting.log,
    "/change$": correcting.change,
    "/add$": correcting.add,
    "/correct$": correcting.correct,
    "/gold$": correcting.gold,
}


@hookimpl
def register_routes(datasette: Any) -> list[tuple[str, Callable[..., Any]]]:
    """Our pages."""
    return [] if site_of(datasette) is None else [(f"^{path}", view) for path, view in _ROUTES.items()]


@hookimpl
def asgi_wrapper(datasette: Any) -> Callable[..., Any]:
    """The guard."""
    site = site_of(datasette)
    return (lambda app: app) if site is None else site.guard.around


@hookimpl
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Callable[[], Awaitable[Response]] | None:
    """The page for what is not there; other errors, and JSON, are Datasette's."""
    if site_of(datasette) is None or not isinstance(exception, NotFound) or request.path.endswith(".json"):
        return None

    async def told() -> Response:
        context = {"told": str(exception), "back": None}
        answer = await page(datasette, request, "audit_refused.html", "There is no such page", context)
        answer.status = NotFound.status
        return answer

    return told


@hookimpl
def prepare_jinja2_environment(env: Any, datasette: Any) -> None:
    """What our templates call."""
    env.filters.update(shown=shown, days=days)
    env.globals["share_bar"] = plots.share_bar


@hookimpl
def extra_template_vars(datasette: Any, request: Any) -> dict[str, Any]:
    """What every template knows."""
    site = site_of(datasette)
    return {} if site is None else {"site": site, "here": request.path if request else "/", "data_page": f"/{NAME}"}
