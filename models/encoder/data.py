"""The gold as the net takes it: documents to samples, samples to chunks of whole sentences, chunks to padded batches.

No corpus has every layer, so each layer of a sample can be missing (`None`), and a corpus that marks only some kinds of
names says which: for the rest of its words any other kind stays possible.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import spacy
import torch
from net import Labels
from spacy.tokens import Doc, DocBin, Span, Token
from torch import Tensor

from newsclaims.encoder.words import EDGE, Pieces, shape
from newsclaims.lemmas import script

MISSING = -100
KINDS = ("PERSON", "ORG", "LOC", "NORP", "DATE", "MONEY")
NAMES = frozenset(KINDS[:3])
_RE3D = {"Nationality": "NORP", "Temporal": "DATE", "Money": "MONEY"}
_TIMEX3 = {"DATE": "DATE", "TIME": "DATE"}
_EVERY_FIFTH = 5


@dataclass(frozen=True)
class Source:
    """A training file: which kinds of names it marks (none: it is a treebank), and how often an epoch reads it."""

    path: str
    marks: frozenset[str] = frozenset()
    rate: float = 1.0


# The first has the idea of a name that we ask of the net in the end; every fifth of its documents is kept back.
SOURCES = (
    Source("ner/ner-unewt-dev.spacy", NAMES, 2.0),
    Source("treebank/ewt-train.spacy"),
    Source("treebank/gumfree-train.spacy"),
    Source("ner/ner-wikigold.spacy", NAMES),
    Source("ner/ner-wnut17.spacy", NAMES, 0.6),
    Source("ner/ner-btc.spacy", NAMES, 0.35),
    Source("ner/ner-multiner.spacy", NAMES, 0.7),
    Source("ner/ner-gumfree-train.spacy", NAMES, 0.7),
    Source("ner/re3d_open.jsonl", frozenset({"NORP", "DATE", "MONEY"})),
    Source("time/dev.jsonl", frozenset({"DATE"})),
    Source("time/wikiwars.jsonl", frozenset({"DATE"}), 0.3),
)


@dataclass
class Sample:
    """A document, one entry a word in each layer; `head` counts from the document's start, `MISSING` is the root's.

    `units` are the words at which a chunk may begin; `soft` (words, labels) are probabilities of the names' labels.
    """

    pieces: list[tuple[int, ...]]
    words: list[str]
    spaced: list[bool]
    units: list[int]
    source: int
    tag: list[int] | None = None
    morph: list[int] | None = None
    lemma: list[int] | None = None
    start: list[int] | None = None
    head: list[int] | None = None
    dep: list[int] | None = None
    ent: list[int] | None = None
    soft: Tensor | None = None
    rate: float = 1.0


def ent_labels() -> list[str]:
    """`O`, and the beginning and inside of every kind."""
    return ["O", *(f"{mark}-{kind}" for kind in KINDS for mark in "BI")]


def open_kinds(source: Source) -> list[bool]:
    """For each name label whether a word that the source leaves unmarked may have it all the same."""
    return [label == "O" or label[2:] not in source.marks for label in ent_labels()]


def read_docs(path: Path) -> list[Doc]:
    """The documents of a DocBin, or of a JSONL file with `entities` or `timexes` at character offsets."""
    nlp = spacy.blank("en")
    if path.suffix == ".spacy":
        return list(DocBin().from_disk(path).get_docs(nlp.vocab))
    docs = []
    for line in path.read_text(encoding="utf-8").splitlines():
        given = json.loads(line)
        doc = nlp.make_doc(given["text"])
        marks = [(m["start"], m["end"], _RE3D.get(m["label"])) for m in given.get("entities", [])]
        marks += [(m["start"], m["end"], _TIMEX3.get(m["type"])) for m in given.get("timexes", [])]
        spans = [
            doc.char_span(start, end, label, alignment_mode="expand")
            for start, end, label in marks
            if label is not None
        ]
        doc.set_ents(spacy.util.filter_spans([span for span in spans if isinstance(span, Span)]))
        docs.append(doc)
    return docs


def treebank_tokens(data: Path) -> Iterator[Token]:
    """Every token of the treebanks."""
    for source in SOURCES:
        if not source.marks:
            for doc in read_docs(data / source.path):
                yield from doc


def find_labels(data: Path) -> Labels:
    """The labels that the treebanks have; lemma scripts that occur once are left out."""
    found: dict[str, Counter[str]] = {name: Counter() for name in ("tag", "morph", "lemma", "dep")}
    for token in treebank_tokens(data):
        found["tag"][token.tag_] += 1
        found["morph"][f"{token.pos_} {token.morph}"] += 1
        found["lemma"][script(token.text, token.lemma_)] += 1
        found["dep"][token.dep_] += 1
    lemmas = sorted(s for s, n in found["lemma"].items() if n > 1)
    tag, morph, dep = (sorted(found[name]) for name in ("tag", "morph", "dep"))
    return Labels(tag, morph, lemmas, dep, ent_labels(), [source.path for source in SOURCES])


def usual_tags(data: Path, labels: Labels) -> dict[str, tuple[int, int]]:
    """Form in lower case -> numbers of the tag and the morphology that it mostly has in the treebanks, names left out;
    forms that occur three times.
    """
    found: dict[str, Counter[tuple[str, str]]] = {}
    for token in treebank_tokens(data):
        if token.tag_ not in {"NNP", "NNPS"}:
            counts = found.setdefault(token.lower_, Counter())
            counts[token.tag_, f"{token.pos_} {token.morph}"] += 1
    frequent = {form: counts.most_common(1)[0][0] for form, counts in found.items() if counts.total() > 2}
    return {form: (labels.tag.index(tag), labels.morph.index(morph)) for form, (tag, morph) in sorted(frequent.items())}


class Reader:
    """Makes samples of documents; `rates` by a source's path stand in for the source's own."""

    def __init__(self, labels: Labels, pieces: Pieces, rates: dict[str, float] | None = None) -> None:
        self.pieces, self.rates = pieces, rates or {}
        self.ids = {
            name: {label: i for i, label in enumerate(getattr(labels, name))}
            for name in ("tag", "morph", "lemma", "dep", "ent")
        }

    def samples(self, data: Path, source: int) -> list[Sample]:
        """All samples of a training source; of the first, four fifths."""
        docs = read_docs(data / SOURCES[source].path)
        if source == 0:
            docs = [doc for i, doc in enumerate(docs) if i % _EVERY_FIFTH]
        return [self.sample(doc, source, tree=not SOURCES[source].marks) for doc in docs]

    def kept_back(self, data: Path) -> list[Sample]:
        """What development is measured on: EWT dev, and every fifth document of UNER EWT dev."""
        trees = [self.sample(doc, 1, tree=True) for doc in read_docs(data / "treebank/ewt-dev.spacy")]
        named = [doc for i, doc in enumerate(read_docs(data / SOURCES[0].path)) if i % _EVERY_FIFTH == 0]
        return trees + [self.sample(doc, 0, tree=False) for doc in named]

    def sample(self, doc: Doc, source: int, *, tree: bool) -> Sample:
        """The sample of a document, with a tree and tags or with names."""
        tokens = [token for token in doc if not token.is_space]
        words = [token.text for token in tokens]
        spaced = [not token.i or bool(doc[token.i - 1].whitespace_) or doc[token.i - 1].is_space for token in tokens]
        sample = Sample([self.pieces.of(word) for word in words], words, spaced, [0], source)
        sample.rate = self.rates.get(SOURCES[source].path, SOURCES[source].rate)
        if tree:
            at = {token.i: i for i, token in enumerate(tokens)}
            get = {name: ids.get for name, ids in self.ids.items()}
            sample.tag = [get["tag"](token.tag_, MISSING) for token in tokens]
            sample.morph = [get["morph"](f"{token.pos_} {token.morph}", MISSING) for token in tokens]
            sample.lemma = [get["lemma"](script(token.text, token.lemma_), MISSING) for token in tokens]
            sample.dep = [get["dep"](token.dep_, MISSING) for token in tokens]
            sample.start = [int(bool(token.is_sent_start)) for token in tokens]
            sample.head = [MISSING if token.head == token else at[token.head.i] for token in tokens]
            sample.units = [i for i, start in enumerate(sample.start) if start or not i]
        else:
            marks = [f"{token.ent_iob_}-{token.ent_type_}" if token.ent_type_ else "O" for token in tokens]
            sample.ent = [self.ids["ent"][mark] for mark in marks]
            ends = (i + 1 for i, word in enumerate(words[:-1]) if word in {".", "!", "?"} and marks[i + 1][0] != "I")
            sample.units = [0, *ends]
        return sample


@dataclass
class Chunk:
    """Words `first` to `last` of a sample, and how their case is changed (`_RECASED`)."""

    sample: Sample
    first: int
    last: int
    case: str = "as it is"
    length: int = field(init=False)

    def __post_init__(self) -> None:
        self.length = 2 + sum(len(pieces) for pieces in self.sample.pieces[self.first : self.last])


_RECASED = {
    "as it is": str,
    "upper": str.upper,
    "lower": str.lower,
    "title": lambda word: word[:1].upper() + word[1:] if len(word) > 3 else word,
}
_CASE_RATES = (0.91, 0.03, 0.03, 0.03)


def chunks(sample: Sample, cap: int, chance: random.Random | None) -> Iterator[Chunk]:
    """Whole units of a sample, as many together as fit a number of pieces that `chance` draws, `cap` at most.

    A unit longer than that is cut. Some chunks are recased as headlines are.
    """
    bounds = [*sample.units, len(sample.words)]
    first, limit, size = 0, cap, 2
    for begin, end in pairwise(bounds):
        length = sum(len(pieces) for pieces in sample.pieces[begin:end])
        if begin > first and size + length > limit:
            yield _chunk(sample, first, begin, chance)
            first, size = begin, 2
        if begin == first and chance:
            limit = min(cap, int(chance.triangular(16, cap + 60, 90)))
        size += length
        while size > cap:
            last = first
            room = cap - 2
            while last < end and room >= len(sample.pieces[last]):
                room -= len(sample.pieces[last])
                last += 1
            yield _chunk(sample, first, last, chance)
            first, size = last, 2 + sum(len(pieces) for pieces in sample.pieces[last:end])
    if first < len(sample.words):
        yield _chunk(sample, first, len(sample.words), chance)


def _chunk(sample: Sample, first: int, last: int, chance: random.Random | None) -> Chunk:
    if chance is None:
        return Chunk(sample, first, last)
    if sample.words[last - 1] == "." and last - first > 3 and chance.random() < 0.05:
        last -= 1  # as a headline ends
    return Chunk(sample, first, last, chance.choices(tuple(_RECASED), _CASE_RATES)[0])


def epoch(samples: Iterable[Sample], number: int, *, seed: int, cap: int, pieces: int) -> list[list[Chunk]]:
    """The batches of an epoch, the same ones for the same seed and number; `pieces` is the size of a batch, padded."""
    chance = random.Random(seed * 1000 + number)
    drawn: list[Chunk] = []
    for sample in samples:
        for _ in range(int(sample.rate) + (chance.random() < sample.rate % 1)):
            drawn.extend(chunks(sample, cap, chance))
    chance.shuffle(drawn)
    return batched(drawn, pieces, chance)


def batched(drawn: list[Chunk], pieces: int, chance: random.Random | None = None, pool: int = 400) -> list[list[Chunk]]:
    """Chunks of like length together, sorted within pools so that every batch still mixes its sources."""
    batches: list[list[Chunk]] = []
    for start in range(0, len(drawn), pool):
        batch: list[Chunk] = []
        for chunk in sorted(drawn[start : start + pool], key=lambda chunk: chunk.length):
            if batch and chunk.length * (len(batch) + 1) > pieces:
                batches.append(batch)
                batch = []
            batch.append(chunk)
        batches.append(batch)
    if chance:
        chance.shuffle(batches)
    return batches


def collate(batch: list[Chunk], pieces: Pieces) -> dict[str, Tensor]:
    """A padded batch: pieces, shapes and mask (batch, pieces); the words' layers (batch, words), `MISSING` where there
    is none. `head` is 0 for the root and else one more than the head's place in its chunk; `sentence` numbers the
    sentences; `soft`, if any sample has it, is 0 where there is none.
    """
    length = max(chunk.length for chunk in batch)
    words = max(chunk.last - chunk.first for chunk in batch)
    out = {name: torch.zeros(len(batch), length, dtype=torch.long) for name in ("pieces", "shapes")}
    out["mask"] = torch.zeros(len(batch), length, dtype=torch.bool)
    out["first"] = torch.zeros(len(batch), words, dtype=torch.long)
    out["sets"] = torch.tensor([chunk.sample.source for chunk in batch])
    for name in ("tag", "morph", "lemma", "start", "head", "dep", "ent"):
        out[name] = torch.full((len(batch), words), MISSING, dtype=torch.long)
    out["sentence"] = torch.full((len(batch), words), -1, dtype=torch.long)
    for row, chunk in enumerate(batch):
        _fill(out, row, chunk, pieces)
    soft = [(row, chunk, chunk.sample.soft) for row, chunk in enumerate(batch) if chunk.sample.soft is not None]
    if soft:
        out["soft"] = torch.zeros(len(batch), words, soft[0][2].shape[1])
        for row, chunk, given in soft:
            out["soft"][row, : chunk.last - chunk.first] = given[chunk.first : chunk.last]
    return out


def _fill(out: dict[str, Tensor], row: int, chunk: Chunk, pieces: Pieces) -> None:
    sample, first, last = chunk.sample, chunk.first, chunk.last
    ids, shapes, places = [pieces.start], [EDGE], []
    for i in range(first, last):
        places.append(len(ids))
        ids.extend(sample.pieces[i])
        word_shape = shape(_RECASED[chunk.case](sample.words[i]), sample.spaced[i] or i == first)
        shapes.extend([word_shape] * len(sample.pieces[i]))
    ids.append(pieces.end)
    shapes.append(EDGE)
    out["pieces"][row, : len(ids)] = torch.tensor(ids)
    out["shapes"][row, : len(ids)] = torch.tensor(shapes)
    out["mask"][row, : len(ids)] = True
    out["first"][row, : len(places)] = torch.tensor(places)
    for name in ("tag", "morph", "lemma", "start", "dep", "ent"):
        layer = getattr(sample, name)
        if layer is not None:
            out[name][row, : last - first] = torch.tensor(layer[first:last])
    if sample.head is not None and sample.start is not None:
        number, sentences, heads = 0, [], []
        for i in range(first, last):
            number += sample.start[i]
            sentences.append(number)
            head = sample.head[i]
            inside = first <= head < last
            heads.append(0 if head == MISSING else head - first + 1 if inside else MISSING)
        out["sentence"][row, : last - first] = torch.tensor(sentences)
        out["head"][row, : last - first] = torch.tensor(heads)
        out["start"][row, 0] = 1
