"""Which numerals are no claims, and what they are instead: dates, ages, ordinals, names, scores …

`numeral_kind` asks a row of small questions, those about characters first, those about grammar last; the first that knows
the numeral names its kind and the rule. None means: a figure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from spacy.tokens import Span, Token

from newsclaims.quantities.atoms import Atom, glued
from newsclaims.quantities.find import Raw
from newsclaims.quantities.lexicon import Lexicon
from newsclaims.records import NumeralKind
from newsclaims.syntax import role

_YEARS = range(1500, 2101)
_DATE_PREPOSITIONS = frozenset(
    "in since until till by of from during before after through for to and or early mid late".split()
)
_DEFINITE = frozenset("the these those".split())
_ONE_CUES = frozenset("only just".split())
_ALPHANUMERIC_ENDS = frozenset("st nd rd th".split())
_SMALL = 20
_HOURS = frozenset("one two three four five six seven eight nine ten eleven twelve".split())
_STREETS = frozenset("road street avenue lane drive boulevard square way quay row terrace close st rd ave blvd".split())
_LONGEST_UNGROUPED = 9
_WEB = re.compile(r"://|www\.|@|\.(?:com|org|net|gov|edu|co|io)\b", re.IGNORECASE)
_ODDS = frozenset("odds chance chances".split())


@dataclass(frozen=True, slots=True)
class Context:
    """A figure where it stands: its sentence's atoms, its tokens, and the figures of the sentence around it."""

    text: str
    atoms: Sequence[Atom]
    raw: Raw
    tokens: Span
    figures: Sequence[Raw]
    place: int
    lex: Lexicon

    def before(self, back: int = 1) -> Atom | None:
        """The atom that many places before the figure."""
        at = self.raw.first - back
        return self.atoms[at] if at >= 0 else None

    def after(self, on: int = 0) -> Atom | None:
        """The atom that many places behind the figure."""
        at = self.raw.last + on
        return self.atoms[at] if at < len(self.atoms) else None

    def low_before(self, back: int = 1) -> str:
        """The lower-case words of `before`, or nothing."""
        atom = self.before(back)
        return atom.low if atom else ""

    def low_after(self, on: int = 0) -> str:
        """The lower-case words of `after`, or nothing."""
        atom = self.after(on)
        return atom.low if atom else ""

    @property
    def here(self) -> Atom:
        """The first atom of the number itself, behind sign and modifier."""
        return self.atoms[self.raw.numbers[0].first]

    @property
    def value(self) -> Fraction | None:
        """The worth of the figure's only or last number."""
        return self.raw.numbers[-1].value

    @property
    def bare(self) -> bool:
        """Whether it is a plain number with no unit."""
        return self.raw.unit is None and self.raw.numbers[0].kind == "plain"


Answer = tuple[NumeralKind, str] | None


def numeral_kind(context: Context) -> Answer:
    """The kind of a numeral that is no claim and the rule that says so; None for a figure."""
    for question in _QUESTIONS:
        if answer := question(context):
            return answer
    return None


def _identifier(c: Context) -> Answer:
    """Part of an address, a code or a model number: `G20`, `F-16`, `5G`, `www.site24.org`."""
    first, last = c.atoms[c.raw.first], c.atoms[c.raw.last - 1]
    if first.text.isdigit() and len(first.text) > _LONGEST_UNGROUPED:
        return "identifier", "ungrouped-digits"
    if all(number.value is None and number.low is None for number in c.raw.numbers):
        return "identifier", "more-digits-than-a-figure"
    before, after = c.before(), c.after()
    if before and glued(before, first):
        if before.kind == "word" or before.text in "#@_№":
            return "identifier", "letters-joined-before"
        further = c.before(2)
        if before.text in "-/." and further and glued(further, before) and further.kind == "word":
            return "identifier", "name-joined-before"
        if before.text in "'’‘" and len(first.text) == 2 and first.text.isdigit():
            return "date", "short-year"
    if last.kind == "num" and after and glued(last, after):
        if after.low in _ALPHANUMERIC_ENDS:
            return "ordinal", "ordinal-ending"
        if after.kind == "word" or after.text == "_":
            return ("date", "decade") if after.low == "s" else ("identifier", "letters-joined-behind")
    start, end = _chunk(c.text, c.raw.core)
    if _WEB.search(c.text, start, end):
        return "identifier", "web-address"
    return None


