"""Both language models: the same labels, and on the test sets the scores of their card, which only go up."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest
from scripts import module
from spacy.language import Language

import newsclaims
from newsclaims import DEFAULT_MODEL, FAST_MODEL, flow
from newsclaims.bench import stock_pipeline
from newsclaims.parse import load_model

ROOT = Path(__file__).parents[1]
DATA = ROOT.parent / "shared" / "data"
TEXT = "At least 33 people drowned off Wendmark on Sunday, Anna Keller of the National Roads Board said."
FLOORS = {
    DEFAULT_MODEL: {"PUD": {"dep_las": 89.4, "sents_f": 98.3, "lemma_acc": 97.0}, "UNER-PUD": {"ents_f": 74.7}},
    FAST_MODEL: {"PUD": {"dep_las": 87.1, "sents_f": 98.0, "lemma_acc": 96.8}, "UNER-PUD": {"ents_f": 66.5}},
}

pytestmark = pytest.mark.model


@pytest.fixture(scope="module", params=[DEFAULT_MODEL, FAST_MODEL])
def model(request: pytest.FixtureRequest) -> Language:
    return load_model(request.param)


@pytest.fixture(scope="module")
def evaluation() -> ModuleType:
    """`models/evaluate.py`, which is no part of the package."""
    return module(ROOT / "models" / "evaluate.py")


def test_both_set_every_layer_in_the_same_terms(model: Language) -> None:
    doc = model(TEXT)
    token = next(token for token in doc if token.text == "drowned")
    assert (token.tag_, token.pos_, token.lemma_, str(token.morph.get("Tense"))) == ("VBD", "VERB", "drown", "['Past']")
    assert next(token for token in doc if token.text == "people").dep_ == "nsubj"
    assert {"PERSON", "DATE"} <= {ent.label_ for ent in doc.ents} <= {"PERSON", "ORG", "LOC", "NORP", "DATE"}


@pytest.mark.parametrize("name", [DEFAULT_MODEL, FAST_MODEL])
def test_every_stage_works_on_either(name: str) -> None:
    (claim,) = flow.extract([newsclaims.Article("a", TEXT, published="2024-05-14")], flow.load(name))
    assert claim.item is not None
    assert claim.time is not None
    said = claim.attribution.sources[0].name
    assert (claim.item.head, claim.time.begin, said) == ("person", "2024-05-12", "Anna Keller")


def test_the_fast_model_reads_as_spacys_own_parts_would() -> None:
    fast, stock = load_model(FAST_MODEL), stock_pipeline()
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "corpus" / "samples").glob("*.txt"))]
    for doc, expected in zip(fast.pipe(texts), stock.pipe(texts), strict=True):
        assert doc.to_json() == expected.to_json()


def test_the_stock_pipeline_has_spacys_own_parts() -> None:
    ours = {name for name in stock_pipeline().pipe_names if name.startswith("newsclaims_")}
    assert ours == {"newsclaims_paragraphs", "newsclaims_lemmas"}
    assert {type(stock_pipeline().get_pipe(name)).__module__ for name in ("parser", "ner")} == {
        "spacy.pipeline.dep_parser",
        "spacy.pipeline.ner",
    }


@pytest.mark.shared
def test_scores_stay_above_their_floors(
    model: Language, evaluation: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    floors = FLOORS[f"{model.meta['lang']}_{model.meta['name']}"]
    monkeypatch.setattr(evaluation, "TEST_SETS", {name: evaluation.TEST_SETS[name] for name in floors})
    for name, scores in evaluation.evaluate(model, DATA).items():
        for score, floor in floors[name].items():
            assert scores[score] >= floor, f"{name} {score}"
