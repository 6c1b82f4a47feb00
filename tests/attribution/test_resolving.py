"""Sources resolved within their article: to the fullest name, with the organisation that a person speaks for."""

from __future__ import annotations

import pytest
from parsed import attributions

SAID = "said/VBD 40/CD wells/NNS were/VBD dry/JJ ./."
MORE = "said/VBD 12/CD more/JJR were/VBD found/VBN ./."
SELMA = "Selma/NNP/P Quist/NNP/P"
FUND = "the/DT Hill/NNP/O Relief/NNP/O Fund/NNP/O"


def sources(*tagged: str) -> list[tuple[str, str, str | None, bool]]:
    """Name, kind, organisation and whether it is named, for the sources of the last attribution."""
    return [(one.name, one.kind, one.organisation, one.named) for one in attributions(*tagged)[-1].sources]


@pytest.mark.parametrize(
    ("phrase", "organisation"),
    [
        (f"team/NN member/NN {SELMA}", None),
        (f"Tarn/NNP/O co/NN -/HYPH founder/NN {SELMA}", "Tarn"),
        (f"Minister/NNP of/IN Works/NNP {SELMA}", None),
        (f"Undersecretary/NNP for/IN Works/NNP Ms./NNP {SELMA}", None),
        (f"Ambassador/NNP to/IN the/DT United/NNP/L Cantons/NNPS/L {SELMA}", None),
        (f"{FUND} president/NN {SELMA}", "Hill Relief Fund"),
        (f"Norland/NNP/L Senator/NNP {SELMA}", None),
        (f"{SELMA} ,/, Hill/NNP/O Relief/NNP/O response/NN director/NN ,/,", "Hill Relief"),
        (f"{SELMA} ,/, director/NN of/IN {FUND} ,/,", "Hill Relief Fund"),
        (f"{SELMA} ,/, Feed/NNP the/DT Hens/NNPS programme/NN director/NN ,/,", "Feed the Hens"),
        (f"{SELMA} ,/, a/DT nurse/NN at/IN St./NNP/L Bride/NNP/L ,/,", "St. Bride"),
    ],
)
def test_a_person_with_office_and_organisation(phrase: str, organisation: str | None) -> None:
    wanted = [("Selma Quist", "person", organisation, True)]
    assert sources(f"{phrase} {SAID}") == wanted
    assert sources(f"{phrase} {SAID}", f"Quist/NNP/P {MORE}") == wanted  # and later, by the surname


@pytest.mark.parametrize(
    ("phrase", "name"),
    [
        ("the/DT federal/NNP/O Works/NNPS/O and/CC/O Mines/NNPS/O Board/NNP/O", "Works and Mines Board"),
        ("the/DT Committee/NNP for/IN a/DT Dry/NNP Tarn/NNP", "Committee for a Dry Tarn"),
        ("Khalid/NNP al/NN -/HYPH Amr/NNP", "Khalid al - Amr"),  # these words stand apart
        ("a/DT survey/NN of/IN 200/CD farms/NNS by/IN the/DT Hill/NNP/O Press/NNP/O", "Hill Press"),
    ],
)
def test_a_name_is_not_cut(phrase: str, name: str) -> None:
    verb = "found/VBD that/IN" if "survey" in phrase else "said/VBD"
    assert sources(f"{phrase} {verb} 40/CD wells/NNS were/VBD dry/JJ ./.")[0][0] == name


@pytest.mark.parametrize(
    "phrase",
    [
        f"A/DT spokesman/NN for/IN Prime/NNP Minister/NNP {SELMA}",
        f"A/DT spokesman/NN for/IN Norland/NNP/L Senator/NNP {SELMA}",
    ],
)
def test_who_speaks_for_somebody_is_somebody_else(phrase: str) -> None:
    assert sources(f"{phrase} {SAID}")[0][0] == "A spokesman"


@pytest.mark.parametrize(
    ("before", "phrase", "name"),
    [
        (f"{SELMA} came/VBD ./.", "Quist/NNP/P", "Selma Quist"),
        (f"{SELMA} came/VBD ./.", "QUIST/NNP/P", "Selma Quist"),
        (f"{SELMA} came/VBD ./.", "Qvist/NNP/P", "Selma Quist"),  # misspelt by a letter
        ("Selma/NNP/P Buchtmann/NNP/P came/VBD ./.", "Bauchtman/NNP/P", "Selma Buchtmann"),
        (f"{SELMA} came/VBD ./.", "Quists/NNPS/P", "Quists"),  # the family is not she
        (f"{SELMA} came/VBD ./.", "Quilt/NNP/O", "Quilt"),  # nor is a company
        ("The/DT Church/NNP/O of/IN/O Rivers/NNPS/O grew/VBD ./.", "the/DT Church/NNP", "Church of Rivers"),
        ("The/DT Norland/NNP/O Home/NNP/O Office/NNP/O grew/VBD ./. It/PRP is/VBZ in/IN Norland/NNP/L ./.",
         "the/DT Home/NNP/O Office/NNP/O", "Norland Home Office"),
        ("The/DT Union/NNP/O of/IN/O the/DT/O Green/NNP/O Cross/NNP/O grew/VBD ./.", "the/DT Green/NNP/O Cross/NNP/O",
         "Union of the Green Cross"),
        ("The/DT World/NNP/O Hen/NNP/O Office/NNP/O grew/VBD ./.", "WHO/WP", "World Hen Office"),
        ("The/DT Tarn/NNP/O Teachers/NNPS/O '/POS Circle/NNP met/VBD ./.",
         "the/DT Tarn/NNP/O Teachers/NNPS/O '/POS Circle/NNP",
         "Tarn Teachers ' Circle"),
    ],
)  # fmt: skip
def test_the_fullest_form(before: str, phrase: str, name: str) -> None:
    assert sources(before, f"{phrase} {SAID}")[0][0] == name


