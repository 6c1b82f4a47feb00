"""The table of time rules, made from the test sentences: `make golden` rewrites it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from marked_timexes import PUBLISHED, blank_pipeline, timexes, unmarked
from test_times_intervals import EXAMPLES

from newsclaims.records import Timex
from newsclaims.times.patterns import PATTERNS

TABLE = Path(__file__).parents[2] / "pipeline" / "newsclaims" / "times" / "RULES.md"
NO_TIMEX = "age"  # found so that an age is taken for no length
_HEAD = f"""# The rules for time expressions

One sentence for each rule, of an article published on {PUBLISHED}, a Wednesday. Made from the tests by
`make golden`; a test holds it to them.

| rule | sentence | TIMEX3 | interval | resolved against |
| --- | --- | --- | --- | --- |
"""


def examples() -> Iterator[tuple[str, str, Timex]]:
    """Each rule in the order of the patterns, with the first test sentence that it works in."""
    nlp, found = blank_pipeline(), {}
    for marked in EXAMPLES:
        text, _ = unmarked(marked)
        for timex in timexes(nlp, text):
            found.setdefault(timex.rule, (text, timex))
    for rule in (*PATTERNS, *sorted(found.keys() - PATTERNS.keys())):
        if rule in found:
            yield rule, *found[rule]


def table() -> str:
    """The whole page."""
    rows = []
    for rule, text, timex in examples():
        first = timex.signal or timex.mention
        start = min(first.start, timex.mention.start)
        shown = f"{text[:start]}**{text[start : timex.mention.end]}**{text[timex.mention.end :]}"
        value = " ".join(filter(None, (timex.timex_type, f"`{timex.timex_value}`", timex.timex_mod)))
        interval = (
            f"{timex.begin or '…'} to {timex.end or '…'}" if timex.begin or timex.end else f"none: {timex.reason}"
        )
        rows.append(f"| {rule} | {shown} | {value} | {interval} | {timex.anchor or '–'} |")
    return _HEAD + "\n".join(rows) + "\n"
