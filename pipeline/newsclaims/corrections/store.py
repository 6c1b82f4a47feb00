"""New corrections: checked, then written into their table, which only grows.

Reading order: `append`, `undo`, `history`; then what is asked of a correction before it is written.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import msgspec

from newsclaims.corrections.additions import Addition, added
from newsclaims.corrections.anchors import located
from newsclaims.corrections.entries import Action, Anchor, Correction, Wanted
from newsclaims.corrections.fields import changed, reading, settled
from newsclaims.corrections.kept import (
    anchor_of,
    article_of_claim,
    correction_of,
    corrections,
    in_force,
    keep,
    undone_of,
)
from newsclaims.corrections.standing import apply, by_others, standing
from newsclaims.corrections.words import check_words, is_text_of
from newsclaims.database.stored import article_of, claim_of, claims_of_article
from newsclaims.errors import CorrectionError
from newsclaims.records import ArticleMeta, Claim

__all__ = ["append", "corrections", "history", "in_force", "undo"]
_MADE_AT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3}|\.\d{6})?Z")
_LONGEST = {"reader": 200, "reason": 10_000}
_FORM: dict[Action, tuple[str, ...]] = {
    "accept": ("claim",),
    "reject": ("claim", "reason"),
    "change": ("claim", "field", "reason"),
    "add": ("article", "value", "reason"),
    "read": ("article",),
    "undo": ("undoes", "reason"),
}
_PARTS = ("claim", "field", "value", "article", "undoes")


def append(connection: Any, wanted: Wanted, *, text: str | None = None) -> Correction:
    """Write a correction; the caller commits. CorrectionError, and nothing written, for what cannot be one.

    `text` is the article's. An `add` needs it, and so does a change whose words are outside the claim's sentence: the
    words are held against it, and it against the digest that the database has of the text.
    """
    _check(wanted)
    if wanted.action == "undo":
        return keep(connection, _undoing(connection, wanted))
    if wanted.action in ("add", "read"):
        article = article_of(connection, wanted.article or "")
        if article is None:
            mend = "Take the id of an article that has claims in the database."
            raise CorrectionError(f'no article is "{wanted.article}".', mend=mend)
        if wanted.action == "read":
            _check_whole(connection, wanted, article)
            return keep(connection, _entry(wanted, Anchor(article.id, article.text_sha256)))
        claim = _added(connection, wanted, article, _held(text, article))
        return keep(connection, _entry(wanted, anchor_of(claim), claim))
    claim = _known(connection, wanted.claim or "")
    if wanted.action == "change":
        value = _settled(connection, wanted, claim, text)
        wanted = msgspec.structs.replace(wanted, value=value)
    elif wanted.action == "accept" and not wanted.blind:
        # The reader's own changes go on top as long as they stand, and are no part of what is accepted.
        shown = by_others(connection, claim, wanted.reader.strip())
        if reading(shown) != reading(claim):
            wanted = msgspec.structs.replace(wanted, value=msgspec.to_builtins(shown))
    return keep(connection, _entry(wanted, anchor_of(claim), claim))


def undo(connection: Any, number: int, *, reader: str, reason: str, made_at: str) -> Correction:
    """Write that a correction holds no more; of an undo: that what it undid holds again."""
    return append(connection, Wanted(action="undo", undoes=number, reader=reader, reason=reason, made_at=made_at))


def history(connection: Any, claim_id: str) -> list[Correction]:
    """Every correction of a claim in the order they were made, undone ones and undos too.

    Those count too that were made of it under another id, in an older run, where `anchors` places them here.
    """
    article = article_of_claim(connection, claim_id)
    if article is None:
        return []
    entries, claims = corrections(connection, article=article), claims_of_article(connection, article)
    meta = article_of(connection, article)
    here = {entry.id for entry in entries if located(entry, meta, claims).claim_id == claim_id}
    return [entry for entry in entries if entry.claim_id == claim_id or entry.id in here]


def _check(wanted: Wanted) -> None:
    """CorrectionError for what is missing, too long, or has no place in a correction of this action."""
    form = _FORM[wanted.action]
    # The value of a change may be null.
    open_parts = {*form, "value"} if wanted.action == "change" else set(form)
    for name in ("reader", *form):
        value = getattr(wanted, name)
        if value is None or (isinstance(value, str) and not value.strip()):
            mend = f"It needs {', '.join(('reader', *form))}."
            raise CorrectionError(f"there is no {name}.", where=wanted.action, mend=mend)
    for name in _PARTS:
        if getattr(wanted, name) is not None and name not in open_parts:
            raise CorrectionError(f"{name} has no place in it.", where=wanted.action, mend="Leave it out.")
    for name, most in _LONGEST.items():
        if len(getattr(wanted, name)) > most:
            mend = f"Write at most {most:,} characters."
            raise CorrectionError(f"the {name} is too long.", where=wanted.action, mend=mend)
    if not wanted.reader.isprintable():
        raise CorrectionError("the reader's name cannot be kept.", where=wanted.action, mend="Write it in one line.")
    try:
        if not _MADE_AT.fullmatch(wanted.made_at):
            raise ValueError(wanted.made_at)
        datetime.fromisoformat(wanted.made_at.removesuffix("Z"))
    except ValueError:
        mend = "Write it like 2024-05-04T10:20:30Z."
        raise CorrectionError(f'"{wanted.made_at}" is no time in UTC.', where=wanted.action, mend=mend) from None


def _entry(wanted: Wanted, anchor: Anchor, claim: Claim | None = None) -> Correction:
    """The correction, without its number."""
    # PostgreSQL holds no U+0000: the sign for it takes its place, as in the records.
    reason = wanted.reason.strip().replace("\0", "␀")
    value = None if wanted.action == "add" else wanted.value
    name = claim.id if claim else None
    return Correction(
        0, wanted.made_at, wanted.reader.strip(), reason, wanted.action, anchor, name, claim, wanted.field, value
    )


def _undoing(connection: Any, wanted: Wanted) -> Correction:
    number = wanted.undoes or 0
    target = correction_of(connection, number)
    if target is None:
        raise CorrectionError(
            f"there is no correction {number}.", where="undo", mend="`corrections list` has them all."
        )
    article = corrections(connection, article=target.anchor.article)
    if (by := undone_of(article).get(target.id)) is not None:
        raise CorrectionError(f"{number} is undone by {by}.", where="undo", mend=f"To have it back undo {by}.")
    entry = _entry(wanted, target.anchor)
    return msgspec.structs.replace(entry, claim_id=target.claim_id, claim=target.claim, undoes=target.id)


def _known(connection: Any, name: str) -> Claim:
    """The claim of an id: as the newest run has it, or as it was added or judged, where the text is still the same."""
    claim = claim_of(connection, name)
    if claim is not None:
        return claim
    for entry in reversed(in_force(corrections(connection, claim=name))):
        article = article_of(connection, entry.anchor.article)
        if entry.claim is not None and article and article.text_sha256 == entry.anchor.text_sha256:
            return entry.claim
    mend = "Take the id of a claim that stands; one that is gone cannot be judged."
    raise CorrectionError(f'no claim is "{name}".', mend=mend)


def _settled(connection: Any, wanted: Wanted, claim: Claim, text: str | None) -> Any:
    """The value of a change with the words it stands in, as it fits the claim as this reader has it by now."""
    held = _held(text, claim.article) if text is not None else None
    check_words(wanted.value, claim.sentence, text=held)
    field, own = wanted.field or "", in_force(history(connection, claim.id))
    base = apply(claim, [entry for entry in own if entry.reader == wanted.reader.strip()])
    return settled(changed(base, field, wanted.value), field, wanted.value)


def _check_whole(connection: Any, wanted: Wanted, article: ArticleMeta) -> None:
    """CorrectionError where a claim of an article that was read whole is not judged by its reader."""
    reader = wanted.reader.strip()
    left = [
        one.claim.id
        for one in standing(connection, article.id)
        if one.found and one.claim.quantity.status == "stated"
        if not any(said.reader == reader and said.verdict for said in one.readers)
    ]
    if left:
        what = f"{len(left)} claims of it are not judged by {reader}: {', '.join(left)}."
        raise CorrectionError(what, where=article.id, mend="Accept or reject each claim first.")


def _added(connection: Any, wanted: Wanted, article: ArticleMeta, text: str) -> Claim:
    try:
        addition = msgspec.convert(wanted.value, Addition)
    except msgspec.ValidationError as error:
        mend = 'Give {"figure": {"start": …, "end": …, "text": …}, "fields": {…}}.'
        raise CorrectionError(f"no claim by spans: {error}.", where="add", mend=mend) from error
    there = claims_of_article(connection, article.id)
    kept = [entry.claim for entry in in_force(corrections(connection, article=article.id)) if entry.action == "add"]
    claim = added(addition, article, text, tuple(one.sentence for one in there))
    if any(one is not None and one.id == claim.id for one in (*there, *kept)):
        mend = f"Change or accept the claim {claim.id}."
        raise CorrectionError(f'"{claim.quantity.mention.text}" is a claim already.', where=article.id, mend=mend)
    return claim


def _held(text: str | None, article: ArticleMeta) -> str:
    """The text as the records of the database have it. CorrectionError where it is another one than was loaded."""
    if text is None:
        mend = "Hand over the article's text with it."
        raise CorrectionError("its words cannot be held against the text.", where=article.id, mend=mend)
    if not is_text_of(article, text):
        mend = "Load the claims of this text first, or hand over the text that was loaded."
        raise CorrectionError("this text is another one than the database's.", where=article.id, mend=mend)
    return text.replace("\0", "␀")
