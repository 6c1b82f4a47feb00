"""Where paragraphs start, and the component that keeps a sentence from running over a paragraph's end."""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc

from newsclaims import tables

_LINE_END = re.compile(r"\n\s*")


def paragraph_starts(text: str) -> list[int]:
    """Offsets at which a new paragraph, headline or list line starts.

    A blank line ends a paragraph; so does a single line end, unless the text is wrapped by hand: a line that goes on in
    lower case is no new paragraph, and where a good part of the lines do, only blank lines count.
    """
    ends = list(_LINE_END.finditer(text))
    single = [end for end in ends if end.group().count("\n") == 1 and end.end() < len(text)]
    wrapped = sum(text[end.end()].islower() for end in single) > len(single) / 5
    starts = []
    for end in ends:
        if end.end() == len(text):
            continue
        blank = end.group().count("\n") > 1
        if blank or not (wrapped or text[end.end()].islower()):
            starts.append(end.end())
    return starts


class Paragraphs:
    """Starts a sentence where a paragraph starts, and none between `Sept.` or `No.` and its number."""

    def __init__(self, abbreviations: frozenset[str]) -> None:
        self.abbreviations = abbreviations

    def __call__(self, doc: Doc) -> Doc:
        starts = set(paragraph_starts(doc.text))
        # All at once: spaCy goes through the whole Doc each time that the start of a single token is set.
        marks = doc.to_array("SENT_START").astype("int64")
        for token in doc:
            if token.idx in starts:
                marks[token.i] = 1
            elif token.i > 1 and token.text[0].isdigit() and self._abbreviated(doc, token.i):
                marks[token.i] = -1
        return doc.from_array(["SENT_START"], marks.astype("uint64"))  # type: ignore[arg-type]

    def _abbreviated(self, doc: Doc, i: int) -> bool:
        """Whether the tokens before a number are an abbreviation that takes one, whole (`Sept.`) or cut (`No`, `.`)."""
        before = doc[i - 1].text
        if before == "." and not doc[i - 2].whitespace_:
            before = doc[i - 2].text + before
        return before.lower() in self.abbreviations


@Language.factory("newsclaims_paragraphs", assigns=["token.is_sent_start"])
def make_paragraphs(nlp: Language, name: str) -> Paragraphs:
    """The component that starts sentences at paragraphs."""
    return Paragraphs(tables.words("en/abbreviations"))
