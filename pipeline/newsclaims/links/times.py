"""The net that ties a figure to the time that it is about: layers that go on from half-way up the encoder.

What the encoder's lower layers made of the words is marked (this figure, other figures, time expressions, the way
through the tree) and read by upper layers of its own, which began as the encoder's; a score for each expression, and
one for none, in one int8 graph of onnxruntime.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from newsclaims.encoder.net import Floats, session
from newsclaims.links.items import probabilities
from newsclaims.links.sight import WORD_MARKS, Sight

_CERTAIN = np.ones(1, dtype=np.float32)


class TimeNet:
    """The part of a reader's folder that tells times: `times.onnx`; on one thread."""

    def __init__(self, folder: Path) -> None:
        # The fused node takes four times as long as its parts.
        self._session = session(folder / "times.onnx", without=["SkipLayerNormFusion"])

    def tell(self, sight: Sight) -> Floats:
        """Probabilities (1 + expressions,), that of none first.

        One figure at a time: int8 finds its ranges at run time, and others in the batch would change what is told.
        """
        if not sight.times:
            return _CERTAIN
        fed = {name: getattr(sight, name) for name in WORD_MARKS}
        ends = {"figure": np.array([sight.head, sight.first]), "times": np.array(sight.times)}
        (scores,) = self._session.run(("scores",), {"lower": sight.lower.astype(np.float32), **fed, **ends})
        return probabilities(scores)
