"""Train the reader of links, and put it into a pipeline:
`python models/links/train.py --shared ../shared --model models/en_newsclaims
--weights models/work/mpnet --work models/work/links`.

From marked figures (`models/marked`, the gold of the training articles and of our own corpus) one net learns which word
each counts, by the states of the shipped encoder, which stays as it is. Another learns which time expression each is
about, of figures that have such an expression beside them, those of the invented passages too: layers that start as
the encoder's upper ones and go on from its lower ones. Before that a bigger one (MPNet, which does not ship) learns the
same, and teaches it: what it takes for how probable, and its states (after Jiao and others, TinyBERT, 2020), of the
figures as they are and in other wordings (`varied.py`). Seeded, and resumable: the state of each is kept after each
epoch. Articles of the marks are kept back to measure them on, one of so many; the confidences of claims are fitted on
them too (`models/calibrate.py`). Measured, too, on TimeBank and the development articles, of which nothing is learnt.
"""

from __future__ import annotations

import argparse
import json
import pickle
import random
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
import spacy
import tomllib
import torch
from data import Marked, Taught, batches, collate, collate_pieces, marked
from export import check, export_items, export_times
from marks import Articles, gold_of, invented, splits, timebank
from net import NEVER, Batch, ItemNet, TimeNet, TimeTeacher
from rich.progress import track
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.utils.rnn import pad_sequence
from varied import Wordings, varied

from newsclaims import flow
from newsclaims.encoder.component import FACTORY as ENCODER
from newsclaims.encoder.component import LONGEST
from newsclaims.encoder.net import Net
from newsclaims.encoder.words import Pieces
from newsclaims.links.reader import FACTORY
from newsclaims.quantities.items import rule_names

MODELS = Path(__file__).parents[1]
CONFIGS = MODELS / "configs"
sys.path.insert(0, str(MODELS))

from epochs import Task, run

TEACHING = 48  # figures that the teacher reads at once
LEAST_RATE = 0.01  # the share of a rate that is left in the end
LEAST = -30.0  # of a logarithm of a probability
Collate = Callable[[Sequence[Marked]], Batch]
Sets = Mapping[str, list[Marked]]  # what is measured on
GREATEST_DIFFERENCES = (0.01, 0.02)  # of an item's probability, and in the mean of a time's, once rounded


@dataclass(frozen=True)
class Recipe:
    """The numbers of a training, as `configs/link_*.toml` hold them. `layer_rate` is the rate of layers that were
    trained before; `soft` the part of the teacher's probabilities in what is learnt, `states` the weight of its states,
    `times` that of the times where items are learnt; `wordings` how many others there are of each figure.
    """

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
    layers: int = 0
    layer_rate: float = 0.0
    layer_dropout: float = 0.0
    soft: float = 0.0
    states: float = 0.0
    times: float = 0.0
    wordings: int = 0

    @classmethod
    def read(cls, name: str) -> Recipe:
        return cls(**tomllib.loads((CONFIGS / f"{name}.toml").read_text(encoding="utf-8")))


def loss(scores: Tensor, right: Tensor) -> Tensor:
    """The negative log likelihood of what is right, a figure; what is not to be had does not count."""
    told = torch.logsumexp(scores.float().log_softmax(1).masked_fill(~right, NEVER), 1)
    return -(told * right.any(1)).sum() / len(right)


def share_right(net: nn.Module, part: str, sets: Sets, size: int, batch: Collate) -> dict[str, float]:
    """The share of figures with the right time or item in each set, in percent, by the best score; what is not to be
    had is wrong. The pipeline itself weighs none otherwise.
    """
    net.eval()
    shares = {}
    for name, figures in sets.items():
        right = 0
        with torch.no_grad():
            for given in batches(figures, size, None):
                told = batch(given)
                taken = told[f"right_{part}"].gather(1, net(told).argmax(1)[:, None])[:, 0]
                if part == "item":  # where the text names none, whatever is taken passes
                    taken = taken | told["right_item"][:, 0]
                right += int(taken.sum())
        shares[name] = round(100 * right / max(1, len(figures)), 2)
    return shares


def shuffled(given: Sequence[Marked], size: int) -> Callable[[int], list[list[Marked]]]:
    """The batches of an epoch, by its seed."""
    return lambda seed: batches(given, size, random.Random(seed))


