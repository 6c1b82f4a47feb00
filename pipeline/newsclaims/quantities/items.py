"""What a figure counts or measures: the head noun and its phrase, read off the tree.

`item_of` tries its rules in the order of `_COUNT_RULES` or `_MEASURE_RULES`; each gives a token or None. The rules stand on
UD trees, and read spaCy's English scheme through `syntax.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from spacy.tokens import Span, Token

from newsclaims.quantities.find import Raw
from newsclaims.quantities.lexicon import lexicon
from newsclaims.records import Item, Mention
from newsclaims.syntax import OBJECTS, SUBJECTS, children, governor, phrase, preposition, role

class Counted(NamedTuple):
    """A numeral and the head of its item: its tokens, its unit, the noun."""

    tokens: Span
    unit: str
    noun: Token


Rule = Callable[[Token, Span], "Token | None"]
_NOUNS = frozenset("NN NNS NNP NNPS".split())
_MODIFIERS = frozenset("nummod amod compound quantmod nmod:unmarked nmod:desc npadvmod obl:unmarked nmod".split())
_PARTITIVE = frozenset(["of"])
_MEASURED_BY = frozenset("of in for from".split())
_MEASURES_OF = frozenset("of at to by from with".split())
_CLAUSES = frozenset("acl acl:relcl relcl advcl xcomp ccomp conj parataxis".split())
_LONGEST_CHAIN = 6
_CHAIN_TAGS = frozenset(["CC", "IN", "TO", ",", "-LRB-", "-RRB-", ":", "HYPH"])
_CHAIN_WORDS = frozenset("about nearly almost roughly or to from a an each well more less than share barrel ounce gallon".split())


def item_of(tokens: Span, raw: Raw, earlier: Sequence[Counted]) -> tuple[Item, str, Token] | None:
    """The item of the figure over `tokens`, the rule that found it, and its head; None where the text names none.

    `earlier` are the numerals before it that have one, for a figure that leaves its noun out (`75 people were killed and
    1,643 wounded`, `fell 24 cents, to $42`).
    """
    head = _head(tokens)
    counts = raw.unit is None and raw.numbers[0].kind in {"plain", "vague"}
    if not counts and earlier and (noun := _chained(tokens, earlier[-1])):
        return _item(noun, None), "chained", noun
    for name, rule in _COUNT_RULES if counts else _MEASURE_RULES:
        found = rule(head, tokens)
        if found is not None and _is_item(found, tokens):
            found = _whole_compound(found)
            return _item(found, tokens), name, found
    kind = raw.unit.name if raw.unit else "count"
    noun = _left_out(head, tokens, kind, earlier)
    return (_item(noun, None), "left-out", noun) if noun is not None else None


def _chained(tokens: Span, before: Counted) -> Token | None:
    """The item of the figure right before, where only `or`, `to`, `from` and the like stand between the two."""
    between = tokens.doc[before.tokens.end : tokens.start]
    if len(between) == 0 or len(between) > _LONGEST_CHAIN or before.tokens.sent.start != tokens.sent.start:
        return None
    return before.noun if all(token.tag_ in _CHAIN_TAGS or token.lower_ in _CHAIN_WORDS for token in between) else None


def _left_out(head: Token, tokens: Span, kind: str, earlier: Sequence[Counted]) -> Token | None:
    """The item of the last figure of the same unit, in the sentence or (for a subject) in the one before."""
    for before in reversed(earlier):
        if before.unit != kind:
            continue
        same = before.tokens.sent.start == tokens.sent.start
        near = before.tokens.sent.end >= tokens.sent.start and (role(head) in SUBJECTS or role(head.head) in SUBJECTS)
        return before.noun if same and kind == "count" or near else None
    return None


def _whole_compound(noun: Token) -> Token:
    """The head of a compound that a part was found of: `72 office units`."""
    while role(noun) in {"compound", "nmod:unmarked"} and noun.i < noun.head.i <= noun.i + 3 and noun.head.tag_ in _NOUNS:
        noun = noun.head
    return noun


def _item(noun: Token, tokens: Span | None) -> Item:
    """The noun's phrase without the figure's own words."""
    span = phrase(noun)
    start, end = span.start, span.end
    if tokens is not None and start <= tokens.start < end:
        start, end = (tokens.end, end) if tokens.end <= noun.i else (start, tokens.start)
    while start < noun.i and noun.doc[start].tag_ in {"DT", "IN", "HYPH", ",", "PRP$", "CD", "PDT", "POS"}:
        start += 1
    span = noun.doc[min(start, noun.i) : max(end, noun.i + 1)]
    return Item(Mention(span.start_char, span.end_char, span.text), noun_lemma(noun))


def noun_lemma(noun: Token) -> str:
    """A noun's lower-case lemma; where the model leaves a plural as it is, its ending is taken off."""
    lemma = noun.lemma_.lower() or noun.lower_
    plural = noun.tag_ in {"NNS", "NNPS"} or (noun.tag_ == "NNP" and any(role(child) == "nummod" for child in noun.children))
    if plural and lemma == noun.lower_ and lemma.endswith("s") and not lemma.endswith("ss"):
        lemma = lemma[:-3] + "y" if lemma.endswith("ies") else lemma[:-1]
    return lemma


