"""Train the reader of speech, and put it into a pipeline:
`python models/speech/train.py --data ../shared/data --model models/en_newsclaims --work models/work/speech`.

It learns from PolNeAR what cue, source and content of an attribution are, by the states of the shipped encoder, which
stays as it is. Seeded, and resumable: its state is kept after each epoch. Every so many-th document is kept back, and
measured after each epoch by words: how many of those found, and of those to be found, are right.
"""

from __future__ import annotations

import argparse
import random
import sys
from dataclasses import dataclass
from pathlib import Path

import spacy
import tomllib
import torch
from data import MISSING, Window, batches, collate, read
from export import check, export
from net import Net
from torch import Tensor
from torch.nn import functional

from newsclaims.attribution.speech import FACTORY

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from epochs import Task, run


@dataclass(frozen=True)
class Recipe:
    """The numbers of the training, as `configs/speech.toml` holds them; one document in `kept_back` is kept back."""

    seed: int
    epochs: int
    batch_words: int
    width: int
    layers: int
    joint: int
    rate: float
    warm_up: float
    weight_decay: float
    dropout: float
    clip: float
    cue_weight: float
    role_weight: float
    kept_back: int


def loss(net: Net, batch: dict[str, Tensor], recipe: Recipe) -> Tensor:
    """The cross entropy of cues, and of the roles that words have towards the gold cues."""
    words = net(batch)
    out = recipe.cue_weight * functional.cross_entropy(
        net.cues(words).flatten(0, 1), batch["cue"].flatten(), ignore_index=MISSING
    )
    if "row" in batch:
        roles = net.roles(words, batch).flatten(0, 1)
        out = out + recipe.role_weight * functional.cross_entropy(roles, batch["role"].flatten(), ignore_index=MISSING)
    return out


def measure(net: Net, held: list[Window], recipe: Recipe) -> dict[str, float]:
    """F1 by words of cues, and of sources and contents of the gold cues."""
    net.eval()
    right, told, wanted = (dict.fromkeys(("cue", "source", "content"), 0) for _ in range(3))
    with torch.no_grad():
        for given in batches(held, 2 * recipe.batch_words, None):
            batch = collate(given)
            words = net(batch)
            pairs = {"cue": (net.cues(words).argmax(-1) > 0, batch["cue"] > 0, batch["cue"] != MISSING)}
            if "row" in batch:
                best, gold = net.roles(words, batch).argmax(-1), batch["role"]
                pairs |= {name: (best == i, gold == i, gold != MISSING) for i, name in ((1, "source"), (2, "content"))}
            for name, (found, gold, asked) in pairs.items():
                right[name] += int((found & gold & asked).sum())
                told[name] += int((found & asked).sum())
                wanted[name] += int((gold & asked).sum())
    return {name: round(200 * right[name] / max(1, told[name] + wanted[name]), 2) for name in right}


def train(recipe: Recipe, windows: list[Window], held: list[Window], work: Path) -> Net:
    """The trained net; goes on from the epoch that `work` holds."""
    torch.manual_seed(recipe.seed)
    net = Net(recipe.width, recipe.layers, recipe.joint, recipe.dropout)
    task = Task(
        lambda seed: batches(windows, recipe.batch_words, random.Random(seed)),
        lambda given: loss(net, collate(given), recipe),
        lambda: measure(net, held, recipe),
        0.02,
    )
    run(net, recipe, task, work)
    return net


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with attribution/polnear_train.jsonl")
    parser.add_argument("--model", type=Path, required=True, help="the pipeline that reads, and gets the reader")
    parser.add_argument("--work", type=Path, required=True, help="where the state is kept")
    parser.add_argument("--recipe", type=Path, default=HERE.parent / "configs" / "speech.toml")
    args = parser.parse_args()
    recipe = Recipe(**tomllib.loads(args.recipe.read_text(encoding="utf-8")))
    torch.set_num_threads(1)
    args.work.mkdir(parents=True, exist_ok=True)
    nlp = spacy.load(args.model, exclude=[FACTORY])
    documents = list(read(args.data / "attribution" / "polnear_train.jsonl", nlp))
    held = [window for document in documents[:: recipe.kept_back] for window in document]
    windows = [w for i, document in enumerate(documents) if i % recipe.kept_back for w in document]
    net = train(recipe, windows, held, args.work)
    export(net, args.work / "net")
    print(f"written and read again: scores differ by {check(net, args.work / 'net'):.4f} at most")
    nlp.add_pipe(FACTORY).from_disk(args.work / "net")
    nlp.to_disk(args.model)


if __name__ == "__main__":
    main()
