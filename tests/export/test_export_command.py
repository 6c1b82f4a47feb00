"""`newsclaims export` as a user runs it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

import pytest
from invented import ARTICLE, CLAIMS, write_articles, write_claims, write_run

from newsclaims.cli import main
from newsclaims.export.formats import FORMATS

ENV = {"COLUMNS": "200", "NO_COLOR": "1", "TERM": "dumb"}
OF_ARTICLES = [name for name, form in FORMATS.items() if form.of_articles]
OF_CLAIMS = [name for name, form in FORMATS.items() if not form.of_articles]


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "newsclaims.cli", "export", *arguments]


class Done(NamedTuple):
    code: object
    out: str
    err: str


@pytest.fixture
def export(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Callable[..., Done]:
    """The command line in this process, which starts at once."""

    def run(*arguments: str) -> Done:
        monkeypatch.setattr(sys, "argv", ["newsclaims", "export", *arguments])
        with pytest.raises(SystemExit) as end:
            main()
        return Done(end.value.code or 0, *capfd.readouterr())

    for name, value in ENV.items():
        monkeypatch.setenv(name, value)
    return run


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder, with claims and their articles."""
    write_claims(tmp_path / "claims.jsonl")
    write_articles(tmp_path / "articles.jsonl")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("form", OF_CLAIMS)
def test_claims_of_a_file_and_of_a_run_give_the_same_bytes(
    folder: Path, export: Callable[..., Done], form: str
) -> None:
    write_run(folder / "run")
    for given, output in [("claims.jsonl", "one"), ("run", "other")]:
        done = export(given, "--to", form, "-o", output)
        assert done.code == 0, done.err
        assert done.err == f"{len(CLAIMS)} claims in {output}\n"
        assert done.out == ""
    assert (folder / "one").read_bytes() == (folder / "other").read_bytes() != b""


@pytest.mark.parametrize("form", OF_ARTICLES)
def test_forms_of_articles_are_given_them(folder: Path, export: Callable[..., Done], form: str) -> None:
    done = export("claims.jsonl", "--to", form, "-o", "out", "--articles", "articles.jsonl")
    assert (done.code, done.err) == (0, "2 articles in out\n")
    assert (folder / "out").stat().st_size > 0
    bare = export("claims.jsonl", "--to", form, "-o", "other")
    assert bare.code == 1
    assert f"--articles: {form} needs the articles." in bare.err


def test_the_name_of_the_file_tells_lines_from_a_document(folder: Path, export: Callable[..., Done]) -> None:
    for name in ("out.jsonl", "out.jsonld"):
        assert export("claims.jsonl", "--to", "schema-org", "-o", name).code == 0
    assert len((folder / "out.jsonl").read_text().splitlines()) == len(CLAIMS)
    assert len(json.loads((folder / "out.jsonld").read_text())["@graph"]) == len(CLAIMS)


def test_what_is_left_out_is_told_and_ends_with_three(folder: Path, export: Callable[..., Done]) -> None:
    lines = (folder / "articles.jsonl").read_text().splitlines()
    (folder / "articles.jsonl").write_text(f"{lines[1]}\nno JSON\n")
    done = export("claims.jsonl", "--to", "label-studio", "-o", "t.json", "--articles", "articles.jsonl")
    assert done.code == 3
    assert [task["data"]["id"] for task in json.loads((folder / "t.json").read_text())] == ["bare"]
    assert "left out: articles.jsonl:2: " in done.err
    assert f'claims.jsonl: {len(CLAIMS)} claims are of the article "{ARTICLE.id}", which was not given.' in done.err
    assert "2 left out" in done.err


def test_articles_are_read_as_extract_reads_them(folder: Path, export: Callable[..., Done]) -> None:
    record = json.loads((folder / "articles.jsonl").read_text().splitlines()[0])
    record["body"] = record.pop("text")
    (folder / "articles.jsonl").write_text(json.dumps(record) + "\n")
    given = ("--articles", "articles.jsonl", "--text-column", "body")
    assert export("claims.jsonl", "--to", "docbin", "-o", "out.spacy", *given).code == 0


