"""A text -> paragraphs of segments, each with what it is a part of; pure.

Every character of the text is in one segment, but for the line ends between paragraphs. Segments end wherever a mention
starts or ends, so that a page can mark the words of any claim by the names that its segments bear.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from newsclaims.records import Claim, Mention


@dataclass(frozen=True)
class Segment:
    """Characters that are parts of the same mentions: `parts` are (claim id, part) pairs."""

    text: str
    parts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Run:
    """Segments that are one numeral, or none (`kind` is None). `claims` are the ids whose figure it is, the first of
    them that which a click chooses; `start` and `end` are offsets into the text.
    """

    segments: tuple[Segment, ...]
    start: int
    end: int
    kind: str | None = None
    claims: tuple[str, ...] = ()


class Numeral(NamedTuple):
    """A numeral that is no claim: where it stands, and its kind."""

    start: int
    end: int
    kind: str


def mentions_of(claim: Claim) -> Iterator[tuple[str, Mention]]:
    """Every mention of a claim with the part that it is the words of; of several sources each as `who`."""
    said = claim.attribution
    yield "value", claim.quantity.mention
    named = (("item", claim.item), ("event", claim.event), ("place", claim.place), ("when", claim.time))
    for part, one in named:
        if one is not None:
            yield part, one.mention
    for source in (*said.sources, *((said.via,) if said.via else ())):
        yield "who", source.mention
    if said.cue is not None:
        yield "cue", said.cue
    if said.content is not None:
        yield "said", said.content


def paragraphs(text: str, claims: Sequence[Claim], numerals: Sequence[Numeral]) -> list[list[Run]]:
    """The paragraphs of a text (its lines that are not empty) as runs, in text order.

    A figure that overlaps one before it shares that one's run. Mentions that do not lie in the text are left out.
    """
    spans = [
        (mention.start, mention.end, (claim.id, part))
        for claim in claims
        for part, mention in mentions_of(claim)
        if mention.start < mention.end <= len(text)
    ]
    runs = _runs(text, claims, numerals)
    lines: list[list[Run]] = []
    at = 0
    for line in text.split("\n"):
        end = at + len(line)
        if line.strip():
            lines.append(list(_line(text, at, end, runs, spans)))
        at = end + 1
    return lines


def _runs(text: str, claims: Sequence[Claim], numerals: Sequence[Numeral]) -> list[tuple[int, int, str, list[str]]]:
    """The numerals in text order, none overlapping another: (start, end, kind, ids of claims)."""
    figures = [(c.quantity.mention.start, c.quantity.mention.end, _kind(c), [c.id]) for c in claims]
    others = [(start, end, kind, list[str]()) for start, end, kind in numerals]
    runs: list[tuple[int, int, str, list[str]]] = []
    for start, end, kind, ids in sorted([*figures, *others], key=lambda found: (found[0], not found[3], -found[1])):
        if start >= end or end > len(text):
            continue
        if runs and start < runs[-1][1]:
            runs[-1][3].extend(ids)
        else:
            runs.append((start, end, kind, ids))
    return runs


def _kind(claim: Claim) -> str:
    return "flagged" if claim.flags else "claim"


def _line(
    text: str, start: int, end: int, runs: Sequence[tuple[int, int, str, list[str]]],
    spans: Sequence[tuple[int, int, tuple[str, str]]],
) -> Iterator[Run]:  # fmt: skip
    inside = [(max(a, start), min(b, end), name) for a, b, name in spans if a < end and start < b]
    at = start
    for low, high, kind, ids in runs:
        if high <= start or end <= low:
            continue
        low, high = max(low, start), min(high, end)
        if at < low:
            yield Run(tuple(_segments(text, at, low, inside)), at, low)
        yield Run(tuple(_segments(text, low, high, inside)), low, high, kind, tuple(ids))
        at = high
    if at < end:
        yield Run(tuple(_segments(text, at, end, inside)), at, end)


def _segments(text: str, start: int, end: int, spans: Sequence[tuple[int, int, tuple[str, str]]]) -> Iterator[Segment]:
    here = [span for span in spans if span[0] < end and start < span[1]]
    cuts = sorted({start, end, *(cut for a, b, _ in here for cut in (a, b) if start < cut < end)})
    for low, high in pairwise(cuts):
        yield Segment(text[low:high], tuple(name for a, b, name in here if a <= low and high <= b))


def sentences_alone(claims: Sequence[Claim]) -> str:
    """What is known of a text by the sentences of its claims: each at its offsets, with line ends in between."""
    length = max((claim.sentence.end for claim in claims), default=0)
    known = ["\n"] * length
    for claim in claims:
        sentence = claim.sentence
        if sentence.end - sentence.start == len(sentence.text):
            known[sentence.start : sentence.end] = sentence.text.replace("\n", " ")
    return "".join(known)
