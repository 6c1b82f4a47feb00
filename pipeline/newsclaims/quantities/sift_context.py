"""A numeral where it stands, as the questions of the sift see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from spacy.tokens import Span

from newsclaims.quantities.affixes import Raw
from newsclaims.quantities.atoms import Atom
from newsclaims.quantities.lexicon import Lexicon
from newsclaims.records import NumeralKind

POSSESSIVES = frozenset(["her", "his", "their", "my", "our", "your"])


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
    sent: Span

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
