"""The files within an archive: which are read, under what name and id, and how deep archives may lie in each other."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import BinaryIO

from newsclaims.errors import ArticleError
from newsclaims.read.checks import Limits
from newsclaims.read.formats import form_of
from newsclaims.read.pages import Found
from newsclaims.read.parts import Part, ReadPart


def member_of(archive: Part, name: str) -> Part | None:
    """The part that a member is; None for what is no file of ours, or hidden, as in folders.

    It is called `day.zip!north/a.txt`, and its article's id starts with the archive's: `day/north/a`.
    """
    path = name.replace("\\", "/")
    steps = [step for step in path.split("/") if step not in ("", ".", "..")]
    form = form_of("/".join(steps)) if steps else None
    if form is None or any(step.startswith(".") or step == "__MACOSX" for step in steps):
        return None
    where = f"{archive.name}!{shown_name(path)}"
    stem = form.stem.replace(os.sep, "/")
    return Part(where, f"{archive.article_id}/{stem}", form.kind, form.packing, archive.allowance, archive.depth + 1)


def check_depth(archive: Part, limits: Limits) -> None:
    """ArticleError for an archive that lies deeper in others than the limit."""
    if archive.depth >= limits.max_depth:
        raise ArticleError(
            f"an archive within {archive.depth} others, over the limit of {limits.max_depth} in all.",
            mend="Unpack the outer ones first, or raise --max-depth.",
        )


def read_member(stream: BinaryIO, member: Part, read_part: ReadPart) -> Iterator[Found]:
    """What a member holds, its stream closed in the end."""
    with stream:
        yield from read_part(stream, member)


def shown_name(name: str) -> str:
    """A member's name that any message can hold."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")
