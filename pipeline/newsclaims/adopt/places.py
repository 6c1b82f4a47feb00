"""Words and offsets of another extractor -> mentions of ours, which hold."""

from __future__ import annotations

from typing import NamedTuple

from newsclaims.adopt.drafts import Words
from newsclaims.records import Mention


class Placed(NamedTuple):
    """Where words stand: a mention, with what was mended on the way; or None, with the reason."""

    mention: Mention | None
    note: str | None = None


def placed(words: Words, text: str, *, near: Mention | None = None) -> Placed:
    """Where the words stand in a text: at the offsets that were given, where the text has them there; else where they
    stand exactly, if that is at one place only. Of several, the one within `near` is taken, if it is one.
    """
    start, end = words.start, words.end
    if start is not None and end is not None and 0 <= start < end and text[start:end] == words.text:
        return Placed(Mention(start, end, words.text))
    found = _all(words.text, text)
    close = [at for at in found if near and near.start <= at and at + len(words.text) <= near.end]
    if len(found) != 1 and len(close) == 1:
        found = close
    if len(found) != 1:
        count = f"stands {len(found)} times in the text" if found else "does not stand in the text"
        return Placed(None, f"“{words.text}” {count}, and {_given(words)}")
    at = Mention(found[0], found[0] + len(words.text), words.text)
    return Placed(
        at, None if start is None and end is None else f"“{words.text}” is at {at.start}–{at.end}: {_given(words)}"
    )


def _given(words: Words) -> str:
    if words.start is None or words.end is None:
        return "no offsets are given"
    return f"the offsets given, {words.start}–{words.end}, hold other words"


def _all(words: str, text: str) -> list[int]:
    """Every place where words begin, those that share characters too."""
    found, at = [], text.find(words)
    while at >= 0:
        found.append(at)
        at = text.find(words, at + 1)
    return found
