"""Ties between figures, and the claims that follow from them: every sentence with its answer, and its counterpart."""

from __future__ import annotations

import pytest
from pages import made_claims, related, ties

from newsclaims.claims.component import relation_words
from newsclaims.claims.relations import Relations


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("The zoo had [40|40 count|owl] owls, compared with [31|31 count|owl] in 2018.", ["40 compared_with 31"]),
        ("It sold [€4m|4 EUR|sale], up from [€3m|3 EUR|sale] a year ago.", ["€4m compared_with €3m"]),
        ("It sold [€4m|4 EUR|sale], up [20%|^20 percent] from [€3m|3 EUR|sale].", ["€4m compared_with €3m"]),
        ("We lit [40|40 count|lamp] lamps against [31|31 count|lamp] last night.", ["40 compared_with 31"]),
        ("Staff fell from [90|90 count|staff] to [70|70 count|staff].", ["70 compared_with 90"]),
        ("Staff fell to [70|70 count|staff] from [90|90 count|staff].", ["70 compared_with 90"]),
        ("[70|70 count|owl] owls nest there, from [90|90 count|owl] in May.", ["70 compared_with 90"]),
        ("They lent [12|12 count|van] vans, more than the [9|9 count|van] of 2020.", ["12 compared_with 9"]),
        ("The hut has [12|12 count|bed] beds. That compares with [9|9 count|bed] in 2020.", ["12 compared_with 9"]),
        (
            "It made [€8m|8 EUR|net], or [54|54 cent] a share, against [€6m|6 EUR|net], or [37|37 cent], last year.",
            ["€8m compared_with €6m", "54 compared_with 37"],
        ),
        (
            "The krona rose to [€1.3|1.3 EUR|krona] from [€1.1|1.1 EUR|krona], and the leu rose to "
            "[€2.4|2.4 EUR|leu] from [€2.2|2.2 EUR|leu].",
            ["€1.3 compared_with €1.1", "€2.4 compared_with €2.2"],
        ),
        (
            "It won [13|13 count|race] of the last [19|19 count|race] races, compared with [3|3 count|race] in 2008.",
            ["13 part_of 19", "13 compared_with 3"],
        ),
        # What is held against nothing.
        ("It took [40|40 count|letter] letters from [31|31 count|pupil] pupils.", []),
        ("[12|12 count|deputy] deputies voted against [two|2 count|minister] ministers.", []),
        ("The road runs from [3|3 kilometre] to [5|5 kilometre].", []),
        ("It had [40|40 count|owl] owls and [31|31 count|owl] owlets.", []),
        ("It has [12|12 count|van] more vans than the [9|9 count|hut] huts need.", []),
    ],
)
def test_comparisons(marked: str, expected: list[str]) -> None:
    assert ties(marked) == expected


@pytest.mark.parametrize(
    ("windows", "verdict", "reason"),
    [
        (("2019-06-24..2019-07-24", "2018-01-01..2018-12-31"), False, "windows differ: 2019-06-24 to 2019-07-24 (31"),
        (("2019-07-01..2019-07-31", "2019-06-01..2019-06-30"), True, "windows of one length: 2019-07-01"),
        (("2019-07-01..2019-07-31", "2019-07-01..2019-07-31"), True, "one window: 2019-07-01 to 2019-07-31"),
        (("2019-07-01..2019-07-31", ""), None, "no closed window is told for “31” (owl)"),
        (("..2019-07-31", "2018-01-01..2018-12-31"), None, "no closed window is told for “40” (owl)"),
    ],
)
def test_figures_of_windows_that_differ_are_not_comparable(
    windows: tuple[str, str], verdict: bool | None, reason: str
) -> None:
    marked = "It has [40|40 count|owl|{}] owls, compared with [31|31 count|owl|{}] then.".format(*windows)
    (relation,) = related(marked)[0].relations
    assert relation.comparable is verdict
    assert relation.reason is not None
    assert relation.reason.startswith(reason)


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("It held [40|40 count|owl] owls, [12|12 count|chick] of them chicks.", ["12 part_of 40"]),
        ("It held [40|40 count|owl] owls, of which [12|12 count|owl] died.", ["12 part_of 40"]),
        ("It held [40|40 count|bird] birds, including at least [12|>=12 count|owl] owls.", ["12 part_of 40"]),
        (
            "It held [40|40 count|bird] birds, among them [12|12 count|owl] owls, [9|9 count|jay] jays and "
            "[3|3 count|kite] kites.",
            ["12 part_of 40", "9 part_of 40", "3 part_of 40"],
        ),
        ("[Six|6 count|owl] of the [40|40 count|owl] owls flew.", ["Six part_of 40"]),
        ("Of [40|40 count|member] members, [26|26 count|member] agreed.", ["26 part_of 40"]),
        ("It hit [80|>80 count|hut] huts and [25|>=25 count|shop] were shop huts.", ["25 part_of 80"]),
        ("It held [40|40 count|owl] owls. [12|12 count|owl] of them died.", ["12 part_of 40"]),
        ("It cost [€8m|8 EUR|barn], [half|0.5 fraction] of it borrowed.", ["half part_of €8m ×0.5"]),
        ("It must save [€8m|8 EUR|barn]. [60%|60 percent] of that is wages.", ["60% part_of €8m ×0.6"]),
        (
            "It held [40|40 count|owl] owls, including [12|12 count|chick] chicks, and [nine|9 count|jay] jays.",
            ["12 part_of 40"],
        ),
        ("It held [three|3 count|fair] fairs, including [28,000|28000 count|guest] at one.", []),
        ("She is [within €4m|<=4 EUR|haul] of the [€37m|37 EUR|haul] that he raised.", []),
        # Figures that stand side by side are no parts of each other.
        ("It held [40|40 count|owl] owls and [12|12 count|jay] jays.", []),
        ("It killed [40|40 count|owl] owls and [12|12 count|owl] were hurt.", []),
        ("There are [20|20 count] of them, or [30|30 count] of them.", []),
        ("It has [40|40 count|owl] owls and [30|30 count|jay] jays. [12|12 count|bird] of them are small.", []),
    ],
)
def test_parts(marked: str, expected: list[str]) -> None:
    assert ties(marked) == expected


