"""The mentions of a claim, each with the part that it plays: for forms that mark them in the text."""

from __future__ import annotations

from collections.abc import Iterator

from newsclaims.records import Claim, Mention

ROLES = ("figure", "item", "event", "place", "time", "source", "via", "cue", "content")


def mentions_of(claim: Claim) -> Iterator[tuple[str, Mention, float | None]]:
    """Each mention with its role, and how far to trust it where the record says so; a role may come several times."""
    trust, said = claim.confidence, claim.attribution
    yield "figure", claim.quantity.mention, trust.value
    if claim.item:
        yield "item", claim.item.mention, trust.item
    if claim.event:
        yield "event", claim.event.mention, None
    if claim.place:
        yield "place", claim.place.mention, None
    if claim.time:
        yield "time", claim.time.mention, trust.time
    for source in said.sources:
        yield "source", source.mention, trust.source
    if said.via:
        yield "via", said.via.mention, None
    if said.cue:
        yield "cue", said.cue, None
    if said.content:
        yield "content", said.content, None