def _chunk(text: str, at: int, reach: int = 60) -> tuple[int, int]:
    """The run of characters without white space around a place, up to `reach` on each side."""
    start = at
    while start > max(0, at - reach) and not text[start - 1].isspace():
        start -= 1
    end = at
    while end < min(len(text), at + reach) and not text[end].isspace():
        end += 1
    return start, end


def _telephone(c: Context) -> Answer:
    """`555-0123`, `0800 1111`, `+44 20 …`: digits in groups that nothing counts."""
    if not c.bare or c.raw.numbers[0].spelled:
        return None
    here, before, after = c.here, c.before(), c.after()
    groups = [atom for atom in (here, c.after(1)) if atom and atom.kind == "num"]
    if (
        after
        and after.text == "-"
        and glued(here, after)
        and len(groups) == 2
        and len(groups[1].text) == 4
        and len(here.text) == 3
    ):
        return "telephone", "joined-groups"
    if (
        before
        and before.text == "-"
        and glued(before, here)
        and len(here.text) == 4
        and (b := c.before(2))
        and b.kind == "num"
        and len(b.text) == 3
    ):
        return "telephone", "joined-groups"
    if (
        before
        and before.kind == "num"
        and before.text[0] == "0"
        and before.text.isdigit()
        and here.start - before.end == 1
    ):
        return "telephone", "behind-a-prefix"
    further = c.before(2)
    if (
        further
        and before
        and further.kind == before.kind == "num"
        and further.text[0] == "0"
        and here.start - before.end == 1
    ):
        return "telephone", "behind-a-prefix"
    if (before and before.text == "+" and glued(before, here)) or (
        len(here.text) > 3 and here.text[0] == "0" and here.text.isdigit()
    ):
        return "telephone", "dialling-prefix"
    return None


def _date(c: Context) -> Answer:
    """A day beside a month, a year, a numeric date."""
    if not c.bare or any(number.scale != 1 for number in c.raw.numbers):
        return None
    value, here = c.value, c.here
    before, after = c.low_before(), c.low_after()
    month_after = after.rstrip(".") in c.lex.classes["month"] or (
        after == "of" and c.low_after(1) in c.lex.classes["month"]
    )
    if value is not None and value <= 31 and (_month_word(c, before) or _month_word(c, after if month_after else "")):
        return "date", "day-of-month"
    if before == "." and c.low_before(2) in c.lex.classes["month"] and value is not None and value <= 31:
        return "date", "day-of-month"
    if _joined_date(c, here):
        return "date", "numeric-date"
    return ("date", "year") if _is_year(c) else None


def _month_word(c: Context, word: str) -> bool:
    """Whether the word beside the figure is a month; `may` and `march` only with a capital."""
    if word not in c.lex.classes["month"]:
        return False
    neighbours = [c.before(), c.after(), c.after(1)]
    return word not in {"may", "march"} or any(a and a.low == word and a.text[0].isupper() for a in neighbours)


def _joined_date(c: Context, here: Atom) -> bool:
    """`9/11`, `2016-09-30`, `2015-16`: digits joined to digits by a slash, or to a year by a dash."""
    for near, far in ((c.before(), c.before(2)), (c.after(), c.after(1))):
        if near and far and far.kind == "num" and near.end - near.start == 1 and near.text in "/-–":
            joined = near.end in (here.start, far.start) and near.start in (here.end, far.end)
            if joined and (near.text == "/" or _year_digits(far.text) or _year_digits(here.text)):
                return True
    return False


def _year_digits(digits: str) -> bool:
    return len(digits) == 4 and digits.isdigit() and int(digits) in _YEARS


