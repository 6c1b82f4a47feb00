"""Where figures that are claims may stand, by the characters alone: what has to be known before anything is parsed.

A number that the sift (`sift.py`) takes for no claim whatever the tree says is passed over where its neighbours show
it: days and years, hours, ages, ordinals, codes, lengths that only place something in time, most uses of `one`. In
doubt a number counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from newsclaims.quantities.find import either_of, number_words_pattern
from newsclaims.quantities.lexicon import Lexicon

_NEAR = 24  # characters on each side that are looked at
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_LATE = re.compile(r"19[89]\d|20[0-3]\d")
_YEAR = re.compile(r"1[5-9]\d\d|20\d\d")
_DAY = re.compile(r"0?[1-9]|[12]\d|3[01]")
_ORDINAL = re.compile(r"(?:st|nd|rd|th)\b")
_DECADE = re.compile(r"['’]?s\b")
_AGE = re.compile(r"[\s-](?:year|month|week|day)s?[\s-]olds?\b")
_CLOCK = re.compile(r":\d\d\b|\s?(?:[ap]\.?m\b|GMT\b|UTC\b|BST\b|E[SD]T\b|P[SD]T\b|noon\b|midnight\b)")
_TO_A_YEAR = re.compile(r"\b(?:by|in|until|till|since|during|before|after|through|early|mid|late|the)[\s-]$", re.I)
_JOINED = re.compile(r"[\w$£€¥#.,+=<>~±≤≥/-]$|\bto\s$")
_CODE = re.compile(r"[^\W\d_]+[-/.]?$|[#@_№]$|\d:$")
_SIGNED = re.compile(r"\b(?:minus|negative|plus|sub)-$", re.I)
_POINTING = re.compile(r"\b(?:no|the|this|that|which|each|every|any|another|last)[\s-]$", re.I)
_BEHIND_ONE = re.compile(
    r"[,.;:?!)”\"’'-]|\s(?:of|another|can|is|was|has|had|would|could|should|might|must|that|who|whom|thing|side|hand|way"
    r"|day|night|where|to)\b"
)


class Glance:
    """Looks over a text for numbers that may be claims."""

    def __init__(self, lex: Lexicon) -> None:
        self._numbers = number_words_pattern(lex)
        months = f"(?:{either_of(month.title() for month in lex.classes['month'] if month != 'month')})"
        lengths = f"(?:{either_of(w for w, unit in lex.units.items() if unit.kind == 'duration' and w.isalpha())})"
        placing = either_of({*lex.classes["placed_before"], "the", "these", "those"} - {"over", "than"})
        bounds = {surface.split()[-1] for surface in lex.before if surface[-1].isalpha()} | {"only", "just"}
        self._month_before = re.compile(rf"\b{months}\.?,?\s(?:\d\d?,?\s)?$")
        self._month_behind = re.compile(rf"(?:\sof)?\s{months}\b")
        self._unit_behind = re.compile(
            rf"[^\W\d_]|\s?%|[\s-](?:{either_of([*lex.units, *lex.scales, *lex.money_words])})\b", re.IGNORECASE
        )
        self._bound = re.compile(rf"\b(?:{either_of(bounds)})\s?$", re.IGNORECASE)
        self._money = re.compile(
            rf"\b(?:{either_of(sign for sign in lex.signs if sign[-1:].isalpha() or '.' in sign)})$"
        )
        self._ago = re.compile(rf"\s{lengths}\s(?:{either_of(lex.classes['placed_behind'])})\b")
        self._length = re.compile(rf"\s{lengths}\b(?!\sof\b)")
        self._placing = re.compile(rf"\b(?:{placing})\s$", re.IGNORECASE)
        self._counted = re.compile(rf"\s(?:{either_of([*lex.classes['counting']])})\b")

    def __call__(self, text: str, spans: Iterable[tuple[int, int]]) -> list[int]:
        """The places of the spans (first character, the one after the last) that may hold a claim."""
        return [place for place, span in enumerate(spans) if self._counts(text, *span)]

    def _counts(self, text: str, start: int, end: int) -> bool:
        at = start
        while number := self._numbers.search(text, at, end):
            first, at = number.span()
            if digits := _DIGITS.match(text, first, end):
                at = digits.end()
            before, behind = text[max(start, first - _NEAR) : first], text[at : min(at + _NEAR, end)]
            if self._ago.match(behind) or (self._placing.search(before) and self._length.match(behind)):
                continue
            if digits is None:
                if number[0].lower() != "one" or not self._determines(before, behind):
                    return True
            elif not self._names(digits[0], before, behind):
                return True
        return False

    def _determines(self, before: str, behind: str) -> bool:
        """Whether `one` is a determiner or a pronoun: `no one`, `one of them`."""
        if self._bound.search(before) or self._unit_behind.match(behind):
            return False
        return bool(_BEHIND_ONE.match(behind) or (_POINTING.search(before) and not self._counted.match(behind)))

    def _names(self, digits: str, before: str, behind: str) -> bool:
        """Whether digits are a date, an hour, an age, an ordinal or part of a code."""
        if _CODE.search(before) and not (
            self._money.search(before) or self._bound.search(before) or _SIGNED.search(before)
        ):
            return True
        if _ORDINAL.match(behind) or _AGE.match(behind) or (digits[-1] == "0" and _DECADE.match(behind)):
            return True
        if len(digits) <= len("10.30") and _CLOCK.match(behind):
            return True
        day = _DAY.fullmatch(digits)
        if day and self._month_behind.match(behind):
            return True
        if self._unit_behind.match(behind):
            return False
        if self._month_before.search(before):
            return bool(day or _LATE.fullmatch(digits))
        if _YEAR.fullmatch(digits) and _TO_A_YEAR.search(before):
            return True
        return bool(_LATE.fullmatch(digits)) and not (_JOINED.search(before) or self._bound.search(before))
