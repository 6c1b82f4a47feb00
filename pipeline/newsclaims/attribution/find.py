"""Where the cues are: reporting verbs and `according to`, each with who speaks and what it reports.

Reads the Doc, changes nothing. Reading order: `Cue`, `find_cues` (one pass over the tokens), then `_verb_cue` and
`_phrase_cue`. The tree says who the subject is; tags and commas bound the content, since a parse errs there most.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from newsclaims.attribution.phrases import Party, head_of, is_nominal, left_edge, parties, right_edge
from newsclaims.attribution.words import Verb, Words
from newsclaims.syntax import RELATIVE_CLAUSES, role, subject

_FINITE = frozenset("VBD VBZ VBP MD".split())
_BE = frozenset("be is are was were been being 's 're".split())
_AUX = _BE | frozenset("have has had do does did will would can could may might should also now not n't never".split())
_DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday yesterday today tomorrow".split())
_ADJUNCT = frozenset("on in at during to through via after before by from via for with".split())
_STOPS = frozenset(",.;:!?\"“”‘’'—–)") | {"--", "''", "``", "-"}
_NARROWING = frozenset("last this next late early earlier later".split())


@dataclass(frozen=True)
class Cue:
    """A cue with its clause (source, verb, adjuncts) and the parts it reports, all in characters of the text.

    `kind` is the verb's class, or `according`, `survey`, `colon`, `dash`. `parties` is empty where the source must
    come from an earlier cue of the sentence (`adding that …`).
    """

    start: int
    end: int
    kind: str
    parties: tuple[Party, ...]
    clause: tuple[int, int]
    contents: tuple[tuple[int, int], ...]
    rule: str
    sent: tuple[int, int]


@dataclass(frozen=True)
class Sentence:
    """A sentence's tokens `start` to `stop` (out), its last stop left out."""

    start: int
    stop: int


def find_cues(doc: Doc, words: Words, inside: Sequence[tuple[int, int]]) -> list[Cue]:
    """The cues in text order; `inside` are the quotations (characters), whose words a cue outside never reads as its own."""
    sentences = [_trimmed(doc, sent.start, sent.end) for sent in doc.sents]
    found: list[Cue] = []
    for sentence in sentences:
        done = sentence.start
        for at in range(sentence.start, sentence.stop):
            token = doc[at]
            cue = None
            lower = token.lower_
            if lower in words.verbs and (token.tag_[:2] == "VB" or _mistagged(doc, at, sentence)):
                cue = _verb_cue(doc, at, words.verbs[lower], sentence, done)
            elif lower == "to" and at > sentence.start and doc[at - 1].lower_ == "according":
                cue = _according(doc, at, sentence, done)
            elif at == sentence.start and lower in {"in", "by"}:
                cue = _survey(doc, at, sentence, words)
            if cue is not None:
                found.append(cue)
                if cue.contents and cue.contents[-1][1] <= cue.start:
                    done = (
                        bisect_right([doc[i].idx for i in range(sentence.start, sentence.stop)], cue.clause[1] - 1)
                        + sentence.start
                    )
    found.extend(_colons(doc, sentences, words))
    return sorted(found, key=lambda cue: cue.start)


def _trimmed(doc: Doc, start: int, end: int) -> Sentence:
    while end > start + 1 and (doc[end - 1].is_space or doc[end - 1].text in {".", "!", "?", "…"}):
        end -= 1
    while start < end - 1 and doc[start].is_space:
        start += 1
    return Sentence(start, end)


def _verb_cue(doc: Doc, at: int, verb: Verb, sent: Sentence, done: int) -> Cue | None:
    """The cue that a reporting verb makes, or None where it reports nothing (passive, modifier, no content)."""
    token = doc[at]
    if token.tag_ == "VBG":
        return _participle_cue(doc, at, verb, sent)
    if (token.tag_ == "VBN" and _passive(doc, at, sent)) or (
        token.tag_ == "VB" and doc[at - 1].tag_ == "TO" and at > 0
    ):
        return None
    who, inverted = _speaker(doc, at, sent, verb)
    if not who:
        return None
    first = at if inverted else min(who[0], _group_start(doc, at, sent))
    last = who[1] if inverted else at + 1
    parts, clause_end, rule = _contents(doc, at, (first, last), verb, (sent, done, inverted))
    head = doc[who[2]]
    people = parties(head, who[0], who[1])
    clause = (doc[first].idx, _end(doc, clause_end))
    return Cue(
        token.idx, token.idx + len(token), verb.kind, people, clause, tuple(_chars(doc, parts)), rule, _span(doc, sent)
    )


