"""The predicate that a figure takes part in, and where it happens."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Span, Token

from newsclaims.records import Event, Mention, Place
from newsclaims.syntax import governor, preposition, role

_NEGATIONS = frozenset("not n't never no".split())
_MODALS = frozenset("may might could".split())
_PLACES = frozenset(["LOC", "GPE"])
_WHERE = frozenset("in at near around across outside inside throughout of".split())
_UP_LIMIT = 6


def event_of(head: Token, hedges: frozenset[str]) -> Event | None:
    """The nearest verb (or the predicate of a copula) above the figure, by its lemma."""
    token = head
    for _ in range(_UP_LIMIT):
        copula = any(role(child) == "cop" for child in token.children)
        if token.pos_ == "VERB" or copula:
            return _event(token, hedges)
        if token.head == token:
            break
        token = token.head
    return None


def _event(verb: Token, hedges: frozenset[str]) -> Event:
    children = list(verb.children)
    negated = any(child.lower_ in _NEGATIONS for child in children if role(child) in {"advmod", "neg", "det"})
    hedged = any(child.lower_ in hedges or (child.lower_ in _MODALS and role(child) == "aux") for child in children)
    return Event(Mention(verb.idx, verb.idx + len(verb.text), verb.text), verb.lemma_.lower(), negated, hedged)


def place_of(head: Token, places: list[Span]) -> Place | None:
    """The nearest place name that a preposition ties to the figure's noun or predicate."""
    above = {token.i for token in _chain(head)}
    best: tuple[int, Span] | None = None
    for place in places:
        root = place.root
        marker = preposition(root)
        if place.sent.start != head.sent.start or marker is None or marker.lower_ not in _WHERE:
            continue
        if governor(root).i in above and (best is None or abs(root.i - head.i) < best[0]):
            best = abs(root.i - head.i), place
    if best is None:
        return None
    span = best[1]
    return Place(Mention(span.start_char, span.end_char, span.text), " ".join(span.text.split()))


def places_of(ents: tuple[Span, ...]) -> list[Span]:
    """The entities that name a place."""
    return [ent for ent in ents if ent.label_ in _PLACES]


def _chain(token: Token) -> Iterator[Token]:
    """The token and what it hangs on, up to the first verb."""
    for _ in range(_UP_LIMIT):
        yield token
        if token.pos_ == "VERB" or token.head == token:
            return
        token = token.head
