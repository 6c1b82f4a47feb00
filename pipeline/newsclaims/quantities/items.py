"""What a figure counts or measures: the head noun and its phrase.

Reading order: `item_of` tries the rules of `_RULES` for the figure's kind, in their order; those of `item_rules.py`
read the words and the tree around the figure, those here go back to a figure before it (`chained`, `left-out`).
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import NamedTuple

from spacy.tokens import Token

from newsclaims.quantities import item_rules as rules
from newsclaims.quantities.item_rules import Rule
from newsclaims.quantities.lexicon import Lexicon
from newsclaims.quantities.nouns import Site, is_item
from newsclaims.records import Item, Mention
from newsclaims.syntax import governor, phrase, role

_LONGEST_CHAIN = 8
_CHAIN_TAGS = frozenset(["CC", "IN", "TO", ",", "-LRB-", "-RRB-", ":", "HYPH", "RB", "DT"])
_NOT_CHAINED = frozenset(["and", ";", "while", "that"])
_SHARES = frozenset(["percent", "fraction"])
_SENTENCES_BACK = 4
_BEFORE_ITEM = frozenset(
    [
        "DT",
        "IN",
        "HYPH",
        ",",
        "PRP$",
        "CD",
        "PDT",
        "POS",
        "PRP",
        "RB",
        "RBR",
        "RBS",
        "JJR",
        "CC",
        "TO",
        ":",
        "WDT",
        "WP",
        "$",
        "``",
    ]
)
_CONFIDENCE = {"chained": 0.7, "left-out": 0.5, "share-of-the-same": 0.5, "clause-subject": 0.4, "per-noun": 0.4}


class Counted(NamedTuple):
    """A numeral that has an item: where it stands, its item's head, and the rule that found it."""

    site: Site
    noun: Token
    rule: str


class FoundItem(NamedTuple):
    """The item, its head, the rule that found it and how far to trust it."""

    item: Item
    noun: Token
    rule: str
    confidence: float


def item_of(site: Site, earlier: Sequence[Counted]) -> FoundItem | None:
    """The item of the figure at `site`, or None where the text names none.

    `earlier` are the numerals before it that have an item, for a figure that leaves its noun out (`75 people were
    killed and 1,643 wounded`, `fell 24 cents, to $42`).
    """
    if site.points_back and (noun := _pointed_at(site, earlier)) is not None:
        return _found(noun, site, "left-out")
    for name, rule in _RULES[site.family]:
        noun = rule(site)
        if noun is not None and is_item(noun, site):
            return _found(noun, site, name)
        if name == "plural-looking" and noun is not None:
            return _found(noun, site, name)
        if name == "in-front" and (noun := _chained(site, earlier)) is not None:
            return _found(noun, site, "chained")
    for name, resolve in (("chained", _chained), ("left-out", _left_out), ("share-of-the-same", _same_share)):
        if (noun := resolve(site, earlier)) is not None:
            return _found(noun, site, name)
    for name, rule in _LAST[site.family]:
        noun = rule(site)
        if noun is not None and is_item(noun, site):
            return _found(noun, site, name)
    return None


def _found(noun: Token, site: Site, rule: str) -> FoundItem:
    """The answer of a rule."""
    return FoundItem(item_at(noun, site.taken, site.lex), noun, rule, _CONFIDENCE.get(rule, 0.8))


def _chained(site: Site, earlier: Sequence[Counted]) -> Token | None:
    """The item of the figure right before, where only `or`, `to`, `from`, `compared with` and such stand between."""
    if not earlier or site.family == "duration":
        return None
    before = earlier[-1]
    if not before.site.end <= site.first or not site.same_sentence(before.site):
        return None
    if site.family == "count" and before.site.family != "count":
        return None
    start = before.noun.i + 1 if before.site.end <= before.noun.i < site.first else before.site.end
    between = site.doc[start : site.first]
    if [token.lower_ for token in between] in (["and"], ["or"]) and before.site.family == site.family:
        return before.noun if start == before.site.end and site.family == "measure" else None
    if len(between) > _LONGEST_CHAIN or any(token.lower_ in _NOT_CHAINED for token in between):
        return None
    words = site.lex.classes["chain"]
    linked = all(
        token.tag_ in _CHAIN_TAGS or token.lower_ in words or token.lower_ in site.lex.changes for token in between
    )
    return before.noun if linked and len(between) else None


def _pointed_at(site: Site, earlier: Sequence[Counted]) -> Token | None:
    """The item of the last figure, in the sentence or in the one before."""
    last = earlier[-1] if earlier and earlier[-1].site.end <= site.first else None
    return last.noun if last and last.site.sent.end >= site.sent.start - 1 else None


def _left_out(site: Site, earlier: Sequence[Counted]) -> Token | None:
    """The item of an earlier figure of the same unit: in the sentence, or in the one before for a mere count.

    Of several, the one whose verb is the same (`one town had 1,317 homicides … another had 3,797`).
    """
    if site.exceeds:
        return _pointed_at(site, earlier)
    same = [before for before in reversed(earlier) if before.site.unit == site.unit and before.site.end <= site.first]
    inside = [before for before in same if site.same_sentence(before.site)]
    if site.family != "count":
        joined = role(site.head) == "conj" and inside and site.head.head in inside[0].site.tokens
        return inside[0].noun if inside and (site.compares or joined) else None
    verb = governor(site.head).lower_
    alike = [before for before in inside if governor(before.noun).lower_ == verb]
    if alike or inside:
        return (alike or inside)[0].noun
    near = [before for before in same if before.site.sent.end >= site.sent.start]
    return near[0].noun if near else None


