"""The ties between the claims of an article, the claims that follow from them, and what an auditor should know.

Pure: the claims and the text in, the claims out, with `relations` and `flags`; the derived ones stand behind the
multiple that they come from. Near-linear: a sentence's figures look a few figures back, others are bucketed by value
or item.

Reading order: `Relations.__call__`, `_ties` (every tie), `_flags` (every flag), `_written` (records).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import msgspec

from newsclaims.claims import checks
from newsclaims.claims.asides import Aside, asides, lines_of, opening
from newsclaims.claims.compare import Comparing
from newsclaims.claims.multiples import Multiples, derived
from newsclaims.claims.page import Page, Tie, Words, quoted
from newsclaims.claims.parts import Parts
from newsclaims.claims.repeats import Disputing, repeats
from newsclaims.records import Claim, ClaimAttribution, Flag, Relation

_PUTTER_TRUST = 0.7


class Relations:
    """Ties claims; the patterns are made once from the tables."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.comparing, self.parts = Comparing(words), Parts(words)
        self.multiples, self.disputing = Multiples(words), Disputing(words)
        self.shares, self.changes = checks.Shares(words), checks.Changes(words)

    def __call__(self, text: str, claims: Sequence[Claim]) -> list[Claim]:
        """The claims with their relations and flags, and the derived ones; in text order, as they were given."""
        if not claims:
            return []
        lines = lines_of(text)
        found = asides(lines, self.words.labels)
        outside = dict(_inside(claims, found))
        page = Page(text, list(claims), frozenset(outside))
        end = opening(lines)
        headline = frozenset(n for n, claim in enumerate(claims) if claim.quantity.mention.end <= end)
        ties = self._ties(page, headline)
        flags: dict[int, list[Flag]] = defaultdict(list)
        for n, aside in outside.items():
            flags[n].append(Flag("other_story", aside.reason))
        for n, flag in self._flags(page, headline, ties):
            flags[n].append(flag)
        return list(_written(page, ties, flags))

    def _ties(self, page: Page, headline: frozenset[int]) -> list[Tie]:
        """Every tie; where two rules tie the same two claims, the first of them."""
        if len(page.claims) == len(page.aside):
            return []
        parts = list(self.parts.ties(page))
        kept = [*self.comparing.ties(page, parts), *parts]
        for tie in parts:
            _share_window(page, tie)
        multiples = list(self.multiples.ties(page, kept))
        for n in {tie.source for tie in multiples}:
            _say(page, n, self.multiples.put_by(page, n))
        for n in (n for places in page.live() for n in places):
            _say(page, n, self.disputing.put_by(page, n))
        ties = [*kept, *multiples, *repeats(page, headline), *self.disputing.ties(page, parts)]
        return list({frozenset((tie.source, tie.target)): tie for tie in reversed(ties)}.values())[::-1]

    def _flags(self, page: Page, headline: frozenset[int], ties: Sequence[Tie]) -> Iterator[tuple[int, Flag]]:
        yield from checks.parts_over(page, ties)
        yield from self.shares.flags(page, ties)
        yield from checks.headline(page, headline, ties)
        yield from self.changes.flags(page, ties)
        tied = {frozenset((tie.source, tie.target)) for tie in ties}
        for n, m, reason in self.disputing.apart(page, {tie.source for tie in ties if tie.type == "part_of"}):
            if frozenset((n, m)) not in tied:
                told = f"not comparable with {quoted(page.claims[m])}, {reason}"
                yield n, Flag("windows_differ", told, (page.claims[m].id,))


def _share_window(page: Page, tie: Tie) -> None:
    """Give a part without a window that of its whole, where that stands before it in the sentence."""
    part, whole = page.claims[tie.source], page.claims[tie.target]
    if part.time is None and whole.time is not None and tie.target in page.earlier(tie.source):
        trust = part.confidence.overall * (whole.confidence.time or 1.0)
        confidence = msgspec.structs.replace(part.confidence, overall=round(trust, 3), time=whole.confidence.time)
        page.claims[tie.source] = msgspec.structs.replace(part, time=whole.time, confidence=confidence)


def _say(page: Page, n: int, said: ClaimAttribution | None) -> None:
    """Give a claim another source, with a trust of its own: nothing was learnt of such sources."""
    if said is not None:
        claim = page.claims[n]
        trust = claim.confidence
        overall = trust.overall * _PUTTER_TRUST / max(trust.source or 1.0, _PUTTER_TRUST)
        trust = msgspec.structs.replace(trust, source=_PUTTER_TRUST, overall=round(overall, 3))
        page.claims[n] = msgspec.structs.replace(claim, attribution=said, confidence=trust)


def _inside(claims: Sequence[Claim], found: Sequence[Aside]) -> Iterator[tuple[int, Aside]]:
    """The claims that stand in an aside, with it; both in text order."""
    waiting = iter(found)
    aside = next(waiting, None)
    for n, claim in enumerate(claims):
        at = claim.quantity.mention.start
        while aside is not None and aside.line.end <= at:
            aside = next(waiting, None)
        if aside is not None and aside.line.start <= at:
            yield n, aside


def _written(page: Page, ties: Sequence[Tie], flags: dict[int, list[Flag]]) -> Iterator[Claim]:
    """The records: each claim with its ties and flags, and behind it those derived from it."""
    by_source: dict[int, list[Tie]] = defaultdict(list)
    for tie in ties:
        by_source[tie.source].append(tie)
    for n, claim in enumerate(page.claims):
        own = sorted(by_source[n], key=lambda tie: (tie.target, tie.type))
        relations = tuple(_relation(page, tie) for tie in own)
        yield msgspec.structs.replace(claim, relations=relations, flags=tuple(flags[n]))
        for tie in own:
            if tie.type == "multiple_of" and (made := derived(page, tie)) is not None:
                yield msgspec.structs.replace(made, relations=(_relation(page, tie),))


def _relation(page: Page, tie: Tie) -> Relation:
    return Relation(tie.type, page.claims[tie.target].id, tie.factor, tie.comparable, tie.reason)
