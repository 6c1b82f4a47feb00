"""Names by spaCy's own net, chosen in all sentences at once.

spaCy's `ner` goes from word to word, and weighs each for what was chosen before. But of that its net sees only the
name that is open, if one is. So words outside of names are weighed beforehand, all at once, and sentences go on side by
side, since no name goes over a sentence's end. What is chosen stays the same.

Reading order: `Names.predict`, `_best` (words that open a name, or are one), `_ends` (how far a name goes), `_kept`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from spacy.language import Language
from spacy.pipeline.ner import DEFAULT_NER_MODEL, EntityRecognizer
from spacy.tokens import Doc, Span
from thinc.api import Model

Ints = npt.NDArray[np.intp]
Flags = npt.NDArray[np.bool_]
Scores = npt.NDArray[np.float32]
Weigh = Callable[[Ints, Ints], Scores]  # words, and the first word of the name that is open there -> score by move
_FEATURES = 3  # what the net sees: a word, the first one of the open name, and the one before the word if one is open
_NO_WORD = -1


class Words(NamedTuple):
    """The words of some Docs in a row: which are blank, end a sentence, or were given a name before; and where each Doc
    ends.
    """

    blank: Flags
    last: Flags
    given: Flags
    ends: Ints

    @classmethod
    def of(cls, docs: Sequence[Doc]) -> Words:
        """The words of these Docs."""
        values = np.concatenate([doc.to_array(["IS_SPACE", "SENT_START", "ENT_IOB"]) for doc in docs])
        ends = np.cumsum([len(doc) for doc in docs])
        last = np.append(values[1:, 1] == 1, False)
        last[ends[ends > 0] - 1] = True
        return cls(values[:, 0] > 0, last, values[:, 2] > 0, ends)


class Moves:
    """The moves that a net weighs, by number: their `kinds` of name, which of them open one, are a whole one, or stay
    outside; and for each that opens a name, the moves that go on with it and close it.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self.kinds = [name[2:] for name in names]
        self.opens = np.array([name[0] == "B" for name in names])
        self.whole = np.array([name[0] == "U" and name != "U-" for name in names])  # spaCy marks what is barred by "U-"
        self.outside = np.array([name == "O" for name in names])
        number = {name: n for n, name in enumerate(names)}
        self.goes_on = np.array([number.get(f"I-{kind}", 0) for kind in self.kinds])
        self.closes = np.array([number.get(f"L-{kind}", 0) for kind in self.kinds])


class Chosen(NamedTuple):
    """The names of each Doc: first word, the word behind it, kind."""

    names: list[list[tuple[int, int, str]]]


class Names(EntityRecognizer):  # type: ignore[misc]
    """spaCy's `ner` with its net, its files and its choices, faster."""

    def predict(self, docs: Sequence[Doc]) -> Any:
        """The names as `Chosen`, or spaCy's own states where Docs hold names already, or the net is of another kind."""
        if self._usual() and any(len(doc) for doc in docs):
            words = Words.of(docs)
            if not words.given.any():
                return self._choose(docs, words)
        return super().predict(docs)

    def set_annotations(self, docs: Sequence[Doc], chosen: Any) -> None:
        """Put what `predict` gave on the Docs."""
        if not isinstance(chosen, Chosen):
            super().set_annotations(docs, chosen)
            return
        for doc, names in zip(docs, chosen.names, strict=True):
            doc.set_ents([Span(doc, start, end, label=kind) for start, end, kind in names], default="outside")

    def _usual(self) -> bool:
        """Whether the net sees what `_choose` shows it, and has learnt all its moves."""
        features = self.model.get_ref("lower").get_dim("nF")
        return features == _FEATURES and self.cfg["beam_width"] == 1 and not self.model.attrs["unseen_classes"]

    def _choose(self, docs: Sequence[Doc], words: Words) -> Chosen:
        net = self.model.predict(docs)

        def weigh(at: Ints, first: Ints) -> Scores:
            before = np.where(first == _NO_WORD, _NO_WORD, at - 1)
            seen = np.stack([at, first, before], axis=1).astype(np.int32)
            scores: Scores = net.vec2scores.predict(net.state2vec.predict(seen))
            return scores

        moves = Moves([self.moves.get_class_name(n) for n in range(self.moves.n_moves)])
        best = _best(weigh, words, moves)
        firsts, whole = np.flatnonzero(moves.opens[best]), np.flatnonzero(moves.whole[best])
        ends = _ends(firsts, moves.goes_on[best[firsts]], moves.closes[best[firsts]], words.last, weigh)
        spans = _kept(zip(firsts.tolist(), ends.tolist(), strict=True), ((n, n + 1) for n in whole.tolist()))
        return Chosen(_by_doc([(*span, moves.kinds[best[span[0]]]) for span in spans], words.ends.tolist()))


