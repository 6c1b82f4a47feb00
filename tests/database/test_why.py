"""One rule is changed between two runs: the difference names the claims that it made, and the rule."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language

from newsclaims import FAST_MODEL, flow, tables
from newsclaims.database.diff import Change, change_line, diff, with_reasons
from newsclaims.database.reading import survey
from newsclaims.database.why import read_anew
from newsclaims.explain import explained
from newsclaims.quantities import items, lexicon
from newsclaims.records import Article
from newsclaims.write import claim_line
from newsclaims.write.explanation import claim_line as line_with_reasons

ARTICLES = [
    Article(
        "fells",
        "Dozens of farmers lost 40 cows in May, the Tarn council said. A third of the 300 barns burned.",
        published="2024-05-06",
    ),
    Article(
        "mill",
        "The mill cut 250 jobs. A group of 60 bakers and three quarters of the carters went with them.",
        published="2024-05-07",
    ),
]
pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def fast() -> Language:
    return flow.load(FAST_MODEL)


def explained_to(path: Path, nlp: Language) -> Path:
    """What `newsclaims explain --json` writes of the articles."""
    lines = [line_with_reasons(*pair) for _, _, reasoned in explained(ARTICLES, nlp) for pair in reasoned]
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def extracted_to(path: Path, nlp: Language) -> Path:
    """What `newsclaims extract` writes of the articles."""
    path.write_bytes(b"".join(claim_line(claim) + b"\n" for claim in flow.extract(ARTICLES, nlp)))
    return path


def without(rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Switch a rule for items off."""
    rest = {family: tuple(pair for pair in rules if pair[0] != rule) for family, rules in items._RULES.items()}
    monkeypatch.setattr(items, "_RULES", rest)


def changes(old: Path, new: Path) -> list[Change]:
    before, after = survey(old), survey(new)
    return with_reasons(list(diff(before, after)), before, after)


def by_rule(path: Path, part: str, rule: str) -> set[str]:
    """The ids of the claims of which a rule read a part."""
    told = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return {one["id"] for one in told for why in one["reasons"] if why["part"] == part and why["rule"] == rule}


def test_a_rule_that_is_switched_off_names_just_the_claims_that_it_made(
    tmp_path: Path, fast: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = explained_to(tmp_path / "old.jsonl", fast)
    without("of-phrase", monkeypatch)
    new = explained_to(tmp_path / "new.jsonl", fast)
    found = changes(old, new)
    made = by_rule(old, "item", "of-phrase")
    assert len(made) >= 3
    assert {change.claim.id for change in found} == made
    assert {change.was_by["item"] for change in found} == {"of-phrase"}
    assert "of-phrase" not in {change.now_by.get("item") for change in found}
    told = json.loads(change_line(found[0]))
    assert told["fields"]["item"]["old_rule"] == "of-phrase"


def test_a_row_of_a_table_that_is_new_names_just_the_claims_that_come_by_it(
    tmp_path: Path, fast: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = explained_to(tmp_path / "new.jsonl", fast)
    rows = tables.rows

    def fewer(name: str, *columns: str) -> Any:
        return [row for row in rows(name, *columns) if row.get("surface") != "dozens"]

    monkeypatch.setattr(tables, "rows", fewer)
    lexicon.lexicon.cache_clear()
    try:
        old = explained_to(tmp_path / "old.jsonl", flow.load(FAST_MODEL))
    finally:
        lexicon.lexicon.cache_clear()
    (came,) = changes(old, new)
    assert (came.kind, came.claim.quantity.mention.text) == ("came", "Dozens")
    assert came.now_by["value"] == "number-grammar"


def test_lines_without_reasons_have_the_rules_of_this_release_from_their_articles(
    tmp_path: Path, fast: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = extracted_to(tmp_path / "old.jsonl", fast)
    without("of-phrase", monkeypatch)
    new = extracted_to(tmp_path / "new.jsonl", fast)
    found = changes(old, new)
    assert not any(change.was_by or change.now_by for change in found)
    told = read_anew(found, ARTICLES, fast)
    assert {change.kind for change in told} == {"changed"}
    assert not any(change.was_by for change in told)
    assert all(change.now_by["value"] == "number-grammar" for change in told)
    monkeypatch.undo()
    assert {change.was_by["item"] for change in read_anew(found, ARTICLES, fast)} == {"of-phrase"}
