"""Numerals that are part of a name or label: `Article 50`, `the FTSE 100`, `Radio Two`, `posts 12 and 14`."""

from __future__ import annotations

from newsclaims.quantities.sift_context import Answer, Context
from newsclaims.syntax import OBJECTS, SUBJECTS, role

_LISTING = frozenset(["and", "or", "to", "through", ",", "-", "–", "&"])
_DEICTIC = frozenset(["that", "this", "last", "next", "each", "every"])  # `that day 300 were killed`
_LONGEST_LIST = 12
_NEAR = 12
_COUNTED = frozenset(["NN", "NNS", "JJ", "CD", "IN", "TO"])


def label(c: Context) -> Answer:
    """A number that names: an address, a grade, what a label word or a name opens, a part of a name."""
    if c.raw.unit is not None or c.raw.numbers[0].kind != "plain":
        return None
    after = c.after()
    street = after and after.text[0].isupper() and {c.low_after(1), c.low_after(2)} & c.lex.classes["street"]
    if street and c.here.kind == "num":
        return "label", "address"
    if _stars(c):
        return "label", "grade"
    listed = _labels_a_list(c)
    if c.raw.modifier != "EXACT" and not (c.raw.modifier == "RANGE" and listed):
        return None
    if c.low_before() == "." and c.low_before(2) in {"no", "nos"}:
        return "label", "number-sign"
    return _capital(c) or _behind_a_label(c, listed=listed) or _behind_a_name(c)


def _capital(c: Context) -> Answer:
    """`Seven Sisters`, `Thinking Twice`: a number word with a capital among capitals."""
    before, after = c.before(), c.after()
    if c.here.kind != "word" or not c.here.text[0].isupper() or before is None:
        return None
    named = (after is not None and after.text[:1].isupper()) or (c.here.low == "twice" and before.kind == "word")
    return ("name_part", "capital-number") if named else None


def _apart(c: Context) -> bool:
    """Whether the figure is subject or object by itself, no part of what is before: `that day 300 were killed`."""
    token = c.tokens[-1]
    return role(token) in SUBJECTS | OBJECTS and (token.i == 0 or c.tokens.doc[c.tokens.start - 1].head != token)


def _counts(c: Context) -> bool:
    """Whether the figure counts the noun behind it."""
    return role(c.tokens[-1]) == "nummod" and c.tokens[-1].head.i >= c.tokens.end


def _behind_a_label(c: Context, *, listed: bool) -> Answer:
    """`Article 50`, `level 3`; `posts 12 and 14` where the figure is `listed`."""
    before, token = c.before(), c.tokens[0]
    if _apart(c) or c.low_before(2) in _DEICTIC:
        return None
    if listed and not _counts(c):
        return "label", "label-word"
    if before is None or before.low not in c.lex.labels or c.raw.numbers[0].scale != 1:
        return None
    acts = token.i > 0 and token.doc[token.i - 1].pos_ == "VERB"
    return ("label", "label-word") if not acts and (before.text[0].isupper() or not _counts(c)) else None


def _behind_a_name(c: Context) -> Answer:
    """Inside a name that the recogniser found, or behind one that the tree ties it to."""
    token, doc, before = c.tokens[0], c.tokens.doc, c.before()
    if token.ent_type_ and token.ent_iob_ == "I":
        return "name_part", "inside-a-name"
    if before is None or token.i == c.sent.start or _counts(c):
        return None
    previous = doc[token.i - 1]
    near = previous.head in (token, token.head) or token.head == previous
    if _apart(c) or not near or previous.tag_ not in {"NNP", "NNPS"} or not before.text[0].isupper():
        return None
    following = doc[c.tokens.end] if c.tokens.end < len(doc) else None
    alone = following is None or following.tag_ not in _COUNTED
    return ("label", "behind-a-name") if alone and before.end + 1 >= c.raw.start else None


def _labels_a_list(c: Context) -> bool:
    """Whether the figure is in a list that a plural label opens: `posts 542 and 543`, `between days 14 and 20`."""
    at = c.raw.first - 1
    while at > c.raw.first - _LONGEST_LIST and at > 0 and (c.atoms[at].kind == "num" or c.atoms[at].low in _LISTING):
        at -= 1
    word = c.atoms[at].low if at >= 0 else ""
    numbers = sum(atom.kind == "num" for atom in c.atoms[at + 1 : c.raw.last + 2])
    counted = at > 0 and (c.atoms[at - 1].kind == "num" or c.atoms[at - 1].low in c.lex.words)
    return c.here.kind == "num" and numbers > 1 and word.endswith("s") and word[:-1] in c.lex.labels and not counted


def _stars(c: Context) -> bool:
    """`a five-star hotel`: a grade."""
    near = {atom.low for atom in c.atoms[max(0, c.raw.first - _NEAR) : c.raw.last + _NEAR]}
    hyphened = c.low_after() == "-" and c.low_after(1) == "star"
    return hyphened or (c.low_after() in {"star", "stars"} and bool(near & c.lex.classes["starred"]))


def in_a_name(c: Context) -> Answer:
    """A bare number that the tree or a capital makes part of a name: `Apex 14 Pro`, `Radio Two`, `the FTSE 100`."""
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
