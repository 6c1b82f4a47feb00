"""Who says a figure that points at others: whoever stands before `put these figures at double`."""

from __future__ import annotations

import re

import msgspec

from newsclaims.claims.page import Page
from newsclaims.records import Claim, ClaimAttribution, Mention, Source

_MOST = 15
_DISPUTING = re.compile(
    r"\s+(?:disput|den(?:y|ie)|reject|contest|contradict|doubt|challeng|question)\w*\b[^,;]* and\s*$", re.IGNORECASE
)
_PRONOUN = re.compile(r"^(?:he|she|they|it|we|i|who|which|that|others?)\b", re.IGNORECASE)
_CLAUSE = re.compile(r"(?:^|[;–—]|, ?(?:but|while|and|though|whereas)\b|\b(?:but|while|whereas|although)\b|[.:] )")
_TAIL = re.compile(r"\s*(?:,|\(|\b(?:who|which|that|run|runs|of|in|at|for|from|with|on|by|near|working|based)\b)")


def putter(page: Page, n: int, verb: tuple[int, int]) -> ClaimAttribution | None:
    """The attribution of figure `n` to the subject of a verb, whose span is in `page.before(n)`; None for none."""
    claim = page.claims[n]
    start = claim.quantity.mention.start - len(page.before(n))
    if page.text[start : claim.quantity.mention.start] != page.before(n):
        return None  # spaces were folded, and offsets would be off
    before = page.before(n)[: verb[0]]
    edge = max((found.end() for found in _CLAUSE.finditer(before)), default=0)
    words = before[edge:]
    if found := _DISPUTING.search(words):
        words = words[: found.start()]
    phrase = words.strip(" ,")
    if not 1 <= len(phrase.split()) <= _MOST or _PRONOUN.match(phrase) or re.search(r"\d", phrase):
        return None
    at = start + edge + words.index(phrase)
    mention = Mention.of(page.text, at, at + len(phrase))
    if any(source.mention.start < mention.end and mention.start < source.mention.end for source in _sources(claim)):
        return None
    cue = Mention.of(page.text, start + verb[0], start + verb[1])
    content = Mention.of(page.text, cue.end, claim.sentence.end)
    return ClaimAttribution("indirect", cue, content, (_source(page, mention),), None)


def _sources(claim: Claim) -> tuple[Source, ...]:
    return claim.attribution.sources


def _source(page: Page, mention: Mention) -> Source:
    """The source that words stand for: one the article has, or a group that may speak for one."""
    known = {source.name: source for claim in page.claims for source in claim.attribution.sources}
    named = sorted((name for name in known if name in mention.text), key=len, reverse=True)
    name = mention.text[: found.start()] if (found := _TAIL.search(mention.text, 1)) else mention.text
    if named and len(mention.text.split()) - len(named[0].split()) <= 1:
        return msgspec.structs.replace(known[named[0]], mention=mention)
    return Source(name.strip() or mention.text, "group", named[0] if named else None, False, mention)
