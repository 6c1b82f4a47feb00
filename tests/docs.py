"""Hand-built Docs: a tree written as one line a token."""

from __future__ import annotations

import spacy
from spacy.tokens import Doc, Span

VOCAB = spacy.blank("en").vocab


def made_doc(rows: str, ents: tuple[tuple[int, int, str], ...] = ()) -> Doc:
    """A Doc of one or more sentences from lines of `word tag dep head [lemma]`; a root heads itself.

    Heads are numbered from 0. A `.` has no space before it, a `$` none behind, a `-` none at all; `ents` are token
    spans and labels.
    """
    table = [row.split() for row in rows.strip().splitlines()]
    words = [row[0] for row in table]
    spaces = [
        n + 1 < len(words) and words[n + 1] not in {".", ",", "'s", "”", "%", "-"} and words[n] not in {"$", "“", "-"}
        for n in range(len(words))
    ]
    doc = Doc(
        VOCAB,
        words=words,
        spaces=spaces,
        tags=[row[1] for row in table],
        pos=["AUX" if row[4:] == ["be"] or row[2].startswith("aux") else POS.get(row[1][:2], "X") for row in table],
        deps=[row[2] for row in table],
        heads=[int(row[3]) for row in table],
        lemmas=[row[4] if len(row) > 4 else row[0].lower() for row in table],
    )
    doc.set_ents([Span(doc, start, end, label) for start, end, label in ents])
    return doc


POS = {
    "NN": "NOUN",
    "VB": "VERB",
    "CD": "NUM",
    "JJ": "ADJ",
    "RB": "ADV",
    "IN": "ADP",
    "DT": "DET",
    "PR": "PRON",
    "MD": "AUX",
    "CC": "CCONJ",
    ".": "PUNCT",
    ",": "PUNCT",
    "TO": "PART",
}