def _is_year(c: Context) -> bool:
    here = c.atoms[c.raw.last - 1]
    if not _year_digits(here.text) or c.raw.modifier not in {"EXACT", "APPROX", "RANGE"}:
        return False
    head = c.tokens[-1]
    counts = role(head) == "nummod" and head.head.i > head.i and head.head.tag_ in {"NNS", "NNPS"}
    return (
        not counts or c.low_before() in _DATE_PREPOSITIONS | {"the"} or c.value is not None and 1980 <= c.value <= 2040
    )


def _clock(c: Context) -> Answer:
    """`3:30`, `10.30pm`, `8 a.m.`, `1800 GMT`."""
    if c.raw.unit is not None and c.raw.unit.name != "metre":
        return None
    before, after, further = c.before(), c.after(), c.after(1)
    here = c.here
    if (
        after
        and after.text == ":"
        and glued(here, after)
        and further
        and further.kind == "num"
        and glued(after, further)
    ):
        return "clock_time", "hours-and-minutes"
    if before and before.text == ":" and glued(before, here) and (b := c.before(2)) and b.kind == "num":
        return "clock_time", "hours-and-minutes"
    if c.low_after().replace(".", "") in {"am", "pm", "gmt", "utc", "noon", "midnight", "bst", "edt", "est", "pdt"}:
        return "clock_time", "part-of-day"
    past = c.low_after() if c.raw.numbers[0].kind == "fraction" or c.raw.numbers[0].spelled else ""
    if (
        past in {"past", "to"}
        and (following := c.after(1))
        and following.low in _HOURS
        and c.here.low in {"half", "quarter", "a"}
    ):
        return "clock_time", "past-the-hour"
    if (
        c.low_before() == "at"
        and c.here.low in _HOURS
        and (after is None or after.kind == "sign" or c.low_after() in {"in", "on", "and"})
    ):
        return "clock_time", "at-the-hour"
    if c.low_before() == "past" and c.low_before(2) in {"half", "quarter"}:
        return "clock_time", "past-the-hour"
    if c.low_after() in {"o", "o'clock"} and c.low_after(1) in {"'", "’", "clock"}:
        return "clock_time", "o-clock"
    return None


def _age(c: Context) -> Answer:
    """`42-year-old`, `aged 42`, `Smith, 42,`."""
    unit = c.raw.unit.name if c.raw.unit else ""
    if unit in {"year", "month", "week", "day"} and (
        c.low_after() == "old" or (c.low_after() == "-" and c.low_after(1) in {"old", "olds"})
    ):
        return "age", "years-old"
    if c.low_before() in {"aged", "age", "ages"}:
        return "age", "aged"
    if c.low_after() == "years" and c.low_after(1) == "old":
        return "age", "years-old"
    value = c.value
    if not c.bare or value is None or not 0 < value < 120 or value.denominator != 1 or c.raw.modifier != "EXACT":
        return None
    before, after = c.before(), c.after()
    if before is None or before.text not in ",(" or (after and after.text not in ",.;:)—–"):
        return None
    named = c.before(2)
    if named and named.kind == "word" and named.text[0].isupper() and c.tokens.start > 1:
        token = c.tokens.doc[c.tokens.start - 2]
        if token.tag_ in {"NNP", "NNPS"} and token.text.lower() not in c.lex.classes["month"]:
            return "age", "after-a-name"
    return None


def _score(c: Context) -> Answer:
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


def _odds(c: Context) -> Answer:
    """`odds of 1 in 64`, `a 3-to-1 chance`."""
    words = [atom.low for atom in c.atoms[max(0, c.raw.first - 12) : c.raw.first]]
    if c.raw.numbers[0].kind == "fraction" and _ODDS.intersection(words[-4:]):
        return "score", "odds"
    joined = c.low_after() == "-" and c.low_after(1) == "to" and c.low_after(2) == "-"
    return ("score", "odds") if joined and c.bare else None


def _list_number(c: Context) -> Answer:
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


