"""Figures as newspapers write them, and what is no figure, without any tree: the characters decide."""

from __future__ import annotations

import pytest
from examples import unmarked, worth
from figures import figures, numerals, read

DIGITS = [
    "The flood reached [1,643|1643 count] homes and [12|12 count] barns.",
    "The dam holds [1\u00a0250\u00a0000|1250000 count] carp.",
    "The dam holds [1\u2009250\u2009000|1250000 count] carp.",
    "The dam holds [1\u202f250|1250 count] carp.",
    "The bank lent [1'250'000|1250000 count] books.",
    "Bail was set at [R50 000|50000 ZAR], and [N$1 200 000|1200000 NAD] was paid.",
    "In 2015 [300|300 count] people left.",
    "The scheme feeds [12,34,567|1234567 count] pupils.",
    "The scheme feeds [3 lakh|300000 count] pupils and costs [Rs 4.5 crore|45000000 INR].",
    "Growth came to [2.5|2.5 count].",
    "A dose of [.5|0.5 count] was enough.",
    "The index stood at [-4.2|-4.2 count] and then at [−3|-3 count].",
    "It was [minus 12 degrees|-12 degree] outside.",
]
WORDS = [
    "They freed [seven|7 count] otters and [twenty-five|25 count] seals.",
    "[One hundred and five|105 count] boats sank.",
    "[A hundred|100 count] boats sank.",
    "[A hundred and fifty|150 count] boats sank.",
    "[Three hundred thousand|300000 count] boats sank.",
    "[Half a million|500000 count] boats sank.",
    "[2.5 million|2500000 count] boats and [two dozen|24 count] ferries sank.",
    "[Two and a half million|2500000 count] boats sank.",
    "It took [two and a half hours|2.5 hour].",
    "It took [half an hour|0.5 hour].",
    "[Zero|0 count] homicides were reported.",
    "[Ten thousand two hundred and six|10206 count] geese came.",
]
FRACTIONS = [
    "[Three-quarters|0.75 fraction] of the herd is sold, [a third|0.3333 fraction] of the hay is left.",
    "[1 in 5|0.2 fraction] ewes and [two out of five|0.4 fraction] rams fell ill.",
    "[One in ten|0.1 fraction] ewes fell ill.",
    "[Half|0.5 fraction] of the herd is sold and [3/4|0.75 fraction] of the hay.",
    "The hall is [½|0.5 fraction] full; it holds [2½ tonnes|2.5 tonne].",
    "[One-half of 1 percent|0.5 percent] of the hay was wet.",
    "[Seven|7 count] of the {12|anaphoric} climbers came back.",
]
MONEY = [
    "The bridge cost [$38million|38000000 USD] and the road [£2.5bn|2500000000 GBP].",
    "Profit fell to [€2.4bn|2400000000 EUR].",
    "Fares rose from [€1.50|1.5 EUR] to [€2|2 EUR].",
    "Sales of [dlrs 50 million|50000000 USD] were booked.",
    "They paid [US$3m|3000000 USD], [A$4m|4000000 AUD], [HK$5|5 HKD] and [C$6|6 CAD].",
    "They paid [Rs 500|500 INR], [CHF 41.20|41.2 CHF], [EUR 7 million|7000000 EUR] and [9 million euros|9000000 EUR].",
    "A stamp is [50 cents|0.5 USD] or [90p|0.9 GBP].",
    "Dues are [18 Canadian cents|0.18 CAD / head] a head.",
    "A rise of [50 pence|0.5 GBP] was refused.",
    "They asked for [$5 million to $7 million|5000000..7000000 USD].",
    "They asked for [$5-7 million|5000000..7000000 USD].",
    "They asked for [tens of millions of dollars|~20000000.. USD].",
    "A stamp is [€1,50|1.5 EUR], a book [€1.250,50|1250.5 EUR].",
    "They paid [HK $5m|5000000 HKD], [$A4|4 AUD], [10 €|10 EUR], [9 Chinese yuan|9 CNY] and [30 MUSD|30000000 USD].",
    "It lost [$-50.8bn|-50800000000 USD] and [3 dollars 50 cents|3.5 USD].",
    "They raised [361 million pounds|361000000 GBP] and ate [3 million pounds|3000000 pound] of cod.",
    "The €-symbol alone is no quantity.",
]
SHARES = [
    "[33 per cent|33 percent], [33 pct|33 percent], [33%|33 percent] and [33 percent|33 percent] are one.",
    "The rate rose [0.5 percentage points|0.5 percentage point], or [50 basis points|50 basis point].",
    "The index lost [39.55 points|39.55 point].",
    "[Thirty-three percent|33 percent] stayed.",
]
RANGES = [
    "Boats sank on May 5 and [6|6 count] rafts on May 6.",
    "[20 to 30|20..30 count] whales stranded.",
    "[Between 12 and 18 months|12..18 month] will pass.",
    "[Two or three|2..3 count] whales stranded.",
    "[5-10 percent|5..10 percent] of whales stranded.",
    "[5%-10%|5..10 percent] of whales stranded.",
    "[5–10 km|5..10 kilometre] of sand were closed.",
    "It takes [12 to 18 months|12..18 month].",
    "[5 to 10 million|5000000..10000000 count] eels left.",
    "Prices rose from [20|20 count] to [30|30 count].",
    "The well fell from [90 feet|90 foot] to [410|410 foot].",
    "[Between $US160 million and $US171 million|160000000..171000000 USD] was spent.",
    "It was [between negative ten and five|-10..5 count]; it was [minus 4 to 2 degrees|-4..2 degree].",
    "The wall took [1000-5000|1000..5000 count].",
    "[5k-20k|5000..20000 count] fans came.",
    "The gap grew by [$43bn|43000000000 USD] to [$419bn|419000000000 USD].",
    "It cooled by [1 to 1.5 degrees|1..1.5 degree].",
    "Output rose in {2018|date} to [3 million|3000000 count].",
    "It measured [16.8|16.8 degree Celsius] and [17.8 °C|17.8 degree Celsius], respectively.",
]
VAGUE = [
    "[Dozens|~24.. count] of huts, [hundreds|~200.. count] of barns burned.",
    "[Hundreds of thousands|~200000.. count] of bees left; [tens of thousands|~20000.. count] came back.",
    "[Thousands|~2000.. count] came, [millions|~2000000.. count] watched.",
    "[Several hundred|~200.. count] goats and [a few thousand|~2000.. count] sheep died.",
    "Several goats and many sheep died; both shepherds lived.",
]
MULTIPLES = [
    "Exports [doubled|2 times] and imports [tripled|3 times].",
    "It is [twice|2 times] the size; it is [three times|3 times] as wide; a [10-fold|10 times] rise.",
    "He was fined [twice|2 count] in May.",
    "The council vetoed it [12|12 count] times.",
]
MEASURES = [
    "The wall is [5ft 8in|5.6667 foot] high and [40km|40 kilometre] long.",
    "The keeper is [5'11\"|5.9167 foot], her brother [6’1″|6.0833 foot], the guard [6-foot-2|6.1667 foot].",
    "The wing, [5’ 9”|5.75 foot], met a [6-foot-4-inch|6.3333 foot] lock.",
    "It cost [a couple of billion dollars|~2000000000.. USD] and [several hundred million|~200000000.. count] more.",
    "It has a margin of error of [+/- 3.1 points|3.1 percentage point], or [plus or minus 4%|4 percent].",
    "The term is [four years and six months|4.5 year].",
    "They drove at [30 km/h|30 kilometre / hour] and [60 mph|60 mile / hour].",
    "They earn [$3|3 USD / hour] an hour and pay [€9|9 EUR / week] per week.",
    "A [three-day|3 day] march across [2,000 square metres|2000 square metre].",
    "A quake of [6.4 magnitude|6.4 magnitude] shook the town.",
    "It used [5 GWh|5 gigawatt hour] of power.",
    "Rent is [$80|80 USD / square metre] per sq m; they serve [3,000|3000 count / day] meals a day.",
    "It ran [48|48 count / minute] times a minute.",
    "The engine gives [640bhp|640 brake horsepower] and [40 mpg|40 mile / gallon].",
    "Water at [21C|21 degree Celsius] or [70 deg F|70 degree Fahrenheit] runs through [5 m|5 metre] of pipe.",
    "It weighs [5.5g|5.5 gram] and holds [1.5l|1.5 litre].",
]
BOUNDS = [
    "[At least 33|>=33 count] huts burned.",
    "[More than 80,000|>80000 count] came, [fewer than 12|<12 count] stayed.",
    "[Up to 15|<=15 count] huts and [no more than 3|<=3 count] barns burned.",
    "[About 40|~40 count], [nearly 50|~50 count] or [an estimated 60|~60 count] huts burned.",
    "It took [90-plus minutes|>=90 minute], then [20 or more years|>=20 year].",
    "[60 or more|>=60 count] huts burned; [some 300|~300 count] stand.",
    "[300-odd|~300 count] huts burned.",
    "[30+|>=30 count] huts burned.",
    "[Over a decade|>1 decade] passed.",
    "Just [5|5 count] huts and a record [$5|5 USD] were left.",
    "The toll was estimated at [40|40 count].",
    "[About 500 or more|>=500 count] huts burned, [less than or equal to 3|<=3 count] stand.",
    "Cars with [>10|>10 count] seats, [≤ 4|<=4 count] doors.",
    "A [sub-300 sq m|<300 square metre] plot was sold.",
    "[5 or fewer|<=5 count] huts stand.",
]
NO_FIGURES = [
    "It opened on June {24|date}, {2016|date}.",
    "It opened on {24|date} June {2016|date} and closed in {1999|date}.",
    "They won in the {1990|date}s and in {2015|date}-{16|date}.",
    "The raid of {9|date}/{11|date} is remembered.",
    "Doors open at {3|clock_time}:{30|clock_time} and close at {8|clock_time} p.m.",
    "Doors open at {8|clock_time}pm, not at {10|clock_time}am.",
    "The {42-year|age}-old and a woman aged {63|age} were hurt.",
    "A {16|age} year-old minor fell ill.",
    "He turned {74|age} on Friday.",
    "She lost her uncle, {52|age}, and her sister ({19|age}).",
    "Dial *{447|identifier}*{124|identifier}# for it.",
    "It is the only {one|determiner} that sank.",
    "Her {21|ordinal}st birthday was the {3|ordinal}rd of the month.",
    "The song reached the top {10|ordinal}.",
    "Flight {370|label} was lost; see Article {50|label} and Section {427|label}.",
    "Call {555|telephone}-{0123|telephone}.",
    "Dial {3344|telephone}, or text HERON to {40404|telephone}.",
    "On May {3|date} and {4|date}, boats sank.",
    "The G{20|identifier} met under file {1234567890123|identifier}.",
    "The barge (IMO: {9123456|identifier}, MMSI {403111222|identifier}) sank.",
    "See Appendix {2|identifier}C; police held Osk Brammed, {30|age}, who {doubled|other} down on his tale.",
    "Their side won {3|score}-{1|score}.",
    "He was {one|determiner} of the last, {one|determiner} man said.",
    "It is [40km|40 kilometre] ({25 miles|conversion}) off.",
    "It ran at [30 knots|30 knot] ({56km/h|conversion} or {35mph|conversion}).",
    "It is a [one-in-five|0.2 fraction] chance that {one|determiner} of [four|4 count] wins.",
    "Rates rose by [a quarter of a percent|0.25 percent].",
    "A [1200|1200 metre]x[800 metre|800 metre] hall, a [50-pound|50 GBP] prize, at the age of {25|age}.",
    "The rate is [5|5 count] per {100,000|other} residents.",
    "Yields on the {10-year|label} Treasury note fell.",
    "He left {two days|time_expression} later, within the last {four weeks|time_expression}.",
    "{1|list_number}. Wash the lentils.",
    "Orders hit a {24-year|time_expression} high.",
    "The odds are {1 in 64|score}.",
    "It uses a {5|identifier}G mast.",
    "It runs from Sept. {20|date}-{24|date}.",
    "The tower dates from A.D. {900|date}.",
    "Seas rise until {2120|date}.",
    "The depot is at {16-18|label} Mill Lane.",
    "A {90 day|age} old calf, a child of {three months|age} of age.",
    "It was the {twenty-first|ordinal} race and the {second|ordinal} win.",
    "See www.example{24|identifier}.org for more.",
    "{Double|other}-glazed windows were fitted.",
]
ALL = [*DIGITS, *WORDS, *FRACTIONS, *MONEY, *SHARES, *RANGES, *VAGUE, *MULTIPLES, *MEASURES, *BOUNDS, *NO_FIGURES]


@pytest.mark.parametrize("marked", ALL)
def test_figures_and_their_worth(marked: str) -> None:
    example, doc = unmarked(marked), None
    doc = read(example.text)
    found = [(f.quantity.mention.start, f.quantity.mention.end, worth(f.quantity)) for f in figures(doc)]
    assert found == [tuple(answer) for answer in example.figures]


@pytest.mark.parametrize("marked", [marked for marked in ALL if "{" in marked])
def test_numerals_that_are_no_figures(marked: str) -> None:
    example = unmarked(marked)
    found = [(n.mention.start, n.mention.end, n.kind) for n in numerals(read(example.text))]
    assert found == [tuple(answer) for answer in example.numerals]
