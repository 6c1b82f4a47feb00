"""The trained net as ONNX, in a spaCy pipeline:
`python models/encoder/export.py --data ../shared/data --work models/work/encoder --out models/en_newsclaims`.

The graph is written node by node, for one chunk at a time and without padding: what a chunk gets then never hangs on
what lies beside it in a batch, which int8 with ranges found at run time would otherwise make it do. The encoder's
matrices are int8, one scale a column; the word pieces int8, one scale a row; the heads stay in floating point.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

import numpy as np
import onnx
import spacy
import torch
from data import usual_tags
from net import ATTENDING, LAYERS, Labels, minilm_folder
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

import newsclaims.encoder.component
import newsclaims.paragraphs  # noqa: F401 - both make their factories known

HERE = Path(__file__).parent
_STEPS = 64  # of a weight on each side of 0: seven bits, since eight overflow on processors without VNNI
sys.path.insert(0, str(HERE.parent))

from lemma_table import learn

from newsclaims.lemmas import Lemmas

_MS = "com.microsoft"


class Graph:
    """Nodes and weights as they are added; each `add` gives the name of its output."""

    def __init__(self, state: dict[str, np.ndarray]) -> None:
        self.state = state
        self.nodes: list[onnx.NodeProto] = []
        self.weights: dict[str, np.ndarray] = {}

    def weight(self, name: str, value: np.ndarray | None = None) -> str:
        """A constant: the net's own of that name, or the one given; floats rounded to half precision."""
        value = self.state[name] if value is None else value
        if value.dtype == np.float32:
            value = value.astype(np.float16).astype(np.float32)
        self.weights[name] = value
        return name

    def matrix(self, name: str, value: np.ndarray) -> str:
        """A matrix that is to be int8, its columns clipped where that makes the rounding err less."""
        best, least = value, np.full(value.shape[1], np.inf)
        for share in np.linspace(0.7, 1.0, 13):
            limit = share * np.abs(value).max(axis=0)
            step = limit / _STEPS
            clipped = np.clip(value, -limit, limit)
            error = np.square(np.rint(clipped / step) * step - value).sum(axis=0)
            best = np.where(error < least, clipped, best)
            least = np.minimum(error, least)
        return self.weight(name, np.ascontiguousarray(best, dtype=np.float32))

    def add(self, op: str, inputs: list[str], out: str, domain: str = "", **attributes: object) -> str:
        """A node with one output."""
        self.nodes.append(helper.make_node(op, inputs, [out], name=out, domain=domain, **attributes))
        return out

    def linear(self, x: str, name: str, out: str) -> str:
        """`x` times the weights of a torch Linear, and its bias."""
        weights = self.weight(f"{name}.weight.T", np.ascontiguousarray(self.state[f"{name}.weight"].T))
        return self.add("Add", [self.add("MatMul", [x, weights], f"{out}.matmul"), self.weight(f"{name}.bias")], out)

    def gelu(self, x: str) -> str:
        """GELU with the error function."""
        return self.add("Gelu", [x], f"{x}.gelu", _MS)


def build(state: dict[str, np.ndarray]) -> tuple[onnx.ModelProto, list[str]]:
    """The graph in floating point, and the names of the nodes that are to be int8.

    Inputs: `pieces` and `shapes` (1, pieces), `first` (words,): the place of each word's first piece. Outputs, words
    first: `tag`, `morph` (best label), `start` (score that a sentence starts), `ent` (scores), `arc` (score of
    each head, the root at 0), `label_dep`, `label_head` (the two sides of an arc's label), `states`.
    """
    graph = Graph(state)
    x = _embedded(graph)
    for i in range(LAYERS):
        x = _layer(graph, x, f"encoder.layers.{i}")
    rows = graph.add("Squeeze", [x, graph.weight("zero_axis", np.array([0]))], "rows")
    states = graph.add("Gather", [rows, "first"], "states", axis=0)
    _heads(graph, states)
    wanted = [node.name for node in graph.nodes if node.name.startswith("encoder.") and node.op_type == "MatMul"]
    inputs = [("pieces", [1, "pieces"]), ("shapes", [1, "pieces"]), ("first", ["words"])]
    outputs = dict.fromkeys(("tag", "morph"), TensorProto.INT64)
    outputs |= dict.fromkeys(("start", "ent", "arc", "label_dep", "label_head", "states"), TensorProto.FLOAT)
    made = helper.make_graph(
        graph.nodes, "newsclaims_encoder",
        [helper.make_tensor_value_info(name, TensorProto.INT64, dims) for name, dims in inputs],
        [helper.make_tensor_value_info(name, kind, None) for name, kind in outputs.items()],
        [numpy_helper.from_array(value, name) for name, value in graph.weights.items()],
    )  # fmt: skip
    versions = [helper.make_opsetid("", 17), helper.make_opsetid(_MS, 1)]
    return helper.make_model(made, opset_imports=versions, ir_version=9), wanted


