"""Where articles come from: the files that the paths of a run name, looked for before the first is read."""

from __future__ import annotations

import difflib
import glob
import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import msgspec

from newsclaims.errors import UsageError
from newsclaims.read.extras import missing
from newsclaims.read.formats import SHOWN, Form, form_of
from newsclaims.read.remote import folder_of, is_url, urls

STDIN = "-"
_MOST_NAMES = 5_000  # looked through for the nearest name


class Source(msgspec.Struct, frozen=True):
    """A file of articles; `name` stands in messages; `article_id` is the id of a file that is one article.

    `form` is None for what cannot be opened, and `fault` says why: a folder that cannot be listed, a device.
    """

    name: str
    path: str
    form: Form | None
    article_id: str
    fault: str = ""


def check_paths(paths: Sequence[str | Path]) -> list[str]:
    """The paths as strings; UsageError for one that is not there, holds nothing that we read, or needs an extra."""
    named = [os.fspath(path) for path in paths]
    mend = f"Name files ({SHOWN}), folders or patterns of them, or {STDIN} for standard input."
    if not named:
        raise UsageError("no articles are named.", mend=mend)
    if named.count(STDIN) > 1:
        raise UsageError("standard input stands twice.", where=STDIN, mend="Name it once.")
    for path in named:
        if is_url(path):
            _check_url(path, mend)
        elif path != STDIN:
            _check_path(path, mend)
    return named


def _check_path(path: str, mend: str) -> None:
    if not os.path.exists(path):
        if not glob.has_magic(path):
            raise UsageError("no such file or folder.", where=shown_path(path), mend=_hint(Path(path)) + mend)
        if not _matches(path):
            raise UsageError("no file that is read fits this pattern.", where=shown_path(path), mend=mend)
    elif os.path.isdir(path):
        _check_folder(path)
    elif (form := form_of(path)) is None:
        raise UsageError("not a kind of file that is read.", where=shown_path(path), mend=mend)
    elif not os.access(path, os.R_OK):
        raise UsageError("no permission to read it.", where=shown_path(path), mend="Change its mode (chmod +r).")
    elif lack := missing(form.kind, form.packing):
        raise UsageError(lack.what, where=shown_path(path), mend=lack.mend)


def _check_url(url: str, mend: str) -> None:
    """UsageError for a URL with no file of ours, or whose files need an extra."""
    found = urls(url)
    if not found:
        raise UsageError("no file that is read is there.", where=url, mend=mend)
    form = form_of(found[0])
    if len(found) == 1 and form and (lack := missing(form.kind, form.packing)):
        raise UsageError(lack.what, where=url, mend=lack.mend)


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
            "no file that is read is in the folder.",
            where=shown_path(path),
            mend=f"Name the folder that holds articles ({SHOWN}).",
        )


def sources(paths: Sequence[str]) -> Iterator[Source]:
    """The files that checked paths name, folders and patterns gone through in the order of their names."""
    for path in paths:
        if path == STDIN:
            yield Source("standard input", STDIN, None, "stdin")
        elif is_url(path):
            below = folder_of(path)
            yield from (_source(file, "", below) for file in urls(path))
        elif os.path.isdir(path):
            yield from (_source(file, fault, path) for file, fault in _files(path))
        elif os.path.exists(path):
            yield _source(path, "", os.path.dirname(path))
        else:
            fixed = os.path.dirname(path[: next(n for n in range(len(path)) if glob.has_magic(path[: n + 1]))])
            for match in _matches(path):
                found = _files(match) if os.path.isdir(match) else iter([(match, "")])
                yield from (_source(file, fault, fixed) for file, fault in found)


def may_read(path: str, target: Path) -> bool:
    """Whether a run over a path that names several files, a folder or a pattern, reads a file, or would if it were
    there.
    """
    if os.path.isdir(path):
        return target.is_relative_to(Path(path).resolve())
    if os.path.exists(path) or not glob.has_magic(path):
        return False
    folders = [Path(match).resolve() for match in _matches(path) if os.path.isdir(match)]
    return target.match(os.path.abspath(path)) or any(map(target.is_relative_to, folders))


def check_output(output: Path, paths: Iterable[str | Path]) -> None:
    """UsageError where a file would be written over what is read, or where the next run would read it."""
    target = output.resolve()
    for path in map(str, paths):
        is_input = target == Path(path).resolve()
        if is_input or may_read(path, target):
            what = "is an input too" if is_input else "would be read by the next run"
            raise UsageError(f"{output} {what}.", where="--output", mend="Write it somewhere else.")


def _source(file: str, fault: str, below: str) -> Source:
    """The source that a file is; its articles' ids start with its path below a folder, "/" between the parts whatever
    the machine.
    """
    form = None if fault else form_of(file)
    stem = os.path.relpath(form.stem if form else file, below or os.curdir)
    return Source(shown_path(file), file, form, stem.replace(os.sep, "/"), fault)


def _matches(pattern: str) -> list[str]:
    """The files of ours, and the folders, that fit a pattern, by name; no folder where `**` names its files too."""
    found = sorted(glob.glob(pattern, recursive=True))
    return [path for path in found if (form_of(path) if not os.path.isdir(path) else "**" not in pattern)]


def _files(folder: str) -> Iterator[tuple[str, str]]:
    """The files of ours in a folder and those below it, by name; hidden ones and linked folders are passed over.

    Each comes with why it cannot be read, "" where it may be: so a run tells of a folder that cannot be listed.
    """
    waiting = [(folder, "", True)]
    while waiting:
        path, fault, is_folder = waiting.pop()
        if not is_folder:
            yield path, fault
            continue
        try:
            with os.scandir(path) as found:
                entries = [kept for entry in found if (kept := _kept(entry))]
        except OSError as error:
            yield path, f"the folder cannot be listed: {error.strerror}"
            continue
        waiting += sorted(entries, reverse=True)


def _kept(entry: os.DirEntry[str]) -> tuple[str, str, bool] | None:
    """An entry of a folder, why it cannot be read, and whether it is a folder to look into; None for none of ours."""
    if entry.name.startswith("."):
        return None
    try:
        if entry.is_dir(follow_symlinks=False):
            return entry.path, "", True
        if form_of(entry.name) is None or entry.is_dir():
            return None
        if entry.is_file() or not os.path.exists(entry.path):
            return entry.path, "", False  # a link to nowhere fails when it is opened
        return entry.path, "no regular file", False
    except OSError as error:
        return (entry.path, f"cannot be opened: {error.strerror}", False) if form_of(entry.name) else None


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
