"""Figures that others came from: `$8 million` in `rose to $9 million from $8 million`.

Such a figure is older than the change, so a period that the text names for the change (`in the third quarter`) is not
its own; what it is of, the text tells behind it (`from $8 million a year earlier`), or nowhere.
"""

from __future__ import annotations

from functools import cache

from spacy.tokens import Doc

from newsclaims import tables

_PLAIN = frozenset("a about an around average earlier its just nearly only previous record some the their".split())
_ALSO = frozenset([",", "or", "a", "per", "share", "unit", "barrel", "ton"])
_REACH = 24  # tokens before "from" among which a word of change stands
_DEEP = 4


def came_from(doc: Doc, first: int, sent: int) -> bool:
    """Whether the figure whose words begin at token `first` is where a change began: behind "from", with a word of
    change (`rose`, `up`, `drop`) before that, in the sentence that begins at token `sent`.
    """
    at = first - 1
    while at > max(sent, first - _DEEP) and doc[at].lower_ in _PLAIN:
        at -= 1
    if at <= sent or doc[at].lower_ != "from":
        return False
    return any(token.lower_ in _changes() for token in doc[max(sent, at - _REACH) : at])


@cache
def _changes() -> frozenset[str]:
    """The words of change."""
    return frozenset(tables.mapping("en/change_words", "surface", "direction"))


def said_again(doc: Doc, last: int, first: int) -> bool:
    """Whether the figure at `first` says the one that ends before token `last` in another measure: `$8 million, or 40
    cents a share`.
    """
    between = [token.lower_ for token in doc[last:first]]
    return "or" in between and all(word in _ALSO for word in between)
