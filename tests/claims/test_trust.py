"""How far a claim is trusted: from what found it to probabilities."""

from __future__ import annotations

import pytest

from newsclaims.claims.component import trust_weights
from newsclaims.claims.link import NARRATOR
from newsclaims.claims.trust import LINKS, Ground, confidence, overall, probabilities, together
from newsclaims.records import Attribution, ClaimAttribution, Figure, Item, Mention, Quantity, Source, Time

TEXT = "Police said 40 wells were dry in May."
WEIGHTS = trust_weights()


def words(text: str) -> Mention:
    return Mention.of(TEXT, TEXT.index(text), TEXT.index(text) + len(text))


QUANTITY = Quantity(words("40"), "count", 40, None, 40, None, 40, None, "EXACT", "count")
FIGURE = Figure(QUANTITY, "number-grammar", 0.9, Item(words("wells"), "well"), "modified-noun", 0.8)
BARE = Figure(QUANTITY, "number-grammar", 0.9)
POLICE = (Source("Police", "organisation", None, False, words("Police")),)
MAY = Time(words("in May"), "DATE", "2024-05", None, "2024-05-01", "2024-05-31", "month", "published")


def ground(
    *, figure: Figure = FIGURE, item_trust: float = 0.9, rule: str | None = "say_agreed", trust: float = 0.9,
    time: Time | None = MAY, time_trust: float = 0.9, table: bool = False,
) -> Ground:  # fmt: skip
    if rule is None:
        return Ground(figure, item_trust, NARRATOR, None, time, time_trust, table)
    content = words("40 wells were dry in May")
    attribution = Attribution(words("said"), POLICE, (content,), "indirect", rule, confidence=trust)
    said = ClaimAttribution("indirect", words("said"), content, POLICE, None)
    return Ground(figure, item_trust, said, attribution, time, time_trust, table)


def test_every_link_and_the_whole_have_weights() -> None:
    assert set(WEIGHTS) == {*LINKS, "overall"}


@pytest.mark.parametrize(
    ("better", "worse", "link"),
    [
        (ground(), ground(item_trust=0.5), "item"),
        (ground(table=True), ground(table=True, figure=BARE, item_trust=0.5), "item"),
        (ground(rule=None), ground(), "source"),
        (ground(), ground(rule="say_after", trust=0.6), "source"),
        (ground(time_trust=0.95), ground(time_trust=0.5), "time"),
        (ground(table=True, time_trust=0.95), ground(table=True, time_trust=0.45), "time"),
        (ground(time=None, time_trust=0.99), ground(time=None, time_trust=0.6), "time"),
    ],
)
def test_what_is_surer_is_trusted_more(better: Ground, worse: Ground, link: str) -> None:
    assert probabilities(WEIGHTS, better)[link] > probabilities(WEIGHTS, worse)[link]
    assert confidence(WEIGHTS, better).overall > confidence(WEIGHTS, worse).overall


def test_what_a_claim_has_not_has_no_trust_of_its_own() -> None:
    told = confidence(WEIGHTS, ground(figure=BARE, time=None, rule=None))
    assert (told.item, told.time) == (None, None)
    assert 0 < told.overall < 1
    assert 0 < (told.source or 0) < 1


def test_evidence_that_nothing_was_learnt_of_does_not_count() -> None:
    assert probabilities(WEIGHTS, ground(rule="shout_sideways"))["source"] > 0


def test_a_doubtful_value_makes_the_whole_doubtful() -> None:
    sure = {"value": 1.0, "item": 0.9, "source": 0.9, "time": 0.9}
    assert overall(WEIGHTS, sure | {"value": 0.5}) == pytest.approx(overall(WEIGHTS, sure) / 2)


def test_the_whole_is_judged_by_item_source_and_time_and_the_weakest() -> None:
    told = together({"value": 0.4, "item": 0.5, "source": 1.0, "time": 0.8})
    assert told["weakest"] == 0.5
    assert told["all"] == pytest.approx(-0.9163, abs=1e-4)
