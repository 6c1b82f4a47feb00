"""What the language model's reader of speech found, as cues beside those that the rules find.

Where both see a cue, what is reported is what either takes for it, since each leaves gaps; the source is the reader's,
and a rule's idea of its phrase is kept where it names the same one. Reading order: `with_spoken`, `_cue_of`,
`_parties_of`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from spacy.tokens import Doc, Span

from newsclaims.attribution.cue import Cue
from newsclaims.attribution.find import QUOTED_AS
from newsclaims.attribution.parties import parties
from newsclaims.attribution.phrases import Party, head_of, is_nominal
from newsclaims.attribution.sentences import Sentence
from newsclaims.attribution.speakers import antecedent
from newsclaims.attribution.words import Words
from newsclaims.records import Speech

ALONE, AGREED = "learned", "agreed"  # what the reader finds: alone, and where a rule reports some of it, too
_TOGETHER = 12  # tokens between source and cue up to which they are one clause
_SHARED = 0.3  # of what a rule reports: from here on the reader has an attribution of its own there
_RELAYED = frozenset("say tell report show estimate put according survey".split())
_GAP = 3  # characters between two parts of a content that are one
_ACCORDING, _SURVEY = "according", "survey"
UNASSERTED = "unasserted"  # the class of a cue by which nobody asserts the content: what is denied, asked, heard


def with_spoken(cues: Sequence[Cue], speech: Sequence[Speech], doc: Doc, words: Words) -> list[Cue]:
    """The cues of both, in text order; of a rule's only those in whose place the reader has nothing.

    Of `the paper quoted X as saying` the reader takes the paper for the source: there the rule alone is heard.
    """
    relayed = [cue.clause for cue in cues if cue.rule == QUOTED_AS]
    speech = [one for one in speech if not _overlap(doc[one.cue[0]].idx, doc[one.cue[1] - 1].idx + 1, relayed)]
    if not speech:
        return list(cues)
    starts = np.flatnonzero(doc.to_array("SENT_START").astype(np.int64) == 1).tolist()
    found = [_cue_of(one, doc, words, starts, cues) for one in speech]
    held = sorted(
        (doc[first].idx, doc[last - 1].idx + len(doc[last - 1])) for one in speech for first, last in one.contents
    )
    own = [(cue.start, cue.end) for cue in found]
    kept = [cue for cue in cues if not _overlap(cue.start, cue.end, own) and not _is_told(cue, held)]
    return sorted([*kept, *found], key=lambda cue: (cue.start, cue.end))


def _overlap(start: int, end: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether one of the spans, which are in text order and apart, shares a character with this one."""
    at = bisect_right(spans, start, key=lambda span: span[0])
    return any(first < end and last > start for first, last in spans[max(0, at - 1) : at + 1])


def _is_told(cue: Cue, held: Sequence[tuple[int, int]]) -> bool:
    """Whether what a rule's cue reports is, by a good part, content of the reader's.

    A cue that stands in such a content is told too, unless somebody named reports there, whom the outer one relays, or
    a noun says whose claim it is.
    """
    if any(_near(held, cue.start, cue.end)):
        named = cue.rule == "noun" or any(party.name for party in cue.parties)
        return not (cue.kind in _RELAYED and named)
    if cue.kind == _SURVEY:
        return False  # the reader has what those who are asked think, not who asked them
    size = sum(end - start for start, end in cue.contents)
    shared = sum(
        max(0, min(end, last) - max(start, first))
        for start, end in cue.contents
        for first, last in _near(held, start, end)
    )
    return bool(size) and shared > _SHARED * size


def _near(held: Sequence[tuple[int, int]], start: int, end: int) -> Iterator[tuple[int, int]]:
    """The contents that may share a character with a stretch; they may be nested, so some before it are looked at."""
    at = bisect_right(held, start, key=lambda span: span[0])
    last = bisect_right(held, end, key=lambda span: span[0])
    yield from (span for span in held[max(0, at - 8) : last] if span[1] > start and span[0] < end)


def _cue_of(one: Speech, doc: Doc, words: Words, starts: Sequence[int], rules: Sequence[Cue]) -> Cue:
    """The reader's attribution as a cue."""
    number = bisect_right(starts, one.cue[0])
    sent = Sentence(doc, starts[number - 1] if number else 0, starts[number] if number < len(starts) else len(doc))
    start, end = doc[one.cue[0]].idx, sent.end(one.cue[1])
    first, last = one.cue
    for begin, stop in one.source:
        if -_TOGETHER < begin - last < _TOGETHER or -_TOGETHER < first - stop < _TOGETHER:
            first, last = min(first, begin), max(last, stop)
    at = bisect_right(rules, start, key=lambda cue: cue.start)
    same = next((cue for cue in rules[max(0, at - 2) : at + 2] if cue.start < end and cue.end > start), None)
    contents, ruled = sent.chars(one.contents), same.contents if same is not None else ()
    agreed = any(begin < stop and opened < closed for opened, stop in contents for begin, closed in ruled)
    return Cue(
        start,
        end,
        _kind(doc[one.cue[0] : one.cue[1]], words),
        _parties_of(one, sent, same),
        (doc[first].idx, sent.end(last)),
        _either(contents, ruled) if agreed else contents,
        AGREED if agreed else ALONE,
        sent.span,
        last,
        one.confidence,
    )


def _either(read: tuple[tuple[int, int], ...], ruled: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    """What either takes for the content."""
    out: list[tuple[int, int]] = []
    for start, end in sorted([*read, *ruled]):
        if out and start <= out[-1][1] + _GAP:
            out[-1] = out[-1][0], max(out[-1][1], end)
        else:
            out.append((start, end))
    return tuple(out)


def _kind(cue: Span, words: Words) -> str:
    """The class of the cue's verb; `other` for one that the table does not have."""
    forms = [token.lower_ for token in cue]
    if not words.unasserting.isdisjoint(forms):
        return UNASSERTED
    if _ACCORDING in forms:
        return _ACCORDING
    return next((words.verbs[form].kind for form in forms if form in words.verbs), "colon" if ":" in forms else "other")


def _parties_of(one: Speech, sent: Sentence, same: Cue | None) -> tuple[Party, ...]:
    """Who the source's words name; the rule's phrase where it is of the same source, or where the reader sees none.

    The mention of a single party is what the reader takes for the source.
    """
    doc = sent.doc
    if not one.source:
        return same.parties if same is not None else ()
    first = one.source[0][0]
    while first > sent.start and doc[first - 1].tag_ in {"DT", "PRP$"}:
        first -= 1  # the reader is of two minds about articles
    start, end = doc[first].idx, sent.end(one.source[-1][1])
    people: tuple[Party, ...] = ()
    shared = same is not None and any(start < party.end and party.start < end for party in same.parties)
    if same is not None and shared and not _named_before(one.source[0][0], doc, same.parties[0]):
        people = same.parties
    else:
        begin, stop = one.source[0]
        head = next(
            (token for token in doc[begin:stop] if is_nominal(token) and not begin <= token.head.i < stop), None
        )
        head = head or head_of(doc, begin, stop)
        if head is not None and head.tag_ in {"WP", "WDT"} and not head.is_upper:
            head, begin = antecedent(sent, head) or head, sent.start
        people = parties(head, begin, stop) if head is not None else ()
    return (replace(people[0], start=start, end=end),) if len(people) == 1 else people


def _named_before(first: int, doc: Doc, party: Party) -> bool:
    """Whether the reader's source opens with a person whose office is all that a rule has: `Ann Lee, the director,`."""
    return doc[first].ent_type_ == "PERSON" and doc[first].idx < party.start and not party.name
