"""Where corrections stand after a new run: found again by the words, and what does not fit told, never guessed.

Reading order: `reanchor` and `conflicts`, `placed_in` (the corrections of an article), `located` (where the words of
one are now), `_fitting` (whether what was judged there still is what a run reads there).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Literal

import msgspec
from msgspec.structs import replace

from newsclaims.claims.link import claim_id
from newsclaims.corrections.entries import Correction
from newsclaims.corrections.fields import changed, parts_of, reading
from newsclaims.corrections.kept import articles_corrected, corrections, in_force
from newsclaims.corrections.words import Moved, is_text_of, moved
from newsclaims.database.stored import article_of, claims_of_article
from newsclaims.errors import CorrectionError
from newsclaims.records import ArticleMeta, Claim

How = Literal["id", "offsets", "moved", "text"]
"""`id`: the claim has its id and words still. `offsets`: the text is the same, and a claim has its figure there.
`moved`: the text is another, and one claim of it has the same figure in the same sentence. `text`: no claim is there
now, but the words are: in the same text, or once in the new one."""
ConflictKind = Literal["gone", "ambiguous", "differs", "agrees"]
"""`gone`: its words are not there, or no claim is where one was judged. `ambiguous`: two places fit. `differs`: the
claim says something else now than what was judged. `agrees`: a new run says by itself what the reader said."""
Texts = Callable[[str], str | None]
"""The text of an article by its id, None where it is not at hand."""
_LED = {
    "value": ("min_value", "max_value"),
    "event": ("negated", "hedged"),
    "time_begin": ("timex_type", "timex_value", "timex_mod", "precision"),
    "source": ("source_kind", "organisation"),
}
"""Fields that go without saying where another one differs."""


class Placed(msgspec.Struct, frozen=True):
    """A correction, the claim that it is of now (`claim_id`, None where there is none), how that was found, and what
    does not fit.

    `holds` says whether it is in force: what was judged of words in the same text is, whatever a new run reads there;
    what was judged of a claim that reads otherwise in a changed text, and what has no place or two, is not, until a
    reader looks again. `was` is the correction as it was made, `correction` the same with the words of its value (and
    of its claim, where no run has that) where they are now.
    """

    correction: Correction
    was: Correction
    claim_id: str | None
    how: How | None
    holds: bool
    conflict: ConflictKind | None = None
    reason: str = ""


def reanchor(connection: Any, *, article: str | None = None, texts: Texts = lambda _: None) -> list[Placed]:
    """Where every correction that is not undone stands now, in the order they were made; nothing is written.

    With `texts` the words of a changed text are looked for where no claim has them.
    """
    names = articles_corrected(connection) if article is None else [article]
    found = [placed for name in names for placed in _of_article(connection, name, texts)]
    return sorted(found, key=lambda placed: placed.was.id)


def conflicts(connection: Any, *, article: str | None = None, texts: Texts = lambda _: None) -> list[Placed]:
    """Those of `reanchor` that a reader should look at again."""
    return [placed for placed in reanchor(connection, article=article, texts=texts) if placed.conflict is not None]


def _of_article(connection: Any, name: str, texts: Texts) -> list[Placed]:
    entries = in_force(corrections(connection, article=name))
    if not entries:
        return []
    meta = article_of(connection, name)
    text = texts(name) if meta else None
    known = text if meta and text is not None and is_text_of(meta, text) else None
    return placed_in(entries, meta, claims_of_article(connection, name), known)


def placed_in(
    entries: Sequence[Correction], article: ArticleMeta | None, claims: Sequence[Claim], text: str | None
) -> list[Placed]:
    """Where the corrections of an article stand, given the article as it is now and its claims; pure."""
    groups: dict[tuple[str, str | None], list[Placed]] = {}
    for entry in entries:
        spot = located(entry, article, claims, text)
        groups.setdefault((entry.reader, spot.claim_id or entry.claim_id), []).append(spot)
    by_id = {claim.id: claim for claim in claims}
    fitted = [spot for (_, name), own in groups.items() for spot in _fitted(own, by_id.get(name or ""))]
    return sorted((_whole(spot, fitted, claims) for spot in fitted), key=lambda spot: spot.was.id)


def base_of(now: Claim | None, own: Sequence[Placed]) -> Claim:
    """What the changes of one reader to one claim are made to: the claim as they accepted or added it last, with the
    relations, flags and producer of the run; where they did neither, or the text is another one, `now`. Where no run
    has it, as they judged it last.
    """
    held = [spot for spot in own if spot.holds] or list(own)
    verdicts = [spot for spot in held if spot.was.action in ("accept", "reject", "add")]
    last = verdicts[-1] if verdicts else held[-1]
    judged = last.correction.judged
    assert judged is not None
    if now is None:
        return judged
    if last.was.action not in ("accept", "add") or (last.how == "moved" and last.was.judged == last.was.claim):
        return now
    run = {name: getattr(now, name) for name in ("id", "article", "relations", "flags", "produced_by")}
    return replace(judged, **run)


def _fitted(own: Sequence[Placed], now: Claim | None) -> Iterator[Placed]:
    """What one reader says of one claim, held against the claim as it is."""
    if own[0].was.claim is None:
        yield from own
        return
    # One that the same reader has put another in the place of is not looked at again.
    latest = {spot.was.field: spot.was.id for spot in own}
    entries = [spot.correction for spot in own if spot.holds]
    looked = [
        _fitting(spot, now, entries) if now and spot.holds and latest[spot.was.field] == spot.was.id else spot
        for spot in own
    ]
    claim = base_of(now, looked)
    for spot in looked:
        if spot.holds:
            try:
                claim = changed_by(claim, [spot.correction])
            except CorrectionError as error:
                yield replace(spot, holds=False, conflict="differs", reason=error.what)
                continue
        yield spot


def located(entry: Correction, article: ArticleMeta | None, claims: Sequence[Claim], text: str | None = None) -> Placed:
    """Where the words of a correction are now, and the claim there; what that claim says is not looked at."""
    nowhere = Placed(entry, entry, None, None, False)
    if article is None:
        return replace(nowhere, conflict="gone", reason="the database does not have its article any more")
    same = entry.anchor.text_sha256 == article.text_sha256
    if entry.claim is None:
        reason = "" if same else "the text of the article is another one now"
        return replace(
            nowhere, how="text" if same else None, holds=same, conflict=None if same else "gone", reason=reason
        )
    if not same:
        return _in_new_text(nowhere, entry.claim, article, claims, text)
    there = [claim for claim in claims if _at(claim) == _at(entry.claim)]
    if (exact := [claim for claim in there if claim.id == entry.claim_id]) or len(there) == 1:
        found = (exact or there)[0]
        return replace(nowhere, claim_id=found.id, how="id" if exact else "offsets", holds=True)
    if there:
        return replace(nowhere, conflict="ambiguous", reason=f"{len(there)} claims have its figure: {_ids(there)}")
    return _without_claim(replace(nowhere, how="text"), claims)


def _in_new_text(
    nowhere: Placed, claim: Claim, article: ArticleMeta, claims: Sequence[Claim], text: str | None
) -> Placed:
    """Found by the figure in its sentence, in a text that is another one now."""
    there = [one for one in claims if _in_sentence(one) == _in_sentence(claim)]
    starts = {one.sentence.start for one in there}
    if text is not None:
        starts = {n for n in range(len(text)) if text.startswith(claim.sentence.text, n)}
    if len(starts) > 1 or len(there) > 1:
        reason = f"its sentence and figure stand in the new text {max(len(starts), len(there))} times"
        return replace(nowhere, conflict="ambiguous", reason=reason)
    if not starts:
        more = "" if text is not None else "; give the text to look for its words in it"
        reason = f"no claim of the new text has its figure in its sentence{more}"
        return replace(nowhere, conflict="gone", reason=reason)
    way = Moved(claim.sentence, starts.pop(), text)
    try:
        entry = replace(nowhere.was, value=moved(nowhere.was.value, way))
        if not there:
            record = msgspec.convert(moved(msgspec.to_builtins(claim), way), Claim)
            name = claim_id(article, record.quantity.mention)
            record = replace(record, id=name, article=article, relations=(), flags=())
            entry = replace(entry, claim=record)
            there = [one for one in claims if _at(one) == _at(record)]
    except CorrectionError as error:
        return replace(nowhere, conflict="gone", reason=error.what)
    if len(there) == 1:
        return replace(nowhere, correction=entry, claim_id=there[0].id, how="moved", holds=True)
    return _without_claim(replace(nowhere, correction=entry, how="text"), claims)


def _in_sentence(claim: Claim) -> tuple[str, str, int, str]:
    """A claim by its words: sentence, figure, and where in it."""
    sentence, figure = claim.sentence, claim.quantity.mention
    return sentence.text, figure.text, figure.start - sentence.start, claim.quantity.status


def _without_claim(spot: Placed, claims: Iterable[Claim]) -> Placed:
    """Its words are there, and no claim has its figure: what a reader said of them holds all the same."""
    action, claim = spot.was.action, spot.correction.claim
    assert claim is not None
    if action == "reject":
        return replace(spot, holds=True, conflict="agrees", reason="no claim is read there now")
    start, end = _at(claim)[:2]
    over = [one for one in claims if _at(one)[0] < end and start < _at(one)[1]]
    if over:
        words = ", ".join(f'"{one.quantity.mention.text}" ({one.id})' for one in over)
        return replace(spot, holds=True, conflict="differs", reason=f"the figure is read as {words} now")
    if action == "add":
        return replace(spot, holds=True)
    return replace(spot, holds=True, conflict="gone", reason="no claim is read there now")


def _fitting(spot: Placed, now: Claim, own: Sequence[Correction]) -> Placed:
    """Whether the claim still says what was judged; `own` are the corrections of it by the same reader."""
    entry = spot.correction
    judged = entry.judged
    assert entry.claim is not None
    assert judged is not None
    was, is_now = reading(entry.claim), reading(now)
    try:
        said = reading(changed_by(judged, own))
    except CorrectionError as error:
        return replace(spot, holds=False, conflict="differs", reason=error.what)
    names = parts_of(entry.field) if entry.field else tuple(was)
    others = [
        name for name in names if is_now[name] != said[name] and (entry.action == "add" or is_now[name] != was[name])
    ]
    if others:
        led = {name for lead in others for name in _LED.get(lead, ())}
        told = [f"{name} was {_json(was[name])}, is {_json(is_now[name])} now" for name in others if name not in led]
        return replace(spot, holds=spot.how != "moved", conflict="differs", reason="; ".join(told))
    agrees = entry.action == "add" or (entry.action != "reject" and any(was[name] != is_now[name] for name in names))
    return replace(spot, conflict="agrees", reason="it is read so now") if agrees else spot


def changed_by(claim: Claim, entries: Iterable[Correction]) -> Claim:
    """The claim with the changes of corrections, in their order. CorrectionError for one that it cannot take."""
    for entry in entries:
        if entry.action == "change" and entry.field is not None:
            claim = changed(claim, entry.field, entry.value)
    return claim


def _whole(spot: Placed, placed: Sequence[Placed], claims: Sequence[Claim]) -> Placed:
    """A reading of the whole article, and what a run has in it that its reader has not judged."""
    if spot.was.action != "read" or not spot.holds:
        return spot
    own = [one for one in placed if one.holds and one.was.reader == spot.was.reader]
    judged = {one.claim_id for one in own if one.was.action in ("accept", "reject", "add")}
    fresh = [claim for claim in claims if claim.id not in judged and claim.quantity.status == "stated"]
    if not fresh:
        return spot
    reason = f"{len(fresh)} claims of it are not judged by {spot.was.reader}: {_ids(fresh)}"
    return replace(spot, conflict="differs", reason=reason)


def _at(claim: Claim) -> tuple[int, int, str]:
    """The place of a claim; one that is worked out from a multiple has that of the multiple."""
    return claim.quantity.mention.start, claim.quantity.mention.end, claim.quantity.status


def _ids(claims: Iterable[Claim]) -> str:
    return ", ".join(claim.id for claim in claims)


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()
