"""Train the encoder: `python models/encoder/train.py --data ../shared/data --work models/work/encoder`.

Seeded, and resumable: its state is kept every few hundred steps, and a run that was stopped goes on from there.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import tomllib
import torch
from data import SOURCES, Reader, Sample, batched, chunks, collate, epoch, find_labels, open_kinds
from net import Labels, Net, minilm_folder
from torch import Tensor, nn
from torch.nn import functional

from newsclaims.encoder.words import Pieces

HERE = Path(__file__).parent
_FAR = -1e4
Told = tuple[Tensor, Tensor, Tensor]


@dataclass(frozen=True)
class Recipe:
    """The numbers of a training, as `configs/encoder.toml` holds them."""

    seed: int
    epochs: int
    batch_pieces: int
    chunk_pieces: int
    encoder_rate: float
    heads_rate: float
    warm_up: float
    weight_decay: float
    dropout: float
    clip: float
    weights: dict[str, float]
    save_every: int
    rates: dict[str, float] = field(default_factory=dict)
    news_rate: float = 0.0
    teacher_share: float = 0.0

    @classmethod
    def read(cls, path: Path) -> Recipe:
        """The recipe in a file."""
        return cls(**tomllib.loads(path.read_text(encoding="utf-8")))


def losses(net: Net, batch: dict[str, Tensor], dropout: float, open_: Tensor) -> dict[str, Told]:
    """For each head its loss, how many words it got right, and how many it was asked."""
    states = functional.dropout(net.states(batch), dropout, net.training)
    given = {name: value.float() for name, value in net.heads_of(states).items()}
    out = {name: _classified(given[name], batch[name]) for name in ("tag", "morph", "lemma", "start")}
    head, sentence = batch["head"], batch["sentence"]
    arcs = given["arc_dep"] @ given["arc_head"].transpose(1, 2)
    same = (sentence[:, :, None] == sentence[:, None, :]) & ~torch.eye(sentence.shape[1], dtype=torch.bool)
    arcs[:, :, 1:].masked_fill_(~same, _FAR)
    out["head"] = _classified(arcs, head)
    side = torch.gather(
        given["label_head"], 1, head.clamp(min=0)[:, :, None].expand(-1, -1, given["label_head"].shape[2])
    )
    known = torch.where(head >= 0, batch["dep"], torch.full_like(head, -100))
    out["dep"] = _classified(net.labels(given["label_dep"], side).float(), known)
    out["ent"] = named(net.ents(given["ent_in"], batch["sets"]), batch, open_)
    if "soft" in batch:
        out["soft"] = _softly(net.ents(given["ent_in"], torch.zeros_like(batch["sets"])), batch["soft"])
    return out


def named(scores: Tensor, batch: dict[str, Tensor], open_: Tensor) -> Told:
    """The loss of the names' scores; an unmarked word may be of any kind that its corpus does not mark."""
    scores = functional.log_softmax(scores.float(), -1)
    unmarked = torch.logsumexp(scores + open_[batch["sets"]][:, None], -1)
    ent = batch["ent"]
    marked = torch.gather(scores, 2, ent.clamp(min=0)[:, :, None])[:, :, 0]
    asked = ent >= 0
    loss = -torch.where(ent == 0, unmarked, marked)[asked].sum() / asked.sum().clamp(min=1)
    told = asked & (ent > 0)
    return loss, (scores.argmax(-1) == ent)[told].sum(), told.sum()


def _softly(scores: Tensor, soft: Tensor) -> Told:
    asked = soft.sum(-1) > 0
    scores, soft = functional.log_softmax(scores.float(), -1)[asked], soft[asked]
    loss = -(soft * scores[:, : soft.shape[1]]).sum() / asked.sum().clamp(min=1)
    best = soft.argmax(-1)
    return loss, (scores.argmax(-1) == best)[best > 0].sum(), (best > 0).sum()


def _classified(scores: Tensor, gold: Tensor) -> Told:
    asked = gold >= 0
    if not asked.any():
        return scores.sum() * 0, asked.sum(), asked.sum()
    loss = functional.cross_entropy(scores[asked], gold[asked])
    return loss, (scores.argmax(-1) == gold)[asked].sum(), asked.sum()


def parameters(net: nn.Module, recipe: Recipe) -> list[dict[str, Any]]:
    """The optimizer's groups: the encoder slower than the heads, and no decay on norms and biases."""
    groups: dict[tuple[bool, bool], list[Tensor]] = {}
    for name, value in net.named_parameters():
        slow = name.startswith(("encoder.", "layers.")) and "shapes" not in name
        if value.requires_grad:
            groups.setdefault((slow, value.dim() > 1), []).append(value)
    return [
        {
            "params": values,
            "lr": recipe.encoder_rate if slow else recipe.heads_rate,
            "weight_decay": recipe.weight_decay if decays else 0.0,
        }
        for (slow, decays), values in groups.items()
    ]