def _mistagged(doc: Doc, at: int, sent: Sentence) -> bool:
    """Whether a third person (`shows that`) only looks like a plural noun: a noun before it, a new phrase after it."""
    if doc[at].tag_ != "NNS" or at <= sent.start or at + 1 >= sent.stop or doc[at - 1].tag_ not in {"NN", "NNP", "PRP"}:
        return False
    return doc[at + 1].lower_ == "that" or doc[at + 1].tag_ in {"DT", "PRP", "NNP", "CD", "$"}


def _passive(doc: Doc, at: int, sent: Sentence) -> bool:
    """Whether a past participle is passive or only modifies: no form of `have` before it, over adverbs."""
    for before in range(at - 1, max(sent.start, at - 5) - 1, -1):
        lower = doc[before].lower_
        if lower in _BE:
            return True
        if lower in {"have", "has", "had", "'ve", "’ve", "having"}:
            return False
        if doc[before].tag_ not in {"RB", "PRP"}:
            break
    return subject(doc[at]) is None or role(doc[at]) in RELATIVE_CLAUSES | {"amod"}


def _group_start(doc: Doc, at: int, sent: Sentence) -> int:
    """The first token of the verb's group: auxiliaries and adverbs before it."""
    while at > sent.start and (doc[at - 1].lower_ in _AUX or doc[at - 1].tag_ in {"MD", "RB"}):
        at -= 1
    return at


def _speaker(doc: Doc, at: int, sent: Sentence, verb: Verb) -> tuple[tuple[int, int, int] | None, bool]:
    """Tokens (first, last out, head) of who speaks, and whether the verb comes before them."""
    begin = _group_start(doc, at, sent)
    before = doc[begin - 1] if begin > sent.start else None
    if (before is None or before.text in _STOPS or before.is_space) and verb.kind in {"say", "tell", "report"}:
        end = right_edge(doc, at + 1, sent.stop)
        head = head_of(doc, at + 1, end)
        goes_on = end < sent.stop and (doc[end].tag_ in _FINITE or doc[end].lower_ == "that")
        if head is not None and not goes_on and doc[at].tag_ != "VBG":
            return (at + 1, _tail_stop(doc, end, sent), head.i), True
    near = _surface_subject(doc, begin, sent)
    found = subject(doc[at])
    if found is not None and not (sent.start <= found.i < begin and is_nominal(found)):
        found = None
    if near is not None and found is not near and _bounded(doc, near, sent):
        found = near
    head = found or near or (_before_comma(doc, begin, sent) if before is not None and before.text == "," else None)
    if head is None:
        return None, False
    if head.tag_ in {"WP", "WDT"}:
        above = _antecedent(doc, head, sent)
        return ((left_edge(above, sent.start), head.i, above.i), False) if above is not None else (None, False)
    return (left_edge(head, sent.start), begin, head.i), False


def _bounded(doc: Doc, head: Token, sent: Sentence) -> bool:
    """Whether the phrase of `head` starts the sentence or follows a stop, so that it must be a subject of its own."""
    first = left_edge(head, sent.start)
    return first == sent.start or doc[first - 1].text in _STOPS


