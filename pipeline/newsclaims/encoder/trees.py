"""Maximum spanning trees: the best heads that a sentence's words can have together, with exactly one root.

Chu and Liu (1965), Edmonds (1967). Most sentences need none of it: the best head of each word taken by itself makes a
tree already.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]


def heads(scores: Scores) -> list[int]:
    """The head of each word of a sentence in its best tree: the head's place, or the word's own at the root.

    `scores` (words, 1 + words): how well each head suits each word, the root at 0; a word is never its own head.
    """
    n = len(scores)
    if n == 1:
        return [0]
    scores = scores.astype(np.float64)
    scores[np.arange(n), np.arange(1, n + 1)] = -np.inf
    best = scores.argmax(axis=1)
    if int((best == 0).sum()) != 1 or _cycle(best.tolist()):
        finite = scores[np.isfinite(scores)]
        # So dear that no tree takes a second root where one does; every tree must have one.
        scores[:, 0] -= (finite.max() - finite.min() + 1) * n
        best = np.array(_edmonds(np.vstack([np.full(n + 1, -np.inf), scores]))[1:])
    return [i if head == 0 else head - 1 for i, head in enumerate(best.tolist())]


def _cycle(parents: list[int]) -> list[int]:
    """The words of a cycle, or none; `parents` holds the head of words 1, 2, …, and 0 is the root."""
    state = [0] * (len(parents) + 1)
    state[0] = -1
    for first in range(1, len(state)):
        at = first
        while state[at] == 0:
            state[at] = first
            at = parents[at - 1]
        if state[at] == first:
            cycle = [at]
            while parents[cycle[-1] - 1] != at:
                cycle.append(parents[cycle[-1] - 1])
            return cycle
        at = first
        while state[at] == first:
            state[at] = -1
            at = parents[at - 1]
    return []


def _edmonds(scores: NDArray[np.float64]) -> list[int]:
    """The head of every node in the best tree from node 0; `scores` (node, head), the head of node 0 means nothing."""
    best = scores.argmax(axis=1)
    best[0] = 0
    cycle = _cycle(best[1:].tolist())
    if not cycle:
        return [int(head) for head in best]
    inside = np.zeros(len(scores), dtype=bool)
    inside[cycle] = True
    outside = np.flatnonzero(~inside)  # node 0 first, and so again 0 in the smaller graph
    members = np.array(cycle)
    # The cycle becomes one node, the last: entering it costs the arc of the cycle that is given up for it.
    gain = scores[np.ix_(members, outside)] - scores[members, best[members]][:, None]
    entry = gain.argmax(axis=0)
    leaving = scores[np.ix_(outside, members)]
    exit_ = leaving.argmax(axis=1)
    n = len(outside)
    smaller = np.full((n + 1, n + 1), -np.inf)
    smaller[:n, :n] = scores[np.ix_(outside, outside)]
    smaller[n, :n] = gain[entry, np.arange(n)]
    smaller[:n, n] = leaving[np.arange(n), exit_]
    solved = _edmonds(smaller)
    out = [int(head) for head in best]
    for i in range(1, n):
        out[outside[i]] = int(members[exit_[i]]) if solved[i] == n else int(outside[solved[i]])
    entered = members[entry[solved[n]]]
    out[entered] = int(outside[solved[n]])
    return out
