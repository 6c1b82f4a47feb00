"""`multiple_of`: a figure told as a multiple of another, and the claims that are worked out from it.

`the doctors put these figures at double` after 33 and 31 stands for 66 and 62. Each is a claim of its own with the
status `derived`: value and bounds worked out, item and window those of the figure that it multiplies, source the one
who says the multiple. A multiple whose result the sentence states itself is tied and not worked out again.

Reading order: `Multiples.ties`, `_antecedents` (which words point, and at what), `derived`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

import msgspec

from newsclaims.claims.page import Page, Tie, Words, same_measure
from newsclaims.claims.putters import putter
from newsclaims.records import Claim, ClaimAttribution, Confidence, Quantity, number

_MOST = 4
_FAR = 600
_CLOSE, _ROUGHLY = 0.02, 0.25
_END = r"(?=\s*(?:$|[,.;:!?)”\"’]|and\b|but\b|on\b|by\b|at\b|last\b|this\b|today\b|now\b|within\b|after\b|before\b))"
_AS = re.compile(r"^ as (?:many|much|high|large|big)\b(?P<rest>[^.;:,]*)", re.IGNORECASE)
_TO_BASE = re.compile(
    r"^ (?:(?:as|more|higher|larger|bigger|that|of|many|much|high|than) )*(?:the|its|those|his|their) $", re.IGNORECASE
)
_PLURAL = re.compile(r"\b(?:these|those|both)\b|\bthe two\b", re.IGNORECASE)


class Multiples:
    """Finds multiples that point at figures; the patterns are made once from the tables."""

    def __init__(self, words: Words) -> None:
        noun = words.pattern("pointer")
        given = r"(?:official|reported|stated|published|government|current|original|actual|real|true)"
        self.behind = re.compile(
            rf"^ (?:of )?(?:(?:that|this|these|those) (?:\w+ )?{noun}\b"
            rf"|the (?:{given} )?{noun}{_END}|that{_END}"
            rf"|that(?= in \d{{4}}\b))",
            re.IGNORECASE,
        )
        self.ahead = re.compile(
            rf"\b(?:these|those|both|this|that|the two|the|its|their|his)(?: \w+){{0,2}}? {noun}\b"
            rf"(?P<verb>[^.;:]{{0,40}}?) (?:at|be|is|are|was|were|as|to|nearer|than)(?: \w+){{0,2}} ?$",
            re.IGNORECASE,
        )
        self.put = re.compile(
            rf"\b(?:puts?|putting|pegs?|pegged|places?|placed|sets?|estimates?|estimated|gives?|gave)"
            rf"(?= (?:these|those|both|this|that|the two|the|its|their)(?: \w+){{0,2}}? {noun}\b)",
            re.IGNORECASE,
        )
        self.over = re.compile(r"^(?: (?:that|as (?:many|much|high|large|big)|higher))?(?: (?:says?|said))?" + _END)

    def ties(self, page: Page, kept: Sequence[Tie]) -> Iterator[Tie]:
        """The multiples of an article; `kept` are its comparisons and parts, whose bases and parts are no antecedent
        of a single pointer.
        """
        second = {tie.target for tie in kept if tie.type == "compared_with"}
        second |= {tie.source for tie in kept if tie.type == "part_of"}
        for places in page.live():
            for n in places:
                quantity = page.claims[n].quantity
                halved = quantity.kind == "fraction" and quantity.value == 0.5
                if quantity.value is not None and (quantity.kind == "multiple" or halved):
                    for a in self._antecedents(page, n, second):
                        yield Tie("multiple_of", n, a, float(quantity.value))

    def put_by(self, page: Page, n: int) -> ClaimAttribution | None:
        """Who puts the figures at the multiple `n`, where the text says so and the claim has another source."""
        verbs = list(self.put.finditer(page.before(n)))
        return putter(page, n, verbs[-1].span()) if verbs else None

    def _antecedents(self, page: Page, n: int, second: set[int]) -> list[int]:
        """The figures that a multiple multiplies; empty where the text points at none that it tells."""
        following, after, before = n + 1, page.after(n), page.before(n)
        if following in page.siblings(n) and _TO_BASE.match(page.gap(n, following)):
            known = page.claims[following].quantity.kind in {"count", "money", "measure", "percent"}
            return [following] if known else []
        if pointing := self.behind.match(after):
            return self._told(page, n, second, plural=bool(_PLURAL.search(pointing.group())))
        pointing = self.ahead.search(before)
        if pointing and self.over.match(after):
            return self._told(page, n, second, plural=bool(_PLURAL.search(pointing.group())))
        more = _AS.match(after)
        if more and not re.search(r"\bas\b|\bthan\b|\bthat\b", more["rest"]):
            return self._told(page, n, second, plural=False)
        return []

    def _told(self, page: Page, n: int, second: set[int], *, plural: bool) -> list[int]:
        """The figures before `n` that words point at: all of the nearest sentence's unit, or its main one."""
        same = range(page.siblings(n)[0], n)
        fits = _levels(page, same)
        previous = page.sentence_before(n)
        if not fits and previous:
            near = page.claims[n].quantity.mention.start - page.claims[previous[-1]].quantity.mention.end <= _FAR
            fits = _levels(page, previous) if near else []
        if not plural:
            return [a for a in fits if a not in second][-1:] or fits[-1:]
        fits = [a for a in fits if same_measure(page.claims[a], page.claims[fits[-1]])]
        return fits[-_MOST:]


