"""Which dated interval a figure is about.

Every time expression of the figure's sentence is weighed by what stands between the two: the way through the tree, the
words along the line, what kind of figure and expression they are (`features`). The weights (`tables/en/time_link.csv`)
are those of a logistic regression, so that their sum gives a probability: the link's trust. `models/time_link.py`
learns them. The most probable expression wins; below `THRESHOLD` the figure has no time.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import islice

import msgspec
from spacy.tokens import Doc, Span, Token

from newsclaims import layers
from newsclaims.records import NO_DATE, Figure, Mention, Time, Timex
from newsclaims.syntax import RELATIVE_CLAUSES, SUBJECTS, role

THRESHOLD = 0.42
_CLAUSES = {
    "ccomp": "ccomp",
    "parataxis": "parataxis",
    "advcl": "advcl",
    "acl": "acl",
    "acl:relcl": "relcl",
    "relcl": "relcl",
    "conj": "conj",
    "xcomp": "xcomp",
    "appos": "appos",
    "csubj": "ccomp",
    "nsubj": "nsubj",
    "nsubj:pass": "nsubj",
    "nsubjpass": "nsubj",
}
_BARRIERS = frozenset(["than", "compared", "from", "against", "versus", "compares", "comparing"])
_COMPARING = frozenset(["ago", "earlier", "before", "previous", "same", "preceding", "prior"])
_BREAKS = frozenset([",", ";", ":", "–", "—", "-", "("])
_BEGINNING = frozenset(["begin", "start", "erupt", "commence"])
_PRESENT = frozenset(["VBZ", "VBP"])
_OPENING = frozenset(["since", "until", "before"])
_ATTRIBUTIVE = frozenset(["amod", "compound", "nummod"])
_OWNING = frozenset(["nmod:poss", "poss"])
_MEASURES = frozenset(["minute", "hour", "day", "night", "week", "month", "year", "decade"])
_BOUNDING = frozenset(["since", "until", "till", "by", "through", "before", "after"])
_CALENDAR = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_LONG = frozenset(["quarter", "half", "year"])
_RUNS_OF_MONTHS = frozenset(["first_units", "the_units", "the_unit"])
_DEEPEST = 12
_FAR = 40.0
_NEAREST = 6  # expressions on each side that a figure may take, at most _REACH tokens away
_REACH = 200
_SUPERLATIVE = 5
_PAPERS = frozenset(["bill", "bond", "debenture", "note", "paper", "security"])


@dataclass(frozen=True, slots=True)
class Dated:
    """A time expression that stands for an interval, where it stands.

    Its words with their signal, the token by which it hangs, its tokens (`first` to `last`, out), the first token of
    its sentence; `comparing` ones (`a year ago`) date what a figure is held against. `until` is the day of publication
    where the expression dates the beginning of something (`which began in May`), else None.

    Where it dates what something has lasted since (`since she took office in May`), `timex` runs from there to the day
    of publication; a figure among the tokens `inside` takes the `inner` one, May itself. So does what a clause tells of
    it: 40 in `since May, when 40 left`.

    `apart` is the token at which a main clause in the present begins behind a participle that has the expression to
    itself (`Ratified in 2019, the pact binds 15 states`), else 0.
    """

    timex: Timex
    words: Mention
    token: Token
    first: int
    last: int
    sent: int
    comparing: bool
    until: str | None = None
    inner: Timex | None = None
    inside: tuple[int, int] = (0, 0)
    apart: int = 0


@dataclass(frozen=True, slots=True)
class Spot:
    """A figure where it stands: the token by which it hangs, its tokens (`first` to `last`, out), the first token of
    its sentence, and what says it; `older` where another came from it (`newsclaims.claims.levels`).
    """

    figure: Figure
    token: Token
    first: int
    last: int
    sent: int
    content: Mention | None
    voice: str
    older: bool = False


def dated(doc: Doc, timexes: Sequence[Timex]) -> list[Dated]:
    """The expressions that stand for an interval, dated or (with no date of publication) not, in text order."""
    out, text = [], doc.text
    article = layers.take_article(doc)
    published = article.published if article else None
    for timex in timexes:
        if not (timex.begin or timex.end or timex.reason == NO_DATE):
            continue
        span = layers.span_of(doc, timex.mention)
        if _only_reaches(timex, span) or _matures(span):
            continue
        comparing = any(token.lower_ in _COMPARING for token in span)
        start = min(timex.mention.start, timex.signal.start) if timex.signal else timex.mention.start
        words = Mention.of(text, start, timex.mention.end)
        root = span.root
        until = published if _begins(root) else None
        past = published is not None and timex.end is not None and timex.end < published
        apart = _behind_participle(root) if past else 0
        made = Dated(timex, words, root, span.start, span.end, root.sent.start, comparing, until, apart=apart)
        out.append(_told_of(_lasting(made, published) if published else made))
    return out


def _told_of(candidate: Dated) -> Dated:
    """The expression, with the words behind it that tell of itself: `since May, when 40 left`, `since the 2015 flood,
    which killed 40`.
    """
    doc, inner = candidate.token.doc, unbounded(candidate.timex)
    if inner is None:
        return candidate
    noun = candidate.token.head
    attributive = role(candidate.token) in _ATTRIBUTIVE and noun.i >= candidate.last
    if attributive and noun.right_edge.i > noun.i:
        return replace(candidate, inner=inner, inside=(noun.i + 1, noun.right_edge.i + 1))
    last = noun.i + 1 if attributive else candidate.last
    behind = doc[last : min(last + 2, len(doc))]
    when = next((token for token in behind if token.lower_ in {"when", "where"}), None)
    if when is None or when.sent.start != candidate.sent:
        return candidate
    return replace(candidate, inner=inner, inside=(when.i, when.head.right_edge.i + 1))


def unbounded(timex: Timex) -> Timex | None:
    """A year, month or day without the signal that opens or closes it: `since May` as May. None where it has none.

    Of `since 2012/13` a split year, if it is known when that begins.
    """
    value = _CALENDAR.fullmatch(timex.timex_value)
    if timex.signal is None or timex.signal.text.lower() not in _BOUNDING or value is None:
        return None
    if timex.rule == "year_range":
        return _split_year(timex)
    year, month, day = (int(part) if part else 0 for part in value.groups())
    begin = date(year, month or 1, day or 1)
    end = date(year, month or 12, day or monthrange(year, month or 12)[1])
    return msgspec.structs.replace(timex, begin=begin.isoformat(), end=end.isoformat(), signal=None)


def _split_year(timex: Timex) -> Timex | None:
    """Twelve months from where a split year begins; None where it begins with the calendar's, as far as is known."""
    begin = date.fromisoformat(timex.begin) if timex.begin else None
    if begin is None or begin.month == 1 or begin.year == date.max.year:
        return None
    end = begin.replace(year=begin.year + 1, day=1) + timedelta(days=begin.day - 2)
    return msgspec.structs.replace(timex, end=end.isoformat(), signal=None)


