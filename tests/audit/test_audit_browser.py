"""The pages in a real browser, on the sample corpus: Debian's Chromium, driven by Playwright; no other host is asked.

Where Chromium or Playwright is missing, these tests are skipped.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from audited import made_database
from sampled import CHROMIUM, chromium, run_into, served, texts_into
from spacy.language import Language
from test_audit_pages import HOSTILE

from newsclaims import FAST_MODEL, flow

pytestmark = [
    pytest.mark.model,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed (apt-get install chromium)"),
    pytest.mark.skipif(find_spec("playwright") is None, reason="Playwright is not installed"),
]
SERIOUS = ("serious", "critical")
STORY = "/article?id=karsun-classrooms"
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 860}


@pytest.fixture(scope="module")
def sample_database(tmp_path_factory: pytest.TempPathFactory, pipeline: Language) -> Path:
    """The database of the sample corpus, with the text of one article."""
    database = tmp_path_factory.mktemp("samples") / "claims.db"
    run_into(database, pipeline)
    texts_into(database, pipeline, "karsun-classrooms")
    return database


@pytest.fixture(scope="module")
def address(sample_database: Path) -> Iterator[str]:
    """Where it is served."""
    with served(sample_database) as where:
        yield where


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium."""
    with chromium() as started:
        yield started


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    """A page of a browser whose every request and complaint is watched."""
    context = browser.new_context(viewport=DESK, base_url=address)
    opened = context.new_page()
    troubles: list[str] = []
    opened.on("request", lambda request: troubles.append(request.url) if not is_ours(request.url, address) else None)
    opened.on("console", lambda told: troubles.append(told.text) if told.type == "error" else None)
    opened.on("pageerror", lambda error: troubles.append(str(error)))
    yield opened
    context.close()
    assert troubles == []


def is_ours(url: str, address: str) -> bool:
    """Whether a request goes to our own server."""
    return urlsplit(url).netloc == urlsplit(address).netloc


def test_a_first_reader_finds_a_claim_follows_its_chain_and_corrects_it_for_good(
    page: Any, sample_database: Path
) -> None:
    page.goto("/")
    page.get_by_role("link", name="Classrooms in Karsun empty as the shelling moves north").click()
    page.get_by_role("article").get_by_role("link", name="At least 41", exact=True).click()
    chain = page.locator(".chain.shown")
    assert chain.get_by_role("heading", level=2).inner_text() == "≥ 41 pupil"
    told = chain.inner_text()
    for part in ("At least 41", "pupils", "hurt", "the organisations", "Open Desk", "between February 2", "2023-02-02"):
        assert part in told
    assert chain.locator(".why", has_text="sure").count() > 3
    assert chain.locator(".why .next", has_text="else:").count() > 0
    assert page.locator(".text .on-item").inner_text().endswith("pupils")

    chain.get_by_label("Your name").fill("Ada Lowe")
    chain.get_by_role("link", name="Change a part").click()
    page.get_by_label("Your name").fill("Ada Lowe")
    page.get_by_label("Reason").fill("The union's own list has 44")
    page.get_by_label("Value", exact=True).fill("44")
    page.get_by_label("Lower bound").fill("44")
    page.get_by_role("button", name="Save what changed").click()
    assert stands(page)
    page.reload()
    assert stands(page)

    run_into(sample_database, flow.load(FAST_MODEL))  # another model reads the articles again
    page.goto(STORY)
    page.get_by_role("article").get_by_role("link", name="At least 41").click()
    assert stands(page)


def stands(page: Any) -> bool:
    """Whether the correction is shown, and who made it."""
    told = page.locator(".chain.shown").inner_text()
    return "≥ 44" in told and "the machine read" in told and "Ada Lowe" in told


def test_the_keyboard_is_enough(page: Any) -> None:
    page.goto(STORY)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("n")
    page.keyboard.press("n")
    assert "Claim 2 of" in page.evaluate("document.activeElement.textContent")
    page.keyboard.press("p")
    assert "Claim 1 of" in page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Next"
    page.keyboard.press("Enter")
    assert "Claim 2 of" in page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.className").startswith("fig")
    assert page.locator(".chain.shown").count() == 0
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "seek"
    page.keyboard.type("schools")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=schools")


