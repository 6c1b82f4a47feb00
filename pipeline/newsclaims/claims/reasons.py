"""Why a claim reads as it does: for value, item, who, when and where the words, the rule, the trust, and the reading
that comes next.

Reading order: `reasons_of` (all claims of a Doc), then a function for each part.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from spacy.tokens import Doc, Span, Token

from newsclaims import layers
from newsclaims.claims.events import near_places, places_of
from newsclaims.claims.link import NARRATOR
from newsclaims.claims.linking import Link, Linker
from newsclaims.claims.sentences import Sentence, sentences_of
from newsclaims.claims.times import Spot
from newsclaims.records import Attribution, Claim, ClaimAttribution, Mention, Reason

ITSELF = "the article itself"
_DERIVED = "worked out from the figure that it multiplies"


class _Ground(NamedTuple):
    """What the reasons of one figure are read from."""

    claim: Claim
    sentence: Sentence
    spot: Spot
    link: Link
    attributions: Sequence[Attribution]
    near: Sequence[Span]


def reasons_of(doc: Doc, linker: Linker) -> list[tuple[Claim, tuple[Reason, ...]]]:
    """Each claim of a Doc that has every layer on it, with its reasons; `linker` is the one that made the claims."""
    places = places_of(doc)
    attributions = layers.take(doc, "attributions", Attribution)
    sentences = sentences_of(doc)
    spots = {
        spot.figure.quantity.mention: (sentence, spot, link)
        for sentence, links in zip(sentences, linker.links(doc, sentences), strict=True)
        for spot, link in zip(sentence.spots, links, strict=True)
    }
    claims = layers.take(doc, "claims", Claim)
    stated = {claim.id: claim for claim in claims}
    out: list[tuple[Claim, tuple[Reason, ...]]] = []
    for claim in claims:
        # What is worked out has its item, window and place from the figure that it multiplies.
        multiplied = claim.quantity.status == "derived"
        of = stated[claim.relations[0].target] if multiplied else claim
        sentence, spot, link = spots[of.quantity.mention]
        ground = _Ground(claim, sentence, spot, link, attributions, near_places(spot.token, places))
        out.append((claim, (_value(ground, of), _item(ground), _who(ground), _when(ground), _where(ground))))
    return out


def _value(ground: _Ground, of: Claim) -> Reason:
    quantity, figure = ground.claim.quantity, ground.link.figure
    rule = figure.rule if of is ground.claim else f"{_DERIVED}: “{' '.join(of.quantity.mention.text.split())}”"
    if figure.unit_rule is not None:
        rule += f", unit by {figure.unit_rule.replace('-', ' ')}"
    number = quantity.value if quantity.value is not None else quantity.min_value
    return Reason("value", f"{number} {quantity.unit}", quantity.mention, rule, ground.claim.confidence.value)


def _item(ground: _Ground) -> Reason:
    item = ground.claim.item
    if item is None:
        return Reason("item", None, None, ground.link.figure.item_rule, None)
    return Reason("item", item.head, item.mention, ground.link.figure.item_rule, ground.claim.confidence.item)


def _who(ground: _Ground) -> Reason:
    """The attribution that was taken; next comes the next larger content around the figure, else the article."""
    claim, said, figure = ground.claim, ground.claim.attribution, ground.claim.quantity.mention
    around = [
        (content.end - content.start, n, attribution)
        for n, attribution in enumerate(ground.attributions)
        for content in attribution.contents
        if content.start <= figure.start and figure.end <= content.end and attribution.sources
    ]
    ranked = [attribution for _, _, attribution in sorted(around, key=lambda found: found[:2])]
    taken = next((a for a in ranked if a.cue == said.cue and a.sources == said.sources), None)
    others = [a for a in ranked if a is not taken]
    if said.voice == NARRATOR.voice:
        following = others or [a for a in ground.attributions if a.sources and _shares(a, ground.sentence.mention)]
        rule = "no content of an attribution holds the figure"
    else:
        following = others
        rule = taken.rule if taken else "whoever stands before the verb that puts the figure"
    reading = None if said.voice == NARRATOR.voice and not following else ITSELF
    if following:
        reading = _named(following[0])
    trust = following[0].confidence if following else None
    return Reason("who", _named(said) or ITSELF, said.cue, rule, claim.confidence.source, reading, trust)


def _shares(attribution: Attribution, sentence: Mention) -> bool:
    return any(c.start < sentence.end and sentence.start < c.end for c in attribution.contents)


def _named(said: Attribution | ClaimAttribution) -> str:
    return " & ".join(source.name for source in said.sources)


def _when(ground: _Ground) -> Reason:
    """The expression that was taken, of all in the figure's sentence by their probability."""
    link, time, ranked = ground.link, ground.claim.time, ground.link.ranked
    by = "the time link" if link.table else "the reader of links"
    others = [(trust, c) for trust, c in ranked if time is None or c.words != time.mention]
    following, trust = (_told(others[0][1].words, others[0][1].timex), others[0][0]) if others else (None, None)
    trust = None if trust is None else round(trust, 3)
    if time is None:
        rule = "its sentence has no dated expression"
        if ranked:
            least = f"no expression of the sentence reaches {link.threshold:.2f}"
            rule = least if link.table else f"none is far likelier ({link.no_time:.2f})"
        return Reason("when", None, None, rule, None, following, trust)
    taken = next((c for trust, c in ranked if c.words == time.mention and trust >= link.threshold), None)
    rule = f"{taken.timex.rule}, tied by {by}" if taken else "the window of the whole that it is a part of"
    return Reason("when", _bounds(time), time.mention, rule, ground.claim.confidence.time, following, trust)


def _told(words: Mention, timex: object) -> str:
    return f"“{' '.join(words.text.split())}”, {_bounds(timex)}"


def _bounds(time: object) -> str:
    begin, end = getattr(time, "begin", None), getattr(time, "end", None)
    return f"{begin or '…'} to {end or '…'}"


def _where(ground: _Ground) -> Reason:
    """The place name that was taken, of those on the figure's way up through the tree."""
    place, spot = ground.claim.place, ground.spot
    others = [span.text for span in ground.near if place is None or span.start_char != place.mention.start]
    following = " ".join(others[0].split()) if others else None
    if place is None:
        return Reason("where", None, None, "no place name hangs on the figure's noun or predicate", None, following)
    rule = f"nearest place name above “{_words(spot.token)}”"
    return Reason("where", place.name, place.mention, rule, None, following)


def _words(token: Token) -> str:
    return " ".join(token.text.split())