def _label(c: Context) -> Answer:
    """A number that names: `Article 50`, `No. 1`, `Boeing 737`; a name the recogniser found."""
    if c.raw.unit is not None or c.raw.numbers[0].kind != "plain" or c.raw.modifier != "EXACT":
        return None
    before = c.before()
    if before and before.text == "." and (further := c.before(2)) and further.low in {"no", "nos"}:
        return "label", "number-sign"
    if c.low_after(1) in _STREETS or (c.low_after(2) in _STREETS and (a := c.after()) and a.text[0].isupper()):
        return "label", "address"
    if c.here.kind == "word" and c.here.text[0].isupper() and (a := c.after()) and a.text[:1].isupper() and c.raw.first:
        return "name_part", "capital-number"
    token, doc = c.tokens[0], c.tokens.doc
    following = doc[c.tokens.end] if c.tokens.end < len(doc) else None
    counts = role(c.tokens[-1]) == "nummod" and c.tokens[-1].head.i >= c.tokens.end
    if before and before.low in c.lex.labels and before.text[0].isupper() | (not counts):
        return "label", "label-word"
    if token.ent_type_ and token.ent_iob_ == "I":
        return "name_part", "inside-a-name"
    if before is None or token.i == token.sent.start or counts:
        return None
    previous = doc[token.i - 1]
    named = previous.tag_ in {"NNP", "NNPS"} and previous.head in (token, token.head) and before.text[0].isupper()
    if (
        named
        and before.end + 1 >= c.raw.start
        and (following is None or following.tag_ not in {"NN", "NNS", "JJ", "CD", "IN", "TO"})
    ):
        return "label", "behind-a-name"
    return None


def _one(c: Context) -> Answer:
    """`one` as determiner or pronoun, unless something counts with it."""
    if not (c.raw.last - c.raw.first == 1 and c.bare and c.atoms[c.raw.first].low == "one"):
        return None
    if c.low_after() == "-":
        return "determiner", "one-compound"
    if c.low_before() in _ONE_CUES and c.low_after() != "of":
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
                and not _year_digits(c.atoms[other.last - 1].text)
            )
    return False


def _anaphoric(c: Context) -> Answer:
    """`the two leaders`, `these three men`, `six of the 12`: a definite phrase that only points back."""
    if not c.bare or c.raw.modifier != "EXACT" or c.value is None:
        return None
    before, further = c.low_before(), c.low_before(2)
    ordered = before in c.lex.classes["order"] and further in _DEFINITE
    if before not in _DEFINITE and not ordered:
        return None
    noun = c.tokens[-1].head if role(c.tokens[-1]) == "nummod" else None
    if noun is None and c.value >= _SMALL:
        return None
    described = noun is not None and any(role(child) in {"acl:relcl", "relcl", "acl"} for child in noun.children)
    partitive = (further if not ordered else c.low_before(3)) == "of"
    small = c.value < _SMALL and not described
    return ("anaphoric", "definite") if partitive or small or ordered else None


def _conversion(c: Context) -> Answer:
    """`40km (25 miles)`: in brackets, the same figure in another unit."""
    before = c.before()
    if c.raw.unit is None or before is None or before.text not in "([" or c.place == 0:
        return None
    after, other = c.after(), c.figures[c.place - 1]
    close = after is not None and (after.text in ")]" or after.low in {"at", "per", "in"})
    kinds = {"measure", "money", "duration"}
    same = other.unit is not None and {other.unit.kind, c.raw.unit.kind} <= kinds and other.unit.name != c.raw.unit.name
    return ("conversion", "in-brackets") if close and same and c.raw.first - other.last <= 4 else None


def _security(c: Context) -> Answer:
    """`the 10-year Treasury note`: a term that names a paper."""
    if c.raw.unit is None or c.raw.unit.name not in {"year", "month"}:
        return None
    words = {c.low_after(), c.low_after(1), c.low_after(2)}
    return ("label", "security") if words & c.lex.classes["security"] else None


