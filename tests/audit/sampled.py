"""The database of the sample corpus, a server of it as the command starts one, and Debian's Chromium to look at it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
from spacy.language import Language

from newsclaims import extract
from newsclaims.audit.texts import add_texts
from newsclaims.database.connect import opened
from newsclaims.database.load import load
from newsclaims.database.reading import survey
from newsclaims.read import read_articles
from newsclaims.records import Article

CHROMIUM = shutil.which("chromium")
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync"]  # fmt: skip
SAMPLES = Path(__file__).parents[2] / "corpus" / "samples"


def samples() -> list[Article]:
    """The sample corpus."""
    return [article for article in read_articles([SAMPLES]) if isinstance(article, Article)]


def run_into(database: Path, nlp: Language) -> None:
    """Extract the sample corpus with a pipeline, and load what it reads: a run, the first or another."""
    lines = database.with_suffix(".jsonl")
    lines.write_bytes(b"".join(msgspec.json.encode(claim) + b"\n" for claim in extract(samples(), nlp)))
    load(survey(lines), f"sqlite:///{database}")


def texts_into(database: Path, nlp: Language, *names: str) -> None:
    """Put the texts and readings of the sample corpus in, as `audit --articles` does; of some articles, or of all."""
    url = f"sqlite:///{database}"
    engine = opened(url)
    add_texts(engine, url, [article for article in samples() if article.id in names or not names], nlp)
    engine.dispose()


@contextmanager
def served(database: Path, *options: str) -> Iterator[str]:
    """The address of `newsclaims audit`, started in a process of its own."""
    command = [sys.executable, "-m", "newsclaims.cli", "audit", str(database), "--port", "0", *options]
    server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        assert server.stderr is not None
        told = ""
        while (address := re.search(r"http://\S+", told)) is None and (line := server.stderr.readline()):
            told += line
        assert address is not None, told
        yield address[0].rstrip("/")
    finally:
        server.terminate()
        server.wait(timeout=30)


@contextmanager
def chromium() -> Iterator[Any]:
    """A browser of Playwright's."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        try:
            yield browser
        finally:
            browser.close()
