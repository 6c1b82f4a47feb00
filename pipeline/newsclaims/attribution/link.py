"""From cues and quotations to attributions. Pure: no Doc.

Reading order: `link_attributions`; `_speakers_of_quotes` (whose words a quotation is), `_reported` (what a cue reports
without marks), `_relayed` (who relays a nested source).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Literal

import msgspec

from newsclaims.attribution.cue import Cue
from newsclaims.attribution.quotes import Quote
from newsclaims.attribution.sources import Resolver
from newsclaims.attribution.spoken import AGREED, UNASSERTED
from newsclaims.records import Attribution, Mention, Source, Voice

_GAP_AFTER = re.compile(r"[ \t\u00a0,—–-]{0,4}")
_GAP_SIGNED = re.compile(r"\s{0,6}")
_GAP_BEFORE = re.compile(r"[\s,:;—–-]{0,4}(?:that |as |the |a |an )?[\s:]{0,3}")
_SPEAKING = frozenset(["say", "tell", "report", "think", "colon", "signature", "according", "judge", "show"])
_CONFIDENCE = {
    "adjacent": 0.95,
    "inside": 0.85,
    "same_paragraph": 0.85,
    "next_paragraph": 0.7,
    "reopened": 0.8,
    "reported": 0.8,
}
_BETWEEN = " \t\u00a0\n,.;:\"“”'‘’"  # what alone between two quotations is no part of what is said
_READ = "read"  # how a quotation has its cue that the reader of speech gave it
_SURE = 0.6  # the reader's confidence from which on a quotation has the cue that it says
_BEYOND = 10  # the reader learnt what is wanted or felt, too: only where it is sure of a cue is something reported
_RELATIVE = frozenset(["who", "which", "that"])
_MARK = 2  # characters of a quotation mark, at most
_MIN_SENTENCE = 4  # words that make a quotation with no cue of its own more than a quoted term

Sources = tuple[Source, ...]


def link_attributions(
    text: str, cues: Sequence[Cue], quotes: Sequence[Quote], resolver: Resolver, paragraphs: Sequence[int]
) -> list[Attribution]:
    """The attributions in text order of their first content; nested ones overlap, and the inner names who relays it."""
    said = _resolved(cues, quotes, resolver)
    found: list[Attribution] = []
    held = _held(said, quotes)
    owners = _speakers_of_quotes(text, said, quotes, paragraphs, held)
    rules = {quotes[number].start: rule for number, (_, rule) in owners.items()}
    taken: dict[int, list[int]] = {}
    for number, (index, rule) in owners.items():
        if rule != _READ:
            taken.setdefault(index, []).append(number)
    for index, (cue, sources) in enumerate(said):
        own = [quotes[number] for number in sorted(taken.get(index, ()))]
        found.extend(_direct(text, cue, sources, own, rules))
        if cue.confidence:
            foreign = {
                quotes[number].start
                for part in cue.contents
                for number, _ in _sharing(quotes, *part)
                if number in owners and owners[number][0] != index
            }
            reported = _spoken(text, cue, sources, quotes, foreign)
        else:
            reported = _reported(text, cue, sources, quotes)
        if reported:
            found.append(reported)
    return _relayed(sorted(found, key=lambda one: (one.contents[0].start, -one.contents[-1].end)))


def _resolved(cues: Sequence[Cue], quotes: Sequence[Quote], resolver: Resolver) -> list[tuple[Cue, Sources]]:
    """Each cue with its sources; `adding that` takes its sentence's last.

    A rule's cue without any is left out; the reader's has then the words that stand there (`I`, `she`), if any.
    """
    out: list[tuple[Cue, Sources]] = []
    for cue in cues:
        around = _quote_at(quotes, cue.start)
        # A quotation that nobody closed may hold what the article goes on to say: `“We lost 40, she said.`
        quoted = around is not None and around.repair != "unclosed"
        if quoted and not cue.confidence and any(party.pronoun for party in cue.parties):
            continue
        sources = resolver.sources(cue.parties, cue.start)
        if cue.confidence and not sources:
            sources = tuple(resolver.as_written(party) for party in cue.parties if party.head not in _RELATIVE)
        if not cue.parties and not cue.confidence and out and out[-1][0].sent == cue.sent:
            sources = out[-1][1]
        if sources or cue.confidence:
            out.append((cue, sources))
    return out


def _quote_at(quotes: Sequence[Quote], at: int) -> Quote | None:
    """The quotation that holds an offset."""
    index = bisect_right(quotes, at, key=lambda quote: quote.start) - 1
    return quotes[index] if index >= 0 and at < quotes[index].end else None


def _speakers_of_quotes(
    text: str,
    said: Sequence[tuple[Cue, Sources]],
    quotes: Sequence[Quote],
    paragraphs: Sequence[int],
    held: Mapping[int, int],
) -> dict[int, tuple[int, str]]:
    """Quotation number -> (number of its cue, by which rule); a quoted term without a cue is left out.

    `held` are the quotations that the reader of speech has in a content, with the numbers of their cues.
    """
    outside = [n for n, (cue, _) in enumerate(said) if _quote_at(quotes, cue.start) is None and cue.kind in _SPEAKING]
    starts = [said[n][0].clause[0] for n in outside]
    owners: dict[int, tuple[int, str]] = {}
    for number, quote in enumerate(quotes):
        after = bisect_right(starts, quote.end - 1)
        following = outside[after] if after < len(outside) else None
        previous = outside[after - 1] if after else None
        paragraph = bisect_right(paragraphs, quote.start)
        if number in held:
            owners[number] = (held[number], _READ)
        elif following is not None and _follows(text, said[following][0], quote):
            owners[number] = (following, "adjacent")
        elif previous is not None and _precedes(text, said[previous][0], quote):
            owners[number] = (previous, "adjacent")
        elif (holder := _holder(said, (previous, following), quote)) is not None:
            owners[number] = (holder, "inside")
        elif number and number - 1 in owners and _sentence_like(text, quote):
            before = bisect_right(paragraphs, quotes[number - 1].end - 1)
            near = paragraph == before or (paragraph == before + 1 and _opens_paragraph(text, quote, paragraphs))
            if near:
                owners[number] = (owners[number - 1][0], "same_paragraph" if paragraph == before else "next_paragraph")
        speaks = previous is not None and said[previous][0].kind in {"say", "tell", "colon"}
        if number not in owners and previous is not None and speaks and _sentence_like(text, quote):
            last = bisect_right(paragraphs, said[previous][0].clause[0])
            if last == paragraph or (last == paragraph - 1 and _opens_paragraph(text, quote, paragraphs)):
                owners[number] = (previous, "same_paragraph" if last == paragraph else "next_paragraph")
    return _with_reopened(owners, quotes)


def _with_reopened(owners: dict[int, tuple[int, str]], quotes: Sequence[Quote]) -> dict[int, tuple[int, str]]:
    """The owners, a quotation that the next paragraph opens again given to whose words that one is by its own cue."""
    for number in range(len(quotes) - 2, -1, -1):
        next_rule = owners.get(number + 1, (0, ""))[1]
        guessed = owners.get(number, (0, "next_paragraph"))[1] == "next_paragraph"
        if quotes[number].repair == "reopened" and guessed and next_rule in {"adjacent", _READ, "reopened"}:
            owners[number] = (owners[number + 1][0], "reopened")
    return owners


def _sharing(quotes: Sequence[Quote], start: int, end: int) -> Iterator[tuple[int, Quote]]:
    """The quotations that share a character with a stretch, with their numbers."""
    for number in range(bisect_right(quotes, start, key=lambda quote: quote.end), len(quotes)):
        if quotes[number].start >= end:
            break
        yield number, quotes[number]


def _held(said: Sequence[tuple[Cue, Sources]], quotes: Sequence[Quote]) -> dict[int, int]:
    """Quotation number -> number of the reader's cue whose contents hold the better part of it."""
    return {
        number: index
        for index, (cue, sources) in enumerate(said)
        if cue.confidence >= _SURE and sources and _quote_at(quotes, cue.start) is None
        for start, end in cue.contents
        for number, quote in _sharing(quotes, start, end)
        if 2 * (min(end, quote.end) - max(start, quote.start)) > quote.end - quote.start
    }


