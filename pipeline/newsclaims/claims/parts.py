"""`part_of`: a figure that is a part of another.

`40 people, at least 12 of them children` · `40 people, including 12 children` · `six of the 12 hostages` · `of 40
members, 26 agreed` · `more than 100 casualties and at least 30 were children`. The tie goes from the part to the whole;
`factor` is the share, where the part is told as one.

Reading order: `Parts.ties`, `_whole_of` (which words tie a figure to a whole before it), `_chosen` (which whole).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from newsclaims.claims.page import Page, Tie, Words, agree, bounds
from newsclaims.records import Claim, Quantity

_THEM_AFTER = re.compile(
    r"^ (?:\w+ )?of (?:them|whom|which)\b|^ of (?:these|those)(?=[,.;:]| (?:were|was|are|is|had|have)\b)"
)
_IT = re.compile(r"^ of (?:it\b|(?:this|that)(?= (?:is|was|are|were|went|goes|came)\b|[,.;]))")
_PLAIN = r"(?: (?:at least|only|just|some|about|the|a|an|up to|as many as|around|all))*"
_DETERMINER = r"(?:the|its|their|our|his|her|these|those|\w+['’]s?|the \w+['’]s?)"
_OF_THE = re.compile(rf"^ (?:out )?of {_DETERMINER}(?: \w+)?(?: total of)? $", re.IGNORECASE)
_OF_FIRST = re.compile(rf"(?:^|[,;:–—“\"] ?)(?:out )?of(?: {_DETERMINER})?(?: \w+)? $", re.IGNORECASE)
_WERE = re.compile(r"^ (?:were|was|are|is) (?:(?:also|still|reportedly|only|young|all) )*$")
_AND = re.compile(r"(?:,|;|,? and|,? of whom) $")
_LIST = re.compile(r"^(?: [^\s,.;]+){1,4}(?:,|,? and| or) $")
_HALF = 0.5
_DWARFED = 10
_NEXT = 3  # characters between sentences that stand one behind the other
_OPENING = 30
_CROWD = frozenset(["person", "casualty", "victim", "dead", "death", "fatality", "toll"])


class Parts:
    """Finds parts of a whole; the patterns are made once from the tables."""

    def __init__(self, words: Words) -> None:
        before = words.pattern("part before")
        self.before = re.compile(rf"(?:^|[ ,(–—]){before}{_PLAIN} (?:[a-z'’-]+ ){{0,2}}$", re.IGNORECASE)

    def ties(self, page: Page) -> Iterator[Tie]:
        """The parts of an article, each tied to its whole."""
        for places in page.live():
            known: dict[int, int] = {}
            for n in places:
                whole = self._whole_of(page, n, known)
                if whole is None:
                    continue
                known[n] = whole
                yield Tie("part_of", n, whole, share(page.claims[n]))

    def _whole_of(self, page: Page, n: int, known: dict[int, int]) -> int | None:
        """The whole that figure `n` is a part of, by the first way that fits."""
        lead, following = page.lead(n), n + 1
        short = page.claims[n].quantity.mention.text.lower().startswith("within")
        if following in page.siblings(n) and not short and _OF_THE.match(page.gap(n, following)):
            return following if _may_hold(page, following, n, same_item=False) else None
        if _THEM_AFTER.match(page.after(n)) or self._of_it(page, n):
            return _chosen(page, n, known) if _inside(page, n) else _sentence_before(page, n)
        if self.before.search(lead) and _inside(page, n):
            return _chosen(page, n, known)
        if n - 1 in known and self._goes_on(page, n, known):
            return known[n - 1]
        opening = page.siblings(n)[0]
        if opening < n and n - opening <= 3 and _OF_FIRST.search(page.lead(opening)) and page.near(opening, n):
            return opening if _may_hold(page, opening, n, same_item=True) else None
        return _were(page, n, known)

    def _goes_on(self, page: Page, n: int, known: Mapping[int, int]) -> bool:
        """Whether a list of parts goes on: `including 12 boys, 9 girls and 3 men`."""
        gap = page.gap(n - 1, n)
        listed = share(page.claims[n]) is None and _LIST.match(gap) is not None
        # `including 12 boys, and 9 girls fled`: a comma before `and` closes a list of one.
        opened = n - 2 in known or (self.before.search(page.lead(n - 1)) is not None and not gap.endswith(", and "))
        return listed and opened and _may_hold(page, known[n - 1], n, same_item=False)

    def _of_it(self, page: Page, n: int) -> bool:
        """Whether a share is one of what was told: `60 percent of that is wages`, `half of it borrowed`; a half of that
        is a multiple.
        """
        after = page.after(n)
        told = page.claims[n].quantity.kind in {"percent", "fraction"} and _IT.match(after)
        return bool(told) and not (after.startswith(" of that") and share(page.claims[n]) == _HALF)


def share(claim: Claim) -> float | None:
    """The share that a part is told as: a half, 60 percent."""
    quantity = claim.quantity
    if quantity.value is None:
        return None
    if quantity.kind == "percent":
        return quantity.value / 100
    return float(quantity.value) if quantity.kind == "fraction" else None


def _inside(page: Page, n: int) -> bool:
    """Whether a figure stands before `n` in its sentence, near enough to be its whole."""
    return n > page.siblings(n)[0] and page.near(n - 1, n)


def _chosen(page: Page, n: int, known: dict[int, int]) -> int | None:
    """The nearest figure before `n` in its sentence that may hold it, and is large enough where one is; for parts side
    by side the whole of the other.
    """
    fits = [a for a in page.earlier(n) if page.near(a, n) and _may_hold(page, a, n, same_item=False)]
    if fits and _listed(page, fits[0], n):
        return known.get(fits[0])
    large = [a for a in fits if not exceeds(page.claims[n].quantity, page.claims[a].quantity)]
    return next(iter([*large, *fits]), None)


def _dwarfs(part: Quantity, whole: Quantity) -> bool:
    """Whether a part is so much more than a whole that the text cannot mean it: `three crowds, including 28,000`."""
    return exceeds(part, whole) and bounds(part)[0] > _DWARFED * (bounds(whole)[1] or 0)  # type: ignore[operator]


def exceeds(part: Quantity, whole: Quantity) -> bool:
    """Whether a part is more than its whole can be."""
    least, most = bounds(part)[0], bounds(whole)[1]
    return part.unit == whole.unit and least is not None and most is not None and least > most


def _listed(page: Page, a: int, n: int) -> bool:
    """Whether two parts stand side by side: `12 of them children and eight of them women`."""
    return bool(_THEM_AFTER.match(page.after(a)) and _THEM_AFTER.match(page.after(n)))


def _sentence_before(page: Page, n: int) -> int | None:
    """The only countable figure of the sentence before, where that one stands right before: `At least 12 of them …`."""
    previous = page.sentence_before(n)
    if not previous or len(page.lead(n)) > _OPENING:
        return None
    if page.claims[n].sentence.start - page.claims[previous[0]].sentence.end > _NEXT:
        return None
    fits = [a for a in previous[-4:] if _may_hold(page, a, n, same_item=False)]
    fits = [a for a in fits if not exceeds(page.claims[n].quantity, page.claims[a].quantity)]
    named = len(fits) == 1 and (page.claims[fits[0]].item is not None or share(page.claims[n]) is not None)
    return fits[0] if named else None


def _were(page: Page, n: int, known: dict[int, int]) -> int | None:
    """The whole of `100 casualties and at least 30 were children`: what the part is stands behind its verb."""
    item = page.claims[n].item
    if item is None or not _inside(page, n) or not _AND.search(page.lead(n)):
        return None
    end = page.claims[n].quantity.mention.end
    if item.mention.start < end or not _WERE.match(page.text[end : item.mention.start].replace("\n", " ")):
        return None
    a = known.get(n - 1, n - 1)
    fits = _may_hold(page, a, n, same_item=False) and item.head != page.head(a)
    return a if fits and page.claims[a].item is not None else None


def _may_hold(page: Page, whole: int, part: int, *, same_item: bool) -> bool:
    """Whether a figure can be the whole of another: a count, money or measure, in the part's unit unless that is a
    share.
    """
    a, b = page.claims[whole], page.claims[part]
    if a.quantity.kind not in {"count", "money", "measure"}:
        return False
    if b.quantity.kind not in {"percent", "fraction"} and a.quantity.unit != b.quantity.unit:
        return False
    if a.quantity.per is not None or b.quantity.per is not None or _dwarfs(b.quantity, a.quantity):
        return False
    return not same_item or agree(page.head(whole), page.head(part)) or page.head(whole) in _CROWD
