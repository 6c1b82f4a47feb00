"""Static vectors for the fast model: `python models/fast/vectors.py --data ../shared/data --out models/work/vectors`.

Each frequent form goes through MiniLM by itself; the mean of its pieces' states, cut to 128 dimensions by principal
components, is its vector. Forms are counted in texts whose licence allows it.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import spacy
import torch
from spacy.vectors import Vectors

sys.path.insert(0, str(Path(__file__).parents[1] / "encoder"))

from data import SOURCES, read_docs
from net import Encoder, minilm_folder

from newsclaims.encoder.words import EDGE, Pieces

FORMS, WIDTH, AT_ONCE = 20_000, 128, 500


def frequent_forms(data: Path) -> list[str]:
    """The most frequent forms of the training texts, in lower case."""
    counts: Counter[str] = Counter()
    for source in SOURCES:
        for doc in read_docs(data / source.path):
            counts.update(token.lower_ for token in doc if not token.is_space and len(token) < 30)
    return [form for form, _ in counts.most_common(FORMS)]


def states(forms: list[str]) -> np.ndarray:
    """(forms, 384): the mean state of each form's pieces, the form standing alone."""
    encoder, pieces = Encoder(), Pieces(minilm_folder() / "vocab.txt")
    encoder.start_from_minilm()
    encoder.eval()
    out = []
    for start in range(0, len(forms), AT_ONCE):
        rows = [pieces.of(form) for form in forms[start : start + AT_ONCE]]
        width = max(map(len, rows)) + 2
        ids = torch.zeros(len(rows), width, dtype=torch.long)
        mask = torch.zeros(len(rows), width, dtype=torch.bool)
        for i, row in enumerate(rows):
            ids[i, : len(row) + 2] = torch.tensor([pieces.start, *row, pieces.end])
            mask[i, : len(row) + 2] = True
        every = torch.arange(width)[None].expand(len(rows), -1)
        with torch.no_grad():
            told = encoder(ids, torch.full_like(ids, EDGE), mask, every)
        inner = mask.float()
        inner[:, 0] = 0
        for i, row in enumerate(rows):
            inner[i, len(row) + 1] = 0
        out.append(((told * inner[:, :, None]).sum(1) / inner.sum(1, keepdim=True)).numpy())
    return np.vstack(out)


def reduced(rows: np.ndarray) -> np.ndarray:
    """The rows in their first `WIDTH` principal components, of mean length 1."""
    centred = rows - rows.mean(axis=0)
    _, _, components = np.linalg.svd(centred, full_matrices=False)
    cut = centred @ components[:WIDTH].T
    # Half precision, still in four bytes: the file packs to half its size.
    return (cut / np.linalg.norm(cut, axis=1).mean()).astype(np.float16).astype(np.float32)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    if (args.out / "config.cfg").exists():
        return
    forms = frequent_forms(args.data)
    nlp = spacy.blank("en")
    vectors = Vectors(data=reduced(states(forms)), strings=nlp.vocab.strings, name="newsclaims_minilm")
    for row, form in enumerate(forms):
        for cased in {form, form.title(), form.upper(), form.capitalize()}:
            key = nlp.vocab.strings.add(cased)
            if key not in vectors:
                vectors.add(key, row=row)
    nlp.vocab.vectors = vectors
    args.out.parent.mkdir(parents=True, exist_ok=True)
    nlp.to_disk(args.out)


if __name__ == "__main__":
    main()
