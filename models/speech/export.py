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

from graphs import HalfGraph


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
    graph = HalfGraph(state)
    x = normed = graph.norm(graph.linear("states", "taken", "taken.out"), "normed")
    x = graph.add("Transpose", [x], "by_word", perm=[1, 0, 2])
    flat = numpy_helper.from_array(np.array([0, 0, -1]), "flat")
    for layer in range(layers):
        sides = graph.add("Transpose", [graph.lstm(x, layer)], f"lstm.{layer}.sides", perm=[0, 2, 1, 3])
        x = graph.add("Reshape", [sides, "flat"], f"lstm.{layer}.joined")
    x = graph.add("Add", [normed, graph.add("Transpose", [x], "by_window", perm=[1, 0, 2])], "words")
    graph.linear(graph.add("Relu", [graph.linear(x, "cue_in", "cue.in")], "cue.bent"), "cue_out", "cue")
    graph.linear(x, "belonging", "belonging")
    graph.linear(x, "cueing", "cueing")
    inputs = [helper.make_tensor_value_info("states", TensorProto.FLOAT, ["windows", "words", 384]),
              helper.make_tensor_value_info("lengths", TensorProto.INT32, ["windows"])]  # fmt: skip
    return graph.model("newsclaims_speech", inputs, ["cue", "belonging", "cueing"], [flat])


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
