"""The JSON Schema of a claim, as it ships with the package; `python -m newsclaims.write.schema` writes it anew."""

from __future__ import annotations

import json
from pathlib import Path

from newsclaims.records import SCHEMA, claim_schema

PATH = Path(__file__).parents[1] / "schema" / f"{SCHEMA.split('.')[1].replace('/', '-')}.json"


def schema_text() -> str:
    """What the schema file must hold for the records of this release."""
    return json.dumps(claim_schema(), indent=2, ensure_ascii=False) + "\n"


def write_schema(path: Path = PATH) -> None:
    """Write the schema file."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(schema_text(), encoding="utf-8")


if __name__ == "__main__":
    write_schema()
