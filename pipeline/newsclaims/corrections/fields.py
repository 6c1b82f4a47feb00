"""What of a claim a reader can change: the fields by name, their values checked, and the claim with a new value.

A value is plain JSON: a number, a word, a day, or null for none. `item`, `event`, `place` and the sources stand in
words of the article: where a claim has none yet, and the value does not stand in its sentence, once, the words are
given with it: `{"value": "clinic", "mention": {"start": 12, "end": 19, "text": "clinics"}}`.
`source`, `source_kind` and `organisation` take one value, or a list with one for each source.
"""

from __future__ import annotations

from typing import Any

from newsclaims.records import Claim

FIELDS = (
    "kind", "value", "min_value", "max_value", "modifier", "unit", "per", "direction", "status",
    "item", "event", "negated", "hedged", "place",
    "time", "timex_type", "timex_value", "timex_mod", "time_begin", "time_end", "precision",
    "voice", "source", "source_kind", "organisation",
)  # fmt: skip
"""`item`, `event` and `place` are by lemma or name. `time` is the whole interval: null, or `{"mention": …, "begin": …,
"end": …}`, with `timex_type`, `timex_value`, `timex_mod` and `precision` where they are known."""


def reading(claim: Claim) -> dict[str, Any]:
    """What a claim says, by the names of `FIELDS` (but for `time`, which its parts tell)."""
    raise NotImplementedError


def choices(field: str) -> tuple[str, ...] | None:
    """The values that a field may have, for a list to choose from; None where it is open."""
    raise NotImplementedError


def changed(claim: Claim, field: str, value: Any) -> Claim:
    """The claim with another value in one field. CorrectionError where the value is none for it.

    Bounds follow a new value or modifier (`EXACT` 41 is bounded by 41), until they are changed themselves after it.
    Without a source the voice is the narrator's; with a first one it is indirect.
    """
    raise NotImplementedError
