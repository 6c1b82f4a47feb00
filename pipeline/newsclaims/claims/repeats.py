"""`repeats` and `disputes`: one figure told twice, and figures of two sources that cannot both be right.

A repeat is tied to where the figure stands first: in a sentence that stands twice with a word or two changed, in the
headline, or elsewhere in the body with the same item, predicate, source and window. A dispute asks for another source,
the same item and predicate (or words that point: `put the toll at 300`), a window and place that may be the same, and
values that exclude each other.

Reading order: `repeats`, `disputes`, `Disputing`.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from newsclaims.claims.page import Page, Tie, Words, agree, exclude
from newsclaims.claims.putters import putter
from newsclaims.claims.windows import comparable, overlap, same_window
from newsclaims.records import Claim, ClaimAttribution

_LOOKED_AT = 8
_CLOSE = 2  # sentences with claims
_TWINS = 0.8
_LEAST_WORDS = 6
_READ = 600  # characters of a sentence that are held against another
_COUNTED = frozenset(["count", "money", "measure"])
_SHARED, _SHARED_SMALL, _SHARED_TELLING = 0.4, 0.6, 0.25
_SMALL, _SHORT = 12, 3
_TELLING = 3  # digits that make a number its own
_UPPER = frozenset(["EQUAL_OR_LESS", "LESS_THAN"])
_PALE = frozenset(["be", "have", "do", "say", "get", "make", "take"])
_DEATHS = frozenset(["dead", "death", "body", "fatality", "casualty", "victim", "person"])
_POINTING = re.compile(r"(?:^|\W)(?:the|these|those) $", re.IGNORECASE)
_WORD = re.compile(r"\w+")


def repeats(page: Page, headline: frozenset[int]) -> Iterator[Tie]:
    """Each figure that was told before, tied to its first telling; `headline` are the places of claims in it."""
    told: dict[object, list[int]] = defaultdict(list)
    bags: dict[int, list[str]] = {}
    for places in page.live():
        for n in places:
            quantity = page.claims[n].quantity
            if quantity.kind == "multiple":
                continue
            key = (quantity.unit, quantity.value, quantity.min_value, quantity.max_value)
            key = key if quantity.value is None else (quantity.unit, quantity.value, None, None)
            first = next((m for m in told[key][:_LOOKED_AT] if _repeats(page, m, n, headline, bags)), None)
            if first is None:
                told[key].append(n)
            else:
                yield Tie("repeats", n, first)


def _repeats(page: Page, m: int, n: int, headline: frozenset[int], bags: dict[int, list[str]]) -> bool:
    a, b = page.claims[m], page.claims[n]
    if page.home[m] == page.home[n] or a.quantity.per != b.quantity.per:
        return False
    one, other = (
        bags.setdefault(page.home[k], _WORD.findall(page.claims[k].sentence.text[:_READ].lower())) for k in (m, n)
    )
    if min(len(one), len(other)) >= _LEAST_WORDS and _overlap(one, other) >= _TWINS:
        told = a.item is not None or a.event is not None
        return told and page.head(m) == page.head(n) and not _others(a, b)
    if not (_fits(a, b) and agree(page.head(m), page.head(n))):
        return False
    same_item = page.head(m) is not None and page.head(m) == page.head(n)
    if m in headline and n not in headline:
        return same_item or _same_event(a, b) or _is_telling(a)
    if not same_item or a.quantity.kind not in _COUNTED:
        return False
    if _needed(a) == _SHARED and _POINTING.search(page.lead(n)) and not page.after(n).startswith("-"):
        return True
    shared = _shared(one, other)
    return shared >= _SHARED_TELLING if _is_telling(a) else _same_event(a, b) and shared >= _needed(a)


def _words(page: Page, n: int, bags: dict[int, list[str]]) -> list[str]:
    """The words of a claim's sentence; `bags` keeps them."""
    home = page.home[n]
    if home not in bags:
        bags[home] = _WORD.findall(page.claims[n].sentence.text[:_READ].lower())
    return bags[home]


def _needed(claim: Claim) -> float:
    """The share of words that two sentences need in common: more where the figure is small."""
    value = claim.quantity.value
    return _SHARED_SMALL if value is not None and abs(value) <= _SMALL else _SHARED


def _shared(one: list[str], other: list[str]) -> float:
    """The share of the shorter sentence's words, numbers and short ones aside, that the other has too."""
    bags = [{word for word in words if len(word) > _SHORT and not word[0].isdigit()} for words in (one, other)]
    return len(bags[0] & bags[1]) / max(min(map(len, bags)), 1)


def _overlap(one: list[str], other: list[str]) -> float:
    """The share of words that two sentences have in common, each word as often as it stands."""
    return (Counter(one) & Counter(other)).total() / max(len(one), len(other))


def _fits(a: Claim, b: Claim) -> bool:
    """Whether two claims may be one: sources, windows and places do not differ where both have them."""
    if not agree(a.quantity.direction, b.quantity.direction):
        return False
    upper = [claim.quantity.modifier in _UPPER for claim in (a, b)]
    if upper[0] != upper[1]:
        return False
    places = agree(*(claim.place.name if claim.place else None for claim in (a, b)))
    windows = a.time is None or b.time is None or same_window(a.time, b.time)
    return places and windows and not _others(a, b)


def _others(a: Claim, b: Claim) -> bool:
    """Whether both claims have sources, and none in common."""
    one, other = (_names(claim) for claim in (a, b))
    return bool(one) and bool(other) and not one & other


def _names(claim: Claim) -> set[str]:
    sources = claim.attribution.sources
    return {name.lower() for source in sources for name in (source.name, source.organisation) if name}


