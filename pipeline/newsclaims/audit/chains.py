"""A claim -> its chain from words to meaning, link by link, as a page draws it; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from newsclaims.audit.stored import Reading, Stored
from newsclaims.records import Claim, Relation, Source
from newsclaims.write.table import interval, said_by, worth

MODIFIERS = {
    "EXACT": "as stated",
    "EQUAL_OR_MORE": "at least",
    "MORE_THAN": "more than",
    "EQUAL_OR_LESS": "at most",
    "LESS_THAN": "less than",
    "APPROX": "about",
    "RANGE": "a range",
}
RELATIONS = {
    "compared_with": "held against",
    "part_of": "part of",
    "multiple_of": "multiple of",
    "repeats": "says again",
    "disputes": "disputes",
}
ITSELF = "the article itself"
NONE = "nothing"


@dataclass(frozen=True)
class Link:
    """One part of a claim: the `words` it was read from, what they mean, why, and what would have been read else.

    `part` names the mention in the text that belongs to it; `details` are (label, value) pairs. `confidence` is None
    where the record keeps none. `was` is what the machine read, where readers changed that: rule and trust are
    of it.
    """

    part: str
    label: str
    words: tuple[str, ...]
    meaning: str
    details: tuple[tuple[str, str], ...] = ()
    reading: Reading | None = None
    confidence: float | None = None
    was: str | None = None


@dataclass(frozen=True)
class Tie:
    """A relation to another claim: `words` of its figure where it is known, and whether both may be compared."""

    label: str
    target: str
    words: str | None
    factor: float | None
    comparable: bool | None
    reason: str | None


@dataclass(frozen=True)
class Chain:
    """A claim with all its links; `headline` is its reading in short."""

    id: str
    figure: str
    item: str
    who: str
    when: str
    confidence: float
    links: tuple[Link, ...]
    ties: tuple[Tie, ...]
    stored: Stored

    @property
    def claim(self) -> Claim:
        """The record."""
        return self.stored.claim


def chain(stored: Stored, known: Mapping[str, Claim]) -> Chain:
    """The chain of a claim; `known` are the claims of its article by id."""
    claim, machine = stored.claim, replace(stored, claim=stored.standing.claim)
    ties = tuple(_tie(relation, known) for relation in claim.relations)
    pairs = zip(_links(stored), _links(machine), strict=True)
    links = tuple(replace(now, was=was.meaning if was.meaning != now.meaning else None) for now, was in pairs)
    item = claim.item.head if claim.item else ""
    who = said_by(claim) if claim.attribution.sources else ITSELF
    short = (worth(claim.quantity), item, who, interval(claim.time) if claim.time else "")
    return Chain(claim.id, *short, claim.confidence.overall, links, ties, stored)


def _links(stored: Stored) -> tuple[Link, ...]:
    event = _event(stored.claim)
    return (_value(stored), _unit(stored), _item(stored), event, _place(stored), _who(stored), _when(stored))


def _value(stored: Stored) -> Link:
    quantity = stored.claim.quantity
    bounds = f"{_bound(quantity.min_value, '…')} to {_bound(quantity.max_value, '…')}"
    details = [("reads", MODIFIERS[quantity.modifier]), ("bounds", bounds), ("kind", quantity.kind)]
    if quantity.direction:
        details.append(("change", quantity.direction))
    if quantity.value_text:
        details.append(("exactly", quantity.value_text))
    if quantity.status == "derived":
        details.append(("status", "worked out from another claim"))
    reading, trust = stored.readings.get("value"), stored.claim.confidence.value
    return Link("value", "Value", (quantity.mention.text,), worth(quantity), tuple(details), reading, trust)


def _bound(number: float | None, open_side: str) -> str:
    return open_side if number is None else f"{number:,}"


def _unit(stored: Stored) -> Link:
    quantity = stored.claim.quantity
    meaning = "a plain count" if quantity.unit == "count" else quantity.unit
    if quantity.per:
        meaning += f" per {quantity.per}"
    reading, trust = stored.readings.get("value"), stored.claim.confidence.value
    return Link("value", "Unit", (quantity.mention.text,), meaning, (), reading, trust)


def _item(stored: Stored) -> Link:
    item, reading = stored.claim.item, stored.readings.get("item")
    if item is None:
        return Link("item", "Item", (), NONE, (), reading)
    return Link("item", "Item", (item.mention.text,), item.head, (), reading, stored.claim.confidence.item)


def _event(claim: Claim) -> Link:
    event = claim.event
    if event is None:
        return Link("event", "Event", (), NONE)
    told = [("polarity", "negated")] if event.negated else []
    told += [("certainty", "hedged")] if event.hedged else []
    return Link("event", "Event", (event.mention.text,), event.lemma, tuple(told))


def _place(stored: Stored) -> Link:
    place, reading = stored.claim.place, stored.readings.get("where")
    if place is None:
        return Link("place", "Where", (), NONE, (), reading)
    return Link("place", "Where", (place.mention.text,), place.name, (), reading)


def _who(stored: Stored) -> Link:
    said, reading = stored.claim.attribution, stored.readings.get("who")
    trust = stored.claim.confidence.source
    if not said.sources:
        return Link("who", "Who", (), ITSELF, (("voice", said.voice),), reading, trust)
    details: list[tuple[str, str]] = [("voice", said.voice)]
    several = len(said.sources) > 1
    details += [(source.name if several else "kind", _described(source)) for source in said.sources]
    if said.via:
        details.append(("relayed by", said.via.name))
    if said.repair:
        details.append(("quotation mark", said.repair.replace("_", " ")))
    words = [source.mention.text for source in said.sources] + ([said.cue.text] if said.cue else [])
    names = " & ".join(source.name for source in said.sources)
    return Link("who", "Who", tuple(dict.fromkeys(words)), names, tuple(details), reading, trust)


def _described(source: Source) -> str:
    for_whom = f", for {source.organisation}" if source.organisation else ""
    return f"{source.kind}{'' if source.named else ', not named'}{for_whom}"


def _when(stored: Stored) -> Link:
    time, reading = stored.claim.time, stored.readings.get("when")
    if time is None:
        return Link("when", "When", (), NONE, (), reading)
    timex = f"{time.timex_type} {time.timex_value}" + (f", {time.timex_mod}" if time.timex_mod else "")
    details = [("TIMEX3", timex)]
    if time.precision:
        details.append(("told to the", time.precision))
    details.append(("resolved against", time.anchor or "nothing: it stays as written"))
    bounds = f"{time.begin or '…'} to {time.end or '…'}" if time.begin or time.end else "no dated interval"
    meaning = time.begin if time.begin and time.begin == time.end else bounds
    return Link("when", "When", (time.mention.text,), meaning, tuple(details), reading, stored.claim.confidence.time)


def _tie(relation: Relation, known: Mapping[str, Claim]) -> Tie:
    target = known.get(relation.target)
    words = target.quantity.mention.text if target else None
    kept = (relation.factor, relation.comparable, relation.reason)
    return Tie(RELATIONS[relation.type], relation.target, words, *kept)