def _before_comma(doc: Doc, begin: int, sent: Sentence) -> Token | None:
    """The subject before what stands between commas: `An official, speaking on Monday, said`.

    The segments between commas are read leftwards until one holds a clause of its own.
    """
    best, stop = None, begin - 1
    while stop > sent.start:
        first = stop
        while first > sent.start and doc[first - 1].text not in {",", ";", "“", "”", '"', "—", "–"}:
            first -= 1
        opening = doc[first].tag_
        if opening == "CC":
            opening = doc[first + 1].tag_ if first + 1 < stop else opening
        relative = opening in {"WP", "WDT", "VBG", "VBN", "IN"}
        if _asserts(doc, first, stop) and not relative:
            break
        start = first + (doc[first].tag_ == "CC")
        end = right_edge(doc, start, stop)
        head = head_of(doc, start, end) if end > start else None
        if head is not None and not relative:
            best = head
        elif opening == "IN" and best is not None:
            break
        if first <= sent.start or doc[first - 1].text != ",":
            break
        stop = first - 1
    return best


def _surface_subject(doc: Doc, begin: int, sent: Sentence) -> Token | None:
    """The noun right before the verb group, `of the fund` and the like looked through."""
    at = begin - 1
    if at < sent.start or not is_nominal(doc[at]):
        return None
    while True:
        first = left_edge(doc[at], sent.start)
        if first - 2 >= sent.start and doc[first - 1].lower_ in {"of", "for", "at"} and is_nominal(doc[first - 2]):
            at = first - 2
            continue
        return doc[at]


def _antecedent(doc: Doc, relative: Token, sent: Sentence) -> Token | None:
    """The noun that `who` or `which` stands for."""
    at = relative.i - 1
    while at > sent.start and doc[at].text in {","}:
        at -= 1
    if at < sent.start or not is_nominal(doc[at]) or doc[at].tag_ == "PRP":
        return None
    return _surface_subject(doc, at + 1, sent)


def _tail_stop(doc: Doc, at: int, sent: Sentence) -> int:
    """How far an inverted speaker's phrase may go: to the sentence's end, or to the next participle cue (`, adding`)."""
    for end in range(at, sent.stop):
        if doc[end].text in {",", "—", "–", "--"} and end + 1 < sent.stop and doc[end + 1].tag_ in {"VBG", "CC"}:
            return end
        if doc[end].text in {"“", '"', "``", ":", ";"}:
            return end
    return sent.stop


def _contents(
    doc: Doc, at: int, who: tuple[int, int], verb: Verb, where: tuple[Sentence, int, bool]
) -> tuple[list[tuple[int, int]], int, str]:
    """The token ranges reported, where the cue's clause ends, and the rule: `before`, `after`, `around`, `object`."""
    sent, done, inverted = where
    first = who[0]
    if first > sent.start and doc[first - 1].lower_ == "as":
        first -= 1
    comma = first > done and doc[first - 1].text in _STOPS and doc[first - 1].text not in {":", ";"}
    left = comma and first - 1 > done and _asserts(doc, done, first - 1)
    after = who[1] if inverted else _skip_adjuncts(doc, at + 1, sent, verb)
    ended = after >= sent.stop or inverted
    if left and (ended or doc[after].text in _STOPS):
        parts = [(done, first - 1)]
        rule = "before"
        if not ended and doc[after].text == "," and not inverted and _clause_follows(doc, after + 1, sent):
            parts.append((after + 1, sent.stop))
            rule = "around"
        return parts, after, rule
    if left and not inverted and role(doc[at]) in {"parataxis", "acl:relcl"} and not _asserts(doc, after, sent.stop):
        return [(done, first - 1)], sent.stop, "before"
    if inverted or ended:
        return [], after, "bare"
    start = after
    while start < sent.stop and (doc[start].text in _STOPS or doc[start].lower_ == "that"):
        start += 1
    if start >= sent.stop:
        return [], after, "bare"
    if _reports(doc, at, (after, start), verb, sent):
        return [(start, sent.stop)], after, "after"
    return [], after, "bare"


def _reports(doc: Doc, at: int, after: tuple[int, int], verb: Verb, sent: Sentence) -> bool:
    """Whether what follows the verb is asserted by its subject: a clause, or an object where the verb allows one."""
    that = any(doc[i].lower_ == "that" or doc[i].text == ":" for i in range(after[0], after[1]))
    if that or verb.object in {"yes", "that"}:
        return that or verb.object == "yes"
    if verb.object == "at":
        return any(doc[i].lower_ in {"at", "between"} for i in range(at + 1, sent.stop))
    if verb.object == "document":
        return True
    return _asserts(doc, after[1], sent.stop)


