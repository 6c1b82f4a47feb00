"""What a kind of file needs beyond the base install, looked for before it is imported: the error names the mend."""

from __future__ import annotations

import importlib.util
import logging

from newsclaims.errors import ArticleError
from newsclaims.read.formats import KIND_NAMES, Kind, Packing

_MEND = 'Install it: pip install "newsclaims[archive]".'
_NEEDS: dict[Kind | Packing, tuple[str, ...]] = {
    "html": ("trafilatura", "htmldate"),
    "warc": ("warcio", "trafilatura", "htmldate"),
    "parquet": ("pyarrow",),
    "zstd": ("zstandard",),
}


def missing(kind: Kind, packing: Packing | None) -> ArticleError | None:
    """The error for a kind of file that an optional package reads and that package is not installed; None if it is."""
    for part in (kind, packing):
        absent = [name for name in _NEEDS.get(part, ()) if importlib.util.find_spec(name) is None] if part else []
        if part and absent:
            return ArticleError(f"{KIND_NAMES[part]} needs {' and '.join(absent)}, not installed here.", mend=_MEND)
    return None


def hush(*names: str) -> None:
    """Keep what libraries log about a page off standard error: its failure says it, or there is none."""
    for name in names:
        log = logging.getLogger(name)
        if not log.handlers:
            log.addHandler(logging.NullHandler())
