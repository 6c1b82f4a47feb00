"""The rules behind changes, by this release.

Where the lines do not tell it (see `diff.with_reasons`): the articles of the changed claims are read anew, which tells
the rules of each side that this release reads as it stands.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence

import msgspec
from spacy.language import Language

from newsclaims import layers
from newsclaims.claims.link import claim_id
from newsclaims.database.diff import Change, Rules, rules_of
from newsclaims.explain import explained
from newsclaims.records import Article, Claim, Numeral


def read_anew(changes: Sequence[Change], articles: Iterable[Article], nlp: Language) -> list[Change]:
    """The changes with the rules of this release, for the sides that it reads as they are.

    Of a claim that went, the rule is the one by which its figure is no claim now.
    """
    wanted = {change.claim.article.id for change in changes}
    chosen = (article for article in articles if article.id in wanted)
    read: dict[str, tuple[Claim, Rules]] = {}
    none: dict[str, str] = {}
    for article, doc, reasoned in explained(chosen, nlp):
        read.update({claim.id: (claim, rules_of(told)) for claim, told in reasoned})
        for numeral in layers.take(doc, "numerals", Numeral):
            none[claim_id(article.meta, numeral.mention)] = f"no claim: {numeral.kind}, {numeral.rule}"
    return [_told(change, read, none) for change in changes]


def _told(change: Change, read: dict[str, tuple[Claim, Rules]], none: dict[str, str]) -> Change:
    name = change.claim.id
    claim, rules = read.get(name, (None, {}))
    sides: Iterator[Rules] = (
        rules if claim is not None and _alike(claim, side) else {} for side in (change.old, change.new)
    )
    was_by, now_by = sides
    if change.new is None and not now_by and name in none:
        now_by = {"value": none[name]}
    return dataclasses.replace(change, was_by=change.was_by or was_by, now_by=change.now_by or now_by)


def _alike(claim: Claim, other: Claim | None) -> bool:
    """Whether two records say the same, whoever produced them."""
    return other is not None and msgspec.structs.replace(claim, produced_by=other.produced_by) == other
