"""The teacher of names in torch: MPNet and a head for names like the net's own. It reads the net's own chunks."""

from __future__ import annotations

import sys
from pathlib import Path

import torch
from net import NAMES, Labels
from torch import Tensor, nn
from torch.nn import functional

from newsclaims.encoder.words import Pieces

sys.path.insert(0, str(Path(__file__).parents[1]))

from mpnet import WIDTH, Mpnet


class Teacher(nn.Module):
    """MPNet, and scores of the names' labels for every word."""

    def __init__(self, labels: Labels, pieces: Pieces) -> None:
        super().__init__()
        self.encoder = Mpnet(pieces)
        self.ent_in = nn.Linear(WIDTH, NAMES)
        self.ent_set = nn.Embedding(len(labels.sets), NAMES)
        self.ent_out = nn.Linear(NAMES, len(labels.ent))
        nn.init.zeros_(self.ent_set.weight)

    def forward(self, batch: dict[str, Tensor], dropout: float) -> Tensor:
        """A batch of `data.collate` to scores (batch, words, labels), as the corpus of each row takes names."""
        x = self.encoder(batch["pieces"], batch["shapes"], batch["mask"])
        states = torch.gather(x, 1, batch["first"][:, :, None].expand(-1, -1, WIDTH))
        states = functional.dropout(states, dropout, self.training)
        return self.ent_out(functional.gelu(self.ent_in(states) + self.ent_set(batch["sets"])[:, None]))
