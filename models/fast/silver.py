"""What the default model tells of open and research texts, for the fast one to learn from:
`python models/fast/silver.py --data ../shared/data --teacher models/en_newsclaims --out models/work/fast`.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

import spacy
from spacy.tokens import DocBin

# `news` teaches trees and names; `trees` are texts whose own gold has trees but no names.
TEXTS = {
    "news": (
        "attribution/polnear_train.jsonl",
        "attribution/gum_news_attributions.jsonl",
        "time/dev.jsonl",
        "time/wikiwars.jsonl",
        "ner/ner-wikigold.spacy",
        "ner/ner-multiner.spacy",
    ),
    "trees": ("treebank/ewt-train.spacy", "treebank/gumfree-train.spacy"),
}
ATTRIBUTES = ["TAG", "POS", "MORPH", "LEMMA", "HEAD", "DEP", "ENT_IOB", "ENT_TYPE"]


def texts(path: Path) -> Iterator[str]:
    """The texts of a DocBin or of a JSONL file."""
    if path.suffix == ".spacy":
        yield from (doc.text for doc in DocBin().from_disk(path).get_docs(spacy.blank("en").vocab))
    else:
        yield from (json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--teacher", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    nlp = spacy.load(args.teacher)
    for name, paths in TEXTS.items():
        target = args.out / f"silver-{name}.spacy"
        if target.exists():
            continue
        told, words = DocBin(attrs=ATTRIBUTES), 0
        for path in paths:
            for doc in nlp.pipe(texts(args.data / path)):
                told.add(doc)
                words += len(doc)
        told.to_disk(target)
        print(f"{target.name}: {len(told)} texts, {words} words")


if __name__ == "__main__":
    main()
