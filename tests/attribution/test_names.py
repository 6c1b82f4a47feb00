"""Names within one article."""

from __future__ import annotations

import pytest

from newsclaims.attribution.names import NameMention, Names
from newsclaims.attribution.words import load_words, verb_forms

WORDS = load_words()


def names(*texts: str, pairs: dict[str, str] | None = None, **marks: str) -> Names:
    """Names of mentions in this order, ten characters each; a keyword gives a name's entity label."""
    mentions, at = [], 0
    for text in texts:
        title, _, rest = text.rpartition("|")
        mentions.append(NameMention(at, at + len(rest), rest, marks.get(rest.split()[-1], ""), title, subject=True))
        at += 100
    return Names(mentions, pairs or {}, WORDS)


@pytest.mark.parametrize(
    ("name", "full"),
    [
        ("Marlow", "Ada Marlow"),
        ("Ada Marlow", "Ada Marlow"),
        ("Tarn", "Tarn Water Ltd."),
        ("NRA", "Northern Rivers Agency"),
        ("N.R.A.", "Northern Rivers Agency"),
        ("Unknown", "Unknown"),
    ],
)
def test_fullest_form(name: str, full: str) -> None:
    known = names("Ada Marlow", "Tarn Water Ltd.", "Northern Rivers Agency", "Marlow", "Tarn", Marlow="PERSON")
    assert known.full(name) == full


def test_an_acronym_in_brackets_wins_over_initials() -> None:
    assert names("Fund for Rural Wells", pairs={"FRW": "Fund for Rural Wells"}).full("FRW") == "Fund for Rural Wells"


def test_whoever_has_an_honorific_is_a_person() -> None:
    known = names("Mrs. Orlow", "Orlow Relief")
    assert (known.kind("Mrs. Orlow"), known.kind("Orlow Relief")) == ("person", "")


def test_he_and_she_are_told_apart_by_titles() -> None:
    known = names("Mrs.|Marlow", "Mr.|Osei", Marlow="PERSON", Osei="PERSON")
    assert known.latest_person("she", 900, {}) == "Marlow"
    assert known.latest_person("he", 900, {}) == "Osei"


def test_the_agency_is_the_one_whose_name_says_so() -> None:
    known = names("Northern Rivers Agency", "Tarn Water Ltd.")
    assert known.latest_organisation("agency", 900, {}) == "Northern Rivers Agency"
    assert known.latest_organisation("company", 900, {}) == "Tarn Water Ltd."


@pytest.mark.parametrize(
    ("lemma", "irregular", "forms"),
    [
        ("deny", [], {"deny", "denies", "denied", "denying"}),
        ("note", [], {"note", "notes", "noted", "noting"}),
        ("say", ["said"], {"say", "says", "said", "saying"}),
    ],
)
def test_verb_forms(lemma: str, irregular: list[str], forms: set[str]) -> None:
    assert verb_forms(lemma, irregular) == forms
