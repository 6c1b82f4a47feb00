"""Which stretches of a text may hold a claim, before anything is parsed."""

from __future__ import annotations

import pytest

from newsclaims.quantities.glance import Glance
from newsclaims.quantities.lexicon import lexicon

LOOK = Glance(lexicon())


def counts(text: str) -> bool:
    return LOOK(text, [(0, len(text))]) == [0]


@pytest.mark.parametrize(
    "text",
    [
        "Two ferries sank.",
        "In May 2019 some 40 people left the island.",
        "The ferry cost $2019.",
        "Hirings rose to 2010 in a week.",
        "More than 2000 left.",
        "On 12 May 30% of the boats stayed in.",
        "The strike lasted 10 days.",
        "Only one boat came back.",
        "The blast killed one man.",
        "It lost one percent.",
        "It cost Rs500 a day.",
        "A one-year contract was signed.",
        "Guards turned away children under18 years.",
        "Half the harbour burned.",
        "The gauge stood at minus-5 degrees.",
        "It lets sub-500 square metre halls.",
    ],
)
def test_what_may_be_a_claim_is_looked_at(text: str) -> None:
    assert counts(text)


@pytest.mark.parametrize(
    "text",
    [
        "The quay was quiet.",
        "On May 12, 2019 the quay was quiet.",
        "On 12th of May the quay was quiet.",
        "A 2014 report praised the port, built in 1888.",
        "The port opened at 10.30am and shut at 18:45.",
        "A 37-year-old baker sang in the 21st row.",
        "The G20 spoke of COVID-19.",
        "No one came, and one of them wept.",
        "Two weeks ago it rained, as in the past 48 hours.",
        "The songs of the 1960s are back.",
    ],
)
def test_what_only_names_is_passed_over(text: str) -> None:
    assert not counts(text)


def test_each_span_is_looked_at_by_itself() -> None:
    text = "Two ferries sank.\nIt rained in 2019.\nThree came back."
    assert LOOK(text, [(0, 18), (18, 37), (37, len(text))]) == [0, 2]
