"""Where corrections stand after a new run: found again by the words, and what does not fit told, never guessed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import msgspec

from newsclaims.corrections.entries import Correction

How = Literal["id", "offsets", "moved", "text"]
"""`id`: the claim has its id and words still. `offsets`: the text is the same, and a claim has its figure there.
`moved`: the text is another, and one claim of it has the same figure in the same sentence. `text`: no claim is there
now, but the words are: in the same text, or once in the new one."""
ConflictKind = Literal["gone", "ambiguous", "differs", "agrees"]
"""`gone`: its words are not there, or no claim is where one was judged. `ambiguous`: two places fit. `differs`: the
claim says something else now than what was judged. `agrees`: a new run says by itself what the reader said."""
Texts = Callable[[str], str | None]
"""The text of an article by its id, None where it is not at hand."""


class Placed(msgspec.Struct, frozen=True):
    """A correction, the claim that it is of now (`claim_id`, None where there is none), how that was found, and what
    does not fit.

    `holds` says whether it is in force: what was judged of words that are still the same is, whatever a new run
    reads there; a verdict on a claim that reads otherwise in a changed text, a rejection of one that reads
    otherwise, and what has no place or two are not, until a reader looks again.
    """

    correction: Correction
    claim_id: str | None
    how: How | None
    holds: bool
    conflict: ConflictKind | None = None
    reason: str = ""


def reanchor(connection: Any, *, article: str | None = None, texts: Texts = lambda _: None) -> list[Placed]:
    """Where every correction that is not undone stands now, in the order they were made; nothing is written.

    With `texts` the words of a changed text are looked for where no claim has them.
    """
    raise NotImplementedError


def conflicts(connection: Any, *, article: str | None = None, texts: Texts = lambda _: None) -> list[Placed]:
    """Those of `reanchor` that a reader should look at again."""
    raise NotImplementedError
