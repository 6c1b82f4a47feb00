"""The joins of a claim that need no tree: which figures are claims, who says them, and how far to trust the whole."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from newsclaims.records import (
    ArticleMeta,
    Attribution,
    ClaimAttribution,
    Confidence,
    Figure,
    Mention,
    Timex,
)

NARRATOR = ClaimAttribution("narrator", None, None, (), None)
_NARRATOR_TRUST = 0.7


def claim_id(article: ArticleMeta, figure: Mention) -> str:
    """A stable id, made from the article's id and text and the figure's span: 16 hexadecimal digits."""
    key = "\0".join([article.id, article.text_sha256, str(figure.start), str(figure.end)])
    return hashlib.sha256(key.encode("utf-8")).hexdigest()[:16]


def overlaps(one: Mention, other: Mention) -> bool:
    """Whether two mentions share a character."""
    return one.start < other.end and other.start < one.end


def places_in_time(figure: Figure, timexes: Sequence[Timex]) -> Timex | None:
    """The time expression that a figure is only a part of, so that it is no claim; None for a figure of its own.

    A length of time that is itself asserted (`for 80 days`) stays a claim, though it has an interval; one that opens an
    interval around something else (`the last two weeks`) does not.
    """
    for timex in timexes:
        if not overlaps(figure.quantity.mention, timex.mention):
            continue
        if figure.quantity.kind == "duration":
            if timex.timex_type == "SET" or (timex.span and not _asserted(figure, timex)):
                return timex
            if timex.timex_type != "DURATION" and not _asserted(figure, timex):
                return timex
        elif (figure.quantity.kind == "count" and figure.item is None) or timex.timex_type in {"DATE", "TIME"}:
            return timex
    return None


def _asserted(figure: Figure, timex: Timex) -> bool:
    """Whether the expression says no more than the figure's own words: `for 80 days`, not `the last 80 days`."""
    return timex.mention.start >= figure.quantity.mention.start


def attribution_of(figure: Mention, attributions: Sequence[Attribution]) -> tuple[ClaimAttribution, float]:
    """Who says the figure: the attribution with the smallest part of its content around it, else the narrator."""
    best: tuple[int, Attribution, Mention] | None = None
    for attribution in attributions:
        for content in attribution.contents:
            if content.start <= figure.start and figure.end <= content.end:
                size = content.end - content.start
                if best is None or size < best[0]:
                    best = size, attribution, content
    if best is None or not best[1].sources:
        return NARRATOR, _NARRATOR_TRUST
    _, attribution, content = best
    linked = ClaimAttribution(attribution.voice, attribution.cue, content, attribution.sources, attribution.via)
    return linked, attribution.confidence


def confidence(figure: Figure, source: float, time: float | None) -> Confidence:
    """The trust in each link, and their product; not yet calibrated: an order, no probability."""
    item = figure.item_confidence if figure.item else None
    overall = figure.confidence * source * (1.0 if item is None else item) * (1.0 if time is None else time)
    rounded = [None if part is None else round(part, 3) for part in (figure.confidence, item, source, time)]
    return Confidence(round(overall, 3), rounded[0] or 0.0, rounded[1], rounded[2], rounded[3])
