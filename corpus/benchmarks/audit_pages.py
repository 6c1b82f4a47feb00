"""How quick the audit page is on a large database: server time of each page, and when a browser first paints.

python corpus/benchmarks/audit_pages.py claims.db [--rounds 5]

The database is one of `newsclaims load`; `load_rate.py --keep FOLDER` leaves one of a million claims. Each page is
asked for by HTTP from `newsclaims audit DB --read-only`, which tells its own time in `Server-Timing`; the largest item,
place and source are looked at, the article with most claims, and a frequent and a rare word. With Debian's Chromium
some are opened in it too. Printed: milliseconds (the middle one of the rounds, and the worst), bytes, and the first
contentful paint. Exit code 1 where a page takes more than 200 ms (the middle one) or the first paint more than 1 s.
"""

from __future__ import annotations

import argparse
import re
import sqlite3
import statistics
import sys
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import urlopen

sys.path.insert(0, str(Path(__file__).parents[2] / "tests" / "audit"))
from sampled import CHROMIUM, chromium, served

PAGE_MS, PAINT_MS = 200, 1000


def addresses(database: Path) -> dict[str, str]:
    """The pages to ask for: the largest there are."""
    with sqlite3.connect(database) as connection:

        def most(question: str) -> tuple[Any, ...]:
            return tuple(connection.execute(question).fetchone())

        (item,) = most("SELECT item FROM claims WHERE item IS NOT NULL GROUP BY item ORDER BY count(*) DESC LIMIT 1")
        placed = "SELECT item, place FROM claims WHERE place IS NOT NULL GROUP BY 1, 2 ORDER BY count(*) DESC LIMIT 1"
        (name,) = most("SELECT name FROM sources GROUP BY name ORDER BY count(*) DESC LIMIT 1")
        article, _ = most("SELECT article_id, count(*) FROM claims GROUP BY 1 ORDER BY 2 DESC LIMIT 1")
        claim, sentence = most(f"SELECT id, sentence FROM claims WHERE article_id = '{article}' LIMIT 1")
        there, place = most(placed)
        day, number = most("SELECT published, rowid FROM articles WHERE published IS NOT NULL ORDER BY 1 LIMIT 1")
    words = sorted(re.findall(r"[a-z]{4,}", sentence), key=len)
    return {
        "overview": "/",
        "articles": "/articles",
        "articles, the last page": "/articles?" + urlencode({"from": f"{day}:{number + 1}"}),
        "article": "/article?" + urlencode({"id": article}),
        "items": "/items",
        "board": "/board?" + urlencode({"item": item}),
        "board of a place": "/board?" + urlencode({"item": there, "place": place}),
        "sources": "/sources",
        "source": "/source?" + urlencode({"name": name}),
        "search, a frequent word": "/search?q=the",
        "search, a rare word": "/search?" + urlencode({"q": words[-1] if words else "none"}),
        "search, no such word": "/search?q=xyzzyx",
        "corrections": "/corrections",
        "change": f"/change?claim={claim}",
        "failures": "/failures",
    }


def asked(address: str) -> tuple[float, int]:
    """Milliseconds that the server took, and bytes."""
    with urlopen(address) as answer:
        body = answer.read()
        took = re.search(r"dur=([\d.]+)", answer.headers["server-timing"])
    assert took is not None
    return float(took[1]), len(body)


def first_paint(address: str, views: dict[str, str]) -> dict[str, float]:
    """Milliseconds until a browser shows the first words, for each view, with nothing in its cache."""
    paints = {}
    with chromium() as browser:
        for name, view in views.items():
            page = browser.new_context().new_page()
            page.goto(address + view)
            entries = "performance.getEntriesByName('first-contentful-paint')"
            page.wait_for_function(f"{entries}.length > 0")
            paints[name] = page.evaluate(f"{entries}[0].startTime")
    return paints


def main() -> None:
    """Ask and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("database", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    pages, slow = addresses(options.database), False
    began = time.perf_counter()
    with served(options.database, "--read-only") as address:
        print(f"started in {time.perf_counter() - began:.1f} s, all counted")
        print(f"{'page':26} {'ms':>7} {'worst':>7} {'kB':>7}")
        for name, view in pages.items():
            told = [asked(address + view) for _ in range(options.rounds)]
            middle, worst = statistics.median(ms for ms, _ in told), max(ms for ms, _ in told)
            slow |= middle > PAGE_MS
            print(f"{name:26} {middle:7.1f} {worst:7.1f} {told[0][1] / 1e3:7.0f}")
        if CHROMIUM is None or find_spec("playwright") is None:
            print("first paint: not measured, without Chromium and Playwright")
        else:
            for name, ms in first_paint(
                address, {name: pages[name] for name in ("overview", "article", "board")}
            ).items():
                slow |= ms > PAINT_MS
                print(f"first paint, {name}: {ms:.0f} ms")
    sys.exit(1 if slow else 0)


if __name__ == "__main__":
    main()
