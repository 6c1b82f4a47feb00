"""Marked figures as the reader of links learns them: what it sees of each (`Sight`), and which answers are right.

The marks are stand-off: character offsets into articles that lie beside the checkout (`models/marked/README.md`).
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, cast

import numpy as np
import torch
from marks import Mark, mark_at
from spacy.language import Language
from spacy.tokens import Doc
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence

from newsclaims import flow
from newsclaims.claims.sentences import sentences_of
from newsclaims.claims.times import Dated, Spot, time_at
from newsclaims.encoder.component import FACTORY, Encoder
from newsclaims.encoder.words import EDGE
from newsclaims.links.reader import countable
from newsclaims.links.sight import WORD_MARKS, Sight, item_token, sight_of
from newsclaims.records import Article
from newsclaims.score import interval_right

_POOL = 30  # batches among which figures of like length are put together


class Taught(NamedTuple):
    """What the teacher tells of a figure: probabilities (1 + expressions,), and the states of the window's words
    (words, 768) in half precision.
    """

    times: np.ndarray
    states: np.ndarray


@dataclass(frozen=True)
class Marked:
    """A figure with its marks: `times` (1 + expressions,) and `items` (2 + words,), True where an answer is right, in
    the order of `newsclaims.links.net.Told`. None of them is, where the right answer is not to be had. The window's
    words, with Penn tags, are for other wordings; their `pieces` and `shapes` for the teacher, which reads them anew;
    white space has none. `taught` is what the teacher tells of the figure, once it has.
    """

    article: str
    sight: Sight
    times: np.ndarray
    items: np.ndarray
    words: list[str]
    tags: list[str]
    pieces: list[tuple[int, ...]]
    shapes: list[int]
    taught: Taught | None = None


def marked(article: Article, marks: Sequence[Mark], nlp: Language, rules: Mapping[str, int]) -> Iterator[Marked]:
    """The figures of an article that have a mark; `rules` are the numbers of the items' rules."""
    doc = flow.doc_of(article, nlp)
    words = cast(Encoder, nlp.get_pipe(FACTORY)).words(doc)
    pieces: list[tuple[int, ...]] = [()] * len(doc)
    shapes = [0] * len(doc)
    for place, own, shape in zip(words.places.tolist(), words.pieces, words.shapes, strict=True):
        pieces[place], shapes[place] = own, shape
    for sentence in sentences_of(doc):
        for spot in sentence.spots:
            mark = mark_at(spot.figure.quantity.mention, marks)
            if mark is not None:
                sight = sight_of(doc, spot, sentence.spots, sentence.dated, rules)
                window = slice(sight.start, sight.start + len(sight.marks))
                right = _times(spot, sight, mark), _items(doc, spot, sight, mark)
                told = [token.text for token in doc[window]], [token.tag_ for token in doc[window]]
                yield Marked(article.id, sight, *right, *told, pieces[window], shapes[window])


def _times(spot: Spot, sight: Sight, mark: Mark) -> np.ndarray:
    """Right is none, or each expression with the marked interval, or the one that the mark names: by where it starts
    (`start`), or by words that it shares (`words`), with those of its interval.
    """
    marked = mark.get("time")
    if not marked:
        return np.array([True, *(False for _ in sight.dated)])
    if "words" in marked:
        shared = [_shared(d, *marked["words"]) for d in sight.dated]
        named = [(d.timex.begin, d.timex.end) for d, n in zip(sight.dated, shared, strict=True) if n == max(shared) > 0]
        return np.array([False, *((d.timex.begin, d.timex.end) in named for d in sight.dated)])
    told = [(d.timex.mention.start, time_at(d, spot)) for d in sight.dated]
    right = [start == marked.get("start") or interval_right(marked, time.begin, time.end) for start, time in told]
    return np.array([False, *right])


def _shared(dated: Dated, start: int, end: int) -> int:
    """The characters that an expression, with its signal, shares with words of the text."""
    mention, signal = dated.timex.mention, dated.timex.signal
    first = min(mention.start, signal.start) if signal else mention.start
    return min(end, mention.end) - max(start, first)


def _items(doc: Doc, spot: Spot, sight: Sight, mark: Mark) -> np.ndarray:
    """Right is none, or each noun of the window with a marked lemma, or the rules' item where it has one outside;
    nothing, where the mark does not tell.
    """
    right = np.zeros(len(sight.marks) + 2, dtype=bool)
    if "items" not in mark:
        return right
    items = set(mark["items"])
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


def collate_pieces(given: Sequence[Marked], start: int, end: int) -> dict[str, Tensor]:
    """What the teacher reads of a batch, beside `collate`: pieces between `start` and `end`, with shapes and marks, and
    the first and last piece of each word.
    """
    rows: dict[str, list[list[int]]] = {name: [] for name in ("pieces", "piece_shapes", "piece_marks")}
    spans: dict[str, list[list[int]]] = {"word_starts": [], "word_ends": []}
    for one in given:
        counts = [len(own) for own in one.pieces]
        ends = np.cumsum(counts)
        spans["word_starts"].append((ends - counts + 1).tolist())
        spans["word_ends"].append(np.maximum(ends, 1).tolist())
        rows["pieces"].append([start, *(piece for own in one.pieces for piece in own), end])
        for name, values, edge in (("piece_shapes", one.shapes, EDGE), ("piece_marks", one.sight.marks, 0)):
            rows[name].append([edge, *np.repeat(values, counts).tolist(), edge])
    batch = {name: pad_sequence([torch.tensor(row) for row in some], batch_first=True)
             for name, some in (rows | spans).items()}  # fmt: skip
    lengths = torch.tensor([len(row) for row in rows["pieces"]])
    return batch | {"piece_known": torch.arange(int(lengths.max()))[None] < lengths[:, None]}


def collate(given: Sequence[Marked]) -> dict[str, Tensor]:
    """A batch as the net takes it; what is missing in a row is 0, or False."""
    sights = [one.sight for one in given]

    def padded(rows: Iterable[Any], kind: torch.dtype) -> Tensor:
        return pad_sequence([torch.as_tensor(np.asarray(row), dtype=kind) for row in rows], batch_first=True)

    places = [np.array(sight.times).reshape(-1, 3) for sight in sights]
    lengths = torch.tensor([len(sight.marks) for sight in sights])
    longest = int(lengths.max())
    items = torch.zeros(len(given), longest + 2, dtype=torch.bool)
    for row, one in zip(items, given, strict=True):
        row[: len(one.items) - 1] = torch.from_numpy(one.items[:-1])
        row[-1] = bool(one.items[-1])
    batch = {name: padded((getattr(s, name) for s in sights), torch.long) for name in WORD_MARKS}
    return batch | {
        "states": padded((sight.states for sight in sights), torch.float32),
        "lower": padded((sight.lower for sight in sights), torch.float32),
        "lengths": lengths,
        "known": torch.arange(longest)[None] < lengths[:, None],
        "head": torch.tensor([sight.head for sight in sights]),
        "first": torch.tensor([sight.first for sight in sights]),
        "rule": torch.tensor([sight.rule for sight in sights]),
        "outside": torch.tensor([sight.outside for sight in sights]),
        "places": padded(places, torch.long),
        "placed": padded(([True] * len(those) for those in places), torch.bool),
        "right_time": padded((one.times for one in given), torch.bool),
        "right_item": items,
    }  # fmt: skip