def _behind_participle(root: Token) -> int:
    """The token behind a fronted participle's clause that has an expression to itself, before a verb in the present;
    0 where it is no such clause. What has begun may well go on.
    """
    verb = root.head
    main = verb.head
    fronted = role(verb) == "advcl" and verb.tag_ in {"VBG", "VBN"} and verb.i < main.i
    if not fronted or verb.lemma_ in _BEGINNING or any(role(child) in SUBJECTS for child in verb.children):
        return 0
    return verb.right_edge.i + 1 if main.tag_ in _PRESENT else 0


def _begins(root: Token) -> bool:
    """Whether an expression hangs on a verb that tells when something began, in a clause of its own."""
    verb = root.head
    return role(verb) in RELATIVE_CLAUSES and verb.lemma_ in _BEGINNING


def _lasting(candidate: Dated, published: str) -> Dated:
    """The expression, as open as what it dates: `since she took office in May`, `until its closing in May`.

    Its own signal (`since May`) has been heeded already.
    """
    timex = candidate.timex
    own = timex.signal is not None or timex.begin is None or timex.end is None
    signal = None if own else _signal(candidate.token)
    if signal is None or candidate.first <= signal.i < candidate.last or _measured(signal):
        return candidate
    if _superlative(signal.doc[max(candidate.sent, signal.i - _SUPERLATIVE) : signal.i]):
        return candidate  # `the largest margin since her run in 1984`
    begin, end = (timex.begin, published) if signal.lower_ == "since" else (None, timex.end)
    if begin and end and begin > end:
        return candidate
    lasting = msgspec.structs.replace(
        timex, begin=begin, end=end, signal=Mention(signal.idx, signal.idx + len(signal), signal.text)
    )
    last = max(signal.head.right_edge.i, signal.right_edge.i) + 1
    closed = next((token.i for token in signal.doc[candidate.last : last] if token.text in _BREAKS), last)
    return replace(candidate, timex=lasting, inner=timex, inside=(signal.i, closed))


def _measured(signal: Token) -> bool:
    """Whether a word tells how long before: `two weeks before the fair on Sunday`, `soon before`, `even before`."""
    if signal.lower_ != "before" or signal.i == 0:
        return False
    measure = signal.nbor(-1)
    return measure.pos_ == "ADV" or measure.lemma_ in _MEASURES


