"""The trained reader of speech as `net.onnx` and `roles.npz`, which `newsclaims.attribution.speech_net` reads."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import onnx
import torch
from net import Net
from onnx import TensorProto, helper, numpy_helper

sys.path.insert(0, str(Path(__file__).parents[1]))

from lstm import lstm_weights


def export(net: Net, folder: Path) -> None:
    """Write both files, weights in half precision."""
    state = {name: value.detach().numpy() for name, value in net.state_dict().items()}
    folder.mkdir(parents=True, exist_ok=True)
    onnx.save(_graph(state, net.context.num_layers), folder / "net.onnx")
    roles = {"distance": state["distance.weight"], "sentence": state["sentence.weight"], "pair": state["pair"],
             "out": state["out.weight"].T, "bias": state["out.bias"]}  # fmt: skip
    np.savez(folder / "roles.npz", **{name: value.astype(np.float16) for name, value in roles.items()})


def _graph(state: dict[str, np.ndarray], layers: int) -> onnx.ModelProto:
    """Inputs: `states` (windows, words, 384), `lengths` (windows,). Outputs: `cue`, `belonging`, `cueing`."""
    nodes: list[onnx.NodeProto] = []
    weights: list[onnx.TensorProto] = []

    def weight(name: str, value: np.ndarray) -> str:
        # Kept in half precision, and widened when the net is loaded.
        weights.append(numpy_helper.from_array(np.ascontiguousarray(value, dtype=np.float16), f"{name}.half"))
        return add("Cast", [f"{name}.half"], name, to=TensorProto.FLOAT)

    def add(op: str, inputs: list[str], out: str, **attributes: object) -> str:
        nodes.append(helper.make_node(op, inputs, [out], name=out, **attributes))
        return out

    def linear(x: str, name: str, out: str) -> str:
        product = add("MatMul", [x, weight(f"{name}.matrix", state[f"{name}.weight"].T)], f"{out}.product")
        return add("Add", [product, weight(f"{name}.shift", state[f"{name}.bias"])], out)

    x = linear("states", "taken", "taken.out")
    scale = [weight("norm.scale", state["norm.weight"]), weight("norm.shift", state["norm.bias"])]
    x = normed = add("LayerNormalization", [x, *scale], "normed", axis=-1, epsilon=1e-5)
    x = add("Transpose", [x], "by_word", perm=[1, 0, 2])
    flat = numpy_helper.from_array(np.array([0, 0, -1]), "flat")
    for layer in range(layers):
        matrices = [weight(f"context.{layer}.{kind}", value) for kind, value in lstm_weights(state, layer).items()]
        add("LSTM", [x, *matrices, "lengths"], f"lstm.{layer}", direction="bidirectional",
            hidden_size=state["context.weight_hh_l0"].shape[1])  # fmt: skip
        x = add("Transpose", [f"lstm.{layer}"], f"lstm.{layer}.sides", perm=[0, 2, 1, 3])
        x = add("Reshape", [x, "flat"], f"lstm.{layer}.joined")
    x = add("Add", [normed, add("Transpose", [x], "by_window", perm=[1, 0, 2])], "words")
    linear(add("Relu", [linear(x, "cue_in", "cue.in")], "cue.bent"), "cue_out", "cue")
    linear(x, "belonging", "belonging")
    linear(x, "cueing", "cueing")
    inputs = [helper.make_tensor_value_info("states", TensorProto.FLOAT, ["windows", "words", 384]),
              helper.make_tensor_value_info("lengths", TensorProto.INT32, ["windows"])]  # fmt: skip
    outputs = [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in ("cue", "belonging", "cueing")]
    made = helper.make_graph(nodes, "newsclaims_speech", inputs, outputs, [*weights, flat])
    return helper.make_model(made, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)


def check(net: Net, folder: Path) -> float:
    """The greatest difference between the cue scores of the net and of what was written, on a made-up batch."""
    from newsclaims.attribution.speech_net import SpeechNet  # what it reads has just been written

    chance = np.random.default_rng(0)
    windows = [chance.normal(size=(n, 384)).astype(np.float32) for n in (3, 40, 17)]
    told = SpeechNet(folder).tell(windows)
    net.eval()
    with torch.no_grad():
        ours = [net.cues(net({"states": torch.from_numpy(w)[None], "lengths": torch.tensor([len(w)])}))[0].numpy()
                for w in windows]  # fmt: skip
    return max(float(np.abs(a - b.cue).max()) for a, b in zip(ours, told, strict=True))
