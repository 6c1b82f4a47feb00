"""Numerals that name and do not count: codes, telephone and list numbers, labels, scores, odds."""

from __future__ import annotations

import re

from newsclaims.quantities.atoms import glued
from newsclaims.quantities.sift_context import Answer, Context
from newsclaims.syntax import OBJECTS, SUBJECTS, role

_ALPHANUMERIC_ENDS = frozenset(["st", "nd", "rd", "th"])
_COMPARISONS = frozenset("<>≤≥±~+=")
_LISTING = frozenset(["and", "or", "to", "through", ",", "-", "–", "&"])
_LONGEST_LIST = 12
_NEAR = 12
_POSSESSIVES = frozenset(["her", "his", "their", "my", "our", "your"])
_LOOSE = frozenset(["mid", "early", "late", "pre", "post"])
_DIALLED = frozenset("0123456789+-() ")
_LONGEST_TELEPHONE = 20
_TELEPHONE = re.compile(r"\+\d[\d() -]{6,}|\(?0\d+\)?(?:[ -]\d[\d -]*)?|(?:\(\d{3}\) ?|\d{3}-)?\d{3}-\d{4}")
_LONGEST_UNGROUPED = 9
_WEB = re.compile(r"://|www\.|@|\.(?:com|org|net|gov|edu|co|io)\b", re.IGNORECASE)


def identifier(c: Context) -> Answer:
    """Part of an address, a code or a model number: `G20`, `F-16`, `5G`, `www.site24.org`."""
    first, last = c.atoms[c.raw.first], c.atoms[c.raw.last - 1]
    if first.text.isdigit() and len(first.text) > _LONGEST_UNGROUPED:
        return "identifier", "ungrouped-digits"
    if all(number.value is None and number.low is None for number in c.raw.numbers):
        return "identifier", "more-digits-than-a-figure"
    before, after = c.before(), c.after()
    if before and glued(before, first):
        if (before.kind == "word" and first.text not in _COMPARISONS) or before.text in "#@_№":
            return "identifier", "letters-joined-before"
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
                aged = c.low_before() in _POSSESSIVES or c.low_before(2) in _POSSESSIVES
                return ("age", "age-decade") if aged and len(last.text) == 2 else ("date", "decade")
            return "identifier", "letters-joined-behind"
    start, end = _chunk(c.text, c.raw.core)
    if _WEB.search(c.text, start, end):
        return "identifier", "web-address"
    return None


def _chunk(text: str, at: int, reach: int = 300) -> tuple[int, int]:
    """The run of characters without a space around a place, up to `reach` on each side."""
    low, high = max(0, at - reach), min(len(text), at + reach)
    start = max(low, *(text.rfind(space, low, at) + 1 for space in " \n"))
    ends = [end for space in " \n" if (end := text.find(space, at, high)) >= 0]
    return start, min([high, *ends])


def telephone(c: Context) -> Answer:
    """`555-0123`, `(614) 555-0148`, `0800 1111`, `+44 20 …`: digits in groups that nothing counts."""
    if not c.bare or c.raw.numbers[0].spelled:
        return None
    start, end = c.raw.core, c.raw.end
    while start > max(0, c.raw.core - _LONGEST_TELEPHONE) and c.text[start - 1] in _DIALLED:
        start -= 1
    while end < min(len(c.text), c.raw.end + _LONGEST_TELEPHONE) and c.text[end] in _DIALLED:
        end += 1
    run = c.text[start:end].strip(" -")
    if not _TELEPHONE.fullmatch(run) or (c.raw.modifier == "RANGE" and "-0" not in run):
        return None
    return "telephone", "digit-groups"


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


