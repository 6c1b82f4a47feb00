"""The learned linker: which word a figure counts, and which time it is about, from the encoder's states.

Reading order: `reader` (the component, and the links it gives), `sight` (what the net sees of one figure), `net` (its
session, and the scores of pairs).
"""
