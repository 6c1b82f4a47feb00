"""What an auditor would check, as flags with words: parts and wholes, shares, a headline and its body, changes.

Each function yields `(place of the claim, flag)`. A flag says what does not agree; which side is wrong it cannot say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from newsclaims.claims.page import Page, Tie, Words, agree, bounds, exclude, quoted
from newsclaims.claims.parts import exceeds
from newsclaims.records import Flag, FlagKind

Found = Iterator[tuple[int, Flag]]
_POINTS = 1.5
_SHARE = 0.1
_ROUGHLY = 5.0
_ALL = 100
_LEVELS = frozenset(["count", "money", "measure"])
_BODY = 60
_ENDING = 3


def parts_over(page: Page, ties: Sequence[Tie]) -> Found:
    """Parts that are more than their whole."""
    for tie in ties:
        part, whole = page.claims[tie.source], page.claims[tie.target]
        if tie.type == "part_of" and (exceeds(part.quantity, whole.quantity) or (tie.factor or 0) > 1):
            reason = f"{quoted(part)} is told as a part of {quoted(whole)}, and exceeds it"
            yield tie.source, _flag(page, "parts_exceed_whole", reason, tie.target)


class Shares:
    """Percentages that the text says are all there are, and that are not 100; or whose sum is not what it tells."""

    def __init__(self, words: Words) -> None:
        filling = r"(?:[\w'’-]+ ){0,3}$"
        self.rest = re.compile(rf"\bthe {words.pattern('rest')} {filling}", re.IGNORECASE)
        self.sum = re.compile(rf"\b(?:{words.pattern('in all')}|a total of|adding up to) {filling}", re.IGNORECASE)

    def flags(self, page: Page, ties: Sequence[Tie]) -> Found:
        """The flags of an article."""
        bases = {tie.target for tie in ties if tie.type == "compared_with"}
        for places in page.live():
            shares = [n for n in places if self._is_share(page, n) and n not in bases]
            for n in shares[1:]:
                before = [m for m in shares if m < n]
                of_item = [m for m in before if agree(page.head(m), page.head(n))]
                lead = page.lead(n)
                if self.rest.search(lead):
                    earlier = [m for m in page.sentence_before(n) if self._is_share(page, m)]
                    ways = [_sums(page, n, [*some, n], _ALL) for some in (before, [*earlier, *before], of_item)]
                elif self.sum.search(lead) and len(of_item) > 1:
                    ways = [_sums(page, n, of_item, page.claims[n].quantity.value or 0)]
                else:
                    continue
                if ways[0] is not None and all(ways):
                    yield n, ways[0]

    def _is_share(self, page: Page, n: int) -> bool:
        quantity = page.claims[n].quantity
        return quantity.kind == "percent" and quantity.value is not None and quantity.direction is None


def _sums(page: Page, n: int, parts: Sequence[int], told: float) -> Flag | None:
    """The flag of shares whose sum is not what is told; roundings allowed."""
    total = sum(page.claims[m].quantity.value or 0 for m in parts)
    rough = any(page.claims[m].quantity.modifier != "EXACT" for m in (*parts, n))
    if abs(total - told) <= max(_ROUGHLY if rough else _POINTS, 0.5 * len(parts)):
        return None
    shares = ", ".join(quoted(page.claims[m]) for m in parts)
    reason = f"{shares} add up to {total:g} percent, where the text makes them {told:g}"
    return _flag(page, "shares_do_not_add_up", reason, *(m for m in parts if m != n))


def headline(page: Page, places: frozenset[int], ties: Sequence[Tie]) -> Found:
    """Figures of the headline that every figure of the body for the same thing contradicts."""
    agreed = {tie.target for tie in ties if tie.type == "repeats"}
    body = [n for sentence in page.live() for n in sentence if n not in places][:_BODY] if places else []
    for h in sorted(places - agreed - page.aside):
        claim = page.claims[h]
        rivals = [n for n in body if _same_thing(page, h, n)]
        if rivals and all(exclude(claim.quantity, page.claims[n].quantity) for n in rivals):
            first = page.claims[rivals[0]]
            reason = f"the headline has {quoted(claim)}, the body {quoted(first)}"
            yield h, _flag(page, "headline_differs", reason, *rivals)


def _same_thing(page: Page, h: int, n: int) -> bool:
    """Whether a headline's figure and one of the body tell of the same item and predicate, in one unit."""
    a, b = page.claims[h], page.claims[n]
    if a.quantity.unit != b.quantity.unit or a.quantity.kind not in _LEVELS | {"percent"} or b.event is None:
        return False
    if a.quantity.direction != b.quantity.direction or not agree(page.head(h), page.head(n)):
        return False
    if a.event is not None:
        return a.event.lemma == b.event.lemma
    # A headline's verb is often taken for a noun: its word will do.
    stem = b.event.lemma.rstrip("e")
    words = [word for word in re.findall(r"\w+", a.sentence.text.lower()) if word.startswith(stem)]
    same_item = page.head(h) is not None and page.head(h) == page.head(n)
    return same_item and any(len(word) <= len(stem) + _ENDING for word in words)