def _asserts(doc: Doc, start: int, stop: int) -> bool:
    """Whether a stretch of tokens holds a finite verb."""
    return any(doc[i].tag_ in _FINITE for i in range(start, stop))


def _clause_follows(doc: Doc, at: int, sent: Sentence) -> bool:
    """Whether a medial cue's sentence goes on with what is said, not with `adding that` or `who`."""
    return at < sent.stop and doc[at].tag_ not in {"VBG", "WP", "WDT", "WRB"} and sent.stop - at > 2


def _skip_adjuncts(doc: Doc, at: int, sent: Sentence, verb: Verb) -> int:
    """The first token after the verb that is no adjunct of it: `said [on Tuesday] [in a statement] that`."""
    if verb.kind == "tell":
        at = right_edge(doc, at, sent.stop)
    while at < sent.stop:
        token = doc[at]
        if token.lower_ in _DAYS or (token.tag_ == "RB" and not _counts(doc, at + 1)):
            at += 1
        elif token.lower_ in _ADJUNCT or token.lower_ in _NARROWING:
            end = right_edge(doc, at + 1, sent.stop)
            if end == at + 1 or any(_figure(doc[i]) for i in range(at, end)) or doc[at + 1].tag_ in {"PRP", "JJS"}:
                break
            at = end
        else:
            break
    return at


def _counts(doc: Doc, at: int) -> bool:
    return at < len(doc) and (doc[at].tag_ in {"CD", "$"} or doc[at].like_num)


def _figure(token: Token) -> bool:
    return token.tag_ in {"CD", "$"} and not (token.is_digit and len(token) == 4)


def _participle_cue(doc: Doc, at: int, verb: Verb, sent: Sentence) -> Cue | None:
    """`…, adding that C`, `citing N`: the source is whoever spoke before in the sentence."""
    if (
        at == sent.start
        or doc[at - 1].text not in {",", "—", "–", "and", "--", "”", '"'}
        or verb.kind in {"judge", "put"}
    ):
        return None
    after = _skip_adjuncts(doc, at + 1, sent, verb)
    start = after
    while start < sent.stop and (doc[start].text in {",", ":"} or doc[start].lower_ == "that"):
        start += 1
    if verb.object == "that" or verb.kind == "estimate" and not _asserts(doc, start, sent.stop):
        return None
    head = doc[at].head
    who = subject(head) if head.i < at else None
    people = (
        parties(who, sent.start, head.i) if who is not None and sent.start <= who.i < head.i and is_nominal(who) else ()
    )
    parts = [(start, sent.stop)] if start < sent.stop else []
    clause = (doc[at].idx, _end(doc, max(after, at + 1)))
    return Cue(
        doc[at].idx,
        doc[at].idx + len(doc[at]),
        verb.kind,
        people,
        clause,
        tuple(_chars(doc, parts)),
        "participle",
        _span(doc, sent),
    )


def _according(doc: Doc, to: int, sent: Sentence, done: int) -> Cue | None:
    """`According to X, C` · `C, according to X` · `C1, according to X, C2`."""
    end = right_edge(doc, to + 1, sent.stop)
    head = head_of(doc, to + 1, end)
    if head is None:
        return None
    opening = to - 1 <= sent.start + 1
    stop = _phrase_stop(doc, end, sent) if opening else sent.stop
    if not opening:
        stop = _medial_stop(doc, end, sent)
    people = parties(head, to + 1, stop)
    parts: list[tuple[int, int]] = []
    if not opening:
        parts.append((done, to - 1))
    if stop < sent.stop:
        parts.append((stop + 1, sent.stop))
    clause = (doc[to - 1].idx, _end(doc, stop))
    return Cue(
        doc[to - 1].idx,
        doc[to].idx + 2,
        "according",
        people,
        clause,
        tuple(_chars(doc, parts)),
        "according",
        _span(doc, sent),
    )


