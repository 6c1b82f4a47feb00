"""The published table of time rules is what the tests say, and leaves none out."""

from __future__ import annotations

import pytest
from rules_table import NO_TIMEX, TABLE, examples, table

from newsclaims.times.patterns import PATTERNS


def test_every_rule_has_an_example() -> None:
    shown = {rule for rule, _, _ in examples()}
    assert [rule for rule in PATTERNS if rule not in shown] == [NO_TIMEX]


def test_the_table_is_up_to_date(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--golden"):
        TABLE.write_text(table(), encoding="utf-8")
    assert TABLE.read_text(encoding="utf-8") == table(), "run: make golden"
