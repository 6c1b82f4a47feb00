"""Every error that newsclaims raises: what happened, where, and how to mend it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class NewsclaimsError(Exception):
    """The base of our errors; its text is `where: what. mend`, each part a plain sentence.

    `what` says what is wrong, with the value; `where` names a file and line, or an article and offsets;
    `mend` says what to do about it.
    """

    def __init__(self, what: str, *, where: str = "", mend: str = "") -> None:
        self.what, self.where, self.mend = what, where, mend
        super().__init__(f"{where}: {what} {mend}".removeprefix(": ").strip())


class UsageError(NewsclaimsError):
    """A wrong option, path or setting: stops a run before its first article."""


class ModelError(UsageError):
    """A language model that is missing, or that lacks a part the stages need."""


class TableError(UsageError):
    """A row of one of our tables that does not hold what its column promises."""


class DatabaseError(NewsclaimsError):
    """A database that does not take what is loaded: what it has by then is whole, and a load can be run again."""


class CorrectionError(NewsclaimsError):
    """A correction that cannot be one: nothing was written."""


class ArticleError(NewsclaimsError):
    """An article that cannot be read or worked: it goes to `failures.jsonl`, and the run goes on."""


class RunError(NewsclaimsError):
    """A run over an archive that cannot go on as it stands; what it has done is kept."""


def nearest(word: str, known: Iterable[str]) -> str:
    """A hint naming the nearest of the `known` words, and all of them: 'Did you mean "times"? Known: …'."""
    names = sorted(known)
    close = difflib.get_close_matches(word, names, n=1)
    return (f'Did you mean "{close[0]}"? ' if close else "") + f"Known: {', '.join(names)}."
