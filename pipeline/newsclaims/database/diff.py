"""Two files or runs of claims held against each other: what came, went and changed, field by field, and by which rule.

A claim is known by its id, which stays the same while its article and the characters of its figure do. Who produced a
record is no difference; what it says is. Reading order: `Change`, `diff`, `change_line`, `change_rows`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from newsclaims.database.reading import Survey, articles, reasons
from newsclaims.records import Claim, Reason

_PRODUCER = "produced_by"
Rules = Mapping[str, str]
"""The rule, or the part of a model, behind each part of a claim: value, item, who, when, where."""
_PARTS = {"quantity": "value", "item": "item", "attribution": "who", "time": "when", "place": "where"}
_LINKS = {"value": "value", "item": "item", "source": "who", "time": "when"}


@dataclasses.dataclass(frozen=True)
class Change:
    """A claim that differs: `fields` are paths with the old and the new value; `old` is None where it came, `new` where
    it went. `was_by` and `now_by` are the rules behind it, empty where nobody told them.
    """

    old: Claim | None
    new: Claim | None
    fields: tuple[tuple[str, Any, Any], ...] = ()
    was_by: Rules = dataclasses.field(default_factory=dict)
    now_by: Rules = dataclasses.field(default_factory=dict)

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
    """What differs, in the order of the old side, then what came, in the order of the new one.

    Articles that read alike on both sides are passed over: what is held is no more than the claims of the others.
    """
    alike = {name for name, sha256 in old.digests.items() if new.digests.get(name) == sha256}
    now = {claim.id: claim for claims in articles(new, but=alike) for claim in claims}
    for claims in articles(old, but=alike):
        for was in claims:
            yield from _changes(was, now.pop(was.id, None))
    for came in now.values():
        yield Change(None, came)


def with_reasons(changes: Sequence[Change], old: Survey, new: Survey) -> list[Change]:
    """The changes with the rules that the lines of both sides tell: those of `newsclaims explain --json` do."""
    was = {name: rules_of(told) for name, told in reasons(old, {change.old.id for change in changes if change.old})}
    now = {name: rules_of(told) for name, told in reasons(new, {change.new.id for change in changes if change.new})}
    return [
        dataclasses.replace(change, was_by=was.get(change.claim.id, {}), now_by=now.get(change.claim.id, {}))
        for change in changes
    ]


def rules_of(reasons: tuple[Reason, ...]) -> Rules:
    """The rules that reasons name, by their parts."""
    return {reason.part: reason.rule for reason in reasons if reason.rule}


def rules_behind(change: Change, path: str) -> tuple[str | None, str | None]:
    """The rules behind a field of a claim, old and new: ("quantity.value") -> ("figure", "figure with a scale").

    Those of the value for "", the claim as a whole; None where they are not told.
    """
    first, _, rest = path.partition(".")
    part = "value" if not first else _LINKS.get(rest) if first == "confidence" else _PARTS.get(first.partition("[")[0])
    return change.was_by.get(part or ""), change.now_by.get(part or "")


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
    """A change as a JSON line: `change`, `id`, `article`, the `sentence`, `figure` and `item`, the `rules` of the claim
    as it was and is, and `fields` with `old` and `new` and the rules behind both.
    """
    claim = change.claim
    fields = {}
    for path, was, now in change.fields:
        was_by, now_by = rules_behind(change, path)
        fields[path] = {"old": was, "new": now, "old_rule": was_by, "new_rule": now_by}
    told = {
        "change": change.kind,
        "id": claim.id,
        "article": claim.article.id,
        "sentence": claim.sentence.text,
        "figure": claim.quantity.mention.text,
        "item": claim.item.head if claim.item else None,
        "rules": {"old": change.was_by, "new": change.now_by},
    }
    return msgspec.json.encode({**told, "fields": fields}).decode()


def change_rows(change: Change) -> Iterator[tuple[str, ...]]:
    """Rows for a table: change, claim, field, old, new, rule; one for each field, and one for a claim that came or
    went.
    """
    claim = change.claim
    name = f"{claim.article.id} {claim.id}"
    if not change.fields:
        words = f"{claim.quantity.mention.text} {claim.item.mention.text if claim.item else ''}".strip()
        was, now = (words, "") if change.kind == "went" else ("", words)
        yield change.kind, name, "", was, now, told_rules(change, "")
    for place, (path, was, now) in enumerate(change.fields):
        which = ("", "") if place else (change.kind, name)
        yield *which, path, _shown(was), _shown(now), told_rules(change, path)


def told_rules(change: Change, path: str) -> str:
    """The rules behind a field in words: the one, or the old one → the new one; "" where neither is told."""
    rules = dict.fromkeys(rule for rule in rules_behind(change, path) if rule)
    return " → ".join(rules)


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
