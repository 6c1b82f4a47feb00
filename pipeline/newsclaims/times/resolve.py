"""From the expressions of a sentence to `Timex` records, sentence by sentence: the history grows as they are read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

import msgspec
from spacy.tokens import Doc, Span

from newsclaims.records import Mention, Timex
from newsclaims.times.context import PERIODS, Context, Dated, Resolved
from newsclaims.times.days import ATTACKS
from newsclaims.times.find import Found
from newsclaims.times.intervals import Interval
from newsclaims.times.link import (
    OPENERS,
    bounded,
    coordinations,
    defines,
    ended,
    hull,
    joined,
    ranges,
    started,
    with_shared_year,
)
from newsclaims.times.normalise import normalise
from newsclaims.times.parts import UNIT_TAGS
from newsclaims.times.tense import Tenses, fills, goes_on, still_counted
from newsclaims.times.words import Word

_TENSED = frozenset(
    "weekday month date quarter half season weekend holiday clock unit".split()  # kinds whose year it tells
)
_RUNNING = frozenset(["length", "one_unit", "the_units"])
_RUN_LEADS = frozenset(["FOR", "IN", "ROUGHLY", "DURING"])
_NO_SIGNAL = frozenset(["length", "one_unit", "the_units", "adjective", "set", "rate", "reference"])
_SHOWN = frozenset(["SINCE", "UNTIL", "BY", "THROUGH", "ASOF"])
_RANGING = frozenset(["FROM", "BETWEEN", "TO", "AND", "DASH", "UNTIL", "THROUGH", "ENDED"])
_ATTACKS_AFTER = re.compile(
    r"\s+(?:terror(?:ist)?\s+)?(?:attacks|commission|families|hijack\w+|memorial|victims)\b", re.I
)
_ATTACKS_BEFORE = re.compile(r"\battacks (?:of|on)(?: the)? $", re.I)
_REMEMBERED = 12
_COMPARED = 14
_AGAINST = frozenset(["compared", "versus", "against", "than"])
_YEAR = 366  # days


class Resolver:
    """Resolves the expressions of one Doc in text order."""

    def __init__(self, doc: Doc, published: date | None, tenses: Tenses, fiscal: tuple[int, int] | None) -> None:
        self.timexes: list[Timex] = []
        self._doc, self._published, self._tenses = doc, published, tenses
        self._fiscal = fiscal
        self._text = doc.text
        self._tree = doc.has_annotation("DEP") and doc.has_annotation("TAG")
        self._history: tuple[Dated, ...] = ()
        self._lasting: Dated | None = None

    def add(self, sentence: int, founds: Sequence[Found], words: Sequence[Word]) -> None:
        """Resolve the expressions of a sentence, and keep its timexes."""
        founds = [
            _of_attacks(_until_now(found, self._text, words), self._text, self._published)
            for found in with_shared_year(founds, words)
        ]
        answers: list[Resolved] = []
        linked: dict[int, bool] = {}
        starts = coordinations(founds, words)
        for at, found in enumerate(founds):
            answers.append(normalise(found.parts, self._context(sentence, found, words)))
            self._remember(sentence, found, answers[at])
            start = starts.get(at, at)
            if whole := hull(answers[start:]) if start < at else None:
                answers[start:] = [answer.replace(interval=whole) for answer in answers[start:]]
                linked.update({member: member > start for member in range(start, at + 1)})
                if answers[start].precision in PERIODS:
                    self._remember(sentence, founds[start], answers[start], linked=True)
            elif at and (
                whole := _whole((founds[at - 1], found), (answers[at - 1], answers[at]), words, self._published)
            ):
                if defines(founds[: at + 1], words) and answers[at - 2].interval.begin:
                    whole = answers[at - 2].interval
                shown = founds[at - 1].signal
                linked.setdefault(at - 1, shown is not None and shown.tag in OPENERS)
                linked[at] = True
                answers[at - 1 :] = _as_one(founds[at - 1], answers[at - 1], answers[at], whole)
                self._remember(sentence, founds[at - 1], answers[at - 1], linked=True)
        for at, (found, answer) in enumerate(zip(founds, answers, strict=True)):
            if at not in linked and found.signal and self._bounds(found, words):
                starting = self._starting(found, words)
                answer = bounded(answer, found.signal.tag, self._published, starting=starting)
                if found.signal.tag == "SINCE" and answer.interval.begin and answer.interval.end and answer.precision:
                    told = found.parts.text, answer.value, answer.interval, answer.precision
                    self._lasting = Dated(*told, sentence, calendar=False)
            opened = answer.interval != answers[at].interval
            self.timexes.append(_timex(self._text, found, answer, ranged=linked.get(at, False), opened=opened))

    def _context(self, sentence: int, found: Found, words: Sequence[Word]) -> Context:
        """What the expression is resolved against; tense is read only where it can matter."""
        kind = found.parts.kind
        tense = self._tenses.tense(self._span(found), tree=self._tree) if kind in _TENSED and self._published else None
        if any(self._coming(word) for word in words[max(found.first - 2, 0) : found.first]):
            tense = "future"
        return Context(
            published=self._published,
            tense=tense,
            signal=found.signal.tag.lower() if found.signal else None,
            history=self._history,
            sentence=sentence,
            perfect=kind in _RUNNING and self._runs(sentence, found, words),
            fiscal=self._fiscal,
            lasting=self._lasting,
            ahead=kind == "length" and self._ahead(found, words),
            alone=kind == "the_units" and found.last < len(words) and words[found.last].tag == "COMMA",
            compared=found.parts.move == "last"
            and _compared(self._text, words[max(found.first - _COMPARED, 0) : found.first]),
        )

    def _coming(self, word: Word) -> bool:
        """Whether a word speaks of what is still to come: `due`, `plans to`, but not the noun `plans`."""
        if word.tag != "FUTURE" or not self._tree:
            return word.tag == "FUTURE"
        span = self._doc.char_span(word.start, word.end, alignment_mode="expand")
        return span is None or span.root.pos_ != "NOUN"

    def _runs(self, sentence: int, found: Found, words: Sequence[Word]) -> bool:
        """Whether a length runs up to now: `has been shut for five months`, `five months and counting`, `in the five
        months since the fire, it fell`.
        """
        span = self._span(found)
        if found.parts.kind == "the_units":
            if not _counted_since(found, words):
                return False
            event = found.last + 1 < len(words) and words[found.last + 1].tag != "COMMA"  # not `in the 48 hours since,`
            told = event and self._tenses.tense(span, tree=self._tree) == "past" and not self._long_ago(sentence)
            return told or goes_on(span, tree=self._tree)
        before = words[found.first - 1] if found.first else None
        if _counted_since(found, words) and before is not None and self._text[before.start : before.end] == "been":
            return True  # `said it had been 20 years since the last one`
        leads = found.parts.mod == "MORE_THAN" or (
            before is not None and (before.tag in _RUN_LEADS or self._text[before.start : before.end] == "been")
        )
        return (leads and goes_on(span, tree=self._tree)) or still_counted(span) or (self._tree and fills(span))

    def _ahead(self, found: Found, words: Sequence[Word]) -> bool:
        """Whether something will come about when a length is over: `will open in two weeks`."""
        before = words[found.first - 1] if found.first else None
        if before is None or self._text[before.start : before.end].lower() != "in" or found.parts.moves:
            return False
        return self._tenses.tense(self._span(found), tree=self._tree) == "future"

    def _long_ago(self, sentence: int) -> bool:
        """Whether the text tells, in this sentence or the one before, of more than a year before publication."""
        last = self._history[-1] if self._history else None
        end = last.interval.end if last and sentence - last.sentence <= 1 else None
        return end is not None and self._published is not None and (self._published - end).days > _YEAR

    def _starting(self, found: Found, words: Sequence[Word]) -> bool:
        """Whether an expression says from when something holds, with no end: `starting in May`, `from May onward`."""
        signal = self._text[found.signal.start : found.signal.end].lower() if found.signal else ""
        return signal == "starting" or (found.last < len(words) and words[found.last].tag == "ONWARD")

    def _bounds(self, found: Found, words: Sequence[Word]) -> bool:
        """Whether its signal opens or closes an expression: `after 2015` does, `after the 2015 floods` does not."""
        if found.parts.kind in _NO_SIGNAL:
            return False
        if found.signal is not None and found.signal.tag == "UNTIL" and self._not_until(found.signal):
            return False
        if found.signal is None or found.signal.tag not in {"BEFORE", "AFTER"}:
            return True
        if found.signal != words[found.first - 1] or found.parts.kind == "clock":
            return False
        measured = found.first > 1 and words[found.first - 2].tag in UNIT_TAGS  # `the week before Christmas`
        if measured or (found.last < len(words) and words[found.last].tag in {"POSS", "APOS"}):
            return False
        root = self._span(found).root
        return not (self._tree and root.head.i > root.i and root.head.pos_ in {"NOUN", "PROPN"})

    def _not_until(self, signal: Word) -> bool:
        """Whether an "until" tells when something came about: `it was not until 2012 that …`."""
        return self._text[max(signal.start - 4, 0) : signal.start].lower() in {"not ", "n't ", "n’t "}

    def _span(self, found: Found) -> Span:
        """The tokens of an expression, in its sentence."""
        span = self._doc.char_span(found.start, found.end, alignment_mode="expand")
        return span if span is not None else self._doc[0:1]

    def _remember(self, sentence: int, found: Found, answer: Resolved, *, linked: bool = False) -> None:
        """Keep a dated mention for those that point back; one that itself was a period moved from another is not."""
        moved_period = (
            found.parts.kind == "ago" or (found.parts.kind == "same" and "latest" not in found.parts.moves)
        ) and answer.precision in PERIODS
        if not moved_period and answer.interval.begin and answer.interval.end and answer.precision:
            dated = Dated(
                found.parts.text, answer.value, answer.interval, answer.precision, sentence, not answer.span, linked
            )
            self._history = (*self._history, dated)[-_REMEMBERED:]


def _counted_since(found: Found, words: Sequence[Word]) -> bool:
    """Whether a length is counted since something: `in the 72 hours since the fire`."""
    return found.last < len(words) and words[found.last].tag == "SINCE"


def _whole(
    pair: tuple[Found, Found], answers: tuple[Resolved, Resolved], words: Sequence[Word], published: date | None
) -> Interval | None:
    """The one interval that two neighbours stand for; None where each stands for itself."""
    first, second = pair
    if ranges(first, second, words):
        return joined(*answers, published)
    return ended(first, second, answers[1], words) or started(first, second, answers[1], words)


def _as_one(found: Found, first: Resolved, second: Resolved, whole: Interval) -> list[Resolved]:
    """The answers of two that stand for one interval; `found` is the first."""
    made_by_length = first.timex_type == "DURATION"
    precision = first.precision or ("day" if made_by_length else second.precision)
    if found.parts.kind == "the_unit" and found.parts.unit == "year":
        # `the year ended June 30` is no calendar year: TimeML tells its length.
        first = first.replace(timex_type="DURATION", value="P1Y")
    anchor = first.anchor or second.anchor
    whole_first = first.replace(interval=whole, anchor=anchor, precision=precision, span=made_by_length, reason=None)
    return [whole_first, second.replace(interval=whole)]


def _compared(text: str, words: Sequence[Word]) -> bool:
    """Whether figures are set against each other in the words before; "from" does so beside one: `from 8 last year`."""
    passed, numbers = 0, 0
    for word in _same_sentence(text, words):
        surface = text[word.start : word.end].lower()
        if surface in _AGAINST or (surface == "from" and (numbers or not passed)):
            return True
        passed, numbers = passed + 1, numbers + (word.number is not None or surface[-1:].isdigit())
    return False


def _same_sentence(text: str, words: Sequence[Word]) -> Iterator[Word]:
    """The words, the last first, back to a sentence's end."""
    for word in reversed(words):
        if text[word.start : word.end] == ".":
            return
        yield word


