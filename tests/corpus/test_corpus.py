"""The corpus: the gold gives back its articles, `corpus/resolve.py` finds what is wrong, and the traps are there."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from scripts import module

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "corpus"
SHARED = ROOT.parent / "shared"


resolve = module(CORPUS / "resolve.py")
ARTICLES: dict[str, dict[str, Any]] = resolve.read_articles(CORPUS / "samples")
GOLD: dict[str, dict[str, Any]] = {
    path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted((CORPUS / "gold").glob("*.json"))
}


def claim(article: str, quantity: str, nth: int = 1) -> dict[str, Any]:
    """The nth gold claim of an article with that figure."""
    found: list[dict[str, Any]] = [c for c in GOLD[article]["claims"] if c["quantity"] == quantity]
    return found[nth - 1]


def sources(article: str, quantity: str, nth: int = 1) -> list[str]:
    """The first name of each source of a claim."""
    return [source["names"][0] for source in claim(article, quantity, nth)["sources"]]


def interval(article: str, quantity: str, nth: int = 1) -> tuple[str | None, str | None] | None:
    """Begin and end of a claim's time."""
    time = claim(article, quantity, nth)["time"]
    return time and (time["begin"], time["end"])


# The whole


def test_every_article_has_gold_and_no_gold_is_without_article() -> None:
    assert set(GOLD) == set(ARTICLES)
    assert len(ARTICLES) >= 18


def test_the_script_finds_no_fault(capsys: pytest.CaptureFixture[str]) -> None:
    assert resolve.main("--check") == 0, capsys.readouterr().out


@pytest.mark.parametrize("article", sorted(ARTICLES))
def test_offsets_give_back_the_figure_inside_its_sentence(article: str) -> None:
    text = ARTICLES[article]["text"]
    for gold in GOLD[article]["claims"]:
        start, end = gold["start"], gold["end"]
        assert text[start:end] == gold["quantity"]
        spots = [at for at in resolve.occurrences(gold["sentence"], text) if at <= start]
        assert any(end <= at + len(gold["sentence"]) for at in spots), gold["quantity"]


@pytest.mark.parametrize("article", sorted(ARTICLES))
def test_figures_do_not_overlap_and_stand_in_order(article: str) -> None:
    spans = [(gold["start"], gold["end"]) for gold in GOLD[article]["claims"]]
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


@pytest.mark.parametrize("article", sorted(ARTICLES))
def test_articles_are_short_and_plain(article: str) -> None:
    record = ARTICLES[article]
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", article)
    assert 120 <= len(record["text"].split()) <= 300
    assert record.get("url") is None or record["url"].startswith("https://example.org/")


def test_voices_times_and_relations_all_occur() -> None:
    claims = [c for gold in GOLD.values() for c in gold["claims"] if not c.get("ignore")]
    assert {c["voice"] for c in claims} == set(resolve.VOICES)
    assert {c["relation"] for c in claims} == set(resolve.RELATIONS)
    assert len({c["unit"] for c in claims}) >= 40
    assert sum(c["time"] is not None for c in claims) >= 80


# The traps, by the article that holds each


@pytest.mark.parametrize("article", ["lowveld-measles", "night-shelters"])
def test_a_quotation_is_opened_in_two_paragraphs_and_closed_in_none(article: str) -> None:
    opened = [p for p in ARTICLES[article]["text"].split("\n\n") if p.count("“") > len(re.findall('[”"]', p))]
    assert len(opened) == 2


def test_a_curly_quotation_is_closed_by_a_straight_mark() -> None:
    assert re.search('“[^”"]*,"', ARTICLES["lowveld-measles"]["text"])
    assert claim("lowveld-measles", "fifty-three")["voice"] == "direct"


@pytest.mark.parametrize("article", ["sarn-ferry", "cutbank-water", "night-shelters"])
def test_without_a_date_of_publication_only_full_dates_have_bounds(article: str) -> None:
    assert ARTICLES[article]["published"] is None
    times = [c["time"] for c in GOLD[article]["claims"] if c.get("time")]
    assert times
    assert all(re.search(r"\d{4}", time["text"]) for time in times)


def test_an_open_interval_where_no_date_of_publication_closes_it() -> None:
    assert interval("cutbank-water", "31 feet") == ("2019-01-01", None)


@pytest.mark.parametrize(
    ("article", "figure"), [("karsun-classrooms", "6 percent"), ("kelm-quake", "Seven"), ("island-blackout", "30")]
)
def test_headlines_of_other_stories_stand_inside_the_body(article: str, figure: str) -> None:
    assert re.match(r"(ALSO TODAY|Read next|MORE): ", claim(article, figure)["sentence"])
    assert sources(article, figure) == []


