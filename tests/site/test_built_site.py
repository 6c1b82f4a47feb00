"""The documentation builds without a warning, is whole, and asks no other host for anything."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
_ASKED = {
    "script": "src",
    "img": "src",
    "link": "href",
    "iframe": "src",
    "source": "src",
    "video": "src",
    "use": "href",
}


class Asked(HTMLParser):
    """The addresses that a page asks for by itself, and those that it only links to."""

    def __init__(self) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if address := told.get(_ASKED.get(tag, "")):
            self.loads.append(address)
        if tag == "a" and (address := told.get("href")):
            self.links.append(address)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("material", reason="mkdocs-material is not installed: pip install 'newsclaims[docs]'")
    pytest.importorskip("mkdocstrings", reason="mkdocstrings is not installed: pip install 'newsclaims[docs]'")
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)]
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return folder


def test_no_page_asks_another_host(site: Path) -> None:
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 20
    for page in pages:
        asked = Asked()
        asked.feed(page.read_text(encoding="utf-8"))
        assert [address for address in asked.loads if re.match(r"(https?:)?//", address)] == [], page.name
    for sheet in site.rglob("*.css"):
        assert not re.search(r"(url\(|@import)\s*[\"']?(https?:)?//", sheet.read_text(encoding="utf-8")), sheet.name


def test_links_to_other_hosts_are_well_formed(site: Path) -> None:
    for page in sorted(site.rglob("*.html")):
        asked = Asked()
        asked.feed(page.read_text(encoding="utf-8"))
        for address in asked.links:
            if ":" in address.split("/")[0]:
                assert re.fullmatch(r"https://[\w.-]+\.[a-z]+(/[\w./~%#?=&+-]*)?", address), f"{page.name}: {address}"


def test_what_is_made_is_there(site: Path) -> None:
    def text(page: str) -> str:
        return re.sub(r"<[^>]+>", "", (site / page).read_text(encoding="utf-8"))

    assert not [page.name for page in site.rglob("*.html") if "<!-- made:" in page.read_text(encoding="utf-8")]
    assert "the least that it can be" in text("reference/record.html").lower()
    assert "newsclaims extract articles/ -o claims.jsonl" in text("reference/cli.html")
    assert "read_articles" in text("reference/api.html")
    assert "en/hedges.csv" in text("reference/licences.html")
    peers = json.loads((ROOT / "docs" / "figures" / "peers.json").read_text(encoding="utf-8"))
    shown = text("peers.html")
    for told in peers["sets"].values():
        assert all(loss in shown for loss in told["losses"])
        assert str(told["systems"]["the glue"]["complete F1"]) in shown
