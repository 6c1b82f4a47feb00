"""An LSTM's weights from torch to ONNX; the nets that read the encoder's states share it."""

from __future__ import annotations

import numpy as np

_GATES = (0, 3, 1, 2)  # torch has input, forget, cell, output; ONNX input, output, forget, cell


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
