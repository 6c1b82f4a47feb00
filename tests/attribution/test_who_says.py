"""Who asserts a figure: sentences with their tags, the figure, and its sources and voice."""

from __future__ import annotations

import pytest
from docs import made_doc
from parsed import COMPONENT, attributions, who_says
from spacy.tokens import Doc

from newsclaims import layers
from newsclaims.attribution.sentences import sentences
from newsclaims.records import Attribution

MAYOR = "Ada/NNP/P Marlow/NNP/P"
AGENCY = "the/DT Northern/NNP/O Rivers/NNP/O Agency/NNP/O"


@pytest.mark.parametrize(
    ("figure", "sentence", "source"),
    [
        ("40", f"{MAYOR} said/VBD that/IN 40/CD wells/NNS were/VBD dry/JJ ./.", "Ada Marlow"),
        ("40", f"{MAYOR} said/VBD 40/CD wells/NNS were/VBD dry/JJ ./.", "Ada Marlow"),
        ("40", f"40/CD wells/NNS were/VBD dry/JJ ,/, {MAYOR} said/VBD on/IN Monday/NNP ./.", "Ada Marlow"),
        ("40", f"40/CD wells/NNS were/VBD dry/JJ ,/, said/VBD {MAYOR} ,/, a/DT farmer/NN ./.", "Ada Marlow"),
        ("40", f"The/DT wells/NNS ,/, {MAYOR} said/VBD ,/, were/VBD 40/CD metres/NNS deep/JJ ./.", "Ada Marlow"),
        ("40", f"According/VBG to/IN {AGENCY} ,/, 40/CD wells/NNS were/VBD dry/JJ ./.", "Northern Rivers Agency"),
        ("40", f"40/CD wells/NNS were/VBD dry/JJ ,/, according/VBG to/IN {AGENCY} ./.", "Northern Rivers Agency"),
        ("40", f"{MAYOR} ,/, a/DT farmer/NN ,/, said/VBD 40/CD wells/NNS were/VBD dry/JJ ./.", "Ada Marlow"),
        ("40", f"Figures/NNS released/VBN by/IN {AGENCY} show/VBP that/IN 40/CD wells/NNS were/VBD dry/JJ ./.",
         "Northern Rivers Agency"),
        # The tagger takes the verb for a noun.
        ("40", f"Figures/NNS released/VBN by/IN {AGENCY} show/NN 40/CD wells/NNS were/VBD dry/JJ ./.",
         "Northern Rivers Agency"),
        ("40", "A/DT Tarn/NNP/O survey/NN found/VBD that/IN 40/CD wells/NNS were/VBD dry/JJ ./.", "Tarn"),
        ("40", "Tarn/NNP/O put/VBD the/DT loss/NN at/IN 40/CD wells/NNS ./.", "Tarn"),
        ("40", "Tarn/NNP/O reported/VBD a/DT loss/NN of/IN 40/CD wells/NNS ./.", "Tarn"),
        ("40", "A/DT village/NN doctor/NN said/VBD 40/CD wells/NNS were/VBD dry/JJ ./.", "A village doctor"),
        ("40", f"As/IN reported/VBN by/IN {AGENCY} ,/, 40/CD wells/NNS were/VBD dry/JJ ./.", "Northern Rivers Agency"),
        ("40", "In/IN a/DT Tarn/NNP/O poll/NN ,/, 40/CD percent/NN had/VBD no/DT water/NN ./.", "Tarn"),
        ("40", f"{MAYOR} pointed/VBD out/RP that/IN 40/CD wells/NNS were/VBD dry/JJ ./.", "Ada Marlow"),
        ("40", f"{MAYOR} spoke/VBD of/IN 40/CD dry/JJ wells/NNS ./.", "Ada Marlow"),
        ("40", f"{MAYOR} said/VBD ,/, in/IN May/NNP ,/, that/IN 40/CD wells/NNS were/VBD dry/JJ", "Ada Marlow"),
        ("40", "40/CD wells/NNS were/VBD dry/JJ ,/, people/NNS familiar/JJ with/IN the/DT session/NN said/VBD ./.",
         "people"),
        ("40", f"{MAYOR} told/VBD The/DT Herald/NNP/O 40/CD wells/NNS were/VBD dry/JJ ./.", "Ada Marlow"),
    ],
)  # fmt: skip
def test_reported(figure: str, sentence: str, source: str) -> None:
    assert who_says(figure, sentence) == ([source], "indirect")


@pytest.mark.parametrize(
    "sentence",
    [
        "40/CD wells/NNS were/VBD dry/JJ ./.",
        "The/DT drought/NN is/VBZ expected/VBN to/TO last/VB 40/CD days/NNS ./.",
        "40/CD wells/NNS are/VBP reportedly/RB dry/JJ ./.",
        "Tarn/NNP/O declared/VBD war/NN on/IN 40/CD wells/NNS ./.",
        "Police/NNS found/VBD 40/CD wells/NNS ./.",
        f"If/IN {MAYOR} ’s/VBZ found/VBN with/IN 40/CD ducks/NNS ,/, the/DT wells/NNS are/VBP dry/JJ ./.",
        f"{MAYOR} :/: 40/CD ./.",  # a count
        "The/DT lawyer/NN allegations/VBZ that/IN 40/CD wells/NNS were/VBD dry/JJ ./.",  # tagged as a verb
    ],
)
def test_the_articles_own_voice(sentence: str) -> None:
    assert who_says("40", sentence) is None


