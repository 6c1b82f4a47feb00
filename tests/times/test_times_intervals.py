"""The dated intervals of time expressions, for an article published on Wednesday 14 September 2016."""

from __future__ import annotations

import pytest
from marked_timexes import answers_of, blank_pipeline, timexes, unmarked
from spacy.language import Language


@pytest.fixture(scope="module")
def nlp() -> Language:
    return blank_pipeline()


EXAMPLES = [
    # Days
    "The ferry sank on {Monday|2016-09-12}.",
    "The ferry will sail on {Friday|2016-09-16}.",
    "The mill closed {Wednesday|2016-09-14} and will open {next Tuesday|2016-09-20}.",
    "Rain fell on {30 September 2015|2015-09-30}; on {Sept. 3, 2015|2015-09-03}; on {2015-09-04|2015-09-04}.",
    "It fell on {30/9/2015|2015-09-30} and on {9/30/2015|2015-09-30}.",
    "Snow fell on {June 24|2016-06-24}; on {the 3rd of May|2016-05-03} it melted.",
    "{Yesterday|2016-09-13} 40 ducks left, {today|2016-09-14} 30, and {tomorrow|2016-09-15} the rest.",
    "The pier burned {last night|2016-09-13}; {early Tuesday|2016-09-13}; {Saturday night|2016-09-10}.",
    "On {Thanksgiving|2015-11-26}, like {Christmas Day 2014|2014-12-25} nobody rowed.",
    "The rest will come at {10:30 a.m. on Friday|2016-09-16}.",
    "40 DROWN IN LAKE {TODAY|2016-09-14}, says one list; another said: {Today|2016-09-14} Rowers Lost.",
    # Signals
    "Output has risen since {June 24|2016-06-24 .. 2016-09-14}.",
    "Output has risen since at least {2014|2014-01-01 .. 2016-09-14}.",
    "Output has risen since {the end of April|2016-04-30 .. 2016-09-14}.",
    "Until {2014|.. 2014-12-31} there were 40 mills.",
    "The plan will cost $3 million by {2020|.. 2020-12-31}.",
    "Before {2014|.. 2013-12-31} there were 40, after {May 2015|2015-06-01 ..} there are 30.",
    "{A week|-} before {Christmas|2015-12-25} and after {Tuesday|2016-09-13}'s fair nobody rowed.",
    "Tolls rise 3 dinars from {tomorrow|2016-09-15 ..} onward.",
    "Floods going back to {1972|1972-01-01 .. 2016-09-14} were counted.",
    "In {2011|2011-01-01 .. 2011-12-31} it burned. Since {then|2011-01-01 .. 2016-09-14} 40 have gone.",
    "As of {August|2016-08-01 .. 2016-08-31}, 30 mills ran.",
    "At {the end of 2012|2012-12-31} there were 20.",
    "The mill sold 40 carts by {the end of the year|.. 2016-12-31}.",
    # Ranges
    "The mill ran from {January|2014-01-01 .. 2014-03-31} to {March 2014|2014-01-01 .. 2014-03-31}.",
    "It ran between {3 March|2016-03-03 .. 2016-05-09} and {9 May|2016-03-03 .. 2016-05-09}.",
    "Prices were flat in {2013|2013-01-01 .. 2014-12-31} and {2014|2013-01-01 .. 2014-12-31}.",
    "It won in {May|2015-05-01 .. 2015-07-31} and in {July 2015|2015-05-01 .. 2015-07-31}.",
    "In {2008|2008-01-01 .. 2015-12-31}, {2012|2008-01-01 .. 2015-12-31} and {2015|2008-01-01 .. 2015-12-31} it lost.",
    "In {2008|2008-01-01 .. 2008-12-31} and {2012|2012-01-01 .. 2012-12-31}, respectively, 8 and 9 rowed.",
    "The {2008|2008-01-01 .. 2012-12-31} and {2012|2008-01-01 .. 2012-12-31} races drew 90 boats.",
    "Between {4 and 11 May|2016-05-04 .. 2016-05-11} 90 boats came.",
    "The fair of {June 3-5|2016-06-03 .. 2016-06-05} drew 400 carts.",
    "On {June 3 and 4|2016-06-03 .. 2016-06-04}, 400 carts came; on {June 5|2016-06-05} and 7 percent rowed.",
    "On {June 3|2016-06-03} and 4 others came.",
    "The drought of {1991-2014|1991-01-01 .. 2014-12-31} ended.",
    "Carts rose from 20 in {March|2016-03-01 .. 2016-03-31} to 30 in {June|2016-06-01 .. 2016-06-30}.",
    "It earned 3 dinars in {the year|2015-07-01 .. 2016-06-30} ended {June 30|2015-07-01 .. 2016-06-30}.",
    # Units
    "{Last month|2016-08-01 .. 2016-08-31} 30 ducks came, {this week|2016-09-12 .. 2016-09-18} 40.",
    "{Earlier this year|2016-01-01 .. 2016-09-14} 40 left; {so far this year|2016-01-01 .. 2016-09-14} 60 have.",
    "In {the third quarter|2016-07-01 .. 2016-09-30} it sold 9 carts.",
    "In {the second quarter of last year|2015-04-01 .. 2015-06-30} it sold 8.",
    "In {the first half of 2016|2016-01-01 .. 2016-06-30}, unlike {Q3 2015|2015-07-01 .. 2015-09-30}, it grew.",
    "In {the June quarter|2016-04-01 .. 2016-06-30} it sold 7, in {the past quarter|2016-04-01 .. 2016-06-30} too.",
    "It sold 9 in {the fourth quarter of the year|2015-10-01 .. 2015-12-31}, and 30 in {the whole year"
    "|2015-01-01 .. 2015-12-31}.",
    "In {mid-June|2016-06-11 .. 2016-06-20}, as in {early 2015|2015-01-01 .. 2015-04-30}, sales fell.",
    "In {the summer of 2015|2015-06-01 .. 2015-08-31}, as in {the 1990s|1990-01-01 .. 1999-12-31} it rained.",
    "Over {the weekend|2016-09-10 .. 2016-09-11} 20 were hurt.",
    "Over {Labor Day weekend|2016-09-03 .. 2016-09-05} 40 rowed, as over {this past weekend|2016-09-10 .. 2016-09-11}.",
    "Nobody will row {this winter|2016-12-01 .. 2017-02-28}.",
    "So far it has sold 40 boats {this year|2016-01-01 .. 2016-09-14}.",
    "So far nothing is sold. Sales will rise 9% {this year|2016-01-01 .. 2016-12-31}.",
    # Lengths
    "In {the last two weeks|2016-08-31 .. 2016-09-14} 30 boats sank.",
    "It will grow by 8 through {the next two years|2016-09-14 .. 2018-09-14}.",
    "Over {the past two months|2016-07-14 .. 2016-09-14} prices fell 3%.",
    "In {the last two weeks|-} of the drought 40 ducks came.",
    "Costs will grow over {the next decade|2016-09-14 .. 2026-09-14}.",
    "They have fed 90 in {the 48 hours|2016-09-12 .. 2016-09-14} since the flood; in {the 48 hours|-} since, 9 left.",
    "{The past few days|2016-09-11 .. 2016-09-14} were wet.",
    "They have been stuck for {80 days|2016-06-26 .. 2016-09-14}.",
    "It has been shut for {more than half a century|1966-09-14 .. 2016-09-14}; {half a century|-} of dust lay there.",
    "The mill has been shut {80 days|2016-06-26 .. 2016-09-14} and counting; {80 days|-} and nights it burned.",
    "They have continued to row for {80 days|2016-06-26 .. 2016-09-14}, and have to rest for {80 days|-}.",
    "He was jailed for {five years|-} after a {three-day|-} trial.",
    "Rain fell in {the last three months of 2015|2015-10-01 .. 2015-12-31} as in {last year's final two months|"
    "2015-11-01 .. 2015-12-31} and not in {last year's first two months|2015-01-01 .. 2015-02-28}.",
    "It grew by 8 through {the first six months of the year|2016-01-01 .. 2016-06-30}.",
    "So far in {2016|2016-01-01 .. 2016-09-14} 40 boats sank.",
    "The pier opens in {two years' time|2018-09-14}.",
    "{The first nine months of 2015|2015-01-01 .. 2015-09-30} were dry.",
    "{Two weeks ago|2016-08-31} 40 carts came; {three days later|2016-09-03} 50 did.",
    # Pointing back
    "On {Monday|2016-09-12} 40 rowed. {The following day|2016-09-13} 60 did.",
    "On {June 24|2016-06-24} in {July|2016-07-01 .. 2016-07-31} 40 rowed. {The same day|2016-06-24} 60 did.",
    "It won in {May 2014|2014-05-01 .. 2014-05-31}. {The same year|2014-01-01 .. 2014-12-31} it lost 9 races.",
    "In {2009|2009-01-01 .. 2009-12-31} it rained, in {October of that year|2009-10-01 .. 2009-10-31} most.",
    "It sold 9 in {the third quarter|2016-07-01 .. 2016-09-30}, up from 8 {a year earlier|2015-07-01 .. 2015-09-30}.",
    "It sold 9 in {July|2016-07-01 .. 2016-07-31}, against 8 in {the same month last year|2015-07-01 .. 2015-07-31}.",
    "{Fiscal 2016|2015-10-01 .. 2016-09-30}, which began {Oct. 1|2016-10-01}, was dry.",
    "In {2020-21|2020-10-01 .. 2021-09-30} ({October|2020-10-01 .. 2021-09-30} to {September|2020-10-01 .. 2021-09-30})"
    " it grew.",
    "In {the week|2016-09-03 .. 2016-09-09} ended {Sept. 9|2016-09-03 .. 2016-09-09} two carts broke.",
    "On {Monday|2016-09-12} 40 rowed, and {two days before|2016-09-10}; {two days|-} before the fair nobody did.",
    "Milk rose {last week|2016-09-05 .. 2016-09-11}, to end {the week|2016-09-12 .. 2016-09-18} at 9 dinars.",
    "{9/11|2001-09-11} shut 40 roads, and since {9/11|2001-09-11 .. 2016-09-14} 60; about 9/11 of them are open.",
    "The {Sept. 11|2001-09-11} attacks were told on {Sept. 11|2016-09-11} as on {9/11/2014|2014-09-11}.",
    "In {the week of March 6|2016-02-29 .. 2016-03-06} none did.",
    # Reports and fiscal years
    "It lost 3 in {the fiscal first quarter|2016-04-01 .. 2016-06-30}, 9 in {the third quarter|2016-07-01 .. 2016-09-30"
    "}.",
    "It lost 3 in {the third quarter|2016-03-01 .. 2016-05-31}. For {the year|2014-09-01 .. 2015-08-31} ended "
    "{Aug. 31, 2015|2014-09-01 .. 2015-08-31} it made 9; for {the full year|2014-09-01 .. 2015-08-31} it paid 2.",
    "It made 4 in {its fourth quarter|2016-04-01 .. 2016-06-30} ended {June 30|2016-04-01 .. 2016-06-30}, and 9 in "
    "{fiscal 2015|2014-07-01 .. 2015-06-30}.",
    "It lost 3 for {the third quarter|2016-04-01 .. 2016-06-30} ended {June 30|2016-04-01 .. 2016-06-30}. "
    "{This quarter|2016-04-01 .. 2016-06-30} it burned, too.",
    "In {the six months|2016-01-01 .. 2016-06-30}, it made 9; in {the six months|-} that he was ill 4 boats sank.",
    "It sold 9 in {the second quarter|2016-04-01 .. 2016-06-30}, against 8 in {last year's quarter"
    "|2015-04-01 .. 2015-06-30}.",
    "{The crop year 2020/21|2020-10-01 .. 2021-09-30} ({October|2020-10-01 .. 2021-09-30} to {September"
    "|2020-10-01 .. 2021-09-30}) was wetter than {the previous crop year|2019-10-01 .. 2020-09-30}.",
    "In {the fiscal year 2015|2015-01-01 .. 2015-12-31} it sold 9.",
    "It sold 9 in {the fiscal year|2014-07-01 .. 2015-06-30} culminating in {June 2015|2014-07-01 .. 2015-06-30}.",
    "In {the last two dozen years|1992-09-14 .. 2016-09-14}, as in {the last year and a half|2015-03-14 .. 2016-09-14"
    "}, 40 sank; it will open in {two weeks|2016-09-28}; it opened in {two weeks|-}.",
    "In {May 2014|2014-05-01 .. 2014-05-31} 9 sank and in {August of that same year|2014-08-01 .. 2014-08-31} 4.",
    "It fell on {Monday|2016-09-12} by 9, to finish {the day|2016-09-12} at 40; 8 came {last August|2015-08-01 .. "
    "2015-08-31}, 7 {last July|2016-07-01 .. 2016-07-31}.",
    # Rarer units
    "Since {2011|2011-01-01 .. 2016-09-14} 40 sank. In {that same period|2011-01-01 .. 2016-09-14} 9 burned.",
    "A {2014|2014-01-01 .. 2014-12-31} inquiry told of {the previous decade|2004-01-01 .. 2013-12-31}; a 2014 dinars.",
    "In {May 2011|2011-05-01 .. 2011-05-31} it closed; in {the following two years|2011-05-31 .. 2013-05-31} 9 sank.",
    "Prices will fall in {the latter half of this year|2016-07-01 .. 2016-12-31}, not in {2017|2017-01-01 .. 2017-12-31"
    "}.",
    "They rose 7% over {2014|2014-01-01 .. 2014-12-31}, and by over 2014 ducks.",
    "He will row for {two months|2017-08-15 .. 2017-10-14} starting {Aug. 15|2017-08-15 .. 2017-10-14}.",
    "It will last for {300 centuries|-} starting {May 2015|2015-05-01 ..}.",
    "In {the first week of 2016|2016-01-01 .. 2016-01-07} 9 sank, in {the first ten days of June|2016-06-01 .. "
    "2016-06-10} 4.",
    "{Super Tuesday|2016-03-01} was wet; {this past summer|2016-06-01 .. 2016-08-31}, as most of {the spring|2016-03-01"
    " .. 2016-05-31}, dry.",
    "In the {year to date|2016-01-01 .. 2016-09-14} 40 sank, on {last year's June 18|2015-06-18} one.",
    "It will rain between {Tuesday|2016-09-13 .. 2016-09-15} and {Thursday|2016-09-13 .. 2016-09-15}.",
    "In {August 2014|2014-08-01 .. 2014-08-31} he fell, between {June 3|2014-06-03 .. 2014-07-14} and {July 14 that"
    " year|2014-06-03 .. 2014-07-14}.",
    "It was not until {2012|2012-01-01 .. 2012-12-31} that it opened.",
    "It's been {seven-and-a-half years|2009-03-14 .. 2016-09-14}; it had been {9 years|2007-09-14 .. 2016-09-14} since "
    "the flood.",
    "In {the two years|2014-09-14 .. 2016-09-14} since the flood, 40 sank.",
    "{The first week of May|2016-05-01 .. 2016-05-07} was wet; {the 19th century|1801-01-01 .. 1900-12-31} was dry.",
    "Net rose in {the third quarter|2016-07-01 .. 2016-09-30}; in {the nine months|2016-01-01 .. 2016-09-30} it fell.",
    "On {Monday|2016-09-12} 40 rowed; {the day before|2016-09-11} 60 did.",
    "They row {every two days|-}. It took {a year|-}, and they row twice {a week|-}.",
    "It has been shut for {months|-}; the pier is {now|-} open.",
    "In {the past half dozen years|2010-09-14 .. 2016-09-14} 40 sank; one did {half a dozen years ago|2010-09-14}.",
    # Years, and what is none
    "In {2014|2014-01-01 .. 2014-12-31} some 2,000 people, 1990 votes and 2016 ducks were counted.",
    "The {2018|2018-01-01 .. 2018-12-31} elections will cost $2016.",
    "Between 1500 and 2000 carts stood in 1500 yards; from 2000 to 2100 ducks came.",
    "Between {1861|1861-01-01 .. 1865-12-31} and {1865|1861-01-01 .. 1865-12-31} it closed.",
    "She was in her late 40s, he in his 30s, in {the 90s|1990-01-01 .. 1999-12-31}.",
    "Rower Lind, 42, a 42-year-old aged 42, was three years old.",
]