def _levels(page: Page, places: Sequence[int]) -> list[int]:
    """The figures that a multiple can be of: no multiples, changes or lengths of time."""
    near = places[-2 * _MOST :]
    known = {"count", "money", "measure", "percent", "fraction"}
    fits = [a for a in near if page.claims[a].quantity.kind in known and page.claims[a].quantity.direction is None]
    return fits


def is_stated(page: Page, n: int, made: Quantity) -> bool:
    """Whether the multiple's sentence tells the result itself; `more than double` tells it only roughly."""
    product = made.value if made.value is not None else made.min_value
    close = _CLOSE if made.modifier == "EXACT" else _ROUGHLY
    told = [page.claims[m].quantity for m in page.siblings(n) if m != n]
    values = [quantity.value for quantity in told if quantity.unit == made.unit]
    return product is not None and any(v is not None and abs(v - product) <= close * abs(product) for v in values)


def derived(page: Page, tie: Tie) -> Claim | None:
    """The claim that a multiple of a figure stands for; None where the text states it, or there is nothing to tell."""
    said, of = page.claims[tie.source], page.claims[tie.target]
    quantity = product(said.quantity, of.quantity)
    if quantity is None or is_stated(page, tie.source, quantity):
        return None
    key = f"{said.id}\0{of.id}\0derived"
    own = said.item is not None and said.item.mention.start > said.quantity.mention.end and not _points(said, of)
    return msgspec.structs.replace(
        said,
        id=hashlib.sha256(key.encode("utf-8")).hexdigest()[:16],
        quantity=quantity,
        item=said.item if own else of.item,
        event=of.event,
        place=of.place,
        time=said.time or of.time,
        relations=(),
        flags=(),
        confidence=_trust(said.confidence, of.confidence),
    )


def _points(said: Claim, of: Claim) -> bool:
    """Whether a multiple's item is only the word that points (`that number`), or what was counted before."""
    assert said.item is not None
    between = said.item.mention.text.lower().split()
    return not between or between[0] not in {"many", "much"} or of.item is None


def product(multiple: Quantity, of: Quantity) -> Quantity | None:
    """The multiple of a quantity, bounds and all: at least 33, doubled, is at least 66. None for no number."""
    value, least, most = (
        _times(a, b)
        for a, b in (
            (_exact(multiple.value, multiple.value_text), _exact(of.value, of.value_text)),
            (_exact(multiple.min_value, multiple.min_value_text), _exact(of.min_value, of.min_value_text)),
            (_exact(multiple.max_value, multiple.max_value_text), _exact(of.max_value, of.max_value_text)),
        )
    )
    if value is None and least is None and most is None:
        return None
    (plain, plain_text), (low, low_text), (high, high_text) = number(value), number(least), number(most)
    return msgspec.structs.replace(
        of,
        mention=multiple.mention,
        value=plain,
        value_text=plain_text,
        min_value=low,
        min_value_text=low_text,
        max_value=high,
        max_value_text=high_text,
        modifier=of.modifier if multiple.modifier == "EXACT" else multiple.modifier,
        status="derived",
    )


def _exact(value: float | None, text: str | None) -> Fraction | None:
    return None if value is None else Fraction(text) if text else Fraction(value)


def _times(a: Fraction | None, b: Fraction | None) -> Fraction | None:
    return None if a is None or b is None else a * b


def _trust(said: Confidence, of: Confidence) -> Confidence:
    """A worked-out value is right where both are; item and time are the figure's, the source is the teller's."""
    value = round(said.value * of.value, 3)
    overall = value * (of.item or 1.0) * (said.source or 1.0) * (of.time or 1.0)
    return Confidence(round(overall, 3), value, of.item, said.source, of.time)
