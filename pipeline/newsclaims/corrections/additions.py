"""A claim that was missed, as a reader marks it: spans of the article, and what they mean."""

from __future__ import annotations

from typing import Any, cast

import msgspec

from newsclaims.claims.link import NARRATOR, claim_id
from newsclaims.corrections.fields import changed
from newsclaims.corrections.words import check_words
from newsclaims.errors import CorrectionError
from newsclaims.records import ArticleMeta, Claim, Confidence, Mention, Producer, Quantity, QuantityKind
from newsclaims.tables import rows

ADDED_BY = "reader"
"""The model that an added claim names."""
_FIRST = ("kind", "modifier", "unit", "value", "min_value", "max_value", "source", "event")
"""Fields that others hang on: a value's bounds on its modifier, a voice on its sources."""
_KINDS = {"count": "count", "times": "multiple", "fraction": "fraction"}


class Addition(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A claim by spans. `figure` is needed, and `fields`, by the names of `fields.FIELDS`: `unit`, and `value` or a
    bound, at least.

    `sentence` is the sentence around the figure; without it the one of another claim that holds the figure, else its
    line. `kind` is told by the unit where it is not given, `modifier` is EXACT, `voice` the narrator's, or indirect
    where there is a source.
    """

    figure: Mention
    fields: dict[str, Any]
    sentence: Mention | None = None


def added(addition: Addition, article: ArticleMeta, text: str, sentences: tuple[Mention, ...] = ()) -> Claim:
    """The whole record of an addition, with the id that `extract` would give a claim at this figure.

    `text` is the article's; `sentences` are those that are known of it. CorrectionError where a mention is not in it.
    """
    figure, fields = addition.figure, addition.fields
    sentence = addition.sentence or _around(figure, text, sentences)
    check_words(msgspec.to_builtins([figure, sentence, fields]), sentence, text=text)
    if not sentence.start <= figure.start <= figure.end <= sentence.end:
        raise CorrectionError(
            "the figure is not in its sentence.", where=article.id, mend="Give the sentence around it."
        )
    bounds = [fields.get(name) for name in ("value", "min_value", "max_value")]
    if not fields.get("unit") or bounds == [None, None, None]:
        mend = 'Give `unit` ("count" for things counted), and `value` or a bound.'
        raise CorrectionError("the claim has no unit, or is worth nothing.", where=article.id, mend=mend)
    worth = Quantity(figure, _kind(fields["unit"]), None, None, None, None, None, None, "EXACT", "count")
    claim = Claim(
        schema="newsclaims.claim/1", id=claim_id(article, figure), article=article, sentence=sentence, quantity=worth,
        item=None, event=None, place=None, time=None, attribution=NARRATOR, relations=(), flags=(),
        confidence=Confidence(1.0, 1.0, None, None, None), produced_by=Producer("", ADDED_BY, ""),
    )  # fmt: skip
    for name in sorted(fields, key=lambda name: _FIRST.index(name) if name in _FIRST else len(_FIRST)):
        claim = changed(claim, name, fields[name])
    linked = {"item": claim.item, "source": claim.attribution.sources, "time": claim.time}
    trust = {link: 1.0 if part else None for link, part in linked.items()}
    return msgspec.structs.replace(claim, confidence=msgspec.structs.replace(claim.confidence, **trust))


def _around(figure: Mention, text: str, sentences: tuple[Mention, ...]) -> Mention:
    """The known sentence that holds a figure, else its line."""
    for known in sentences:
        if known.start <= figure.start and figure.end <= known.end:
            return known
    end = text.find("\n", figure.end)
    return Mention.of(text, text.rfind("\n", 0, figure.start) + 1, len(text) if end < 0 else end)


def _kind(unit: Any) -> QuantityKind:
    """The kind that a unit has in our tables; `measure` for one that they do not know."""
    kinds = {row["unit"]: row["kind"] for row in rows("units", "surface", "unit", "kind")}
    kinds |= {row["code"]: "money" for row in rows("currencies", "surface", "code")}
    # Any JSON may stand there; that it is a word is asked of it later.
    return cast(QuantityKind, (_KINDS | kinds).get(str(unit), "measure"))