def _phrase_stop(doc: Doc, at: int, sent: Sentence) -> int:
    """The comma that ends an opening `According to X`: lists inside a name and appositions are run over."""
    while at < sent.stop:
        if doc[at].text == ",":
            after = right_edge(doc, at + 1, sent.stop)
            name_goes_on = (
                doc[at].ent_type_ == "ORG" and doc[at + 1].ent_type_ == "ORG" if at + 1 < sent.stop else False
            )
            apposition = after < sent.stop and doc[after].text == "," and _asserts(doc, after, sent.stop)
            if not name_goes_on and not (apposition and after > at + 1 and after - at < 12):
                return at
        at += 1
    return sent.stop


def _medial_stop(doc: Doc, at: int, sent: Sentence) -> int:
    """Where a medial or closing `according to X` ends: a comma that a new finite clause follows, else the sentence's end."""
    while at < sent.stop:
        if doc[at].text in {";", "—", "–", "--"}:
            return at
        if doc[at].text == "," and at + 1 < sent.stop and doc[at + 1].tag_ not in {"WP", "WDT", "WRB"}:
            after = right_edge(doc, at + 1, sent.stop)
            if doc[at + 1].tag_ in {"CC", "MD", "VBD", "VBZ", "VBP"} or (
                after < sent.stop and doc[after].tag_ in _FINITE
            ):
                return at
        at += 1
    return sent.stop


def _survey(doc: Doc, at: int, sent: Sentence, words: Words) -> Cue | None:
    """`In the latest poll, C`, `By one estimate, C`: a document that opens the sentence."""
    end = right_edge(doc, at + 1, sent.stop)
    head = head_of(doc, at + 1, end)
    wanted = _POLLS if doc[at].lower_ == "in" else _ESTIMATES
    if head is None or (head.lemma_ or head.text).lower() not in wanted:
        return None
    stop = _phrase_stop(doc, end, sent)
    if stop >= sent.stop:
        return None
    people = parties(head, at + 1, stop)
    contents = tuple(_chars(doc, [(stop + 1, sent.stop)]))
    return Cue(
        doc[at].idx,
        doc[at].idx + 2,
        "survey",
        people,
        (doc[at].idx, _end(doc, stop)),
        contents,
        "survey",
        _span(doc, sent),
    )


_POLLS = frozenset("poll survey study census".split())
_ESTIMATES = frozenset("estimate count tally account measure projection calculation".split())


def _colons(doc: Doc, sentences: Sequence[Sentence], words: Words) -> Iterator[Cue]:
    """Headlines `X: C`: a short name or source noun, a colon, and the rest of a line without a full stop."""
    for sent in sentences:
        line_start = sent.start == 0 or "\n" in doc[sent.start - 1].text + doc[sent.start - 1].whitespace_
        if not line_start:
            continue
        end = right_edge(doc, sent.start, min(sent.stop, sent.start + 6))
        if (
            end >= sent.stop - 1
            or doc[end].text != ":"
            or doc[sent.stop - 1 if sent.stop == len(doc) else sent.stop].text == "."
        ):
            continue
        head = head_of(doc, sent.start, end)
        if head is None or not (
            head.tag_ in {"NNP", "NNPS"} or head.lower_ in words.nouns or head.lemma_ in words.nouns
        ):
            continue
        yield Cue(
            doc[end].idx,
            doc[end].idx + 1,
            "colon",
            parties(head, sent.start, end),
            (doc[sent.start].idx, doc[end].idx + 1),
            tuple(_chars(doc, [(end + 1, sent.stop)])),
            "colon",
            _span(doc, sent),
        )


def _chars(doc: Doc, parts: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Token ranges as character ranges, commas and marks at their edges left out."""
    for start, stop in parts:
        while start < stop and doc[start].text in {",", ":", "—", "–", "--", ";"}:
            start += 1
        while stop > start and (doc[stop - 1].text in {",", ":", "—", "–", "--", ";"} or doc[stop - 1].is_space):
            stop -= 1
        if stop > start:
            yield doc[start].idx, _end(doc, stop)


def _span(doc: Doc, sent: Sentence) -> tuple[int, int]:
    return doc[sent.start].idx, _end(doc, sent.stop)


def _end(doc: Doc, stop: int) -> int:
    return doc[stop - 1].idx + len(doc[stop - 1])
