"""ONNX graphs of the nets that read the encoder's states, written node by node."""

from __future__ import annotations

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

_GATES = (0, 3, 1, 2)  # torch has input, forget, cell, output; ONNX input, output, forget, cell


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
