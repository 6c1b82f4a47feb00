"""The tense in which a time expression stands: by the tree where the Doc has one, else by the words near it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Literal

from spacy.tokens import Doc, Span, Token

from newsclaims.lemmas import irregular_verbs
from newsclaims.syntax import OBJECTS, RELATIVE_CLAUSES, SUBJECTS
from newsclaims.tables import words

Tense = Literal["past", "present", "timetabled", "future"]

_VERBS = frozenset(["VERB", "AUX"])
_AUXILIARIES = frozenset(["aux", "aux:pass", "auxpass", "cop"])
_WILL = frozenset(["will", "shall", "'ll", "’ll", "would"])
_MAY = frozenset(["can", "may", "might", "must", "should"])
_PRESENT = frozenset(["VBZ", "VBP"])
_HAVE = frozenset(["has", "have", "'ve", "’ve"])
_TRYING = frozenset(["attempt", "manage", "try"])  # `was held trying to enter on Friday`
_CLIMB = 8
_REACH = 15


class Tenses:
    """Reads tense around a span; holds the words that speak of what is still to come ("scheduled", "due")."""

    def __init__(self) -> None:
        self._coming = words("en/time_words", tag="FUTURE")
        self._reporting = words("en/reporting_verbs")

    def tense(self, span: Span, *, tree: bool) -> Tense | None:
        """The tense of what the span dates; None where no verb says. `tree`: the Doc has tags and heads."""
        return self._tree_tense(span) if tree else self._near_tense(span)

    def _tree_tense(self, span: Span) -> Tense | None:
        """The tense of the first finite verb above the span, an infinitive or a participle counting as it leans."""
        token = span.root
        if self._timetabled(token):
            return "timetabled"
        for hops in range(_CLIMB):
            if token.lower_ in self._coming and token.tag_ in {"VBN", "JJ", "VBZ", "VBP"}:
                return "future"
            if token.pos_ == "NOUN" and _recalled(token):
                return "past"
            linking = any(child.dep_ == "cop" for child in token.children)
            if linking or token.pos_ in _VERBS or token.tag_[:1] in {"V", "M"}:
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
        if any(helper.lower_ in _MAY for helper in helpers):
            return "future"
        if any(child.tag_ == "TO" for child in verb.lefts):
            if tags & _PRESENT:
                return "future"  # `is to be paid`
            return "future" if close and self._leans(verb.head) else "look further"  # `to pay`, `to be paid`
        if verb.tag_ == "VBN":
            return "past" if not helpers else "present"
        if tags & _PRESENT:
            return "present"
        return "look further" if verb.head is not verb else None

    def _leans(self, governor: Token) -> bool:
        """Whether an infinitive's governor is in the present, or speaks of what is to come: `is likely to pay`."""
        linked = any(child.dep_ in _AUXILIARIES and child.tag_ in _PRESENT for child in governor.children)
        leaning = governor.tag_ in _PRESENT or (governor.tag_ == "VBG" and governor.lemma_ not in _TRYING)
        return governor.lower_ in self._coming or leaning or linked

    def _timetabled(self, token: Token) -> bool:
        """Whether a verb in the simple present has the token with it: `on Friday the town votes` tells what is to come.

        A verb of saying does not: `the poll shows`.
        """
        verb = token.head
        plain = verb.tag_ in _PRESENT and not any(child.dep_ in _AUXILIARIES for child in verb.children)
        if irregular_verbs().get(verb.lower_) == verb.lower_:
            return False  # `cast` may be past too
        return plain and token.dep_ not in SUBJECTS and verb.lemma_ not in self._reporting

    def _near_tense(self, span: Span) -> Tense | None:
        """Without a tree: future where a word for it stands close before, in the same clause; else past."""
        for token in _before(span):
            if token.lower_ in {",", ";", '"', "“", "”", ":"}:
                break
            if token.lower_ in _WILL or token.lower_ in self._coming:
                return "future"
        return "past"


def _recalled(noun: Token) -> bool:
    """Whether a relative clause tells what became of a noun: `the fire on Sunday that left ten dead`."""
    return any(child.dep_ in RELATIVE_CLAUSES and child.tag_ == "VBD" for child in noun.rights)


def _looks_ahead(child: Token) -> bool:
    """Whether what hangs on a verb is still to come: an infinitive, or a term (`until Tuesday`)."""
    return (child.dep_ == "xcomp" and child.tag_ == "VB") or any(token.lower_ == "until" for token in child.lefts)


