"""Sentences of one build whose figures differ in time, by what they mean: how many the default model tells apart."""

from __future__ import annotations

import re

import pytest
from spacy.language import Language

from newsclaims import flow, layers
from newsclaims.records import Article, Claim

RIGHT = 19
# Each figure in braces, with the words of its time, or `-`; read as of Thursday, 2024-05-16.
CONTRASTS = [
    "The coast guard said on Tuesday that it had {19|-} boats in harbour.",
    "The coast guard said that it lost {19|Tuesday} boats on Tuesday.",
    "The dairy, which opened in 1991, sold {7,000|last year} cheeses last year.",
    "The dairy, which sold {7,000|1991} cheeses in 1991, moved to Tarn last year.",
    "Wages rose {3 percent|March} in March, the office said on Friday.",
    "Wages rose in March, said the office, which has a staff of {300|-}.",
    "The mill was sold in April for {$5 million|April}.",
    "The mill, sold in April, has {12|-} looms.",
    "After a storm on Sunday that felled {80|Sunday} trees, the park is closed.",
    "After a storm on Sunday, the park, which has {80|-} trees, is closed.",
    "Exports were {40 tonnes|2022} in 2022 and {52 tonnes|2023} in 2023.",
    "Exports were {52 tonnes|2023} in 2023, against {40 tonnes|2022} in 2022.",
    "It was the worst fire since 2003, with {11|-} houses lost.",
    "Since 2003 fires have destroyed {11|2003} houses.",
    "The council will vote on Monday on a plan for {60|-} flats.",
    "The council built {60|2019} flats in 2019.",
    "In February the clinic had {30|February} nurses, and now it has {12|-}.",
    "The strike that began in February has cost the clinic {12|-} of its nurses, a union said.",
]


def _told(pipeline: Language, marked: str) -> list[bool]:
    """Of each figure of a sentence, whether its time is right."""
    text, wanted = "", {}
    for n, part in enumerate(re.split(r"[{}]", marked)):
        figure, _, words = part.partition("|")
        if n % 2:
            wanted[len(text)] = words
        text += figure
    article = Article("contrast", text, published="2024-05-16", published_from="given")
    claims = layers.take(flow.doc_of(article, pipeline), "claims", Claim)
    told = {claim.quantity.mention.start: claim.time.mention.text if claim.time else "-" for claim in claims}
    return [told.get(start, "") == words for start, words in wanted.items()]


@pytest.mark.model
def test_figures_get_the_time_that_is_meant(pipeline: Language) -> None:
    told = {marked: _told(pipeline, marked) for marked in CONTRASTS}
    right = sum(sum(answers) for answers in told.values())
    assert right >= RIGHT, [marked for marked, answers in told.items() if not all(answers)]
