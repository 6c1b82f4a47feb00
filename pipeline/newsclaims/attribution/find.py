"""Where the cues are: reporting verbs and fixed phrases, each with who speaks and what it reports.

Reads the Doc, changes nothing. Reading order: `find_cues` (one pass over the candidate words), then `_verb_cue`,
`_noun_cue`, `_quoted_as`, `_participle_cue`, `_according`, `_signature`, `_colon`; the phrases of polls are `polls.py`.
Who speaks is `speakers.py`, what is said `contents.py`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Token

from newsclaims.attribution.contents import find_contents, skip_adjuncts
from newsclaims.attribution.cue import Cue, cue_of
from newsclaims.attribution.parties import parties
from newsclaims.attribution.phrases import head_of, is_nominal, left_edge, right_edge
from newsclaims.attribution.polls import POLLS, SHOWING, opening_stop, poll_has, polled, survey
from newsclaims.attribution.sentences import DASHES, FINITE, QUOTE_MARKS, STOPS, Sentence, sentences
from newsclaims.attribution.speakers import can_speak, find_speaker, group_start, is_passive, noun_before
from newsclaims.attribution.words import CLAIM_NOUNS, Words
from newsclaims.syntax import SUBJECTS, children, role, subject

QUOTED_AS = "quoted_as"
_CORE = frozenset("say tell add announce claim explain note report warn write".split())
_COUNTING = frozenset(["count", "record", "register", "tally"])
_QUOTING = frozenset("quoted quotes quote quoting cited cites cite citing reported".split())
_SAYINGS = frozenset(
    "statement statements comment comments remark remarks answer response reply message tweet post note".split()
)
_FIGURES = frozenset(["CD", "$", "SYM"])
_OWNERS = frozenset(["nmod:poss", "poss"])
_ASIDE = DASHES | {",", "and", "”", '"', "''"}
_COUNTED = frozenset(
    "percent % cent majority half third quarter most number share voters respondents adults americans".split()
)


def find_cues(doc: Doc, words: Words, paragraphs: Iterable[int] = (0,)) -> list[Cue]:
    """The cues in text order; `paragraphs` are the offsets at which lines start."""
    starts = sorted(paragraphs)
    lines = set(starts)
    candidate = [key in words.cue_keys for key in doc.to_array("LOWER").tolist()]
    found: list[Cue] = []
    for sent in sentences(doc):
        colon = _colon(sent, words) or _signature(sent) if doc[sent.start].idx in lines else None
        if colon is not None and colon.rule == "turn":
            colon = _to_line_end(colon, doc.text, starts)
        if colon is not None:
            found.append(colon)
        if not any(candidate[sent.start : sent.stop]):
            continue
        done = sent.start
        for at in range(sent.start, sent.stop):
            cue = _cue_at(sent, at, words, done) if candidate[at] else None
            if cue is not None:
                found.append(cue)
                if cue.contents and cue.contents[-1][1] <= cue.start:
                    done = cue.stop
        if colon is not None and found[-1] is not colon and _is_dateline(sent, found[-1]):
            found.remove(colon)
    return _clipped(found)


def _is_dateline(sent: Sentence, last: Cue) -> bool:
    """Whether the one word before a colon is a place, since a named source speaks behind it: `Lima: Ann Lee said …`."""
    return sent.doc[sent.start + 1].text == ":" and any(party.name for party in last.parties)


def _cue_at(sent: Sentence, at: int, words: Words, done: int) -> Cue | None:
    """The cue that the candidate word `doc[at]` makes, or None."""
    doc, lower = sent.doc, sent.doc[at].lower_
    if lower == "according":
        return _according(sent, at, words, done) if at + 1 < sent.stop and doc[at + 1].lower_ == "to" else None
    if lower == "per":
        return _according(sent, at - 1, words, done) if at > sent.start and doc[at - 1].lower_ == "as" else None
    if lower == ":":
        return _quoted_colon(sent, at) or _announced(sent, at, words)
    if lower in {"in", "by"}:
        return survey(sent, at) if at == sent.start else polled(sent, at, done)
    if lower in SHOWING and ((held := poll_has(sent, at)) is not None or lower not in words.verbs):
        return held
    tag = doc[at].tag_
    if lower == "saying" and at - 1 > sent.start and doc[at - 1].lower_ == "as":
        return _quoted_as(sent, at)
    if tag == "VBG" and lower in words.verbs:
        return _participle_cue(sent, at, words)
    if lower in words.verbs and (tag.startswith("VB") or _mistagged(sent, at)):
        return _verb_cue(sent, at, words, done)
    return _noun_cue(sent, at, words) if lower in CLAIM_NOUNS else None


def _clipped(cues: list[Cue]) -> list[Cue]:
    """The cues, what a closing `according to X` says taken off the contents that run into it."""
    closing = {
        cue.sent: cue.clause[0]
        for cue in cues
        if cue.kind == "according" and cue.contents and cue.contents[0][0] < cue.start
    }
    out = []
    for cue in cues:
        limit = closing.get(cue.sent)
        if limit is not None and cue.kind != "according" and cue.start < limit:
            cue = replace(cue, contents=tuple((start, min(end, limit)) for start, end in cue.contents if start < limit))
        out.append(cue)
    return out


def _mistagged(sent: Sentence, at: int) -> bool:
    """Whether a verb (`shows that`, `show 40`) only looks like a noun: a noun before it, a new phrase after it."""
    doc = sent.doc
    if doc[at].tag_ not in {"NN", "NNS"} or at <= sent.start or at + 1 >= sent.stop:
        return False
    if doc[at].tag_ == "NN" and (doc[at + 1].tag_ != "CD" or not sent.has_clause(at + 1, sent.stop)):
        return False
    if doc[at - 1].tag_ not in {"NN", "NNP", "PRP"} and not doc[at - 1].is_upper:
        return False
    return doc[at + 1].lower_ in {"that", ":"} or doc[at + 1].tag_ in {"DT", "PRP", "NNP", "CD", "$"}


def _verb_cue(sent: Sentence, at: int, words: Words, done: int) -> Cue | None:
    """The cue of a finite reporting verb; None for a passive, an infinitive, or a subject that cannot speak."""
    doc, token = sent.doc, sent.doc[at]
    verb = words.verbs[token.lower_]
    if token.tag_ == "VB" and at > sent.start and doc[at - 1].tag_ == "TO":
        return _infinitive_cue(sent, at, words)
    if token.tag_ == "VBN" and is_passive(sent, at, verb):
        return _relayed_by(sent, at, done)
    who = find_speaker(sent, at, verb, words)
    if who is None or who.head.tag_ == "CD" or who.head.lower_ in _COUNTED:
        return None
    if verb.lemma not in _CORE and not can_speak(who.head, words):
        return None
    if verb.lemma in _COUNTING and who.head.ent_type_ in {"GPE", "LOC"}:
        return None  # `Norland recorded 40 cases`: it had them, whoever says so
    first = at if who.inverted else min(who.first, group_start(sent, at))
    said = find_contents(sent, at, verb, (first, who.last if who.inverted else at + 1, who.inverted), done)
    parts = said.parts
    if said.rule == "after" and verb.object == "document" and not _is_document(who.head, words):
        start = parts[-1][0]
        parts = parts if doc[start - 1].lower_ == "that" or sent.has_clause(start, sent.stop) else ()
    people = parties(who.head, who.first, who.last)
    return cue_of(sent, (at, at + 1), (first, said.stop), people, parts, kind=verb.kind, rule=said.rule)


def _is_document(head: Token, words: Words) -> bool:
    """Whether the noun is a document's, so that the bare object of what it finds or shows is asserted."""
    return words.noun_kind(head.lower_) == "document"