def test_one_sentence_stands_twice_with_one_word_changed() -> None:
    first, second = claim("karsun-classrooms", "nine"), claim("karsun-classrooms", "nine", 2)
    assert first["sentence"].replace("cleared", "removed") == second["sentence"]
    assert first["start"] != second["start"]


def test_double_of_two_earlier_figures() -> None:
    double = claim("karsun-classrooms", "double")
    assert (double["value"], double["unit"], double["items"]) == (2, "times", ["total"])


@pytest.mark.parametrize(
    ("article", "figure", "names"),
    [
        ("karsun-classrooms", "At least 41", ["Open Desk", "Karsun Teachers' Circle"]),
        ("night-shelters", "nearly 3,300", ["Bed for All", "Lantern Trust"]),
        ("northbank-trams", "£21m", ["Metrolane", "council"]),
    ],
)
def test_joint_sources_named_as_the_organisations(article: str, figure: str, names: list[str]) -> None:
    assert sources(article, figure) == names
    assert re.search("[Tt]he (organisations|two groups|two bodies)", claim(article, figure)["sentence"])


@pytest.mark.parametrize(
    ("article", "figure"),
    [
        ("karsun-classrooms", "some 70"),
        ("shield-final", "up to £4.5m"),
        ("truce-observers", "12 times"),
        ("kelm-quake", "30 hours"),
    ],
)
def test_an_anonymous_source_keeps_its_words(article: str, figure: str) -> None:
    assert re.match("[Aa] ", sources(article, figure)[0])


def test_a_source_relayed_by_another() -> None:
    assert sources("kelm-quake", "126") == ["governor of the province"]


def test_a_disputed_figure_has_the_disputer_as_source() -> None:
    assert sources("kelm-quake", "around 300") == ["Sanja Reck"]


@pytest.mark.parametrize(
    ("article", "whole", "part"),
    [
        ("karsun-classrooms", "some 70", "no fewer than 25"),
        ("karsun-classrooms", "1,340", "212"),
        ("er-waits", "40", "up to 15"),
    ],
)
def test_a_subset_follows_its_whole(article: str, whole: str, part: str) -> None:
    assert claim(article, whole)["sentence"] == claim(article, part)["sentence"]
    assert claim(article, part)["start"] - claim(article, whole)["end"] < 80


def test_windows_that_differ_must_not_be_compared() -> None:
    assert interval("truce-observers", "64") == ("2021-03-23", "2021-06-08")
    assert interval("truce-observers", "150") == ("2021-01-01", "2021-06-08")


@pytest.mark.parametrize(
    ("article", "figure", "value", "unit"),
    [
        ("lowveld-measles", "1\u00a0214", 1214, "count"),  # a no-break space in the number
        ("lowveld-measles", "250\u2009000", 250_000, "count"),  # a thin space
        ("harnsund-winter", "1\u202f450", 1450, "count"),  # a narrow no-break space
        ("harnsund-winter", "15.9", 15.9, "degree Celsius"),  # "15.9 and 17.2 °C, respectively"
        ("harnsund-winter", "-14.5C", -14.5, "degree Celsius"),
        ("harnsund-winter", "minus 9 degrees Celsius", -9, "degree Celsius"),
        ("harnsund-winter", "\u22128%", -8, "percent"),  # a minus sign, no hyphen
        ("lathe-maker-cuts", "-2.3 percent", -2.3, "percent"),
        ("seed-bank-pledges", "$27million", 27_000_000, "USD"),
        ("seed-bank-pledges", "dlrs 45 million", 45_000_000, "USD"),
        ("seed-bank-pledges", "Rs 25 crore", 250_000_000, "INR"),
        ("seed-bank-pledges", "40p", 0.4, "GBP"),
        ("lathe-maker-cuts", "Rmb90m", 90_000_000, "CNY"),
        ("harbor-stocks", "107.9 yen", 107.9, "JPY"),
        ("harbor-stocks", "25 basis points", 25, "basis point"),
        ("depot-theft", "six and a half years", 6.5, "year"),
        ("depot-theft", "four years and six months", 4.5, "year"),
        ("truce-observers", "two hundred and forty", 240, "count"),
        ("truce-observers", "half a dozen", 6, "count"),
        ("wheat-table", "four in ten", 0.4, "fraction"),
        ("wheat-table", "half a century", 0.5, "century"),
        ("cutbank-water", "410", 410, "foot"),  # "from 90 feet to 410"
        ("er-waits", "zero", 0, "count"),
        ("northbank-trams", "20mph", 20, "mile"),
        ("kelm-quake", "6.4-magnitude", 6.4, "magnitude"),
    ],
)
def test_values_in_every_writing(article: str, figure: str, value: float, unit: str) -> None:
    assert (claim(article, figure)["value"], claim(article, figure)["unit"]) == (value, unit)


