"""The forms that claims are exported in, by the names that `--to` takes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from newsclaims.errors import UsageError, nearest
from newsclaims.export.annotations import web_annotations
from newsclaims.export.inputs import Worked
from newsclaims.export.label_studio import label_studio
from newsclaims.export.schema_org import schema_org
from newsclaims.export.table import csv_rows, tsv_rows

_LINES = (".jsonl", ".ndjson")


class Format(NamedTuple):
    """`pieces` makes the bytes of the file, from claims, or from articles with their claims where `of_articles`.

    Those that are `json` may be JSON lines too.
    """

    pieces: Callable[..., Iterator[bytes]]
    of_articles: bool = False
    json: bool = False

    def bytes_of(self, told: Iterable[Any], path: Path) -> Iterator[bytes]:
        """The bytes of a file of that name: JSON lines where it ends in `.jsonl` or `.ndjson`, else one document."""
        if self.json:
            return self.pieces(told, as_lines=path.suffix.lower() in _LINES)
        return self.pieces(told)


def _docbin(worked: Iterable[Worked]) -> Iterator[bytes]:
    # spaCy is loaded only for this one.
    from newsclaims.export.docbin import docbin

    return docbin(worked)


FORMATS = {
    "csv": Format(csv_rows),
    "tsv": Format(tsv_rows),
    "annotations": Format(web_annotations, json=True),
    "schema-org": Format(schema_org, json=True),
    "label-studio": Format(label_studio, of_articles=True, json=True),
    "docbin": Format(_docbin, of_articles=True),
}


def format_of(name: str) -> Format:
    """The form of that name. UsageError where there is none."""
    if name not in FORMATS:
        raise UsageError(f"no such form: {name}.", where="--to", mend=nearest(name, FORMATS))
    return FORMATS[name]
