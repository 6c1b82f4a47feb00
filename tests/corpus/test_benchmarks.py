"""What the figures reach on outside sets: never below their floors."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from scripts import module

import newsclaims
from newsclaims.attribution.words import load_words

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
BENCHMARKS = ROOT / "corpus" / "benchmarks"
QUANTITY = SHARED / "data" / "quantity"
FLOORS = json.loads((ROOT / "corpus" / "floors.json").read_text(encoding="utf-8"))


@pytest.mark.model
@pytest.mark.shared
def test_newsquant_is_not_below_its_floors() -> None:
    pipeline = newsclaims.load(every_sentence=True)  # as the command does: texts without a claim are parsed, too
    adapter, scorer = module(BENCHMARKS / "newsquant.py"), module(SHARED / "eval" / "score_quantity.py")
    gold = json.loads((QUANTITY / "newsquant_dev.json").read_text(encoding="utf-8"))
    units = adapter.read_units(BENCHMARKS / "newsquant_units.csv")
    told = {p["text"]: p["quantities"] for p in adapter.predictions([d["text"] for d in gold], pipeline, units)}
    result, _ = scorer.score(gold, told, "strict")
    assert result["texts_without_prediction"] == 0
    reached = {name: row["F"] for name, row in result["scores"].items()}
    assert {name: reached[name] for name, floor in FLOORS["newsquant"].items() if reached[name] < floor} == {}


@pytest.mark.shared
def test_recognizers_are_not_below_their_floors() -> None:
    runner = module(BENCHMARKS / "recognizers.py")
    cases = json.loads((QUANTITY / "recognizers_specs_en.json").read_text(encoding="utf-8"))
    reached = runner.shares(runner.judged(cases, runner.read_exceptions()))
    assert {name: reached[name] for name, floor in FLOORS["recognizers"].items() if reached[name] < floor} == {}


@pytest.mark.model
@pytest.mark.shared
@pytest.mark.parametrize("split", ["dev", "train"])
def test_time_expressions_are_not_below_their_floors(split: str) -> None:
    adapter, scorer = module(BENCHMARKS / "timexes.py"), module(SHARED / "eval" / "score_time.py")
    lines = (SHARED / "data" / "time" / f"{split}.jsonl").read_text(encoding="utf-8").splitlines()
    gold = {document["id"]: document for document in map(json.loads, lines)}
    told = {p["id"]: p for p in adapter.predictions(gold.values(), "en_newsclaims")}
    result, _ = scorer.score(gold, told, skip_dct=True)
    reached = {name: round(100 * result[name]["F"], 1) for name in ("strict", "value")}
    floors = FLOORS[f"timexes {split}"]
    assert {name: reached[name] for name, floor in floors.items() if reached[name] < floor} == {}


def test_every_exception_has_a_reason_and_stands_once() -> None:
    runner = module(BENCHMARKS / "recognizers.py")
    lines = (BENCHMARKS / "recognizers_exceptions.csv").read_text(encoding="utf-8").splitlines()[1:]
    reasons = runner.read_exceptions()
    assert len(reasons) == len(lines)
    assert all(reasons.values())


@pytest.mark.parametrize(
    ("mentions", "kind", "full", "right", "wrong"),
    [
        (["Mayor Selma Quist", "Quist", "she"], "person", ["Selma Quist"], "Selma Quist", "Quist"),
        (["campaigner Selma Quist", "Quist"], "person", ["Selma Quist"], "Selma Quist", "Quist"),
        (["Envoy to the Low Cantons Selma Quist"], "person", ["Low Cantons Selma Quist"], "Selma Quist", "Quist"),
        (["Selma Quist", "director of the Hill Fund"], "person", ["Selma Quist"], "Selma Quist", "Hill Fund"),
        (["the NRA", "the Northern Rivers Agency"], "organization", ["Northern Rivers Agency"],
         "Northern Rivers Agency", "NRA"),
        (["Tarn news agency"], "organization", ["Tarn"], "Tarn news agency", "agency"),
        (["the man", "he"], "person", [], "", ""),
    ],
)  # fmt: skip
def test_what_counts_as_a_speakers_full_name(
    mentions: list[str], kind: str, full: list[str], right: str, wrong: str
) -> None:
    speakers, words = module(BENCHMARKS / "speakers.py"), load_words()
    forms = [form for mention in mentions if (form := speakers.form_of(mention, kind, words))]
    told = speakers.Told(kind, "", speakers.full_names(forms), None, [], forms)
    assert [" ".join(form.words) for form in told.full] == full
    assert speakers.is_right(right, told, words) == bool(full)
    assert not speakers.is_right(wrong, told, words)


@pytest.mark.model
@pytest.mark.shared
def test_attributions_are_not_below_their_floors() -> None:
    adapter, scorer = module(BENCHMARKS / "attributions.py"), module(SHARED / "eval" / "score_attribution.py")
    gold = scorer.load(str(SHARED / "data" / "attribution" / "polnear_dev.jsonl"))
    told = {p["id"]: p for p in adapter.predictions(gold.values(), "en_newsclaims")}
    result = scorer.score(gold, told)
    reached = {"number": result["number_nodate"]["attribution"]["F1"], "whole": result["whole50"]["F1"]}
    reached |= {f"{part} exact": score["F1"] for part, score in result["exact"].items()}
    assert {name: reached[name] for name, floor in FLOORS["attributions"].items() if reached[name] < floor} == {}


@pytest.mark.model
@pytest.mark.shared
def test_the_names_of_speakers_are_not_below_their_floors() -> None:
    speakers, words = module(BENCHMARKS / "speakers.py"), load_words()
    lines = (SHARED / "data" / "attribution" / "gum_news_attributions.jsonl").read_text(encoding="utf-8").splitlines()
    told = speakers.told_all([json.loads(line) for line in lines], newsclaims.load(every_sentence=True), words)
    reached = speakers.shares(speakers.counted(told, words)["all"])
    assert {name: reached[name] for name, floor in FLOORS["speakers"].items() if reached[name] < floor} == {}
