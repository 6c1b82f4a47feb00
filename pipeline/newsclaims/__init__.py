"""newsclaims: every numeric claim of a news article, with what it counts, who says it, and when.

import newsclaims
nlp = newsclaims.load()
for claim in newsclaims.extract(newsclaims.read_articles(["articles.jsonl"]), nlp):
    print(claim.quantity.value, claim.item)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from newsclaims.flow import extract, load
    from newsclaims.read import read_articles
    from newsclaims.records import Article, Claim, Failure

__all__ = ["DEFAULT_MODEL", "FAST_MODEL", "Article", "Claim", "Failure", "extract", "load", "read_articles"]
DEFAULT_MODEL = "en_newsclaims"
"""The language model that ships with the package and reads best: a transformer encoder."""
FAST_MODEL = "en_newsclaims_fast"
"""The one that reads fastest: a convolutional net."""
_HOMES = {
    "extract": "newsclaims.flow",
    "load": "newsclaims.flow",
    "read_articles": "newsclaims.read",
    "Article": "newsclaims.records",
    "Claim": "newsclaims.records",
    "Failure": "newsclaims.records",
}


def __getattr__(name: str) -> Any:
    # spaCy imports this package for each of our components: what they do not need is loaded when it is asked for.
    if name not in _HOMES:
        raise AttributeError(f"module 'newsclaims' has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(_HOMES[name]), name)
