"""Layers of BERT in torch, and those of a pipeline that ships, as floating point again."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor, nn
from torch.nn import functional

WIDTH, ATTENDING, INNER = 384, 12, 1536
Weights = Mapping[str, np.ndarray]
_FLOATS = ("qkv.bias", "attended.bias", "inner.bias", "outer.bias",
           "norm1.weight", "norm1.bias", "norm2.weight", "norm2.bias")  # fmt: skip


class Layer(nn.Module):
    """One layer of BERT: attention and feed-forward, each normed after it is added."""

    def __init__(self, width: int = WIDTH, inner: int = INNER, eps: float = 1e-12) -> None:
        super().__init__()
        self.qkv = nn.Linear(width, 3 * width)
        self.attended = nn.Linear(width, width)
        self.norm1 = nn.LayerNorm(width, eps=eps)
        self.inner = nn.Linear(width, inner)
        self.outer = nn.Linear(inner, width)
        self.norm2 = nn.LayerNorm(width, eps=eps)

    def forward(self, x: Tensor, mask: Tensor, dropout: float = 0.0) -> Tensor:
        """`x` (batch, pieces, width) to the layer's output. `mask` (batch, 1 or heads, 1 or pieces, pieces) is True
        where a piece is, or a number that is added to the attention's score. `dropout` counts in training alone.
        """
        share = dropout if self.training else 0.0
        batch, length, width = x.shape
        qkv = self.qkv(x).view(batch, length, 3, ATTENDING, width // ATTENDING).permute(2, 0, 3, 1, 4)
        mixed = functional.scaled_dot_product_attention(qkv[0], qkv[1], qkv[2], attn_mask=mask, dropout_p=share)
        mixed = self.attended(mixed.transpose(1, 2).reshape(batch, length, width))
        x = self.norm1(x + functional.dropout(mixed, share))
        return self.norm2(x + functional.dropout(self.outer(functional.gelu(self.inner(x))), share))


def weights(graph: Path) -> dict[str, np.ndarray]:
    """The constants of an ONNX graph, by name."""
    return {weight.name: numpy_helper.to_array(weight) for weight in onnx.load(graph).graph.initializer}


def layer_weights(found: Weights, name: str) -> dict[str, np.ndarray]:
    """The weights of an int8 layer of an encoder's graph, by the names of `Layer`."""

    def matrix(part: str) -> np.ndarray:
        zero = found[f"{name}.{part}_zero_point"].astype(np.float32)
        return ((found[f"{name}.{part}_quantized"] - zero) * found[f"{name}.{part}_scale"]).T

    out = {key: found[f"{name}.{key}"] for key in _FLOATS}
    out["qkv.weight"] = np.concatenate([matrix(part) for part in "qkv"])
    return out | {f"{part}.weight": matrix(f"{part}.T") for part in ("attended", "inner", "outer")}


def published_layer(take: Mapping[str, Tensor], name: str, attention: Mapping[str, str]) -> dict[str, Tensor]:
    """The weights of a layer as models of Hugging Face publish them, by the names of `Layer`; `attention` has their
    names, in the attention, of `q`, `k`, `v`, `attended` and `norm1`, which are not the same in all.
    """
    theirs = {part: f"{name}.attention.{own}" for part, own in attention.items()}
    theirs |= {"inner": f"{name}.intermediate.dense", "outer": f"{name}.output.dense"}
    theirs["norm2"] = f"{name}.output.LayerNorm"
    out = {}
    for kind in ("weight", "bias"):
        out[f"qkv.{kind}"] = torch.cat([take[f"{theirs[part]}.{kind}"] for part in "qkv"])
        out |= {f"{part}.{kind}": take[f"{own}.{kind}"] for part, own in theirs.items() if part not in "qkv"}
    return out
