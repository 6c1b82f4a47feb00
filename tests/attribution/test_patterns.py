"""Fifty-two ways in which news says who says a figure, as whole articles: the figure, and who says it."""

from __future__ import annotations

import pytest
from spacy.language import Language

import newsclaims
from newsclaims.records import Article

NARRATOR: list[str] = []
PATTERNS = [
    # (what it shows, text, figure, sources; none: the article's own voice)
    ("quote-said", "“We lost 40 boats,” Ada Marlow said.", "40", ["Ada Marlow"]),
    ("quote-inverted", "“We lost 40 boats,” said Ada Marlow, director of the Harbour Trust.", "40", ["Ada Marlow"]),
    ("quote-goes-on", "“The storm was bad,” Ada Marlow said. “We lost 40 boats in an hour.”", "40", ["Ada Marlow"]),
    ("next-paragraph", "Ada Marlow said the storm was bad.\n\n“We lost 40 boats in an hour, and nobody came.”", "40",
     ["Ada Marlow"]),
    ("dash-name", "“We lost 40 boats in an hour.”\n\n— Ada Marlow", "40", ["Ada Marlow"]),
    ("said-that", "Ada Marlow said that 40 boats were lost.", "40", ["Ada Marlow"]),
    ("said", "Ada Marlow said 40 boats were lost.", "40", ["Ada Marlow"]),
    ("inverted", "The storm sank 40 boats, said Ada Marlow, the harbour's director.", "40", ["Ada Marlow"]),
    ("parenthetical", "The average boat, Ada Marlow says, costs $900 to mend.", "$900", ["Ada Marlow"]),
    ("mixed", "Ada Marlow praised the “brave crews of 40 boats” that went out.", "40", ["Ada Marlow"]),
    ("according-after", "The storm sank 40 boats, according to the Harbour Trust.", "40", ["Harbour Trust"]),
    ("according-before", "According to the Harbour Trust, the storm sank 40 boats.", "40", ["Harbour Trust"]),
    ("according-inside", "The trust receives, according to the Harbour Trust, $40 million a year.", "$40 million",
     ["Harbour Trust"]),
    ("records-show", "Customs Board records show the port took in 40 boats in May.", "40", ["Customs Board records"]),
    ("records-show-after", "The port took in 40 boats in May, customs records show.", "40", ["customs records"]),
    ("compiled-by", "Figures compiled by the Harbour Trust show that 40 boats were lost.", "40", ["Harbour Trust"]),
    ("study-by", "A study by the Harbour Trust found that 40 boats were lost.", "40", ["Harbour Trust"]),
    ("poll-showed", "A Tarn Institute poll showed 53 percent for the bridge.", "53 percent", ["Tarn Institute"]),
    ("poll-has", "The latest Tarn Institute poll has the mayor ahead by 6 points.", "6 points", ["Tarn Institute"]),
    ("poll-puts-on", "The latest Tarn Institute poll puts the mayor on 53 percent.", "53 percent", ["Tarn Institute"]),
    ("quoted-as-saying", "Ada Marlow was quoted by the Tarn Post as saying that 40 boats were lost.", "40",
     ["Ada Marlow"]),
    ("quoted-her-as-saying", "The Tarn Post quoted the director, Ada Marlow, as saying 40 boats were lost.", "40",
     ["Ada Marlow"]),
    ("in-the-poll", "In the latest Tarn Institute poll, 53 percent were in favour of the bridge.", "53 percent",
     ["Tarn Institute"]),
    ("a-command-for-a-name", "In all of May boats sank, Save the Hens and its partner Tarn Watch have found.\n\n"
     "The organisations say 40 boats were lost.", "40", ["Save the Hens", "Tarn Watch"]),
    ("by-one-estimate", "By one estimate, 3,000 acres of reed were burnt.", "3,000 acres", ["one estimate"]),
    ("puts-at", "The Harbour Trust puts the loss at $45 million.", "$45 million", ["Harbour Trust"]),
    ("estimates-at", "The Harbour Trust estimates the loss at $45 million.", "$45 million", ["Harbour Trust"]),
    ("projects", "The Harbour Trust projected a loss of $33 million over ten years.", "$33 million", ["Harbour Trust"]),
    ("tallies", "The Harbour Trust tallies 585 boats along the coast.", "585", ["Harbour Trust"]),
    ("told-quote", "Ada Marlow told the Tarn Herald: “We lost 40 boats in an hour.”", "40", ["Ada Marlow"]),
    ("told", "Ada Marlow told the Tarn Herald that 40 boats were lost.", "40", ["Ada Marlow"]),
    ("told-bare", "Ada Marlow told the Tarn Herald 40 boats were lost.", "40", ["Ada Marlow"]),
    ("headline", "Harbour Trust: Storm sank 40 boats\n\nThe coast is quiet again.", "40", ["Harbour Trust"]),
    ("block-quote", "Ada Marlow said:\n\n“We lost 40 boats in an hour, and nobody came to help us.”", "40",
     ["Ada Marlow"]),
    ("added", "“It was 50 percent more than last year,” Ada Marlow added.", "50 percent", ["Ada Marlow"]),
    ("tweeted", "“We lost 40 boats,” Ada Marlow tweeted.", "40", ["Ada Marlow"]),
    ("anonymous", "A harbour worker of four years, who spoke on condition of anonymity, said 40 boats were lost.", "40",
     ["A harbour worker of four years"]),
    ("unauthorised", "The repairs will cost $2 million, according to an official who was not authorised to speak.",
     "$2 million", ["an official"]),
    ("passive", "The loss is projected to be $44 million.", "$44 million", NARRATOR),
    ("reportedly", "The storm has reportedly sunk more than 40 boats.", "more than 40", NARRATOR),
    ("accused", "The pirate is accused of sinking nine boats.", "nine", NARRATOR),
    ("noting", "Ada Marlow praised the crews, noting that they had saved 40 boats.", "40", ["Ada Marlow"]),
    ("claim-that", "Ada Marlow's claim that 40 boats were lost was disputed.", "40", ["Ada Marlow"]),
    ("has-said", "The Harbour Trust has said 22 boats were held back.", "22", ["Harbour Trust"]),
    ("pronoun", "Nina Marlow came to the port on Monday. She said 40 boats were lost.", "40", ["Nina Marlow"]),
    ("the-group", "The Harbour Trust met on Monday. The group said 40 boats were lost.", "40", ["Harbour Trust"]),
    ("officials", "Officials say 40 boats were lost.", "40", ["Officials"]),
    ("acronym", "The Northern Rivers Agency (NRA) met on Monday. The NRA said 40 boats were lost.", "40",
     ["Northern Rivers Agency"]),
    ("relative", "The Lowland Walkers, which expects 5,000 visitors to attend, has booked the hall.", "5,000",
     ["Lowland Walkers"]),
    ("nested", "The Tarn Herald wrote that Ada Marlow had claimed a loss of $916 million.", "$916 million",
     ["Ada Marlow"]),
    ("document-states", "The letter states that 40 boats were lost.", "40", ["The letter"]),
    ("announced", "The Harbour Trust announced a loss of $8 million.", "$8 million", ["Harbour Trust"]),
]  # fmt: skip


@pytest.mark.model
@pytest.mark.parametrize(("text", "figure", "sources"), [p[1:] for p in PATTERNS], ids=[p[0] for p in PATTERNS])
def test_who_says_it(pipeline: Language, text: str, figure: str, sources: list[str]) -> None:
    claims = newsclaims.extract([Article("a", text, published="2024-05-14")], pipeline)
    (claim,) = [claim for claim in claims if claim.quantity.mention.text == figure]
    assert [source.name for source in claim.attribution.sources] == sources
    assert (claim.attribution.voice == "narrator") == (not sources)
