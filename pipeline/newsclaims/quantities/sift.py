"""Which numerals are no claims, and what they are instead: dates, ages, ordinals, names, scores …

`numeral_kind` asks a row of small questions, those about characters first, those about grammar last; the first that
knows the numeral names its kind and the rule. None means: a figure. The questions stand in `sift_codes.py`,
`sift_names.py`, `sift_times.py` and `sift_counts.py`.
"""

from __future__ import annotations

from collections.abc import Callable

from newsclaims.quantities import sift_codes as codes
from newsclaims.quantities import sift_counts as counts
from newsclaims.quantities import sift_names as names
from newsclaims.quantities import sift_times as times
from newsclaims.quantities.sift_context import Answer, Context


def numeral_kind(context: Context) -> Answer:
    """The kind of a numeral that is no claim and the rule that says so; None for a figure."""
    for question in _QUESTIONS:
        if answer := question(context):
            return answer
    return None


_QUESTIONS: tuple[Callable[[Context], Answer], ...] = (
    times.clock,
    codes.identifier,
    codes.telephone,
    times.date,
    times.age,
    codes.score,
    codes.odds,
    codes.list_number,
    counts.conversion,
    times.security,
    times.placed,
    counts.share_of_rate,
    counts.multiple_word,
    counts.rank,
    counts.ordinal_word,
    counts.ordinal_part,
    counts.vague_word,
    names.in_a_name,
    counts.one,
    counts.anaphoric,
    names.label,
)