def _same_event(a: Claim, b: Claim) -> bool:
    return a.event is not None and b.event is not None and a.event.lemma == b.event.lemma not in _PALE


def _is_telling(claim: Claim) -> bool:
    """Whether a number has so many digits that it hardly stands twice by chance: 1,384, not 1,400."""
    value = claim.quantity.value
    return value is not None and len(f"{abs(value):.10g}".replace(".", "").strip("0")) >= _TELLING


class Disputing:
    """Finds disputes; the patterns are made once from the tables."""

    def __init__(self, words: Words) -> None:
        self.counting = words.surfaces["counting"]
        self.contrast = re.compile(rf"\b{words.pattern('contrast')}\b", re.IGNORECASE)
        self.pointing = re.compile(
            rf"\b(?P<verb>put|puts|putting|placed|places|set|estimates?|estimated|gave|gives|counted)\b"
            rf" (?:it|them|(?:the|that|this|its|their)(?: \w+){{0,2}}? (?P<noun>{words.pattern('pointer')}))"
            rf"(?: \w+){{0,3}}? (?:at|to be|as)(?: \w+){{0,2}} ?$",
            re.IGNORECASE,
        )

    def put_by(self, page: Page, n: int) -> ClaimAttribution | None:
        """Who puts the toll at figure `n`, where the text says so and nobody says the claim yet."""
        if page.claims[n].attribution.sources:
            return None
        pointing = self.pointing.search(page.before(n))
        return putter(page, n, pointing.span("verb")) if pointing else None

    def ties(self, page: Page, parts: Iterable[Tie]) -> Iterator[Tie]:
        """The disputes of an article, each tied to the figure that was told before; `parts` are no rivals."""
        told: dict[object, list[int]] = defaultdict(list)
        inner = {tie.source for tie in parts}
        for places in page.live():
            for n in places:
                claim = page.claims[n]
                if not claim.attribution.sources or claim.quantity.kind not in _COUNTED or n in inner:
                    continue
                against = self._pointed(page, n)
                key = (claim.quantity.unit, claim.quantity.per, page.head(n))
                if against is None and page.head(n) is not None and claim.quantity.kind != "money":
                    against = next((m for m in told[key][: -_LOOKED_AT - 1 : -1] if self._clash(page, m, n)), None)
                told[key].append(n)
                if against is not None:
                    yield Tie("disputes", n, against, None, *comparable(claim, page.claims[against]))

    def _pointed(self, page: Page, n: int) -> int | None:
        """The figure that `put the toll at 300` contradicts, in this sentence or the one before."""
        pointing = self.pointing.search(page.lead(n))
        if not pointing:
            return None
        places = range(page.siblings(n)[0], n) or page.sentence_before(n)
        fits = [m for m in places if page.claims[m].quantity.unit == page.claims[n].quantity.unit]
        if (pointing["noun"] or "").lower().startswith("toll"):
            fits = [m for m in fits if page.head(m) in _DEATHS] or fits
        first = next(iter(fits), None)
        if first is None or not _others_or_none(page.claims[first], page.claims[n]):
            return None
        may = overlap(page.claims[first].time, page.claims[n].time)
        return first if may and exclude(page.claims[first].quantity, page.claims[n].quantity) else None

    def _clash(self, page: Page, m: int, n: int) -> bool:
        """Whether two figures of one item cannot both be right: other sources, one event, window and place.

        Where no window is told, the text must set them against each other (`but`, `disputed`), close by.
        """
        a, b = page.claims[m], page.claims[n]
        if not _others(a, b) or not exclude(a.quantity, b.quantity) or a.quantity.direction or b.quantity.direction:
            return False
        if not agree(*(claim.place.name if claim.place else None for claim in (a, b))):
            return False
        if a.time is None and b.time is None:
            close = page.home[n] - page.home[m] <= _CLOSE and self.contrast.search(page.before(n))
            return bool(close) and _same_event(a, b) and a.event is not None and a.event.lemma not in self.counting
        return same_window(a.time, b.time) and self._one_event(a, b)

    def _one_event(self, a: Claim, b: Claim) -> bool:
        """Whether two claims have one predicate. That of `counted 22 houses burned` only says that it is said: then the
        other's must stand in its sentence, its item in an earlier one, or both name one place.
        """
        said = [claim.event is None or claim.event.lemma in self.counting for claim in (a, b)]
        if not any(said):
            return _same_event(a, b)
        if said[1] and b.item is not None and b.item.mention.start < b.sentence.start:
            return True
        if all(said):
            return a.place is not None and b.place is not None and a.place.name == b.place.name
        bare, other = (a, b) if said[0] else (b, a)
        words = other.event.mention.text.lower() if other.event else ""
        return words in _WORD.findall(bare.sentence.text.lower())

    def apart(self, page: Page, inner: set[int]) -> Iterator[tuple[int, int, str]]:
        """Figures of one item, told by others of another window, with the reason why they are not comparable; none of
        the `inner`, which are parts of a whole.
        """
        told: dict[object, list[int]] = defaultdict(list)
        for places in page.live():
            for n in places:
                claim, head = page.claims[n], page.head(n)
                if head is None or n in inner or not claim.attribution.sources or claim.quantity.kind != "count":
                    continue
                for m in told[head][: -_LOOKED_AT - 1 : -1]:
                    other = page.claims[m]
                    same, reason = comparable(other, claim)
                    if (
                        same is False
                        and self._one_event(other, claim)
                        and _others(other, claim)
                        and overlap(other.time, claim.time)
                    ):
                        yield n, m, reason
                        break
                told[head].append(n)


def _others_or_none(a: Claim, b: Claim) -> bool:
    """Whether the second has other sources than the first, or the first none."""
    return not _names(a) & _names(b)
