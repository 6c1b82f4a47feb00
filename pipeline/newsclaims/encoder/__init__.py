"""Encoder: one transformer over word pieces that gives tags, lemmas, trees, sentences and names in one forward pass.

Reading order: `words` (what the net sees of a word), `layers` (a Doc as it sees it, and what is told of it), `net` (the
session and its outputs), `trees` and `bio` (the best of those outputs together), `guess` (what is not read),
`component` (the spaCy component).
"""