def _follows(text: str, cue: Cue, quote: Quote) -> bool:
    """Whether the cue's clause stands right after the quotation, and is no new sentence that goes on by itself."""
    gap = _GAP_SIGNED if cue.kind == "signature" else _GAP_AFTER
    if not gap.fullmatch(text, quote.end, cue.clause[0]):
        return False
    stopped = text[max(quote.start, quote.end - 3) : quote.end].rstrip("\"”’'»“").endswith(".")
    return not stopped or not any(start >= cue.end for start, _ in cue.contents)


def _precedes(text: str, cue: Cue, quote: Quote) -> bool:
    return cue.clause[1] <= quote.start and bool(_GAP_BEFORE.fullmatch(text, cue.clause[1], quote.start))


def _holder(said: Sequence[tuple[Cue, Sources]], near: tuple[int | None, int | None], quote: Quote) -> int | None:
    """The cue whose reported words hold the quotation."""
    for index in near:
        if index is not None and any(start <= quote.start < end for start, end in said[index][0].contents):
            return index
    return None


def _sentence_like(text: str, quote: Quote) -> bool:
    """Whether a quotation is more than a term: four words, the first of them with a capital."""
    opening = text[quote.start : min(quote.end, quote.start + 200)]
    first = next((char for char in opening if char.isalnum()), "a")
    return len(opening.split()) >= _MIN_SENTENCE and not first.islower()


def _opens_paragraph(text: str, quote: Quote, paragraphs: Sequence[int]) -> bool:
    start = paragraphs[bisect_right(paragraphs, quote.start) - 1] if paragraphs else 0
    return not text[start : quote.start].strip()


