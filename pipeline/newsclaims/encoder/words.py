"""What the net sees of a word: its pieces, and its case and spacing, which the pieces do not tell.

The vocabulary is uncased, so that `Apple` and `apple` have one piece between them; the shape keeps them apart. A word
stands for all its pieces by the first one, and no more than `MAX_PIECES` are read.
"""

from __future__ import annotations

from pathlib import Path

from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer

MAX_PIECES = 8
N_SHAPES = 19
EDGE = 18  # the row of the two marks around a window
# One sign for each: the training texts have only these, news has all of them.
_SIGNS = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "‚": "'", "`": "'", "´": "'"}
)
CAPITALS = frozenset([2, 3, 4, 5, 8])  # kinds of shape (row // 2) that hold a capital
_CACHED = 200_000


class Pieces:
    """Word pieces by form: `of(word)` gives their ids, of which there is always one at least."""

    def __init__(self, vocabulary: Path) -> None:
        forms = vocabulary.read_text(encoding="utf-8").split("\n")
        ids = {form: i for i, form in enumerate(forms) if form}
        self._tokenizer = Tokenizer(WordPiece(ids, unk_token="[UNK]", max_input_chars_per_word=60))
        self._tokenizer.normalizer = BertNormalizer(lowercase=True)
        self._tokenizer.pre_tokenizer = BertPreTokenizer()
        self.start, self.end, self.unknown = ids["[CLS]"], ids["[SEP]"], ids["[UNK]"]
        self._known: dict[str, tuple[int, ...]] = {}

    def of(self, word: str) -> tuple[int, ...]:
        """The ids of the word's pieces, `MAX_PIECES` at most."""
        known = self._known.get(word)
        if known is None:
            # A word of more signs than eight pieces could hold is not read to its end.
            ids = self._tokenizer.encode(word[:200].translate(_SIGNS), add_special_tokens=False).ids[:MAX_PIECES]
            known = tuple(ids) or (self.unknown,)
            if len(self._known) >= _CACHED:  # an archive has no end of forms
                self._known.clear()
            self._known[word] = known
        return known


def shape(word: str, spaced: bool) -> int:
    """The word's row, 0 to 17: one of nine shapes, and whether a space stands before it."""
    if word.isalpha():
        if word.islower():
            kind = 1
        elif word.isupper():
            kind = 3 if len(word) > 1 else 4
        else:
            kind = 2 if word[0].isupper() and word[1:].islower() else 5
    elif word.isdigit():
        kind = 6
    elif any(sign.isdigit() for sign in word):
        kind = 7
    elif any(sign.isalpha() for sign in word):
        kind = 8 if any(sign.isupper() for sign in word) else 1
    else:
        kind = 0
    return 2 * kind + spaced
