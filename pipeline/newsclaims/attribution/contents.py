"""What a reporting verb reports: before it, after it, or around it, bounded by tags and commas."""

from __future__ import annotations

from dataclasses import dataclass

from newsclaims.attribution.phrases import right_edge
from newsclaims.attribution.sentences import DASHES, DAYS, STOPS, Sentence, is_figure, is_stop
from newsclaims.attribution.words import Verb
from newsclaims.syntax import OBJECTS, children, role

_ADJUNCTS = frozenset("on in at during to through via after before by from for with".split())
_NARROWING = frozenset("last this next late early earlier later".split())
_PROMISING = frozenset("expect pledge promise vow hope plan".split())
_PUT_AT = frozenset("at between near above below around closer".split())
_CLAUSE_OPENERS = frozenset("after although as because before if since though unless until whereas while".split())
_LONGEST_ASIDE = 12
_SAID_IN = frozenset(
    "ruling report statement letter interview poll survey study essay speech memo filing article column book order "
    "disclosure complaint lawsuit indictment review release note".split()
)
_HANGING = frozenset("VBG WP WDT WRB".split())


@dataclass(frozen=True)
class Contents:
    """Token ranges reported, where the cue's clause ends (token, out), and by which rule."""

    parts: tuple[tuple[int, int], ...]
    stop: int
    rule: str


def find_contents(sent: Sentence, at: int, verb: Verb, clause: tuple[int, int, bool], done: int) -> Contents:
    """What the verb `doc[at]` reports.

    `clause` is the first token of source and verb, the token after them, and whether the verb comes first; tokens
    before `done` are what an earlier cue of the sentence reports.
    """
    doc, (first, last, inverted) = sent.doc, clause
    if first > sent.start and doc[first - 1].lower_ == "as":
        first -= 1
    after = last if inverted else skip_adjuncts(sent, last, verb)
    ended = inverted or after >= sent.stop
    aside = not ended and first > done and doc[first - 1].text == "," and doc[after].text == ","
    if _stands_before(sent, first, done, closing=ended or aside):
        if ended or doc[after].text in STOPS:
            return _around(sent, (done, first - 1), after, inverted=inverted)
        trails = role(doc[at]) in {"parataxis", "acl:relcl", "relcl"} and not _has_object(sent, at, verb)
        if trails and not sent.asserts(after, sent.stop):
            return Contents(((done, first - 1),), sent.stop, "before")
    start = after
    while start < sent.stop and (doc[start].text in STOPS or doc[start].lower_ == "that"):
        start += 1
    if ended or start >= sent.stop or not _reports(sent, (last, after, start), verb):
        return Contents((), after, "bare")
    setting = ((done, first - 1),) if _sets_scene(sent, done, first) else ()
    return Contents((*setting, (start, sent.stop)), after, "after")


def _stands_before(sent: Sentence, first: int, done: int, *, closing: bool) -> bool:
    """Whether what is said stands before the clause that starts at `first`: a comma, and a finite verb before it.

    Where nothing follows the verb, four words before the comma will do: a tagger misses a verb now and then.
    """
    if first - 1 <= done or not is_stop(sent.doc[first - 1]) or sent.doc[first - 1].text in {":", ";"}:
        return False
    return sent.asserts(done, first - 1) or (closing and first - done > 4)


def _has_object(sent: Sentence, at: int, verb: Verb) -> bool:
    """Whether the verb reports a noun that stands behind it: `…, the council reports a rise of 14 percent`."""
    return verb.object == "yes" and _takes_object(sent, at)


def _takes_object(sent: Sentence, at: int) -> bool:
    """Whether a noun behind the verb is its object: `the town added 40 jobs`."""
    return any(at < child.i < sent.stop for child in children(sent.doc[at], OBJECTS))


def _sets_scene(sent: Sentence, done: int, first: int) -> bool:
    """Whether a phrase before the source belongs to what is said: `Of the 40, X said …`, `With 40 dead, X said …`.

    Not what it is said in: `In a 60-page ruling, the judge said …`.
    """
    doc = sent.doc
    if doc[done].lower_ == "in" and any(token.lower_ in _SAID_IN for token in doc[done + 1 : first]):
        return False
    if first - 2 <= done or doc[first - 1].text != "," or doc[done].tag_ != "IN":
        return False
    return doc[done].lower_ not in _CLAUSE_OPENERS and not sent.has_clause(done + 1, first - 1)


def _around(sent: Sentence, before: tuple[int, int], after: int, *, inverted: bool) -> Contents:
    """What stands before the clause, and what goes on after it: `C1, X said, C2`."""
    doc = sent.doc
    goes_on = after + 2 < sent.stop and doc[after + 1].tag_ not in _HANGING
    if goes_on and doc[after].text in (DASHES if inverted else {","}):
        return Contents((before, (after + 1, sent.stop)), after, "around")
    return Contents((before,), after, "before")


def _reports(sent: Sentence, where: tuple[int, int, int], verb: Verb) -> bool:
    """Whether what follows the verb is asserted: a clause after `that` or a colon, or what the verb's row allows."""
    last, after, start = where
    doc = sent.doc
    if any(doc[i].lower_ == "that" or doc[i].text == ":" for i in range(after, start)):
        return True
    if doc[start].tag_ == "TO" and (doc[last - 1].tag_ == "VBN" or verb.lemma not in _PROMISING):
        return False
    if verb.object == "at":
        return any(token.lower_ in _PUT_AT for token in doc[last : sent.stop])
    if verb.lemma == "say":
        return True
    if verb.object == "of":
        return doc[start].lower_ == "of"
    if verb.object == "no":
        return sent.has_clause(start, sent.stop) and (verb.kind == "tell" or not _takes_object(sent, last - 1))
    return verb.object in {"yes", "document"}


def skip_adjuncts(sent: Sentence, at: int, verb: Verb) -> int:
    """The first token from `at` that is no adjunct of the verb: `said [on Tuesday] [in a statement] that`."""
    doc = sent.doc
    if verb.kind == "tell":
        end = right_edge(doc, at, sent.stop)
        at = next((i for i in range(at + 1, end) if is_figure(doc[i])), end)
    while at < sent.stop:
        token = doc[at]
        if token.text == "," and (that := _behind_aside(sent, at)) is not None:
            return that
        adverb = token.tag_ == "RB" and not (at + 1 < sent.stop and doc[at + 1].like_num)
        if adverb or token.tag_ == "RP" or token.lower_ in DAYS:
            at += 1
            continue
        if token.lower_ not in _ADJUNCTS and token.lower_ not in _NARROWING:
            break
        end = right_edge(doc, at + 1, sent.stop)
        if end == at + 1 or any(is_figure(inner) for inner in doc[at:end]) or doc[at + 1].tag_ in {"PRP", "JJS"}:
            break
        at = end
    return at


def _behind_aside(sent: Sentence, at: int) -> int | None:
    """The `that` behind an adjunct between commas: `said, in a letter to the board, that …`."""
    doc = sent.doc
    if at + 1 >= sent.stop or doc[at + 1].lower_ not in _ADJUNCTS:
        return None
    comma = next((i for i in range(at + 1, min(at + _LONGEST_ASIDE, sent.stop - 1)) if doc[i].text == ","), None)
    if comma is None or doc[comma + 1].lower_ != "that" or sent.asserts(at + 1, comma):
        return None
    return comma + 1
