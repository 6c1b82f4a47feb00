"""The pictures of the audit page in docs/screenshots, of the sample corpus: python docs/screenshots.py [FOLDER]

It needs the extra `test`, and Debian's Chromium (apt-get install chromium).
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "audit"))
from sampled import chromium, run_into, served, texts_into

import newsclaims

STORY = "/article?id=karsun-classrooms"
VIEWS = {
    "overview": ("/", "light", (1100, 760)),
    "article": (STORY, "light", (1040, 640)),
    "board": ("/board?item=pupil", "light", (1100, 760)),
    "change": ("{claim}", "dark", (900, 700)),
    "phone": (f"{STORY}#c-{{id}}", "dark", (390, 700)),
}
_MOST = 150_000


def correct(page: Any) -> None:
    """Write two corrections, so that the pictures have some."""
    for claim in (0, 3):
        page.goto(STORY)
        page.locator(".claims a").nth(claim).click()
        chain = page.locator(".chain.shown")
        chain.get_by_label("Your name").fill("Ada Lowe")
        chain.get_by_role("button", name="Accept").click()


def take(browser: Any, address: str, folder: Path) -> None:
    """Take every picture."""
    page = browser.new_page(base_url=address)
    correct(page)
    page.goto(STORY)
    claim = page.locator(".claims a").nth(1).get_attribute("data-claims")
    for name, (view, scheme, (width, height)) in VIEWS.items():
        context = browser.new_context(
            base_url=address, color_scheme=scheme, viewport={"width": width, "height": height}
        )
        page = context.new_page()
        page.goto(view.format(claim=f"/change?claim={claim}", id=claim))
        if name == "article":
            page.locator(f'a.fig[data-claims~="{claim}"]').click()
        page.screenshot(path=folder / f"{name}.png")
        context.close()
        size = (folder / f"{name}.png").stat().st_size
        print(f"{folder / name}.png: {size / 1e3:.0f} kB")
        if size > _MOST:
            raise SystemExit(f"{name}.png is larger than {_MOST / 1e3:.0f} kB: take a smaller view.")


def main() -> None:
    """Extract, load, serve, and look."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "screenshots"
    folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        database = Path(home) / "claims.db"
        nlp = newsclaims.load()
        run_into(database, nlp)
        texts_into(database, nlp)
        with served(database) as address, chromium() as browser:
            take(browser, address, folder)


if __name__ == "__main__":
    main()