def test_a_verb_that_the_parser_takes_for_a_participle() -> None:
    rows = """
    Doctors NNS nsubj:pass 8 doctor
    confirmed VBN acl 0 confirm
    at IN case 3
    least JJS nmod 5
    40 CD nummod 5
    cows NNS obl 1 cow
    have VBP aux 8
    been VBN aux:pass 8
    hurt VBN ROOT 8
    . . punct 8
    """
    doc = COMPONENT(made_doc(rows))
    (found,) = layers.take(doc, "attributions", Attribution)
    assert [source.name for source in found.sources] == ["Doctors"]
    assert [content.text for content in found.contents] == ["at least 40 cows have been hurt"]


def test_two_joint_sources() -> None:
    sentence = "Doctors/NNS and/CC the/DT police/NNS said/VBD 40/CD people/NNS fell/VBD ill/JJ ./."
    assert who_says("40", sentence) == (["Doctors", "the police"], "indirect")


def test_a_quotation_goes_on_after_its_cue() -> None:
    text = f"“/`` We/PRP lost/VBD 12/CD ,/, ”/'' {MAYOR} said/VBD ./."
    more = "“/`` The/DT rest/NN ,/, all/DT 40/CD ,/, fled/VBD ./. ”/''"
    assert who_says("12", text, more) == (["Ada Marlow"], "direct")
    assert who_says("40", text, more) == (["Ada Marlow"], "direct")


def test_a_turn_of_a_transcript_goes_on_to_the_end_of_its_line() -> None:
    turn = f"{MAYOR} :/: I/PRP came/VBD late/RB ./. We/PRP lost/VBD 40/CD wells/NNS ./."
    assert who_says("40", turn) == (["Ada Marlow"], "indirect")
    assert who_says("12", turn, "The/DT wells/NNS are/VBP 12/CD metres/NNS deep/JJ ./.") is None


def test_a_colon_gives_the_next_paragraph_to_whoever_reports() -> None:
    quoted = "“/`` We/PRP lost/VBD 40/CD wells/NNS in/IN an/DT hour/NN ./. ”/''"
    assert who_says("40", f"{AGENCY} reports/NNS :/:", quoted) == (["Northern Rivers Agency"], "direct")
    announced = f"They/PRP rated/VBD this/DT statement/NN by/IN {MAYOR} on/IN Monday/NNP :/:"
    assert who_says("40", announced, quoted) == (["Ada Marlow"], "direct")


def test_a_sentence_ends_before_two_blanks() -> None:
    rows = """
    Wells NNS nsubj 1 well
    dried VBD ROOT 1 dry
    , , punct 1 ,
    according VBG case 6 accord
    to IN fixed 3 to
    the DT det 6 the
    agency NN obl 1 agency
    . . punct 1 .
    """
    doc = made_doc(rows)
    words = [*(token.text for token in doc), " ", "Tarn", "has", "40", "."]
    spaces = [*(bool(token.whitespace_) for token in doc[:-1]), True, False, True, True, False, False]
    tags = [*(token.tag_ for token in doc), "_SP", "NNP", "VBZ", "CD", "."]
    starts = [n in {0, len(doc) + 1} for n in range(len(words))]
    heads = [0] * (len(doc) + 1) + [len(doc) + 1] * 4
    both = Doc(doc.vocab, words, spaces=spaces, tags=tags, heads=heads, deps=["dep"] * len(words), sent_starts=starts)
    assert [both[sent.start].text for sent in sentences(both)] == ["Wells", "Tarn"]


def test_she_is_the_one_who_spoke_before() -> None:
    first = f"{MAYOR} said/VBD the/DT wells/NNS were/VBD dry/JJ ./."
    assert who_says("40", first, "40/CD were/VBD lost/VBN ,/, she/PRP said/VBD ./.") == (["Ada Marlow"], "indirect")


def test_the_inner_source_counts_and_the_outer_relays() -> None:
    inner = f"{MAYOR} said/VBD that/IN {AGENCY} had/VBD reported/VBN 40/CD dry/JJ wells/NNS ./."
    assert who_says("40", inner) == (["Northern Rivers Agency"], "indirect")
    via = [one.via for one in attributions(inner) if one.via]
    assert [source.name for source in via] == ["Ada Marlow"]


def test_mentions_give_back_the_text() -> None:
    sentence = f"“/`` We/PRP lost/VBD 12/CD ,/, ”/'' said/VBD {MAYOR} ,/, who/WP runs/VBZ the/DT fund/NN ./."
    found = attributions(sentence)
    assert found
    for one in found:
        for part in (*one.contents, *(source.mention for source in one.sources)):
            assert part.text
