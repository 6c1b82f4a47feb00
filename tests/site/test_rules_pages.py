"""The published tables of rules are what the code does, and leave no kind out."""

from __future__ import annotations

from typing import get_args

import pytest
from rules_pages import PAGES, Shown, examples, page, target
from spacy.language import Language

from newsclaims.records import FlagKind, NumeralKind, QuoteRepair, RelationType, UnitRule

pytestmark = pytest.mark.model
Best = dict[tuple[str, str], Shown]


@pytest.fixture(scope="module")
def best(pipeline: Language, request: pytest.FixtureRequest) -> Best:
    """Each rule's sentence: of all test sentences for `make golden`, else of those that the pages show."""
    if request.config.getoption("--golden"):
        found = examples(pipeline)
        for stage in PAGES:
            target(stage).write_text(page(stage, found), encoding="utf-8")
        return found
    pages = "\n".join(target(stage).read_text(encoding="utf-8") for stage in PAGES)
    return examples(pipeline, only=pages.replace("**", ""))


@pytest.mark.parametrize("stage", PAGES)
def test_a_page_is_up_to_date(best: Best, stage: str) -> None:
    assert target(stage).read_text(encoding="utf-8") == page(stage, best), "run: make golden"


@pytest.mark.parametrize(
    ("table", "kinds"),
    [
        ("numeral", NumeralKind),
        ("unit", UnitRule),
        ("repair", QuoteRepair),
        ("relation", RelationType),
        ("flag", FlagKind),
    ],
)
def test_every_kind_has_an_example(best: Best, table: str, kinds: object) -> None:
    shown = {rule.partition(":")[0] for name, rule in best if name == table}
    assert shown == set(get_args(kinds))
