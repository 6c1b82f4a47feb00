"""What an auditor would check, and lines that are no part of the story."""

from __future__ import annotations

import pytest
from pages import flags, related

from newsclaims.claims.asides import asides, lines_of, opening

LABELS = {"read more": "link", "photo": "caption", "related": "link"}


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("The choir has [30|30 count|singer] singers, [40|40 count|alto] of them altos.", ["40 parts_exceed_whole"]),
        ("The choir has [30|>=30 count|singer] singers, [40|40 count|alto] of them altos.", []),
        ("Exports rose from [40|40 tonne|export] to [30|30 tonne|export].", ["30 change_contradicts_levels"]),
        ("Exports fell from [40|40 tonne|export] to [30|30 tonne|export].", []),
        ("The school's ranking rose from [43|43 count|ranking] to [30|30 count|ranking].", []),
        ("Exports were [30|30 tonne|export], up from [40|40 tonne|export].", ["30 change_contradicts_levels"]),
        (
            "Fares rose [10%|^10 percent|fare] from [€50|50 EUR|fare] to [€70|70 EUR|fare].",
            ["10% change_contradicts_levels"],
        ),
        ("Fares rose [40%|^40 percent|fare] from [€50|50 EUR|fare] to [€70|70 EUR|fare].", []),
        (
            "Some [60 percent|60 percent|money] went to roads, [30 percent|30 percent|money] to schools and the "
            "remaining [20 percent|20 percent|money] to parks.",
            ["20 percent shares_do_not_add_up"],
        ),
        (
            "Some [60 percent|60 percent|money] went to roads, [30 percent|30 percent|money] to schools and the "
            "remaining [10 percent|10 percent|money] to parks.",
            [],
        ),
        (
            "Roads took [75 percent|75 percent|money] of it. Parks took [14 percent|14 percent|money] and the "
            "remaining [11 percent|11 percent|money] was kept.",
            [],
        ),
        (
            "Storm wrecks [40|40 count|boat] boats at Ness\n"
            "A storm has wrecked [31|31 count|boat|||wreck] boats there.",
            ["40 headline_differs"],
        ),
        (
            "Storm wrecks [40|40 count|boat] boats at Ness\n"
            "A storm has wrecked [about 40|~40 count|boat|||wreck] boats.",
            [],
        ),
        (
            "The ward logged [64|64 count|fall|2024-03-23..2024-06-08|ward|fall] falls since March. The union had "
            "[150|150 count|fall|2024-01-01..2024-06-08|union|fall] falls since January.",
            ["150 windows_differ"],
        ),
    ],
)
def test_checks(marked: str, expected: list[str]) -> None:
    assert flags(marked) == expected


def test_a_flag_says_in_words_what_does_not_agree() -> None:
    claims = related("Fares rose [10%|^10 percent|fare] from [€50|50 EUR|fare] to [€70|70 EUR|fare].")
    (flag,) = claims[0].flags
    assert flag.reason == "“10%” (fare) is told, and from “€50” (fare) to “€70” (fare) is +40.0 percent"
    assert flag.claims == ("c2", "c1")


STORY = """Bakers strike in Ulm
Ovens are cold

The bakers of Ulm went on strike on Monday.

{}

They want more pay, and the town wants bread.
"""


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["Read more: Four held over fake rye"], ["link"]),
        (["RELATED: Flour is dear"], ["link"]),
        (["Photo: Bakers at the town gate on Monday."], ["caption"]),
        (["Bakers at the gate (Photo by Ann Lee)"], ["caption"]),
        (["Ferry with 40 on board runs aground near Ness"], ["headline"]),
        (["Six held over fake rye in Arlo", "Why our rivers run so brown in May"], ["headline", "headline"]),
        (["What the bakers want"], []),  # a subheading
        (["The bakers want three things:", "- Six weeks of leave in each and every year"], []),
        (["Bread 12 14 18 and rolls 3 4 6 in euros"], []),  # a row of a table
        (["“We have had enough of it,” said one of them, who has baked for years"], []),
    ],
)
def test_lines_that_are_no_part_of_the_story(lines: list[str], expected: list[str]) -> None:
    text = STORY.format("\n".join(lines))
    assert [aside.kind for aside in asides(lines_of(text), LABELS)] == expected


def test_headline_and_standfirst_are_no_asides() -> None:
    lines = lines_of(STORY.format("The mills are shut."))
    assert asides(lines, LABELS) == []
    assert opening(lines) == STORY.index("The bakers of Ulm")


def test_a_text_that_lost_its_stops_has_no_asides() -> None:
    text = "It began.\n" + "\n".join(f"A long line of words without any stop number {n}" for n in "abcdef")
    assert asides(lines_of(text), LABELS) == []


def test_the_reason_quotes_the_line() -> None:
    claims = related("The shed is shut.\n\nRead more: Fire kills [12|12 count|goat] goats\n\nIt was old.")
    (flag,) = claims[0].flags
    assert flag.reason == "its line calls to another story: “Read more: Fire kills 12 goats”"
