"""What the verb around a figure says of it: its direction, and a bound (`exceeded 60 percent`)."""

from __future__ import annotations

from typing import Literal, cast

from spacy.tokens import Span

from newsclaims.quantities.lexicon import Lexicon
from newsclaims.records import Modifier
from newsclaims.syntax import OBJECTS, governor, preposition, role

Direction = Literal["up", "down"]
_MODIFIERS = frozenset(["nummod", "compound", "amod", "nmod", "nmod:unmarked"])
_VERBS = frozenset(["VERB", "AUX"])
_OBJECTS = OBJECTS | {"obl:unmarked", "npadvmod"}  # a length of time is often taken for an adverbial
_LEVEL_MARKERS = frozenset(["to", "at", "from"])
_LEVELS = frozenset(["to", "at", "from", "of", "in"])


def direction_of(tokens: Span, sent: Span, lex: Lexicon, *, length: bool = False) -> Direction | None:
    """Which way the figure is a change.

    `fell 8%`, `up 5 percent`, `a rise of 3 points`, `+3%`; None for a level (`fell to 8%`), for a `length` of time that
    stands before a noun (`a three-year rise`), and for occasions (`lost twice`).
    """
    head = tokens.root
    if (length and role(head) in _MODIFIERS and head.head.i > head.i) or role(head) == "advmod":
        return None  # `a three-year rise`, `lost twice`
    if tokens[0].text[0] == "+" and not tokens.text.startswith("+/"):
        return "up"
    marker = preposition(head)
    before = tokens.doc[tokens.start - 1] if tokens.start > sent.start else None
    level = before is not None and before.lower_ in _LEVEL_MARKERS
    if level or (marker is not None and marker.lower_ in _LEVELS and governor(head).pos_ in _VERBS):
        return None
    counted = role(head) == "nummod" and head.head.tag_ in {"NNS", "NNPS"}
    for token in (head, before, governor(head), head.head):
        if token is not None and (found := lex.changes.get(token.lower_)):
            if counted and token.lower_ in lex.classes["moving"]:
                return None  # `lifted 112 survivors`: what is counted was moved, not the count
            return cast("Direction", found)
    return None


def bound_of(tokens: Span, lex: Lexicon) -> Modifier | None:
    """What the verb that has the figure as its object says of its bound: `topped 100,000` is MORE_THAN."""
    head = tokens.root
    for token in (head, head.head):
        if role(token) in _OBJECTS and token.head.pos_ == "VERB" and preposition(token) is None:
            return cast("Modifier | None", lex.bounding_verbs.get(token.head.lemma_.lower()))
    return None
