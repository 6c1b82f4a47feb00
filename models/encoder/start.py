"""The net out of a pipeline that ships, to train it on: its int8 matrices as floating point again."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import onnx
import torch
from net import LAYERS, Labels, Net
from onnx import numpy_helper
from torch import Tensor

_RARE = -6.0  # the score of a label that the pipeline does not give
_LINEARS = ("tag", "morph", "ent_in", "ent_out", "arc_dep", "arc_head", "label_dep", "label_head")


def names_of(model: Path) -> list[str]:
    """The labels of names that a pipeline gives."""
    labels: list[str] = json.loads((model / "newsclaims_encoder" / "labels.json").read_text(encoding="utf-8"))["ent"]
    return labels


def net_of(model: Path, labels: Labels) -> Net:
    """The net of a pipeline. What is not in there starts afresh: the head for lemmas, the shifts of the corpora."""
    found = {
        w.name: numpy_helper.to_array(w) for w in onnx.load(model / "newsclaims_encoder" / "net.onnx").graph.initializer
    }
    net = Net(labels)
    state = net.state_dict()
    taken = _encoder(found) | _heads(found)
    taken["label"] = np.load(model / "newsclaims_encoder" / "label.npy").astype(np.float32)
    for name, value in taken.items():
        given = torch.from_numpy(np.array(value, dtype=np.float32))
        if name.startswith("ent_out"):
            given = _padded(given, len(labels.ent), 0.0 if name.endswith("weight") else _RARE)
        assert state[name].shape == given.shape, name
        state[name] = given
    net.load_state_dict(state)
    return net


def _padded(rows: Tensor, n: int, value: float) -> Tensor:
    return torch.cat([rows, rows.new_full((n - len(rows), *rows.shape[1:]), value)])


def _encoder(found: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    kept = ("encoder.positions.weight", "encoder.shapes.weight", "encoder.norm.weight", "encoder.norm.bias")
    out = {name: found[name] for name in kept}
    out["encoder.pieces.weight"] = found["pieces.int8"] * found["pieces.scales"]

    def matrix(name: str) -> np.ndarray:
        zero = found[f"{name}_zero_point"].astype(np.float32)
        return ((found[f"{name}_quantized"] - zero) * found[f"{name}_scale"]).T

    for i in range(LAYERS):
        layer = f"encoder.layers.{i}"
        out |= {name: value for name, value in found.items() if name.startswith(layer) and name.endswith("bias")}
        out |= {name: found[name] for name in (f"{layer}.norm1.weight", f"{layer}.norm2.weight")}
        out[f"{layer}.qkv.weight"] = np.concatenate([matrix(f"{layer}.{part}") for part in "qkv"])
        for part in ("attended", "inner", "outer"):
            out[f"{layer}.{part}.weight"] = matrix(f"{layer}.{part}.T")
    return out


def _heads(found: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    out = {"arc": found["arc.weight"], "arc_bias": found["arc_bias"], "root": found["root.row"][0]}
    for name in _LINEARS:
        out |= {f"{name}.weight": found[f"{name}.weight.T"].T, f"{name}.bias": found[f"{name}.bias"]}
    weight, bias = found["starts.weight.T"].T / 2, found["starts.bias"] / 2
    return out | {"start.weight": np.concatenate([-weight, weight]), "start.bias": np.concatenate([-bias, bias])}
