"""The times stage: writes the layer `timexes`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from spacy.language import Language
from spacy.tokens import Doc

from newsclaims import layers
from newsclaims.times.find import Finder
from newsclaims.times.resolve import Resolver
from newsclaims.times.tense import Tenses
from newsclaims.times.words import Lexicon


class Times:
    """Finds and dates the time expressions of a Doc, against the date of publication of its article."""

    def __init__(self) -> None:
        self._finder = Finder(Lexicon())
        self._tenses = Tenses()

    def __call__(self, doc: Doc) -> Doc:
        resolver = Resolver(doc, _published(doc), self._tenses)
        text = doc.text
        for number, (start, end) in enumerate(_sentences(doc)):
            words = self._finder.words(text, start, end)
            if founds := self._finder.find(text, words):
                resolver.add(number, founds, words)
        layers.put(doc, "timexes", resolver.timexes)
        return doc


def _sentences(doc: Doc) -> Iterator[tuple[int, int]]:
    """The offsets of the sentences; the whole text is one where none are set."""
    if not doc.has_annotation("SENT_START"):
        yield 0, len(doc.text)
        return
    for sent in doc.sents:
        yield sent.start_char, sent.end_char


def _published(doc: Doc) -> date | None:
    """The article's date of publication; None for a Doc without one, never today."""
    article = layers.take_article(doc)
    return date.fromisoformat(article.published[:10]) if article and article.published else None


@Language.factory("newsclaims_times", requires=["doc.sents"], assigns=["doc._.timexes"])
def make_times(nlp: Language, name: str) -> Times:
    """The component that lays time expressions on a Doc."""
    return Times()
