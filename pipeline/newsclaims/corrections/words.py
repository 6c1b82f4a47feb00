"""Values that stand in words of the article: read from JSON, found in the sentence, held against the text."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import Any, NamedTuple, Protocol

import msgspec

from newsclaims.errors import CorrectionError
from newsclaims.records import ArticleMeta, Claim, Mention


class Marked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A value, and the words that it stands in; `kind` for sources only."""

    value: str
    mention: Mention | None = None
    kind: str | None = None


class _Part(Protocol):
    @property
    def mention(self) -> Mention: ...


def marked(value: Any) -> Marked | None:
    """A value as JSON has it, alone or with its words; None for null. CorrectionError for what is neither."""
    if value is None:
        return None
    try:
        found = msgspec.convert({"value": value} if isinstance(value, str) else value, Marked)
        if not found.value.strip():
            raise msgspec.ValidationError("the value is empty")
    except msgspec.ValidationError as error:
        mend = 'Write a word, null, or {"value": …, "mention": {"start": …, "end": …, "text": …}}.'
        raise CorrectionError(f"{value!r} is no value: {error}.", mend=mend) from error
    return msgspec.structs.replace(found, value=found.value.strip())


def words_of(claim: Claim, given: Marked, was: _Part | None) -> Mention:
    """The words of a value: those given, else those of what it replaces, else the only ones in the sentence that begin
    with it. CorrectionError where that leaves none.
    """
    if given.mention is not None:
        return given.mention
    spots = list(re.finditer(rf"\b{re.escape(given.value)}\w*", claim.sentence.text, re.IGNORECASE))
    if len(spots) == 1:
        start = claim.sentence.start + spots[0].start()
        return Mention(start, start + len(spots[0].group()), spots[0].group())
    if was is not None:
        return was.mention
    often = "does not stand in the sentence" if not spots else "stands in the sentence more than once"
    mend = 'Give its words: {"value": …, "mention": {"start": …, "end": …, "text": …}}.'
    raise CorrectionError(f'"{given.value}" {often}.', mend=mend)


def mentions_in(value: Any) -> Iterator[Mention]:
    """Every mention inside a plain JSON value. CorrectionError for one that is not whole."""
    if isinstance(value, dict):
        if "start" in value:
            try:
                yield msgspec.convert(value, Mention)
            except msgspec.ValidationError as error:
                mend = 'Write {"start": …, "end": …, "text": …}: offsets in code points of the text, start in, end out.'
                raise CorrectionError(f"{value!r} is no mention: {error}.", mend=mend) from error
        else:
            for inner in value.values():
                yield from mentions_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from mentions_in(inner)


def is_text_of(article: ArticleMeta, text: str) -> bool:
    """Whether a text is the one that claims were loaded of, be it from a database, which has the sign for U+0000."""
    ways = (text, text.replace("␀", "\0"))
    return any(hashlib.sha256(way.encode()).hexdigest() == article.text_sha256 for way in ways)


def check_words(value: Any, part: Mention, *, text: str | None) -> None:
    """CorrectionError where a mention inside a value is not what stands there: in `text`, the article's, or where that
    is not at hand in `part` of it.
    """
    for mention in mentions_in(value):
        first = 0 if text is not None else part.start
        known = text if text is not None else part.text
        start, end = mention.start - first, mention.end - first
        if start < 0 or end > len(known):
            mend = "Give offsets inside the text." if text is not None else "Hand over the article's text with it."
            raise CorrectionError(f'"{mention.text}" lies outside what is known of the text.', mend=mend)
        if start >= end or known[start:end] != mention.text:
            there = known[start:end][:40]
            mend = "Copy the words exactly, and count offsets in code points."
            raise CorrectionError(
                f'"{mention.text}" does not stand at {mention.start} to {mention.end}, but "{there}".', mend=mend
            )


class Moved(NamedTuple):
    """A sentence that starts elsewhere now, in `text` where that is at hand."""

    sentence: Mention
    start: int
    text: str | None


def moved(value: Any, way: Moved) -> Any:
    """A plain JSON value, its mentions where they are now. CorrectionError for one whose words are not there."""
    if isinstance(value, list):
        return [moved(inner, way) for inner in value]
    if not isinstance(value, dict):
        return value
    if "start" not in value:
        return {name: moved(inner, way) for name, inner in value.items()}
    by = way.start - way.sentence.start
    mention = {**value, "start": value["start"] + by, "end": value["end"] + by}
    inside = way.sentence.start <= value["start"] and value["end"] <= way.sentence.end
    there = way.text[mention["start"] : mention["end"]] if way.text and mention["start"] >= 0 else None
    if not inside and there != value["text"]:
        what = f'its words "{value["text"][:60]}", outside the sentence, may be elsewhere in the new text'
        raise CorrectionError(what, mend="Judge the claim anew.")
    return mention
