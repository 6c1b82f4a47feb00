"""Numbers that count nothing new.

`one` as a determiner, what points back, conversions, bases of rates, mere adjectives.
"""

from __future__ import annotations

from spacy.tokens import Token

from newsclaims.quantities.atoms import year_digits
from newsclaims.quantities.sift_context import Answer, Context
from newsclaims.syntax import OBJECTS, role

_DEFINITE = frozenset(["the", "these", "those"])
_ONE_CUES = frozenset(["only", "just"])
_SMALL = 20
_BRACKETS_REACH = 8
_SETTLING = frozenset(["settle", "even", "keep"])
_PLACING = frozenset(["under", "above", "below"])


def one(c: Context) -> Answer:
    """`one` as determiner or pronoun, unless something counts with it."""
    if not (c.bare and c.here.low == "one" and c.raw.last == c.raw.numbers[0].first + 1):
        return None
    if c.raw.core < c.here.start:
        return None  # `minus one`
    if c.low_after() in {"'", "’"} and c.low_after(1) == "s":
        return "determiner", "one"  # `about one's own`
    if c.raw.modifier != "EXACT":
        # `under one roof`: a place, no bound
        return ("determiner", "one") if c.atoms[c.raw.first].low in _PLACING and c.low_after().isalpha() else None
    if c.low_after() == "-":
        return "determiner", "one-compound"
    pointed = (c.low_before(2), c.low_before()) == ("the", "only")
    if c.low_before() in _ONE_CUES and c.low_after() != "of" and not pointed:
        return None
    token = c.tokens[0]
    if _coordinated(c):
        return None
    head = token.head if role(token) == "nummod" else None
    if head is not None and head.lemma_.lower() not in c.lex.classes["loose"] and c.low_after() != "of":
        verb = head.head
        if (
            role(head) in {"obj", "dobj", "nsubj:pass", "nsubjpass", "nsubj"}
            and verb.lemma_.lower() in c.lex.classes["counting"]
        ):
            return None
        if head.lemma_.lower() in {"person", "people", "death", "case", "casualty"} and role(head) != "nsubj":
            return None
    return "determiner", "one"


def _coordinated(c: Context) -> bool:
    """Whether a number of the same list stands near: `one dead and two injured`, `three dead and one missing`."""
    for near in (c.place - 1, c.place + 1):
        if not 0 <= near < len(c.figures):
            continue
        other = c.figures[near]
        left, right = (c.raw, other) if near > c.place else (other, c.raw)
        between = c.atoms[left.last : right.first]
        joins = sum(atom.low in {"and", ","} for atom in between)
        if other.unit is None and other.numbers[0].kind == "plain" and joins and len(between) <= 8:
            return (
                not any(atom.low in {"of", "that", "who", "which"} for atom in between)
                and other.modifier != "RANGE"
                and not year_digits(c.atoms[other.last - 1].text)
            )
    return False


def anaphoric(c: Context) -> Answer:
    """`the two leaders`, `these three men`, `six of the 12`: a definite phrase that only points back."""
    if not c.bare or c.raw.modifier != "EXACT" or c.value is None:
        return None
    before, further = c.low_before(), c.low_before(2)
    ordered = before in c.lex.classes["order"] and further in _DEFINITE
    if (before not in _DEFINITE and not ordered) or (ordered and c.value >= _SMALL):
        return None
    noun = c.tokens[-1].head if role(c.tokens[-1]) == "nummod" else None
    if noun is None and c.value >= _SMALL:
        return None
    described = noun is not None and any(role(child) in {"acl:relcl", "relcl", "acl"} for child in noun.children)
    partitive = (further if not ordered else c.low_before(3)) == "of"
    if partitive and c.raw.first == 2 and c.value >= _SMALL:
        return None  # `Of the 281 words, …`: a whole that is told first here
    small = c.value < _SMALL and not described
    return ("anaphoric", "definite") if partitive or small or ordered else None


def conversion(c: Context) -> Answer:
    """`40km (25 miles)`: in brackets, the same figure in another unit."""
    if c.raw.unit is None or c.place == 0:
        return None
    before, after, other = c.low_before(), c.after(), c.figures[c.place - 1]
    if before in {"or", "/", ","} and c.place > 1 and other.first and c.atoms[other.first - 1].text in "([":
        before, other = "(", c.figures[c.place - 2]  # `30 knots (56km/h or 35mph)`
    if before not in {"(", "["}:
        return None
    close = after is not None and (after.text in ")]" or after.low in {"at", "per", "in", "or", "/"})
    kinds = {"measure", "money", "duration"}
    same = other.unit is not None and {other.unit.kind, c.raw.unit.kind} <= kinds
    if same and other.unit is not None and other.unit.name == c.raw.unit.name:
        # `$US113 trillion ($161 trillion)`: one name for two dollars, told apart by their signs
        signs = [c.text[raw.core : c.atoms[raw.numbers[0].first].start].strip() for raw in (other, c.raw)]
        same = c.raw.unit.kind == "money" and signs[0] != signs[1] and all(signs)
    return ("conversion", "in-brackets") if close and same and c.raw.first - other.last <= _BRACKETS_REACH else None


