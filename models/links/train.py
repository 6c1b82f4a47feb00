"""Train the reader of links, and put it into a pipeline:
`python models/links/train.py --shared ../shared --model models/en_newsclaims --work models/work/links`.

It learns from marked figures (`models/marked`, the gold of the training articles and of our own corpus) which word each
counts and which time expression it is about, by the states of the shipped encoder, which stays as it is. Seeded, and
resumable: its state is kept after each epoch. Articles of the marks are kept back to measure it on, one of so many; the
confidences of claims are fitted on them too (`models/calibrate.py`).
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import spacy
import tomllib
import torch
from data import Marked, batches, collate, marked
from export import check, export
from marks import Articles, splits
from net import NEVER, Net
from rich.progress import track
from torch import Tensor

from newsclaims import flow
from newsclaims.links.reader import FACTORY
from newsclaims.quantities.items import rule_names

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from epochs import Task, run

GREATEST_DIFFERENCE = 0.01  # of a probability, from the net to what ships


@dataclass(frozen=True)
class Recipe:
    """The numbers of the training, as `configs/links.toml` holds them."""

    seed: int
    epochs: int
    batch: int
    width: int
    inner: int
    rate: float
    warm_up: float
    weight_decay: float
    dropout: float
    clip: float
    item_weight: float


def loss(net: Net, batch: dict[str, Tensor], recipe: Recipe) -> Tensor:
    """The negative log likelihood of what is right, a figure; what is not to be had does not count."""
    total = torch.zeros(())
    scores = net(batch)
    for name, weight, found in zip(("right_time", "right_item"), (1.0, recipe.item_weight), scores, strict=True):
        right = batch[name]
        told = torch.logsumexp(found.log_softmax(1).masked_fill(~right, NEVER), 1)
        total = total - weight * (told * right.any(1)).sum()
    return total / len(batch["lengths"])


def measure(net: Net, held: list[Marked], size: int) -> dict[str, float]:
    """The share of figures with the right time, and with the right item, in percent, by the best score of each; what is
    not to be had is wrong. The pipeline itself is slower to take no item.
    """
    net.eval()
    right = dict.fromkeys(("time", "item"), 0)
    with torch.no_grad():
        for given in batches(held, size, None):
            batch = collate(given)
            for name, found in zip(right, net(batch), strict=True):
                told = batch[f"right_{name}"].gather(1, found.argmax(1)[:, None])[:, 0]
                if name == "item":  # where the text names none, whatever is taken passes
                    told = told | batch["right_item"][:, 0]
                right[name] += int(told.sum())
    return {name: round(100 * count / max(1, len(held)), 2) for name, count in right.items()}


def train(recipe: Recipe, given: list[Marked], held: list[Marked], net: Net, work: Path) -> Net:
    """The trained net; goes on from the epoch that `work` holds."""
    task = Task(
        lambda chance: batches(given, recipe.batch, chance),
        lambda batch: loss(net, collate(batch), recipe),
        lambda: measure(net, held, recipe.batch),
        0.01,
    )
    run(net, recipe, task, work)
    return net


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True, help="folder with gold/, archive/ and data/")
    parser.add_argument("--model", type=Path, required=True, help="the pipeline that reads, and gets the reader")
    parser.add_argument("--work", type=Path, required=True, help="where the state is kept")
    parser.add_argument("--recipe", type=Path, default=HERE.parent / "configs" / "links.toml")
    args = parser.parse_args()
    recipe = Recipe(**tomllib.loads(args.recipe.read_text(encoding="utf-8")))
    torch.set_num_threads(1)
    args.work.mkdir(parents=True, exist_ok=True)
    rules = rule_names()
    given, held = (_figures(articles, args.model, rules) for articles in splits(args.shared))
    torch.manual_seed(recipe.seed)
    net = train(recipe, given, held, Net(len(rules), recipe.width, recipe.inner, recipe.dropout), args.work)
    export(net, rules, args.work / "net")
    difference = check(net, held[:40], args.work / "net")
    print(f"written and read again: probabilities differ by {difference:.4f} at most")
    if difference > GREATEST_DIFFERENCE:
        sys.exit("what was written is not the net: the pipeline is left as it was")
    nlp = spacy.load(args.model, exclude=[FACTORY])
    nlp.add_pipe(FACTORY).from_disk(args.work / "net")
    nlp.to_disk(args.model)


def _figures(articles: Articles, model: Path, rules: Sequence[str]) -> list[Marked]:
    """The marked figures of the articles, as the net sees them."""
    nlp, numbers = flow.load(model), {name: n for n, name in enumerate(rules, 1)}
    told = track(articles, "reading", disable=not sys.stderr.isatty())
    return [one for article, marks in told for one in marked(article, marks, nlp, numbers)]


if __name__ == "__main__":
    main()
