"""Train the teacher of names: `python models/encoder/teacher.py --data ../shared/data --weights models/work/mpnet
--work models/work/teacher`.

A bigger encoder on the same gold of names; it does not ship. Seeded and resumable as the net's own training is.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
from data import SOURCES, Reader, Sample
from name_teacher import Teacher
from names import right, scored
from torch import Tensor
from train import HERE, Recipe, Told, Training, is_trained, named


class Teaching(Training):
    """The teacher's training under way."""

    def __init__(self, recipe: Recipe, data: Path, work: Path, weights: Path) -> None:
        self.weights = weights
        super().__init__(recipe, data, work)

    def read(self, data: Path, reader: Reader) -> tuple[list[Sample], list[Sample]]:
        """All gold of names; of what is kept back the part that has names."""
        named_ = [i for i, source in enumerate(SOURCES) if source.marks]
        held = [sample for sample in reader.kept_back(data) if sample.ent is not None]
        return [sample for i in named_ for sample in reader.samples(data, i)], held

    def start(self) -> Teacher:
        """MPNet, and a fresh head."""
        net = Teacher(self.labels, self.pieces)
        net.encoder.start_from(self.weights)
        return net

    def told(self, batch: dict[str, Tensor], dropout: float) -> dict[str, Told]:
        """The loss of names."""
        return {"ent": named(self.net(batch, dropout), batch, self.open)}

    def measure(self) -> dict[str, float]:
        """How right names are on what was kept back."""
        self.net.eval()
        return right(scored(lambda batch: self.net(batch, 0.0), self.held, self.pieces), self.labels.ent)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with treebank/, ner/ and time/")
    parser.add_argument("--weights", type=Path, required=True, help="folder with the packages of all-mpnet-base-v2")
    parser.add_argument("--work", type=Path, required=True, help="where labels and states are kept")
    parser.add_argument("--recipe", type=Path, default=HERE.parent / "configs" / "teacher.toml")
    args = parser.parse_args()
    if is_trained(args.work):
        return
    torch.set_num_threads(1)
    Teaching(Recipe.read(args.recipe), args.data, args.work, args.weights).run()


if __name__ == "__main__":
    main()
