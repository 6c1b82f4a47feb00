"""`compared_with`: one figure held against another by the text's own words.

`33 since June, compared with 31 in 2018` · `fell from 40 to 30` · `to 30 from 40` · `33, more than the 31 of May`. The
tie goes from the figure to the one that it is held against.

Reading order: `Comparing.ties` (what each figure is the base of), `_base_of` (which cue stands before it), `_held`
(which figure is held against it).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from newsclaims.claims.page import Page, Tie, Words, agree, same_measure
from newsclaims.claims.windows import comparable

_FILLING = r"(?:[^\s,.;:()–—]+\s+)"
_WHEN = rf"(?:{_FILLING}{{1,5}}?, when {_FILLING}{{0,5}})?"
_PLAIN = r"(?:(?:just|only|the|a|an|some|its|previous|earlier|average|of|record|low|high|level|about|around|a mere) )*"
_POINTING = re.compile(r"^(?:that|this|it|the \w+)(?: (?:is|was|are|were))? $", re.IGNORECASE)
_OR = re.compile(r"^(?: [^\s,]+){0,6},? (?:or|and) $")
_SPREAD = 10_000
_NEAR = 60
_ALONE = re.compile(r"(?:^|, |– |— |\()$")


class Comparing:
    """Finds comparisons; the patterns are made once from the tables."""

    def __init__(self, words: Words) -> None:
        self.changes, self.moved = words.changes, words.surfaces["moved"]
        self.strong = re.compile(rf"\b{words.pattern('compare')} {_WHEN}{_FILLING}{{0,8}}$", re.IGNORECASE)
        self.exceed = re.compile(
            rf"[,–—] ?(?:\w+ ){{0,2}}{words.pattern('exceed')} (?:the|that|those|its|his|her|their) "
            rf"{_WHEN}{_FILLING}{{0,5}}$",
            re.IGNORECASE,
        )
        self.against = re.compile(rf"\b{words.pattern('against')} {_PLAIN}$", re.IGNORECASE)
        self.start = re.compile(rf"\bfrom {_PLAIN}$", re.IGNORECASE)
        self.goal = re.compile(rf"\bto {_PLAIN}$", re.IGNORECASE)

    def ties(self, page: Page, parts: Iterable[Tie]) -> Iterator[Tie]:
        """The comparisons of an article; a whole behind its part (`13 of the 19`) is held against nothing."""
        wholes = {tie.target for tie in parts if tie.target > tie.source}
        for places in page.live():
            bases = wholes.intersection(places)
            for n in places:
                if n in wholes:
                    continue
                held = self._base_of(page, n, bases)
                for a, b in restated(page, held, n) if held is not None else ():
                    bases.add(b)
                    yield Tie("compared_with", a, b, None, *comparable(page.claims[a], page.claims[b]))

    def _base_of(self, page: Page, n: int, bases: set[int]) -> int | None:
        """The figure that figure `n` is the base of a comparison for; None where it is no base.

        What a cue stands before is put among the `bases` either way.
        """
        lead = page.lead(n)
        if cue := self.strong.search(lead) or self.exceed.search(lead):
            held = _held(page, n, bases, weak=False)
            bases.add(n)
            return held if held is not None else _pointed(page, n, lead[: cue.start()])
        if self.against.search(lead):
            return _held(page, n, bases, weak=True)
        if cue := self.start.search(lead):
            return self._moved(page, n, lead[: cue.start()], bases)
        return None

    def _moved(self, page: Page, n: int, lead: str, bases: set[int]) -> int | None:
        """The level that came from figure `n`: `fell to 30 from 40`, `30, from 40 in May`, `from 40 to 30`."""
        changing = self._changes(f"{page.before(n)} {page.after(n)[:_NEAR]}")
        alone = bool(_ALONE.search(lead))
        held = _held(page, n, bases, weak=True) if changing or alone else None
        if held is not None and (alone or self.goal.search(page.lead(held)) or _by(page, n)):
            return held
        goal = n + 1
        if not changing or goal not in page.siblings(n) or not self.goal.search(page.lead(goal)):
            return None
        gap = page.gap(n, goal)
        apart = ";" in gap or len(gap) > _NEAR or self._changes(gap)
        return goal if not apart and same_measure(page.claims[n], page.claims[goal]) else None

    def _changes(self, words: str) -> bool:
        """Whether a word of change is among the words."""
        return any(word in self.changes or word in self.moved for word in re.findall(r"[a-z]+", words.lower()))


def _by(page: Page, n: int) -> bool:
    """Whether right before figure `n` stands by how much it changed: `£12m, up 20% from £8m`."""
    before = page.earlier(n)[:1]
    return any(page.claims[m].quantity.direction and len(page.gap(m, n)) < _NEAR / 2 for m in before)


def _held(page: Page, n: int, bases: set[int], *, weak: bool) -> int | None:
    """The nearest figure before `n` in its sentence that is told in its unit, of the same item where there is one.

    A `weak` cue (`against`, `from`) asks for the same item; a figure that says how much something changed is no level.
    """
    base = page.claims[n].quantity
    fits = [a for a in page.earlier(n) if a not in bases and page.near(a, n)]
    fits = [a for a in fits if same_measure(page.claims[a], page.claims[n]) and _alike(page, a, n)]
    if weak and base.direction is None:
        fits = [a for a in fits if page.claims[a].quantity.direction is None]
    of_item = [a for a in fits if agree(page.head(a), page.head(n))]
    if weak and base.kind == "count":
        of_item = [a for a in fits if page.head(a) == page.head(n)]
    ranked = [*of_item, *(fits if not weak else ())]
    same_rate = [a for a in ranked if page.claims[a].quantity.per == base.per]
    return next(iter([*same_rate, *ranked]), None)


def _alike(page: Page, a: int, n: int) -> bool:
    """Whether two figures are not so far apart that they must be of other things."""
    one, other = (abs(page.claims[k].quantity.value or 0) for k in (a, n))
    return not one or not other or max(one, other) / min(one, other) < _SPREAD


def _pointed(page: Page, n: int, lead: str) -> int | None:
    """The figure of the sentence before that one with no figure of its own holds up: `That compares with 31 in May`."""
    previous = page.sentence_before(n)
    if not previous or n != page.siblings(n)[0] or not _POINTING.match(lead) or not page.near(previous[-1], n):
        return None
    fits = [a for a in previous[-4:] if same_measure(page.claims[a], page.claims[n])]
    fits = [a for a in fits if agree(page.head(a), page.head(n))] or fits
    return fits[-1] if len(fits) == 1 else None


def restated(page: Page, a: int, b: int) -> Iterator[tuple[int, int]]:
    """The pair, and the pair that goes along with it: `$8m, or 54 cents a share, against $6m, or 37 cents`."""
    yield a, b
    if b - a == 2 and b + 1 in page.siblings(b) and _OR.match(page.gap(a, a + 1)) and _OR.match(page.gap(b, b + 1)):
        along = same_measure(page.claims[a + 1], page.claims[b + 1]) and _alike(page, a + 1, b + 1)
        units = [page.claims[n].quantity.unit for n in (a, a + 1)]
        if along and (units[0] != units[1] or "or" in page.gap(b, b + 1)):
            yield a + 1, b + 1
