"""Numerals that name and do not count: codes, telephone and list numbers, labels, scores, odds."""

from __future__ import annotations

import re

from newsclaims.quantities.atoms import glued
from newsclaims.quantities.sift_context import POSSESSIVES, Answer, Context

_ALPHANUMERIC_ENDS = frozenset(["st", "nd", "rd", "th"])
_COMPARISONS = frozenset("<>≤≥±~+=")
_LOOSE = frozenset(["mid", "early", "late", "pre", "post"])
_DIALLED = frozenset("0123456789+-() ")
_LONGEST_TELEPHONE = 20
_TELEPHONE = re.compile(r"\+\d[\d() -]{6,}|\(?0\d+\)?(?:[ -]\d[\d -]*)?|(?:\(\d{3}\) ?|\d{3}-)?\d{3}-\d{4}")
_SENDING = frozenset("text texts texted texting sms dial dials dialed dialled dialing dialling".split())
_SENT = 5  # atoms back from the number to what sends: `text the word BED to 40404`
_SHORT_CODE = re.compile(r"\d{3,6}")
_LONGEST_UNGROUPED = 9
_LABELLED_DIGITS = 6
_OCTETS = 4
_WEB = re.compile(r"://|www\.|@|\.(?:com|org|net|gov|edu|co|io)\b", re.IGNORECASE)


def identifier(c: Context) -> Answer:
    """Part of an address, a code or a model number: `G20`, `F-16`, `5G`, `www.site24.org`."""
    first, last = c.atoms[c.raw.first], c.atoms[c.raw.last - 1]
    if first.text.isdigit() and len(first.text) > _LONGEST_UNGROUPED:
        return "identifier", "ungrouped-digits"
    if first.text.isdigit() and len(first.text) >= _LABELLED_DIGITS and c.bare and _abbreviation_before(c):
        return "identifier", "labelled-digits"
    octets = first.text.split(".")
    if len(octets) == _OCTETS and c.raw.unit is None and all(part.isdigit() and int(part) < 256 for part in octets):
        return "identifier", "network-address"
    if all(number.value is None and number.low is None for number in c.raw.numbers):
        return "identifier", "more-digits-than-a-figure"
    before, after = c.before(), c.after()
    if _crossed(c):
        return None
    if before and glued(before, first):
        if (before.kind == "word" and first.text not in _COMPARISONS) or before.text in "#@_№":
            return "identifier", "letters-joined-before"
        if before.text == "*" and after and after.text in "*#" and glued(last, after):
            return "identifier", "dialled-code"
        further = c.before(2)
        if after and after.low == "s" and last.text.isdigit() and glued(last, after) and c.low_before(2) in _LOOSE:
            return "date", "decade"
        if before.text in "-/." and further and glued(further, before) and further.kind == "word":
            return "identifier", "name-joined-before"
        if before.text in "'’‘" and len(first.text) == 2 and first.text.isdigit():
            return "date", "short-year"
    if last.kind == "num" and after and glued(last, after):
        if after.low in _ALPHANUMERIC_ENDS:
            return "ordinal", "ordinal-ending"
        if after.kind == "word" or after.text == "_":
            if after.low == "s":
                aged = c.low_before() in POSSESSIVES or c.low_before(2) in POSSESSIVES
                return ("age", "age-decade") if aged and len(last.text) == 2 else ("date", "decade")
            return "identifier", "letters-joined-behind"
    start, end = _chunk(c.text, c.raw.core)
    if _WEB.search(c.text, start, end):
        return "identifier", "web-address"
    return None


def _abbreviation_before(c: Context) -> bool:
    """Whether capitals that name a register stand before it: `IMO 9123456`, `(VAT: 123456)`."""
    label = c.before(2) if c.low_before() in {":", "#"} else c.before()
    return label is not None and label.kind == "word" and label.text.isupper() and len(label.text) > 1


