"""The text of a sentence cut into numbers, words and signs, whatever the tokeniser made of it."""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction
from typing import NamedTuple

# Points group them only where another group or a decimal comma follows: `1.234.567`, `1.234,50`.
# A plain space groups digits only before a last `000`: `R50 000`, but not `in 2015 300 people`.
# Groups are counted (no `*` over them), so that no text makes the search go back more than a few characters.
_ATOM = re.compile(
    r"(?P<num>\d{1,3}(?:,\d{2,3}){0,8},\d{3}(?!\d)(?:\.\d+)?"
    r"|\d{1,3}(?:[\u00a0\u2009\u202f'’]\d{3}){1,8}(?!\d)(?:\.\d+)?"
    r"|\d{1,3}(?: \d{3}){0,3} 000(?! ?\d)"
    r"|\d{1,3}(?:\.\d{3}){1,8},\d{1,2}(?!\d|,\d)"
    r"|\d{1,3}(?:\.\d{3}){2,8}(?!\d|\.\d)"
    r"|\d+(?:\.\d+)?"
    r"|(?<![\w.])\.\d+)"
    r"|(?P<word>(?:[^\W\d_]\.){2,}|[^\W\d_¼½¾⅐-⅞]+)"
    r"|(?P<sign>[^\s\w]|[_¼½¾⅐-⅞])"
)
_GROUPING = re.compile(r"[, \u00a0\u2009\u202f'’]")
_CONTINENTAL = re.compile(r"\d+\.[\d.]*[.,]\d+")
MAX_DIGITS = 40
_YEARS = range(1500, 2101)
VULGAR = {sign: Fraction(*map(int, unicodedata.normalize("NFKC", sign).split("⁄"))) for sign in "½⅓⅔¼¾⅐⅑⅒⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"}


class Atom(NamedTuple):
    """A number in digits (`num`), a word or a sign; offsets into the article's text."""

    kind: str
    text: str
    low: str
    start: int
    end: int


def cut(text: str, start: int, end: int) -> list[Atom]:
    """The atoms of `text[start:end]`, in order."""
    return [
        Atom(str(hit.lastgroup), hit.group(), hit.group().lower(), hit.start(), hit.end())
        for hit in _ATOM.finditer(text, start, end)
    ]


def digits_value(surface: str) -> Fraction | None:
    """What digits with grouping are worth: "1,643" -> 1643; None for more digits than a figure has."""
    if len(surface) > MAX_DIGITS:
        return None
    if _CONTINENTAL.fullmatch(surface):
        surface = surface.replace(".", "").replace(",", ".")
    return Fraction(_GROUPING.sub("", surface))


def glued(left: Atom, right: Atom) -> bool:
    """Whether nothing stands between two atoms."""
    return left.end == right.start


def year_digits(surface: str) -> bool:
    """Whether digits can be a year: four of them, without grouping."""
    return len(surface) == 4 and surface.isdecimal() and int(surface) in _YEARS