def _signal(token: Token) -> Token | None:
    """The word that opens or closes what an expression dates, before its noun or verb; no other verb lies between.

    An adjective of something else (`before it won two first-half goals`) dates nothing, and a noun behind "before" is a
    time only where it is somebody's: `before her death in 1876`, not `before investigators in May`.
    """
    attributive = role(token) in _ATTRIBUTIVE
    for above in islice(token.ancestors, _DEEPEST):
        signal = next((child for child in above.lefts if child.lower_ in _OPENING), None)
        if above.lower_ in _OPENING:
            signal = above
        verb = above.pos_ in {"VERB", "AUX"}
        if signal is not None and signal.lower_ == "before" and not verb:
            return signal if any(role(child) in _OWNING for child in above.lefts) else None
        if verb and attributive and token.head != above:
            return None
        if signal is not None or verb:
            return signal
    return None


def _lasts(token: Token) -> bool:
    """Whether the predicate over a figure tells what has come about until now: `has killed 40`."""
    for verb in (token, *islice(token.ancestors, _DEEPEST)):
        if verb.tag_ == "VBN" and any(child.lemma_ in {"have", "’ve", "'ve"} for child in verb.children):
            return True
        if verb.pos_ in {"VERB", "AUX"}:
            return False
    return False


def _only_reaches(timex: Timex, span: Span) -> bool:
    """Whether an expression only says how far a superlative reaches.

    `the first time in eight years`, `the lowest rate since 1988`.
    """
    doc, sent = span.doc, span.root.sent.start
    before = doc[max(sent, span.start - _SUPERLATIVE) : span.start]
    reaching = any(token.lower_ == "since" for token in before[-1:]) or (
        timex.span and before[-1:].text.lower() == "in"
    )
    if not reaching:
        return False
    return _superlative(before)


def _superlative(before: Span) -> bool:
    """Whether a superlative stands among the words before an expression, and no verb behind it."""
    for token in reversed(list(before)):
        if token.pos_ in {"VERB", "AUX"}:
            return False
        if (token.tag_ in {"JJS", "RBS"} and token.doc[token.i - 1].lower_ != "at") or token.lower_ == "first":
            return True
    return False


def _matures(span: Span) -> bool:
    """Whether an expression only tells which papers are meant: `5.7% bonds due 1992`."""
    doc, at = span.doc, span.start - 1
    return at > 0 and doc[at].lower_ == "due" and doc[at - 1].lemma_.lower() in _PAPERS


def ranked_times(
    spot: Spot, candidates: Sequence[Dated], others: Sequence[Spot], weights: Mapping[str, float]
) -> list[tuple[float, Dated]]:
    """The expressions that a figure may take with the probability of each link, the likeliest first."""
    return sorted(
        (
            (probability(features(spot, candidate, candidates, others), weights), candidate)
            for candidate in open_to(spot, candidates)
        ),
        key=lambda found: (-found[0], found[1].first),
    )


def open_to(spot: Spot, candidates: Sequence[Dated]) -> Sequence[Dated]:
    """The expressions near a figure that the table weighs; for a length of time none but the one that it is itself."""
    near = [c for c in near_to(spot, candidates) if not foreign_to(c, spot)]
    if spot.figure.quantity.kind != "duration":
        return near
    return [c for c in near if c.first < spot.last and spot.first < c.last]


def foreign_to(candidate: Dated, spot: Spot) -> bool:
    """Whether an expression cannot date a figure: a participle's own before a verb in the present, or the period of a
    change that the figure is older than (`profit rose in the third quarter to $9 million from $8 million`).

    A length (`over the past three years, from 8 to 28`) has the beginning in it; a month or day may be that of both.
    """
    if 0 < candidate.apart <= spot.first:
        return not any(token.tag_ == "VBD" for token in spot.token.doc[candidate.apart : spot.first])
    if not spot.older or candidate.first > spot.first or candidate.comparing:
        return False
    timex = candidate.timex
    if timex.signal is not None:  # the beginning of `since 2011` is the figure's, see `time_at`; so is a range's
        return timex.signal.text.lower() in {"as of", "ended"}
    return timex.rule in _RUNS_OF_MONTHS or (timex.precision in _LONG and not timex.span)


def near_to(spot: Spot, candidates: Sequence[Dated]) -> Sequence[Dated]:
    """The expressions near a figure, which it may take."""
    at = bisect_left(candidates, spot.first, key=lambda candidate: candidate.first)
    near = candidates[max(at - _NEAREST, 0) : at + _NEAREST]
    return [c for c in near if c.first < spot.last + _REACH and spot.first < c.last + _REACH]


