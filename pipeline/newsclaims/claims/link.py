"""The joins of a claim that need no tree: which figures are claims, and who says them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from newsclaims.records import (
    ArticleMeta,
    Attribution,
    ClaimAttribution,
    Figure,
    Mention,
    Timex,
)

Thing = TypeVar("Thing")
NARRATOR = ClaimAttribution("narrator", None, None, (), None)
_LEAST_TRUST = 0.6
_MARKS = frozenset("\"“”„‟«»‘’‚‹›'`")
_SHARE = re.compile(
    r"(?:\d|\b(?:hundred|[a-z]+ty(?:-\w+)?|[a-z]+teen|ten|eleven|twelve|one|two|three|four|five|six|seven|eight|nine))"
    r"\s?(?:%|(?:per\s?cent|in (?:\d|[a-z]+))\b)|\b(?:half|thirds?|quarters?|majority) of\b",
    re.IGNORECASE,
)
_SELF = frozenset(["i", "we", "you", "me", "us"])  # whoever speaks around it, or the article itself


def claim_id(article: ArticleMeta, figure: Mention) -> str:
    """A stable id, made from the article's id and text and the figure's span: 16 hexadecimal digits."""
    key = "\0".join([article.id, article.text_sha256, str(figure.start), str(figure.end)])
    return hashlib.sha256(key.encode("utf-8")).hexdigest()[:16]


def sharing(
    figures: Iterable[Mention], spans: Iterable[tuple[Mention, Thing]]
) -> Iterator[list[tuple[Mention, Thing]]]:
    """For each figure, the spans that share a character with it; one pass over both, figures in text order."""
    waiting = sorted(spans, key=lambda span: span[0].start, reverse=True)
    open_spans: list[tuple[Mention, Thing]] = []
    for figure in figures:
        while waiting and waiting[-1][0].start < figure.end:
            open_spans.append(waiting.pop())
        open_spans = [span for span in open_spans if span[0].end > figure.start]
        yield open_spans


def places_in_time(figure: Figure, timexes: Iterable[Timex]) -> Timex | None:
    """Of the time expressions at a figure, the one that it is only a part of, so that it is no claim; else None.

    A length of time that is itself asserted (`for 80 days`) stays a claim, though it has an interval; one that opens an
    interval around something else (`the last two weeks`) does not.
    """
    for timex in timexes:
        if figure.quantity.kind == "duration":
            if timex.timex_type == "SET" or (timex.span and not _asserted(figure, timex)):
                return timex
            if timex.timex_type != "DURATION" and not _asserted(figure, timex):
                return timex
        elif figure.quantity.kind == "fraction" and not _asserted(figure, timex):
            return timex  # `the last year and a half`
        elif (figure.quantity.kind == "count" and figure.item is None) or timex.timex_type in {"DATE", "TIME"}:
            return timex
    return None


def _asserted(figure: Figure, timex: Timex) -> bool:
    """Whether the expression says no more than the figure's own words: `for 80 days`, not `the last 80 days`."""
    return timex.mention.start >= figure.quantity.mention.start


def _reports(attribution: Attribution) -> bool:
    """Whether someone is said to assert, and is so beyond doubt.

    Nobody asserts a figure as one of those whom it counts: `40 percent said they …` is what a poll found.
    """
    others = any(source.name.lower() not in _SELF and not _SHARE.search(source.name) for source in attribution.sources)
    return others and attribution.confidence >= _LEAST_TRUST


def _closes(figure: Mention, attribution: Attribution) -> bool:
    """Whether the figure has its source behind it: in `The Post says 40 fell, according to B` B counted."""
    cue = attribution.cue
    return attribution.rule.startswith("according_") and cue is not None and cue.start > figure.end


Said = tuple[ClaimAttribution, Attribution | None]


def attribution_of(figure: Mention, contents: Sequence[tuple[Mention, Attribution]]) -> Said:
    """Who says the figure, and by which attribution: of the contents at it the one that an `according to` closes, else
    the smallest that holds it whole; the narrator, by none, where there is no content.
    """
    around = [
        (content, one)
        for content, one in contents
        if _reports(one) and content.start <= figure.start and figure.end <= content.end
    ]
    if not around:
        return NARRATOR, None
    content, attribution = min(around, key=lambda pair: (not _closes(figure, pair[1]), pair[0].end - pair[0].start))
    voice = attribution.voice
    if voice == "mixed":
        voice = "direct" if content.text[0] in _MARKS else "indirect"
    linked = ClaimAttribution(voice, attribution.cue, content, attribution.sources, attribution.via)
    return linked, attribution