def _infinitive_cue(sent: Sentence, at: int, words: Words) -> Cue | None:
    """`X called to say that C`: only with `that`; the source is the subject of the verb above."""
    doc, verb = sent.doc, words.verbs[sent.doc[at].lower_]
    after = skip_adjuncts(sent, at + 1, verb)
    above = doc[at].head
    who = subject(above) if above.i < at else None
    if after + 1 >= sent.stop or doc[after].lower_ != "that" or who is None or not sent.start <= who.i < above.i:
        return None
    if not is_nominal(who):
        return None
    people = parties(who, sent.start, above.i)
    return cue_of(sent, (at, at + 1), (at, after), people, [(after + 1, sent.stop)], kind=verb.kind, rule="infinitive")


def _noun_cue(sent: Sentence, at: int, words: Words) -> Cue | None:
    """`X's claim that C`, `a claim by X that C`: C ends where the noun's phrase does."""
    doc, noun = sent.doc, sent.doc[at]
    owner = next(children(noun, _OWNERS), None)
    that = at + 1
    if owner is not None:
        first, stop = left_edge(owner, sent.start), owner.i + 1
    elif at + 2 < sent.stop and doc[at + 1].lower_ == "by":
        first, stop = at + 2, right_edge(doc, at + 2, sent.stop)
        owner, that = head_of(doc, first, stop), stop
    that += that + 1 < sent.stop and doc[that].text == ","
    end = min(noun.right_edge.i + 1, sent.stop)
    if that + 1 >= end and role(noun) in SUBJECTS and that < noun.head.i < sent.stop:
        end = group_start(sent, noun.head.i)  # the clause hangs elsewhere: it ends where the noun's own verb begins
    if owner is None or not sent.start <= owner.i or that + 1 >= end or doc[that].lower_ != "that":
        return None
    if not is_nominal(owner) and owner.tag_ != "PRP$":
        return None
    if not can_speak(owner, words) or not sent.has_clause(that + 1, end):
        return None
    span = (min(first, at), that + 1)
    return cue_of(sent, (at, at + 1), span, parties(owner, first, stop), [(that + 1, end)], kind="say", rule="noun")