def _best(weigh: Weigh, words: Words, moves: Moves) -> Ints:
    """The best move of each word where no name is open, of those that spaCy allows there."""
    scores = weigh(np.arange(len(words.last)), np.full(len(words.last), _NO_WORD))
    scores[:, ~(moves.opens | moves.whole | moves.outside)] = -np.inf
    scores[np.ix_(words.blank, moves.opens | moves.whole)] = -np.inf
    scores[np.ix_(words.last, moves.opens)] = -np.inf
    best: Ints = scores.argmax(axis=1)
    return best


def _ends(firsts: Ints, goes_on: Ints, closes: Ints, last: Flags, weigh: Weigh) -> Ints:
    """The word behind each name that opens at one of `firsts`; 0 for what lies in a name that opened before.

    Each turn takes the open name of every sentence one word on; the first one of a sentence is open for sure.
    """
    ends = np.zeros_like(firsts)
    sentence = np.append(np.cumsum(last) - last, _NO_WORD)
    following = np.append(firsts, len(last))  # behind the last name there is no sentence
    name = np.flatnonzero(np.diff(sentence[firsts], prepend=_NO_WORD))
    at = firsts[name] + 1
    while len(name):
        scores = weigh(at, firsts[name])
        rows = np.arange(len(name))
        inside = (scores[rows, goes_on[name]] >= scores[rows, closes[name]]) & ~last[at]
        closed = at[~inside]
        ends[name[~inside]] = closed + 1
        new = np.searchsorted(firsts, closed, side="right")
        new = new[sentence[following[new]] == sentence[closed]]
        name = np.concatenate([name[inside], new])
        at = np.concatenate([at[inside], firsts[new]]) + 1
    return ends


def _kept(opened: Iterable[tuple[int, int]], whole: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The names in order, without those that lie in an earlier one."""
    kept: list[tuple[int, int]] = []
    behind = 0
    for start, end in sorted([*opened, *whole]):
        if behind <= start < end:
            kept.append((start, end))
            behind = end
    return kept


def _by_doc(names: Iterable[tuple[int, int, str]], ends: Sequence[int]) -> list[list[tuple[int, int, str]]]:
    """The names of each Doc, counted from its own first word."""
    docs: list[list[tuple[int, int, str]]] = [[] for _ in ends]
    at = 0
    for start, end, kind in names:
        while start >= ends[at]:
            at += 1
        before = ends[at - 1] if at else 0
        docs[at].append((start - before, end - before, kind))
    return docs


@Language.factory(
    "newsclaims_names",
    assigns=["doc.ents", "token.ent_iob", "token.ent_type"],
    default_config={
        "moves": None,
        "update_with_oracle_cut_size": 100,
        "model": DEFAULT_NER_MODEL,
        "incorrect_spans_key": None,
        "scorer": {"@scorers": "spacy.ner_scorer.v1"},
    },
    default_score_weights={"ents_f": 1.0},
)
def make_names(
    nlp: Language, name: str, model: Model[Any, Any], moves: Any, update_with_oracle_cut_size: int,
    incorrect_spans_key: str | None, scorer: Callable[..., Any] | None,
) -> Names:  # fmt: skip
    """The component, with the settings of spaCy's `ner`."""
    return Names(
        nlp.vocab, model, name=name, moves=moves, update_with_oracle_cut_size=update_with_oracle_cut_size,
        incorrect_spans_key=incorrect_spans_key, scorer=scorer,
    )  # fmt: skip
