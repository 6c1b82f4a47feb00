"""Who speaks at a reporting verb: the tokens of its subject, before it or after it.

The tree's subject is asked first; where what stands right at the verb contradicts it, the words at the verb win,
since parsers err most at long sentences that end in `, X said`.
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from newsclaims.attribution.phrases import head_of, in_body, is_nominal, left_edge, right_edge, whole_edge
from newsclaims.attribution.sentences import DASHES, DAYS, FINITE, STOPS, Sentence, is_stop
from newsclaims.attribution.words import Verb, Words
from newsclaims.syntax import OBJECTS, RELATIVE_CLAUSES, SUBJECTS, role, subject

_BE = frozenset("be is are was were been being am 's ’s 're ’re 'm ’m".split())
_HAVE = frozenset(["have", "has", "had", "'ve", "’ve", "having"])
_AUXILIARIES = _BE | frozenset("have has had do does did will would can could may might should n't n’t".split())
_TIMES = DAYS | {"week", "month", "year", "morning", "night", "weekend", "quarter"}
_NARROWING = frozenset(["last", "this", "next", "earlier", "late", "early"])
_PHRASE_STARTS = frozenset("DT PRP$ NNP PRP".split())
_HUNG_ON = frozenset("VBN VBD RB JJ".split())  # `figures released on`, `people familiar with`
_INVERTED = frozenset(["say", "report", "tell", "estimate"])
_PEOPLE = ("ist", "ists", "man", "men", "woman", "women", "ian", "ians")
_PRONOUNS = frozenset("he she it they who which some others many i we".split())


@dataclass(frozen=True)
class Speaker:
    """The tokens `first` to `last` (out) of who speaks, their head, and whether the verb comes before them."""

    first: int
    last: int
    head: Token
    inverted: bool = False


def find_speaker(sent: Sentence, at: int, verb: Verb, words: Words) -> Speaker | None:
    """Who speaks at the verb `doc[at]`, or None."""
    doc, begin = sent.doc, group_start(sent, at)
    before = doc[begin - 1] if begin > sent.start else None
    opened = before is None or is_stop(before)
    after = _after(sent, at, words) if opened and verb.kind in _INVERTED else None
    if after is not None and verb.kind != "tell":
        return after
    head = _before(sent, at, begin, verb, words)
    if head is None or (after is not None and not can_speak(head, words)):
        return after
    if head.tag_ in {"WP", "WDT"} and not head.is_upper:  # `WHO` is a body
        above = antecedent(sent, head)
        return Speaker(left_edge(above, sent.start), head.i, above) if above is not None else None
    return Speaker(max(sent.start, whole_edge(head, sent.start)), begin, head)


def group_start(sent: Sentence, at: int) -> int:
    """The first token of the verb's group: auxiliaries and adverbs before it."""
    doc = sent.doc
    while at > sent.start and (doc[at - 1].lower_ in _AUXILIARIES or doc[at - 1].tag_ in {"MD", "RB"}):
        at -= 1
    return at


def can_speak(head: Token, words: Words) -> bool:
    """Whether the noun is a name, a pronoun, or one that the table gives as a source."""
    if head.lower_ in _TIMES:
        return False
    acronym = head.is_upper and len(head) > 1
    if head.tag_ in {"NNP", "NNPS"} or (head.tag_ == "NN" and (head.is_title or acronym) and not head.is_sent_start):
        return True
    if words.noun_kind(head.lower_) not in {"", "none"}:
        return True
    return head.lower_ in _PRONOUNS or head.lower_.endswith(_PEOPLE)


def is_passive(sent: Sentence, at: int, verb: Verb) -> bool:
    """Whether a past participle is passive or only modifies a noun: no form of `have` before it, over adverbs."""
    doc = sent.doc
    for before in range(at - 1, max(sent.start, at - 5) - 1, -1):
        if doc[before].lower_ in _BE:
            return True
        if doc[before].lower_ in _HAVE:
            return False
        if doc[before].tag_ not in {"RB", "PRP"}:
            break
    if (verb.object == "document" or at + 2 >= sent.stop) and _set_apart(sent, at):
        return False
    opens = at > sent.start and is_stop(doc[at - 1]) and at + 1 < sent.stop and doc[at + 1].tag_ in _PHRASE_STARTS
    if opens and verb.kind in {"say", "tell"}:
        return False
    if verb.kind != "tell" and role(doc[at]) in RELATIVE_CLAUSES and _opens_clause(sent, at + 1):
        return False
    return subject(doc[at]) is None or role(doc[at]) in RELATIVE_CLAUSES | {"amod"}


def _set_apart(sent: Sentence, at: int) -> bool:
    """Whether source and verb stand between commas: `…, a report by the board found, …`, `…, the union estimated.`"""
    doc = sent.doc
    noun = doc[at].head
    if role(doc[at]) not in RELATIVE_CLAUSES or noun.i >= at or role(noun) in SUBJECTS | OBJECTS:
        return False
    opens = left_edge(noun, sent.start)
    closed = at + 1 >= sent.stop or is_stop(doc[at + 1])
    return closed and opens > sent.start and is_stop(doc[opens - 1])


def _opens_clause(sent: Sentence, at: int) -> bool:
    """Whether a counted subject and its verb stand there, behind no participle: `X confirmed at least 9 had died`."""
    doc = sent.doc
    if at + 2 >= sent.stop:
        return False
    figure = doc[at].tag_ == "CD" or (doc[at + 1].tag_ in {"JJS", "JJR", "RBR", "RBS"} and doc[at + 2].tag_ == "CD")
    return figure and sent.has_clause(at, sent.stop)


