"""What an afternoon's glue of quantulum3, dateparser and textacy makes of an article, as claim records.

Each package does what it is for, as its own guide shows it: quantulum3 finds figures and their units, dateparser's
search finds dates in the figure's sentence, textacy finds who says a direct quotation. Between them stands what anybody
would write who joins them in an afternoon: words before a figure that bound it, the noun that a figure modifies, the
subject of a reporting verb, `according to`, a surname's full name, the date nearest to the figure. Nothing in it is
ours but the parse, which textacy needs and which both sides therefore share.
"""

from __future__ import annotations

import calendar
import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from dateparser.date import DateDataParser
from dateparser.search import search_dates
from quantulum3 import parser as quantulum
from spacy.tokens import Doc, Span, Token
from textacy import constants
from textacy.extract.triples import direct_quotations

from newsclaims.records import (
    SCHEMA,
    Article,
    Claim,
    ClaimAttribution,
    Confidence,
    Item,
    Mention,
    Modifier,
    Producer,
    Quantity,
    Source,
    Time,
    Voice,
)

BOUNDS: dict[str, Modifier] = {
    "at least": "EQUAL_OR_MORE", "no fewer than": "EQUAL_OR_MORE", "more than": "MORE_THAN", "over": "MORE_THAN",
    "at most": "EQUAL_OR_LESS", "up to": "EQUAL_OR_LESS", "fewer than": "LESS_THAN", "less than": "LESS_THAN",
    "about": "APPROX", "around": "APPROX", "some": "APPROX", "nearly": "APPROX", "almost": "APPROX",
}  # fmt: skip
UNITS = {"dimensionless": "count", "percentage": "percent", "dollar": "USD", "pound sterling": "GBP", "cent": "USD"}
PER_PHRASES = frozenset(["year", "month", "week", "day", "hour"])
SUBJECTS = frozenset(["nsubj", "nsubj:pass", "nsubjpass"])
_ZERO = Confidence(0, 0, None, None, None)
_NOBODY = Producer("", "glue of quantulum3, dateparser and textacy", "")


class Glue:
    """The three packages around one article; `seconds` adds up what each takes."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)

    def figures_only(self, article: Article) -> Iterator[Claim]:
        """quantulum3 alone: value and unit, and nothing else of a claim."""
        for quantity in self._quantities(article.text):
            yield _claim(article, _figure(article.text, *quantity), _narrator(), sentence=None)

    def claims(self, article: Article, doc: Doc) -> Iterator[Claim]:
        """A claim for each figure that no date of dateparser's overlaps."""
        quoted = self._quotations(doc)
        for sentence in doc.sents:
            dates = self._dates(sentence, article.published)
            for found in self._quantities(sentence.text):
                figure = _figure(article.text, *found, offset=sentence.start_char)
                if any(_overlap(figure.mention, words) for words, _, _ in dates):
                    continue
                tokens = doc.char_span(figure.mention.start, figure.mention.end, alignment_mode="expand")
                said = _attribution(tokens, sentence, quoted)
                yield _claim(article, figure, said, sentence=sentence, item=_item(tokens), time=_time(figure, dates))

    def _quantities(self, text: str) -> list[Any]:
        began = time.process_time()
        found = [(q.surface, q.span, q) for q in quantulum.parse(text)]
        self.seconds["quantulum3"] += time.process_time() - began
        # "3 tonnes a year": the year is what the figure is a rate of.
        return [one for one in found if not (one[2].unit.name in PER_PHRASES and one[0].lower().startswith("a "))]

    def _dates(self, sentence: Span, published: str | None) -> list[tuple[Mention, date, date]]:
        """Dates with their words and the days of their period. Without a day of publication none, since dateparser
        would take today for it.
        """
        if published is None:
            return []
        began = time.process_time()
        base = datetime.fromisoformat(published)
        how = {"RELATIVE_BASE": base, "PREFER_DATES_FROM": "past"}
        read = DateDataParser(languages=["en"], settings=how)
        dates, at = [], 0
        for words, found in search_dates(sentence.text, languages=["en"], settings=how) or ():
            start = sentence.text.find(words, at)
            if start < 0:
                continue
            at = start + len(words)
            mention = Mention(sentence.start_char + start, sentence.start_char + at, words)
            period = read.get_date_data(words.strip(" ,")).period
            dates.append((mention, *_days(found.date(), str(period))))
        self.seconds["dateparser"] += time.process_time() - began
        return dates

    def _quotations(self, doc: Doc) -> list[Any]:
        began = time.process_time()
        try:
            found = list(direct_quotations(doc))
        except ValueError:  # textacy gives up on an odd number of quotation marks
            found = []
        self.seconds["textacy"] += time.process_time() - began
        return found