def _direct(
    text: str, cue: Cue, sources: Sources, quotes: Sequence[Quote], rules: Mapping[int, str]
) -> list[Attribution]:
    """One attribution for the quotations beside the cue, one for each that goes on elsewhere."""
    out = []
    groups: list[list[Quote]] = [[]]
    for quote in quotes:
        if rules[quote.start] == "adjacent":
            groups[0].append(quote)
        else:
            groups.append([quote])
    for group in groups:
        if group:
            rule = rules[group[0].start]
            contents = tuple(Mention.of(text, quote.start, quote.end) for quote in group)
            out.append(
                Attribution(
                    Mention.of(text, cue.start, cue.end),
                    sources,
                    contents,
                    "direct",
                    f"quote_{rule}",
                    confidence=_CONFIDENCE[rule],
                )
            )
    return out


def _reported(text: str, cue: Cue, sources: Sources, quotes: Sequence[Quote]) -> Attribution | None:
    """What the cue reports, parts that are nothing but quotation left out; `direct` where the cue itself is quoted."""
    around = _quote_at(quotes, cue.start)
    parts = []
    for start, end in cue.contents:
        holder = _quote_at(quotes, start)
        if around is None and holder is not None and end > holder.end:
            pass
        elif around is None and holder is not None and holder.end >= end:
            continue
        if around is not None:
            start, end = max(start, around.start), min(end, around.end)
        if start < end:
            parts.append(Mention.of(text, start, end))
    if not parts:
        return None
    voice: Voice = "direct" if around is not None else "indirect"
    return Attribution(
        Mention.of(text, cue.start, cue.end),
        sources,
        tuple(parts),
        voice,
        f"{cue.kind}_{cue.rule}",
        confidence=_CONFIDENCE["reported"],
    )


def _spoken(
    text: str, cue: Cue, sources: Sources, quotes: Sequence[Quote], foreign: Collection[int]
) -> Attribution | None:
    """What the reader of speech found, its contents cut where a quotation starts or ends; `mixed` has parts of both.

    Of a quotation that is another cue's (`foreign`: where they start) nothing is taken, unless the cue stands in one.
    """
    around = _quote_at(quotes, cue.start)
    cut = [
        (first, last, quote)
        for start, end in cue.contents
        for first, last, quote in _cut(text, *_within(start, end, around), quotes)
        if first < last and (quote is None or around is not None or quote.start not in foreign)
    ]
    if not cut:
        return None
    quoted = [quote is not None for _, _, quote in cut]
    voice: Voice | Literal["mixed"] = (
        "direct" if around is not None or all(quoted) else "mixed" if any(quoted) else "indirect"
    )
    trust = _CONFIDENCE["reported"] if cue.rule == AGREED or any(quoted) else 0.0
    alone = 0.0 if cue.kind == UNASSERTED else cue.confidence**_BEYOND
    return Attribution(
        Mention.of(text, cue.start, cue.end),
        sources,
        tuple(Mention.of(text, first, last) for first, last, _ in cut),
        voice,
        f"{cue.kind}_{cue.rule}",
        confidence=round(max(alone, trust), 3),
    )


def _within(start: int, end: int, around: Quote | None) -> tuple[int, int]:
    """A content, no longer than the quotation that its cue stands in."""
    return (start, end) if around is None else (max(start, around.start), max(start, min(end, around.end)))


def _cut(text: str, start: int, end: int, quotes: Sequence[Quote]) -> Iterator[tuple[int, int, Quote | None]]:
    """The parts of a content, and the quotation that each is from, its mark with it; a quoted term is no part of its
    own, unless it is all that there is.
    """
    at = start
    for _, quote in _sharing(quotes, start, end):
        first = quote.start if 0 < start - quote.start <= _MARK else max(start, quote.start)
        last = min(end, quote.end)
        term = len(text[quote.start : quote.end].split()) < _MIN_SENTENCE
        if term and (text[start:first] + text[last:end]).strip(_BETWEEN):
            continue
        if text[at:first].strip(_BETWEEN):
            yield *_stripped(text, at, first), None
        yield first, last, quote
        at = last
    if text[at:end].strip(_BETWEEN):
        yield *_stripped(text, at, end), None


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch without the white space at its edges."""
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), start + len(part.rstrip())


def _relayed(found: list[Attribution]) -> list[Attribution]:
    """The attributions, each nested one with the source that relays it as `via`; a sweep over the open contents."""
    out: list[Attribution] = []
    outer: list[Attribution] = []
    for one in found:
        start, end = one.contents[0].start, one.contents[-1].end
        outer = [other for other in outer if other.contents[-1].end > start][-8:]
        holder = next(
            (other for other in reversed(outer) if other.contents[-1].end >= end and _encloses(other, one)), None
        )
        outer.append(one)
        out.append(msgspec.structs.replace(one, via=holder.sources[0]) if holder and holder.sources else one)
    return out


def _encloses(outer: Attribution, inner: Attribution) -> bool:
    """Whether the inner's cue lies in the outer's contents and its sources are others."""
    cue = inner.cue
    names = {source.name for source in outer.sources}
    if cue is None or any(source.name in names for source in inner.sources):
        return False
    return any(part.start <= cue.start and cue.end <= part.end for part in outer.contents)
