"""The encoder as a spaCy component: tags, morphology, lemmas, tree, sentences and names of a Doc, all at once.

Reading order: `Encoder.__call__`, `words` (what the net sees of a Doc), `read` (a chunk through the net), `put` (what
it told, on the Doc).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.pipeline.dep_parser import parser_score
from spacy.pipeline.morphologizer import morphologizer_score
from spacy.scorer import Scorer, get_ner_prf
from spacy.tokens import Doc
from spacy.training import Example
from spacy.vocab import Vocab

from newsclaims.encoder import bio
from newsclaims.encoder.guess import Guesser
from newsclaims.encoder.layers import Layers, Words
from newsclaims.encoder.net import WIDTH, Ints, Net, Told
from newsclaims.encoder.trees import heads as tree_heads
from newsclaims.encoder.weighted import Weighted
from newsclaims.encoder.words import shape

FACTORY = "newsclaims_encoder"
LOWER = "newsclaims_lower"
WINDOW = 250  # pieces that the net sees at once: as many as in training
LONGEST = 510  # pieces that it can see at all
_ATTRIBUTES = ["TAG", "POS", "MORPH", "LEMMA", "HEAD", "DEP", "ENT_IOB", "ENT_TYPE"]
_NUMBERS_OF_MARKS = {"I": 1, "O": 2, "B": 3}
_CACHED = 200_000


class Encoder(Weighted[Net]):
    """Sets tag, pos, morph, lemma, head, dep, sentence starts and ents of every word in one forward pass.

    Each paragraph (what lies between two sentence starts that an earlier component set) is read by itself, a long one
    in windows of whole sentences, so that what is told of it never hangs on the rest of the text. The states of
    the words that were read go to `doc.tensor` (tokens, 384), for components that learn from them, and those half-way
    up to `doc.user_data[LOWER]`, for one that goes on from there with layers of its own. With `choose` set, that reads
    (`read`) or guesses (`guess`) what it wants of a Doc; without it all is read.
    """

    def __init__(self, vocab: Vocab) -> None:
        super().__init__(FACTORY, "encoder", Net)
        self.vocab = vocab
        self._seen: dict[int, tuple[tuple[int, ...], int, bool]] = {}
        self.choose: Callable[[Doc, Words, Layers], None] | None = None

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> Encoder:
        """Load the net from a model's folder."""
        super().from_disk(path)
        net = self.net
        strings, morphology = self.vocab.strings, self.vocab.morphology
        self._tags = np.array([strings.add(tag) for tag in net.labels.tag], dtype=np.uint64)
        self._deps = np.array([strings.add(dep) for dep in net.labels.dep], dtype=np.uint64)
        parts = [label.partition(" ") for label in net.labels.morph]
        self._pos = np.array([strings.add(pos) for pos, _, _ in parts], dtype=np.uint64)
        self._morphs = np.array([morphology.add(feats) for _, _, feats in parts], dtype=np.uint64)
        self._kinds = np.array([strings.add(ent[2:]) if ent[2:] else 0 for ent in net.labels.ent], dtype=np.uint64)
        self._iobs = np.array([_NUMBERS_OF_MARKS[ent[0]] for ent in net.labels.ent], dtype=np.uint64)
        self._space = tuple(strings.add(name) for name in ("_SP", "SPACE", "dep"))
        self.guesser = Guesser(net.labels, net.usual)
        self._allowed = bio.after(net.labels.ent)
        return self

    def __call__(self, doc: Doc) -> Doc:
        """Read the Doc, and set its layers."""
        words = self.words(doc)
        layers = Layers(words)
        if self.choose is not None:
            self.choose(doc, words, layers)
        else:
            for chunk in words.chunks():
                self.read(words, *chunk, layers)
        return self.put(doc, words, layers)

    def score(self, examples: Iterable[Example], **settings: Any) -> dict[str, Any]:
        """spaCy's scores for all that the component sets, for `nlp.evaluate`; in trees punctuation does not count."""
        given = list(examples)
        scores: dict[str, Any] = (
            parser_score(given, **settings) | morphologizer_score(given, **settings) | get_ner_prf(given)
        )
        for attribute in ("tag", "lemma"):
            scores |= Scorer.score_token_attr(given, attribute, **settings)
        return scores

    def words(self, doc: Doc) -> Words:
        """What the net sees of the Doc's words."""
        places: list[int] = []
        orths: list[int] = []
        pieces: list[tuple[int, ...]] = []
        shapes: list[int] = []
        preset: list[int] = []
        spaced = True
        given = doc.to_array(["ORTH", "SPACY", "SENT_START"])
        rows = zip(given[:, 0].tolist(), given[:, 1].tolist(), given[:, 2].astype(np.int64).tolist(), strict=True)
        if len(self._seen) > _CACHED:  # an archive has no end of forms
            self._seen.clear()
        for i, (orth, spacy, start) in enumerate(rows):
            seen = self._seen.get(orth)
            if seen is None:
                seen = self._seen[orth] = self._look(doc[i].text)
            own, kind, space = seen
            if space:
                spaced = True
                continue
            places.append(i)
            orths.append(orth)
            pieces.append(own)
            shapes.append(kind + spaced)
            preset.append(start)
            spaced = bool(spacy)
        return Words(np.array(places, dtype=np.int64), orths, pieces, shapes, preset)

    def _look(self, form: str) -> tuple[tuple[int, ...], int, bool]:
        """A form's pieces, its shape with no space before it, and whether it is but white space."""
        return self.net.pieces.of(form), shape(form, spaced=False), form.isspace()

    def read(self, words: Words, first: int, last: int, layers: Layers) -> None:
        """Put what the net tells of the words `first` to `last` (out) into the layers."""
        while first < last:
            stop, told, starts = self._sentences(words, first, last)
            self._fill(words, first, stop, told, starts, layers)
            first = stop

    def _sentences(self, words: Words, first: int, last: int) -> tuple[int, Told, list[int]]:
        """As many whole sentences from `first` on as fit: where they stop, what is told, and where each starts.

        A sentence that even the longest window does not hold is cut at its end.
        """
        for limit in (WINDOW, LONGEST):
            stop, room = first, limit - 2
            while stop < last and room >= len(words.pieces[stop]):
                room -= len(words.pieces[stop])
                stop += 1
            shapes = words.shapes[first:stop]
            shapes[0] |= 1  # a chunk's first word counts as spaced
            told = self.net.tell(words.pieces[first:stop], shapes)
            marks = words.preset[first:stop]
            starts = [i for i in np.flatnonzero(told.start > 0).tolist() if i and marks[i] >= 0]
            if stop == last:
                return stop, told, [0, *starts]
            if starts:  # the last of them may go on behind the window
                return first + starts[-1], told, [0, *starts[:-1]]
        return stop, told, [0]

    def _fill(self, words: Words, first: int, stop: int, told: Told, starts: list[int], layers: Layers) -> None:
        n = stop - first
        heads = np.zeros(n, dtype=np.int64)
        for begin, end in pairwise([*starts, n]):
            arcs = told.arc[begin:end, begin : end + 1].copy()
            arcs[:, 0] = told.arc[begin:end, 0]
            heads[begin:end] = tree_heads(arcs)
            heads[begin:end] += begin
        own = np.arange(n)
        layers.dep[first:stop] = self.net.relations(told, np.where(heads == own, -1, heads))
        layers.head[first:stop] = heads + first
        layers.tag[first:stop], layers.morph[first:stop] = told.tag[:n], told.morph[:n]
        layers.ent[first:stop] = bio.best(told.ent[:n], self._allowed)
        layers.read[first:stop] = True
        layers.states[first:stop], layers.lower[first:stop] = told.states[:n], told.lower[:n]

    def put(self, doc: Doc, words: Words, layers: Layers) -> Doc:
        """Set what was told on the Doc; white space hangs on the word before it."""
        n, places = len(doc), words.places
        out = np.zeros((n, len(_ATTRIBUTES)), dtype=np.uint64)
        tag, pos, dep = self._space
        out[:, 0], out[:, 1], out[:, 5], out[:, 6] = tag, pos, dep, _NUMBERS_OF_MARKS["O"]
        out[:, 3] = doc.to_array("ORTH")
        head = np.arange(n)
        if len(places):
            before = np.searchsorted(places, head, side="right") - 1
            head = places[before.clip(min=0)]
            head[places] = places[layers.head]
        out[:, 4] = (head - np.arange(n)).view(np.uint64)
        out[places, 0] = self._tags[layers.tag]
        out[places, 1], out[places, 2] = self._pos[layers.morph], self._morphs[layers.morph]
        forms = map(self.vocab.strings.__getitem__, words.orths)
        tags = map(self.net.labels.tag.__getitem__, layers.tag.tolist())
        out[places, 3] = list(map(self.vocab.strings.add, map(self.net.lemmas.lemma, forms, tags)))
        out[places, 5] = self._deps[layers.dep]
        out[places, 6], out[places, 7] = self._iobs[layers.ent], self._kinds[layers.ent]
        _close_gaps(out, places, layers.ent)
        doc.from_array(_ATTRIBUTES, out)  # type: ignore[arg-type]
        doc.tensor, lower = np.zeros((n, WIDTH), dtype=np.float16), np.zeros((n, WIDTH), dtype=np.float16)
        doc.tensor[places], lower[places] = layers.states, layers.lower
        doc.user_data[LOWER] = lower
        return doc


def _close_gaps(out: np.ndarray, places: Ints, ent: Ints) -> None:
    """White space inside a name is part of it, as spaCy wants it."""
    for i in (np.flatnonzero(np.diff(places) > 1) + 1).tolist():
        if out[places[i], 6] == _NUMBERS_OF_MARKS["I"]:
            between = slice(places[i - 1] + 1, places[i])
            out[between, 6], out[between, 7] = _NUMBERS_OF_MARKS["I"], out[places[i], 7]


@Language.factory(
    FACTORY,
    assigns=[
        "token.tag", "token.pos", "token.morph", "token.lemma", "token.head", "token.dep", "token.is_sent_start",
        "doc.sents", "doc.ents", "token.ent_iob", "token.ent_type",
    ],
    default_score_weights={"tag_acc": 0.2, "dep_las": 0.4, "sents_f": 0.1, "ents_f": 0.3},
)  # fmt: skip
def make_encoder(nlp: Language, name: str) -> Encoder:
    """The component, without weights until `from_disk` loads them."""
    return Encoder(nlp.vocab)
