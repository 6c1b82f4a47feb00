"""The forms of corrections: a claim's reading as fields to write in, and what was written as changes; pure.

A field that is left as it was is no change. `item`, `event`, `place`, `source` and the time stand in words of the
article: where the value itself does not stand in the sentence, the words are written beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from newsclaims.audit.chains import MODIFIERS
from newsclaims.corrections.fields import choices, reading
from newsclaims.errors import CorrectionError
from newsclaims.records import Claim, Mention

TIME = ("time_begin", "time_end", "timex_type", "timex_value", "timex_mod", "precision")
_GROUPS = {
    "Figure": ("modifier", "value", "min_value", "max_value", "unit", "per", "kind", "direction"),
    "What it is about": ("item", "event", "negated", "hedged", "place"),
    "Who says it": ("source", "source_kind", "organisation", "voice"),
    "When": TIME,
}
_LABELS = {
    "modifier": "Reads as", "min_value": "Lower bound", "max_value": "Upper bound", "per": "Per (hour, …)",
    "direction": "Change", "item": "Item, its head word", "event": "Event, its verb", "place": "Where",
    "source": "Who", "source_kind": "Kind of source", "organisation": "For which organisation",
    "time_begin": "First day", "time_end": "Last day", "timex_type": "TIMEX3 type", "timex_value": "TIMEX3 value",
    "timex_mod": "TIMEX3 mod", "precision": "Told to the",
}  # fmt: skip
_IN_WORDS = ("item", "event", "place", "source")
_BY_SOURCE = ("source", "source_kind", "organisation")
_TRUTH = {"yes": True, "no": False}
_NUMBERS = ("value", "min_value", "max_value")


@dataclass(frozen=True)
class Field:
    """One field of a form; `choices` are the values to choose from, each with its words, `lines` how many there are
    (one a source), and `words` names the field for its words in the article.
    """

    name: str
    label: str
    text: str
    choices: tuple[tuple[str, str], ...] = ()
    lines: int = 1
    words: str | None = None


def groups(claim: Claim | None) -> list[tuple[str, list[Field]]]:
    """The fields in their groups, filled with what a claim says; empty ones for a claim that is to be added."""
    told = texts_of(claim)
    several = len(claim.attribution.sources) if claim else 1
    return [(group, [_field(name, told.get(name, ""), several) for name in names]) for group, names in _GROUPS.items()]


def _field(name: str, text: str, sources: int) -> Field:
    listed = tuple(_TRUTH) if name in ("negated", "hedged") else choices(name) or ()
    lines = sources if name in _BY_SOURCE else 1
    words = f"{name}_words" if name in _IN_WORDS else "time_words" if name == "time_begin" else None
    label = _LABELS.get(name, name.capitalize())
    told = tuple((value, MODIFIERS.get(value, value.replace("_", " "))) for value in listed)
    return Field(name, label, text, () if lines > 1 else told, lines, words)


def texts_of(claim: Claim | None) -> dict[str, str]:
    """What a claim says as the text of each field; nothing for none."""
    if claim is None:
        return {}
    told = {name: _text(value) for name, value in reading(claim).items()}
    for name in _NUMBERS:
        told[name] = getattr(claim.quantity, f"{name}_text") or told[name]
    return told


def _text(value: Any) -> str:
    if isinstance(value, list):
        return "\n".join(map(_text, value)).rstrip("\n")
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def changes(form: Mapping[str, str], claim: Claim, text: str | None) -> list[tuple[str, Any]]:
    """What was written otherwise than the claim says: (field, value), as `corrections.fields.changed` takes them.

    CorrectionError for words that do not stand in the text, or more than once.
    """
    told = texts_of(claim)
    given = _given(form)
    changed = [(name, value) for name, value in given.items() if name in told and value.rstrip("\n") != told[name]]
    out = list(_time_changes(given, claim, text))
    timed = {field for field, _ in out} | ({*TIME} if any(field == "time" for field, _ in out) else set())
    for name, value in changed:
        if name not in TIME and name not in timed:
            out.append((name, _value(name, value, given, (claim, text))))
    words = [name for name in _IN_WORDS if given.get(f"{name}_words") and name not in dict(changed)]
    out += [(name, _value(name, given.get(name, ""), given, (claim, text))) for name in words]
    order = [name for names in _GROUPS.values() for name in names]
    return sorted(out, key=lambda change: order.index(change[0]) if change[0] in order else len(order))


def addition(form: Mapping[str, str], text: str) -> dict[str, Any]:
    """A claim that was missed, as `corrections.additions.Addition` takes it: its figure by its words, and which of
    their standings in the text that is (`which`, from 1), or by `start`; and every field that was written.
    """
    given = _given(form)
    figure = _figure(given, text)
    fields: dict[str, Any] = {}
    for names in _GROUPS.values():
        for name in names:
            if given.get(name) and name not in TIME and name != "source_kind":
                fields[name] = _value(name, given[name], given, (None, text))
    if any(given.get(name) for name in TIME):
        fields["time"] = _whole_time(given, None, text)
    return {"figure": figure, "fields": fields}


def _given(form: Mapping[str, str]) -> dict[str, str]:
    """The fields as they were written, line by line: an empty line is a source without that part."""
    return {name: "\n".join(line.strip() for line in value.splitlines()) for name, value in form.items()}


def _figure(given: Mapping[str, str], text: str) -> dict[str, Any]:
    words = given.get("figure", "")
    if not words:
        raise CorrectionError("the figure has no words.", mend="Copy them from the text.")
    starts = _standings(words, text)
    placed = {str(at): at for at in starts}.get(given.get("start", ""))
    at = placed if placed is not None else {str(n): at for n, at in enumerate(starts, 1)}.get(given.get("which") or "1")
    if at is None:
        raise CorrectionError(f'"{words}" stands {len(starts)} times in the text.', mend="Say which of them it is.")
    return _mention(at, words)


def _standings(words: str, text: str) -> list[int]:
    """Where words start in a text."""
    starts, at = [], text.find(words)
    while at >= 0:
        starts.append(at)
        at = text.find(words, at + 1)
    return starts


def _mention(start: int, words: str) -> dict[str, Any]:
    return {"start": start, "end": start + len(words), "text": words}


def _time_changes(given: Mapping[str, str], claim: Claim, text: str | None) -> Iterator[tuple[str, Any]]:
    """One change of the whole interval, where it comes, goes, or stands in other words; else its parts."""
    told = texts_of(claim)
    touched = [name for name in TIME if name in given and given[name] != told[name]]
    if claim.time is None and touched:
        yield "time", _whole_time(given, claim, text)
    elif (
        claim.time is not None
        and touched
        and not any(given.get(name) for name in ("time_begin", "time_end", "timex_value"))
    ):
        yield "time", None
    elif claim.time is not None and given.get("time_words"):
        yield "time", _whole_time(given, claim, text)
    else:
        yield from ((name, given[name] or None) for name in touched)


def _whole_time(given: Mapping[str, str], claim: Claim | None, text: str | None) -> dict[str, Any]:
    mention = _found(given.get("time_words", ""), claim, text)
    named = {name.removeprefix("time_") if name in TIME[:2] else name: given.get(name) or None for name in TIME}
    return {"mention": mention, **{name: value for name, value in named.items() if value}}


def _value(name: str, text: str, given: Mapping[str, str], place: tuple[Claim | None, str | None]) -> Any:
    """The value of a field as its text says it; with its words and kind where they are written too."""
    if name == "source":
        return _sources(text, given, place)
    claim = place[0]
    if name in _BY_SOURCE and claim is not None and len(claim.attribution.sources) > 1:
        lines = text.split("\n")
        return [line or None for line in lines + [""] * (len(claim.attribution.sources) - len(lines))]
    if not text:
        return None
    if name in ("negated", "hedged"):
        return _TRUTH.get(text)
    if name in _NUMBERS:
        return text.replace(",", "")
    words = given.get(f"{name}_words", "") if name in _IN_WORDS else ""
    return {"value": text, "mention": _found(words, *place)} if words else text


def _sources(text: str, given: Mapping[str, str], place: tuple[Claim | None, str | None]) -> Any:
    """One source or several, a line each; one that comes where there was none brings its kind."""
    names = [line.strip() for line in text.split("\n") if line.strip()]
    kinds = given.get("source_kind", "").split("\n")
    words = given.get("source_words", "")
    values = []
    for n, name in enumerate(names):
        value: dict[str, Any] = {"value": name}
        if words and n == len(names) - 1:
            value["mention"] = _found(words, *place)
        if place[0] is None or n >= len(place[0].attribution.sources):
            value["kind"] = (kinds[n] if n < len(kinds) else "") or "organisation"
        values.append(value)
    return (values[0] if len(values) == 1 else values) or None


def _found(words: str, claim: Claim | None, text: str | None) -> dict[str, Any]:
    """Where words stand: in the claim's sentence, else in the text. CorrectionError where that is not one place."""
    if not words:
        raise CorrectionError("the words that tell it are missing.", mend="Copy them from the article.")
    sentence = claim.sentence if claim else Mention(0, 0, "")
    starts: list[int] = []
    for first, known in ((sentence.start, sentence.text), (0, text or "")):
        starts = _standings(words, known)
        if len(starts) == 1:
            return _mention(first + starts[0], words)
        if starts:
            break
    what = "does not stand in the text" if not starts else f"stands {len(starts)} times there"
    mend = "Copy the words from the article, more of them where one is not enough."
    raise CorrectionError(f'"{words}" {what}.', mend=mend)