class Training:
    """A training under way: the net, its optimizer and the step they stand at."""

    def __init__(self, recipe: Recipe, data: Path, work: Path) -> None:
        self.recipe, self.work, self.step = recipe, work, 0
        torch.manual_seed(recipe.seed)
        self.pieces = Pieces(minilm_folder() / "vocab.txt")
        labels = work / "labels.json"
        if not labels.exists():
            work.mkdir(parents=True, exist_ok=True)
            labels.write_text(json.dumps(asdict(find_labels(data)), indent=1), encoding="utf-8")
        self.labels = Labels(**json.loads(labels.read_text(encoding="utf-8")))
        if "lemma" not in recipe.weights:
            self.labels = replace(self.labels, lemma=[])
        self.samples, self.held = self.read(data, Reader(self.labels, self.pieces, recipe.rates))
        self.open = torch.tensor([open_kinds(source) for source in SOURCES]).float().log().clamp(min=_FAR)
        self.net = self.start()
        self.optimizer = torch.optim.AdamW(parameters(self.net, recipe), betas=(0.9, 0.98), fused=True)
        self.steps = recipe.epochs * len(self.batches(0))
        self.scheduler = torch.optim.lr_scheduler.LambdaLR(self.optimizer, self._rate)
        if (work / "state.pt").exists():
            state = torch.load(work / "state.pt")
            self.net.load_state_dict(state["net"])
            self.optimizer.load_state_dict(state["optimizer"])
            self.scheduler.load_state_dict(state["scheduler"])
            self.step = state["step"]

    def read(self, data: Path, reader: Reader) -> tuple[list[Sample], list[Sample]]:
        """The samples to train on, and those that are kept back."""
        samples = [sample for i in range(len(SOURCES)) for sample in reader.samples(data, i)]
        return samples, reader.kept_back(data)

    def start(self) -> nn.Module:
        """The net with its start weights."""
        net = Net(self.labels)
        net.encoder.start_from_minilm()
        return net

    def told(self, batch: dict[str, Tensor], dropout: float) -> dict[str, Told]:
        """For each head its loss, how many words it got right, and how many it was asked."""
        return losses(self.net, batch, dropout, self.open)

    def batches(self, number: int) -> list[list[Any]]:
        """The batches of an epoch."""
        recipe = self.recipe
        return epoch(self.samples, number, seed=recipe.seed, cap=recipe.chunk_pieces, pieces=recipe.batch_pieces)

    def _rate(self, step: int) -> float:
        warm = self.recipe.warm_up * self.steps
        return min((step + 1) / warm, max(0.0, (self.steps - step) / (self.steps - warm)))

    def save(self) -> None:
        """Keep the state; the file is whole at every moment."""
        state = {
            "net": self.net.state_dict(), "optimizer": self.optimizer.state_dict(),
            "scheduler": self.scheduler.state_dict(), "step": self.step,
        }  # fmt: skip
        torch.save(state, self.work / "state.tmp")
        os.replace(self.work / "state.tmp", self.work / "state.pt")

    def run(self) -> None:
        """Train to the end, epoch by epoch, and measure after each."""
        done = 0
        for number in range(self.recipe.epochs + 1):
            batches = self.batches(number)
            if self.step < min(done + len(batches), self.steps):
                self._epoch(batches[self.step - done :])
                print(json.dumps({"epoch": number + 1, "step": self.step, **self.measure()}), flush=True)
            done += len(batches)
        self.save()
        torch.save(self.net.state_dict(), self.work / "net.pt")

    def _epoch(self, batches: list[list[Any]]) -> None:
        self.net.train()
        began, words = time.perf_counter(), 0
        sums: dict[str, float] = {}
        for batch in batches:
            if self.step >= self.steps:
                break
            torch.manual_seed(self.recipe.seed + self.step)  # a resumed run drops out what a whole one would have
            made = collate(batch, self.pieces)
            words += int((made["first"] > 0).sum())
            with torch.autocast("cpu", torch.bfloat16):
                told = self.told(made, self.recipe.dropout)
                loss = torch.stack(
                    [told[name][0] * weight for name, weight in self.recipe.weights.items() if name in told]
                ).sum()
            self.optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(self.net.parameters(), self.recipe.clip)
            self.optimizer.step()
            self.scheduler.step()
            self.step += 1
            for name, (value, _, asked) in told.items():
                if asked:
                    sums[name] = 0.98 * sums.get(name, value.item()) + 0.02 * value.item()
            if self.step % 100 == 0:
                speed = round(words / (time.perf_counter() - began))
                shown = {name: round(value, 3) for name, value in sums.items()}
                print(json.dumps({"step": self.step, "of": self.steps, "words/s": speed, **shown}), flush=True)
            if self.step % self.recipe.save_every == 0:
                self.save()

    def measure(self) -> dict[str, float]:
        """Percent of words that each head gets right on what was kept back (`ent`: of words in names), sentences and
        tokens given.
        """
        self.net.eval()
        right: dict[str, int] = {}
        asked: dict[str, int] = {}
        drawn = [chunk for sample in self.held for chunk in chunks(sample, 250, None)]
        with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
            for batch in batched(drawn, 3000):
                for name, (_, good, all_) in self.told(collate(batch, self.pieces), 0.0).items():
                    right[name] = right.get(name, 0) + int(good)
                    asked[name] = asked.get(name, 0) + int(all_)
        return {name: round(100 * right[name] / max(1, asked[name]), 2) for name in right}


def is_trained(work: Path) -> bool:
    """Whether a folder holds a finished net, and says so: nothing need be read then."""
    net = work / "net.pt"
    if net.exists():
        print(f"{net} is there already", file=sys.stderr)
    return net.exists()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with treebank/, ner/ and time/")
    parser.add_argument("--work", type=Path, required=True, help="where labels and states are kept")
    parser.add_argument("--recipe", type=Path, default=HERE.parent / "configs" / "encoder.toml")
    args = parser.parse_args()
    if is_trained(args.work):
        return
    Training(Recipe.read(args.recipe), args.data, args.work).run()


if __name__ == "__main__":
    main()