@pytest.mark.parametrize(
    ("before", "phrase", "name"),
    [
        # The office before the name, in either order, and before it is borne.
        (f"Minister/NNP of/IN Works/NNP {SELMA} came/VBD ./.", "The/DT works/NNS minister/NN", "Selma Quist"),
        (f"Works/NNP Minister/NNP {SELMA} came/VBD ./.", "The/DT works/NNS minister/NN", "Selma Quist"),
        # An apposition gave the role.
        (f"{SELMA} ,/, a/DT sheep/NN farmer/NN from/IN Tarn/NNP ,/, lost/VBD ewes/NNS ./.", "The/DT farmer/NN",
         "Selma Quist"),
        # Somebody without a name is not the last who has one.
        (f"A/DT man/NN waited/VBD ./. {SELMA} left/VBD ./.", "The/DT man/NN", "The man"),
        (f"A/DT man/NN said/VBD it/PRP rained/VBD ./. {SELMA} left/VBD ./.", "The/DT man/NN", "A man"),
        # One senator; a party has many.
        (f"Sen./NNP {SELMA} came/VBD ./. Bo/NNP/P Lund/NNP/P left/VBD ./.", "The/DT senator/NN", "Selma Quist"),
        (f"Sen./NNP {SELMA} came/VBD ./.", "The/DT Norland/NNP/L senator/NN", "Selma Quist"),
        (f"Republican/NNP {SELMA} came/VBD ./.", "The/DT Norland/NNP/L Republican/NNP", "The Norland Republican"),
        # `as a governor` introduces nobody.
        (f"{SELMA} spoke/VBD as/IN a/DT governor/NN ./.", "The/DT governor/NN", "Selma Quist"),
    ],
)  # fmt: skip
def test_whom_a_role_means(before: str, phrase: str, name: str) -> None:
    assert sources(before, f"{phrase} {SAID}")[0][0] == name


def test_a_surname_that_is_a_title() -> None:
    wanted = [("Selma King", "person", None, True)]
    assert sources("Norland/NNP/L Senator/NNP Selma/NNP/P King/NNP/P " + SAID) == wanted
    assert sources("Selma/NNP/P King/NNP/P came/VBD ./.", f"King/NNP/P {MORE}") == wanted


def test_an_office_may_be_filled_later() -> None:
    found = attributions(f"The/DT works/NNS minister/NN {SAID}", f"Works/NNP Minister/NNP {SELMA} {MORE}")
    assert [source.name for one in found for source in one.sources] == ["Selma Quist", "Selma Quist"]


def test_a_name_inside_a_quotation_is_not_whom_the_narrator_means() -> None:
    first = f"{SELMA} said/VBD ,/, “/`` Bo/NNP/P Lund/NNP/P liked/VBD it/PRP ./. ”/''"
    assert sources(first, f"She/PRP {MORE}")[0][0] == "Selma Quist"


def test_they_are_several_or_a_body() -> None:
    both = f"{FUND} and/CC Tarn/NNP/O Oil/NNP/O {SAID}"
    names = ["Hill Relief Fund", "Tarn Oil"]
    assert [name for name, *_ in sources(both, f"They/PRP {MORE}")] == names
    assert [name for name, *_ in sources(both, f"The/DT organisations/NNS {MORE}")] == names
    assert [name for name, *_ in sources(both, f"{SELMA} {SAID}", f"They/PRP {MORE}")] == names
    assert sources(f"{SELMA} {SAID}", f"They/PRP {MORE}") == [("They", "group", None, False)]


def test_a_document_stays_its_issuers() -> None:
    first = f"A/DT report/NN by/IN {FUND} {SAID}"
    assert sources(first, f"The/DT report/NN {MORE}") == [("Hill Relief Fund", "organisation", None, True)]
    joint = (
        f"According/VBG to/IN a/DT count/NN by/IN {FUND} and/CC its/PRP$ partner/NN ,/, the/DT Tarn/NNP/O Circle/NNP/O"
    )
    assert [name for name, *_ in sources(f"{joint} ,/, 40/CD wells/NNS were/VBD dry/JJ ./.")] == [
        "Hill Relief Fund",
        "Tarn Circle",
    ]
    assert sources("A/DT statement/NN from/IN the/DT ministry/NN " + SAID) == [
        ("the ministry", "organisation", None, False)
    ]


def test_a_report_by_its_title_is_a_document() -> None:
    assert sources(f"The/DT Norland/NNP Census/NNP {SAID}") == [("Norland Census", "document", None, True)]


def test_unnamed_sources_keep_their_words() -> None:
    first = f"A/DT village/NN doctor/NN at/IN the/DT clinic/NN {SAID}"
    wanted = [("A village doctor", "person", None, False)]
    assert sources(first) == wanted
    assert sources(first, f"The/DT doctor/NN {MORE}") == wanted
