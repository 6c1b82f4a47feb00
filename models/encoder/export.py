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
import spacy
import torch
from data import usual_tags
from net import LAYERS, LOWER, Labels, minilm_folder
from onnx import TensorProto, helper

import newsclaims.encoder.component
import newsclaims.paragraphs  # noqa: F401 - both make their factories known

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from graphs import Graph
from lemma_table import learn

from newsclaims.lemmas import Lemmas

_FLOATS = ("start", "ent", "arc", "label_dep", "label_head", "states", "lower")
_OUTPUTS = dict.fromkeys(("tag", "morph"), TensorProto.INT64) | dict.fromkeys(_FLOATS, TensorProto.FLOAT)


def build(state: dict[str, np.ndarray]) -> Graph:
    """The graph.

    Inputs: `pieces` and `shapes` (1, pieces), `first` (words,): the place of each word's first piece. Outputs, words
    first: `tag`, `morph` (best label), `start` (score that a sentence starts), `ent` (scores), `arc` (score of
    each head, the root at 0), `label_dep`, `label_head` (the two sides of an arc's label), `states`, and `lower`, the
    states after the first LOWER layers.
    """
    graph = Graph(state)
    x = _embedded(graph)
    graph.weight("zero_axis", np.array([0]))
    for i in range(LAYERS):
        x = graph.layer(x, f"encoder.layers.{i}")
        if i + 1 == LOWER:
            _of_words(graph, x, "lower")
    _heads(graph, _of_words(graph, x, "states"))
    return graph


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
    return graph.norm(graph.add("Add", [x, shaped], "with_shapes"), "encoder.norm", "embedded")


def _of_words(graph: Graph, x: str, out: str) -> str:
    """The rows of words' first pieces (words, width)."""
    rows = graph.add("Squeeze", [x, "zero_axis"], f"{out}.rows")
    return graph.add("Gather", [rows, "first"], out, axis=0)


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
    out.mkdir(parents=True, exist_ok=True)
    inputs = [("pieces", [1, "pieces"]), ("shapes", [1, "pieces"]), ("first", ["words"])]
    build(state).save(
        out / "net.onnx", "newsclaims_encoder",
        [helper.make_tensor_value_info(name, TensorProto.INT64, dims) for name, dims in inputs],
        [helper.make_tensor_value_info(name, kind, None) for name, kind in _OUTPUTS.items()],
        int8=int8,
    )  # fmt: skip
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
