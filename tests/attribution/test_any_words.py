"""Whatever the words and tags: no exception, offsets that give back the text, and time in proportion."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from parsed import COMPONENT, parsed

from newsclaims import layers
from newsclaims.records import Attribution

WORDS = (
    "Ann/NNP/P Marlow/NNP/P Tarn/NNP/O Ministry/NNP Mr./NNP said/VBD saying/VBG told/VBD reported/VBN show/VBP "
    "according/VBG to/IN as/IN by/IN of/IN in/IN that/IN who/WP he/PRP it/PRP they/PRP the/DT its/PRP$ agency/NN "
    "report/NN poll/NN officials/NNS and/CC 40/CD wells/NNS were/VBD dry/JJ ,/, :/: ;/: -/HYPH “/`` ”/'' \"/`` '/'' "
    "Monday/NNP never/RB be/VB To/TO (/-LRB- )/-RRB- ./."
).split()
SENTENCES = st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=25).map(" ".join), min_size=1, max_size=4)


@settings(max_examples=300, deadline=None)
@given(SENTENCES)
def test_any_words(sentences: list[str]) -> None:
    doc = COMPONENT(parsed(*sentences))
    for one in layers.take(doc, "attributions", Attribution):
        assert one.sources
        assert one.contents
        for part in (*one.contents, *(source.mention for source in one.sources), *([one.cue] if one.cue else [])):
            assert part.start < part.end
            assert doc.text[part.start : part.end] == part.text


@pytest.mark.parametrize(
    "words", ["“/`` ", "said/VBD ", "he/PRP said/VBD “/`` ", "Ann/NNP/P and/CC ", "according/VBG to/IN Ann/NNP "]
)
def test_a_long_line_ends_soon(words: str) -> None:
    doc = parsed(words * (10_000 // len(words.split())))
    begun = time.perf_counter()
    COMPONENT(doc)
    assert time.perf_counter() - begun < 3
