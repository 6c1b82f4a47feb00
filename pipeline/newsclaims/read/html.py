"""Web pages: trafilatura finds the article's text and metadata in a page, htmldate its day.

Reading order: `read_html` (a page is found), `read_page` (it is taken apart, by whoever has the time), then how.

Neither library is let near the clock or the network: the latest day allowed is always given, and searches that guess
years (htmldate's extensive search) are off.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from newsclaims.errors import ArticleError, UsageError
from newsclaims.read.checks import check_string, check_text
from newsclaims.read.decode import declared_in, decoded
from newsclaims.read.extras import hush, missing
from newsclaims.read.options import Reading
from newsclaims.read.pages import Found, Page, Pending
from newsclaims.read.parts import Part, fault_of
from newsclaims.read.published import Published, published_of
from newsclaims.read.text import only_one
from newsclaims.records import Article, Failure

_NO_DATE = ("", "0000-00-00")
_CLOCKLESS = {"extensive_search": False, "original_date": True, "deferred_url_extractor": True}


def read_html(stream: BinaryIO, part: Part, reading: Reading) -> Iterator[Found]:
    """The one page of a file, to be taken apart; no more is read than the largest page allowed."""

    def only(known: str) -> Pending:
        content = stream.read(reading.limits.max_page_bytes + 1)
        check_size(len(content), reading)
        return Pending(known, part.name, Page(content), reading)

    yield only_one(part, only)


def check_size(size: int, reading: Reading) -> None:
    """ArticleError for a page over the limit."""
    most = reading.limits.max_page_bytes
    if size > most:
        raise ArticleError(
            f"the page has more than {most:,} bytes, the limit.", mend="Leave it out, or raise --max-page-bytes."
        )


def read_page(found: Pending) -> Article | Failure:
    """The article in a page, or the failure of one that has none. UsageError where the libraries for it are missing:
    another process may have found it.
    """
    if lack := missing("html", None):
        raise UsageError(lack.what, where=found.where, mend=lack.mend)
    try:
        return _article(found.page, found.id, found.where, found.reading)
    except Exception as error:  # noqa: BLE001 - whatever is in a page must not end the run
        fault = fault_of(error)
        return Failure(found.id, found.where, "read", fault.what, fault.mend)


def _article(page: Page, article_id: str, where: str, reading: Reading) -> Article:
    """The article in a page; ArticleError where there is none, or its bytes cannot be read."""
    html = decoded(
        page.content, declared=[*page.declared, *declared_in(page.content)], fallback=reading.fallback_encoding
    )
    if "\0" in html:
        what = f"the page holds a control character, U+0000, at offset {html.index(chr(0)):,}."
        raise ArticleError(what, mend="Fetch the page again; it may be no page at all.")
    found = _extracted(html, page)
    text = found.text or ""
    if not text.strip():
        raise ArticleError(
            f"no article is found in the page ({len(html):,} characters).",
            mend="Leave the page out, or give the article as text.",
        )
    check_text(text, reading.limits)
    named = {name: _clean(getattr(found, name), name) for name in ("url", "title", "sitename")}
    url = page.url or named["url"]
    day = _published(found.date, html, text, url, reading)
    return Article(
        article_id, text, url=url, title=named["title"], publisher=named["sitename"], where=where,
        published=day.day if day else None, published_from=day.found_in if day else None,
    )  # fmt: skip


def _extracted(html: str, page: Page) -> Any:
    """trafilatura's document; ArticleError where it finds none, or fails on the page."""
    import trafilatura

    hush("trafilatura", "htmldate", "courlan", "justext", "readability")
    dates = {**_CLOCKLESS, "max_date": page.latest}
    try:
        found = trafilatura.bare_extraction(
            html, url=page.url, include_comments=False, with_metadata=True, date_extraction_params=dates
        )
    except Exception as error:  # noqa: BLE001 - a page that a library fails on must not end the run
        raise ArticleError(
            f"the page cannot be taken apart: {type(error).__name__}: {str(error)[:120].rstrip('.')}.",
            mend="Leave the page out, or give the article as text.",
        ) from None
    return found or trafilatura.settings.Document()


def _published(found: str | None, html: str, text: str, url: str | None, reading: Reading) -> Published | None:
    """The day in the page's markup, else the one given for the run, else that of the address or the dateline.

    A day that stands nowhere but in the article's own words is no date of publication.
    """
    if found in _NO_DATE or (found and found in text and html.count(found) <= text.count(found)):
        found = None
    by_url = published_of(url, "") if url else None
    if found and (not by_url or by_url.day != found or found in html.replace(url or "", "")):
        return Published(found, "metadata")
    if reading.published:
        return Published(reading.published, "given")
    return by_url or published_of(None, text)


def _clean(value: str | None, name: str) -> str | None:
    """What the metadata say, None where nothing; ArticleError for what no record can hold."""
    if value is None or not value.strip():
        return None
    check_string(value, f"the page's {name}")
    return value.strip()
