"""The commands and snippets of a page, in their order, and how they are run.

Fenced blocks in `sh` are run by bash, `python` in one session for the whole page, `sql` on the page's `claims.db`. A
`text` block right behind one of them is what it prints; `…` in it stands for anything. A comment on a line of its own
before a block tells more about it:

    <!-- exit: 3 -->              the exit code, where it is not 0
    <!-- file: NAME -->           the block is no command but a file of that name
    <!-- not run: REASON -->      why it cannot be run here; the reason is checked to be one of a few
    <!-- needs: postgresql -->    it is run where a PostgreSQL server can be started

and `<!-- run: COMMAND -->`, `<!-- run python: CODE -->` run what a reader has done already (a file of their own, for
example). A page whose snippets have tests of their own says so once, `<!-- followed by: tests/… -->`; then only its
commands are run here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
RUNNABLE = ("sh", "python", "sql")
FORMS = ("text", "json", "csv", "toml", "html", "yaml", "r")  # shown, and run by nothing
REASONS = (
    "it installs: tests/site/test_wheel.py and make dist do",
    "it needs a cluster: tests/runs/test_run_ray.py has one",
    "it needs an object store: tests/runs/test_run_s3.py has one",
    "it needs Spark, which is not among the tests' packages",
    "it needs data that does not ship",
    "its server runs until it is stopped: tests/audit asks it",
)
_HIDDEN = {"run": "sh", "run python": "python"}
_PRINTS = ("", "prints")  # what may stand between a command and its output
_PART = re.compile(
    r"^<!-- (?P<key>run|run python|exit|file|not run|needs): (?P<value>.+?) -->$"
    r"|^(?P<fence>```+)(?P<language>[\w-]*)[^\n]*\n(?P<code>.*?)^(?P=fence)$",
    re.MULTILINE | re.DOTALL,
)


_FOLLOWED = re.compile(r"^<!-- followed by: (.+?) -->$", re.MULTILINE)


class Block(NamedTuple):
    """A block of a page: its line, its language, its code, what was told of it, and what it prints (None: not told)."""

    line: int
    language: str
    code: str
    told: dict[str, str]
    prints: str | None = None


def pages() -> list[Path]:
    """Every page that may hold a command."""
    included = ("CONTRIBUTING.md", "models/README.md", "corpus/README.md")
    return [ROOT / "README.md", *(ROOT / path for path in included), *sorted((ROOT / "docs").rglob("*.md"))]


def followed_by(text: str) -> str | None:
    """The test that runs the snippets of a page, where it has one of its own."""
    found = _FOLLOWED.search(text)
    return found[1] if found else None


def blocks(text: str) -> Iterator[Block]:
    """The blocks of a page; a `text` block that follows at once is what the one before prints."""
    told: dict[str, str] = {}
    waiting: Block | None = None
    end = 0
    for part in _PART.finditer(text):
        line = text.count("\n", 0, part.start()) + 1
        if part["key"] in _HIDDEN:
            if waiting is not None:
                yield waiting
            waiting = Block(line, _HIDDEN[part["key"]], part["value"], {})
        elif part["key"]:
            told[part["key"]] = part["value"]
        elif part["language"] == "text" and waiting and not told and text[end : part.start()].strip() in _PRINTS:
            yield waiting._replace(prints=part["code"])
            waiting = None
        else:
            if waiting is not None:
                yield waiting
            waiting, told = Block(line, part["language"], part["code"], told), {}
        end = part.end()
    if waiting is not None:
        yield waiting


def printed_as_told(told: str, printed: str) -> bool:
    """Whether what was printed is what the page shows; `…` stands for anything, and how many spaces do not count."""
    pattern = re.escape(_bare(told)).replace("…", ".*?")
    return re.fullmatch(pattern, _bare(printed), flags=re.DOTALL) is not None


def _bare(text: str) -> str:
    return "\n".join(re.sub(" +", " ", line).strip() for line in text.strip("\n").splitlines())
