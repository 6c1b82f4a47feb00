"""Marked figures as the reader of links learns them: what it sees of each (`Sight`), and which answers are right.

The marks are stand-off: character offsets into articles that lie beside the checkout (`models/marked/README.md`).
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from marks import Mark, mark_at
from spacy.language import Language
from spacy.tokens import Doc
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence

from newsclaims import flow
from newsclaims.claims.sentences import sentences_of
from newsclaims.claims.times import Spot, time_at
from newsclaims.links.reader import countable
from newsclaims.links.sight import WORD_MARKS, Sight, item_token, sight_of
from newsclaims.records import Article
from newsclaims.score import interval_right

_POOL = 30  # batches among which figures of like length are put together


@dataclass(frozen=True)
class Marked:
    """A figure with its marks: `times` (1 + expressions,) and `items` (2 + words,), True where an answer is right, in
    the order of `newsclaims.links.net.Told`. None of them is, where the right answer is not to be had.
    """

    article: str
    sight: Sight
    times: np.ndarray
    items: np.ndarray


def marked(article: Article, marks: Sequence[Mark], nlp: Language, rules: Mapping[str, int]) -> Iterator[Marked]:
    """The figures of an article that have a mark; `rules` are the numbers of the items' rules."""
    doc = flow.doc_of(article, nlp)
    for sentence in sentences_of(doc):
        for spot in sentence.spots:
            mark = mark_at(spot.figure.quantity.mention, marks)
            if mark is not None:
                sight = sight_of(doc, spot, sentence.spots, sentence.dated, rules)
                yield Marked(article.id, sight, _times(spot, sight, mark), _items(doc, spot, sight, mark))


def _times(spot: Spot, sight: Sight, mark: Mark) -> np.ndarray:
    """Right is none, or each expression with the marked interval, or the one that the mark names (`start`)."""
    marked = mark.get("time")
    if not marked:
        return np.array([True, *(False for _ in sight.dated)])
    told = [(d.timex.mention.start, time_at(d, spot)) for d in sight.dated]
    right = [start == marked.get("start") or interval_right(marked, time.begin, time.end) for start, time in told]
    return np.array([False, *right])


def _items(doc: Doc, spot: Spot, sight: Sight, mark: Mark) -> np.ndarray:
    """Right is none, or each noun of the window with a marked lemma, or the rules' item where it has one outside."""
    items = set(mark["items"])
    right = np.zeros(len(sight.marks) + 2, dtype=bool)
    right[0] = not items
    for i in range(len(sight.marks)):
        token = doc[sight.start + i]
        forms = {token.lemma_.lower(), token.lower_, token.lower_.removesuffix("s")}
        right[i + 1] = countable(token) and bool(forms & items)
    own = item_token(doc, spot.figure)
    right[-1] = sight.outside and own is not None and spot.figure.item is not None and spot.figure.item.head in items
    return right


def batches(given: Sequence[Marked], size: int, chance: random.Random | None) -> list[list[Marked]]:
    """Batches of figures with windows of like length; in text order without `chance`."""
    order = list(given)
    if chance is not None:
        chance.shuffle(order)
    pool = size * _POOL
    order = [
        one
        for start in range(0, len(order), pool)
        for one in sorted(order[start : start + pool], key=lambda one: len(one.sight.marks))
    ]
    out = [order[start : start + size] for start in range(0, len(order), size)]
    if chance is not None:
        chance.shuffle(out)
    return out


def collate(given: Sequence[Marked]) -> dict[str, Tensor]:
    """A batch as the net takes it; what is missing in a row is 0, or False."""
    sights = [one.sight for one in given]

    def padded(rows: Iterable[Any], kind: torch.dtype) -> Tensor:
        return pad_sequence([torch.as_tensor(np.asarray(row), dtype=kind) for row in rows], batch_first=True)

    pairs = [np.array(sight.times).reshape(-1, 2) for sight in sights]
    lengths = torch.tensor([len(sight.marks) for sight in sights])
    longest = int(lengths.max())
    items = torch.zeros(len(given), longest + 2, dtype=torch.bool)
    for row, one in zip(items, given, strict=True):
        row[: len(one.items) - 1] = torch.from_numpy(one.items[:-1])
        row[-1] = bool(one.items[-1])
    batch = {name: padded((getattr(s, name) for s in sights), torch.long) for name in WORD_MARKS}
    return batch | {
        "states": padded((sight.states for sight in sights), torch.float32),
        "lengths": lengths,
        "known": torch.arange(longest)[None] < lengths[:, None],
        "head": torch.tensor([sight.head for sight in sights]),
        "first": torch.tensor([sight.first for sight in sights]),
        "rule": torch.tensor([sight.rule for sight in sights]),
        "outside": torch.tensor([sight.outside for sight in sights]),
        "pairs": padded(pairs, torch.long),
        "paired": padded(([True] * len(pair) for pair in pairs), torch.bool),
        "right_time": padded((one.times for one in given), torch.bool),
        "right_item": items,
    }  # fmt: skip