def _relayed_by(sent: Sentence, at: int, done: int) -> Cue | None:
    """`As reported by X, C` · `C, as reported by X`."""
    doc = sent.doc
    if at == sent.start or doc[at - 1].lower_ != "as" or at + 2 >= sent.stop or doc[at + 1].lower_ != "by":
        return None
    end = right_edge(doc, at + 2, sent.stop)
    head = head_of(doc, at + 2, end)
    if head is None:
        return None
    opening = at - 1 == sent.start
    parts = [(end, sent.stop)] if opening else [(done, at - 1)]
    return cue_of(
        sent, (at - 1, at + 2), (at - 1, end), parties(head, at + 2, end), parts, kind="according", rule="reported_by"
    )


def _quoted_as(sent: Sentence, at: int) -> Cue | None:
    """`X was quoted as saying that C`, `the paper quoted X as saying C`: who is quoted says it."""
    doc = sent.doc
    quoting = next((i for i in range(at - 2, sent.start, -1) if doc[i].lower_ in _QUOTING), None)
    if quoting is None or at + 1 >= sent.stop:
        return None
    passive = doc[quoting + 1].lower_ in {"as", "by", "in"}
    last = group_start(sent, quoting) if passive else at - 1
    while doc[last - 1].text == ",":  # the comma that closes an apposition
        last -= 1
    who = noun_before(sent, last)
    if who is None or not is_nominal(who) or not sent.start <= who.i < last:
        return None
    first = left_edge(who, quoting + 1 if quoting < who.i else sent.start)
    start = at + 1 + (doc[at + 1].lower_ == "that")
    people = parties(who, first, last)
    clause = min(first, quoting), at + 1
    return cue_of(sent, (at, at + 1), clause, people, [(start, sent.stop)], kind="say", rule=QUOTED_AS)


def _participle_cue(sent: Sentence, at: int, words: Words) -> Cue | None:
    """`…, adding that C`, `with a poll finding that C`: the source is its own noun, or whoever spoke before."""
    doc, verb = sent.doc, words.verbs[sent.doc[at].lower_]
    if at == sent.start or verb.kind in {"judge", "put"} or verb.object == "that":
        return None
    own = verb.kind == "show" and is_nominal(doc[at - 1])
    if not own and doc[at - 1].text not in _ASIDE:
        return None
    after = skip_adjuncts(sent, at + 1, verb)
    start = after
    while start < sent.stop and (doc[start].text in {",", ":"} or doc[start].lower_ == "that"):
        start += 1
    if verb.kind in {"estimate", "say"} and not (doc[start - 1].lower_ == "that" or sent.has_clause(start, sent.stop)):
        return None
    above = doc[at].head
    who = noun_before(sent, at) if own else subject(above) if above.i < at else None
    fits = who is not None and sent.start <= who.i < at and is_nominal(who) and (not own or can_speak(who, words))
    if own and not fits:
        return None
    people = parties(who, sent.start, at if own else above.i) if who is not None and fits else ()
    parts = [(start, sent.stop)] if start < sent.stop else []
    return cue_of(sent, (at, at + 1), (at, max(after, at + 1)), people, parts, kind=verb.kind, rule="participle")


def _according(sent: Sentence, at: int, words: Words, done: int) -> Cue | None:
    """`According to X, C` · `C, according to X` · `C1, according to X, C2`; `as per X` likewise."""
    doc = sent.doc
    end = right_edge(doc, at + 2, sent.stop)
    head = head_of(doc, at + 2, end)
    if head is None or words.noun_kind(head.lower_) == "none":
        return None
    opening = at <= sent.start + 1
    stop = opening_stop(sent, end) if opening else _medial_stop(sent, end)
    parts = [] if opening else [(done, at)]
    if opening and doc[end].tag_ not in {"VBN", "VBD", "IN"} and sent.has_clause(end, stop):
        stop = end
        parts.append((stop, sent.stop))
    elif stop < sent.stop:
        parts.append((stop + 1, sent.stop))
    return cue_of(sent, (at, at + 2), (at, stop), parties(head, at + 2, stop), parts, kind="according", rule="phrase")


