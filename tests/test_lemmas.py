"""Lemmas by table: scripts that undo themselves, and the longest ending first."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from newsclaims.lemmas import Lemmas, apply, script

WORDS = st.text("abcdeXYZé'-", min_size=1, max_size=8)


@given(WORDS, WORDS)
def test_a_script_makes_the_lemma_it_was_made_from(form: str, lemma: str) -> None:
    assert apply(script(form, lemma), form) == lemma


def test_the_longest_ending_decides() -> None:
    table = {"NNS": {"": "v0", "s": "v1", "ies": "v3y", "^series": "v0"}}
    lemmas = Lemmas(table)
    forms = ["Ferries", "boats", "series", "men"]
    assert [lemmas.lemma(form, "NNS") for form in forms] == ["ferry", "boat", "series", "men"]
    assert lemmas.lemma("Ferries", "XX") == "Ferries"


def test_a_script_too_long_for_a_form_leaves_no_empty_lemma() -> None:
    assert apply("v5", "as") == "as"
    assert apply("v5be", "as") == "be"


def test_spelling_tells_the_lemma_of_a_form_that_training_did_not_know() -> None:
    table = {"VBG": {"ing": "v3", "^adding": "v3"}, "VBD": {"ed": "v1"}, "NNS": {"s": "v1"}}
    lemmas = Lemmas(table)
    known = {
        "VBG": "tripling triple, shipping ship, controlling control, reselling resell, adding add, injuring injure",
        # The last by the table's ending.
        "VBD": "recycled recycle, labelled label, retired retire, fled flee, fought fight, poured poure",
        "NNS": "mangoes mango, mosquitoes mosquito, canoes canoe, horseshoes horseshoe, boats boat",
    }
    for tag, pairs in known.items():
        for pair in pairs.split(", "):
            form, lemma = pair.split()
            assert lemmas.lemma(form, tag) == lemma