def label(c: Context) -> Answer:
    """A number that names: `Article 50`, `No. 1`, `Boeing 737`; a name the recogniser found."""
    if c.raw.unit is not None or c.raw.numbers[0].kind != "plain":
        return None
    before, after = c.before(), c.after()
    street = after and after.text[0].isupper() and {c.low_after(1), c.low_after(2)} & c.lex.classes["street"]
    if street and c.here.kind == "num":
        return "label", "address"
    if _stars(c):
        return "label", "grade"
    if c.raw.modifier != "EXACT" and not (c.raw.modifier == "RANGE" and _labels_a_list(c)):
        return None
    if before and before.text == "." and c.low_before(2) in {"no", "nos"}:
        return "label", "number-sign"
    if c.here.kind == "word" and c.here.text[0].isupper() and (a := c.after()) and a.text[:1].isupper() and c.raw.first:
        return "name_part", "capital-number"
    if c.here.low == "twice" and c.here.text[0].isupper() and before and before.kind == "word":
        return "name_part", "capital-number"
    token, doc = c.tokens[0], c.tokens.doc
    following = doc[c.tokens.end] if c.tokens.end < len(doc) else None
    counts = role(c.tokens[-1]) == "nummod" and c.tokens[-1].head.i >= c.tokens.end
    acts = token.i > 0 and doc[token.i - 1].pos_ == "VERB"
    if _labels_a_list(c) and not counts:
        return "label", "label-word"
    if before and before.low in c.lex.labels and not acts and c.raw.numbers[0].scale == 1 and before.text[0].isupper() | (not counts):
        return "label", "label-word"
    if token.ent_type_ and token.ent_iob_ == "I":
        return "name_part", "inside-a-name"
    if before is None or token.i == c.sent.start or counts:
        return None
    previous = doc[token.i - 1]
    # An argument of its own beside a name is no part of it: `In Aleppo 300 were killed`.
    apart = role(token) in SUBJECTS | OBJECTS and previous.head != token
    near = previous.head in (token, token.head) or token.head == previous
    named = previous.tag_ in {"NNP", "NNPS"} and near and before.text[0].isupper() and not apart
    if (
        named
        and before.end + 1 >= c.raw.start
        and (following is None or following.tag_ not in {"NN", "NNS", "JJ", "CD", "IN", "TO"})
    ):
        return "label", "behind-a-name"
    return None


def _labels_a_list(c: Context) -> bool:
    """Whether the figure is in a list that a plural label opens: `posts 542 and 543`, `between days 14 and 20`."""
    at = c.raw.first - 1
    while at > c.raw.first - _LONGEST_LIST and at > 0 and (c.atoms[at].kind == "num" or c.atoms[at].low in _LISTING):
        at -= 1
    word = c.atoms[at].low if at >= 0 else ""
    counted = at > 0 and (c.atoms[at - 1].kind == "num" or c.atoms[at - 1].low in c.lex.words)
    return c.here.kind == "num" and word.endswith("s") and word[:-1] in c.lex.labels and not counted


def _stars(c: Context) -> bool:
    """`a five-star hotel`: a grade."""
    near = {atom.low for atom in c.atoms[max(0, c.raw.first - _NEAR) : c.raw.last + _NEAR]}
    hyphened = c.low_after() == "-" and c.low_after(1) == "star"
    return hyphened or (c.low_after() in {"star", "stars"} and bool(near & c.lex.classes["starred"]))


def in_a_name(c: Context) -> Answer:
    """A bare number that the tree or its capital makes part of a name: `the Apex 14 Pro`, `Radio Two`, `the FTSE 100`."""
    if not c.bare or c.raw.modifier != "EXACT" or c.raw.numbers[0].scale != 1 or not c.tokens.start:
        return None
    token = c.tokens[0]
    if role(token) == "flat" and token.head.i < token.i and token.head.text[0].isupper():
        return "label", "flat-in-a-name"
    if _series(c):
        return "label", "in-a-series"
    further = c.before(2)
    of_eight = c.low_before() == "of" and further and further.text[0].isupper() and c.here.text[0].isupper()
    return ("name_part", "capital-number") if of_eight and further and further.start > c.sent.start_char else None


def _series(c: Context) -> bool:
    """Whether a small number stands between the capitals of a name, or ends it with a capital of its own."""
    before, after = c.before(), c.after()
    if before is None or not before.text[0].isupper() or before.kind != "word":
        return False
    previous = c.tokens.doc[c.tokens.start - 1]
    if previous.tag_ not in {"NNP", "NNPS"} or before.end + 1 != c.atoms[c.raw.first].start:
        return False
    if before.low in c.lex.classes["month"] or previous.ent_type_ in {"LOC", "GPE", "DATE"}:
        return False
    if c.here.kind == "word":
        return c.here.text[0].isupper()
    following = c.tokens.doc[c.tokens.end] if c.tokens.end < c.sent.end else None
    inside = after is not None and after.text[0].isupper() and following is not None and following.tag_ == "NNP"
    return inside and len(c.here.text) <= 2 and role(previous) != "nsubj"


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
