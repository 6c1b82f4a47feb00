"""One page as one file: the page that the server would show, with its style and script in it."""

from __future__ import annotations

import asyncio
from pathlib import Path
from urllib.parse import urlencode

from newsclaims.audit.serve import audit_app
from newsclaims.errors import UsageError

_PAGES = {"article": ("/article", "id"), "item": ("/board", "item"), "search": ("/search", "q")}
_OK, _MISSING = 200, 404


def export(database: Path, file: Path, kind: str, value: str) -> int:
    """Write the page of an `article` by its id, the board of an `item`, or a `search`; how many bytes that took.

    UsageError where the database has no such article, or the file cannot be written.
    """
    path, name = _PAGES[kind]
    answer = asyncio.run(_asked(database, f"{path}?{urlencode({name: value, 'save': '1'})}"))
    if answer is None:
        raise UsageError(
            f'no article "{value}".',
            where=str(database),
            mend="The list of articles has their ids: see it with `newsclaims audit`.",
        )
    try:
        file.write_bytes(answer)
    except OSError as error:
        raise UsageError(f"cannot be written: {error.strerror}.", where=str(file), mend="Name another file.") from error
    return len(answer)


async def _asked(database: Path, address: str) -> bytes | None:
    """The page at an address; None where there is none."""
    datasette = audit_app(database)
    await datasette.invoke_startup()
    answer = await datasette.client.get(address)
    if answer.status_code == _MISSING:
        return None
    answer.raise_for_status()
    return bytes(answer.content)
