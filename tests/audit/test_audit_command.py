"""`newsclaims audit` on the command line: what it refuses, with the mend, and what it writes."""

from __future__ import annotations

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
from functools import partial
from pathlib import Path
from urllib.request import HTTPCookieProcessor, build_opener, urlopen

import pytest
from alembic.command import upgrade
from alembic.config import Config
from audited import FLOOD, loaded, made_article
from sampled import served
from spacy.language import Language
from sqlalchemy import create_engine
from typer.testing import CliRunner

import newsclaims
from newsclaims.audit.texts import add_texts
from newsclaims.cli import app
from newsclaims.database import connect
from newsclaims.database.connect import opened
from newsclaims.errors import UsageError

RUNNER = CliRunner()


def refused(*arguments: str | Path) -> str:
    """What a command line is refused with."""
    result = RUNNER.invoke(app, ["audit", *map(str, arguments)])
    assert isinstance(result.exception, UsageError), result.output
    return str(result.exception)


def test_a_file_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    assert "no such file" in refused(tmp_path / "none.db")
    assert not (tmp_path / "none.db").exists()


def test_a_database_of_another_program_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE visits (url TEXT)")
    before = path.read_bytes()
    assert "no database of claims" in refused(path)
    assert path.read_bytes() == before
    (tmp_path / "words.txt").write_text("words")
    assert "no database of claims" in refused(tmp_path / "words.txt")


def test_others_are_let_in_by_a_long_token_only(database: Path) -> None:
    assert "others could read" in refused(database, "--host", "0.0.0.0")
    assert "a token of 3 characters" in refused(database, "--host", "0.0.0.0", "--token", "abc")


@pytest.mark.parametrize(
    "options", ["--export x.html", "--article flood", "--export x.html --article flood --item school"]
)
def test_an_export_is_of_one_page(database: Path, options: str) -> None:
    assert "no single page is named" in refused(database, *options.split())


def test_an_export_of_what_is_not_there_writes_nothing(database: Path, tmp_path: Path) -> None:
    assert 'no article "none"' in refused(database, "--export", tmp_path / "x.html", "--article", "none")
    assert not (tmp_path / "x.html").exists()
    assert "cannot be written" in refused(database, "--export", tmp_path / "no" / "x.html", "--article", "flood")


def test_an_export_is_one_file_without_a_form_or_an_address(database: Path, tmp_path: Path) -> None:
    file = tmp_path / "flood.html"
    result = RUNNER.invoke(app, ["audit", str(database), "--export", str(file), "--article", "flood"])
    assert result.exit_code == 0, result.output
    page = file.read_text(encoding="utf-8")
    assert "<form" not in page
    assert 'href="/' not in page
    assert "src=" not in page.replace("default-src", "").replace("style-src", "").replace("script-src", "")
    assert page.index("Content-Security-Policy") < page.index("<style>")


def test_an_older_shape_is_brought_up_to_date_unless_nothing_may_be_written(tmp_path: Path) -> None:
    database = tmp_path / "old.db"
    config = Config()
    config.set_main_option("script_location", str(Path(connect.__file__).parent / "migrations"))
    engine = create_engine(f"sqlite:///{database}")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        upgrade(config, "0001")
    engine.dispose()
    assert "another shape" in refused(database, "--read-only")
    with served(database) as address, urlopen(address) as answer:
        assert b"0 numeric claims of 0 articles" in answer.read()


def test_a_port_that_is_taken_is_told(database: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert "another program listens there" in refused(database, "--port", str(port))


def test_a_database_that_nobody_may_write_is_shown(database: Path) -> None:
    os.chmod(database, 0o444)
    with served(database, "--read-only") as address, urlopen(address) as answer:
        assert b"4 numeric claims" in answer.read()


def test_the_address_that_is_printed_lets_in_whatever_the_token(database: Path) -> None:
    with served(database, "--token", "one #2 & three+four") as address:
        opener = build_opener(HTTPCookieProcessor())
        assert opener.open(address, timeout=30).status == 200


def test_ctrl_c_ends_it_with_its_exit_code(database: Path) -> None:
    command = [sys.executable, "-m", "newsclaims.cli", "audit", str(database), "--port", "0"]
    # A shell's background leaves interrupts unheard, and children inherit that.
    heeding = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, preexec_fn=heeding)
    assert server.stderr is not None
    address = next(found[0] for line in server.stderr if (found := re.search(r"http://\S+", line)))
    with urlopen(address) as answer:
        assert answer.status == 200
    server.send_signal(signal.SIGINT)
    assert server.wait(timeout=30) == 130
    assert server.stderr.read().strip() == "Stopped."


@pytest.mark.model
def test_texts_and_reasons_are_put_in_once_and_go_on_after_a_stop(tmp_path: Path, pipeline: Language) -> None:
    text = "Floods killed 40 people on Sunday, police said in 2024."
    articles = [newsclaims.Article("a1", text, published="2024-05-14")]
    claims = list(newsclaims.extract(articles, pipeline))
    loaded(tmp_path / "claims.db", *claims, *made_article("flood", FLOOD)[1])
    url = f"sqlite:///{tmp_path / 'claims.db'}"
    engine = opened(url)
    unknown = newsclaims.Article("a2", "Nobody claims 3 things.")
    other = newsclaims.Article("flood", "Another text, 40 schools.")
    first = add_texts(engine, url, [*articles, unknown, other], pipeline)
    assert (first.added, first.unknown, first.other_readings) == (1, 2, 0)
    assert add_texts(engine, url, articles, pipeline).there == 1
    with engine.connect() as connection:
        readings = connection.exec_driver_sql("SELECT part, rule FROM readings ORDER BY part").fetchall()
        marks = connection.exec_driver_sql("SELECT kind FROM numerals").fetchall()
    engine.dispose()
    assert [part for part, _ in readings] == ["item", "value", "when", "where", "who"]
    assert all(rule for _, rule in readings)
    assert marks == [("date",)]