def _figure(text: str, surface: str, span: tuple[int, int], found: Any, *, offset: int = 0) -> Quantity:
    """quantulum3's quantity as ours: unit by our name, uncertainty as a range, a bound from the words before."""
    start, end = span[0] + offset, span[1] + offset
    before = text[:start].rstrip().lower()
    modifier = next((m for words, m in BOUNDS.items() if before.endswith(" " + words)), "EXACT")
    unit, _, per = found.unit.name.partition(" per ")
    unit = found.unit.currency_code or UNITS.get(unit, unit)
    value, low, high = found.value, found.value, found.value
    if found.uncertainty:
        value, modifier = None, "RANGE"
        low, high = found.value - found.uncertainty, found.value + found.uncertainty
    low = None if modifier in ("LESS_THAN", "EQUAL_OR_LESS", "APPROX") else low
    high = None if modifier in ("MORE_THAN", "EQUAL_OR_MORE", "APPROX") else high
    mention = Mention(start, end, surface)
    return Quantity(mention, "count", value, None, low, None, high, None, modifier, unit, per or None)


def _item(tokens: Span) -> Item | None:
    """The noun that the figure modifies, or that `of` hangs on it; of a figure that is a subject's, the subject."""
    root = tokens.root
    nouns = [root.head] if root.dep_ == "nummod" else [root] if root.pos_ == "NOUN" else []
    nouns += [child for child in root.children if child.dep_ == "nmod"]
    nouns += [child for child in root.head.children if child.dep_ in SUBJECTS and child.i < root.i]
    for noun in nouns:
        if noun.pos_ in ("NOUN", "PROPN") and noun not in tokens:
            return Item(Mention.of(noun.doc.text, noun.idx, noun.idx + len(noun)), noun.lemma_.lower())
    return None


def _attribution(tokens: Span, sentence: Span, quoted: list[Any]) -> ClaimAttribution:
    for quotation in quoted:
        if quotation.content.start <= tokens.start and tokens.end <= quotation.content.end:
            return _said("direct", sentence.doc[quotation.speaker[0].i : quotation.speaker[-1].i + 1])
    for token in sentence:
        if token.lower_ == "according" and token.i + 1 < sentence.end and token.nbor().lower_ == "to":
            chunk = next((c for c in sentence.doc.noun_chunks if c.start >= token.i + 2), None)
            if chunk is not None:
                return _said("indirect", chunk)
        subject = _reporter(token)
        if subject is not None and not tokens.root.is_ancestor(token) and tokens.root not in subject.subtree:
            subtree = [t for t in subject.subtree if t.i < token.i or subject.i > token.i]
            return _said("indirect", sentence.doc[subtree[0].i : subtree[-1].i + 1])
    return _narrator()


def _reporter(verb: Token) -> Token | None:
    """The subject of a verb that textacy lists as reporting."""
    if verb.pos_ != "VERB" or verb.lemma_ not in constants.REPORTING_VERBS["en"]:
        return None
    return next((child for child in verb.children if child.dep_ in SUBJECTS), None)


def _said(voice: Voice, words: Span) -> ClaimAttribution:
    """Who it is: the longest name of a person or body that ends like the words, else the words."""
    last = words.text.split()[-1]
    names = [ent.text for ent in words.doc.ents if ent.label_ in ("PERSON", "ORG") and ent.text.split()[-1] == last]
    named = max(names, key=len, default=words.text)
    source = Source(named, "person", None, bool(names), Mention.of(words.doc.text, words.start_char, words.end_char))
    return ClaimAttribution(voice, None, None, (source,), None)


def _narrator() -> ClaimAttribution:
    return ClaimAttribution("narrator", None, None, (), None)


def _time(figure: Quantity, dates: list[tuple[Mention, date, date]]) -> Time | None:
    """The nearest date of the sentence."""
    if not dates:
        return None
    words, begin, end = min(dates, key=lambda d: _gap(figure.mention, d[0]))
    return Time(words, "DATE", "", None, begin.isoformat(), end.isoformat(), None, None)


def _days(day: date, period: str) -> tuple[date, date]:
    """First and last day of the period that dateparser names."""
    if period == "year":
        return date(day.year, 1, 1), date(day.year, 12, 31)
    if period == "month":
        return day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1])
    if period == "week":
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6)
    return day, day


def _overlap(one: Mention, other: Mention) -> bool:
    return one.start < other.end and other.start < one.end


def _gap(one: Mention, other: Mention) -> int:
    (_, end), (start, _) = sorted(((one.start, one.end), (other.start, other.end)))
    return start - end


def _claim(
    article: Article,
    figure: Quantity,
    said: ClaimAttribution,
    *,
    sentence: Span | None,
    item: Item | None = None,
    time: Time | None = None,
) -> Claim:
    bounds = (sentence.start_char, sentence.end_char) if sentence is not None else (0, len(article.text))
    return Claim(
        SCHEMA, f"{article.id}:{figure.mention.start}", article.meta, Mention.of(article.text, *bounds), figure, item,
        None, None, time, said, (), (), _ZERO, _NOBODY,
    )  # fmt: skip