def test_the_labelling_config_is_printed_without_anything_else(export: Callable[..., Done]) -> None:
    done = export("--labelling-config")
    assert done.code == 0
    assert ElementTree.fromstring(done.out).tag == "View"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("claims.jsonl", "--to", "cvs", "-o", "out"), 'Did you mean "csv"?'),
        (("claims.jsonl", "--to", "csv", "-o", "claims.jsonl"), "claims.jsonl is an input too."),
        (("run", "--to", "csv", "-o", "run/out.csv"), "run/out.csv would be read by the next run."),
        (("claims.jsonl", "--to", "csv", "-o", "nowhere/out.csv"), "mkdir -p nowhere"),
        (("claims.jsonl", "--to", "csv", "-o", "out.csv.gz"), "the output is not packed"),
        (("nowhere.jsonl", "--to", "csv", "-o", "out"), "nowhere.jsonl: cannot be read"),
        (("claims.jsonl", "--to", "csv", "-o", "out", "--articles", "articles.jsonl"), "made of the claims alone"),
        (("broken.jsonl", "--to", "csv", "-o", "out"), "broken.jsonl:7: no claim record"),
        (("broken.jsonl", "--to", "annotations", "-o", "out.jsonld"), "broken.jsonl:7: no claim record"),
        (("claims.jsonl", "--to", "docbin", "-o", "out", "--articles", "nowhere.jsonl"), "nowhere.jsonl"),
    ],
)
def test_wrong_usage_ends_with_one_and_leaves_nothing(
    folder: Path, export: Callable[..., Done], arguments: tuple[str, ...], said: str
) -> None:
    write_run(folder / "run")
    (folder / "broken.jsonl").write_bytes((folder / "claims.jsonl").read_bytes() + b"{}\n")
    before = sorted(folder.rglob("*"))
    done = export(*arguments)
    assert done.code == 1
    assert said in " ".join(done.err.split())
    assert "Traceback" not in done.err
    assert sorted(folder.rglob("*")) == before


def test_a_full_disk_leaves_what_was_there_before(folder: Path) -> None:
    write_claims(folder / "claims.jsonl", CLAIMS * 20)
    (folder / "out.csv").write_text("before")
    # Blocks of 512 bytes that a file may have: the nearest to a full disk that needs no rights.
    line = ["sh", "-c", 'ulimit -f 8; exec "$@"', "sh", *command("claims.jsonl", "--to", "csv", "-o", "out.csv")]
    done = subprocess.run(line, capture_output=True, text=True, env=os.environ | ENV, timeout=120)
    assert done.returncode == 1
    assert "Make room" in done.stderr
    assert (folder / "out.csv").read_text() == "before"
    assert not list(folder.glob("*.partial"))


def test_a_stop_leaves_nothing(folder: Path) -> None:
    os.mkfifo(folder / "slow.jsonl")
    # A shell's background leaves interrupts unheard, and children inherit that.
    heeding = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    line = command("slow.jsonl", "--to", "csv", "-o", "out.csv")
    running = subprocess.Popen(line, stderr=subprocess.PIPE, text=True, env=os.environ | ENV, preexec_fn=heeding)
    with (folder / "slow.jsonl").open("wb") as slow:
        slow.write((folder / "claims.jsonl").read_bytes())
        slow.flush()
        until = time.monotonic() + 60
        while time.monotonic() < until and not (folder / "out.csv.partial").exists():
            time.sleep(0.05)
        running.send_signal(signal.SIGINT)
        _, told = running.communicate(timeout=60)
    assert running.returncode == 130, told
    assert told.startswith("Stopped. Nothing was written.")
    assert not list(folder.glob("out.csv*"))


def test_a_pipe_is_written_to_as_it_is(folder: Path) -> None:
    line = f"{' '.join(command('claims.jsonl', '--to', 'csv', '-o', '/dev/stdout'))} | head -n 1"
    done = subprocess.run(line, shell=True, capture_output=True, text=True, env=os.environ | ENV)
    assert done.stdout.startswith("id,article_id,")
    assert "Traceback" not in done.stderr


def test_help_has_examples(export: Callable[..., Done]) -> None:
    told = " ".join(export("--help").out.split())
    assert "newsclaims export claims.jsonl --to csv -o claims.csv" in told
    assert all(name in told for name in FORMATS)
