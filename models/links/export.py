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

from graphs import HalfGraph

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
    graph = HalfGraph(state)
    x = graph.norm(graph.linear("states", "taken", "taken.out"), "normed")
    for name in WORD_MARKS:
        table = graph.weight(f"{name}.table", state[f"{name}.weight"])
        x = graph.add("Add", [x, graph.add("Gather", [table, name], f"{name}.rows", axis=0)], f"{name}.added")
    sides = graph.lstm(graph.add("Transpose", [x], "by_word", perm=[1, 0, 2]), 0)
    flat = numpy_helper.from_array(np.array([0, 0, -1]), "flat")
    sides = graph.add("Transpose", [sides], "lstm.sides", perm=[2, 0, 1, 3])
    joined = graph.add("Reshape", [sides, "flat"], "lstm.joined")
    graph.add("Add", [x, graph.linear(joined, "mixed", "mixed.out")], "words")
    shape = ["figures", "words"]
    inputs = [helper.make_tensor_value_info("states", TensorProto.FLOAT, [*shape, WIDTH])]
    inputs += [helper.make_tensor_value_info(name, TensorProto.INT64, shape) for name in WORD_MARKS]
    inputs += [helper.make_tensor_value_info("lengths", TensorProto.INT32, ["figures"])]
    return graph.model("newsclaims_links", inputs, ["words"], [flat])


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