@pytest.mark.parametrize("marked", EXAMPLES)
def test_interval(nlp: Language, marked: str) -> None:
    text, wanted = unmarked(marked)
    assert answers_of(timexes(nlp, text)) == wanted


UNDATED = [
    ("Since {June 24|-} it has rained.", "XXXX-06-24"),
    ("It rained on {Monday|-}.", "XXXX-WXX-1"),
    ("It rained {last week|-}.", "XXXX-WXX"),
    ("It rained in {the last two weeks|-}.", "P2W"),
    ("It rained {two days ago|-}.", "P2D"),
    ("It has rained since {2015|2015-01-01 ..}.", "2015"),
    ("It rained on {3 May 2015|2015-05-03}.", "2015-05-03"),
]


@pytest.mark.parametrize(("marked", "value"), UNDATED)
def test_without_publication_date(nlp: Language, marked: str, value: str) -> None:
    text, wanted = unmarked(marked)
    found = timexes(nlp, text, published=None)
    assert answers_of(found) == wanted
    assert [timex.timex_value for timex in found] == [value]
    assert all(timex.reason for timex in found if not (timex.begin or timex.end))


def test_doc_without_article(nlp: Language) -> None:
    assert nlp("It rained on Monday.")._.timexes[0]["begin"] is None


@pytest.mark.parametrize(
    ("text", "timex_type", "value", "mod"),
    [
        ("It took nearly three years.", "DURATION", "P3Y", "LESS_THAN"),
        ("It took two and a half years.", "DURATION", "P2Y6M", None),
        ("It took about two decades.", "DURATION", "P20Y", "APPROX"),
        ("He rows every two days.", "SET", "P2D", None),
        ("He rows on Mondays.", "SET", "XXXX-WXX-1", None),
        ("He rowed in nineteen ninety-six.", "DATE", "1996", None),
        ("He rowed in late 2014.", "DATE", "2014", "END"),
        ("He rowed on Saturday night.", "TIME", "2016-09-10TNI", None),
        ("He rowed at 15:30 UTC.", "TIME", "2016-09-14T15:30Z", None),
        ("He has rowed recently.", "DATE", "PAST_REF", None),
        ("His current boat leaks.", "DATE", "PRESENT_REF", None),
        ("It took 5 1/2 hours.", "DURATION", "PT5H30M", None),
        ("It took half a day.", "DURATION", "PT12H", None),
        ("He rowed last Oct. 23.", "DATE", "2015-10-23", None),
    ],
)
def test_timex3(nlp: Language, text: str, timex_type: str, value: str, mod: str | None) -> None:
    [found] = timexes(nlp, text)
    assert (found.timex_type, found.timex_value, found.timex_mod) == (timex_type, value, mod)