def _crossed(c: Context) -> bool:
    """Whether the figure is a side of something: `a 1200x800 metre hall`."""
    if c.raw.unit is None or c.raw.unit.kind != "measure":
        return False
    sides = ((c.before(), c.before(2)), (c.after(), c.after(1)))
    return any(cross and cross.low in {"x", "×"} and far and far.kind == "num" for cross, far in sides)


def _chunk(text: str, at: int, reach: int = 300) -> tuple[int, int]:
    """The run of characters without a space around a place, up to `reach` on each side."""
    low, high = max(0, at - reach), min(len(text), at + reach)
    start = max(low, *(text.rfind(space, low, at) + 1 for space in " \n"))
    ends = [end for space in " \n" if (end := text.find(space, at, high)) >= 0]
    return start, min([high, *ends])


def telephone(c: Context) -> Answer:
    """`555-0123`, `(614) 555-0148`, `+44 20 …`: digits in groups that nothing counts; `text BED to 40404`."""
    if not c.bare or c.raw.numbers[0].spelled:
        return None
    if _SHORT_CODE.fullmatch(c.text, c.raw.core, c.raw.end) and _sent_to(c):
        return "telephone", "short-code"
    start, end = c.raw.core, c.raw.end
    while start > max(0, c.raw.core - _LONGEST_TELEPHONE) and c.text[start - 1] in _DIALLED:
        start -= 1
    while end < min(len(c.text), c.raw.end + _LONGEST_TELEPHONE) and c.text[end] in _DIALLED:
        end += 1
    run = c.text[start:end].strip(" -")
    if not _TELEPHONE.fullmatch(run) or (c.raw.modifier == "RANGE" and "-0" not in run):
        return None
    return "telephone", "digit-groups"


def _sent_to(c: Context) -> bool:
    """Whether a message goes to the number, which counts nothing: `dial 3344`, `text BED to 40404`."""
    after = c.after()
    if after is not None and after.kind in {"word", "num"} and after.low not in {"and", "or"}:
        return False
    if c.low_before() != "to":
        return c.low_before() in _SENDING
    return any(c.low_before(back) in _SENDING for back in range(2, _SENT + 1))


def list_number(c: Context) -> Answer:
    """`1.` or `2)` at a line's start."""
    after = c.after()
    if (
        not c.bare
        or c.raw.first
        or after is None
        or after.text not in ".)"
        or not glued(c.atoms[c.raw.last - 1], after)
    ):
        return None
    return ("list_number", "line-start") if len(c.atoms) > c.raw.last + 1 or after.text == ")" else None


def score(c: Context) -> Answer:
    """`5-4`, `3-1 win`, `62 to 38` of votes; odds."""
    here, last = c.here, c.atoms[c.raw.last - 1]
    if c.raw.modifier == "RANGE" and c.bare and c.low_after() in c.lex.classes["score"]:
        return "score", "score-word"
    if not c.bare or c.raw.numbers[0].spelled:
        return None
    for dash, far, near in ((c.after(), c.after(1), last), (c.before(), c.before(2), here)):
        if dash and far and dash.text in "-–" and far.kind == "num" and far.text.isdigit() and near.text.isdigit():
            joined = dash.start in (near.end, far.end) and dash.end in (near.start, far.start)
            if joined and len(far.text) <= 3 and len(near.text) <= 3:
                return "score", "two-numbers-joined"
            if joined:
                return "identifier", "two-numbers-joined"
    return None


def odds(c: Context) -> Answer:
    """`odds of 1 in 64`, `a 3-to-1 chance`."""
    words = [atom.low for atom in c.atoms[max(0, c.raw.first - 12) : c.raw.first]]
    if c.raw.numbers[0].kind == "fraction" and c.lex.classes["odds"].intersection(words[-4:]):
        return "score", "odds"
    joined = c.low_after() == "-" and c.low_after(1) == "to" and c.low_after(2) == "-"
    return ("score", "odds") if joined and c.bare else None