def train_items(rules: Sequence[str], given: list[Marked], sets: Sets, work: Path) -> ItemNet:
    """The net that tells items."""
    recipe = Recipe.read("link_items")
    torch.manual_seed(recipe.seed)
    net = ItemNet(len(rules), recipe.width, recipe.inner, recipe.dropout)

    def told(some: Sequence[Marked]) -> Tensor:
        batch = collate(some)
        words = net.words(batch)
        return loss(net.items(words, batch), batch["right_item"]) + recipe.times * loss(
            net.times(words, batch), batch["right_time"]
        )

    measure = partial(share_right, net, "item", sets, recipe.batch, collate)
    run(net, recipe, Task(shuffled(given, recipe.batch), told, measure, LEAST_RATE), work)
    return net


def with_pieces(pieces: Pieces, some: Sequence[Marked]) -> Batch:
    """A batch as the teacher takes it."""
    return collate(some) | collate_pieces(some, pieces.start, pieces.end)


def train_teacher(weights: Path, pieces: Pieces, given: list[Marked], sets: Sets, work: Path) -> TimeTeacher:
    """The teacher of times, from MPNet's weights."""
    recipe = Recipe.read("link_teacher")
    torch.manual_seed(recipe.seed)
    net = TimeTeacher(pieces, recipe.width, recipe.inner, recipe.dropout, recipe.layer_dropout)
    net.encoder.start_from(weights)

    collated = partial(with_pieces, pieces)

    def told(some: Sequence[Marked]) -> Tensor:
        batch = collated(some)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            scores = net(batch)
        return loss(scores, batch["right_time"])

    measure = partial(share_right, net, "time", sets, recipe.batch, collated)
    rates = {recipe.layer_rate: [*net.encoder.parameters()]}
    run(net, recipe, Task(shuffled(given, recipe.batch), told, measure, LEAST_RATE), work, rates)
    return net


def teach(net: TimeTeacher, pieces: Pieces, given: Sequence[Marked], size: int) -> Iterator[Marked]:
    """The figures with what the teacher tells of each."""
    net.eval()
    for some in track(batches(given, size, None), "teaching", disable=not sys.stderr.isatty()):
        batch = with_pieces(pieces, some)
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
            states = net.pieces(batch)
            times = net.scores(states, batch).softmax(1)
        words = states.float()[torch.arange(len(some))[:, None], batch["word_starts"]].half()
        for one, own, row in zip(some, times.numpy(), words.numpy(), strict=True):
            taught = Taught(own[: len(one.times)].copy(), row[: len(one.pieces)].copy())
            yield replace(one, taught=taught)


def reword(
    given: Sequence[Marked], plain: Path, net: TimeTeacher, pieces: Pieces, numbers: Iterable[int], folder: Path
) -> None:
    """Write the figures in other wordings, taught, as `folder / "number.pkl"`; what is there stays as it is."""
    folder.mkdir(parents=True, exist_ok=True)
    missing = [number for number in numbers if not _copy(folder, number).exists()]
    if not missing:
        return
    wordings = Wordings(given, spacy.load(MODELS / "en_newsclaims_fast").vocab)
    encoder = Net(plain / ENCODER)
    for number in missing:
        made = [one for one in varied(given, wordings, encoder, random.Random(number)) if _short(one)]
        part = folder / "part"
        part.write_bytes(pickle.dumps(list(teach(net, pieces, made, TEACHING))))
        part.rename(_copy(folder, number))


def _copy(folder: Path, number: int) -> Path:
    return folder / f"{number}.pkl"