def _after(sent: Sentence, at: int, words: Words) -> Speaker | None:
    """`…, said X, director of Y`."""
    doc = sent.doc
    end = right_edge(doc, at + 1, sent.stop)
    head = head_of(doc, at + 1, end)
    tree = subject(doc[at])
    if tree is not None and end < tree.i < sent.stop and not any(is_stop(token) for token in doc[at + 1 : tree.i]):
        head, end = tree, right_edge(doc, tree.i, sent.stop)  # `said the Hill trade and mining board`
    if head is None or not can_speak(head, words):
        return None
    if head.tag_ == "PRP" and end < sent.stop and not is_stop(doc[end]):
        return None
    if end < sent.stop and (doc[end].tag_ in FINITE or doc[end].lower_ in {"that", "to"}):
        return None
    for stop in range(end, sent.stop):
        following = doc[stop + 1].tag_ if stop + 1 < sent.stop else ""
        if doc[stop].text in {"“", '"', "``", ":", ";"} | DASHES or (
            doc[stop].text == "," and following in {"VBG", "CC"}
        ):
            return Speaker(at + 1, stop, head, inverted=True)
    return Speaker(at + 1, sent.stop, head, inverted=True)


def _document_before(sent: Sentence, begin: int, words: Words) -> Token | None:
    """The nearest document's noun before a verb that shows, with no finite verb between: `a poll of those over 35`."""
    for token in reversed(sent.doc[max(sent.start, begin - 15) : begin]):
        if token.tag_ in FINITE:
            return None
        if words.noun_kind(token.lower_) == "document":
            return token
    return None


def _before(sent: Sentence, at: int, begin: int, verb: Verb, words: Words) -> Token | None:
    """The head of the subject before the verb's group."""
    near = noun_before(sent, begin)
    found = subject(sent.doc[at])
    if found is not None and not (sent.start <= found.i < begin and is_nominal(found)):
        found = None
    if near is not None and found is not near:
        other_clause = found is not None and found.i < near.i and sent.asserts(found.i, near.i)
        if other_clause or _bounded(sent, near):
            return near
    if verb.kind == "show" and near is None and (document := _document_before(sent, begin, words)) is not None:
        return document
    if begin > sent.start and sent.doc[begin - 1].text == ",":
        aside = _before_comma(sent, begin)
        if aside is not None and (found is None or (found.head.i != at and can_speak(aside, words))):
            return aside
    return found or near


def _bounded(sent: Sentence, head: Token) -> bool:
    """Whether the phrase of `head` starts the sentence or follows a stop, so that it must be a subject of its own."""
    first = left_edge(head, sent.start)
    return first == sent.start or sent.doc[first - 1].text in STOPS


def _before_comma(sent: Sentence, begin: int) -> Token | None:
    """The subject before what stands between commas: `An official, speaking on Monday, said`.

    The segments between commas are read leftwards until one holds a clause of its own.
    """
    doc, best, stop = sent.doc, None, begin - 1
    while stop > sent.start:
        first = stop
        while first > sent.start and doc[first - 1].text not in STOPS:
            first -= 1
        start = first + (doc[first].tag_ == "CC" and first + 1 < stop)
        hanging = doc[start].tag_ in {"WP", "WDT", "VBG", "VBN", "IN"}
        if not hanging and sent.has_clause(first, stop):
            break
        head = head_of(doc, start, right_edge(doc, start, stop))
        if head is not None and not hanging:
            best = head
        elif doc[start].tag_ == "IN" and best is not None:
            break
        if first <= sent.start or doc[first - 1].text != ",":
            break
        stop = first - 1
    return best


def noun_before(sent: Sentence, begin: int) -> Token | None:
    """The noun before a verb's group; what hangs on it (`of the fund`, `released on Tuesday`) is looked through."""
    doc, at = sent.doc, begin - 1
    while (
        at > sent.start + 1
        and doc[at].lower_ in _TIMES
        and (doc[at - 1].lower_ in _NARROWING or doc[at].lower_ in DAYS)
    ):
        at -= 1 if doc[at - 1].tag_ in {"NN", "NNS", "NNP", "PRP"} else 2
    if at < sent.start or not is_nominal(doc[at]):
        return None
    while True:
        # The `of` in a body's name is looked through only where the body is the speaker: `a University of Tarn poll`.
        edge = left_edge if in_body(doc[at]) else whole_edge
        before = edge(doc[at], sent.start) - 1
        if before > sent.start and doc[before].lower_ == "and" and is_nominal(doc[before - 1]):
            first = left_edge(doc[before - 1], sent.start)
            if first == sent.start or is_stop(doc[first - 1]):
                return doc[before - 1]
        if before <= sent.start or doc[before].tag_ not in {"IN", "TO"} or doc[before].lower_ == "that":
            return doc[at]
        before -= 1
        while before > sent.start and (doc[before].tag_ in _HUNG_ON or doc[before].lower_ in DAYS):
            before -= 1
        if not is_nominal(doc[before]) or doc[before].tag_ == "PRP":
            return doc[at]
        at = before


def antecedent(sent: Sentence, relative: Token) -> Token | None:
    """The noun that `who` or `which` stands for; a name that an apposition follows is taken before the apposition."""
    doc, at = sent.doc, relative.i - 1
    while at > sent.start and doc[at].text in {","} | DASHES:
        at -= 1
    near = noun_before(sent, at + 1)
    if near is None or near.lower_ in _TIMES or near.ent_type_ == "DATE":
        near = next((doc[i] for i in range(at, sent.start - 1, -1) if doc[i].ent_type_ == "PERSON"), None)
    if near is None or near.tag_ == "PRP":
        return None
    before = left_edge(near, sent.start) - 1
    if before > sent.start and doc[before].text == "," and doc[before - 1].tag_ == "NNP" and near.tag_ != "NNP":
        return doc[before - 1]
    return near
