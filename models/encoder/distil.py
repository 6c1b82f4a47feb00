"""Train the net further, on gold and on the teacher's idea of names: `python models/encoder/distil.py
--data ../shared/data --net models/en_newsclaims --soft models/work/soft --work models/work/distilled`.

Seeded and resumable as the net's own training is.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
from data import SOURCES, Reader, Sample
from names import right, scored
from net import Net
from soft_labels import attach, ours
from start import net_of
from train import HERE, Recipe, Training, is_trained


class Distilling(Training):
    """The further training under way."""

    def __init__(self, recipe: Recipe, data: Path, work: Path, model: Path, soft: Path) -> None:
        self.model, self.soft = model, soft
        super().__init__(recipe, data, work)

    def read(self, data: Path, reader: Reader) -> tuple[list[Sample], list[Sample]]:
        """All gold, some of it with soft labels, and the news, which has only these and the net's own trees."""
        done = attach(data, self.model, reader, self.soft, self.recipe.teacher_share)
        samples = done.pop("news")
        for sample in samples:
            sample.rate = self.recipe.news_rate
        for i, source in enumerate(SOURCES):
            samples += done.get(source.path) or reader.samples(data, i)
        return samples, reader.kept_back(data)

    def start(self) -> Net:
        """The net as the pipeline has it."""
        return net_of(self.model, self.labels)

    def measure(self) -> dict[str, float]:
        """What the net's own training measures, and how right names are."""
        given = [sample for sample in self.held if sample.ent is not None]
        return super().measure() | right(scored(ours(self.net), given, self.pieces), self.labels.ent)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with treebank/, ner/, time/ and attribution/")
    parser.add_argument("--net", type=Path, required=True, help="the pipeline whose net goes on learning")
    parser.add_argument("--soft", type=Path, required=True, help="where soft_labels.py kept its labels")
    parser.add_argument("--work", type=Path, required=True, help="where labels and states are kept")
    parser.add_argument("--recipe", type=Path, default=HERE.parent / "configs" / "distil.toml")
    args = parser.parse_args()
    if is_trained(args.work):
        return
    torch.set_num_threads(1)
    Distilling(Recipe.read(args.recipe), args.data, args.work, args.net, args.soft).run()


if __name__ == "__main__":
    main()
