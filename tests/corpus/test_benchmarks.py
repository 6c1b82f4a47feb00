"""What the figures reach on outside sets: never below their floors."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest
from spacy.language import Language

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
BENCHMARKS = ROOT / "corpus" / "benchmarks"
QUANTITY = SHARED / "data" / "quantity"
FLOORS = json.loads((ROOT / "corpus" / "floors.json").read_text(encoding="utf-8"))


def _module(path: Path) -> ModuleType:
    """A script as a module."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.model
@pytest.mark.shared
def test_newsquant_is_not_below_its_floors(pipeline: Language) -> None:
    adapter, scorer = _module(BENCHMARKS / "newsquant.py"), _module(SHARED / "eval" / "score_quantity.py")
    gold = json.loads((QUANTITY / "newsquant_dev.json").read_text(encoding="utf-8"))
    units = adapter.read_units(BENCHMARKS / "newsquant_units.csv")
    told = {p["text"]: p["quantities"] for p in adapter.predictions([d["text"] for d in gold], pipeline, units)}
    result, _ = scorer.score(gold, told, "strict")
    assert result["texts_without_prediction"] == 0
    reached = {name: row["F"] for name, row in result["scores"].items()}
    assert {name: reached[name] for name, floor in FLOORS["newsquant"].items() if reached[name] < floor} == {}


@pytest.mark.shared
def test_recognizers_are_not_below_their_floors() -> None:
    runner = _module(BENCHMARKS / "recognizers.py")
    cases = json.loads((QUANTITY / "recognizers_specs_en.json").read_text(encoding="utf-8"))
    reached = runner.shares(runner.judged(cases, runner.read_exceptions()))
    assert {name: reached[name] for name, floor in FLOORS["recognizers"].items() if reached[name] < floor} == {}


@pytest.mark.model
@pytest.mark.shared
@pytest.mark.parametrize("split", ["dev", "train"])
def test_time_expressions_are_not_below_their_floors(split: str) -> None:
    adapter, scorer = _module(BENCHMARKS / "timexes.py"), _module(SHARED / "eval" / "score_time.py")
    lines = (SHARED / "data" / "time" / f"{split}.jsonl").read_text(encoding="utf-8").splitlines()
    gold = {document["id"]: document for document in map(json.loads, lines)}
    told = {p["id"]: p for p in adapter.predictions(gold.values(), "en_newsclaims")}
    result, _ = scorer.score(gold, told, skip_dct=True)
    reached = {name: round(100 * result[name]["F"], 1) for name in ("strict", "value")}
    floors = FLOORS[f"timexes {split}"]
    assert {name: reached[name] for name, floor in floors.items() if reached[name] < floor} == {}


def test_every_exception_has_a_reason_and_stands_once() -> None:
    runner = _module(BENCHMARKS / "recognizers.py")
    lines = (BENCHMARKS / "recognizers_exceptions.csv").read_text(encoding="utf-8").splitlines()[1:]
    reasons = runner.read_exceptions()
    assert len(reasons) == len(lines)
    assert all(reasons.values())