def _embedded(graph: Graph) -> str:
    table = graph.state["encoder.pieces.weight"]
    scales = (np.abs(table).max(axis=1, keepdims=True) / 127).astype(np.float32)
    rounded = np.rint(table / scales).astype(np.int8)
    rows = graph.add("Gather", [graph.weight("pieces.int8", rounded), "pieces"], "pieces.rows", axis=0)
    floats = graph.add("Cast", [rows], "pieces.floats", to=TensorProto.FLOAT)
    sizes = graph.add("Gather", [graph.weight("pieces.scales", scales), "pieces"], "pieces.sizes", axis=0)
    x = graph.add("Mul", [floats, sizes], "pieces.scaled")
    # Places are 0, 1, 2, … as many as there are pieces.
    shape = graph.add("Shape", ["pieces"], "shape")
    length = graph.add("Gather", [shape, graph.weight("one", np.array(1))], "length", axis=0)
    numbers = [graph.weight("zero", np.array(0)), length, "one"]
    places = graph.add("Range", numbers, "places")
    placed = graph.add("Gather", [graph.weight("encoder.positions.weight"), places], "placed", axis=0)
    shaped = graph.add("Gather", [graph.weight("encoder.shapes.weight"), "shapes"], "shaped", axis=0)
    x = graph.add("Add", [x, placed], "with_places")
    return _norm(graph, graph.add("Add", [x, shaped], "with_shapes"), "encoder.norm", "embedded")


def _layer(graph: Graph, x: str, name: str) -> str:
    weights = graph.state[f"{name}.qkv.weight"]
    parts = []
    for part, rows in zip("qkv", np.split(weights, 3), strict=True):
        kept = graph.matrix(f"{name}.{part}", rows.T)
        parts.append(graph.add("MatMul", [x, kept], f"{name}.{part}.matmul"))
    bias = graph.weight(f"{name}.qkv.bias")
    mixed = graph.add("MultiHeadAttention", [*parts, bias], f"{name}.mixed", _MS, num_heads=ATTENDING)
    x = _normed(graph, x, mixed, f"{name}.attended", f"{name}.norm1")
    inner = graph.matrix(f"{name}.inner.T", graph.state[f"{name}.inner.weight"].T)
    raised = graph.add("MatMul", [x, inner], f"{name}.inner.matmul")
    bent = graph.add("FastGelu", [raised, graph.weight(f"{name}.inner.bias")], f"{name}.gelu", _MS)
    return _normed(graph, x, bent, f"{name}.outer", f"{name}.norm2")


def _normed(graph: Graph, x: str, given: str, linear: str, norm: str) -> str:
    """`given` through a linear layer, added to `x`, and normed."""
    kept = graph.matrix(f"{linear}.T", graph.state[f"{linear}.weight"].T)
    product = graph.add("MatMul", [given, kept], f"{linear}.matmul")
    biased = graph.add("Add", [product, graph.weight(f"{linear}.bias")], f"{linear}.biased")
    return _norm(graph, graph.add("Add", [biased, x], f"{linear}.added"), norm, f"{norm}.out")


def _norm(graph: Graph, x: str, name: str, out: str) -> str:
    # Not the runtime's SkipLayerNormalization, which does the same in one node and takes four times as long.
    inputs = [x, graph.weight(f"{name}.weight"), graph.weight(f"{name}.bias")]
    return graph.add("LayerNormalization", inputs, out, axis=-1, epsilon=1e-12)