def probability(found: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The logistic function of the features' weighted sum."""
    return 1 / (1 + math.exp(-sum(value * weights.get(name, 0.0) for name, value in found.items())))


def features(spot: Spot, candidate: Dated, candidates: Sequence[Dated], others: Sequence[Spot]) -> dict[str, float]:
    """What speaks for and against a link, by name: tree, line, figure and expression."""
    found = {"always": 1.0}
    found.update(_tree(spot.token, candidate.token))
    found.update(_line(spot, candidate, candidates, others))
    timex, quantity = candidate.timex, spot.figure.quantity
    found[f"precision {timex.precision or 'none'}"] = 1.0
    found[f"kind {quantity.kind}"] = 1.0
    found[f"signal {timex.signal.text.lower() if timex.signal else 'none'}"] = 1.0
    found["length"] = float(timex.span)
    found[f"voice {spot.voice}"] = 1.0
    if spot.content is not None:
        inside = spot.content.start <= timex.mention.start < spot.content.end
        found[f"{'inside' if inside else 'outside'} content {spot.voice}"] = 1.0
    if candidate.first < spot.last and spot.first < candidate.last:
        found["itself"] = 1.0
    return found


def _tree(head: Token, time: Token) -> Iterator[tuple[str, float]]:
    """The clauses crossed going up from the figure and down to the expression; where their ways meet."""
    down = {token.i: labels for token, labels in _path(time)}
    for token, up in _path(head):
        if token.i not in down:
            continue
        crossed = [f"up {label}" for label in up] + [f"down {label}" for label in down[token.i]]
        for name in set(crossed):
            yield name, 1.0
        yield "clauses crossed", min(len(crossed), 4.0)
        yield "hangs on the way", float(not down[token.i])
        yield "meets at verb", float(token.pos_ in {"VERB", "AUX"})
        return
    yield "never meets", 1.0


def _path(token: Token) -> Iterator[tuple[Token, list[str]]]:
    """The token and those above it, each with the clause labels crossed so far."""
    labels: list[str] = []
    for _ in range(_DEEPEST):
        yield token, labels
        if token.head == token:
            return
        label = _CLAUSES.get(role(token))
        labels = [*labels, label] if label else labels
        token = token.head


def _line(
    spot: Spot, candidate: Dated, candidates: Sequence[Dated], others: Sequence[Spot]
) -> Iterator[tuple[str, float]]:
    """What stands between the two in the text."""
    after = candidate.first >= spot.last
    side = "after" if after else "before"
    start, end = (spot.last, candidate.first) if after else (candidate.last, spot.first)
    between = spot.token.doc[start : max(start, end)]
    yield side, 1.0
    yield f"distance {side}", min(len(between), _FAR) / 10
    yield f"adjacent {side}", float(len(between) <= 2)
    yield f"verbs {side}", float(min(sum(token.pos_ == "VERB" for token in between), 3))
    yield f"break {side}", float(any(token.text in _BREAKS for token in between))
    yield f"barrier {side}", float(any(token.lower_ in _BARRIERS for token in between))
    yield f"comparing {side}", float(candidate.comparing)
    yield "opens the sentence", float(candidate.first - candidate.sent <= 2)
    yield f"figures between {side}", float(min(_within(others, start, end), 3))
    yield f"expressions between {side}", float(min(_within(candidates, start, end), 2))
    yield "only expression", float(len(candidates) == 1)
    word = spot.token.doc[spot.first - 1].lower_ if spot.first > spot.sent else ""
    yield "figure behind a barrier", float(word in _BARRIERS or word == "with")


def _within(places: Sequence[Spot] | Sequence[Dated], start: int, end: int) -> int:
    """How many of the places, which stand in text order, lie between two tokens."""
    first = bisect_left(places, start, key=lambda place: place.first)
    return max(bisect_right(places, end, key=lambda place: place.last) - first, 0)


def time_at(candidate: Dated, spot: Spot) -> Time:
    """The time as a record has it; what has come about since a beginning runs to the day of publication."""
    timex = candidate.timex
    if candidate.inner is not None and candidate.inside[0] <= spot.first < candidate.inside[1]:
        timex = candidate.inner
    if spot.older and candidate.first < spot.first:
        timex = unbounded(timex) or timex  # `since 2011 it fell to 40 from 50`, which were of 2011
    lasts = candidate.until is not None and (timex.end or "") <= candidate.until and _lasts(spot.token)
    return Time(
        candidate.words if timex is candidate.timex else timex.mention,
        timex.timex_type,
        timex.timex_value,
        timex.timex_mod,
        timex.begin,
        candidate.until if lasts else timex.end,
        timex.precision,
        timex.anchor,
    )
