"""Words of a sentence as time expressions see them: each with a tag that says what it can do in one.

The patterns of `find.py` run over the tags, one character a word, so that they stay short, and linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from newsclaims.tables import rows

_LONGEST_NUMBER = 15
_DOZEN = 12
_PIECE = re.compile(
    r"""
    (?P<BREAK>\n\s*\n)
  | (?P<ISO>\b(?:1\d|20|21)\d\d-[01]\d-[0-3]\d(?!\d))
  | (?P<SLASHED>\b\d{1,2}(?P<separator>[/.-])\d{1,2}(?P=separator)(?:\d{4}|\d\d)(?![\d/])
               |\b9/11(?![\d/]|\ of\b))
  | (?P<CLOCK>\b[012]?\d:[0-5]\d(?::[0-5]\d)?(?!\d)
             |\b[01]?\d\.[0-5]\d(?=\s?[ap]\.?m)
             |\b[012]\d[0-5]\d(?=\ (?:GMT|UTC|BST|CET|E[SD]T)\b))
  | (?P<DECADE>(?:\b\d\d|['‘’])?\d0['’]?s\b)
  | (?P<YY>['‘’]\d\d\b)
  | (?P<ORD>\b\d{1,2}(?:st|nd|rd|th)\b)
  | (?P<QN>\bQ[1-4]\b)
  | (?P<HN>\bH[12]\b)
  | (?P<FRACTION>\b[1-9]/[2-9](?![\d/]))
  | (?P<NUM>\d+(?:[.,]\d+)*)
  | (?P<AMPM>(?i:[ap]\.\ ?m\b\.?))
  | (?P<POSS>['’]s\b)
  | (?P<WORD>[^\W\d_]+(?:['’]s(?=\ (?:day|eve|Day|Eve)\b))?)
  | (?P<MARK>\S)
    """,
    re.VERBOSE,
)
_MARKS = {",": "COMMA", "-": "DASH", "–": "DASH", "—": "LONGDASH", "/": "DASH", "'": "APOS", "’": "APOS", "(": "OPEN"}
_UNUSED = "OTHER"


class Word(NamedTuple):
    """One word, number or mark: its tag (`OTHER` where it means nothing here), the tag's value, and its offsets."""

    tag: str
    value: str
    start: int
    end: int
    number: Fraction | None = None


class Lexicon:
    """The tagged words of `tables/en/time_words.csv`, phrases filed by their first word, longest first."""

    def __init__(self) -> None:
        self.single: dict[str, tuple[str, str, str, str]] = {}
        self.phrases: dict[str, list[tuple[list[str], str, str, str]]] = {}
        for row in rows("en/time_words", "surface", "tag", "value", "case", "dot"):
            first, *rest = row["surface"].split(" ")
            if rest:
                self.phrases.setdefault(first, []).append((rest, row["tag"], row["value"], row["case"]))
            else:
                self.single[first] = (row["tag"], row["value"], row["case"], row["dot"])
        for longest_first in self.phrases.values():
            longest_first.sort(key=lambda phrase: -len(phrase[0]))

    def tags(self) -> set[str]:
        """Every tag that the table gives."""
        phrases = {tag for filed in self.phrases.values() for _, tag, _, _ in filed}
        return phrases | {tag for tag, *_ in self.single.values()}


def read_words(text: str, lexicon: Lexicon) -> list[Word]:
    """The words of a text; number words that belong together are one ("twenty-four", "nineteen ninety-six")."""
    pieces = [(match.lastgroup or "MARK", match.start(), match.end()) for match in _PIECE.finditer(text)]
    words: list[Word] = []
    position = 0
    while position < len(pieces):
        word, used = _word(text, pieces, position, lexicon)
        words.append(word)
        position += used
    return list(_numbers_joined(words))


def _word(text: str, pieces: list[tuple[str, int, int]], at: int, lexicon: Lexicon) -> tuple[Word, int]:
    """The word that starts with piece `at`, and of how many pieces it is made."""
    kind, start, end = pieces[at]
    if kind != "WORD":
        return _figure(text, kind, start, end), 1
    surface = text[start:end]
    lower = surface.lower().replace("’", "'")
    for rest, tag, value, case in lexicon.phrases.get(lower, ()):
        last = at + len(rest)
        if last < len(pieces) and _fits(surface, case):
            following = [text[s:e].lower() for _, s, e in pieces[at + 1 : last + 1]]
            if following == rest:
                return Word(tag, value, start, pieces[last][2]), len(rest) + 1
    tag, value, case, dot = lexicon.single.get(lower, (_UNUSED, "", "", ""))
    if tag != _UNUSED and not _fits(surface, case):
        tag, value, dot = _UNUSED, "", ""
    if dot and text[end : end + 1] == "." and at + 1 < len(pieces):
        return Word(tag, value, start, end + 1), 2
    number = Fraction(value) if tag in {"NUM", "SCALE"} else None
    return Word(tag, value, start, end, number), 1


def _fits(surface: str, case: str) -> bool:
    """Whether a word is written as the table asks: with a capital (`title`), or all in capitals (`upper`)."""
    return not case or (surface.isupper() if case == "upper" else surface[0].isupper())


def _figure(text: str, kind: str, start: int, end: int) -> Word:
    """The word for a number or a mark; one glued to letters ("G20") or too long to date anything is no number."""
    surface = text[start:end]
    if kind in {"MARK", "BREAK"}:
        return Word(_MARKS.get(surface, _UNUSED), surface, start, end)
    if kind in {"DECADE", "YY"}:
        digits = re.sub(r"\D", "", surface)
        return Word(kind, digits, start, end)
    if kind in {"ORD", "QN", "HN"}:
        return Word(kind, re.sub(r"\D", "", surface), start, end)
    if kind == "FRACTION":
        return Word(kind, surface, start, end, Fraction(surface))
    if kind != "NUM":
        return Word(kind, surface, start, end)
    glued = (
        start > 0
        and (text[start - 1].isalpha() or text[start - 1] in "$£€¥#")
        and text[max(start - 2, 0) : start] != "FY"
    )
    if glued or len(surface) > _LONGEST_NUMBER:
        return Word(_UNUSED, surface, start, end)
    plain = surface.replace(",", "")
    if plain.count(".") > 1:
        return Word(_UNUSED, surface, start, end)
    number = Fraction(plain)
    if surface.isdigit() and len(surface) == 4 and 1000 <= number < 2200:
        return Word("YEAR", surface, start, end, number)
    if surface.isdigit() and len(surface) <= 2 and 1 <= number <= 31:
        return Word("DAY", surface, start, end, number)
    return Word("NUM", plain, start, end, number)


def _numbers_joined(words: list[Word]) -> Iterator[Word]:
    """The words, with runs of number words (hyphens between them allowed) as one NUM or, in two halves, one YEAR."""
    at = 0
    while at < len(words):
        word = words[at]
        if word.tag not in {"NUM", "SCALE"} or not word.value.isdigit() or word.end - word.start <= len(word.value):
            yield word
            at += 1
            continue
        last, total, century = _number_run(words, at)
        tag = "YEAR" if century else "NUM"
        yield Word(tag, str(total), word.start, words[last].end, Fraction(total))
        at = last + 1


def _number_run(words: list[Word], at: int) -> tuple[int, int, bool]:
    """Where a run of number words ends, what it is worth, and whether it reads as a year ("nineteen ninety-six")."""
    total, last, century = int(words[at].value), at, False
    following = at + 1
    while following < len(words):
        word = words[following]
        if word.tag == "DASH" and following + 1 < len(words) and words[following + 1].tag in {"NUM", "SCALE"}:
            following += 1
            word = words[following]
        value = int(word.value) if word.value.isdigit() and word.tag in {"NUM", "SCALE"} else 0
        if value == _DOZEN and word.end - word.start == len("dozen") and total < _DOZEN:
            total *= value
        elif word.tag == "SCALE":
            total = total % 1000 * value if value == 1000 and total < 1000 else total * value
        elif (value and total % 10 == 0 and total % 100 > 10 and value < 10 and not century) or (
            value and total >= 100 and total % value_scale(value) == 0
        ):
            total += value
        elif total in {18, 19, 20} and 20 <= value < 100 and value % 10 == 0:
            total, century = total * 100 + value, True
        else:
            break
        last = following
        following += 1
        if century and following < len(words):
            last, total = _year_ones(words, following, last, total)
            break
    return last, total, century


def value_scale(value: int) -> int:
    """The power of ten that a smaller number word needs free before it: 5 -> 100, 200 -> 1000."""
    return 100 if value < 100 else 1000


def _year_ones(words: list[Word], at: int, last: int, total: int) -> tuple[int, int]:
    """The ones of a year in words: "-six" after "nineteen ninety"."""
    at += words[at].tag == "DASH" and at + 1 < len(words)
    value = int(words[at].value) if words[at].tag == "NUM" and words[at].value.isdigit() else 0
    return (at, total + value) if 0 < value < 10 else (last, total)
