"""The day of publication of articles that bring none: by address, then by dateline, never by the clock."""

from __future__ import annotations

import io

import pytest

from newsclaims.read import article_of, read_articles
from newsclaims.read.published import published_of
from newsclaims.records import Article


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://example.org/news/2019/07/24/ferry", "2019-07-24"),
        ("https://example.org/2019/7/4/ferry", "2019-07-04"),
        ("https://example.org/2019/jul/24/ferry", "2019-07-24"),
        ("https://example.org/ferry-2019-07-24.html", "2019-07-24"),
        ("https://example.org/20190724/ferry/c.html", "2019-07-24"),
        ("https://example.org/2019/ferry", None),
        ("https://example.org/2019/13/44/ferry", None),
        ("https://example.org/articles/201907249", None),
        ("https://example.org/?date=2019-07-24", None),
        ("http://[broken", None),
    ],
)
def test_by_address(url: str, day: str | None) -> None:
    found = published_of(url, "The ferry sank.")
    assert (found and found.day) == day
    assert found is None or found.found_in == "url"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Ferry sinks\nJuly 24, 2019\nThe ferry sank.", "2019-07-24"),
        ("Ferry sinks\nPublished: Wednesday, 24 July 2019\nThe ferry sank.", "2019-07-24"),
        ("HARNSUND, July 24, 2019 — The ferry sank.", "2019-07-24"),
        ("HARNSUND, Karsun, Sept. 4, 2019 (Wire) - The ferry sank.", "2019-09-04"),
        ("The ferry sank on July 24, 2019 - the worst day of all.", None),
        ("HARNSUND, July 24 — The ferry sank.", None),
        ("Feb 30, 2019\nThe ferry sank.", None),
        ("x\n" * 400 + "July 24, 2019\n", None),
    ],
)
def test_by_dateline(text: str, day: str | None) -> None:
    article = article_of(text)
    assert article.published == day
    assert article.published_from == ("text" if day else None)


def test_what_the_article_brings_comes_first() -> None:
    line = '{"id": "a", "text": "July 1, 2018\\nIt sank.", "url": "https://example.org/2019/07/24/x"'
    line += ', "published": "2020-01-02"}'
    (article,) = read_articles(["-"], stdin=io.BytesIO(line.encode()))
    assert isinstance(article, Article)
    assert (article.published, article.published_from) == ("2020-01-02", "given")
    (article,) = read_articles(["-"], stdin=io.BytesIO(line.replace(', "published": "2020-01-02"', "").encode()))
    assert isinstance(article, Article)
    assert (article.published, article.published_from) == ("2019-07-24", "url")
