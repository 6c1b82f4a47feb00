"""Sentences with the answer written in: "since {June 24|2016-06-24 .. 2016-09-14}" -> text, and answers with offsets.

Braces hold the words of a time expression, a bar, and its interval: one day, "begin .. end" with nothing for an open
bound, or "-" for none.
"""

from __future__ import annotations

import re

import spacy
from spacy.language import Language

from newsclaims import layers
from newsclaims.records import ArticleMeta, Timex

PUBLISHED = "2016-09-14"  # a Wednesday
Answer = tuple[int, int, str | None, str | None]


def blank_pipeline() -> Language:
    """A pipeline with no trained part."""
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("newsclaims_times")
    return nlp


def timexes(nlp: Language, text: str, published: str | None = PUBLISHED) -> list[Timex]:
    """The time expressions of a text published on a day."""
    doc = nlp.make_doc(text)
    layers.put_article(doc, ArticleMeta(id="example", published=published))
    return layers.take(nlp(doc), "timexes", Timex)


def unmarked(marked: str) -> tuple[str, list[Answer]]:
    """The text without its marks, and the answers in text order."""
    text, answers, last = "", [], 0
    for mark in re.finditer(r"\{([^|{}]*)\|([^{}]*)\}", marked):
        text += marked[last : mark.start()]
        begin, separator, end = (part.strip() or None for part in (mark[2] + " ").partition(".."))
        if not separator:
            begin = end = None if begin == "-" else begin
        answers.append((len(text), len(text) + len(mark[1]), begin, end))
        text, last = text + mark[1], mark.end()
    return text + marked[last:], answers


def answers_of(found: list[Timex]) -> list[Answer]:
    """What was found, in the form of the marks."""
    return [(timex.mention.start, timex.mention.end, timex.begin, timex.end) for timex in found]
