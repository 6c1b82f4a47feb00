"""What the language model's reader of speech found: how it is read from states, and how it joins the rules' cues."""

from __future__ import annotations

import numpy as np
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from parsed import COMPONENT, parsed
from spacy.language import Language
from spacy.tokens import Doc
from test_any_words import SENTENCES

from newsclaims import layers
from newsclaims.attribution.speech import LONGEST, SpeechReader, windows
from newsclaims.attribution.speech_net import REACH, distances, sentence_steps
from newsclaims.errors import ModelError
from newsclaims.records import Attribution, Speech

MAYOR = "Ada/NNP/P Marlow/NNP/P"
TERM = "Marlow/NNP/P 's/POS ledger/NN has/VBZ 40/CD dry/JJ wells/NNS ./."


def told(doc: Doc, *speech: Speech) -> list[Attribution]:
    """The attributions of a Doc for which the reader found these."""
    layers.put(doc, "speech", speech)
    return layers.take(COMPONENT(doc), "attributions", Attribution)


def test_what_no_rule_finds_is_taken_from_the_reader() -> None:
    assert told(parsed(TERM)) == []
    (one,) = told(parsed(TERM), Speech((2, 4), ((0, 1),), ((4, 7),), 0.7))
    assert one.cue is not None
    assert one.cue.text == "ledger has"
    assert [source.name for source in one.sources] == ["Marlow"]
    assert [part.text for part in one.contents] == ["40 dry wells"]
    assert (one.voice, one.rule) == ("indirect", "other_learned")
    assert one.confidence < 0.1  # the reader takes wishes for reports, too


def test_where_both_see_a_cue_what_either_takes_is_reported() -> None:
    sentence = f"Tarn/NNP/O told/VBD us/PRP in/IN May/NNP 40/CD wells/NNS were/VBD dry/JJ and/CC {MAYOR} left/VBD ./."
    doc = parsed(sentence)
    (one,) = told(doc, Speech((1, 2), ((0, 1),), ((5, 9),), 0.9))
    assert [part.text for part in one.contents] == ["in May 40 wells were dry and Ada Marlow left"]
    assert one.rule == "tell_agreed"


def test_a_source_keeps_the_phrase_that_a_rule_read() -> None:
    sentence = f"40/CD wells/NNS were/VBD dry/JJ ,/, said/VBD {MAYOR} ,/, head/NN of/IN Tarn/NNP/O Board/NNP/O ./."
    (plain,) = told(parsed(sentence))
    (one,) = told(parsed(sentence), Speech((5, 6), ((7, 8),), ((0, 4),), 0.9))
    (source,) = one.sources
    assert (source.name, source.organisation) == (plain.sources[0].name, "Tarn Board")
    assert source.mention.text == "Marlow"


def test_a_rules_cue_stays_where_the_reader_has_nothing() -> None:
    first = f"{MAYOR} said/VBD 40/CD wells/NNS were/VBD dry/JJ ./."
    found = told(parsed(first, TERM), Speech((11, 13), ((9, 10),), ((13, 16),), 0.7))
    assert [one.rule for one in found] == ["say_after", "other_learned"]


def test_contents_that_are_quoted_in_part_say_which() -> None:
    sentence = f"{MAYOR} says/VBZ 40/CD wells/NNS “/`` are/VBP dry/JJ and/CC dead/JJ now/RB ”/'' in/IN Tarn/NNP/O ./."
    (one,) = told(parsed(sentence), Speech((2, 3), ((0, 2),), ((3, 14),), 0.9))
    assert one.voice == "mixed"
    assert [part.text for part in one.contents] == ["40 wells", "“ are dry and dead now ”", "in Tarn"]


def test_a_quotation_that_the_reader_has_is_not_given_again() -> None:
    sentence = f"“/`` The/DT 40/CD wells/NNS are/VBP dry/JJ ,/, ”/'' {MAYOR} said/VBD ./."
    (one,) = told(parsed(sentence), Speech((10, 11), ((8, 10),), ((0, 8),), 0.9))
    assert one.voice == "direct"


def test_nobody_may_be_named() -> None:
    sentence = "40/CD wells/NNS are/VBP thought/VBN to/TO be/VB dry/JJ ./."
    (one,) = told(parsed(sentence), Speech((2, 4), (), ((0, 2), (4, 7)), 0.6))
    assert one.sources == ()


@st.composite
def readings(draw: st.DrawFn) -> tuple[Doc, list[Speech]]:
    """A Doc of any words, and what a reader might have found in it."""
    doc = parsed(*draw(SENTENCES))
    found = []
    for first in sorted(draw(st.sets(st.integers(0, len(doc) - 2), max_size=4))):
        bounds = sorted(draw(st.sets(st.integers(0, len(doc) - 1), max_size=6)))
        pairs = list(zip(bounds[::2], bounds[1::2], strict=False))
        source = (pairs.pop(0),) if len(pairs) > 1 and draw(st.booleans()) else ()
        if pairs:
            found.append(Speech((first, first + 1), source, tuple(pairs), 0.6))
    return doc, found


@settings(max_examples=200, deadline=None)
@given(readings())
def test_whatever_the_reader_says_offsets_hold(reading: tuple[Doc, list[Speech]]) -> None:
    doc, speech = reading
    for one in told(doc, *speech):
        assert one.contents
        for part in (*one.contents, *(source.mention for source in one.sources), *([one.cue] if one.cue else [])):
            assert part.start < part.end
            assert doc.text[part.start : part.end] == part.text


def test_distances_are_exact_near_a_cue_and_coarse_far_from_it() -> None:
    near = distances(3, 5, 9).tolist()
    assert near == [REACH - 3, REACH - 2, REACH - 1, REACH, REACH, REACH + 1, REACH + 2, REACH + 3, REACH + 4]
    far = distances(0, 1, 10_000)
    assert far.max() <= 2 * REACH
    assert (np.diff(far) >= 0).all()


def test_sentences_are_counted_from_the_cues() -> None:
    assert sentence_steps(np.array([1, 1, 2, 3, 9]), 2).tolist() == [1, 1, 2, 3, 4]


def test_windows_are_whole_paragraphs_that_have_states_and_long_ones_whole_sentences() -> None:
    nlp = spacy.blank("en")
    doc = nlp("One two .\n\nThree four .\n\n" + "five six seven eight . " * 150)
    starts = {0, *(i + 1 for i, token in enumerate(doc[:-1]) if token.text in {".", "\n\n"})}
    for token in doc:
        token.is_sent_start = token.i in starts
    doc.tensor = np.array([[not token.is_space] * 384 for token in doc], dtype=np.float16)
    doc.tensor[4:7] = 0
    seen = list(windows(doc))
    assert [doc[int(words[0])].text for words, _ in seen] == ["One", "five", "five", "five"]
    assert all(len(words) == len(sentences) <= LONGEST for words, sentences in seen)
    assert all(doc[int(words[-1])].text == "." for words, _ in seen)


def test_a_reader_without_weights_says_so() -> None:
    with pytest.raises(ModelError, match="no weights"):
        SpeechReader()(_with_states())


def _with_states() -> Doc:
    doc = spacy.blank("en")("One two.")
    doc.tensor = np.ones((len(doc), 384), dtype=np.float16)
    return doc


@pytest.mark.model
@pytest.mark.parametrize("text", ["", " \n ", "33", "?", "“" * 700, "word " * 2000])
def test_any_text_passes(pipeline: Language, text: str) -> None:
    doc = pipeline(text)
    assert all(0 <= one.cue[0] < one.cue[1] <= len(doc) for one in layers.take(doc, "speech", Speech))