def _medial_stop(sent: Sentence, at: int) -> int:
    """Where a medial or closing `according to X` ends: a dash, or a comma that a finite clause follows."""
    doc = sent.doc
    for stop in range(at, sent.stop):
        if doc[stop].text == ";" or doc[stop].text in DASHES:
            return stop
        more = doc[stop].text == "," and stop + 1 < sent.stop
        if more and (doc[stop + 1].tag_ in FINITE | {"CC"} or sent.clause_ahead[stop + 1 - sent.start]):
            return stop
    return sent.stop


def _quoted_colon(sent: Sentence, at: int) -> Cue | None:
    """`…. X: "Q"`: a name alone between a stop and a colon that a quotation follows."""
    doc = sent.doc
    if at == sent.start or at + 1 >= sent.stop or doc[at + 1].text not in QUOTE_MARKS or doc[at - 1].tag_ != "NNP":
        return None
    first = left_edge(doc[at - 1], sent.start)
    if first > sent.start and doc[first - 1].text not in STOPS:
        return None
    return cue_of(sent, (at, at + 1), (first, at + 1), parties(doc[at - 1], first, at), (), kind="colon", rule="quoted")


def _announced(sent: Sentence, at: int, words: Words) -> Cue | None:
    """`X made this comment: "Q"`, `a statement by X on Monday: "Q"`: the words of the quotation have a name there."""
    doc, after = sent.doc, at + 1
    while after < len(doc) and doc[after].is_space:
        after += 1
    if after >= len(doc) or doc[after].text not in QUOTE_MARKS:
        return None
    noun = next((token for token in reversed(doc[sent.start : at]) if token.lower_ in _SAYINGS), None)
    if noun is None:
        return None
    owner = next(children(noun, _OWNERS), None) or subject(noun.head)
    first, stop = sent.start, noun.i
    if noun.i + 2 < at and doc[noun.i + 1].lower_ == "by":
        first, stop = noun.i + 2, right_edge(doc, noun.i + 2, at)
        owner = head_of(doc, first, stop)
    if owner is None or not first <= owner.i < stop or not can_speak(owner, words):
        return None
    people = parties(owner, first, stop)
    return cue_of(sent, (at, at + 1), (min(owner.i, noun.i), at + 1), people, (), kind="colon", rule="announced")


def _signature(sent: Sentence) -> Cue | None:
    """A line `— X` or `– X, director of Y`, under a quotation that it signs."""
    doc, first = sent.doc, sent.start + 1
    if doc[sent.start].text not in DASHES | {"-"} or first >= sent.stop or sent.asserts(first, sent.stop):
        return None
    end = right_edge(doc, first, sent.stop)
    head = head_of(doc, first, end)
    if head is None or head.tag_ not in {"NNP", "NNPS"} or (end < sent.stop and doc[end].text != ","):
        return None
    people = parties(head, first, sent.stop)[:1]
    return cue_of(sent, (sent.start, first), (sent.start, sent.stop), people, (), kind="signature", rule="line")


def _colon(sent: Sentence, words: Words) -> Cue | None:
    """A line `X: C`: a headline's source, or a speaker's turn in a transcript."""
    doc = sent.doc
    first = sent.start + (doc[sent.start].text in QUOTE_MARKS)
    end = right_edge(doc, first, min(sent.stop, first + 6))
    if end >= sent.stop - 1 or end == first or doc[end].text != ":":
        return None
    head = head_of(doc, first, end)
    if head is None or (first > sent.start and head.ent_type_ != "PERSON"):
        return None
    if all(token.tag_ in _FIGURES or token.is_punct for token in doc[end + 1 : sent.stop]):
        return None  # `Ann Lee: 1,769` is a count
    closed = sent.stop < len(doc) and doc[sent.stop].text == "."
    if not (head.ent_type_ == "PERSON" if closed else can_speak(head, words)):
        return None
    if words.noun_kind(head.lower_) == "document" and head.lower_ not in POLLS | {"report", "reports", "data"}:
        return None
    people = parties(head, first, end)
    said = [(end + 1, sent.stop)]
    rule = "turn" if head.ent_type_ == "PERSON" else "line"
    return cue_of(sent, (end, end + 1), (first, end + 1), people, said, kind="colon", rule=rule)


def _to_line_end(turn: Cue, text: str, lines: Sequence[int]) -> Cue:
    """The turn of a transcript with all that its line holds."""
    after = bisect_right(lines, turn.start)
    end = lines[after] if after < len(lines) else len(text)
    (start, _), *_ = turn.contents
    return replace(turn, contents=((start, start + len(text[start:end].rstrip())),))
