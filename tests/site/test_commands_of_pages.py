"""Every command and snippet of README and documentation does what its page says, page by page in an empty folder."""

from __future__ import annotations

import contextlib
import io
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pages_of_docs import FORMS, REASONS, ROOT, RUNNABLE, Block, blocks, followed_by, pages, printed_as_told

import newsclaims

PAGES = pages()
_LONGEST = 240  # seconds
POSTGRESQL = "postgresql://user@host/news"  # how the pages name a database of the reader's
ENV = os.environ | {"COLUMNS": "110", "NO_COLOR": "1", "TERM": "dumb", "OMP_NUM_THREADS": "1"}
# What a reader works on is what is tested; a page that changes the package's tables changes a copy of its own.
ENV["PACKAGE"] = str(Path(newsclaims.__file__).parent)
ENV["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), ENV["PATH"]])


def name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


class Reader:
    """Who follows a page in a folder that has what a checkout has of samples and models."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        paths = (str(folder / "pipeline"), ENV.get("PYTHONPATH"))
        self.environment = ENV | {"PYTHONPATH": os.pathsep.join(filter(None, paths))}
        self.session: dict[str, Any] = {"__name__": "__main__"}
        for part in ("corpus", "models", "docs"):
            (folder / part).symlink_to(ROOT / part)

    def follow(self, language: str, code: str) -> tuple[int, str]:
        """The exit code of a block, and what it prints."""
        if language == "python":
            return self._python(code)
        if language == "sql":
            return self._sql(code)
        command = ["bash", "-e", "-o", "pipefail", "-c", code]
        both = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
        done = subprocess.run(command, cwd=self.folder, env=self.environment, text=True, timeout=_LONGEST, **both)
        return done.returncode, done.stdout

    def _python(self, code: str) -> tuple[int, str]:
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(compile(code, "page", "exec"), self.session)  # the page's own code
        return 0, out.getvalue()

    def _sql(self, code: str) -> tuple[int, str]:
        with contextlib.closing(sqlite3.connect(self.folder / "claims.db")) as database:
            rows = [row for question in code.split(";") if question.strip() for row in database.execute(question)]
        return 0, "\n".join("|".join("" if cell is None else str(cell) for cell in row) for row in rows)


def followed(page: Path) -> list[Block]:
    """The blocks of a page that are run, and those that are files for them."""
    text = page.read_text(encoding="utf-8")
    runnable = ("sh",) if followed_by(text) else RUNNABLE
    return [b for b in blocks(text) if "file" in b.told or ("not run" not in b.told and b.language in runnable)]


@pytest.mark.model
@pytest.mark.parametrize("page", [page for page in PAGES if followed(page)], ids=name)
def test_a_page_can_be_followed(page: Path, tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: Any) -> None:
    monkeypatch.chdir(tmp_path)
    reader, missing = Reader(tmp_path), False
    for block in followed(page):
        where, code = f"{name(page)}:{block.line}", block.code
        if "file" in block.told:
            (tmp_path / block.told["file"]).write_text(code, encoding="utf-8")
            continue
        if block.told.get("needs") == "postgresql":
            url = request.getfixturevalue("postgresql")
            missing = missing or url is None
            if url is None:
                continue
            code = code.replace(POSTGRESQL, url)
        ended, printed = reader.follow(block.language, code)
        assert ended == int(block.told.get("exit", 0)), f"{where} ended with {ended}:\n{printed}"
        if block.prints is not None:
            assert printed_as_told(block.prints, printed), f"{where} printed:\n{printed}"
    if missing:
        pytest.skip("no PostgreSQL server is installed (apt-get install postgresql); all else of the page was followed")


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_what_is_not_run_says_why(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    test = followed_by(text)
    assert test is None or page.name in (ROOT / test).read_text(encoding="utf-8")
    for block in blocks(text):
        where = f"{name(page)}:{block.line}"
        known = block.language in (*RUNNABLE, *FORMS) or test or "file" in block.told
        assert known, f"{where}: a block in no known language"
        assert block.told.get("not run") in (None, *REASONS), f"{where}: no reason that counts"


def test_the_reader_of_pages_sees_blocks_and_what_they_print() -> None:
    page = "<!-- exit: 3 -->\n```sh\nfalse\n```\n\n```text\nno … here\n```\n<!-- run: cp a b -->\n```json\n{}\n```\n"
    (command, hidden, shown) = blocks(page)
    assert (command.language, command.code, command.told, command.prints) == (
        "sh",
        "false\n",
        {"exit": "3"},
        "no … here\n",
    )
    assert (hidden.language, hidden.code) == ("sh", "cp a b")
    assert (shown.language, shown.prints) == ("json", None)


@pytest.mark.parametrize(
    ("told", "printed", "same"),
    [("a … c\n", "a b c\n", True), ("a  b\nc", "a b \nc\n", True), ("a", "ab", False), ("a.c", "abc", False)],
)
def test_what_counts_as_printed(told: str, printed: str, same: bool) -> None:
    assert printed_as_told(told, printed) is same