def _head(tokens: Span) -> Token:
    """The token of the figure that hangs on something outside it."""
    inside = [token for token in tokens if not tokens.start <= token.head.i < tokens.end or token.head == token]
    number = [token for token in inside if token.tag_ in {"CD", "NN", "NNS", "$", "DT", "PDT", "JJ"}]
    return (number or inside or [tokens[-1]])[-1]


def _is_item(token: Token, tokens: Span) -> bool:
    inside = tokens.start <= token.i < tokens.end
    return not inside and (token.tag_ in _NOUNS or token.tag_ in {"JJ", "VBG", "CD"} and token.pos_ in {"NOUN", "PROPN"})


def _modified(head: Token, tokens: Span) -> Token | None:
    """The noun that the number stands before: `33 children`, `a 50 percent stake`, `three-day survey`."""
    target = head.head
    if role(head) in _MODIFIERS and target.i >= tokens.end and preposition(head) is None:
        if target.lemma_.lower() in lexicon().classes["unit"]:
            return _modified(target, tokens)
        return target
    return None


def _adjacent(head: Token, tokens: Span) -> Token | None:
    """Where the tree is of no help: the last noun of the nouns and adjectives right behind the number."""
    found, last_end = None, tokens.end
    for token in tokens.doc[tokens.end : min(tokens.end + 5, tokens.sent.end)]:
        if token.tag_ in _NOUNS:
            found = token
        elif token.tag_ not in {"JJ", "JJR", "VBN", "HYPH", "VBG"} or found is not None:
            break
        last_end = token.i
    return found if last_end else None


def _of_phrase(head: Token, tokens: Span) -> Token | None:
    """The noun in the partitive behind it: `dozens of people`, `28 percent of voters`, `seven of the 12 hostages`."""
    return _behind(tokens, _PARTITIVE)


def _in_phrase(head: Token, tokens: Span) -> Token | None:
    """`$1.1 trillion in revenue`, `$2 million for schools`."""
    found = _behind(tokens, frozenset(["in", "of"]))
    return found if found is not None and found.ent_type_ not in {"LOC", "GPE", "DATE"} else None


def _behind(tokens: Span, prepositions: frozenset[str]) -> Token | None:
    """The noun that a preposition right behind the figure governs."""
    doc, i = tokens.doc, tokens.end
    if i >= tokens.sent.end or doc[i].lower_ not in prepositions:
        return None
    marker = doc[i]
    noun = marker.head if role(marker) == "case" else next(children(marker, frozenset(["pobj"])), None)
    if noun is None or noun.i <= i or noun.lemma_.lower() in lexicon().classes["time"]:
        return None
    if noun.tag_ == "CD" or noun.lower_ in {"those", "them", "all", "whom", "which", "these"}:
        relative = next((t for t in noun.children if t.tag_ in _NOUNS and t.i > noun.i), None)
        return relative
    return noun