def share_of_rate(c: Context) -> Answer:
    """`per 100,000 residents`, `for every 1,000`: the base of a rate."""
    if c.raw.unit is None and c.low_before() in {"per", "every"}:
        return "other", "base-of-a-rate"
    return None


def multiple_word(c: Context) -> Answer:
    """`double standard`, `Triple Crown`, `zero-emission`: an adjective or a name, not a number."""
    if c.here.low == "zero" and (c.low_after() == "-" or _zero_compound(c)):
        return "other", "adjective"
    if c.raw.numbers[0].kind != "multiple":
        return None
    word, token = c.atoms[c.raw.first].low, c.tokens[0]
    if c.low_after() == "down" and word.startswith("doubl"):
        return "other", "phrasal-verb"
    if c.low_after() == "-" or (word in {"double", "triple", "treble", "quadruple"} and _only_adjective(token, c)):
        return "other", "adjective"
    return None


def _zero_compound(c: Context) -> bool:
    """`zero tolerance`, `a zero Covid policy`: zero with a noun that only describes another, or as an idiom."""
    following = c.tokens.doc[c.tokens.end] if c.tokens.end < c.sent.end else None
    if following is None or not c.low_after().isalpha():
        return False
    describes = role(following) in {"compound", "nmod:unmarked"} and following.head.i > following.i
    return describes or c.low_after() in c.lex.classes["zero_compound"]


def _only_adjective(token: Token, c: Context) -> bool:
    """Whether a word like `double` stands before a noun as its mere adjective, or opens a name."""
    if token.tag_.startswith("VB") or c.low_after() in c.lex.classes["multiplied"] or not c.low_after().isalpha():
        return False
    return role(token) in {"amod", "compound", "nmod"} or c.atoms[c.raw.first].text[0].isupper()


def rank(c: Context) -> Answer:
    """`the top 10`, `the bottom three`: a reach in a ranking."""
    if c.bare and c.low_before() in {"top", "bottom"} and c.raw.modifier == "EXACT":
        return "ordinal", "reach-in-a-ranking"
    return None


def ordinal_word(c: Context) -> Answer:
    """The ten of `twenty-first`, and `hundred` of `two hundred and third`."""
    at = c.raw.numbers[-1].last
    at += at < len(c.atoms) and c.atoms[at].low in {"-", "‑", "and"}
    spelled = c.raw.numbers[0].spelled and c.raw.numbers[0].kind == "plain"
    return ("ordinal", "ordinal-word") if spelled and at < len(c.atoms) and c.atoms[at].low in c.lex.ordinals else None


def vague_word(c: Context) -> Answer:
    """`scores` of an examination, those that are settled, or as a verb: no vague number."""
    if c.here.low != "scores" or c.low_after() == "of":
        return None
    token = c.tokens[0]
    if token.tag_.startswith("VB"):
        return "other", "verb"
    if role(token) in OBJECTS and token.head.lemma_ in _SETTLING and c.low_after() != "more":
        return "other", "noun"
    before = token.doc[token.i - 1].pos_ if token.i > c.sent.start else ""
    return ("other", "noun") if before in {"DET", "ADJ", "NOUN", "PRON", "PROPN"} else None


def ordinal_part(c: Context) -> Answer:
    """`half` of a period (`the first half`), `half-time`, and a `third` that orders (`a third man`)."""
    number = c.raw.numbers[0]
    if number.kind != "fraction" or c.raw.unit is not None or number.last - number.first > 2:
        return None
    word = c.atoms[number.last - 1].low
    if word == "half":
        period = c.low_before() in c.lex.classes["half_before"] or c.low_after() in {"-", "time", "year"}
        return ("ordinal", "half-of-a-period") if period else None
    following = c.low_after()
    ordering = (word in c.lex.ordinals or word == "quarter") and c.atoms[number.first].low in {"a", "an"}
    if not ordering or not (following.isalpha() or following == "-") or following in c.lex.classes["behind_share"]:
        return None
    return ("ordinal", "ordinal-adjective") if c.tokens[-1].head.i > c.tokens[-1].i else None
