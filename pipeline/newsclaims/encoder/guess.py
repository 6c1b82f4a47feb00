"""What words are taken for that the net does not read: the usual tag of a form, a proper noun where a capital shows it.

No tree and no names: every word hangs on the first of its sentence, and sentences end at a stop that a capital follows.
Good for looking over what lies around a claim, not for reading it.
"""

from __future__ import annotations

from collections.abc import Sequence

from newsclaims.encoder.layers import Layers, Words
from newsclaims.encoder.net import Labels
from newsclaims.encoder.words import CAPITALS

_STOPS = frozenset([".", "!", "?"])
_OPENING = frozenset(['"', "“", "”", "''", "``", "‘", "’", "(", "["])


class Guesser:
    """Guesses from a model's labels and from `usual`: form in lower case -> numbers of its usual tag and morphology."""

    def __init__(self, labels: Labels, usual: dict[str, tuple[int, int]]) -> None:
        self._usual = usual
        self._name = labels.tag.index("NNP"), labels.morph.index("PROPN Number=Sing")
        self._noun = labels.tag.index("NN"), labels.morph.index("NOUN Number=Sing")
        self._root, self._other = labels.dep.index("ROOT"), labels.dep.index("dep")

    def guess(self, words: Words, forms: Sequence[str], first: int, last: int, layers: Layers) -> None:
        """Put a guess for the words `first` to `last` (out) into the layers; `forms` are those words in lower case."""
        start = first
        for i, form in enumerate(forms, first):
            capital = words.shapes[i] >> 1 in CAPITALS
            if i > first and words.preset[i] >= 0 and (capital or form in _OPENING) and _stopped(forms, i - first):
                start = i
            known = self._usual.get(form)
            named = capital and (i != start or known is None)
            layers.tag[i], layers.morph[i] = self._name if named else known or self._noun
            layers.head[i] = start
            layers.dep[i] = self._root if i == start else self._other


def _stopped(forms: Sequence[str], i: int) -> bool:
    """Whether a sentence ends before a word, a mark that opens or closes a quotation between the two passed over."""
    before = forms[i - 2] if i > 1 and forms[i - 1] in _OPENING else forms[i - 1]
    return before in _STOPS
