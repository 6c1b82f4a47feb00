"""The trained nets of the reader of links as the files that `newsclaims.links.items` and `newsclaims.links.times` read:
`items.onnx`, `items.npz` and `rules.json`; `times.onnx`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from data import Marked, collate
from net import ItemNet, TimeNet
from onnx import TensorProto, helper, numpy_helper

sys.path.insert(0, str(Path(__file__).parents[1]))

from graphs import Graph, HalfGraph

from newsclaims.encoder.net import WIDTH
from newsclaims.links.sight import WORD_MARKS

_LINEARS = ("figure", "pair", "pair_figure", "item", "none_in", "none", "outside")


def export_items(net: ItemNet, rules: Sequence[str], folder: Path) -> None:
    """Write the files, weights in half precision; `rules` are the names of the items' rules, in the net's order."""
    state = _state(net)
    folder.mkdir(parents=True, exist_ok=True)
    onnx.save(_item_graph(state), folder / "items.onnx")
    heads = {"item_rule": state["item_rule.weight"][:, 0], "figure_rule": state["figure_rule.weight"]}
    for name in _LINEARS:
        heads |= {f"{name}.weight": state[f"{name}.weight"].T, f"{name}.bias": state[f"{name}.bias"]}
    np.savez(folder / "items.npz", **{name: value.astype(np.float16) for name, value in heads.items()})
    (folder / "rules.json").write_text(json.dumps(list(rules)), encoding="utf-8")


def _state(net: torch.nn.Module) -> dict[str, np.ndarray]:
    return {name: value.detach().numpy() for name, value in net.state_dict().items()}


def _item_graph(state: dict[str, np.ndarray]) -> onnx.ModelProto:
    """Inputs: `states` (figures, words, 384), four marks of each word (figures, words), `lengths` (figures,). Output:
    `words` (figures, words, width).
    """
    graph = HalfGraph(state)
    x = graph.norm(graph.linear("states", "taken", "taken.out"), "normed")
    for name in WORD_MARKS:
        table = graph.weight(f"{name}.table", state[f"marks.{name}.weight"])
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
    return graph.model("newsclaims_items", inputs, ["words"], [flat])


def export_times(net: TimeNet, folder: Path) -> None:
    """Write the graph of one figure, its layers in int8. Inputs: `lower` (words, 384), four marks of each word
    (words,), `figure` (2,) and `times` (expressions, 3), the places that `Sight` tells. Output: `scores`
    (1 + expressions,).
    """
    graph = Graph(_state(net))
    x = "lower"
    for name in WORD_MARKS:
        rows = graph.add("Gather", [graph.weight(f"marks.{name}.weight"), name], f"{name}.rows", axis=0)
        x = graph.add("Add", [x, rows], f"{name}.added")
    first = graph.weight("first_axis", np.array([0]))
    x = graph.add("Unsqueeze", [x, first], "window")
    for n in range(len(net.layers)):
        x = graph.layer(x, f"layers.{n}")
    words = graph.add("Squeeze", [x, first], "words")
    figure = _bent(graph, _rows_of(graph, words, "figure", 1, 2), "figure")
    times = _bent(graph, _rows_of(graph, words, "times", -1, 3), "time")
    expanded = graph.add("Expand", [figure, graph.add("Shape", [times], "times.shape")], "expanded")
    both = graph.add("Mul", [times, expanded], "both")
    pair = _bent(graph, graph.add("Concat", [times, expanded, both], "pairs", axis=1), "pair")
    none = graph.linear(_bent(graph, figure, "none_in"), "head.none", "none.out")
    told = [none, graph.linear(pair, "head.score", "score.out")]
    column = graph.add("Concat", told, "column", axis=0)
    graph.add("Squeeze", [column, graph.weight("last_axis", np.array([1]))], "scores")
    inputs = [helper.make_tensor_value_info("lower", TensorProto.FLOAT, ["words", WIDTH])]
    inputs += [helper.make_tensor_value_info(name, TensorProto.INT64, ["words"]) for name in WORD_MARKS]
    inputs += [helper.make_tensor_value_info("figure", TensorProto.INT64, [2])]
    inputs += [helper.make_tensor_value_info("times", TensorProto.INT64, ["expressions", 3])]
    outputs = [helper.make_tensor_value_info("scores", TensorProto.FLOAT, None)]
    folder.mkdir(parents=True, exist_ok=True)
    graph.save(folder / "times.onnx", "newsclaims_times", inputs, outputs)


def _rows_of(graph: Graph, words: str, places: str, rows: int, count: int) -> str:
    """The words at the places, the `count` of a row beside each other."""
    found = graph.add("Gather", [words, places], f"{places}.words", axis=0)
    shape = graph.weight(f"{places}.flat", np.array([rows, count * WIDTH]))
    return graph.add("Reshape", [found, shape], f"{places}.joined")


def _bent(graph: Graph, x: str, name: str) -> str:
    return graph.gelu(graph.linear(x, f"head.{name}", f"{name}.in"))


def check(items: ItemNet, times: TimeNet, given: Sequence[Marked], folder: Path) -> tuple[float, float]:
    """How far the probabilities of what was written lie from those that the nets tell: for items the greatest
    difference, for times, whose layers were rounded, the mean one.
    """
    from newsclaims.links.net import LinkNet  # what it reads has just been written

    items.eval()
    times.eval()
    worst, differences = 0.0, [0.0]
    for one, told in zip(given, LinkNet(folder).tell([one.sight for one in given]), strict=True):
        batch = collate([one])
        with torch.no_grad():
            worst = max(worst, float(np.abs(items(batch).softmax(1)[0].numpy() - told.items).max()))
            if len(told.times) > 1:
                differences.append(float(np.abs(times(batch).softmax(1)[0].numpy() - told.times).max()))
    return worst, float(np.mean(differences))
