"""What the teacher takes for names, and how sure it is, in the training texts and in news:
`python models/encoder/soft_labels.py --data ../shared/data --teacher models/work/teacher --net models/en_newsclaims
--out models/work/soft`.

Each word gets two distributions over the labels of names, the teacher's and that of the net that is to learn from it;
of the news, whose texts have no gold, that net's trees and tags are kept as well. Texts that are done stay done.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import spacy
import torch
from data import NAMES, SOURCES, Reader, Sample
from name_teacher import Teacher
from names import Scorer, scored
from net import Labels, Net, minilm_folder
from start import names_of, net_of
from torch import Tensor

from newsclaims.encoder.words import Pieces
from newsclaims.paragraphs import paragraph_starts

NEWS = "attribution/polnear_train.jsonl"
# The gold that teacher and net read beside the news: no tweets, no histories of wars, which are many and alike,
# and not UNER's few own.
ALSO = ("ner-wikigold", "ewt-train", "ner-multiner", "gumfree-train", "time/dev", "re3d")
_EVERY = 2


def paragraphs(path: Path) -> Iterator[str]:
    """The paragraphs of every second text of a JSONL file."""
    for line in path.read_text(encoding="utf-8").splitlines()[::_EVERY]:
        text = json.loads(line)["text"]
        starts = [0, *paragraph_starts(text), len(text)]
        yield from (part for i, j in pairwise(starts) if (part := text[i:j].strip()))


def news(data: Path, model: Path, reader: Reader, out: Path) -> list[Sample]:
    """A sample of each paragraph of the news, with the tags and the tree that the pipeline gives it."""
    kept = out / "news.spacy"
    nlp = spacy.load(model)
    if not kept.exists():
        told = spacy.tokens.DocBin(attrs=["TAG", "POS", "MORPH", "HEAD", "DEP", "SENT_START"])
        for doc in nlp.pipe(paragraphs(data / NEWS)):
            told.add(doc)
        told.to_disk(kept)
    docs = spacy.tokens.DocBin().from_disk(kept).get_docs(nlp.vocab)
    return [reader.sample(doc, 0, tree=True) for doc in docs]


def texts(data: Path, model: Path, reader: Reader, out: Path) -> Iterator[tuple[str, list[Sample]]]:
    """The name and the samples of each set of texts: the news, then the gold."""
    yield "news", news(data, model, reader, out)
    for name in ALSO:
        (source,) = (i for i, source in enumerate(SOURCES) if name in source.path and "ner-gum" not in source.path)
        yield SOURCES[source].path, reader.samples(data, source)


def told(scorer: Scorer, samples: list[Sample], pieces: Pieces, n: int) -> list[Tensor]:
    """For each sample the probabilities (words, the first `n` labels)."""
    rows: dict[int, list[tuple[int, Tensor]]] = {id(sample): [] for sample in samples}
    for chunk, found in scored(scorer, samples, pieces):
        rows[id(chunk.sample)].append((chunk.first, found[:, :n].softmax(-1).half()))
    return [torch.cat([part for _, part in sorted(rows[id(s)], key=lambda pair: pair[0])]) for s in samples]


def mixed(theirs: Tensor, ours: Tensor, share: float, labels: list[str]) -> Tensor:
    """`share` of the teacher's distribution and the rest of the net's. A nationality or a date, of which there is
    little gold and which the net has seen more often, is the net's alone.
    """
    own = torch.tensor([label != "O" and label[2:] not in NAMES for label in labels])
    whole = torch.where(own[ours.argmax(-1)], 0.0, share)[:, None]
    return whole * theirs.float() + (1 - whole) * ours.float()


def attach(data: Path, model: Path, reader: Reader, out: Path, share: float) -> dict[str, list[Sample]]:
    """The samples of every set that has been done, with their soft labels (`mixed`)."""
    labels = names_of(model)
    done: dict[str, list[Sample]] = {}
    for name, samples in texts(data, model, reader, out):
        path = out / f"{Path(name).stem}.pt"
        if path.exists():
            for sample, theirs, ours in zip(samples, *torch.load(path), strict=True):
                sample.soft = mixed(theirs, ours, share, labels)
                assert len(sample.soft) == len(sample.words)
            done[name] = samples
    return done


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with treebank/, ner/, time/ and attribution/")
    parser.add_argument("--teacher", type=Path, required=True, help="where teacher.py kept the teacher")
    parser.add_argument("--net", type=Path, required=True, help="the pipeline that is to learn from the teacher")
    parser.add_argument("--out", type=Path, required=True, help="where the labels are kept")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    labels = Labels(**json.loads((args.teacher / "labels.json").read_text(encoding="utf-8")))
    pieces = Pieces(minilm_folder() / "vocab.txt")
    teacher, net = Teacher(labels, pieces), net_of(args.net, labels)
    teacher.load_state_dict(torch.load(args.teacher / "net.pt"))
    teacher.eval(), net.eval()
    n = len(names_of(args.net))
    for name, samples in texts(args.data, args.net, Reader(labels, pieces), args.out):
        path, began = args.out / f"{Path(name).stem}.pt", time.perf_counter()
        if not path.exists():
            pair = [told(scorer, samples, pieces, n) for scorer in (as_uner(teacher), ours(net))]
            torch.save(pair, path)
            words = sum(map(len, pair[0]))
            print(f"{name}: {words} words, {words / (time.perf_counter() - began):.0f} a second", flush=True)


def as_uner(teacher: Teacher) -> Scorer:
    """The teacher's scores, whatever the text, as UNER takes names."""
    return lambda batch: teacher({**batch, "sets": torch.zeros_like(batch["sets"])}, 0.0)


def ours(net: Net) -> Scorer:
    """The net's scores, as UNER takes names."""
    return lambda batch: net.ents(net.ent_in(net.states(batch)), torch.zeros_like(batch["sets"]))


if __name__ == "__main__":
    main()
