"""What the nets of the links see of one figure: the words around it, marked, and where what they weigh stands.

Each word has its state from the encoder and four marks: what it is (another figure, this figure, a time expression),
how far it is from the figure, how the tree leads from the figure to it, and which rule took it for the item.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from spacy.tokens import Doc, Span, Token

from newsclaims import layers
from newsclaims.claims.times import Dated, Spot, near_to
from newsclaims.encoder.component import LOWER
from newsclaims.encoder.net import Floats, Ints
from newsclaims.records import Figure

REACH = 150  # tokens that are seen on each side of a figure; sentences longer than that are tables
STEPS = 16  # buckets of distance on each side of the figure, the outermost of which is never used
DISTANCES, PATHS, MARKS = 2 * STEPS + 1, 26, 4
WORD_MARKS = ("marks", "distances", "paths", "rules")
_OTHER, _FIGURE, _TIME = 1, 2, 3
_EXACT = 8  # tokens up to which each distance has a bucket of its own
_DEEPEST, _UP, _DOWN = 12, 4, 4
_NOWHERE = 10  # steps down from which on a way is not followed


class Sight(NamedTuple):
    """One figure as the nets see it: `states` (words, 384) of its window, and `lower`, those half-way up the encoder,
    as on the Doc; for each word its `marks`, `distances`, `paths` and `rules` (0: no rule took it for the item);
    the places in the window of the figure's head and first word, and of the heads, first and last words of the time
    expressions `dated`; the place in the Doc of the window's first word.

    `rule` is the item's rule by number, 0 without one; `outside` says that the rule's item stands outside the window.
    """

    states: Floats
    lower: Floats
    marks: Ints
    distances: Ints
    paths: Ints
    rules: Ints
    head: int
    first: int
    times: Sequence[tuple[int, int, int]]
    dated: Sequence[Dated]
    start: int
    rule: int
    outside: bool


def sight_of(doc: Doc, spot: Spot, spots: Sequence[Spot], dated: Sequence[Dated], rules: Mapping[str, int]) -> Sight:
    """What the net sees of the figure at `spot`; `spots` and `dated` are the figures and expressions of its sentence,
    `rules` the numbers of the items' rules, from 1 on.
    """
    sent = spot.token.sent
    start, end = max(_opening(sent), spot.first - REACH), min(sent.end, spot.last + REACH)
    n = end - start
    near = [d for d in near_to(spot, dated) if start <= d.first and d.last <= end]
    marks = np.zeros(n, dtype=np.int64)
    for mark, places in ((_TIME, near), (_OTHER, spots), (_FIGURE, [spot])):
        for place in places:
            marks[max(place.first - start, 0) : max(place.last - start, 0)] = mark
    head = _inside(spot.token.i - start, n)
    rule = rules.get(spot.figure.item_rule or "", 0) if spot.figure.item else 0
    at = item_token(doc, spot.figure)
    took = np.zeros(n, dtype=np.int64)
    seen = at is not None and start <= at.i < end
    if at is not None and seen:
        took[at.i - start] = rule
    return Sight(
        doc.tensor[start:end].astype(np.float32),
        doc.user_data[LOWER][start:end],
        marks,
        _distances(spot.first - start, spot.last - start, n),
        _paths(doc[start:end], head),
        took,
        head,
        _inside(spot.first - start, n),
        [(_inside(d.token.i - start, n), d.first - start, d.last - start - 1) for d in near],
        near,
        start,
        rule,
        at is not None and not seen,
    )


def _opening(sent: Span) -> int:
    """Where the sentence before starts, if it ends in the same line; else where this one does."""
    before = sent.start - 1
    if before < 0 or "\n" in sent.doc[before].text_with_ws:
        return sent.start
    return int(sent.doc[before].sent.start)


def item_token(doc: Doc, figure: Figure) -> Token | None:
    """The token of the item's head, None without an item."""
    if figure.item is None:
        return None
    span = layers.span_of(doc, figure.item.mention)
    heads = (t for t in reversed(span) if figure.item.head in {t.lemma_.lower(), t.lower_})
    return next(heads, span.root)


def _inside(place: int, n: int) -> int:
    return min(max(place, 0), n - 1)


def _distances(first: int, last: int, n: int) -> Ints:
    """For each of `n` words the bucket of how far it stands before (below STEPS) or behind the figure."""
    places = np.arange(n)
    away = np.where(places < first, places - first, np.where(places >= last, places - last + 1, 0))
    far = np.abs(away)
    buckets = np.minimum(_EXACT + (2 * np.log2(np.maximum(far, _EXACT) / _EXACT)).astype(np.int64), STEPS - 1)
    return np.sign(away) * np.where(far < _EXACT, far, buckets) + STEPS


def _paths(words: Span, head: int) -> Ints:
    """For each word how many steps the tree goes up from the figure's head and down to the word; 0 where it does not
    lead there.
    """
    up = [token.head.i - words.start for token in words]
    n = len(up)
    steps = {head: 0}
    place = head
    while 0 <= up[place] < n and up[place] not in steps and len(steps) < _DEEPEST:
        place = up[place]
        steps[place] = len(steps)
    found: dict[int, tuple[int, int]] = {place: (count, 0) for place, count in steps.items()}
    for word in range(n):
        _descend(word, up, found)
    paths = np.zeros(n, dtype=np.int64)
    for word, (risen, fallen) in found.items():
        if fallen < _NOWHERE:
            paths[word] = 1 + min(risen, _UP) * (_DOWN + 1) + min(fallen, _DOWN)
    return paths


def _descend(word: int, up: Sequence[int], found: dict[int, tuple[int, int]]) -> None:
    """Note for a word, and for those above it, the way that leads there."""
    way = []
    while word not in found:
        way.append(word)
        above = up[word]
        if above == word or not 0 <= above < len(up) or len(way) > len(up):
            found[word] = (0, _NOWHERE)
            way.pop()
            break
        word = above
    risen, fallen = found[word]
    for below in reversed(way):
        fallen = min(fallen + 1, _NOWHERE)
        found[below] = (risen, fallen)
