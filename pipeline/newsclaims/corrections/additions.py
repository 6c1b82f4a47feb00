"""A claim that was missed, as a reader marks it: spans of the article, and what they mean."""

from __future__ import annotations

from typing import Any

import msgspec

from newsclaims.records import ArticleMeta, Claim, Mention


class Addition(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A claim by spans. `figure` is needed, and `fields`, by the names of `fields.FIELDS`: `value` and `unit` at least.

    `sentence` is the sentence around the figure; without it the one of another claim that holds the figure, else its
    line. `kind` is told by the unit where it is not given, `modifier` is EXACT, `voice` the narrator's.
    """

    figure: Mention
    fields: dict[str, Any]
    sentence: Mention | None = None


def added(addition: Addition, article: ArticleMeta, text: str, sentences: tuple[Mention, ...] = ()) -> Claim:
    """The whole record of an addition, with the id that `extract` would give a claim at this figure.

    `text` is the article's; `sentences` are those that are known of it. CorrectionError where a mention is not in it.
    """
    raise NotImplementedError
