"""Who a phrase names together with what `and` and commas set beside it."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Doc, Token

from newsclaims.attribution.phrases import PRONOUNS, PROPER, Party, head_of, left_edge, party, right_edge

_BARE = frozenset(["police"])  # a body that speaks without an article


def parties(head: Token, floor: int, stop: int) -> tuple[Party, ...]:
    """The party that `head` heads and those coordinated with it: `police and prosecutors` gives two.

    `the airline and casino company` is one: its second noun has no determiner of its own and no plural.
    """
    doc = head.doc
    others = _coordinated(doc, head, stop)
    if not others:
        return (party(head, floor, stop),)
    start = doc[left_edge(head, floor)]
    if len(others) == 1 and _one_bearer(doc, head, others[0], start):
        return (replace(party(others[0], head.i + 2, stop), start=start.idx),)
    if start.tag_ == "DT" and head.tag_ == "NN" and len(others) == 1 and _one_noun(head, others[0]):
        return (party(others[0], floor, stop),)
    firsts = [left_edge(other, head.i + 2) for other in others]
    ends = [*firsts[1:], stop]
    rest = [party(other, first, end) for other, first, end in zip(others, firsts, ends, strict=True)]
    return (party(head, floor, firsts[0] - 1), *rest)


def _one_bearer(doc: Doc, first: Token, second: Token, start: Token) -> bool:
    """Whether `Trade and Works Minister Ann Lee`, `poet and former nurse Ann Lee` is one person.

    What stands first bears no article and is no name, and words stand between `and` and the person's name.
    """
    bare = first.tag_ in {"NN", "NNP"} and not first.ent_type_ and start.tag_ != "DT" and first.lower_ not in _BARE
    name = next((at for at in range(first.i + 2, second.i + 1) if doc[at].ent_type_ == "PERSON"), 0)
    return bare and name > first.i + 2 and doc[first.i + 1].lower_ == "and" and doc[first.i + 2].tag_ != "DT"


def _one_noun(first: Token, second: Token) -> bool:
    """Whether `the airline and casino company` is one thing: a second noun right after `and`, without determiner."""
    start = left_edge(second, first.i + 2)
    return second.tag_ == "NN" and start == first.i + 2 and first.doc[start].tag_ != "DT"


def _coordinated(doc: Doc, head: Token, stop: int) -> list[Token]:
    """The heads that commas and a closing `and` set beside a phrase; an apposition between them is left out."""
    at = head.i + 1
    while at < stop and doc[at].tag_ in PROPER and head.tag_ in PROPER:
        at += 1
    heads: list[Token] = []
    while at < stop and doc[at].text in {",", "and", "&"}:
        closing = doc[at].text != ","
        first = at + 1
        if not closing and first < stop and doc[first].lower_ == "and":
            closing, first = True, first + 1
        end = right_edge(doc, first, stop)
        found = head_of(doc, first, end)
        if found is None or found.tag_ in PRONOUNS:
            return []
        if closing:
            return [*heads, found]
        if head.tag_ in PROPER and doc[first].tag_ == "DT" and end < stop and doc[end].text != ",":
            return []
        if not (head.tag_ in PROPER and doc[first].tag_ == "DT"):
            heads.append(found)
        at = end
    return []
