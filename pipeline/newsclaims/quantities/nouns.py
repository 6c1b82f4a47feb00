"""The nouns around a figure: what can be an item, where its phrase ends, what a noun that only carries a number hides.

The tree says what belongs together at a distance; next to the figure the order of the words is the better witness.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from newsclaims.quantities.lexicon import Lexicon
from newsclaims.syntax import OBJECTS, SUBJECTS, children, preposition, role

NOUNS = frozenset(["NN", "NNS", "NNP", "NNPS"])
MODIFIERS = frozenset(
    ["nummod", "amod", "compound", "quantmod", "nmod:unmarked", "nmod:desc", "npadvmod", "obl:unmarked", "nmod"]
)
OPENERS = frozenset(["DT", "PRP$", "PDT"])
COMPARATIVES = frozenset(["more", "less", "fewer", "higher", "lower"])
_INSIDE = frozenset(["JJ", "JJR", "JJS", "VBN", "VBG", "HYPH", "NN", "NNP", "AFX"])
_PARTICIPLES = frozenset(["VBN", "VBG", "JJ", "JJR"])
_BEFORE_NOUN = frozenset(
    ["JJ", "JJR", "JJS", "NN", "NNS", "NNP", "NNPS", "CD", "HYPH", "POS", "VBN", "VBG", "$", "AFX"]
)
_SKIPPED = frozenset(["DT", "PRP$", "PDT", "CD", "HYPH"])
_COMPLEMENTS = frozenset(["of", "on", "for", "in", "at", "to", "with", "between", "from", "by", "into", "against"])
_MEASURED_BY = frozenset(["of", "in", "for", "from"])
_POINTERS = frozenset(["them", "those", "these", "whom", "which", "it", "this", "that"])
_OBLIQUES = frozenset(["obl", "nmod"])


@dataclass(frozen=True, slots=True)
class Site:
    """A figure where it stands: `tokens` its number and unit, `first` its first token with modifier, `end` its end
    (out).

    `head` hangs on something outside; `family` (count, measure, duration) says which rules are asked; `taken` are the
    places of all tokens of the sentence's numerals, which are no items.
    """

    tokens: Span
    first: int
    end: int
    head: Token
    unit: str
    family: str
    taken: frozenset[int]
    lex: Lexicon
    per: str | None
    sent: Span

    @property
    def doc(self) -> Doc:
        """The article."""
        return self.tokens.doc

    @property
    def marker(self) -> Token | None:
        """The preposition before the figure; that of its own words, the `out of` of `two out of five`, is none.

        Where the tree hangs it elsewhere, the one that stands right before an oblique (`by 2030 to 32 percent`).
        """
        found = preposition(self.head)
        if found is None and self.first > self.head.head.i and role(self.head) in _OBLIQUES:
            before = self.doc[self.first - 1]
            return before if before.tag_ in {"IN", "TO"} and role(before) == "case" else None
        return None if found is not None and self.tokens.start <= found.i < self.end else found

    def same_sentence(self, other: Site) -> bool:
        """Whether both stand in one sentence."""
        return self.sent.start == other.sent.start

    @property
    def exceeds(self) -> bool:
        """Whether it is set against what was told before: `12,000 more than in June`."""
        words = [token.lower_ for token in self.doc[self.end : min(self.end + 2, self.sent.end)]]
        return len(words) == 2 and words[0] in COMPARATIVES and words[1] == "than"

    @property
    def compares(self) -> bool:
        """Whether `more than`, `higher than` stands behind it, or `up`, `down`, `against` before it."""
        before = self.doc[self.first - 1].lower_ if self.first > self.sent.start else ""
        return self.exceeds or before in {"up", "down", "to", "from", "against", "with"}

    @property
    def points_back(self) -> bool:
        """Whether it counts some of what was named before: `15 of them had …`, `of which half …`."""
        doc, i, stop = self.doc, self.end, self.sent.end
        if i + 1 < stop and doc[i].lower_ == "of" and doc[i + 1].lower_ in _POINTERS:
            following = doc[i + 2] if i + 2 < stop else None
            return following is None or following.tag_ not in NOUNS | {"VBN"}
        before = [token.lower_ for token in doc[max(self.sent.start, self.first - 3) : self.first]]
        return any(pair in {("of", "which"), ("of", "whom")} for pair in itertools.pairwise(before))


def head_of(tokens: Span) -> Token:
    """The token of the figure that hangs on something outside it."""
    inside = [token for token in tokens if not tokens.start <= token.head.i < tokens.end or token.head == token]
    number = [token for token in inside if token.tag_ in {"CD", "NN", "NNS", "$", "DT", "PDT", "JJ"}]
    return (number or inside or [tokens[-1]])[-1]


def nominal(token: Token) -> bool:
    """A noun, or a word that the tree takes for one whatever its tag (`Silver rose`, `Profit fell`)."""
    if token.is_space or token.tag_ in NOUNS:
        return not token.is_space
    return (token.tag_ in {"JJ", "VB", "VBG"} and role(token) in SUBJECTS) or (
        token.tag_ == "JJ" and role(token) in OBJECTS
    )


def is_item(token: Token, site: Site) -> bool:
    """Whether a token can be what is counted: a noun that is no person, no time, no part of a figure."""
    if token.i in site.taken or token.is_space or not any(letter.isalpha() for letter in token.text):
        return False
    classes = site.lex.classes
    if token.ent_type_ == "PERSON" or token.lower_ in classes["no_item"]:
        return False
    if token.tag_ in {"NNP", "NNPS"} and token.lower_ in classes["month"]:
        return False
    return nominal(token) or (token.tag_ in {"JJ", "VBG", "CD"} and token.pos_ in {"NOUN", "PROPN"})


def belongs(token: Token, name: str, site: Site) -> bool:
    """Whether a token is of a class of words, by its lemma or as it stands (irregular lemmas may be missing)."""
    words = site.lex.classes[name]
    return token.lower_ in words or token.lemma_.lower() in words


def changes(token: Token, site: Site) -> bool:
    """Whether a word says that something rises or falls."""
    return token.lower_ in site.lex.changes


def run_behind(doc: Doc, i: int, stop: int) -> Token | None:
    """The last noun of the adjectives and nouns that start at token `i`: `unionized dock workers said` -> workers."""
    found = None
    while i < stop:
        token, following = doc[i], doc[i + 1] if i + 1 < stop else None
        if token.is_space:
            break
        if nominal(token):
            found = token
            owns = following is not None and following.tag_ == "POS"
            joined = following is not None and following.tag_ in NOUNS and _hyphened(doc, i)
            if token.tag_ in {"NNS", "NNPS"} and not (owns or joined or _goes_on(doc, i, stop)):
                break
        elif token.tag_ == "POS":
            while i + 1 < stop and doc[i + 1].tag_ == "CD":
                i += 1
        elif (
            following is None
            or not (token.tag_ in _INSIDE or _links(token, following, found) or _hyphened(doc, i))
            or (found is not None and token.tag_ in _PARTICIPLES and not _goes_on(doc, i, stop))
        ):
            break
        i += 1
    return found


def _hyphened(doc: Doc, i: int) -> bool:
    """Whether a token goes on a compound that hyphens join: `for` and `bags` of `a cash-for-bags scheme`."""
    return i > 1 and doc[i - 1].text in "-‑" and not doc[i - 1].whitespace_ and not doc[i - 2].whitespace_


def _links(token: Token, following: Token, found: Token | None) -> bool:
    """Whether a token inside a noun's phrase holds its words together.

    `Dock & Marine workers`, `a $2bn, two-year deficit`.
    """
    if token.tag_ == "CC":
        return found is not None and found.tag_ == following.tag_ == "NNP"
    if token.tag_ == ",":
        return found is None and following.tag_ in {"JJ", "CD", "VBN"}
    if token.tag_ == "VBD":
        return found is None and following.tag_ == "NNS"
    inside = role(token) in {"compound", "amod"} and token.head.i > token.i
    return inside or (token.tag_ == "CD" and following.text in "-‑")


def _goes_on(doc: Doc, i: int, stop: int) -> bool:
    """Whether a token modifies the noun that follows at once."""
    following = doc[i + 1] if i + 1 < stop else None
    return (
        following is not None and following.tag_ in NOUNS | {"HYPH"} and doc[i].head.i > i and role(doc[i]) in MODIFIERS
    )


def phrase_before(doc: Doc, i: int, start: int) -> Token | None:
    """The head of the noun phrase that ends at token `i`, its complements looked through.

    `the yield on the note` -> yield.
    """
    head = None
    while i >= start and nominal(doc[i]):
        head = doc[i]
        i -= 1
        while i >= start and doc[i].tag_ in _BEFORE_NOUN and not doc[i].is_space:
            i -= 1
        if i >= start and doc[i].tag_ in OPENERS:
            i -= 1
        if i < start or doc[i].lower_ not in _COMPLEMENTS:
            break
        i -= 1
    return head


def noun_after(doc: Doc, i: int, stop: int, site: Site) -> Token | None:
    """The noun of the phrase that starts at token `i`, articles, numbers and their modifiers passed over."""
    words = site.lex.classes["number_modifier"]
    while i < stop and (doc[i].tag_ in _SKIPPED or doc[i].lower_ in words or _numbered(doc, i, stop)):
        i += 1
    found = run_behind(doc, i, stop)
    return found if found is not None and is_item(found, site) else None


def _numbered(doc: Doc, i: int, stop: int) -> bool:
    """Whether an adjective stands before a number: the `past` of `eight of the past nine contests`."""
    return doc[i].tag_ == "JJ" and i + 1 < stop and doc[i + 1].tag_ == "CD"


def inner(noun: Token, site: Site) -> Token:
    """Looks through nouns that only carry a number: `the number of cases`, `a total of N`, `an increase in prices`."""
    container = belongs(noun, "container", site)
    if not container and not belongs(noun, "light", site) and not changes(noun, site):
        return noun
    wanted = frozenset(["of"]) if container else _MEASURED_BY
    for child in noun.children:
        marker = preposition(child)
        if child.i > noun.i and marker is not None and marker.lower_ in wanted and is_item(child, site):
            return child
        if child.lower_ in wanted and (found := next(children(child, frozenset(["pobj"])), None)) is not None:
            return found
    i, stop = noun.i + 1, site.sent.end
    if i + 1 < stop and noun.doc[i].lower_ in wanted and i not in site.taken:
        return noun_after(noun.doc, i + 1, stop, site) or noun
    return noun


def antecedent(pronoun: Token) -> Token | None:
    """The last subject before a pronoun that agrees with it in number, in its sentence or the one before; no person."""
    plural = pronoun.lower_ == "they"
    doc, start = pronoun.doc, pronoun.sent.start
    first = doc[start - 1].sent.start if start else 0
    for i in range(pronoun.i - 1, first - 1, -1):
        token = doc[i]
        if role(token) in SUBJECTS and token.tag_ in NOUNS and (token.tag_ in {"NNS", "NNPS"}) is plural:
            return None if token.ent_type_ == "PERSON" else token
    return None