def _preposed(head: Token, tokens: Span) -> Token | None:
    """`Of the eight victims, three were stabbed`: the noun that opens the sentence behind `of` or `among`."""
    first = tokens.sent[0]
    if first.lower_ not in {"of", "among"} or role(head) not in SUBJECTS:
        return None
    noun = first.head if role(first) == "case" else next(children(first, frozenset(["pobj"])), None)
    return noun if noun is not None and noun.i < tokens.start else None


def _predicate(head: Token, tokens: Span) -> Token | None:
    """The noun said of the number: `at least 30 were children`, `among them 12 women`."""
    target = head.head
    if role(head) in SUBJECTS and target.tag_ in _NOUNS and any(role(c) == "cop" for c in target.children):
        return target
    return None


def _governed(head: Token, tokens: Span) -> Token | None:
    """The noun that the figure completes: `a toll of 44`, `unemployment of 5 percent`, `the number of X at 120`."""
    marker = preposition(head)
    above = governor(head)
    if marker is None or marker.lower_ not in _MEASURES_OF or above.tag_ not in _NOUNS or above.i >= tokens.start:
        return None
    return _inner(above)


def _inner(noun: Token) -> Token:
    """Looks through nouns that only carry a number: `the number of cases`, `a total of N`, `price increases`."""
    if noun.lemma_.lower() in lexicon().classes["container"]:
        for child in noun.children:
            marker = preposition(child)
            if child.i > noun.i and marker is not None and marker.lower_ == "of" and child.tag_ in _NOUNS:
                return child
            if child.lower_ == "of":
                return next(children(child, frozenset(["pobj"])), noun)
    if noun.lemma_.lower() in lexicon().classes["light"]:
        for child in noun.children:
            marker = preposition(child)
            if marker is not None and marker.lower_ in _MEASURED_BY and child.tag_ in _NOUNS and child.i > noun.i:
                return child
    return noun


def _subject(head: Token, tokens: Span) -> Token | None:
    """The subject of the verb or copula that the figure completes: `prices rose 8 percent`, `the toll stands at 44`."""
    token = head
    for _ in range(4):
        if any(role(child) in SUBJECTS for child in token.children):
            break
        if role(token) in SUBJECTS or token.head == token:
            return None
        token = token.head
    found = next(children(token, SUBJECTS), None)
    if found is None or found.tag_ not in _NOUNS or found.i >= tokens.start:
        return None
    measuring = token.pos_ not in {"VERB", "AUX"} or token.lemma_.lower() in lexicon().classes["measuring"]
    return _inner(found) if measuring else None


def _object(head: Token, tokens: Span) -> Token | None:
    """The object that the figure changes: `cut emissions by 32%`, `raised wages to $15`."""
    above = governor(head)
    if preposition(head) is None or not above.tag_.startswith("VB"):
        return None
    found = next((child for child in children(above, OBJECTS) if child.i < tokens.start), None)
    return _inner(found) if found is not None else None


def _participle(head: Token, tokens: Span) -> Token | None:
    """The noun that a participle or relative clause with the figure describes: `forests covering 20 hectares`."""
    verb = governor(head)
    if verb.tag_.startswith("VB") and role(verb) in {"acl", "acl:relcl", "relcl"} and verb.head.i < tokens.start:
        return _inner(verb.head) if verb.head.tag_ in _NOUNS else None
    return None


def _apposed(head: Token, tokens: Span) -> Token | None:
    """`profit, $5 million`; `turnout: 44 percent`."""
    return head.head if role(head) in {"appos", "parataxis", "list"} and head.head.tag_ in _NOUNS else None


_COUNT_RULES: tuple[tuple[str, Rule], ...] = (
    ("of-phrase", _of_phrase),
    ("modified-noun", _modified),
    ("predicate-noun", _predicate),
    ("adjacent-noun", _adjacent),
    ("preposed-of", _preposed),
    ("completed-noun", _governed),
    ("apposed-noun", _apposed),
    ("subject", _subject),
    ("object-changed", _object),
)
_MEASURE_RULES: tuple[tuple[str, Rule], ...] = (
    ("of-phrase", _of_phrase),
    ("in-phrase", _in_phrase),
    ("modified-noun", _modified),
    ("completed-noun", _governed),
    ("object-changed", _object),
    ("subject", _subject),
    ("described-noun", _participle),
    ("apposed-noun", _apposed),
)