@pytest.mark.parametrize(
    "text",
    [
        "It made a quarterly loss.",
        "Future profits matter.",
        "He rowed previously.",
        "A new BOAT TODAY/Rowers poll asked 400 people.",
        "The owners of Tomorrow Boats rowed.",
        "It fed 40 ducks during the spring holidays.",
    ],
)
def test_what_is_no_time_expression(nlp: Language, text: str) -> None:
    assert timexes(nlp, text) == []


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("It sold 9 in the third quarter; in the year-ago third quarter it sold 8.", ["2016-Q3", "2015-Q3"]),
        ("It sold 9 in the first nine months of 2015, up from 8 a year earlier.", ["P9M", "2014"]),
        ("It earned 3 in the year ended June 30.", ["P1Y", "2016-06-30"]),
    ],
)
def test_values_of_periods(nlp: Language, text: str, values: list[str]) -> None:
    assert [timex.timex_value for timex in timexes(nlp, text)] == values


def test_signal_and_span(nlp: Language) -> None:
    since, length = timexes(nlp, "Since June 24 it rained; in the last two weeks it snowed.")
    assert since.signal is not None
    assert (since.signal.text, since.span, since.anchor) == ("Since", False, "published")
    assert (length.signal, length.span, length.precision) == (None, True, "week")