def _before(span: Span) -> Iterator[Token]:
    """The words before a span in its sentence, the nearest first; `span.sent` would read a long one through."""
    for at in range(span.start - 1, max(span.start - 1 - _REACH, -1), -1):
        if span.doc[at + 1].is_sent_start:
            return
        yield span.doc[at]


_MEASURING = frozenset(["obl:unmarked", "nmod:unmarked", "npadvmod"])
_REACHING = frozenset(["date", "extend", "go", "reach", "stretch"])
_SPENDING = _REACHING | {"last", "spend", "take", "wait"}
_MARKING = frozenset(["celebrate", "commemorate", "mark"])
_PASSING = frozenset(["elapse", "pass"])
_ANYONE = frozenset(["anybody", "anyone", "everybody", "everyone", "those", "whoever"])
_COUNTING = frozenset(["counting", "running", "going"])


def still_counted(span: Span) -> bool:
    """Whether a length is said to grow yet: "10 years and counting"."""
    following = [token.lower_ for token in span.doc[span.end : span.end + 2]]
    return following[:1] == ["and"] and following[1:] != [] and following[1] in _COUNTING


def goes_on(span: Span, *, tree: bool) -> bool:
    """Whether a length runs up to now: its verb is in the present perfect ("has been shut for …"), or "now" follows."""
    doc: Doc = span.doc
    following = doc[span.end].lower_ if span.end < len(doc) else ""
    return following == "now" or (_perfect_above(span.root) if tree else _perfect_before(span))


def fills(span: Span) -> bool:
    """Whether a length with no preposition measures a verb in the perfect: `has lived there 20 years`, `20 years have
    passed`, `has dragged on, lasting 20 years`; or says how far back something goes: `the quarrel goes back 20 years`,
    `it celebrates 20 years`.
    """
    root, verb = span.root, span.root.head
    measures = root.dep_ in _MEASURING or (root.dep_ in OBJECTS and verb.lemma_ in _SPENDING)
    back = verb.lemma_ in _REACHING and any(child.lower_ == "back" for child in (*verb.children, *root.lefts))
    lasting = verb.tag_ == "VBG" and verb.lemma_ in _SPENDING and _perfect_above(verb)
    marked = root.dep_ in OBJECTS and verb.lemma_ in _MARKING
    gone = root.dep_ in SUBJECTS and verb.lemma_ in _PASSING and _perfect(verb)
    return gone or marked or (measures and (_perfect(verb) or lasting or (back and verb.tag_ in {"VBZ", "VBP", "VBG"})))


def _perfect(verb: Token) -> bool:
    """Whether a predicate is in the present perfect; `'s` is "has" beside a participle (`he's sold`) or "been"."""
    helpers = {child.lower_: child.dep_ for child in verb.children if child.dep_ in _AUXILIARIES}
    if _WILL & helpers.keys():
        return False  # `will have stood there for 20 years`
    short = "aux" in {helpers.get("'s"), helpers.get("’s")}
    return bool(_HAVE & helpers.keys()) or (short and ("been" in helpers or verb.tag_ == "VBN"))


def _perfect_above(token: Token) -> bool:
    """Whether the finite predicate above is in the present perfect; participles, `continue to` are looked through, and
    what one `has been trying` to do.
    """
    trying = False
    for above in (token, *islice(token.ancestors, _CLIMB)):
        if _perfect(above):
            return (not trying or above.tag_ == "VBG") and not _of_anyone(above)
        if _having(above):
            return True
        finite = above.tag_ in {"VBD", "VBZ", "VBP", "MD"} or any(
            child.dep_ in _AUXILIARIES for child in above.children
        )
        if finite:
            return False
        inside = above.tag_ == "VB" and above.head.lemma_ != "continue"
        inside = inside or (above.tag_ == "VBN" and above.dep_ != "conj")
        if inside and above.dep_ != "xcomp":
            return False
        trying = trying or inside
    return False


def _of_anyone(verb: Token) -> bool:
    """Whether a predicate tells of no one in particular, as conditions do: `those who have rowed for 20 years`."""
    return verb.dep_ in RELATIVE_CLAUSES and verb.head.lower_ in _ANYONE


def _having(verb: Token) -> bool:
    """Whether a predicate tells what goes before a present one: `having lived there for 20 years, he knows`."""
    main = verb.head
    now = main.tag_ in _PRESENT or any(child.tag_ in _PRESENT for child in main.children if child.dep_ in _AUXILIARIES)
    return now and verb.dep_ == "advcl" and any(child.lower_ == "having" for child in verb.lefts)


def _perfect_before(span: Span) -> bool:
    """The same without a tree: by the words before."""
    doc = span.doc
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
