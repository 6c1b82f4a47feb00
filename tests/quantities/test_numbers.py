"""The pure part: atoms, numbers, worth; no Doc."""

from __future__ import annotations

from fractions import Fraction

import pytest

from newsclaims.quantities.affixes import Raw
from newsclaims.quantities.atoms import cut, digits_value, year_digits
from newsclaims.quantities.find import find
from newsclaims.quantities.lexicon import lexicon
from newsclaims.quantities.normalise import normalise
from newsclaims.quantities.numbers import number_at
from newsclaims.quantities.units import unit_from_quantulum
from newsclaims.records import Modifier, number

LEX = lexicon()


def raw(text: str) -> Raw:
    """The one figure of a text."""
    [figure] = find(text, 0, len(text), LEX)[1]
    return figure


@pytest.mark.parametrize(
    ("text", "atoms"),
    [
        ("1,643 huts", ["1,643", "huts"]),
        ("1,2 and 3", ["1", ",", "2", "and", "3"]),
        ("12,34,567", ["12,34,567"]),
        ("1\u00a0250.5", ["1\u00a0250.5"]),
        ("1'250", ["1'250"]),
        ("$38million", ["$", "38", "million"]),
        ("1.5.2", ["1.5", ".", "2"]),
        ("1.234.567", ["1.234.567"]),
        ("1.234,50", ["1.234,50"]),
        ("192.168.10.2", ["192.168", ".", "10.2"]),
        ("8 a.m.", ["8", "a.m."]),
    ],
)
def test_atoms(text: str, atoms: list[str]) -> None:
    assert [atom.text for atom in cut(text, 0, len(text))] == atoms


def test_more_digits_than_a_figure_has_are_worth_nothing() -> None:
    assert digits_value("7" * 41) is None
    assert digits_value("1,000") == 1000
    assert digits_value("1.234.567,5") == Fraction("1234567.5")


def test_years() -> None:
    assert [year_digits(word) for word in ("1999", "999", "2500", "1,999", "19a9")] == [
        True,
        False,
        False,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("seven", 7),
        ("twenty-five", 25),
        ("two hundred and forty", 240),
        ("one hundred thousand", 100_000),
        ("two million five hundred thousand", 2_500_000),
        ("a hundred and fifty", 150),
        ("half a million", 500_000),
        ("2.5 million", 2_500_000),
        ("two and a half", Fraction(5, 2)),
        ("3½", Fraction(7, 2)),
        ("two-thirds", Fraction(2, 3)),
        ("one in five", Fraction(1, 5)),
        ("3 out of 10", Fraction(3, 10)),
        ("two dozen", 24),
        ("3 lakh", 300_000),
        ("four crore", 40_000_000),
        ("twice", 2),
        ("two point seventy-one", Fraction("2.71")),
        ("nought point nought three", Fraction("0.03")),
        ("two hundred point five", Fraction("200.5")),
        ("one million and a half", 1_500_000),
        ("3 million and a quarter", 3_250_000),
        ("one billion and a half million", 1_000_500_000),
        ("three and two fifths", Fraction("3.4")),
        ("quarter million", 250_000),
        ("three quarters of a million", 750_000),
        ("two thirds of a million", Fraction(2_000_000, 3)),
        ("three lakh crore", 3_000_000_000_000),
        ("a million million", 1_000_000_000_000),
        ("4 thousand 3 hundred and 21", 4321),
        ("3 dozens", 36),
        ("a hundredth", Fraction(1, 100)),
        ("three fourths", Fraction(3, 4)),
        ("⅝", Fraction(5, 8)),
        ("1.3x10^6", 1_300_000),
        ("2.5 × 10−3", Fraction("0.0025")),
        ("1.3e6", 1_300_000),
        ("10M", 10_000_000),
        ("1.2b", 1_200_000_000),
        ("halved", Fraction(1, 2)),
    ],
)
def test_numbers(text: str, value: Fraction) -> None:
    found = number_at(cut(text, 0, len(text)), 0, LEX)
    assert found is not None
    assert (found.value, found.last) == (value, len(cut(text, 0, len(text))))


@pytest.mark.parametrize("word", ["several", "a", "and", "many", "first", "both"])
def test_words_that_are_no_numbers(word: str) -> None:
    assert number_at(cut(f"{word} otters", 0, len(word) + 7), 0, LEX) is None


@pytest.mark.parametrize(
    ("exact", "json", "text"),
    [
        (Fraction(1, 10), 0.1, "0.1"),
        (Fraction(1, 3), 1 / 3, "1/3"),
        (Fraction(1, 2), 0.5, None),
        (Fraction(2**60), 2**60, None),
        (Fraction(2**60 + 1), 2**60, "1152921504606846977"),
        (Fraction(33), 33, None),
    ],
)
def test_a_number_that_a_double_cannot_hold_keeps_its_text(exact: Fraction, json: float, text: str | None) -> None:
    assert number(exact) == (json, text)


def test_exact_text_of_figures() -> None:
    tenth = normalise("0.1 metres", raw("0.1 metres"))
    assert (tenth.value, tenth.value_text, tenth.min_value_text, tenth.max_value_text) == (0.1, "0.1", "0.1", "0.1")
    third = normalise("a third", raw("a third"))
    assert (third.kind, third.unit, third.value_text) == ("fraction", "fraction", "1/3")


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("40 huts", (40, 40, 40)),
        ("at least 40 huts", (40, 40, None)),
        ("up to 40 huts", (40, None, 40)),
        ("about 40 huts", (40, None, None)),
        ("40 to 50 huts", (None, 40, 50)),
        ("dozens of huts", (None, 24, None)),
    ],
)
def test_bounds(text: str, bounds: tuple[float | None, ...]) -> None:
    found = normalise(text, raw(text))
    assert (found.value, found.min_value, found.max_value) == bounds


@pytest.mark.parametrize(("bound", "low", "high"), [("MORE_THAN", 60, None), ("LESS_THAN", None, 60), (None, 60, 60)])
def test_a_verb_carries_the_bound(bound: Modifier | None, low: float | None, high: float | None) -> None:
    found = normalise("60%", raw("60%"), bound=bound)
    assert (found.min_value, found.max_value) == (low, high)


def test_quantulum_is_asked_for_spellings_that_the_table_has_not() -> None:
    unit = unit_from_quantulum("GHz")
    assert unit is not None
    assert (unit.name, unit.kind) == ("gigahertz", "measure")
    assert unit_from_quantulum("zzz") is None


def test_quantulum_takes_up_no_classifier_that_happens_to_be_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise ModuleNotFoundError("the pickled classifier is of another release")

    monkeypatch.setattr("quantulum3.classifier.USE_CLF", True)
    monkeypatch.setattr("quantulum3.classifier.disambiguate_unit", refuse)
    assert unit_from_quantulum.__wrapped__("Pa") is not None
