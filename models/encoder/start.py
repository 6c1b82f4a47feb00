"""The net out of a pipeline that ships, to train it on: its int8 matrices as floating point again."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import torch
from net import LAYERS, Labels, Net
from torch import Tensor

sys.path.insert(0, str(Path(__file__).parents[1]))

from bert import layer_weights, weights

_RARE = -6.0  # the score of a label that the pipeline does not give
_LINEARS = ("tag", "morph", "ent_in", "ent_out", "arc_dep", "arc_head", "label_dep", "label_head")


def names_of(model: Path) -> list[str]:
    """The labels of names that a pipeline gives."""
    labels: list[str] = json.loads((model / "newsclaims_encoder" / "labels.json").read_text(encoding="utf-8"))["ent"]
    return labels


def net_of(model: Path, labels: Labels) -> Net:
    """The net of a pipeline. What is not in there starts afresh: the head for lemmas, the shifts of the corpora."""
    found = weights(model / "newsclaims_encoder" / "net.onnx")
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
    for i in range(LAYERS):
        name = f"encoder.layers.{i}"
        out |= {f"{name}.{key}": value for key, value in layer_weights(found, name).items()}
    return out


def _heads(found: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    out = {"arc": found["arc.weight"], "arc_bias": found["arc_bias"], "root": found["root.row"][0]}
    for name in _LINEARS:
        out |= {f"{name}.weight": found[f"{name}.weight.T"].T, f"{name}.bias": found[f"{name}.bias"]}
    weight, bias = found["starts.weight.T"].T / 2, found["starts.bias"] / 2
    return out | {"start.weight": np.concatenate([-weight, weight]), "start.bias": np.concatenate([-bias, bias])}
