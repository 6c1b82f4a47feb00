"""A database -> the app that serves it: Datasette with our pages, templates and style on top."""

from __future__ import annotations

import errno
import socket
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import uvicorn
from datasette.app import Datasette, DatasetteClient
from datasette.database import Database
from datasette.plugins import pm

from newsclaims.audit import plugin
from newsclaims.audit.guard import LOOPBACK_NAMES, Guard
from newsclaims.audit.site import HERE, NAME, Site, put_site
from newsclaims.audit.tallies import tallies
from newsclaims.errors import UsageError

_SETTINGS = {"default_page_size": 50, "sql_time_limit_ms": 2000, "suggest_facets": False, "allow_download": False}
_TAKEN = {
    errno.EADDRINUSE: "another program listens there",
    errno.EACCES: "this user may not listen there",
    errno.EADDRNOTAVAIL: "this machine has no such address",
}


def audit_app(path: Path, guard: Guard | None = None) -> Any:
    """A Datasette app on a database file of the newest shape, with our pages; all is counted before it is handed on.

    Pages read with connections that cannot write.
    """
    if not pm.is_registered(plugin):
        pm.register(plugin, name="newsclaims-audit")
    # It would print each page that is not there with all variables around it, cookies among them.
    pm.get_plugin("datasette.handle_exception").rich = None
    mounts = [("audit-static", str(HERE / "static"))]
    datasette = Datasette(files=[], settings=_SETTINGS, template_dir=str(HERE / "templates"), static_mounts=mounts)
    datasette.remove_database("_memory")
    datasette.add_database(Database(datasette, path=str(path), is_mutable=True), name=NAME)
    site = Site(path, guard or Guard())
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        site.counted = tallies(connection)
    put_site(datasette, site)
    # The client that it was born with knows no routes of ours.
    datasette.client = DatasetteClient(datasette)
    return datasette


def serve(
    path: Path, host: str, port: int, *, token: str | None, read_only: bool, ready: Callable[[str], None]
) -> None:
    """Serve a database until a signal comes; `ready` is called with the address. UsageError where nobody can listen."""
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listener = socket.create_server((host, port), family=family)
    except OSError as error:
        what = _TAKEN.get(error.errno or 0, str(error))
        raise UsageError(f"{what}.", where=f"{host}:{port}", mend="Name another --port; 0 takes a free one.") from error
    with listener:
        datasette = audit_app(path, Guard(token, LOOPBACK_NAMES, read_only))
        config = uvicorn.Config(datasette.app(), log_level="warning", lifespan="on", server_header=False)
        name = f"[{host}]" if ":" in host else host
        ready(f"http://{name}:{listener.getsockname()[1]}/")
        uvicorn.Server(config).run(sockets=[listener])
