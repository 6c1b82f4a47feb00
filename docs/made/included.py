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
# Code, which is passed over, or a link to a file: its words (code among them, maybe), its target, its anchor.
_PART = re.compile(
    r"(?P<code>```.*?```|`[^`\n]*`)"
    r"|\[(?P<words>(?:`[^`\n]*`|[^\]`])+)\]\((?P<target>(?![a-z]+:)[^)\s#]+)(?P<anchor>#[^)\s]*)?\)",
    re.DOTALL,
)
_HOME = "/"  # marks a link that counts from the root of the repository


def file(path: str) -> str:
    """The text of a file; its links count from the root of the repository."""
    folder = PurePosixPath(path).parent
    text = (ROOT / path).read_text(encoding="utf-8")
    return _changed(text, lambda words, target, anchor: f"[{words}]({_HOME}{_normal(folder / target)}{anchor})")


def relinked(markdown: str, page: str) -> str:
    """The page, its links to files outside docs/ turned into links to pages, or into paths."""
    here = PurePosixPath("docs") / PurePosixPath(page).parent

    def moved(words: str, target: str, anchor: str) -> str:
        path = target[1:] if target.startswith(_HOME) else _normal(here / target)
        if path in PAGES:
            path = f"docs/{PAGES[path]}"
        if path.startswith("docs/"):
            return f"[{words}]({os.path.relpath(path, here)}{anchor})"
        return f"`{path}`" if words in (path, f"`{path}`") else f"{words} (`{path}`)"

    return _changed(markdown, moved)


def links(markdown: str) -> list[tuple[str, str]]:
    """The words and the target, without its anchor, of each link to a file."""
    return [(part["words"], part["target"]) for part in _PART.finditer(markdown) if not part["code"]]


def _changed(text: str, change: Callable[[str, str, str], str]) -> str:
    """The text with its links to files changed."""

    def new(part: re.Match[str]) -> str:
        return part[0] if part["code"] else change(part["words"], part["target"], part["anchor"] or "")

    return _PART.sub(new, text)


def _normal(path: PurePosixPath) -> str:
    return os.path.normpath(path).replace(os.sep, "/")
