"""What of a claim a reader can change: the fields by name, their values checked, and the claim with a new value.

A value is plain JSON: a number (or its exact text, `0.1` or `1/3`), a word, a day, true or false, or null for none.
`item`, `event`, `place` and the sources stand in words of the article: where a claim has none yet, and the value does
not stand in its sentence, once, the words are given with it:
`{"value": "clinic", "mention": {"start": 12, "end": 19, "text": "clinics"}}`.
`source`, `source_kind` and `organisation` take one value, or a list with one for each source; a source that comes
without one before it in its place tells its kind: `{"value": "Ann Lee", "kind": "person"}`.

Reading order: `reading`, `choices`, `changed`; then what a new value does to each part of a claim.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple, get_args

import msgspec
from msgspec.structs import replace

from newsclaims import records
from newsclaims.claims.link import NARRATOR
from newsclaims.corrections.words import Marked, marked, words_of
from newsclaims.errors import CorrectionError, nearest
from newsclaims.records import Claim, Event, Item, Place, Quantity, Source, Time

FIELDS = (
    "kind", "value", "min_value", "max_value", "modifier", "unit", "per", "direction", "status",
    "item", "event", "negated", "hedged", "place",
    "time", "timex_type", "timex_value", "timex_mod", "time_begin", "time_end", "precision",
    "voice", "source", "source_kind", "organisation",
)  # fmt: skip
"""`item`, `event` and `place` are by lemma or name. `time` is the whole interval: null, or `{"mention": …, "begin": …,
"end": …}`, with `timex_type`, `timex_value`, `timex_mod` and `precision` where they are known."""
_CHOICES: dict[str, tuple[str, ...]] = {
    "kind": get_args(records.QuantityKind),
    "modifier": get_args(records.Modifier),
    "direction": ("up", "down"),
    "status": ("stated", "derived"),
    "timex_type": get_args(records.TimexType),
    "precision": get_args(records.Precision),
    "voice": get_args(records.Voice),
    "source_kind": get_args(records.SourceKind),
}
_NUMBER = re.compile(r"[+-]?\d{1,400}(\.\d{1,400})?(e[+-]?\d{1,3})?|[+-]?\d{1,40}/\d{1,40}", re.IGNORECASE)
_IN_WORDS = frozenset(["item", "event", "place", "time", "source"])
_TIME = ("timex_type", "timex_value", "timex_mod", "time_begin", "time_end", "precision")
_MAY_BE_NONE = frozenset(["per", "direction", "timex_mod", "precision", "organisation"])


class Part(NamedTuple):
    """What is taken whole from one reading of a claim: its names in a `reading`, and where in a claim it stands."""

    names: tuple[str, ...]
    home: str
    attributes: tuple[str, ...] = ()

    def put(self, claim: Claim, other: Claim) -> Claim:
        """The claim with this part of another one."""
        there = getattr(other, self.home)
        if self.attributes:
            there = replace(getattr(claim, self.home), **{name: getattr(there, name) for name in self.attributes})
        return replace(claim, **{self.home: there})


_WORTH = ("value", "min_value", "max_value")
PARTS = (
    Part((*_WORTH, "modifier"), "quantity", (*_WORTH, *(f"{name}_text" for name in _WORTH), "modifier")),
    *(Part((name,), "quantity", (name,)) for name in ("kind", "unit", "per", "direction", "status")),
    Part(("item",), "item"),
    Part(("event", "negated", "hedged"), "event"),
    Part(("place",), "place"),
    Part(_TIME, "time"),
    Part(("voice", "source", "source_kind", "organisation"), "attribution"),
)


def reading(claim: Claim) -> dict[str, Any]:
    """What a claim says, by the names of `FIELDS` (but for `time`, which its parts tell).

    Plain values, None for none; those of sources are a value for one source, and a list for several.
    """
    quantity, event, time, sources = claim.quantity, claim.event, claim.time, claim.attribution.sources
    told: dict[str, Any] = {name: getattr(quantity, name) for name in FIELDS[: FIELDS.index("item")]}
    told["item"] = claim.item.head if claim.item else None
    told["event"] = event.lemma if event else None
    told["negated"], told["hedged"] = (event.negated, event.hedged) if event else (None, None)
    told["place"] = claim.place.name if claim.place else None
    for name in ("timex_type", "timex_value", "timex_mod", "begin", "end", "precision"):
        told[f"time_{name}" if name in ("begin", "end") else name] = getattr(time, name, None)
    told["voice"] = claim.attribution.voice
    for name, attribute in (("source", "name"), ("source_kind", "kind"), ("organisation", "organisation")):
        values = [getattr(source, attribute) for source in sources]
        told[name] = values if len(values) > 1 else values[0] if values else None
    return told


def choices(field: str) -> tuple[str, ...] | None:
    """The values that a field may have, for a list to choose from; None where it is open."""
    return _CHOICES.get(field)


def changed(claim: Claim, field: str, value: Any) -> Claim:
    """The claim with another value in one field. CorrectionError where the value is none for it.

    Bounds follow a new value or modifier (`EXACT` 41 is bounded by 41), until they are changed themselves after it.
    Without a source the voice is the narrator's; with a first one it is indirect.
    """
    if field not in FIELDS:
        raise CorrectionError(f'no field is "{field}".', mend=nearest(field, FIELDS))
    try:
        return _SETTERS[field](claim, field, value)
    except CorrectionError as error:
        raise CorrectionError(error.what, where=f"{field} of claim {claim.id}", mend=error.mend) from error


def settled(claim: Claim, field: str, value: Any) -> Any:
    """The value of a change as it is kept: with the words that it stands in, so that it means the same in any run.

    `claim` has the value already.
    """
    if value is None or field not in _IN_WORDS:
        return value
    if field == "source":
        return [
            {"value": source.name, "mention": msgspec.to_builtins(source.mention), "kind": source.kind}
            for source in claim.attribution.sources
        ]
    part = getattr(claim, field)
    mention = msgspec.to_builtins(part.mention)
    if field == "time":
        return {**value, "mention": mention}
    return {"value": reading(claim)[field], "mention": mention}


def parts_of(field: str) -> tuple[str, ...]:
    """The names in a `reading` that a change of a field is seen in."""
    return _TIME if field == "time" else (field,)


def _figure(claim: Claim, field: str, value: Any) -> Claim:
    """Value and bounds: an exact number, and its text where a double does not hold it."""
    worth, text = records.number(_exact(value))
    quantity = replace(claim.quantity, **{field: worth, f"{field}_text": text})
    return replace(claim, quantity=_bounded(quantity) if field == "value" else quantity)


def _quantity(claim: Claim, field: str, value: Any) -> Claim:
    quantity = replace(claim.quantity, **{field: _chosen(field, value)})
    return replace(claim, quantity=_bounded(quantity) if field == "modifier" else quantity)


def _bounded(quantity: Quantity) -> Quantity:
    """The quantity with the bounds that its modifier gives its value; a range keeps its own, and has no value."""
    if quantity.modifier == "RANGE":
        return replace(quantity, value=None, value_text=None)
    if quantity.value is None:
        return quantity
    own, none = (quantity.value, quantity.value_text), (None, None)
    below = own if quantity.modifier in ("EXACT", "EQUAL_OR_MORE", "MORE_THAN") else none
    above = own if quantity.modifier in ("EXACT", "EQUAL_OR_LESS", "LESS_THAN") else none
    return replace(quantity, min_value=below[0], min_value_text=below[1], max_value=above[0], max_value_text=above[1])


def _item(claim: Claim, _: str, value: Any) -> Claim:
    given = marked(value)
    if given is None:
        return replace(claim, item=None)
    return replace(claim, item=Item(words_of(claim, given, claim.item), given.value.lower()))


def _event(claim: Claim, _: str, value: Any) -> Claim:
    given, was = marked(value), claim.event
    if given is None:
        return replace(claim, event=None)
    negated, hedged = (was.negated, was.hedged) if was else (False, False)
    return replace(claim, event=Event(words_of(claim, given, was), given.value.lower(), negated, hedged))


def _said_of_event(claim: Claim, field: str, value: Any) -> Claim:
    if claim.event is None:
        raise CorrectionError("the claim has no event.", mend="Change `event` first.")
    if not isinstance(value, bool):
        raise CorrectionError(f"{value!r} is neither true nor false.", mend="Write true or false.")
    return replace(claim, event=replace(claim.event, **{field: value}))


def _place(claim: Claim, _: str, value: Any) -> Claim:
    given = marked(value)
    return replace(claim, place=Place(words_of(claim, given, claim.place), given.value) if given else None)


def _time(claim: Claim, _: str, value: Any) -> Claim:
    """The whole interval; a TIMEX3 value that is not given is the day, the length in days, or the bound there is."""
    if value is None:
        return replace(claim, time=None)
    known = ("mention", "begin", "end", "timex_type", "timex_value", "timex_mod", "precision")
    unknown = sorted(set(value) - set(known)) if isinstance(value, dict) else ["…"]
    if unknown:
        mend = f"Write null, or an object with {', '.join(known)}."
        raise CorrectionError(f"{', '.join(unknown)} is no part of a time.", mend=mend)
    begin, end = _day(value.get("begin")), _day(value.get("end"))
    bounds = sorted(day for day in (begin, end) if day)
    if not bounds or bounds[0] != (begin or end):
        raise CorrectionError("the time has no begin before an end.", mend="Write days such as 2024-05-31, or null.")
    days = (date.fromisoformat(bounds[-1]) - date.fromisoformat(bounds[0])).days + 1
    length = begin is not None and end is not None and days > 1
    given = marked({"value": bounds[0], "mention": value.get("mention")})
    assert given is not None
    mention = words_of(claim, given, claim.time)
    timex_type = _chosen("timex_type", value.get("timex_type") or ("DURATION" if length else "DATE"))
    timex_value = _word(value.get("timex_value") or (f"P{days}D" if length else bounds[0]))
    rest = {name: _chosen(name, value.get(name)) for name in ("timex_mod", "precision")}
    return replace(claim, time=Time(mention, timex_type, timex_value, begin=begin, end=end, anchor=None, **rest))


def _part_of_time(claim: Claim, field: str, value: Any) -> Claim:
    if claim.time is None:
        raise CorrectionError("the claim has no time.", mend="Change `time`, with the words that tell it.")
    name = field.removeprefix("time_")
    new = _day(value) if name in ("begin", "end") else _chosen(field, value)
    return replace(claim, time=replace(claim.time, **{name: new}))


def _voice(claim: Claim, field: str, value: Any) -> Claim:
    voice = _chosen(field, value)
    if voice == "narrator":
        return replace(claim, attribution=NARRATOR)
    return replace(claim, attribution=replace(claim.attribution, voice=voice))


def _source(claim: Claim, _: str, value: Any) -> Claim:
    was = claim.attribution
    given = [one for one in map(marked, value if isinstance(value, list) else [value]) if one is not None]
    if not given:
        return replace(claim, attribution=NARRATOR)
    sources = tuple(_named(claim, one, was.sources[n] if n < len(was.sources) else None) for n, one in enumerate(given))
    voice = "indirect" if was.voice == "narrator" else was.voice
    return replace(claim, attribution=replace(was, sources=sources, voice=voice))


def _named(claim: Claim, given: Marked, was: Source | None) -> Source:
    """A source by its name; what is not said of it is as it was of the one in its place."""
    if given.kind is None and was is None:
        raise CorrectionError(
            f'what kind of source is "{given.value}"?',
            mend=f'Write {{"value": …, "kind": …}}. {nearest("", _CHOICES["source_kind"])}',
        )
    kind = _chosen("source_kind", given.kind) if given.kind or was is None else was.kind
    mention = words_of(claim, given, was)
    if was is not None and was.name == given.value:
        return replace(was, kind=kind, mention=mention)
    named = any(letter.isupper() for letter in given.value)
    return Source(given.value, kind, was.organisation if was else None, named, mention)


def _of_sources(claim: Claim, field: str, value: Any) -> Claim:
    """The kind or the organisation of each source."""
    values, sources = value if isinstance(value, list) else [value], claim.attribution.sources
    if len(values) != len(sources):
        mend = f"Write a list with one for each of {len(sources)} sources; change `source` first where they are others."
        raise CorrectionError(f"{len(values)} given, for {len(sources)} sources.", mend=mend)
    name = "kind" if field == "source_kind" else field
    new = [replace(source, **{name: _chosen(field, one)}) for source, one in zip(sources, values, strict=True)]
    return replace(claim, attribution=replace(claim.attribution, sources=tuple(new)))


def _exact(value: Any) -> Fraction | None:
    """A number as it is written: 0.1 is a tenth."""
    if value is None:
        return None
    try:
        # Python would work for hours on 1e9999999999.
        if isinstance(value, bool) or not _NUMBER.fullmatch(str(value).strip()):
            raise ValueError(value)
        exact = Fraction(str(value).strip())
        float(exact)
    except (ValueError, ZeroDivisionError, OverflowError):
        raise CorrectionError(f"{value!r} is no number.", mend="Write it like 1340, 0.25 or 1/3, or null.") from None
    return exact


def _chosen(field: str, value: Any) -> Any:
    """A value of a list, or a word where the field is open; None where it may be none."""
    if value is None and field in _MAY_BE_NONE:
        return None
    known = _CHOICES.get(field)
    if known is not None and value not in known:
        mend = nearest(str(value), known) + (" Or null." if field in _MAY_BE_NONE else "")
        raise CorrectionError(f"{value!r} is none of its values.", mend=mend)
    return value if known else _word(value)


def _word(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise CorrectionError(f"{value!r} is no word.", mend="Write one.")
    return value.strip()


def _day(value: Any) -> str | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(value).isoformat()
    except (TypeError, ValueError):
        raise CorrectionError(f"{value!r} is no day.", mend="Write it like 2024-05-31, or null.") from None


_SETTERS: dict[str, Callable[[Claim, str, Any], Claim]] = {
    **dict.fromkeys(_WORTH, _figure),
    **dict.fromkeys(("kind", "modifier", "unit", "per", "direction", "status"), _quantity),
    "item": _item,
    "event": _event,
    **dict.fromkeys(("negated", "hedged"), _said_of_event),
    "place": _place,
    "time": _time,
    **dict.fromkeys(_TIME, _part_of_time),
    "voice": _voice,
    "source": _source,
    **dict.fromkeys(("source_kind", "organisation"), _of_sources),
}