@pytest.mark.parametrize(
    ("article", "figure", "low", "high"),
    [
        ("seed-bank-pledges", "between €600,000 and €800,000", 600_000, 800_000),
        ("cutbank-water", "60–70 percent", 60, 70),
        ("night-shelters", "twenty or thirty", 20, 30),
        ("harbor-stocks", "$3.5bn to $4bn", 3.5e9, 4e9),
        ("truce-observers", "A few thousand", 2000, None),
        ("moss-bank", "tens of thousands", 20_000, None),
        ("island-blackout", "tens of millions of ringgit", 20_000_000, None),
        ("depot-theft", "hundreds of hours", 200, None),
        ("night-shelters", "several dozen", 24, None),
    ],
)
def test_ranges_and_vague_numerals_have_bounds_and_no_value(
    article: str, figure: str, low: float, high: float | None
) -> None:
    gold = claim(article, figure)
    assert (gold["value"], gold["low"], gold["high"]) == (None, low, high)


@pytest.mark.parametrize(
    ("article", "figure", "per"),
    [
        ("depot-theft", "7.4", "1,000 residents"),
        ("er-waits", "two", "15 patients"),
        ("lowveld-measles", "once", "fortnight"),
        ("northbank-trams", "70 km/h", "hour"),
        ("seed-bank-pledges", "50 cents", "hectare"),
    ],
)
def test_rates_keep_their_numerator(article: str, figure: str, per: str) -> None:
    assert claim(article, figure)["per"] == per


@pytest.mark.parametrize(
    ("article", "figure"),
    [
        ("sarn-ferry", "40 miles"),  # a conversion in brackets
        ("moss-bank", "$590,000"),
        ("sarn-ferry", "52"),  # ages
        ("northbank-trams", "11"),
        ("shield-final", "3-1"),  # a score, odds, votes
        ("shield-final", "7-2"),
        ("lake-province-vote", "5-4"),
        ("reader-poll", "two"),  # "the two surveys"
        ("wheat-table", "1,205"),  # a cell of a table flattened into text
    ],
)
def test_ignored_figures(article: str, figure: str) -> None:
    assert claim(article, figure)["ignore"] is True


@pytest.mark.parametrize(
    ("article", "words"),
    [
        ("depot-theft", "0113 496 0774"),  # telephone numbers that are kept for fiction
        ("er-waits", "(614) 555-0148"),
        ("night-shelters", "555-0123"),
        ("sarn-ferry", "020 7946 0112"),
        ("depot-theft", "Section 9"),
        ("depot-theft", "88-2210"),
        ("er-waits", "24/7"),
        ("harbor-stocks", "Harbor 40 futures"),
        ("harnsund-winter", "COP26"),
        ("kelm-quake", "Highway 9"),
        ("lake-province-vote", "Article 50"),
        ("moss-bank", "CO2"),
        ("northbank-trams", "every six minutes"),
        ("northbank-trams", "10.30am"),
        ("shield-final", "88th"),
        ("wheat-table", "3. A rail spur"),
    ],
)
def test_what_is_no_claim_is_not_marked(article: str, words: str) -> None:
    start = ARTICLES[article]["text"].index(words)
    marked = [c for c in GOLD[article]["claims"] if c["start"] < start + len(words) and c["end"] > start]
    assert marked == []


# The script, on a gold claim of its own

SENTENCE = "Of 33 goats, 3 were lost in 2019, the herder said."
GOAT = {
    "sentence": SENTENCE,
    "quantity": "3",
    "nth": 3,
    "relation": "=",
    "value": 3,
    "low": 3,
    "high": 3,
    "unit": "count",
    "items": ["goat"],
    "sources": [{"names": ["the herder", "herder"], "org": []}],
    "voice": "indirect",
    "time": {"text": "in 2019", "begin": "2019-01-01", "end": "2019-12-31"},
}


def test_a_good_claim_gets_its_offsets() -> None:
    claims, faults = resolve.resolve([GOAT], SENTENCE)
    assert faults == []
    assert (claims[0]["start"], claims[0]["end"]) == (13, 14)


