"""What mkdocs calls while it builds: each `<!-- made: NAME ARGUMENTS -->` becomes what a module here makes."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

DOCS = Path(__file__).parents[1]
sys.path.insert(0, str(DOCS))  # mkdocs loads this file alone, by its path

from made import commands, figures, included, licences, notebook, record  # noqa: E402

_MARK = re.compile(r"^<!-- made: ([a-z]+)(?: (.+))? -->$", re.MULTILINE)
MAKERS: dict[str, Callable[..., str]] = {
    "record": record.fields,
    "commands": commands.reference,
    "file": included.file,
    "scores": figures.scores,
    "floors": figures.floors,
    "speeds": figures.speeds,
    "peers": figures.peers,
    "losses": figures.losses,
    "licences": licences.table,
    "notebook": notebook.cells,
}


def made(markdown: str) -> str:
    """A page with all its parts in place. KeyError for a part that nobody makes."""
    return _MARK.sub(lambda mark: MAKERS[mark[1]](*(mark[2] or "").split()), markdown)


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """mkdocs' event for each page; `page.file.src_uri` is where it lies under docs/."""
    return included.relinked(made(markdown), page.file.src_uri)
