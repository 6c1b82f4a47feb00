"""Where articles come from: the files that the paths of a run name, looked for before the first is read."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Literal

import msgspec

from newsclaims.errors import UsageError

STDIN = "-"
Format = Literal["text", "jsonl", "jsonl.gz", "folder", "standard input"]
SUFFIXES: dict[str, Format] = {".txt": "text", ".jsonl": "jsonl", ".jsonl.gz": "jsonl.gz"}
_MOST_NAMES = 5_000  # looked through for the nearest name


class Source(msgspec.Struct, frozen=True):
    """A file of articles; `name` stands in messages; `article_id` is the id of a text file's article.

    A `folder` is one that could not be listed.
    """

    name: str
    path: str
    format: Format
    article_id: str


def check_paths(paths: Sequence[str | Path]) -> list[str]:
    """The paths as strings; UsageError for one that is not there, or holds nothing that we read."""
    named = [os.fspath(path) for path in paths]
    mend = f"Name files ({', '.join(SUFFIXES)}), folders of them, or {STDIN} for standard input."
    if not named:
        raise UsageError("no articles are named.", mend=mend)
    if named.count(STDIN) > 1:
        raise UsageError("standard input stands twice.", where=STDIN, mend="Name it once.")
    for path in named:
        if path == STDIN:
            continue
        if not os.path.exists(path):
            raise UsageError("no such file or folder.", where=shown_path(path), mend=_hint(Path(path)) + mend)
        if os.path.isdir(path):
            _check_folder(path)
        elif format_of(path) is None:
            raise UsageError("not a kind of file that is read.", where=shown_path(path), mend=mend)
        elif not os.access(path, os.R_OK):
            raise UsageError("no permission to read it.", where=shown_path(path), mend="Change its mode (chmod +r).")
    return named


def _check_folder(path: str) -> None:
    """UsageError for a folder that cannot be listed, or in which there is no file of ours."""
    try:
        os.scandir(path).close()
    except OSError as error:
        raise UsageError(
            f"the folder cannot be listed: {error.strerror}.",
            where=shown_path(path),
            mend="Change its mode (chmod +rx).",
        ) from error
    if next(_files(path), None) is None:
        raise UsageError(
            f"no {', '.join(SUFFIXES)} file in the folder.",
            where=shown_path(path),
            mend="Name the folder that holds articles.",
        )


def sources(paths: Sequence[str]) -> Iterator[Source]:
    """The files that checked paths name, folders gone through in the order of their names."""
    for path in paths:
        if path == STDIN:
            yield Source("standard input", STDIN, "standard input", "stdin")
            continue
        below = path if os.path.isdir(path) else os.path.dirname(path) or os.curdir
        for file in _files(path):
            yield Source(shown_path(file), file, format_of(file) or "folder", _stem(os.path.relpath(file, below)))


def format_of(path: str) -> Format | None:
    """What a file's name says that it holds; None for what we do not read."""
    name = os.path.basename(path).lower()
    return next((kind for suffix, kind in SUFFIXES.items() if name.endswith(suffix) and name != suffix), None)


def _files(folder: str) -> Iterator[str]:
    """The files of ours in a folder and those below it, by name; hidden ones and linked folders are passed over.

    A folder below that cannot be listed comes as itself, so that the run tells of it.
    """
    waiting = [folder]
    while waiting:
        path = waiting.pop()
        if not os.path.isdir(path):
            yield path
            continue
        try:
            with os.scandir(path) as found:
                entries = [entry for entry in found if _is_ours(entry)]
        except OSError:
            yield path
            continue
        waiting += sorted((entry.path for entry in entries), reverse=True)


def _is_ours(entry: os.DirEntry[str]) -> bool:
    """Whether an entry of a folder is a file that we read, or a folder to look into."""
    if entry.name.startswith("."):
        return False
    return entry.is_dir(follow_symlinks=False) or (format_of(entry.name) is not None and entry.is_file())


def _stem(path: str) -> str:
    """A path without the suffix, with "/" between its parts whatever the machine: its article's id."""
    return path[: -len(".txt")].replace(os.sep, "/")


def _hint(path: Path) -> str:
    """The nearest name in the folder where a path was looked for, or the part of the path that is missing."""
    parent = path.parent
    if not parent.is_dir():
        return f"There is no folder {shown_path(str(parent))} either. "
    try:
        names = [entry.name for entry in islice(os.scandir(parent), _MOST_NAMES)]
    except OSError:
        return ""
    near = difflib.get_close_matches(path.name, sorted(names), n=1)
    return f'Did you mean "{shown_path(str(parent / near[0]))}"? ' if near else ""


def shown_path(path: str) -> str:
    """A path that any file can hold: bytes of a name that are not UTF-8 stand as `\\xNN`."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")
