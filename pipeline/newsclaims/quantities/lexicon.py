"""The words that the number grammar knows, read once from the tables."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from newsclaims import tables


class Word(NamedTuple):
    """A number word: `kind` (unit, ten, scale, vague, part, multiple) and value; a multiple may be a half."""

    kind: str
    value: int | Fraction


class Unit(NamedTuple):
    """A unit's canonical name, kind (measure, duration, percent, money), what it is per, and its size in base units."""

    name: str
    kind: str
    per: str | None = None
    factor: Fraction = Fraction(1)


@dataclass(frozen=True)
class Lexicon:
    """Every table of the stage, keyed by lower-case surface (currency signs and codes by their exact one)."""

    words: dict[str, Word]
    scales: dict[str, Fraction]
    before: dict[str, str]
    after: dict[str, str]
    units: dict[str, Unit]
    signs: dict[str, Unit]
    money_words: dict[str, Unit]
    labels: frozenset[str]
    bounding_verbs: dict[str, str]
    plurals: dict[str, str]
    changes: dict[str, str]
    ordinals: dict[str, int]
    dollars: dict[str, str]
    classes: dict[str, frozenset[str]]


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The tables, loaded and checked, once a process; TableError where a row is wrong."""
    modifiers = tables.rows("en/modifiers", "surface", "modifier", "position")
    currencies = tables.rows("currencies", "surface", "code", "position", "factor")
    money = {
        row["surface"]: (row["position"], Unit(row["code"], "money", None, Fraction(row["factor"])))
        for row in currencies
    }
    return Lexicon(
        words={
            row["surface"]: Word(row["kind"], _whole_or_part(row["value"]))
            for row in tables.rows("en/number_words", "surface", "kind", "value")
        },
        scales={row["surface"]: Fraction(row["factor"]) for row in tables.rows("en/scales", "surface", "factor")},
        before={row["surface"]: row["modifier"] for row in modifiers if row["position"] == "before"},
        after={row["surface"]: row["modifier"] for row in modifiers if row["position"] == "after"},
        units={
            row["surface"]: Unit(row["unit"], row["kind"], row["per"] or None)
            for row in tables.rows("units", "surface", "unit", "kind", "per")
        },
        signs={surface: unit for surface, (position, unit) in money.items() if position != "word"},
        money_words={
            surface.lower(): unit for surface, (position, unit) in money.items() if position in {"word", "code", "both"}
        },
        labels=tables.words("en/label_words"),
        changes=tables.mapping("en/change_words", "surface", "direction"),
        ordinals={row["surface"]: int(row["value"]) for row in tables.rows("en/ordinals", "surface", "value")},
        dollars=tables.mapping("dollar_countries", "surface", "code"),
        classes=_classes(),
        plurals=tables.mapping("en/irregular_plurals", "surface", "lemma"),
        bounding_verbs=tables.mapping("en/bounding_verbs", "surface", "modifier"),
    )


def _whole_or_part(value: str) -> int | Fraction:
    return int(value) if value.isdigit() else Fraction(value)


def _classes() -> dict[str, frozenset[str]]:
    """The words of each class of `figure_words.csv`."""
    classes: dict[str, set[str]] = {}
    for row in tables.rows("en/figure_words", "surface", "classes"):
        for name in row["classes"].split():
            classes.setdefault(name, set()).add(row["surface"])
    return {name: frozenset(words) for name, words in classes.items()}
