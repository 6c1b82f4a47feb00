"""Train `en_newsclaims` from scratch: `python models/train.py --data ../shared/data --out models/en_newsclaims`.

Two nets are trained apart, since their gold lies in different texts, and joined at the end: `syntax` (tags, morphology,
lemmas, tree, sentences) and `names` (PERSON, ORG, LOC). Each keeps its best and last state under `--work`, so a
stopped run goes on with the part that is missing.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

import spacy
from spacy.language import Language
from spacy.pipeline import TrainablePipe
from spacy.tokens import DocBin
from spacy.training import Example
from spacy.training.initialize import init_nlp
from spacy.training.loop import train
from spacy.util import load_config
from thinc.api import Config, Model, NumpyOps, set_current_ops

HERE = Path(__file__).parent
TRAINING_SETS = {
    "syntax": ["treebank/ewt-train.spacy", "treebank/gumfree-train.spacy"],
    "names": [
        "ner/ner-btc.spacy",
        "ner/ner-gumfree-train.spacy",
        "ner/ner-multiner.spacy",
        "ner/ner-wikigold.spacy",
        "ner/ner-wnut17.spacy",
    ],
}
DEVELOPMENT_SETS = {"syntax": "treebank/ewt-dev.spacy", "names": "ner/ner-unewt-dev.spacy"}
TEST_SETS = {
    "PUD": "treebank/pud-test.spacy",
    "EWT": "treebank/ewt-test.spacy",
    "UNER-PUD": "ner/ner-pud-test.spacy",
    "UNER-EWT": "ner/ner-unewt-test.spacy",
    "Worldwide": "ner/worldwide-test.spacy",
}
SHOWN_SCORES = ("tag_acc", "lemma_acc", "dep_uas", "dep_las", "sents_f", "ents_f")


def training_config(part: str, data: Path, work: Path) -> Config:
    """The part's config, its paths filled in; the training sets are joined into one file under `work`."""
    joined, vocab = DocBin(), spacy.blank("en").vocab
    for name in TRAINING_SETS[part]:
        for doc in DocBin().from_disk(data / name).get_docs(vocab):
            joined.add(doc)
    work.mkdir(parents=True, exist_ok=True)
    joined.to_disk(work / f"{part}.spacy")
    paths = {"paths.train": str(work / f"{part}.spacy"), "paths.dev": str(data / DEVELOPMENT_SETS[part])}
    return load_config(HERE / "configs" / f"{part}.cfg", overrides=paths, interpolate=False)


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


def assemble(syntax: Path, names: Path, out: Path) -> Language:
    """One pipeline from the two nets, written to `out`; `ner` keeps its own encoder inside."""
    nlp, other = spacy.load(syntax), spacy.load(names)
    other.replace_listeners("tok2vec", "ner", ["model.tok2vec"])
    nlp.add_pipe("ner", source=other)
    for _, pipe in nlp.components:
        if isinstance(pipe, TrainablePipe):
            round_weights(pipe.model)
    nlp.config["paths"].update(train=None, dev=None)  # where they lay on the machine that trained it
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


def evaluate(nlp: Language, data: Path) -> dict[str, dict[str, float]]:
    """Scores on the test sets, from raw text, 0 to 100."""
    scores: dict[str, dict[str, float]] = {}
    for name, path in TEST_SETS.items():
        gold = DocBin().from_disk(data / path).get_docs(nlp.vocab)
        got = nlp.evaluate([Example(nlp.make_doc(doc.text), doc) for doc in gold])
        named = "ents_f" if path.startswith("ner/") else None
        wanted = [named] if named else [s for s in SHOWN_SCORES if s != "ents_f"]
        scores[name] = {s: round(100 * got[s], 1) for s in wanted if got.get(s) is not None}
    return scores


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with treebank/ and ner/")
    parser.add_argument("--work", type=Path, default=HERE / "work", help="where states are kept while training")
    parser.add_argument("--out", type=Path, default=HERE / "en_newsclaims", help="where the pipeline is written")
    parser.add_argument("--part", choices=sorted(TRAINING_SETS), help="train this part only, and stop")
    parser.add_argument("--evaluate", action="store_true", help="only score what lies under --out")
    args = parser.parse_args()
    if args.evaluate:
        print(json.dumps(evaluate(spacy.load(args.out), args.data), indent=1))
        return
    if args.part:
        train_part(args.part, args.data, args.work)
        return
    nlp = assemble(*(train_part(part, args.data, args.work) for part in ("syntax", "names")), args.out)
    print(json.dumps(evaluate(nlp, args.data), indent=1))


if __name__ == "__main__":
    main()
