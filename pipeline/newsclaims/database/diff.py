"""Two files of claims held against each other: what came, went and changed, field by field.

A claim is known by its id, which stays the same while its article and the characters of its figure do. Who produced a
record is no difference; what it says is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from newsclaims.database.reading import Survey, articles
from newsclaims.records import Claim

_PRODUCER = "produced_by"


@dataclass(frozen=True)
class Change:
    """A claim that differs: `fields` are paths with the old and the new value; `old` is None where it came, `new` where
    it went.
    """

    old: Claim | None
    new: Claim | None
    fields: tuple[tuple[str, Any, Any], ...] = ()

    @property
    def kind(self) -> str:
        """`came`, `went` or `changed`."""
        return "came" if self.old is None else "went" if self.new is None else "changed"

    @property
    def claim(self) -> Claim:
        """The claim as it is now, or as it was where it went."""
        found = self.new or self.old
        assert found is not None
        return found


def diff(old: Survey, new: Survey) -> Iterator[Change]:
    """What differs, in the order of the old file, then what came, in the order of the new one."""
    now = {claim.id: claim for claims in articles(new) for claim in claims}
    for claims in articles(old):
        for was in claims:
            yield from _changes(was, now.pop(was.id, None))
    for came in now.values():
        yield Change(None, came)


def _changes(was: Claim, now: Claim | None) -> Iterator[Change]:
    """The change of one claim, or none."""
    if now is None:
        yield Change(was, None)
    elif now != was and (fields := tuple(_fields("", msgspec.to_builtins(was), msgspec.to_builtins(now)))):
        yield Change(was, now, fields)


def _fields(path: str, was: Any, now: Any) -> Iterator[tuple[str, Any, Any]]:
    """Each path whose values differ: ("quantity.value", 40, 41); a part that is on one side only is told whole."""
    if isinstance(was, dict) and isinstance(now, dict):
        for key in was:
            name = f"{path}.{key}" if path else key
            if name != _PRODUCER:
                yield from _fields(name, was[key], now[key])
    elif isinstance(was, (list, tuple)) and isinstance(now, (list, tuple)) and len(was) == len(now):
        for place, (one, other) in enumerate(zip(was, now, strict=True)):
            yield from _fields(f"{path}[{place}]", one, other)
    elif was != now:
        yield path, was, now


def change_line(change: Change) -> str:
    """A change as a JSON line: `change`, `id`, `article`, the `sentence`, and `fields` with `old` and `new`."""
    claim = change.claim
    fields = {path: {"old": was, "new": now} for path, was, now in change.fields}
    told = {"change": change.kind, "id": claim.id, "article": claim.article.id, "sentence": claim.sentence.text}
    return msgspec.json.encode({**told, "fields": fields}).decode()


def change_rows(change: Change) -> Iterator[tuple[str, str, str, str, str]]:
    """Rows for a table: change, claim, field, old, new; one for each field, and one for a claim that came or went."""
    claim = change.claim
    name = f"{claim.article.id} {claim.id}"
    if not change.fields:
        words = f"{claim.quantity.mention.text} {claim.item.mention.text if claim.item else ''}".strip()
        was, now = (words, "") if change.kind == "went" else ("", words)
        yield change.kind, name, "", was, now
    for place, (path, was, now) in enumerate(change.fields):
        yield ("" if place else change.kind), ("" if place else name), path, _shown(was), _shown(now)


def _shown(value: Any) -> str:
    """A value in a cell: a mention or another part by its words, name or JSON."""
    if isinstance(value, dict):
        for key in ("name", "head", "lemma", "text", "kind", "type"):
            if key in value:
                return str(value[key])
        if isinstance(value.get("mention"), dict):
            return str(value["mention"]["text"])
    if value is None or value == ():
        return "–"
    if isinstance(value, tuple):
        return "; ".join(map(_shown, value))
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()
