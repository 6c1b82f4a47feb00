"""Tables of figures, from the files that commands wrote into `docs/figures/`: no page writes a figure of its own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

DOCS = Path(__file__).parents[1]
FIGURES = DOCS / "figures"
_FLOORS = DOCS.parent / "corpus" / "floors.json"
WAYS = {
    "bare": "language model alone, every sentence",
    "every": "whole pipeline, every sentence",
    "sparing": "whole pipeline, what matters",
}
_PEERS = ("detection F1", "value and source F1", "complete F1", "words a second", "memory in MB")


def scores() -> str:
    """Both models on each set, as `make figures` scored them."""
    sets = _read("scores.json")
    columns = [(name, model, told) for name, models in sets.items() for model, told in models.items()]
    head = ["score", *(f"{name}, {model}" for name, model, _ in columns)]
    rows = [[what, *(told.get(what, "–") for _, _, told in columns)] for what in columns[0][2]]
    return _table(head, rows)


def floors() -> str:
    """The floors below which `make score` fails."""
    sets = json.loads(_FLOORS.read_text(encoding="utf-8"))
    names = sorted({what for known in sets.values() for what in known})
    return _table(["floor", *sets], [[name, *(known.get(name, "–") for known in sets.values())] for name in names])


def speeds() -> str:
    """Words per second of each way through, as ratios to a stock spaCy pipeline in the same run."""
    rows = []
    for told in _read("speeds.json").values():
        speeds = told["words/s"]
        for way, name in WAYS.items():
            if way in speeds:
                rows.append([told["model"], name, f"{speeds[way] / speeds['stock']:.2f}"])
    return _table(["model", "way", "ratio"], rows)


def peers(name: str) -> str:
    """The systems of `make bench-peers` on one set."""
    told = _read("peers.json")["sets"][name]
    rows = [[system, *(f"{figures[what]:,}" for what in _PEERS)] for system, figures in told["systems"].items()]
    return _table([f"{name}, {told['articles']} articles", *_PEERS], rows)


def losses() -> str:
    """Where another system did better than ours, set by set."""
    sets = _read("peers.json")["sets"]
    lines = [f"- {name}: {loss}" for name, told in sets.items() for loss in told["losses"]]
    return "\n".join(lines) or "None in these figures."


def _read(name: str) -> Any:
    return json.loads((FIGURES / name).read_text(encoding="utf-8"))


def _table(head: list[str], rows: list[list[Any]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)