DOUBLED = (
    "Wardens counted [at least 33|>=33 count|fire|2024-06-24..2024-07-24|wardens] fires since June, compared with "
    "[31|31 count|fire|2023-01-01..2023-12-31|wardens] in 2023, but foresters at Arlo put these figures at "
    "[double|2 times|figure||wardens]."
)


def test_a_multiple_of_two_figures_gives_two_derived_claims() -> None:
    derived = [claim for claim in related(DOUBLED) if claim.quantity.status == "derived"]
    told = [(c.quantity.value, c.quantity.min_value, c.quantity.modifier, c.quantity.unit) for c in derived]
    assert told == [(66, 66, "EQUAL_OR_MORE", "count"), (62, 62, "EXACT", "count")]
    assert [c.relations[0].target for c in derived] == ["c0", "c1"]
    assert [c.relations[0].factor for c in derived] == [2, 2]
    assert [c.time and c.time.begin for c in derived] == ["2024-06-24", "2023-01-01"]
    assert {c.item.head for c in derived if c.item} == {"fire"}
    assert {c.quantity.mention.text for c in derived} == {"double"}
    assert len({c.id for c in related(DOUBLED)}) == 5


def test_the_one_who_puts_them_is_the_source() -> None:
    claims = related(DOUBLED)
    names = [[source.name for source in claim.attribution.sources] for claim in claims]
    assert names == [["wardens"], ["wardens"], ["foresters"], ["foresters"], ["foresters"]]
    cue = claims[2].attribution.cue
    assert cue is not None
    assert cue.text == "put"


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("It has [12|12 count|owl] owls. We think [twice|2 times] that number came.", [24]),
        ("It has [12|12 count|owl] owls on Monday and [half|0.5 fraction] of that on Friday.", [6]),
        ("It has [12|12 count|owl] owls and [three times|3 times] as many came.", [36]),
        ("It has [12|12 count|owl] owls. The true number is [triple|3 times] that, she said.", [36]),
        ("It has [12|12 count|owl] owls. Both figures are [double|2 times].", [24]),
        ("It has [12|12 count|owl] owls, or [more than double|>2 times] the [5|5 count|owl] of May.", []),
        ("It made [3|3 tonne] of oil, [ten times|10 times] the [0.3|0.3 tonne] of 1990.", []),
        # A multiple of something that the text does not tell.
        ("It has [12|12 count|owl] owls. Jays are [twice|2 times] as many as in May.", []),
        ("It has [12|12 count|owl] owls. It is [twice|2 times] the size of the barn.", []),
        ("It has [12|12 count|owl] owls. Fares [double|2 times] in May.", []),
    ],
)
def test_what_is_worked_out(marked: str, expected: list[float]) -> None:
    assert [c.quantity.value for c in related(marked) if c.quantity.status == "derived"] == expected


