"""ONNX graphs of the encoder and of the nets behind it, written node by node."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
from bert import ATTENDING
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

Values = Sequence[onnx.ValueInfoProto]
_MS = "com.microsoft"
_STEPS = 64  # of a weight on each side of 0: seven bits, since eight overflow on processors without VNNI
_GATES = (0, 3, 1, 2)  # torch has input, forget, cell, output; ONNX input, output, forget, cell


class Graph:
    """Nodes and weights as they are added, with the `state` of a torch net; each `add` gives the name of its output.

    Matrices of layers become int8 when the graph is saved.
    """

    def __init__(self, state: dict[str, np.ndarray]) -> None:
        self.state = state
        self.nodes: list[onnx.NodeProto] = []
        self.weights: dict[str, np.ndarray] = {}
        self._rounded: list[str] = []

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

    def layer(self, x: str, name: str) -> str:
        """`x` (rows, pieces, width) through one layer of BERT, its matrices to be int8."""
        weights = self.state[f"{name}.qkv.weight"]
        parts = []
        for part, rows in zip("qkv", np.split(weights, 3), strict=True):
            kept = self.matrix(f"{name}.{part}", rows.T)
            parts.append(self._product(x, kept, f"{name}.{part}"))
        bias = self.weight(f"{name}.qkv.bias")
        mixed = self.add("MultiHeadAttention", [*parts, bias], f"{name}.mixed", _MS, num_heads=ATTENDING)
        x = self._normed(x, mixed, f"{name}.attended", f"{name}.norm1")
        inner = self.matrix(f"{name}.inner.T", self.state[f"{name}.inner.weight"].T)
        raised = self._product(x, inner, f"{name}.inner")
        bent = self.add("FastGelu", [raised, self.weight(f"{name}.inner.bias")], f"{name}.gelu", _MS)
        return self._normed(x, bent, f"{name}.outer", f"{name}.norm2")

    def _normed(self, x: str, given: str, linear: str, norm: str) -> str:
        """`given` through a linear layer, added to `x`, and normed."""
        kept = self.matrix(f"{linear}.T", self.state[f"{linear}.weight"].T)
        product = self._product(given, kept, linear)
        biased = self.add("Add", [product, self.weight(f"{linear}.bias")], f"{linear}.biased")
        return self.norm(self.add("Add", [biased, x], f"{linear}.added"), norm, f"{norm}.out")

    def norm(self, x: str, name: str, out: str) -> str:
        """`x` through a LayerNorm of the net."""
        # Not the runtime's SkipLayerNormalization, which does the same in one node and takes four times as long.
        inputs = [x, self.weight(f"{name}.weight"), self.weight(f"{name}.bias")]
        return self.add("LayerNormalization", inputs, out, axis=-1, epsilon=1e-12)

    def _product(self, x: str, matrix: str, name: str) -> str:
        self._rounded.append(f"{name}.matmul")
        return self.add("MatMul", [x, matrix], f"{name}.matmul")

    def save(self, file: Path, name: str, inputs: Values, outputs: Values, *, int8: bool = True) -> None:
        """Write the graph; its layers' matrices as int8, unless they are to stay in floating point."""
        made = helper.make_graph(
            self.nodes, name, inputs, outputs,
            [numpy_helper.from_array(value, name) for name, value in self.weights.items()],
        )  # fmt: skip
        versions = [helper.make_opsetid("", 17), helper.make_opsetid(_MS, 1)]
        model = helper.make_model(made, opset_imports=versions, ir_version=9)
        if not int8:
            onnx.save(model, file)
            return
        with tempfile.TemporaryDirectory() as folder:
            onnx.save(model, Path(folder) / "float.onnx")
            quantize_dynamic(
                Path(folder) / "float.onnx", file, op_types_to_quantize=["MatMul"], nodes_to_quantize=self._rounded,
                per_channel=True, reduce_range=True, weight_type=QuantType.QInt8,
                extra_options={"DefaultTensorType": TensorProto.FLOAT},
            )  # fmt: skip


class HalfGraph:
    """Nodes and weights as they are added, with the `state` of a torch net; each node gives the name of its output.

    Weights are kept in half precision, and widened when the net is loaded.
    """

    def __init__(self, state: dict[str, np.ndarray]) -> None:
        self.state = state
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []

    def weight(self, name: str, value: np.ndarray) -> str:
        """A constant."""
        half = np.ascontiguousarray(value, dtype=np.float16)
        self.weights.append(numpy_helper.from_array(half, f"{name}.half"))
        return self.add("Cast", [f"{name}.half"], name, to=TensorProto.FLOAT)

    def add(self, op: str, inputs: list[str], out: str, **attributes: object) -> str:
        """A node with one output."""
        self.nodes.append(helper.make_node(op, inputs, [out], name=out, **attributes))
        return out

    def linear(self, x: str, name: str, out: str) -> str:
        """`x` times the weights of a torch Linear, and its bias."""
        matrix = self.weight(f"{name}.matrix", self.state[f"{name}.weight"].T)
        product = self.add("MatMul", [x, matrix], f"{out}.product")
        return self.add("Add", [product, self.weight(f"{name}.shift", self.state[f"{name}.bias"])], out)

    def norm(self, x: str, out: str) -> str:
        """`x` through the net's LayerNorm `norm`."""
        scale = [
            self.weight("norm.scale", self.state["norm.weight"]),
            self.weight("norm.shift", self.state["norm.bias"]),
        ]
        return self.add("LayerNormalization", [x, *scale], out, axis=-1, epsilon=1e-5)

    def lstm(self, x: str, layer: int) -> str:
        """`x` (words, rows, width) through a layer of the net's LSTM `context`, both ways, each row `lengths` long:
        (words, sides, rows, width / 2).
        """
        kinds = lstm_weights(self.state, layer).items()
        matrices = [self.weight(f"context.{layer}.{kind}", value) for kind, value in kinds]
        hidden = self.state["context.weight_hh_l0"].shape[1]
        return self.add(
            "LSTM", [x, *matrices, "lengths"], f"lstm.{layer}", direction="bidirectional", hidden_size=hidden
        )

    def model(
        self, name: str, inputs: list[onnx.ValueInfoProto], outputs: list[str], constants: list[onnx.TensorProto]
    ) -> onnx.ModelProto:
        """The whole, with `constants` beside the weights."""
        told = [helper.make_tensor_value_info(out, TensorProto.FLOAT, None) for out in outputs]
        made = helper.make_graph(self.nodes, name, inputs, told, [*self.weights, *constants])
        return helper.make_model(made, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)


def lstm_weights(state: dict[str, np.ndarray], layer: int) -> dict[str, np.ndarray]:
    """The weights of a layer of the LSTM `context`, both directions, as ONNX wants them: W, R and B."""

    def turned(name: str) -> np.ndarray:
        gates = np.split(state[f"context.{name}"], 4)
        return np.concatenate([gates[i] for i in _GATES])

    sides = [f"l{layer}", f"l{layer}_reverse"]
    return {
        "W": np.stack([turned(f"weight_ih_{side}") for side in sides]),
        "R": np.stack([turned(f"weight_hh_{side}") for side in sides]),
        "B": np.stack([np.concatenate([turned(f"bias_ih_{side}"), turned(f"bias_hh_{side}")]) for side in sides]),
    }
