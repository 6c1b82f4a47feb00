"""Quotation spans, whatever the marks."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsclaims.attribution.quotes import find_quotes

MARKS = "\"“”‘’'`«»„‹›"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('"We lost 12," she said. "Many more fled."', ['"We lost 12,"', '"Many more fled."']),
        ("“We lost 12,” she said.", ["“We lost 12,”"]),
        ("«We lost 12», she said.", ["«We lost 12»"]),
        ("« We lost 12 », she said.", ["« We lost 12 »"]),
        ("``We lost 12,'' she said.", ["``We lost 12,''"]),
        ("‘The farmers’ cows died,’ she said.", ["‘The farmers’ cows died,’"]),
        ("She didn't say it's the '90s again.", []),
        ('“We lost 12", she said.', ['“We lost 12"']),
        ("”We lost 12“, she said.", ["”We lost 12“"]),
        ("She said: “We lost 12.", ["“We lost 12."]),
        ("A 6ft 2in man.", []),
    ],
)
def test_marks(text: str, found: list[str]) -> None:
    assert [text[quote.start : quote.end] for quote in find_quotes(text)] == found


def test_each_paragraph_opens_again() -> None:
    text = "“We lost 12.\n\n“We found 3,” she said."
    quotes = find_quotes(text, [0, 14])
    assert [(text[quote.start : quote.end], quote.closed) for quote in quotes] == [
        ("“We lost 12.", False),
        ("“We found 3,”", True),
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # As it should be, in any shape.
        ("“We lost 12,” she said.", [("“We lost 12,”", None)]),
        ('"We lost 12," she said.', [('"We lost 12,"', None)]),
        ("‘We lost 12,’ she said.", [("‘We lost 12,’", None)]),
        ("„We lost 12“, she said.", [("„We lost 12“", None)]),
        ("»We lost 12«, she said.", [("»We lost 12«", None)]),
        ("''We lost 12,'' she said.", [("''We lost 12,''", None)]),
        ("`We lost 12,' she said.", [("`We lost 12,'", None)]),
        ("“They shouted ‘go,’ and left 12,” she said.", [("“They shouted ‘go,’ and left 12,”", None)]),
        # A blank on the wrong side of a mark whose shape tells.
        ("“We lost 12, ”she said. Then “Nobody came.”", [("“We lost 12, ”", None), ("“Nobody came.”", None)]),
        # Closed, or opened, by a mark of another shape.
        ('“We lost 12," she said.', [('“We lost 12,"', "wrong_mark")]),
        ("\"We lost 12,'' she said.", [("\"We lost 12,''", "wrong_mark")]),
        ("«We lost 12,” she said.", [("«We lost 12,”", "wrong_mark")]),
        ("”We lost 12,” she said.", [("”We lost 12,”", "wrong_mark")]),
        ("“We lost 12,’ she said. She left.", [("“We lost 12,’", "wrong_mark")]),
        ("“We lost 12,’ she said. “Nobody came.”", [("“We lost 12,’", "wrong_mark"), ("“Nobody came.”", None)]),
        ("‘We lost 12,” she said.", [("‘We lost 12,”", "wrong_mark")]),
        # Never closed: the next quotation ends it, or the text.
        ("“We lost 12, she said. “Nobody came.”", [("“We lost 12, she said.", "unclosed"), ("“Nobody came.”", None)]),
        ("“They shouted ‘go,’ and left 12, she said.", [("“They shouted ‘go,’ and left 12, she said.", "unclosed")]),
        ("«We lost 12. She left.", [("«We lost 12. She left.", "unclosed")]),
        # A closing mark that closes nothing quotes nothing.
        ("We lost 12,” she said.", []),
        # Feet and inches close nothing that a later mark closes.
        ('"He is 6\'2" tall," she said.', [('"He is 6\'2" tall,"', None)]),
        ('"It rose 6\'2", she said.', [('"It rose 6\'2"', None)]),
    ],
)
def test_what_is_made_good(text: str, found: list[tuple[str, str | None]]) -> None:
    assert [(text[quote.start : quote.end], quote.repair) for quote in find_quotes(text)] == found


def test_a_paragraph_that_opens_again_is_no_unclosed_one() -> None:
    text = "“We lost 12.\n\n“We found 3.\n\nShe left."
    repairs = [quote.repair for quote in find_quotes(text, [0, 14, 29])]
    assert repairs == ["reopened", "unclosed"]


def test_an_unclosed_quotation_ends_with_its_paragraph() -> None:
    text = "She said: “We lost 12.\n\nThe mayor left."
    assert [text[quote.start : quote.end] for quote in find_quotes(text, [0, 24])] == ["“We lost 12."]


def test_one_pair_of_marks_may_hold_several_paragraphs() -> None:
    text = "“We lost 12.\n\nThen we left,” she said."
    assert [text[quote.start : quote.end] for quote in find_quotes(text, [0, 14])] == ["“We lost 12.\n\nThen we left,”"]


@given(st.text(alphabet=MARKS + "ab 1.,\n", max_size=60), st.lists(st.integers(0, 60), max_size=5))
def test_any_text_gives_spans_in_order(text: str, paragraphs: list[int]) -> None:
    for quote in find_quotes(text, paragraphs):
        assert 0 <= quote.start < quote.end <= len(text)
    doubles = [quote for quote in find_quotes(text, paragraphs) if not quote.single]
    assert all(first.end <= second.start for first, second in pairwise(doubles))


@pytest.mark.parametrize("mark", [*MARKS, "``", "''"])
@pytest.mark.parametrize("pattern", ["{0}", "{0} ", "a {0}b ", "{0}\n"])
def test_ten_thousand_marks_end_soon(mark: str, pattern: str) -> None:
    text = pattern.format(mark) * 10_000
    begun = time.perf_counter()
    find_quotes(text, range(0, len(text), 50))
    assert time.perf_counter() - begun < 1
