"""The record, field by field: types from the JSON Schema that ships (`newsclaims/schema/claim-1.json`), meanings from
`docs/reference/fields.csv`, which a test holds to the schema.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SCHEMA = Path(__file__).parents[2] / "pipeline" / "newsclaims" / "schema" / "claim-1.json"
MEANINGS = Path(__file__).parents[1] / "reference" / "fields.csv"
_WORDS = {"integer": "integer", "number": "number", "string": "string", "boolean": "true or false", "null": "null"}


def fields() -> str:
    """A section for each part of the record, in the order in which the record holds them."""
    schema, told = json.loads(SCHEMA.read_text(encoding="utf-8")), meanings()
    return "\n\n".join(_section(name, schema["$defs"][name], told) for name in _ordered(schema))


def meanings() -> dict[tuple[str, str], str]:
    """What each field of each part means, in the table's order."""
    with MEANINGS.open(encoding="utf-8", newline="") as table:
        return {(row["part"], row["field"]): row["meaning"] for row in csv.DictReader(table)}


def _ordered(schema: dict[str, Any]) -> Iterator[str]:
    """The parts as they are met from the whole record on."""
    waiting, seen = [_name(schema["$ref"])], set()
    while waiting:
        name = waiting.pop(0)
        if name not in seen:
            seen.add(name)
            yield name
            waiting += map(_name, re.findall(r"#/\$defs/\w+", json.dumps(schema["$defs"][name])))


def _section(name: str, part: dict[str, Any], told: dict[tuple[str, str], str]) -> str:
    prose = re.sub(r"\s*\n\s*", " ", part["description"].replace("\n\n", "\0")).replace("\0", "\n\n")
    rows = [f"| `{field}` | {_kind(kind)} | {told[name, field]} |" for field, kind in part["properties"].items()]
    return "\n".join([f"## {name}", "", prose, "", "| field | type | meaning |", "| --- | --- | --- |", *rows])


def _kind(told: dict[str, Any]) -> str:
    """A field's type in words, with links to the parts that it holds."""
    if "const" in told:
        return f"`{json.dumps(told['const'])}`"
    if "enum" in told:
        return ", ".join("null" if value is None else f"`{value}`" for value in sorted(told["enum"], key=str))
    if "anyOf" in told:
        return " or ".join(_kind(one) for one in told["anyOf"])
    if "$ref" in told:
        name = _name(told["$ref"])
        return f"[{name}](#{name.lower()})"
    kinds = told["type"] if isinstance(told["type"], list) else [told["type"]]
    if kinds == ["array"]:
        return f"list of {_kind(told['items'])}"
    words = " or ".join(_WORDS[kind] for kind in kinds)
    bounds = [f"{sign} {told[key]}" for key, sign in (("minimum", "≥"), ("maximum", "≤")) if key in told]
    bounds += [f"like `{told['pattern']}`"] if "pattern" in told else []
    return words + (f" ({', '.join(bounds)})" if bounds else "")


def _name(reference: str) -> str:
    return reference.rsplit("/", 1)[-1]
