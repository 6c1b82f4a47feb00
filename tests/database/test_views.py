"""The questions that the views answer, on every database alike."""

from __future__ import annotations

from pathlib import Path

import msgspec
from asking import asked, put
from invented_claims import claim, write

MAY = ("2024-05-01", "2024-05-03")
LATER = ("2024-05-03", "2024-05-09")
JUNE = ("2024-06-01", "2024-06-30")


def test_figures_of_an_item_over_time_with_their_source(url: str, tmp_path: Path) -> None:
    negated = claim("c9", "a9")
    assert negated.event
    negated = msgspec.structs.replace(negated, event=msgspec.structs.replace(negated.event, negated=True))
    put(
        write(
            tmp_path / "c.jsonl",
            claim("c2", "a2", value=44, days=LATER, source=None),
            claim("c1", "a1", value=40),
            claim("c3", "a3", item="house"),
            negated,
        ),
        url,
    )
    question = "SELECT value, source FROM figures_over_time WHERE item = 'person' ORDER BY time_begin"
    assert asked(url, question) == [(40.0, "police"), (44.0, "The Tarn Post")]


def test_figures_compete_of_one_item_and_place_in_one_window_from_other_sources(url: str, tmp_path: Path) -> None:
    put(
        write(
            tmp_path / "c.jsonl",
            claim("c1", "a1", value=40),
            claim("c2", "a2", value=52, days=LATER, source="the mayor"),
            claim("alike", "a3", value=40, source="the army"),
            claim("of the same source", "a4", value=41),
            claim("elsewhere", "a5", value=9, place="Quito", source="the mayor"),
            claim("nowhere", "a6", value=9, place=None, source="the mayor"),
            claim("in June", "a7", value=9, days=JUNE, source="the mayor"),
            claim("of houses", "a8", value=9, item="house", source="the mayor"),
            claim("hurt", "a9", value=300, event="hurt", source="the clinic"),
        ),
        url,
    )
    question = "SELECT claim_id, other_claim_id, same_event FROM competing_figures ORDER BY 3 DESC, 1, 2"
    found = [(one, other, bool(same)) for one, other, same in asked(url, question)]
    assert found == [
        ("alike", "c2", True),
        ("alike", "of the same source", True),
        ("c1", "c2", True),
        ("c2", "of the same source", True),
        ("alike", "hurt", False),
        ("c1", "hurt", False),
        ("c2", "hurt", False),
        ("hurt", "of the same source", False),
    ]


def test_lowest_highest_and_latest_say_by_which_rule(url: str, tmp_path: Path) -> None:
    put(
        write(
            tmp_path / "c.jsonl",
            claim("c1", "a1", value=40, published="2024-05-04"),
            claim("c2", "a2", value=60, published="2024-05-05"),
            claim("c3", "a3", value=52, published="2024-05-06"),
            claim("c4", "a4", value=40, published="2024-05-07", source="the mayor"),
        ),
        url,
    )
    question = "SELECT rule, value, claim_id FROM lowest_highest_latest WHERE source = 'police' ORDER BY value"
    assert [(rule.partition(":")[0], value, name) for rule, value, name in asked(url, question)] == [
        ("lowest", 40.0, "c1"),
        ("latest", 52.0, "c3"),
        ("highest", 60.0, "c2"),
    ]
    assert asked(url, "SELECT count(*) FROM lowest_highest_latest") == [(6,)]


def test_what_is_gone_is_in_no_answer_but_the_coverage(url: str, tmp_path: Path) -> None:
    put(write(tmp_path / "old.jsonl", claim("c1"), claim("c2", value=7, source=None)), url)
    put(write(tmp_path / "new.jsonl", claim("c1")), url)
    assert asked(url, "SELECT claim_id FROM figures_over_time") == [("c1",)]
    columns = "article_id, claims, with_item, said_by_others, dated, with_place, flagged, gone, mean_confidence"
    assert asked(url, f"SELECT {columns} FROM coverage_by_article") == [("a1", 1, 1, 1, 1, 1, 1, 1, 0.5)]
