"""What the pages of one app share: its database, its rules, its counts."""

from __future__ import annotations

import base64
import hashlib
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar, cast
from weakref import WeakKeyDictionary

from datasette.utils.asgi import NotFound, Response

from newsclaims.audit.guard import Guard
from newsclaims.audit.tallies import Tallies, stamp, tallies

HERE = Path(__file__).parent
NAME = "claims"
"""The database's name in the addresses of Datasette's own pages."""
_DIGITS = 19
_Told = TypeVar("_Told")


@dataclass
class Site:
    """One database that is served. `path` is its file."""

    path: Path
    guard: Guard = field(default_factory=Guard)
    counted: Tallies | None = None

    @cached_property
    def css(self) -> str:
        """The style sheet."""
        return (HERE / "static" / "audit.css").read_text(encoding="utf-8")

    @cached_property
    def script(self) -> str:
        """The script: what the keyboard does; every page works without it."""
        return (HERE / "static" / "audit.js").read_text(encoding="utf-8")

    @cached_property
    def version(self) -> str:
        """Changes with the style sheet and the script, so that no browser keeps an old one."""
        return hashlib.sha256((self.css + self.script).encode()).hexdigest()[:8]

    @cached_property
    def saved_policy(self) -> str:
        """The content security policy of a page that is saved as one file: its own style and script, and no address."""
        style, script = (
            base64.b64encode(hashlib.sha256(one.encode()).digest()).decode() for one in (self.css, self.script)
        )
        ours = f"style-src 'sha256-{style}'; script-src 'sha256-{script}'"
        return f"default-src 'none'; {ours}; base-uri 'none'; form-action 'none'"

    def tallies(self, connection: sqlite3.Connection) -> Tallies:
        """The counts of the overview, counted again after a load."""
        if self.counted is None or self.counted.stamp != stamp(connection):
            self.counted = tallies(connection)
        return self.counted


_SITES: WeakKeyDictionary[Any, Site] = WeakKeyDictionary()


def put_site(datasette: Any, site: Site) -> None:
    """Make an app one of ours."""
    _SITES[datasette] = site


def site_of(datasette: Any) -> Site | None:
    """The site of an app; None for a Datasette that somebody else made in this process."""
    return _SITES.get(datasette)


async def asked(datasette: Any, question: Callable[[sqlite3.Connection], _Told]) -> _Told:
    """What a question tells, asked on a thread of Datasette's with a connection that cannot write."""
    return cast(_Told, await datasette.get_database(NAME).execute_fn(question))


def needed(request: Any, name: str) -> str:
    """A value that the address must name; NotFound where it does not."""
    value = request.args.get(name)
    if not value:
        raise NotFound(f"The address names no {name}")
    return str(value)


def number(request: Any, name: str) -> int | None:
    """A number that the address tells, None where it tells none that SQLite holds."""
    value = request.args.get(name) or ""
    return int(value) if value.isdecimal() and len(value) < _DIGITS else None


async def page(datasette: Any, request: Any, template: str, title: str, context: dict[str, Any]) -> Response:
    """The page; with `save` in the address as a file of its own, which needs no server."""
    saved = request.args.get("save") is not None
    context = {"title": title, "saved": saved, **context}
    html = await datasette.render_template(template, context, request=request)
    headers = {"cache-control": "private, no-cache"}
    if saved:
        headers["content-disposition"] = 'attachment; filename="newsclaims-audit.html"'
    return Response.html(html, headers=headers)
