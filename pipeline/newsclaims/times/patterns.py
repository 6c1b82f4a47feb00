"""The patterns of time expressions over the tags of words (`tables/en/time_words.csv`, and those of `words.py`).

Names are tags, or short forms given in `SHORT`; a space joins, `?` and `|` mean what they mean in regular expressions.
The kinds are tried in this order, and within a kind the alternatives: the longer stands before the shorter.
"""

from __future__ import annotations

SHORT: dict[str, str] = {
    "NUMBER": "(NUM|DAY|YEAR|SCALE)",
    "ANYUNIT": "(UNIT|UNITS|CENTURY|QUARTER|QUARTERS|SEMESTER)",
    "ONEUNIT": "(UNIT|CENTURY|QUARTER|SEMESTER)",
    "POINTER": "(LAST|NEXT|THIS|THAT|CURRENT|PREVIOUS|FOLLOWING|LATEST|SAME)",
    "ROUGH": "(ROUGHLY|OVER)",
    "ANYDAY": "(WEEKDAY|WDAY)",
    "NTH": "(ORD|FINAL|OPENING)",
    "EDGING": "((THE? EDGE) (DASH|IN|OF)?)",
    "CLOCKTIME": "(ROUGHLY? (CLOCK AMPM?|DAY AMPM|CLOCKWORD) (COMMA? ZONE)?)",
    "OFYEAR": (
        "((COMMA? (OF|IN|FOR))? (THE? FISCAL? UNIT? YEAR|THE? POINTER SAME? QUAL? FISCAL? UNIT|(OF|IN) THE QUAL? "
        "FISCAL? UNIT))"
    ),
    "AMOUNT": (
        "(A? (HALF (A|DASH)? NUM|NUMBER FRACTION?|FEW|COUPLE|HALF A) "
        "((AND A HALF)|(DASH AND DASH A DASH HALF)|((TO|OR|DASH) NUMBER))?)"
    ),
    "DATED": "((ANYDAY COMMA?)? MONTH (DAY|ORD) (COMMA? YEAR)?|POINTER? WEEKDAY PART?|DAYWORD)",
}
PATTERNS: dict[str, tuple[str, ...]] = {
    "age": (
        "NUMBER DASH? ANYUNIT DASH? OLD",
        "AGED NUMBER ((TO|AND|DASH) NUMBER)?",
    ),
    "clock": (
        "CLOCKTIME ((COMMA? IN)? DATED)?",
        "DAY IN THE PART",
    ),
    "iso": ("(ANYDAY COMMA?)? ISO",),
    "slashed": ("(ANYDAY COMMA?)? SLASHED",),
    "day_range": (
        "MONTH DAY (DASH|TO|AND) DAY (COMMA? YEAR)?",
        "(DAY|ORD) (DASH|TO|AND) (DAY|ORD) MONTH (COMMA? YEAR)?",
    ),
    "week_at": ("THE UNIT OF ((MONTH (DAY|ORD) (COMMA? YEAR)?)|(DAY|ORD) MONTH YEAR?)",),
    "date": (
        "(EDGE IN?)? (THE? PART (OF|COMMA))? (ANYDAY (COMMA|PART)?)? "
        "((POINTER UNIT POSS|POINTER)? MONTH THE? (DAY|ORD) (COMMA? (YEAR|YY)|OFYEAR)?"
        "|THE? (DAY|ORD) OF? MONTH (COMMA? (YEAR|YY))?)",
    ),
    "month": ("EDGING? (POINTER? MONTH OFYEAR|MONTH COMMA? (YEAR|YY)|POINTER PAST? MONTH|MONTH)",),
    "weekday": ("(THE? PART OF|EDGE IN?|EARLIER|LATER)? (THE? POINTER (NEXT|PAST)?)? WEEKDAY PART?",),
    "dayword": (
        "(EDGE|EARLIER|LATER)? (EDGE DASH?)? (DAYWORD PART?|THE? "
        "(LAST|THIS|THAT|NEXT|PREVIOUS|FOLLOWING|SAME) PART|TONIGHT|OVERNIGHT)",
        "EDGE? DASH? PART DAYWORD",
    ),
    "half": (
        "EDGING? (THE|THIS)? YEAR? FISCAL? (NTH|LAST) DASH? HALF OFYEAR?",
        "THE? NTH SEMESTER OFYEAR",
        "HN (OF? YEAR)?",
        "YEAR HN",
    ),
    "quarter": (
        "(NTH DASH QUARTER|EDGING? THE? (POINTER UNIT POSS)? (UNIT DASH (AGO|EARLIER))? YEAR? FISCAL? DASH? "
        "NTH QUARTER) OFYEAR?",
        "THE MONTH DASH? QUARTER OFYEAR?",
        "QN OFYEAR?",
        "YEAR DASH? QN",
        "EDGING? THE LAST QUARTER OFYEAR",
        "POINTER UNIT POSS QUARTER",
        "THE (YEAR|CURRENT) QUARTER",
    ),
    "week_of": (
        "THE? (NTH|LAST) ((NUMBER|FEW|COUPLE) QUAL?)? (UNIT|UNITS|WEEKEND) (OF|IN) MONTH (COMMA? YEAR|OFYEAR)?",
    ),
    "first_units": (
        "(THE|POINTER UNIT POSS|A)? NTH AMOUNT QUAL? ANYUNIT OFYEAR?",
        "THE? LAST AMOUNT QUAL? ANYUNIT (OF|IN) (YEAR|LAST UNIT)",
        "THE? NTH UNIT (OF|IN) YEAR",
    ),
    "counted": (
        "ROUGHLY? (EVERY OF)? THE? (LAST|PAST|NEXT|PREVIOUS|FOLLOWING|LATEST|RECENT|THIS PAST) ROUGHLY? "
        "AMOUNT QUAL? ANYUNIT ORSO?",
        "THE? (PAST|RECENT|NEXT) (UNITS|QUARTERS) (AND UNITS)?",
        "(THE|THIS) PAST (UNIT|CENTURY) (AND A HALF)? ORSO?",
        "THE LAST UNIT (AND A HALF)?",
        "THE NEXT UNIT ORSO",
    ),
    "the_units": ("(THE|THAT) AMOUNT QUAL? (UNITS|QUARTERS)",),
    "same": (
        "THE? SAME (PERIOD|ONEUNIT) (COMMA? (OF|IN)? (THE? (LAST|PREVIOUS) UNIT|YEAR|A UNIT (AGO|EARLIER)))?",
        "THE? SAME? (UNIT DASH (AGO|EARLIER)) (PERIOD|QUARTER)?",
        "THE PREVIOUS UNIT (PERIOD|QUARTER)",
        "THE? LATEST (PERIOD|QUARTER)",
        "THE YEAR PERIOD",
        "THAT SAME? PERIOD",
    ),
    "ago": (
        "ROUGH? (AMOUNT QUAL? ANYUNIT|A ONEUNIT (AND A HALF|OR NUMBER)?|(UNITS|QUARTERS)) ORSO? "
        "(AGO|EARLIER|LATER|FROMNOW|BEFORE|(APOS|POSS) TIME)",
    ),
    "neighbour": ("THE UNIT (BEFORE|AFTER|EARLIER|LATER|PREVIOUS|FOLLOWING)",),
    "season": ("EDGING? (THE? POINTER PAST? SEASON|THE? SEASON (OF|COMMA)? (YEAR|POINTER UNIT)|(THE|YEAR)? SEASON)",),
    "weekend": ("EDGING? (THE? POINTER (NEXT|PAST)? WEEKEND|THE WEEKEND)",),
    "year_range": ("(THE? FISCAL? UNIT|FISCAL)? YEAR DASH (YEAR|DAY|NUM)",),
    "year": ("EDGING? (THE? FISCAL? UNIT YEAR|FISCAL? YEAR|YY)",),
    "unit": (
        "EDGING? THE? POINTER (QUAL|NEXT)? FISCAL? ONEUNIT SOFAR?",
        "(THE|THIS) PAST QUARTER",
        "(EARLIER|LATER|SOFAR|EDGE) (IN? POINTER|IN THE) QUAL? FISCAL? (ONEUNIT|SEASON|SEASONWORD)",
        "THE? EDGE (DASH|IN|OF) THE (QUAL|FISCAL)? ONEUNIT",
        "UNIT DASH? EDGE",
        "UNIT POSS EDGE",
        "THE QUAL? FISCAL ONEUNIT",
        "TODATE",
    ),
    "decade": ("EDGING? THE? ((LAST|NTH) HALF OF THE?)? (EDGE DASH?)? (DECADE|DECADEWORD)",),
    "century": ("EDGING? THE? ORD DASH? CENTURY",),
    "set": (
        "EVERY (NUMBER|ORD|QUAL)? (ANYUNIT|WEEKDAY|MONTH|WEEKEND|PART|SEASON)",
        "EACHUNIT",
        "WEEKDAYS",
        "WEEKDAY PARTS",
    ),
    "holiday": ("POINTER? HOLIDAY (POSS? WEEKEND)? (COMMA? YEAR|OFYEAR)?",),
    "adjective": (
        "ROUGH? NUMBER (AND A HALF)? DASH ANYUNIT",
        "FEW DASH UNIT",
        "(UNIT|UNITS) DASH QUAL",
    ),
    "length": (
        "ROUGH? (AMOUNT QUAL? ANYUNIT|(NUM|DAY) QUAL UNITS|A ONEUNIT (AND A HALF|OR NUMBER)) ORSO?",
        "ROUGH? A? (QUARTER|HALF) DASH? CENTURY",
        "ROUGH? A? HALF DASH (CENTURY|UNIT)",
    ),
    "one_unit": ("ROUGH? (A QUAL? UNIT|UNITS ((AND|OR) UNITS)?)",),
    "the_unit": ("THE QUAL? ONEUNIT",),
    "then": ("THEN",),
    "reference": (
        "THE? FUTUREREF",
        "REF",
        "RECENT",
        "CURRENT",
        "THE PAST",
    ),
}
