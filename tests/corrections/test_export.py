"""Gold and training lines out of corrections: the score of what they say is 100."""

from __future__ import annotations

import json
import runpy
from pathlib import Path
from typing import Any

import msgspec
import pytest
from shelf import FLOOD, NEW, Shelf, article

from newsclaims.corrections.export import corrected_claims, gold, gold_claim, training, write_gold, write_training
from newsclaims.corrections.fields import changed
from newsclaims.errors import UsageError
from newsclaims.score import read_gold, score

TEXT, (SCHOOLS, BRIDGES, COST) = article(FLOOD)
RESOLVE = runpy.run_path(str(Path(__file__).parents[2] / "corpus" / "resolve.py"))


def read_whole(shelf: Shelf, reader: str = "Ada") -> None:
    """Schools accepted, bridges changed to four, the cost rejected."""
    shelf.say("accept", SCHOOLS, reader=reader)
    shelf.say("change", BRIDGES, field="value", value=4, reader=reader)
    shelf.say("accept", BRIDGES, reader=reader)
    shelf.say("reject", COST, reader=reader)
    shelf.say("read", article="flood", reader=reader)


def test_gold_is_what_was_accepted_and_its_score_is_100(shelf: Shelf, tmp_path: Path) -> None:
    shelf.load([SCHOOLS, BRIDGES, COST])
    read_whole(shelf)
    assert write_gold(shelf.connection, tmp_path / "gold") == 1
    wanted = read_gold(tmp_path / "gold")
    assert [claim["quantity"] for claim in wanted["flood"]] == ["40", "3"]
    right = score(wanted, corrected_claims(shelf.connection, "flood"))
    assert set(right.figures().values()) == {100.0}
    # What the run read is not what the reader says: one value is wrong, and one claim is none.
    wrong = score(wanted, [SCHOOLS, BRIDGES, COST])
    assert sorted(miss.partition(" ")[2] for miss in wrong.misses) == ["'3' wrong: value", "spurious '€12'"]
    assert (wrong.gold, wrong.found, wrong.right["complete"]) == (2, 3, 1)


def test_gold_stays_the_same_whatever_a_new_run_reads(shelf: Shelf) -> None:
    shelf.load([SCHOOLS, BRIDGES, COST])
    read_whole(shelf)
    before = gold(shelf.connection, "flood")
    worse = msgspec.structs.replace(changed(changed(SCHOOLS, "value", 41), "voice", "narrator"), produced_by=NEW)
    extra = article(FLOOD.replace("in all", "in [all|1 count]"), made_by=NEW)[1][3]
    shelf.load([worse, extra])
    assert gold(shelf.connection, "flood") == before
    assert before is not None
    assert score({"flood": before["claims"]}, [worse, extra]).figures()["complete F1"] == 0


def test_gold_keeps_the_rules_of_the_corpus(shelf: Shelf) -> None:
    shelf.load([SCHOOLS, BRIDGES, COST])
    read_whole(shelf)
    made = gold(shelf.connection, "flood")
    assert made is not None
    resolved, faults = RESOLVE["resolve"](json.loads(json.dumps(made["claims"])), TEXT.text)
    assert faults == []
    assert [(c["start"], c["end"]) for c in resolved] == [(c["start"], c["end"]) for c in made["claims"]]
    assert (made["article"], made["published"]) == ("flood", "2024-05-08")


def test_a_figure_that_stands_twice_in_its_sentence_says_which_it_is() -> None:
    _, claims = article("It has [4|4 count|cat] cats and [4|4 count|dog] dogs, [44|44 count|rat] rats.")
    assert [gold_claim(claim).get("nth") for claim in claims] == [1, 2, None]


def test_there_is_no_gold_of_an_article_that_was_not_read_whole_or_where_readers_differ(shelf: Shelf) -> None:
    shelf.load([SCHOOLS, BRIDGES, COST])
    assert training(shelf.connection, "flood") is None
    shelf.say("accept", SCHOOLS)
    assert gold(shelf.connection, "flood") is None
    read_whole(shelf)
    shelf.say("change", BRIDGES, field="value", value=5, reader="Ben")
    assert gold(shelf.connection, "flood") is None
    one = gold(shelf.connection, "flood", reader="Ada")
    assert one is not None
    assert [claim["value"] for claim in one["claims"]] == [40, 4]
    assert gold(shelf.connection, "flood", reader="Ben") is None


def test_lines_for_training_have_what_was_judged_and_say_whether_that_is_all(shelf: Shelf, tmp_path: Path) -> None:
    shelf.load([SCHOOLS, BRIDGES, COST])
    shelf.say("accept", SCHOOLS)
    shelf.say("reject", COST)
    assert write_training(shelf.connection, tmp_path / "judged.jsonl") == 1
    line: dict[str, Any] = json.loads((tmp_path / "judged.jsonl").read_text(encoding="utf-8"))
    assert (line["whole"], line["text_sha256"]) == (False, TEXT.meta.text_sha256)
    assert [TEXT.text[c["start"] : c["end"]] for c in (*line["claims"], *line["rejected"])] == ["40", "€12"]
    # A part of an article's claims is no gold to score by, and gold all the same for what learns from pairs.
    with pytest.raises(UsageError, match="no gold"):
        read_gold(tmp_path / "judged.jsonl")
    assert [claim["value"] for claim in read_gold(tmp_path / "judged.jsonl", partial=True)["flood"]] == [40]
    read_whole(shelf)
    write_training(shelf.connection, tmp_path / "judged.jsonl")
    assert len(read_gold(tmp_path / "judged.jsonl")["flood"]) == 2


def test_an_article_whose_id_is_no_name_of_a_file_has_its_gold_under_another(shelf: Shelf, tmp_path: Path) -> None:
    _, (claim,) = article("It sold [9|9 count|boat] boats.", "https://example.org/../boats")
    shelf.load([claim])
    shelf.say("accept", claim)
    shelf.say("read", article=claim.article.id)
    write_gold(shelf.connection, tmp_path / "gold")
    assert list(read_gold(tmp_path / "gold")) == [claim.article.id]
    assert [path.parent for path in tmp_path.rglob("*.json")] == [tmp_path / "gold"]
