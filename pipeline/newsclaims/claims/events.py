"""The predicate that a figure takes part in, and where it happens."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from spacy.tokens import Doc, Span, Token

from newsclaims.records import Event, Mention, Place
from newsclaims.syntax import governor, predicate_parts, preposition, role

_NEGATIONS = frozenset(["not", "n't", "never", "no"])
_MODALS = frozenset(["may", "might", "could"])
_PLACES = frozenset(["LOC", "GPE", "FAC"])
_WHERE = frozenset(["in", "at", "near", "around", "across", "outside", "inside", "throughout", "of"])
_UP_LIMIT = 6


def event_of(head: Token, hedges: frozenset[str], known: dict[int, Event | None]) -> Event | None:
    """The nearest verb (or the predicate of a copula) above the figure, by its lemma.

    A figure that is itself what a copula says (`the toll was 40`) has the copula. `known` keeps what each token of the
    Doc was found to be: thousands of figures may hang on one word of a table.
    """
    copula = next((child for child in head.children if role(child) == "cop"), None)
    if copula is not None:
        return _made(copula, list(head.children), hedges)
    token = head
    for _ in range(_UP_LIMIT):
        if token.i not in known:
            known[token.i] = _event(token, hedges)
        if (event := known[token.i]) is not None or token.head == token:
            return event
        token = token.head
    return None


def _event(verb: Token, hedges: frozenset[str]) -> Event | None:
    """The token as a predicate, or None where it is none."""
    parts = predicate_parts(verb)
    return _made(verb, parts, hedges) if parts or verb.pos_ == "VERB" else None


def _made(verb: Token, parts: Sequence[Token], hedges: frozenset[str]) -> Event:
    """The event of a predicate, from what hangs on it."""
    negated = any(part.lower_ in _NEGATIONS for part in parts if role(part) in {"advmod", "neg", "det"})
    hedged = any(
        (part.lower_ in hedges and role(part) in {"advmod", "amod"}) or (part.lower_ in _MODALS and role(part) == "aux")
        for part in parts
    )
    return Event(Mention(verb.idx, verb.idx + len(verb.text), verb.text), verb.lemma_.lower(), negated, hedged)


def places_of(doc: Doc) -> dict[int, list[Span]]:
    """The place names of a Doc that a preposition governs, by the token that they hang on."""
    places: dict[int, list[Span]] = {}
    for span in doc.ents:
        if span.label_ in _PLACES:
            marker = preposition(span.root)
            if marker is not None and marker.lower_ in _WHERE:
                places.setdefault(governor(span.root).i, []).append(span)
    return places


def place_of(head: Token, places: Mapping[int, Sequence[Span]]) -> Place | None:
    """The nearest place name that is tied to the figure's noun or predicate."""
    near = near_places(head, places)
    if not near:
        return None
    span = near[0]
    return Place(Mention(span.start_char, span.end_char, span.text), " ".join(span.text.split()))


def near_places(head: Token, places: Mapping[int, Sequence[Span]]) -> list[Span]:
    """The place names that are tied to the figure's noun or predicate, the nearest first."""
    near = [span for token in _chain(head) for span in places.get(token.i, ())] if places else []
    return sorted(near, key=lambda place: abs(place.root.i - head.i))


def _chain(token: Token) -> Iterator[Token]:
    """The token and what it hangs on, up to the first verb."""
    for _ in range(_UP_LIMIT):
        yield token
        if token.pos_ == "VERB" or token.head == token:
            return
        token = token.head