def _heads(graph: Graph, states: str) -> None:
    for name in ("tag", "morph"):
        scores = graph.linear(states, name, f"{name}.scores")
        graph.add("ArgMax", [scores], name, axis=1, keepdims=0)
    # Two scores say no more than their difference.
    graph.state["starts.weight"] = graph.state["start.weight"][1:] - graph.state["start.weight"][:1]
    graph.state["starts.bias"] = graph.state["start.bias"][1:] - graph.state["start.bias"][:1]
    graph.linear(states, "starts", "start")
    graph.state["ent_in.bias"] = graph.state["ent_in.bias"] + graph.state["ent_set.weight"][0]
    graph.linear(graph.gelu(graph.linear(states, "ent_in", "ent.in")), "ent_out", "ent")
    root = graph.weight("root.row", graph.state["root"][None])
    rooted = graph.add("Concat", [root, states], "rooted", axis=0)
    dep = graph.gelu(graph.linear(states, "arc_dep", "arc.dep"))
    turned = graph.add("MatMul", [dep, graph.weight("arc.weight", graph.state["arc"])], "arc.turned")
    turned = graph.add("Add", [turned, graph.weight("arc_bias")], "arc.biased")
    head = graph.gelu(graph.linear(rooted, "arc_head", "arc.head"))
    graph.add("MatMul", [turned, graph.add("Transpose", [head], "arc.head.T", perm=[1, 0])], "arc")
    for side, given in (("label_dep", states), ("label_head", rooted)):
        gelu = graph.gelu(graph.linear(given, side, f"{side}.in"))
        graph.add("Identity", [gelu], side)


def shown_ents(labels: list[str]) -> list[str]:
    """The name labels that the pipeline keeps: they stand first."""
    return [label for label in labels if label[2:] != "MONEY"]


def export(data: Path, work: Path, out: Path, *, int8: bool = True, net: str = "net.pt") -> None:
    """Write what the component reads at run time; see `newsclaims.encoder.net.Net`."""
    kept = torch.load(work / net, map_location="cpu")
    state = {name: value.float().numpy() for name, value in kept.get("net", kept).items()}
    labels = json.loads((work / "labels.json").read_text(encoding="utf-8"))
    for name in ("ent_out.weight", "ent_out.bias"):
        state[name] = state[name][: len(shown_ents(labels["ent"]))]
    model, wanted = build(state)
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        onnx.save(model, Path(folder) / "float.onnx")
        if int8:
            quantize_dynamic(
                Path(folder) / "float.onnx", out / "net.onnx", op_types_to_quantize=["MatMul"],
                nodes_to_quantize=wanted, per_channel=True, reduce_range=True, weight_type=QuantType.QInt8,
                extra_options={"DefaultTensorType": TensorProto.FLOAT},
            )  # fmt: skip
        else:
            onnx.save(model, out / "net.onnx")
    usual = usual_tags(data, Labels(**labels))
    # The head for lemmas only helps the others to learn: a table does better. Money has twenty examples, too few.
    labels = {name: labels[name] for name in ("tag", "morph", "dep")} | {"ent": shown_ents(labels["ent"])}
    Lemmas(learn(data)).save(out / "lemmas.json")
    for name, value in (("labels", labels), ("usual", usual)):
        (out / f"{name}.json").write_text(json.dumps(value, ensure_ascii=False, indent=0), encoding="utf-8")
    np.save(out / "label.npy", state["label"].astype(np.float16))
    (out / "vocab.txt").write_bytes((minilm_folder() / "vocab.txt").read_bytes())


def assemble(data: Path, work: Path, out: Path, *, net: str = "net.pt", int8: bool = True) -> None:
    """The spaCy pipeline around the exported net, written to `out`."""
    nlp = spacy.blank("en")
    nlp.add_pipe("newsclaims_paragraphs")
    encoder = nlp.add_pipe("newsclaims_encoder")
    with tempfile.TemporaryDirectory() as folder:
        export(data, work, Path(folder), int8=int8, net=net)
        encoder.from_disk(folder)
        nlp.meta.update(json.loads((HERE / "meta.json").read_text(encoding="utf-8")))
        nlp.to_disk(out)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with treebank/, ner/ and time/")
    parser.add_argument("--work", type=Path, required=True, help="where train.py kept the net")
    parser.add_argument("--out", type=Path, required=True, help="where the pipeline is written")
    parser.add_argument("--float", action="store_true", help="leave the matrices in floating point")
    parser.add_argument("--net", default="net.pt", help="the state's file (state.pt: one kept half-way)")
    args = parser.parse_args()
    assemble(args.data, args.work, args.out, net=args.net, int8=not args.float)


if __name__ == "__main__":
    main()