class Changes:
    """Changes whose levels contradict them: `rose from 40 to 30`, `up 10 percent from 50 to 70`."""

    def __init__(self, words: Words) -> None:
        self.changes = words.changes
        self.ranks = words.surfaces["rank"]
        self.cue = re.compile(r"\b(up|down) from [^,;]*$", re.IGNORECASE)

    def flags(self, page: Page, ties: Sequence[Tie]) -> Found:
        """The flags of an article."""
        for tie in ties:
            if tie.type == "compared_with" and self._is_move(page, tie):
                yield from self._levels(page, tie)
                yield from self._amount(page, tie)

    def _is_move(self, page: Page, tie: Tie) -> bool:
        """Whether a comparison is of two levels of one thing, `from` the one `to` the other."""
        return bool(re.search(r"\bfrom [^,;]*$", page.lead(tie.target)))

    def _levels(self, page: Page, tie: Tie) -> Found:
        direction = self._direction(page, tie)
        level, base = page.claims[tie.source].quantity, page.claims[tie.target].quantity
        (low, high), (least, most) = bounds(level), bounds(base)
        falls = high is not None and least is not None and high < least
        rises = low is not None and most is not None and low > most
        if (direction == "up" and falls) or (direction == "down" and rises):
            told = f"from {quoted(page.claims[tie.target])} to {quoted(page.claims[tie.source])}"
            reason = f"the text has it go {direction}, and its levels go the other way: {told}"
            yield tie.source, _flag(page, "change_contradicts_levels", reason, tie.target)

    def _direction(self, page: Page, tie: Tie) -> str | None:
        """Which way the last word of change before the levels points."""
        if cue := self.cue.search(page.lead(tie.target)):
            return cue[1].lower()
        first = min(tie.source, tie.target)
        if not self.ranks.isdisjoint(re.findall(r"[a-z]+", page.claims[first].sentence.text.lower())):
            return None  # a rank that rises gets smaller
        words = re.findall(r"[a-z]+", page.before(first).lower())
        found = [self.changes[word] for word in words if word in self.changes]
        return found[-1] if found and len(set(found)) == 1 else None

    def _amount(self, page: Page, tie: Tie) -> Found:
        """The flag of a percentage that the levels do not bear out."""
        level, base = page.claims[tie.source].quantity, page.claims[tie.target].quantity
        first, last = sorted((tie.source, tie.target))
        near = [n for n in range(first - 1, last + 2) if n in page.siblings(first) and n not in (first, last)]
        changes = [n for n in near if page.claims[n].quantity.unit == "percent" and page.claims[n].quantity.direction]
        if len(changes) != 1 or not base.value or level.value is None or level.kind not in _LEVELS:
            return
        change = page.claims[changes[0]].quantity
        real = 100 * (level.value - base.value) / abs(base.value)
        told = (change.value or 0) * (-1 if change.direction == "down" else 1)
        if abs(real - told) > max(2 * _POINTS, _SHARE * abs(real)) and change.value is not None:
            levels = f"from {quoted(page.claims[tie.target])} to {quoted(page.claims[tie.source])}"
            reason = f"{quoted(page.claims[changes[0]])} is told, and {levels} is {real:+.1f} percent"
            yield changes[0], _flag(page, "change_contradicts_levels", reason, tie.source, tie.target)


def _flag(page: Page, kind: FlagKind, reason: str, *others: int) -> Flag:
    return Flag(kind, reason, tuple(page.claims[n].id for n in others))