def train_times(
    rules: Sequence[str], encoder: Path, given: list[Marked], reworded: Path, sets: Sets, work: Path
) -> TimeNet:
    """The net that tells times, from an encoder's upper layers: taught by the marks, by the teacher's probabilities,
    and by its states; in each epoch the figures are read as they are, and in one of the other wordings.
    """
    recipe = Recipe.read("link_times")
    torch.manual_seed(recipe.seed)
    net = TimeNet(len(rules), recipe.layers, recipe.width, recipe.inner, recipe.dropout, recipe.layer_dropout)
    net.start_from(encoder)
    some = np.concatenate([_taught(one).states for one in given[:: max(1, len(given) // 400)]]).astype(np.float32)
    centre, spread = torch.from_numpy(some.mean(0)), torch.from_numpy(some.std(0) + 1e-4)

    def of_epoch(seed: int) -> list[list[Marked]]:
        others = pickle.loads(_copy(reworded, seed % recipe.wordings).read_bytes())
        return batches([*given, *others], recipe.batch, random.Random(seed))

    def told(some: Sequence[Marked]) -> Tensor:
        batch = collate(some)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            words = net.words(batch)
            scores, guessed = net.scores(words, batch), net.taught(words).float()
        theirs = [_taught(one) for one in some]
        times = pad_sequence([torch.from_numpy(one.times) for one in theirs], batch_first=True)
        states = torch.cat([torch.from_numpy(one.states) for one in theirs]).float()
        soft = -(times * scores.log_softmax(1).clamp(min=LEAST)).sum() / len(some)
        far = functional.mse_loss(guessed[batch["known"]], (states - centre) / spread)
        hard = loss(scores, batch["right_time"])
        return (1 - recipe.soft) * hard + recipe.soft * soft + recipe.states * far

    measure = partial(share_right, net, "time", sets, recipe.batch, collate)
    rates = {recipe.layer_rate: [*net.layers.parameters()]}
    run(net, recipe, Task(of_epoch, told, measure, LEAST_RATE), work, rates)
    return net


def _taught(one: Marked) -> Taught:
    if one.taught is None:
        raise ValueError("the teacher has not told of this figure")
    return one.taught


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True, help="folder with gold/, archive/ and data/")
    parser.add_argument("--model", type=Path, required=True, help="the pipeline that reads, and gets the reader")
    parser.add_argument("--weights", type=Path, required=True, help="folder with the packages of all-mpnet-base-v2")
    parser.add_argument("--work", type=Path, required=True, help="where the state is kept")
    args = parser.parse_args()
    torch.set_num_threads(1)
    rules = rule_names()
    learnt, back = splits(args.shared)
    dev = gold_of(args.shared / "gold" / "dev", args.shared / "gold" / "articles_dev.jsonl")
    measured = {"kept back": back, "TimeBank": list(timebank(args.shared)), "dev": list(dev)}
    plain = args.work / "plain"  # an earlier reader is not needed, and may not be of this shape
    spacy.load(args.model, exclude=[FACTORY]).to_disk(plain)
    made, given = (_figures(articles, plain, rules) for articles in (list(invented()), learnt))
    sets = {name: _figures(articles, plain, rules) for name, articles in measured.items()}
    items = train_items(rules, given, sets, args.work / "items")
    timed = [one for one in given + made if _short(one) and len(one.times) > 1 and one.times.any()]
    print(json.dumps({"figures for items": len(given), "figures for times": len(timed)}))
    pieces = Pieces(plain / ENCODER / "vocab.txt")
    short = {name: [one for one in figures if _short(one)] for name, figures in sets.items()}
    teacher = train_teacher(args.weights, pieces, timed, short, args.work / "teacher")
    reworded = args.work / "reworded"
    reword(timed, plain, teacher, pieces, range(Recipe.read("link_times").wordings), reworded)
    taught = list(teach(teacher, pieces, timed, TEACHING))
    times = train_times(rules, plain / ENCODER / "net.onnx", taught, reworded, sets, args.work / "times")
    folder = args.work / "net"
    export_items(items, rules, folder)
    export_times(times, folder)
    differences = check(items, times, sets["kept back"][:200], folder)
    print(f"written and read again, probabilities differ: items {differences[0]:.4f}, times {differences[1]:.4f}")
    if any(found > most for found, most in zip(differences, GREATEST_DIFFERENCES, strict=True)):
        sys.exit("what was written is not the net: the pipeline is left as it was")
    nlp = spacy.load(plain)
    nlp.add_pipe(FACTORY).from_disk(folder)
    nlp.to_disk(args.model)


def _short(one: Marked) -> bool:
    """Whether the teacher can read the window whole."""
    return sum(map(len, one.pieces)) <= LONGEST - 2


def _figures(articles: Articles, model: Path, rules: Sequence[str]) -> list[Marked]:
    """The marked figures of the articles, as the net sees them."""
    nlp, numbers = flow.load(model), {name: n for n, name in enumerate(rules, 1)}
    told = track(articles, "reading", disable=not sys.stderr.isatty())
    return [one for article, marks in told for one in marked(article, marks, nlp, numbers)]


if __name__ == "__main__":
    main()