def _until_now(found: Found, text: str, words: Sequence[Word]) -> Found:
    """The expression, up to now where "so far" stands before it: "So far it has sold 40 boats this year", "in 2016"."""
    parts = found.parts
    running = parts.kind == "year" or (parts.kind == "unit" and parts.moves[:1] == ("this",))
    if not running or parts.side is not None:
        return found
    before = words[max(found.first - _COMPARED, 0) : found.first]
    if not any(word.tag == "SOFAR" for word in _same_sentence(text, before)):
        return found
    return found._replace(parts=msgspec.structs.replace(parts, side="sofar"))


def _of_attacks(found: Found, text: str, published: date | None) -> Found:
    """The day in 2001 that is known by itself: `the Sept. 11 attacks`, in an article of any later year."""
    parts = found.parts
    if parts.kind != "date" or parts.year or (parts.month, parts.day) != (ATTACKS.month, ATTACKS.day):
        return found
    around = _ATTACKS_AFTER.match(text, found.end) or _ATTACKS_BEFORE.search(
        text, max(found.start - 30, 0), found.start
    )
    if not around or (published and published < ATTACKS):
        return found
    return found._replace(parts=msgspec.structs.replace(parts, year=ATTACKS.year))


def _timex(text: str, found: Found, answer: Resolved, *, ranged: bool, opened: bool) -> Timex:
    """The record of one expression, with its signal where that made a range of it, or `opened` it."""
    signal = found.signal
    if signal is None or not (
        opened or (ranged and signal.tag in _RANGING) or (signal.tag in _SHOWN and answer.anchor)
    ):
        signal = None
    begin, end = answer.interval.begin, answer.interval.end
    return Timex(
        mention=Mention.of(text, found.start, found.end),
        timex_type=answer.timex_type,
        timex_value=answer.value,
        rule=found.parts.kind,
        timex_mod=answer.mod,
        signal=Mention.of(text, signal.start, signal.end) if signal else None,
        begin=begin.isoformat() if begin else None,
        end=end.isoformat() if end else None,
        precision=answer.precision if begin or end else None,
        anchor=answer.anchor if begin or end else None,
        span=answer.span,
        reason=answer.reason,
    )
