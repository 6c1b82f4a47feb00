"""The marked figures that the reader of links learns from, as far as they are here: the invented passages."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest
from scripts import module

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def marks() -> ModuleType:
    """`models/links/marks.py`, which is no part of the package."""
    return module(ROOT / "models" / "links" / "marks.py")


def test_a_passage_tells_figures_and_the_nearest_of_their_words(marks: ModuleType) -> None:
    text, (first, second, third) = marks.passage(
        "On Monday <<40|monday>> cows,\nbought in May for <<$9|->>, and <<2|May>>."
    )
    assert text == "On Monday 40 cows, bought in May for $9, and 2."
    assert [text[mark["start"] : mark["end"]] for mark in (first, second, third)] == ["40", "$9", "2"]
    assert [mark["time"] and text[slice(*mark["time"]["words"])] for mark in (first, second, third)] == [
        "Monday",
        None,
        "May",
    ]
    twice, (mark,) = marks.passage("In May it rose, and in May <<40|May>> died, as in May before.")
    assert mark["time"]["words"][0] == twice.index("May 40")


def test_words_that_a_passage_does_not_have_are_an_error(marks: ModuleType) -> None:
    with pytest.raises(ValueError, match="no words 'June'"):
        marks.passage("In May <<40|June>> died.")


def test_every_invented_passage_can_be_read(marks: ModuleType) -> None:
    passages = list(marks.invented())
    figures = [mark for _, told in passages for mark in told]
    assert len(passages) > 3000
    assert len({article.text for article, _ in passages}) == len(passages)
    none = sum(mark["time"] is None for mark in figures)
    assert 0.4 < none / len(figures) < 0.6
    assert all(told and "<<" not in article.text for article, told in passages)
