"""Encoder: one transformer over word pieces that gives tags, lemmas, trees, sentences and names in one forward pass.

Reading order: `words` (what the net sees of a word), `lemmas` (edit scripts), `trees` (maximum spanning trees),
`windows` (how a text is cut to what the net can see at once), `net` (the session and its outputs), `component` (the spaCy
component).
"""