def test_without_scripts_a_link_still_opens_its_chain(browser: Any, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=address)
    page = context.new_page()
    page.goto(STORY)
    page.get_by_role("article").get_by_role("link", name="1,340", exact=True).click()
    assert page.get_by_role("heading", name="1,340 patient").is_visible()
    context.close()


VIEWS = ("/", f"{STORY}#claim", "/board?item=pupil", "/search?q=schools", "/corrections", "/help", "change", "add")
PHONE_VIEWS = (
    "/",
    STORY,
    "/board?item=pupil",
    "/source?name=Medical+Relief+Union",
    "/search?q=schools",
    "/corrections",
)


@pytest.mark.parametrize(("scheme", "views"), [("light", VIEWS), ("dark", (*VIEWS[:3], "change"))])
def test_axe_finds_no_serious_fault_in_light_and_dark(
    browser: Any, address: str, scheme: Any, views: tuple[str, ...]
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(viewport=DESK, base_url=address, color_scheme=scheme)
    page = context.new_page()
    page.goto(STORY)
    claim = page.locator(".chain").nth(2).get_attribute("id").removeprefix("c-")
    others = {
        "change": f"/change?claim={claim}",
        "add": "/add?article=karsun-classrooms",
        f"{STORY}#claim": f"{STORY}#c-{claim}",
    }
    faults = []
    for view in views:
        page.goto("about:blank")
        page.goto(others.get(view, view))
        found = Axe().run(page).response["violations"]
        faults += [(view, one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in SERIOUS]
    context.close()
    assert faults == []


def test_nothing_is_wider_than_a_phone(browser: Any, address: str) -> None:
    context = browser.new_context(viewport=PHONE, base_url=address)
    page = context.new_page()
    widths = {}
    for view in PHONE_VIEWS:
        page.goto(view)
        widths[view] = page.evaluate("document.documentElement.scrollWidth")
    context.close()
    assert {view: width for view, width in widths.items() if width > PHONE["width"]} == {}


def test_hostile_text_does_nothing_but_stand_there(browser: Any, tmp_path: Path) -> None:
    with served(made_database(tmp_path / "claims.db", flood=HOSTILE)) as address:
        context = browser.new_context(viewport=PHONE, base_url=address)
        page = context.new_page()
        asked: list[str] = []
        page.on("dialog", lambda dialog: pytest.fail(dialog.message))
        page.on("request", lambda request: asked.append(request.url))
        for view in ("/article?id=flood", "/search?q=closed", "/board?item=school", "/"):
            page.goto(view)
            assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        page.goto("/article?id=flood")
        text = page.locator(".story").inner_text()
        for words in ("<script>alert(1)</script>", "w" * 10_000, '=HYPERLINK("http://x.example","y")'):
            assert words in text
        assert all(is_ours(url, address) for url in asked)
        context.close()


@pytest.mark.parametrize(
    ("named", "words"),
    [
        ("--article karsun-classrooms", "Sappers cleared"),
        ("--item pupil", "Over time"),
        ("--search schools", "Sentences with"),
    ],
)
def test_one_file_opens_with_the_network_off(
    browser: Any, sample_database: Path, tmp_path: Path, named: str, words: str
) -> None:
    file = tmp_path / "one.html"
    command = [sys.executable, "-m", "newsclaims.cli", "audit", str(sample_database), "--export", str(file)]
    subprocess.run([*command, *named.split()], check=True, capture_output=True)
    assert file.stat().st_size < 2_000_000
    context = browser.new_context(offline=True)
    page = context.new_page()
    troubles: list[str] = []
    page.on("console", lambda told: troubles.append(told.text) if told.type == "error" else None)
    page.on("request", lambda request: troubles.append(request.url) if not request.url.startswith("file:") else None)
    page.goto(file.as_uri())
    assert words in page.locator("main").inner_text()
    assert page.evaluate("getComputedStyle(document.body).fontFamily").startswith("system-ui")
    if "--article" in named:
        page.get_by_role("article").get_by_role("link", name="1,340", exact=True).click()
        assert page.locator(".chain.shown").is_visible()
    assert page.locator("form").count() == 0
    assert troubles == []
    context.close()
