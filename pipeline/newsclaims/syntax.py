"""The grammar that the stages share, for trees in Universal Dependencies or in spaCy's English scheme (ClearNLP's).

In UD a preposition hangs on its noun (`case`); in the other scheme the noun hangs on its preposition (`pobj`).
The functions here hide that.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Span, Token

SUBJECTS = frozenset(["nsubj", "nsubj:pass", "nsubj:outer", "nsubjpass", "csubj", "csubj:pass", "csubjpass"])
OBJECTS = frozenset(["obj", "dobj", "iobj", "dative"])
RELATIVE_CLAUSES = frozenset(["acl", "acl:relcl", "relcl"])
APPOSITIONS = frozenset(["appos"])
_COMPLEMENTS = frozenset(["acomp", "attr"])


def role(token: Token) -> str:
    """The token's dependency label, in lower case."""
    return token.dep_.lower()


def children(token: Token, labels: frozenset[str]) -> Iterator[Token]:
    """The token's children that bear one of the labels, in text order."""
    return (child for child in token.children if role(child) in labels)


def subject(verb: Token) -> Token | None:
    """The verb's own subject, or None; auxiliaries and shared subjects of coordinated verbs are looked through."""
    for candidate in (verb, verb.head if role(verb) in {"conj", "aux", "cop"} else verb):
        found = next(children(candidate, SUBJECTS), None)
        if found is not None:
            return found
    return None


def predicate_parts(token: Token) -> list[Token]:
    """What hangs on a predicate, a verb or what a copula links (`the bridge is long`); empty for what is no predicate.

    In UD the copula hangs on what it links, in the other scheme what it links hangs on the copula, with all else.
    """
    parts = list(token.children)
    if role(token) in _COMPLEMENTS:
        return [*parts, *token.head.children]
    return parts if token.pos_ == "VERB" or any(role(part) == "cop" for part in parts) else []


def preposition(noun: Token) -> Token | None:
    """The preposition that governs a noun: `case` child in UD, `prep` head in the other scheme."""
    if role(noun) == "pobj":
        return noun.head
    return next((child for child in noun.lefts if role(child) == "case"), None)


def governor(noun: Token) -> Token:
    """What a noun's phrase hangs on, its preposition looked through."""
    return noun.head.head if role(noun) == "pobj" else noun.head


def phrase(noun: Token, *, without: frozenset[str] = RELATIVE_CLAUSES | APPOSITIONS) -> Span:
    """The noun's phrase: its subtree from end to end, less clauses, and less what `without` names.

    Coordinated phrases, the governing preposition and punctuation at the edges are left out.
    """
    cut = without | {"conj", "cc", "punct", "parataxis", "case", "cop", "advcl", "advmod"} | SUBJECTS
    keep = [noun]
    for child in noun.children:
        if role(child) not in cut and not (role(child) == "nmod:desc" and child.i > noun.i):
            keep.extend(child.subtree)
    keep = [token for token in keep if token.sent.start == noun.sent.start]
    return noun.doc[min(token.i for token in keep) : max(token.i for token in keep) + 1]
