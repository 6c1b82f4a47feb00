"""Train the fast model: `python models/fast/train.py --data … --work models/work/fast --out models/en_newsclaims_fast`.

Needs the static vectors (`vectors.py`) and the teacher's texts (`silver.py`) under `--work`. Two nets are trained
apart, since their texts differ, and joined at the end: `syntax` (tags, morphology, tree, sentences), on gold and
silver, and `names`, on silver. Each keeps its best and last state, so a stopped run goes on with the part that is
missing.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import cast

os.environ.setdefault("OMP_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).parents[1]))

import spacy
from lemma_table import TREEBANKS, learn
from spacy.language import Language
from spacy.pipeline import TrainablePipe
from spacy.tokens import Doc, DocBin
from spacy.training.initialize import init_nlp
from spacy.training.loop import train
from spacy.util import load_config
from thinc.api import Config, Model, NumpyOps, set_current_ops

from newsclaims.lemmas import Lemmas, Lemmatizer

HERE = Path(__file__).parent
SILVER = {"syntax": ("silver-news.spacy",), "names": ("silver-news.spacy", "silver-trees.spacy")}
DEVELOPMENT_SETS = {"syntax": "treebank/ewt-dev.spacy", "names": "ner/ner-unewt-dev.spacy"}
PIECE = 80
ATTRIBUTES = ["TAG", "POS", "MORPH", "LEMMA", "HEAD", "DEP", "ENT_IOB", "ENT_TYPE"]


def training_config(part: str, data: Path, work: Path) -> Config:
    """The part's config, its paths filled in; the training sets are joined into one file under `work`."""
    joined, vocab = DocBin(attrs=ATTRIBUTES), spacy.blank("en").vocab
    paths = [work / name for name in SILVER[part]]
    if part == "syntax":
        paths += [data / name for name in TREEBANKS]
    for path in paths:
        for doc in DocBin().from_disk(path).get_docs(vocab):
            # The parser's oracle takes time by the square of a document; the names' does not.
            for piece in pieces(doc) if part == "syntax" else [doc]:
                joined.add(piece)
    joined.to_disk(work / f"{part}.spacy")
    overrides = {
        "paths.train": str(work / f"{part}.spacy"),
        "paths.dev": str(data / DEVELOPMENT_SETS[part]),
        "paths.vectors": str(work / "vectors"),
    }
    return load_config(HERE.parent / "configs" / f"fast_{part}.cfg", overrides=overrides, interpolate=False)


def pieces(doc: Doc) -> Iterator[Doc]:
    """A document in whole sentences, some `PIECE` words together."""
    start = 0
    for sent in doc.sents:
        if sent.end - start >= PIECE or sent.end == len(doc):
            yield doc[start : sent.end].as_doc()
            start = sent.end


def train_part(part: str, data: Path, work: Path) -> Path:
    """The folder of the part's best model; trains it unless it is there already."""
    best = work / part / "model-best"
    if (work / part / "done").exists():
        return best
    # numpy's BLAS multiplies matrices three times as fast here as the one that thinc takes by default.
    set_current_ops(NumpyOps(use_blis=False))
    nlp = init_nlp(training_config(part, data, work))
    (work / part).mkdir(parents=True, exist_ok=True)
    train(nlp, work / part, use_gpu=-1, stdout=sys.stdout, stderr=sys.stderr)
    (work / part / "done").touch()
    return best


def assemble(syntax: Path, names: Path, data: Path, out: Path) -> Language:
    """One pipeline from the two nets and the table of lemmas, written to `out`; `ner` keeps its own encoder inside."""
    nlp, other = spacy.load(syntax), spacy.load(names)
    other.replace_listeners("tok2vec", "ner", ["model.tok2vec"])
    nlp.add_pipe("newsclaims_paragraphs", first=True)
    cast(Lemmatizer, nlp.add_pipe("newsclaims_lemmas", after="morphologizer")).lemmas = Lemmas(learn(data))
    nlp.add_pipe("ner", source=other)
    for _, pipe in nlp.components:
        if isinstance(pipe, TrainablePipe):
            round_weights(pipe.model)
    nlp.config["paths"].update(train=None, dev=None, vectors=None)  # where they lay on the machine that trained it
    nlp.meta.update(json.loads((HERE / "meta.json").read_text(encoding="utf-8")))
    nlp.to_disk(out)
    return nlp


def round_weights(model: Model) -> None:
    """Round all weights to half precision, still held in four bytes: scores stay, and the files pack to half their
    size.
    """
    for node in model.walk():
        for name in node.param_names:
            if node.has_param(name):
                node.set_param(name, node.get_param(name).astype("float16").astype("float32"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with treebank/ and ner/")
    parser.add_argument("--work", type=Path, required=True, help="where states are kept while training")
    parser.add_argument("--out", type=Path, required=True, help="where the pipeline is written")
    parser.add_argument("--part", choices=sorted(SILVER), help="train this part only, and stop")
    args = parser.parse_args()
    if args.part:
        train_part(args.part, args.data, args.work)
        return
    syntax, names = (train_part(part, args.data, args.work) for part in ("syntax", "names"))
    assemble(syntax, names, args.data, args.out)


if __name__ == "__main__":
    main()