def test_half_of_a_third_is_exact() -> None:
    marked = "It has [a third|0.5 fraction|owl] of the owls. We want [more than double|>2 times] that."
    (derived,) = [c for c in related(marked) if c.quantity.status == "derived"]
    assert (derived.quantity.modifier, derived.quantity.min_value, derived.quantity.max_value) == ("MORE_THAN", 1, None)


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        (
            "Crews cleared [nine|9 count|mine] mines from the fields on Monday.\n"
            "Crews removed [nine|9 count|mine] mines from the fields on Monday.",
            ["nine repeats nine"],
        ),
        (
            "Fire kills [12|12 count|goat] goats\nA fire has killed [12|12 count|goat] goats in a shed near Arlo.",
            ["12 repeats 12"],
        ),
        (
            "The shed held [1,384|1384 count|goat] goats near Arlo. He sold [1,384|1384 count|goat] goats near Arlo.",
            ["1,384 repeats 1,384"],
        ),
        ("It took in [41|41 count|owl] owls. Of the [41|41 count|owl] owls, none died.", ["41 repeats 41"]),
        # As many, of something else, in another window, or by another's count.
        ("A fire killed [12|12 count|goat||x|kill] goats. He sold [12|12 count|goat||x|sell] goats.", []),
        (
            "Fire kills [12|12 count|goat|2024-05-01..2024-05-01] goats\n"
            "A fire killed [12|12 count|goat|2023-05-01..2023-05-01] goats then.",
            [],
        ),
        (
            "Crews cleared [nine|9 count|mine||Ann] mines near Arlo. "
            "Men cleared [nine|9 count|mine||Bob] mines near Arlo.",
            [],
        ),
        ("Fire kills [12|12 count|goat] goats\nA fire has killed [up to 12|<=12 count|goat] goats in a shed.", []),
    ],
)
def test_repeats(marked: str, expected: list[str]) -> None:
    assert ties(marked) == expected


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        (
            "The yard said [200|200 count|job||yard] jobs would go, but the union put the figure at "
            "[450|450 count|figure||union].",
            ["450 disputes 200"],
        ),
        (
            "The yard said [200|200 count|job||yard] jobs would go. The union disputes that and puts the number at "
            "[450|450 count|number].",
            ["450 disputes 200"],
        ),
        (
            "Police said [60|60 count|hut|2024-05-01..2024-05-01|police|burn] huts burned. The mayor said "
            "[90|90 count|hut|2024-05-01..2024-05-01|mayor|burn] huts burned.",
            ["90 disputes 60"],
        ),
        (
            "Police said [60|60 count|hut||police|burn] huts burned, but the mayor said [90|90 count|hut||mayor|burn] "
            "burned.",
            ["90 disputes 60"],
        ),
        # Both can be right, or one source speaks, or of another window, or nothing sets them against each other.
        (
            "The yard said [at least 200|>=200 count|job||yard] jobs would go, but the union put the figure at "
            "[450|450 count|figure||union].",
            [],
        ),
        (
            "The yard said [200|200 count|job||yard] jobs would go, and then put the figure at "
            "[450|450 count|figure||yard].",
            [],
        ),
        (
            "Police said [60|60 count|hut|2024-05-01..2024-05-01|police|burn] huts burned. The mayor said "
            "[90|90 count|hut|2024-01-01..2024-05-01|mayor|burn] huts burned.",
            [],
        ),
        (
            "Police said [60|60 count|hut||police|burn] huts burned. "
            "The mayor said [90|90 count|hut||mayor|burn] burned.",
            [],
        ),
    ],
)
def test_disputes(marked: str, expected: list[str]) -> None:
    assert ties(marked) == expected


def test_a_part_shares_the_window_of_its_whole() -> None:
    claims = related("It held [40|40 count|owl|2024-05-01..2024-05-31] owls, [12|12 count|chick] of them chicks.")
    assert claims[1].time == claims[0].time
    assert claims[1].confidence.time == 0.9


def test_figures_of_other_stories_are_tied_to_nothing() -> None:
    marked = (
        "It held [40|40 count|owl] owls.\n\nRead more: The [40|40 count|owl] owls of Arlo, compared with "
        "[12|12 count|owl] at Ulm\n\nThe shed is shut."
    )
    assert ties(marked) == []


def test_without_claims_there_is_nothing_to_tie() -> None:
    assert Relations(relation_words())("No figure here.", []) == []


def test_a_thousand_figures_in_one_sentence_take_no_longer_each() -> None:
    marked = "The table has " + ", ".join(f"[{n}|{n} count|owl] owls" for n in range(1, 1001)) + " of them."
    text, claims = made_claims(marked)
    assert len(Relations(relation_words())(text, claims)) >= 1000
