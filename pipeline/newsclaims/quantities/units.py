"""The one door to quantulum3, whose unit knowledge is asked about spellings that our table does not hold.

It is asked about "1 GHz" and the like, never about a sentence, and believed only where its answer covers the whole span
and names a physical dimension.
"""

from __future__ import annotations

import warnings
from functools import lru_cache
from typing import TYPE_CHECKING

from newsclaims.quantities.lexicon import Unit

if TYPE_CHECKING:
    from quantulum3.classes import Quantity  # noqa: TID251

_NO_UNITS = frozenset(["dimensionless", "unknown", "currency", "count", "percentage"])


@lru_cache(maxsize=4096)
def unit_from_quantulum(surface: str) -> Unit | None:
    """The unit that letters joined to digits stand for ("GHz" -> gigahertz), or None where quantulum3 is not sure."""
    if not 2 <= len(surface) <= 6 or not surface.isascii():
        return None
    quantities = _ask(f"1 {surface}")
    if len(quantities) != 1 or quantities[0].span != (0, len(surface) + 2):
        return None
    unit = quantities[0].unit
    if unit.entity.name in _NO_UNITS or len(unit.dimensions) != 1:
        return None
    kind = "duration" if unit.entity.name == "time" else "measure"
    return Unit(unit.name, kind)


def _ask(span: str) -> list[Quantity]:
    """What quantulum3 finds in a short span, by its rules alone.

    Its classifier, which it takes up wherever scikit-learn is installed, stays off: it was pickled by another release,
    and the answer must not hang on what else is installed.
    """
    # Loading quantulum3's tables takes a while: only a text that needs them pays.
    with warnings.catch_warnings():
        # It says at import that its optional classifier is missing; a span of one unit needs none.
        warnings.simplefilter("ignore")
        from quantulum3 import classifier, parser  # noqa: TID251

        before, classifier.USE_CLF = classifier.USE_CLF, False
        try:
            return list(parser.parse(span))
        finally:
            classifier.USE_CLF = before
