"""Figures that only the tree tells apart, on the model that ships: names, labels, grades, items, directions."""

from __future__ import annotations

import pytest
from examples import unmarked, worth
from spacy.language import Language

from newsclaims import flow, layers
from newsclaims.records import Article, Claim, Figure, Numeral

pytestmark = pytest.mark.model

SENTENCES = [
    # Names and labels
    "The FTSE {100|label} lost [2 percent|2 percent] on Monday.",
    "She wore the new Lumo Watch {5|label} to work.",
    "In Harnsund [300|300 count] were hurt.",
    "The Gang of {Eight|name_part} met for [three hours|3 hour].",
    "Guards held posts {12|label} and {14|label} near the river.",
    "Most deaths came between days {14|label} and {20|label}.",
    "They slept in a {five|label}-star hotel.",
    "The mayor promised {zero|other} tolerance for theft.",
    "The town had [zero|0 count] homicides.",
    "Trains from platform {12|label} ran late.",
    "That day [300|300 count] were killed.",
    "Last season [12|12 count] were sold.",
    "At his post [50|50 count] were shot.",
    "In recent weeks [14|14 count] were killed.",
    "In the last game [30|30 count] were hurt.",
    "The machine at {192.168.100.200|identifier} is down.",
    "Hepatitis C cost the county [$5 million|5000000 USD].",
    "Infections passed the [4,000|4000 count] mark.",
    "It is bad for {one|determiner}'s own health.",
    "Shells flew at [300 metres|300 metre / second] per {second|other}.",
    "{Seven decades|time_expression} on, the hall stands empty.",
    "It paid [$25 million|25000000 USD] over a [six-month|6 month] period.",
    "All of it came under {one|determiner} roof.",
    # Years and counts
    "A study of [1709|1709 count] herders was published.",
    "It grew from [1000|1000 count] to [2000|2000 count] hires.",
    # Ages
    "Measles killed [40|40 count] children {under five|age} in May.",
    # Points, digits, wholes
    "Lind leads Berg by [10 points|10 percentage point] in the polls.",
    "The index lost [10 points|10 point].",
    "They expect [double-digit|~10.. percent] growth.",
    "Of the [281|281 count] words in the note, [three|3 count] were wrong.",
    "They paid the {first|ordinal} [32|32 count] cases.",
    # What is no bound
    "That adds up to [185,000|185000 count] visits.",
    "It is well above the [$4|4 USD] that was asked.",
]


@pytest.mark.parametrize("marked", SENTENCES)
def test_figures_and_numerals(pipeline: Language, marked: str) -> None:
    example = unmarked(marked)
    doc = flow.doc_of(Article("a", example.text), pipeline)
    figures = layers.take(doc, "quantities", Figure)
    found = [(f.quantity.mention.start, f.quantity.mention.end, worth(f.quantity)) for f in figures]
    assert found == [tuple(answer) for answer in example.figures]
    numerals = [(n.mention.start, n.mention.end, n.kind) for n in layers.take(doc, "numerals", Numeral)]
    assert numerals == [tuple(answer) for answer in example.numerals]


@pytest.mark.parametrize(
    ("text", "directions"),
    [
        ("The index lost 190 points, or 0.6%.", ["down", "down"]),
        ("Sales rose 5 percent. In level 3, or 20 huts, it rained.", ["up", None]),
        ("Takings doubled to $5.", ["up", None]),
        ("Prices halved to $3.", ["down", None]),
        ("Harnsund Rail +3% at noon.", ["up"]),
        ("It presented a three-year growth plan.", [None]),
        ("The crew lifted 112 survivors from the sea.", [None]),
        ("The team lost twice.", [None]),
    ],
)
def test_directions(pipeline: Language, text: str, directions: list[str | None]) -> None:
    doc = flow.doc_of(Article("a", text), pipeline)
    assert [f.quantity.direction for f in layers.take(doc, "quantities", Figure)] == directions


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("The camp took in 100, 200 or 300 herders.", ["herder", "herder", "herder"]),
        ("Shares rose 37.5 cents to close at $2.75.", ["share", "share"]),
    ],
)
def test_items(pipeline: Language, text: str, items: list[str]) -> None:
    doc = flow.doc_of(Article("a", text), pipeline)
    assert [f.item.head if f.item else None for f in layers.take(doc, "quantities", Figure)] == items


@pytest.mark.parametrize(
    ("article", "unit", "rule"),
    [
        (Article("a", "The wharf cost $5m."), "USD", "bare-dollar"),
        (Article("a", "The wharf cost $5m.", url="https://news.example.com.au/wharf"), "AUD", "publisher-country"),
        (Article("a", "The wharf cost 5 dollars.", publisher="The Toronto Sentinel"), "CAD", "publisher-country"),
        (
            Article("a", "The wharf cost $5m.", url="http://[wharf", publisher="The Toronto Sentinel"),
            "CAD",
            "publisher-country",
        ),
        (Article("a", "The wharf cost c $ 5 million."), "CAD", "sign"),
        (Article("a", "The wharf cost US$5m.", publisher="The Toronto Sentinel"), "USD", "sign"),
        (Article("a", "The wharf cost EUR 5 million."), "EUR", "code"),
        (Article("a", "The wharf cost 5 million euros."), "EUR", "word"),
        (Article("a", "The wharf cost 5 barrels."), "barrel", None),
    ],
)
def test_currency_and_its_reason(pipeline: Language, article: Article, unit: str, rule: str | None) -> None:
    (figure,) = layers.take(flow.doc_of(article, pipeline), "quantities", Figure)
    assert (figure.quantity.unit, figure.unit_rule) == (unit, rule)


def test_two_conversions_are_tied_to_the_same_figure(pipeline: Language) -> None:
    doc = flow.doc_of(Article("a", "It ran at 30 knots (56km/h or 35mph)."), pipeline)
    tied = [n.converts.text for n in layers.take(doc, "numerals", Numeral) if n.converts]
    assert tied == ["30 knots", "30 knots"]


def test_a_conversion_is_tied_to_its_figure(pipeline: Language) -> None:
    doc = flow.doc_of(Article("a", "The wharf is 40km (25 miles) off."), pipeline)
    (numeral,) = layers.take(doc, "numerals", Numeral)
    assert numeral.kind == "conversion"
    assert numeral.converts is not None
    assert numeral.converts.text == "40km"
    assert numeral.quantity is not None
    assert (numeral.quantity.value, numeral.quantity.unit) == (25, "mile")


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("On Friday, the port planned to pay 32 claims.", ("2019-07-26", "2019-07-26")),
        ("On Friday, the port paid 32 claims.", ("2019-07-19", "2019-07-19")),
        ("Unemployment fell below 5 percent for the first time in eight years.", None),
        ("There have been at least 40 deaths since 2014.", ("2014-01-01", "2019-07-24")),
    ],
)
def test_times(pipeline: Language, text: str, time: tuple[str, str] | None) -> None:
    (claim,) = layers.take(flow.doc_of(Article("a", text, published="2019-07-24"), pipeline), "claims", Claim)
    assert (claim.time and (claim.time.begin, claim.time.end)) == time