def test_a_sentence_that_stands_twice_is_taken_in_order() -> None:
    claims, faults = resolve.resolve([GOAT, GOAT], f"{SENTENCE}\n{SENTENCE}")
    assert faults == []
    assert [c["start"] for c in claims] == [13, 13 + len(SENTENCE) + 1]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"sentence": "Of 33 sheep, 3 were lost"}, "is not in the article. Copy it exactly"),
        ({"quantity": "34"}, "the figure is not in its sentence"),
        ({"nth": 1}, "is part of a longer word or number"),
        ({"nth": 9}, "too seldom"),
        ({"voise": "indirect"}, 'Did you mean "voice"?'),
        ({"relation": "about"}, "Take one of: = >= >"),
        ({"low": None}, 'bounds (None, 3) for "=" 3. Write low 3 and high 3.'),
        ({"relation": "range", "low": 4}, "A range has two bounds and no value"),
        ({"voice": "narrator"}, "voice and sources disagree"),
        ({"sources": [{"names": []}]}, 'lacks "names" or "org"'),
        ({"time": {"text": "in 2020", "begin": "2020-01-01", "end": None}}, 'the time "in 2020" is not in the article'),
        ({"time": {"text": "in 2019", "begin": "2019-12-31", "end": "2019-01-01"}}, "no begin before an end"),
        ({"time": {"text": "in 2019", "begin": "2019", "end": None}}, "Write YYYY-MM-DD"),
        ({"unit": ""}, "the unit is empty"),
        ({"items": ["Goat"]}, "not all in lower case"),
        ({"ignore": True}, 'the field "relation" has no place here'),
    ],
)
def test_each_fault_tells_its_mend(change: dict[str, Any], message: str) -> None:
    _, faults = resolve.resolve([{**GOAT, **change}], SENTENCE)
    assert any(message in fault for fault in faults), faults


def test_a_missing_field_is_named() -> None:
    _, faults = resolve.resolve([{key: value for key, value in GOAT.items() if key != "unit"}], SENTENCE)
    assert faults == [
        'claim 1 ("3"): there is no unit. Every claim has every field; write null or [] where there is nothing.'
    ]


@pytest.mark.parametrize(
    ("article", "figure", "nth", "kind", "target"),
    [
        ("blight-count", "double", 1, "multiple_of", "740"),
        ("blight-count", "1,900", 2, "repeats", "1,900"),  # a headline and its body
        ("blight-count", "35", 2, "repeats", "35"),  # one sentence twice, one word changed
        ("blight-count", "400", 1, "disputes", "240"),
        ("blight-count", "19", 1, "part_of", "26"),
        ("library-sums", "five", 1, "compared_with", "Nine"),
        ("library-sums", "half", 1, "multiple_of", "£8m"),
    ],
)
def test_relations_by_article(article: str, figure: str, nth: int, kind: str, target: str) -> None:
    assert (kind, target) in {(r["type"], r["target"]) for r in claim(article, figure, nth)["relations"]}


@pytest.mark.parametrize("sums", [("Twelve", "Nine"), ("10 percent", "300,000"), ("25 percent", "30 percent")])
def test_sums_that_do_not_agree_on_purpose(sums: tuple[str, str]) -> None:
    assert all(claim("library-sums", figure) for figure in sums)


TIED = [{**GOAT, "quantity": "33", "nth": 1, "value": 33, "low": 33, "high": 33}, GOAT]


def test_a_relation_gets_the_place_of_its_target() -> None:
    tie = {"type": "part_of", "target": "33"}
    claims, faults = resolve.resolve([TIED[0], {**GOAT, "relations": [tie]}], SENTENCE)
    assert faults == []
    assert claims[1]["relations"] == [{**tie, "at": 3}]


@pytest.mark.parametrize(
    ("tie", "message"),
    [
        ({"type": "part", "target": "33"}, 'Did you mean "part_of"?'),
        ({"type": "part_of", "target": "34"}, 'no other claim is "34"'),
        ({"type": "part_of", "target": "3"}, 'no other claim is "3"'),
        ({"type": "part_of", "target": "33", "faktor": 2}, 'Did you mean "factor"?'),
    ],
)
def test_each_fault_of_a_relation_tells_its_mend(tie: dict[str, Any], message: str) -> None:
    _, faults = resolve.resolve([TIED[0], {**GOAT, "relations": [tie]}], SENTENCE)
    assert any(message in fault for fault in faults), faults


def test_every_relation_occurs() -> None:
    found = {r["type"] for gold in GOLD.values() for c in gold["claims"] for r in c.get("relations", [])}
    assert found == set(resolve.TIES)


def test_an_unknown_option_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert resolve.main("--chek") == 2
    assert "--check" in capsys.readouterr().err


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="the measuring data does not lie beside the checkout")
@pytest.mark.parametrize("article", sorted(ARTICLES))
def test_the_measuring_tools_read_the_gold(article: str) -> None:
    tools = module(SHARED / "eval" / "goldtools.py")
    claims, errors = tools.resolve(ARTICLES[article]["text"], GOLD[article]["claims"])
    assert errors == []
    assert [c["start"] for c in claims] == [c["start"] for c in GOLD[article]["claims"]]
