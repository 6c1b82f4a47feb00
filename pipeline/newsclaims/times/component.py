"""The times stage: writes the layer `timexes`."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from itertools import groupby

from spacy.language import Language
from spacy.tokens import Doc

from newsclaims import layers
from newsclaims.times.find import Finder
from newsclaims.times.link import fiscal_start
from newsclaims.times.resolve import Resolver
from newsclaims.times.tense import Tenses
from newsclaims.times.words import Lexicon


class Times:
    """Finds and dates the time expressions of a Doc, against the date of publication of its article."""

    def __init__(self) -> None:
        self._finder = Finder(Lexicon())
        self._tenses = Tenses()

    def __call__(self, doc: Doc) -> Doc:
        text = doc.text
        words = self._finder.words(text)
        starts = _sentence_starts(doc)
        founds = self._finder.find(text, words)
        resolver = Resolver(doc, _published(doc), self._tenses, fiscal_start(founds, words))
        for sentence, group in groupby(founds, key=lambda found: bisect_right(starts, found.start)):
            resolver.add(sentence, list(group), words)
        layers.put(doc, "timexes", resolver.timexes)
        return doc


def _sentence_starts(doc: Doc) -> list[int]:
    """Where the sentences start; the whole text is one where none are set."""
    return [sent.start_char for sent in doc.sents] if doc.has_annotation("SENT_START") else [0]


def _published(doc: Doc) -> date | None:
    """The article's date of publication; None for a Doc without one, never today."""
    article = layers.take_article(doc)
    return date.fromisoformat(article.published[:10]) if article and article.published else None


@Language.factory("newsclaims_times", requires=["doc.sents"], assigns=["doc._.timexes"])
def make_times(nlp: Language, name: str) -> Times:
    """The component that lays time expressions on a Doc."""
    return Times()
