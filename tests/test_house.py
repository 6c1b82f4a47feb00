"""House rules: what is installed is what is declared, and the README tells the truth."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import msgspec
import pytest
import spacy
from spacy.language import Language

import newsclaims

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PARTS = sorted(e.name for e in metadata.entry_points(group="spacy_factories") if e.name.startswith("newsclaims_"))
TRAINED = [f"newsclaims_{name}" for name in ("encoder", "lemmas", "links", "names", "speech", "trees")]
STAGES = [part for part in PARTS if part not in TRAINED]


def test_every_stage_has_an_entry_point_that_loads() -> None:
    assert [f"newsclaims_{name}" for name in ("attribution", "claims", "paragraphs", "quantities", "times")] == STAGES
    assert set(TRAINED) < set(PARTS)
    for entry in metadata.entry_points(group="spacy_factories"):
        if entry.name in PARTS:
            assert callable(entry.load())


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_works_alone_on_a_blank_pipeline(stage: str) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    nlp.add_pipe(stage)
    doc = nlp("At least 33 children were killed on Monday, the UN said. “It fell 8%,” she said.")
    assert doc.text.startswith("At least 33")


def test_a_stage_says_what_it_lacks() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("newsclaims_claims")
    lacks = nlp.analyze_pipes()["problems"]["newsclaims_claims"]
    assert set(lacks) == {"doc._.quantities", "doc._.timexes", "doc._.quotations", "doc._.attributions"}


@pytest.mark.model
def test_the_record_that_the_readme_shows_is_the_one_that_its_sentence_gives(pipeline: Language) -> None:
    sentence = re.search(r"^> (.+)$", README, flags=re.MULTILINE)
    shown = re.search(r"```json\n(.*?)```", README, flags=re.DOTALL)
    assert sentence
    assert shown
    (claim,) = newsclaims.extract([newsclaims.Article("a", sentence[1], published="2019-07-24")], pipeline)
    assert_within(json.loads(shown[1]), msgspec.to_builtins(claim))


def assert_within(part: object, whole: object) -> None:
    """Every key that `part` shows is in `whole`, with that value."""
    if isinstance(part, dict) and isinstance(whole, dict):
        for key, value in part.items():
            assert_within(value, whole[key])
    elif isinstance(part, list) and isinstance(whole, (list, tuple)):
        for one, other in zip(part, whole, strict=True):
            assert_within(one, other)
    else:
        assert part == whole


def test_the_citation_is_of_this_release() -> None:
    cited = re.search(r"^version: (.+)$", (ROOT / "CITATION.cff").read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert cited
    assert cited[1] == metadata.version("newsclaims")


def test_importing_the_package_is_cheap() -> None:
    """Who asks for `--help` does not wait for spaCy."""
    heavy = "('quantulum3', 'dateparser', 'spacy')"
    code = f"import sys, newsclaims, newsclaims.cli; print([m for m in {heavy} if m in sys.modules])"
    got = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert got.stdout.strip() == "[]"


def test_no_file_names_a_machine_or_a_registry() -> None:
    forbidden = re.compile(r"pypi\.org|files\.pythonhosted|/root/|/home/\w+/|(?<!models)/work/")
    folders = ("pipeline", "tests", "corpus", "docs", "models/configs", "models/en_newsclaims", ".ci")
    ours = [
        *ROOT.glob("*"),
        *ROOT.glob("models/*"),
        *(path for folder in folders for path in (ROOT / folder).rglob("*")),
    ]
    own = Path(__file__).resolve()
    guilty = [
        str(path)
        for path in ours
        if path.is_file()
        and path.resolve() != own
        and forbidden.search(path.read_text(encoding="utf-8", errors="replace"))
    ]
    assert guilty == []
