"""Files of the repository inside pages, and links that lead out of docs/.

On the site a link to a file that a page includes leads to that page; a link to another file of the repository is its
path, since the site does not hold it. In the repository both are links that work.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).parents[2]
PAGES = {  # file of the repository -> the page that includes it
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
    "models/README.md": "models.md",
    "corpus/README.md": "corpus.md",
    "pipeline/newsclaims/times/RULES.md": "reference/rules/times.md",
    "pipeline/newsclaims/quantities/RULES.md": "reference/rules/quantities.md",
    "pipeline/newsclaims/attribution/RULES.md": "reference/rules/attribution.md",
    "pipeline/newsclaims/claims/RULES.md": "reference/rules/claims.md",
    "README.md": "index.md",
}
_LINK = re.compile(r"\[([^\]]+)\]\(([^)\s#]+)(#[^)\s]*)?\)")
_CODE = re.compile(r"(```.*?```|`[^`\n]*\]\([^`\n]*`)", re.DOTALL)  # code that a link could be taken for
_HOME = "/"  # marks a link that counts from the root of the repository


def file(path: str) -> str:
    """The text of a file; its links count from the root of the repository."""
    text = (ROOT / path).read_text(encoding="utf-8")
    folder = PurePosixPath(path).parent

    def rooted(link: re.Match[str]) -> str:
        words, target, anchor = link[1], link[2], link[3] or ""
        if _elsewhere(target):
            return link[0]
        return f"[{words}]({_HOME}{_normal(folder / target)}{anchor})"

    return _outside_code(text, lambda part: _LINK.sub(rooted, part))


def relinked(markdown: str, page: str) -> str:
    """The page, its links to files outside docs/ turned into links to pages, or into paths."""
    here = PurePosixPath("docs") / PurePosixPath(page).parent

    def moved(link: re.Match[str]) -> str:
        words, target, anchor = link[1], link[2], link[3] or ""
        if _elsewhere(target):
            return link[0]
        path = target[1:] if target.startswith(_HOME) else _normal(here / target)
        if path in PAGES:
            path = f"docs/{PAGES[path]}"
        if path.startswith("docs/"):
            return f"[{words}]({os.path.relpath(path, here)}{anchor})"
        return f"`{path}`" if words in (path, f"`{path}`") else f"{words} (`{path}`)"

    return _outside_code(markdown, lambda part: _LINK.sub(moved, part))


def links(markdown: str) -> list[tuple[str, str]]:
    """The words and the target, without its anchor, of each link to a file."""
    prose = "".join(part for n, part in enumerate(_CODE.split(markdown)) if n % 2 == 0)
    return [(link[1], link[2]) for link in _LINK.finditer(prose) if not _elsewhere(link[2])]


def _elsewhere(target: str) -> bool:
    return re.match(r"[a-z]+:", target) is not None


def _normal(path: PurePosixPath) -> str:
    return os.path.normpath(path).replace(os.sep, "/")


def _outside_code(text: str, change: Callable[[str], str]) -> str:
    """The text with its prose changed; code stays."""
    return "".join(part if n % 2 else change(part) for n, part in enumerate(_CODE.split(text)))
