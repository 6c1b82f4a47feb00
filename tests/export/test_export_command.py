"""`newsclaims export` as a user runs it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from xml.etree import ElementTree

import pytest
from invented import ARTICLE, CLAIMS, write_articles, write_claims, write_run

from newsclaims.export.formats import FORMATS

ENV = {"COLUMNS": "200", "NO_COLOR": "1", "TERM": "dumb"}
OF_ARTICLES = [name for name, form in FORMATS.items() if form.of_articles]
OF_CLAIMS = [name for name, form in FORMATS.items() if not form.of_articles]


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "newsclaims.cli", "export", *arguments]


def export(*arguments: str, cwd: Path, limit: int | None = None) -> subprocess.CompletedProcess[str]:
    line = command(*arguments)
    if limit is not None:  # blocks of 512 bytes that a file may have: the nearest to a full disk that needs no rights
        line = ["sh", "-c", f'ulimit -f {limit}; exec "$@"', "sh", *line]
    return subprocess.run(line, cwd=cwd, capture_output=True, text=True, env=os.environ | ENV, timeout=120)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_claims(tmp_path / "claims.jsonl")
    write_articles(tmp_path / "articles.jsonl")
    return tmp_path


@pytest.mark.parametrize("form", OF_CLAIMS)
def test_claims_of_a_file_and_of_a_run_give_the_same_bytes(folder: Path, form: str) -> None:
    write_run(folder / "run")
    for given, output in [("claims.jsonl", "one"), ("run", "other")]:
        done = export(given, "--to", form, "-o", output, cwd=folder)
        assert done.returncode == 0, done.stderr
        assert done.stderr == f"{len(CLAIMS)} claims in {output}\n"
        assert done.stdout == ""
    assert (folder / "one").read_bytes() == (folder / "other").read_bytes() != b""


@pytest.mark.parametrize("form", OF_ARTICLES)
def test_forms_of_articles_are_given_them(folder: Path, form: str) -> None:
    done = export("claims.jsonl", "--to", form, "-o", "out", "--articles", "articles.jsonl", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "2 articles in out\n")
    assert (folder / "out").stat().st_size > 0
    bare = export("claims.jsonl", "--to", form, "-o", "other", cwd=folder)
    assert bare.returncode == 1
    assert f"--articles: {form} needs the articles." in bare.stderr


def test_the_name_of_the_file_tells_lines_from_a_document(folder: Path) -> None:
    for name in ("out.jsonl", "out.jsonld"):
        assert export("claims.jsonl", "--to", "schema-org", "-o", name, cwd=folder).returncode == 0
    assert len((folder / "out.jsonl").read_text().splitlines()) == len(CLAIMS)
    assert len(json.loads((folder / "out.jsonld").read_text())["@graph"]) == len(CLAIMS)


def test_what_is_left_out_is_told_and_ends_with_three(folder: Path) -> None:
    lines = (folder / "articles.jsonl").read_text().splitlines()
    (folder / "articles.jsonl").write_text(f"{lines[1]}\nno JSON\n")
    done = export("claims.jsonl", "--to", "label-studio", "-o", "t.json", "--articles", "articles.jsonl", cwd=folder)
    assert done.returncode == 3
    assert [task["data"]["id"] for task in json.loads((folder / "t.json").read_text())] == ["bare"]
    assert "left out: articles.jsonl:2: " in done.stderr
    assert f'claims.jsonl: {len(CLAIMS)} claims are of the article "{ARTICLE.id}", which was not given.' in done.stderr
    assert "2 left out" in done.stderr


def test_articles_are_read_as_extract_reads_them(folder: Path) -> None:
    record = json.loads((folder / "articles.jsonl").read_text().splitlines()[0])
    record["body"] = record.pop("text")
    (folder / "articles.jsonl").write_text(json.dumps(record) + "\n")
    given = ("--articles", "articles.jsonl", "--text-column", "body")
    assert export("claims.jsonl", "--to", "docbin", "-o", "out.spacy", *given, cwd=folder).returncode == 0


def test_the_labelling_config_is_printed_without_anything_else() -> None:
    done = export("--labelling-config", cwd=Path.cwd())
    assert done.returncode == 0
    assert ElementTree.fromstring(done.stdout).tag == "View"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("claims.jsonl", "--to", "cvs", "-o", "out"), 'Did you mean "csv"?'),
        (("claims.jsonl", "--to", "csv", "-o", "claims.jsonl"), "claims.jsonl is read too."),
        (("run", "--to", "csv", "-o", "run/out.csv"), "run/out.csv is read too."),
        (("claims.jsonl", "--to", "csv", "-o", "nowhere/out.csv"), "mkdir -p nowhere"),
        (("claims.jsonl", "--to", "csv", "-o", "out.csv.gz"), "the output is not packed"),
        (("nowhere.jsonl", "--to", "csv", "-o", "out"), "nowhere.jsonl: cannot be read"),
        (("claims.jsonl", "--to", "csv", "-o", "out", "--articles", "articles.jsonl"), "made of the claims alone"),
        (("broken.jsonl", "--to", "csv", "-o", "out"), "broken.jsonl:7: no claim record"),
        (("broken.jsonl", "--to", "annotations", "-o", "out.jsonld"), "broken.jsonl:7: no claim record"),
        (("claims.jsonl", "--to", "docbin", "-o", "out", "--articles", "nowhere.jsonl"), "nowhere.jsonl"),
    ],
)
def test_wrong_usage_ends_with_one_and_leaves_nothing(folder: Path, arguments: tuple[str, ...], said: str) -> None:
    write_run(folder / "run")
    (folder / "broken.jsonl").write_bytes((folder / "claims.jsonl").read_bytes() + b"{}\n")
    before = sorted(folder.rglob("*"))
    done = export(*arguments, cwd=folder)
    assert done.returncode == 1
    assert said in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr
    assert sorted(folder.rglob("*")) == before


def test_a_full_disk_leaves_what_was_there_before(folder: Path) -> None:
    write_claims(folder / "claims.jsonl", CLAIMS * 20)
    (folder / "out.csv").write_text("before")
    done = export("claims.jsonl", "--to", "csv", "-o", "out.csv", cwd=folder, limit=8)
    assert done.returncode == 1
    assert "Make room" in done.stderr
    assert (folder / "out.csv").read_text() == "before"
    assert not list(folder.glob("*.partial"))


def test_a_stop_leaves_nothing(folder: Path) -> None:
    os.mkfifo(folder / "slow.jsonl")
    running = subprocess.Popen(
        command("slow.jsonl", "--to", "csv", "-o", "out.csv"), cwd=folder, stderr=subprocess.PIPE, text=True,
        env=os.environ | ENV,
    )  # fmt: skip
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
    done = subprocess.run(line, shell=True, cwd=folder, capture_output=True, text=True, env=os.environ | ENV)
    assert done.stdout.startswith("id,article_id,")
    assert "Traceback" not in done.stderr


def test_help_has_examples() -> None:
    told = " ".join(export("--help", cwd=Path.cwd()).stdout.split())
    assert "newsclaims export claims.jsonl --to csv -o claims.csv" in told
    assert all(name in told for name in FORMATS)