def _same_share(site: Site, earlier: Sequence[Counted]) -> Token | None:
    """Of whom the last share was told, for a share that says no more.

    `62 percent of voters … while 10 percent thought`.
    """
    if site.unit not in _SHARES:
        return None
    for before in reversed(earlier):
        if before.site.tokens.start < site.sent.start - _SENTENCES_BACK * 30:
            return None
        if before.site.unit in _SHARES and before.rule in {"of-phrase", "share-of-the-same", "modified-noun"}:
            return before.noun
    return None


def item_at(noun: Token, taken: Container[int], lex: Lexicon) -> Item:
    """The noun's phrase without the words of figures, which stand at the places `taken`."""
    span = phrase(noun)
    start, end = span.start, span.end
    for i in range(noun.i - 1, start - 1, -1):
        if i in taken or noun.doc[i].is_space:
            start = i + 1
            break
    while start < noun.i and noun.doc[start].tag_ in _BEFORE_ITEM:
        start += 1
    for i in range(noun.i + 1, end):
        if i in taken or noun.doc[i].is_space:
            end = i
            break
    while end > noun.i + 1 and noun.doc[end - 1].tag_ in _BEFORE_ITEM:
        end -= 1
    span = noun.doc[min(start, noun.i) : max(end, noun.i + 1)]
    return Item(Mention(span.start_char, span.end_char, span.text), noun_lemma(noun, lex))


def noun_lemma(noun: Token, lex: Lexicon) -> str:
    """A noun's lower-case lemma; where the model leaves a plural as it is, its ending is taken off."""
    lemma, surface = noun.lemma_.lower() or noun.lower_, noun.lower_
    if surface.removesuffix("s") in lex.classes["particle"] and (whole := _hyphened(noun)):
        return whole.removesuffix("s")
    if surface in lex.classes["invariant"]:
        return surface
    if surface in lex.plurals:
        return lex.plurals[surface]
    plural = noun.tag_ in {"NNS", "NNPS"} or (
        noun.tag_ == "NNP" and any(role(child) == "nummod" for child in noun.children)
    )
    return singular(surface, lex) if (plural or noun.tag_ in {"JJ", "VBZ"}) and lemma == surface else lemma


def singular(plural: str, lex: Lexicon) -> str:
    """The singular of a plural noun, by its ending or the table: `batches` -> `batch`, `policemen` -> `policeman`."""
    if plural in lex.plurals:
        return lex.plurals[plural]
    if plural.endswith("men"):
        return plural[:-3] + "man"
    if plural.endswith("ies"):
        return plural[:-3] + "y"
    if plural.endswith(("ches", "shes", "sses", "xes")):
        return plural[:-2]
    return plural[:-1] if plural.endswith("s") and not plural.endswith("ss") else plural


def _hyphened(noun: Token) -> str | None:
    """The whole of a noun made with a hyphen: `write-off`, `break-ins`."""
    i, doc = noun.i, noun.doc
    if i < 2 or doc[i - 1].text != "-" or doc[i - 1].whitespace_ or doc[i - 2].whitespace_:
        return None
    return f"{doc[i - 2].lower_}-{noun.lower_}"


_COUNT: tuple[tuple[str, Rule], ...] = (
    ("of-phrase", rules.of_phrase),
    ("number-of", rules.number_of),
    ("modified-noun", rules.modified),
    ("predicate-noun", rules.predicate),
    ("adjacent-noun", rules.adjacent),
    ("end-of-list", rules.listed),
    ("plural-looking", rules.plural_looking),
    ("preposed-of", rules.preposed),
    ("completed-noun", rules.completed),
    ("object-changed", rules.object_changed),
    ("in-front", rules.in_front),
    ("numbered-subject", rules.subject),
)
_MEASURE: tuple[tuple[str, Rule], ...] = (
    ("of-phrase", rules.of_phrase),
    ("compared-noun", rules.compared),
    ("modified-noun", rules.attributive),
    ("in-front", rules.in_front),
    ("predicate-noun", rules.predicate),
    ("completed-noun", rules.completed),
    ("object-changed", rules.object_changed),
    ("subject", rules.subject),
    ("described-noun", rules.described),
    ("behind", rules.behind),
)
_DURATION: tuple[tuple[str, Rule], ...] = (
    ("of-phrase", rules.of_phrase),
    ("modified-noun", rules.attributive),
    ("completed-noun", rules.completed),
    ("spent-in", rules.behind_length),
    ("in-front", rules.in_front),
    ("object-changed", rules.object_changed),
    ("lasting", rules.lasting),
)
_RULES = {"count": _COUNT, "measure": _MEASURE, "duration": _DURATION}
_LAST: dict[str, tuple[tuple[str, Rule], ...]] = {
    "count": (("apposed-noun", rules.apposed),),
    "measure": (
        ("object-before", rules.object_before),
        ("clause-subject", rules.clause_subject),
        ("apposed-noun", rules.apposed),
        ("per-noun", rules.per_noun),
    ),
    "duration": (("clause-subject", rules.clause_subject),),
}


def rule_names() -> list[str]:
    """The names of the rules, in a fixed order: a net that learns from them numbers them so."""
    named = {name for rules in (*_RULES.values(), *_LAST.values()) for name, _ in rules}
    return sorted(named | {"chained", "left-out", "share-of-the-same"})
