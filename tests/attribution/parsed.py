"""Hand-built parses, and sentences whose attribution is written into them."""

from __future__ import annotations

import spacy
from spacy.tokens import Doc, Span

from newsclaims import layers
from newsclaims.attribution.component import make_attribution
from newsclaims.records import Attribution

NLP = spacy.blank("en")
COMPONENT = make_attribution(NLP, "newsclaims_attribution")
NAMES = {"P": "PERSON", "O": "ORG", "L": "LOC"}


def parsed(*tagged: str) -> Doc:
    """A Doc of sentences written `word/TAG` or `word/TAG/P` (P, O, L: part of a person's, body's, place's name).

    The tree is flat: what the rules find here they find by the words alone. Each sentence is a paragraph.
    """
    words: list[str] = []
    tags: list[str] = []
    spaces: list[bool] = []
    starts: list[bool] = []
    names: list[str] = []
    for sentence in tagged:
        for n, item in enumerate(sentence.split()):
            word, tag, *name = item.rsplit("/")
            words.append(word)
            tags.append(tag)
            names.append(name[0] if name else "")
            starts.append(n == 0)
            spaces.append(True)
        words.append("\n\n")
        tags.append("_SP")
        names.append("")
        starts.append(False)
        spaces.append(False)
    heads = []
    first = 0
    for n, start in enumerate(starts):
        first = n if start else first
        heads.append(first)
    deps = ["ROOT" if start else "dep" for start in starts]
    doc = Doc(
        NLP.vocab, words=words, spaces=spaces, tags=tags, heads=heads, deps=deps, lemmas=[w.lower() for w in words]
    )
    doc.ents = _entities(doc, names)
    return doc


def _entities(doc: Doc, names: list[str]) -> list[Span]:
    found, at = [], 0
    while at < len(doc):
        end = at
        while end < len(doc) and names[at] and names[end] == names[at]:
            end += 1
        if end > at:
            found.append(Span(doc, at, end, label=NAMES[names[at]]))
        at = max(end, at + 1)
    return found


def attributions(*tagged: str) -> list[Attribution]:
    """The attributions of such a Doc."""
    return layers.take(COMPONENT(parsed(*tagged)), "attributions", Attribution)


def who_says(figure: str, *tagged: str) -> tuple[list[str], str] | None:
    """Sources and voice of the innermost attribution that holds the figure; None for the narrator."""
    doc = COMPONENT(parsed(*tagged))
    at = doc.text.index(figure)
    holding = [
        one
        for one in layers.take(doc, "attributions", Attribution)
        if any(part.start <= at < part.end for part in one.contents)
    ]
    if not holding:
        return None
    inner = min(holding, key=lambda one: sum(part.end - part.start for part in one.contents))
    return [source.name for source in inner.sources], inner.voice
