"""The trained reader of links as `net.onnx`, `heads.npz` and `rules.json`, which `newsclaims.links.net` reads."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from data import Marked, collate
from net import Net
from onnx import TensorProto, helper, numpy_helper

sys.path.insert(0, str(Path(__file__).parents[1]))

from lstm import lstm_weights

from newsclaims.encoder.net import WIDTH
from newsclaims.links.sight import WORD_MARKS

_LINEARS = ("figure", "time_pair", "time_figure", "time", "no_time_in", "no_time", "item_pair", "item_figure", "item",
            "no_item_in", "no_item", "outside")  # fmt: skip


def export(net: Net, rules: Sequence[str], folder: Path) -> None:
    """Write the files, weights in half precision; `rules` are the names of the items' rules, in the net's order."""
    state = {name: value.detach().numpy() for name, value in net.state_dict().items()}
    folder.mkdir(parents=True, exist_ok=True)
    onnx.save(_graph(state), folder / "net.onnx")
    heads = {"item_rule": state["item_rule.weight"][:, 0], "figure_rule": state["figure_rule.weight"]}
    for name in _LINEARS:
        heads |= {f"{name}.weight": state[f"{name}.weight"].T, f"{name}.bias": state[f"{name}.bias"]}
    np.savez(folder / "heads.npz", **{name: value.astype(np.float16) for name, value in heads.items()})
    (folder / "rules.json").write_text(json.dumps(list(rules)), encoding="utf-8")


def _graph(state: dict[str, np.ndarray]) -> onnx.ModelProto:
    """Inputs: `states` (figures, words, 384), four marks of each word (figures, words), `lengths` (figures,). Output:
    `words` (figures, words, width).
    """
    nodes: list[onnx.NodeProto] = []
    weights: list[onnx.TensorProto] = []

    def weight(name: str, value: np.ndarray) -> str:
        # Kept in half precision, and widened when the net is loaded.
        weights.append(numpy_helper.from_array(np.ascontiguousarray(value, dtype=np.float16), f"{name}.half"))
        return add("Cast", [f"{name}.half"], name, to=TensorProto.FLOAT)

    def add(op: str, inputs: list[str], out: str, **attributes: object) -> str:
        nodes.append(helper.make_node(op, inputs, [out], name=out, **attributes))
        return out

    def linear(x: str, name: str) -> str:
        product = add("MatMul", [x, weight(f"{name}.matrix", state[f"{name}.weight"].T)], f"{name}.product")
        return add("Add", [product, weight(f"{name}.shift", state[f"{name}.bias"])], f"{name}.out")

    scale = [weight("norm.scale", state["norm.weight"]), weight("norm.shift", state["norm.bias"])]
    x = add("LayerNormalization", [linear("states", "taken"), *scale], "normed", axis=-1, epsilon=1e-5)
    for name in WORD_MARKS:
        marked = add("Gather", [weight(f"{name}.table", state[f"{name}.weight"]), name], f"{name}.rows", axis=0)
        x = add("Add", [x, marked], f"{name}.added")
    by_word = add("Transpose", [x], "by_word", perm=[1, 0, 2])
    matrices = [weight(f"context.{kind}", value) for kind, value in lstm_weights(state, 0).items()]
    add("LSTM", [by_word, *matrices, "lengths"], "lstm", direction="bidirectional",
        hidden_size=state["context.weight_hh_l0"].shape[1])  # fmt: skip
    sides = add("Transpose", ["lstm"], "lstm.sides", perm=[2, 0, 1, 3])
    flat = numpy_helper.from_array(np.array([0, 0, -1]), "flat")
    joined = add("Reshape", [sides, "flat"], "lstm.joined")
    add("Add", [x, linear(joined, "mixed")], "words")
    shape = ["figures", "words"]
    inputs = [helper.make_tensor_value_info("states", TensorProto.FLOAT, [*shape, WIDTH])]
    inputs += [helper.make_tensor_value_info(name, TensorProto.INT64, shape) for name in WORD_MARKS]
    inputs += [helper.make_tensor_value_info("lengths", TensorProto.INT32, ["figures"])]
    outputs = [helper.make_tensor_value_info("words", TensorProto.FLOAT, None)]
    made = helper.make_graph(nodes, "newsclaims_links", inputs, outputs, [*weights, flat])
    return helper.make_model(made, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)


def check(net: Net, given: Sequence[Marked], folder: Path) -> float:
    """The greatest difference between the probabilities that the net tells and those of what was written."""
    from newsclaims.links.net import LinkNet  # what it reads has just been written

    net.eval()
    worst = 0.0
    for one, told in zip(given, LinkNet(folder).tell([one.sight for one in given]), strict=True):
        with torch.no_grad():
            scores = net(collate([one]))
        for ours, theirs in zip(scores, (told.times, told.items), strict=True):
            worst = max(worst, float(np.abs(ours.softmax(1)[0].numpy()[: len(theirs)] - theirs).max()))
    return worst
