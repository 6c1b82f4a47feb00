"""The tense in which a time expression stands: by the tree where the Doc has one, else by the words near it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from spacy.tokens import Doc, Span, Token

from newsclaims.tables import words

Tense = Literal["past", "present", "future"]

_VERBS = frozenset(["VERB", "AUX"])
_AUXILIARIES = frozenset(["aux", "aux:pass", "auxpass", "cop"])
_WILL = frozenset(["will", "shall", "'ll", "’ll", "would"])
_HAVE = frozenset(["has", "have", "'ve", "’ve"])
_CLIMB = 8
_REACH = 15


class Tenses:
    """Reads tense around a span; holds the words that speak of what is still to come ("scheduled", "due")."""

    def __init__(self) -> None:
        self._coming = words("en/time_words", tag="FUTURE")

    def tense(self, span: Span, *, tree: bool) -> Tense | None:
        """The tense of what the span dates; None where no verb says. `tree`: the Doc has tags and heads."""
        return self._tree_tense(span) if tree else self._near_tense(span)

    def _tree_tense(self, span: Span) -> Tense | None:
        """The tense of the first finite verb above the span, an infinitive or a participle counting as it leans."""
        token = span.root
        for hops in range(_CLIMB):
            if token.lower_ in self._coming and token.tag_ in {"VBN", "JJ", "VBZ", "VBP"}:
                return "future"
            if token.pos_ in _VERBS or token.tag_[:1] in {"V", "M"}:
                verdict = self._verb_tense(token, close=hops <= 2)
                if verdict != "look further":
                    return verdict
            if token.head is token:
                return None
            token = token.head
        return None

    def _verb_tense(self, verb: Token, *, close: bool) -> Tense | Literal["look further"] | None:
        """What one verb says, or that its governor decides; an infinitive `close` to the span leans to the future."""
        helpers = [child for child in verb.children if child.dep_ in _AUXILIARIES]
        if any(helper.lower_ in _WILL for helper in helpers) or verb.lower_ in _WILL:
            return "future"
        if verb.lower_ in self._coming and any(map(_looks_ahead, verb.rights)):
            return "future"  # `on Friday they planned to pay`, `postponed until Tuesday`
        tags = {helper.tag_ for helper in helpers} | {verb.tag_}
        if "VBD" in tags or any(helper.lower_ in _HAVE or helper.lower_ == "having" for helper in helpers):
            return "past"
        if verb.tag_ == "VBN":
            return "past" if not helpers else "present"
        if verb.tag_ == "VB" and any(child.tag_ == "TO" for child in verb.lefts):
            governor = verb.head
            leaning = governor is not verb and (
                governor.lower_ in self._coming or governor.tag_ in {"VBZ", "VBP", "VBG"}
            )
            return "future" if leaning and close else "look further"
        if tags & {"VBZ", "VBP"}:
            return "present"
        return "look further" if verb.head is not verb else None

    def _near_tense(self, span: Span) -> Tense | None:
        """Without a tree: future where a word for it stands close before, in the same clause; else past."""
        for token in _before(span):
            if token.lower_ in {",", ";", '"', "“", "”", ":"}:
                break
            if token.lower_ in _WILL or token.lower_ in self._coming:
                return "future"
        return "past"


def _looks_ahead(child: Token) -> bool:
    """Whether what hangs on a verb is still to come: an infinitive, or a term (`until Tuesday`)."""
    return (child.dep_ == "xcomp" and child.tag_ == "VB") or any(token.lower_ == "until" for token in child.lefts)


def _before(span: Span) -> Iterator[Token]:
    """The words before a span in its sentence, the nearest first; `span.sent` would read a long one through."""
    for at in range(span.start - 1, max(span.start - 1 - _REACH, -1), -1):
        if span.doc[at + 1].is_sent_start:
            return
        yield span.doc[at]


_COUNTING = frozenset(["counting", "running", "going"])


def still_counted(span: Span) -> bool:
    """Whether a length is said to grow yet: "10 years and counting"."""
    following = [token.lower_ for token in span.doc[span.end : span.end + 2]]
    return following[:1] == ["and"] and following[1:] != [] and following[1] in _COUNTING


def goes_on(span: Span) -> bool:
    """Whether a length runs up to now: its verb is in the present perfect ("has been shut for …"), or "now" follows."""
    doc: Doc = span.doc
    following = doc[span.end].lower_ if span.end < len(doc) else ""
    if following == "now":
        return True
    for token in _before(span):
        if token.lower_ == "to" and token.i and token.nbor(-1).lower_.startswith("continue"):
            continue  # `has continued to hold out for three weeks`
        if token.lower_ in {";", '"', "“", "”", ":", "had", "was", "were", "will", "would", "to"}:
            return False
        if token.lower_ in _HAVE:
            return True
        if token.lower_ in {"'s", "’s"} and token.i + 1 < len(doc) and doc[token.i + 1].lower_ == "been":
            return True
    return False