def _placed(c: Context) -> Answer:
    """A length of time that places something else: `two days later`, `within 48 hours`, `the last four weeks`."""
    if c.raw.unit is None or c.raw.unit.kind != "duration":
        return None
    if c.low_after() in c.lex.classes["placed_behind"] or (
        c.low_after() == "from" and c.low_after(1) in {"now", "today"}
    ):
        return "time_expression", "word-behind"
    hyphened = "-" in c.raw.unit_text or c.text[c.atoms[c.raw.last - 1].start - 1] == "-"
    if hyphened and (c.low_after() in c.lex.classes["reach"] or c.low_after(1) in c.lex.classes["reach"]):
        return "time_expression", "reach"
    if hyphened or (c.low_after() == "of" and c.low_before() not in c.lex.classes["ordered"]):
        return None
    if (
        c.low_before() == "of"
        and c.low_before(2) == "period"
        and {"over", "within", "in"} & {c.low_before(3), c.low_before(4)}
    ):
        return "time_expression", "over-a-period"
    if c.here.low == "one" and c.raw.modifier == "EXACT" and c.raw.unit.name in {"day", "night"}:
        return "time_expression", "one-day"
    opening = c.atoms[c.raw.first].low
    before = c.low_before()
    if opening == "within":
        return "time_expression", "deadline"
    if opening == "over" and c.raw.modifier != "EXACT":
        return None if before in c.lex.classes["length"] or c.raw.first == 0 else ("time_expression", "over")
    if before == "a" or before == "the":
        before = c.low_before(2) if before == "a" else before
    if before in c.lex.classes["placed_before"] or (before in _DEFINITE and c.raw.modifier == "EXACT"):
        return "time_expression", "word-before"
    return None


def _share_of_rate(c: Context) -> Answer:
    """`per 100,000 residents`, `for every 1,000`: the base of a rate."""
    if c.raw.unit is None and c.low_before() in {"per", "every"}:
        return "other", "base-of-a-rate"
    return None


def _multiple_word(c: Context) -> Answer:
    """`double standard`, `Triple Crown`, `zero-emission`: an adjective or a name, not a number."""
    if c.here.low == "zero" and c.low_after() == "-":
        return "other", "adjective"
    if c.raw.numbers[0].kind != "multiple":
        return None
    word, token = c.atoms[c.raw.first].low, c.tokens[0]
    if c.low_after() == "-" or (word in {"double", "triple", "treble", "quadruple"} and _only_adjective(token, c)):
        return "other", "adjective"
    return None


def _only_adjective(token: Token, c: Context) -> bool:
    if token.tag_.startswith("VB") or c.low_after() in {
        "the",
        "its",
        "that",
        "what",
        "their",
        "his",
        "her",
        ".",
        ",",
        "",
    }:
        return False
    return role(token) in {"amod", "compound", "nmod"} or c.atoms[c.raw.first].text[0].isupper()


def _second(c: Context) -> Answer:
    """`half` as an ordinal (`the first half`), as `half-time`, and `a quarter` or `third` that orders."""
    number = c.raw.numbers[0]
    if number.kind != "fraction" or c.raw.unit is not None or number.last - number.first > 2:
        return None
    word = c.atoms[number.last - 1].low
    if word == "half" and (
        c.low_before() in {"first", "second", "latter", "other", "better", "opening", "closing"}
        or c.low_after() in {"-", "time", "year"}
    ):
        return "ordinal", "half-of-a-period"
    noun = c.tokens[-1].head
    if (
        word in {"third", "quarter", "fifth", "tenth"}
        and c.atoms[number.first].low in {"a", "an"}
        and c.low_after()
        not in {
            "of",
            "",
            ".",
            ",",
            "to",
            "from",
            "in",
            "since",
            "less",
            "more",
            "were",
            "are",
            "have",
            "said",
            "who",
            "had",
            ")",
            "and",
            "as",
        }
    ):
        return ("ordinal", "ordinal-adjective") if noun.i > c.tokens[-1].i else None
    return None


_QUESTIONS: tuple[Callable[[Context], Answer], ...] = (
    _clock, _identifier, _telephone, _date, _age, _score, _odds, _list_number, _conversion, _security, _placed,
    _share_of_rate, _multiple_word, _second, _one, _anaphoric, _label,
)  # fmt: skip
