"""The table of licences, from `REUSE.toml` at the root, which `reuse lint` holds to the files that are there."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).parents[2]


def annotations() -> list[dict[str, Any]]:
    """The entries of REUSE.toml: paths, licence, copyright, and where it comes from."""
    told: list[dict[str, Any]] = tomllib.loads((ROOT / "REUSE.toml").read_text(encoding="utf-8"))["annotations"]
    return told


def table() -> str:
    """A row for each entry."""
    rows = ["| files | licence (SPDX) | what they are |", "| --- | --- | --- |"]
    for entry in annotations():
        paths = entry["path"] if isinstance(entry["path"], list) else [entry["path"]]
        files = ", ".join(f"`{path}`" for path in paths)
        rows.append(f"| {files} | {entry['SPDX-License-Identifier']} | {entry['SPDX-FileComment']} |")
    return "\n".join(rows)
