"""Where polls and estimates speak in set phrases: `In the latest poll, C`, `C in a new poll`, `A poll has A ahead`.

Reading order: `survey` (a phrase opens the sentence), `polled` (one stands in it), `poll_has` (a verb).
"""

from __future__ import annotations

from spacy.tokens import Token

from newsclaims.attribution.cue import Cue, cue_of
from newsclaims.attribution.parties import parties
from newsclaims.attribution.phrases import left_edge, right_edge
from newsclaims.attribution.sentences import FINITE, STOPS, Sentence, is_figure
from newsclaims.attribution.speakers import noun_before

POLLS = frozenset("poll polls survey surveys study census".split())
SHOWING = frozenset("has had have gives gave give puts put".split())
_SURVEYS = frozenset("poll polls survey surveys polling average".split())
_SHARES = frozenset("percent % percentage point points".split())
_PARTS = frozenset("half thirds quarters majority".split())
_NAMING = frozenset(["of", "for"])  # `the University of Tarn poll`
_GOING_ON = frozenset("CC WP WDT IN".split())
_LONGEST = 12  # words from a preposition to its noun
_ESTIMATES = frozenset("estimate estimates count tally account measure projection calculation".split())


def survey(sent: Sentence, at: int) -> Cue | None:
    """`In the latest poll, C`, `By one estimate, C`: a document that opens the sentence."""
    doc = sent.doc
    head = _noun_of(sent, at, POLLS | _SURVEYS if doc[at].lower_ == "in" else _ESTIMATES)
    if head is None:
        return None
    stop = opening_stop(sent, right_edge(doc, head.i, sent.stop))
    if stop >= sent.stop:
        return None
    return cue_of(
        sent,
        (at, at + 1),
        (at, stop),
        parties(head, at + 1, stop),
        [(stop + 1, sent.stop)],
        kind="survey",
        rule="phrase",
    )


def polled(sent: Sentence, at: int, done: int) -> Cue | None:
    """`C in a new poll`, `40 percent, in a poll by X, C`: a share or a margin that a poll gives.

    Not `the polls`, which may be the day of a vote or polls at large, and only in a sentence that has such a figure.
    """
    doc = sent.doc
    head = _noun_of(sent, at, _SURVEYS) if doc[at].lower_ == "in" else None
    if head is None or (head.i == at + 2 and doc[at + 1].lower_ == "the" and doc[head.i].tag_ == "NNS"):
        return None
    if not any(_is_share(doc[i]) for i in range(done, sent.stop)):
        return None
    end = (i for i in range(head.i + 1, sent.stop) if doc[i].text in STOPS or doc[i].tag_ in _GOING_ON)
    stop = next(end, sent.stop)
    parts = [(done, at), (stop, sent.stop)]
    return cue_of(sent, (at, at + 1), (at, stop), parties(head, at + 1, stop), parts, kind="survey", rule="within")


def _is_share(token: Token) -> bool:
    """Whether a token closes a share or a margin: `53 percent`, `6 points`, `half`."""
    counted = token.i > 0 and is_figure(token.doc[token.i - 1])
    return token.lower_ in _PARTS or (token.lower_ in _SHARES and counted)


def _noun_of(sent: Sentence, at: int, wanted: frozenset[str]) -> Token | None:
    """The wanted noun whose phrase the preposition `doc[at]` opens: no comma, verb or other phrase between."""
    for token in sent.doc[at + 1 : min(at + _LONGEST, sent.stop)]:
        if token.lower_ in wanted and token.tag_[:2] == "NN":
            return token
        if token.text == "," or token.tag_ in FINITE or (token.tag_ == "IN" and token.lower_ not in _NAMING):
            return None
    return None


def opening_stop(sent: Sentence, at: int) -> int:
    """The comma that ends an opening `According to X`: lists inside a name and appositions are run over."""
    doc = sent.doc
    last_verb = max((token.i for token in doc[at : sent.stop] if token.tag_ in FINITE), default=-1)
    for comma in range(at, sent.stop):
        if doc[comma].text != ",":
            continue
        after = right_edge(doc, comma + 1, sent.stop)
        closed = after <= last_verb and doc[after].text == ","
        listed = doc[comma - 1].tag_ == "NNP" and comma + 1 < sent.stop and doc[comma + 1].tag_ == "NNP"
        joined = listed and after < sent.stop and doc[after].lower_ == "and"
        apposed = closed and comma + 1 < after < comma + 12
        if not joined and not apposed:
            return comma
    return sent.stop


def poll_has(sent: Sentence, at: int) -> Cue | None:
    """`A poll by X has A ahead by 6 points`, `… gave A 40 percent`: such verbs report only of a poll."""
    doc = sent.doc
    who = noun_before(sent, at)
    if who is None or who.lower_ not in POLLS or not any(is_figure(token) for token in doc[at + 1 : sent.stop]):
        return None
    people = parties(who, left_edge(who, sent.start), at)
    start = left_edge(who, sent.start)
    return cue_of(sent, (at, at + 1), (start, at + 1), people, [(at + 1, sent.stop)], kind="show", rule="poll")
