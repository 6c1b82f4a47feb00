"""The table of licences, from `REUSE.toml` at the root, which `reuse lint` holds to the files that are there."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).parents[2]
_STARS = re.compile(r"(\*\*|\*)")


def annotations() -> list[dict[str, Any]]:
    """The entries of REUSE.toml: paths, licence, copyright, and where it comes from."""
    told: list[dict[str, Any]] = tomllib.loads((ROOT / "REUSE.toml").read_text(encoding="utf-8"))["annotations"]
    return told


def paths(entry: dict[str, Any]) -> list[str]:
    """The patterns of an entry: `*` within a folder, `**` over folders."""
    told: str | list[str] = entry["path"]
    return [told] if isinstance(told, str) else told


def licence(path: str) -> str | None:
    """The licence of a file; as REUSE has it, the last entry that names it counts. None for a file without one."""
    of = None
    for entry in annotations():
        for pattern in paths(entry):
            parts = (
                ".*" if part == "**" else "[^/]*" if part == "*" else re.escape(part) for part in _STARS.split(pattern)
            )
            if re.fullmatch("".join(parts), path):
                of = str(entry["SPDX-License-Identifier"])
    return of


def table() -> str:
    """A row for each entry."""
    rows = ["| files | licence (SPDX) | what they are |", "| --- | --- | --- |"]
    for entry in annotations():
        files = ", ".join(f"`{path}`" for path in paths(entry))
        rows.append(f"| {files} | {entry['SPDX-License-Identifier']} | {entry['SPDX-FileComment']} |")
    return "\n".join(rows)
