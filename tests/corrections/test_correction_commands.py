"""The commands of corrections, as a user runs them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from shelf import FLOOD, Shelf, article
from typer.testing import CliRunner

from newsclaims.cli import app, out
from newsclaims.corrections.store import corrections
from newsclaims.errors import CorrectionError, NewsclaimsError, UsageError

TEXT, (SCHOOLS, BRIDGES, COST) = article(FLOOD)


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables are not broken, whatever terminal the tests run on."""
    monkeypatch.setattr(out, "width", 200)


def run(*arguments: str) -> tuple[str, str]:
    """What a command prints, on either stream; its error where it ends with one."""
    done = CliRunner().invoke(app, ["corrections", *arguments])
    if isinstance(done.exception, NewsclaimsError):
        raise done.exception
    assert done.exit_code == 0, done.output
    return done.stdout, done.stderr


def write(path: Path, *lines: dict[str, Any]) -> str:
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return str(path)


def test_corrections_are_appended_listed_undone_and_applied(shelf: Shelf, tmp_path: Path) -> None:
    shelf.load([SCHOOLS, COST])
    figure = {"start": BRIDGES.quantity.mention.start, "end": BRIDGES.quantity.mention.end, "text": "3"}
    texts = write(tmp_path / "articles.jsonl", {"id": "flood", "text": TEXT.text})
    said = write(
        tmp_path / "said.jsonl",
        {"action": "change", "reader": "Ada", "reason": "[red]a slip[/red]", "claim": SCHOOLS.id, "field": "value",
         "value": 41},
        {"action": "add", "reader": "Ada", "reason": "missed", "article": "flood",
         "value": {"figure": figure, "fields": {"value": 3, "unit": "count"}}},
        {"action": "reject", "reader": "Ada", "reason": "a guess", "claim": COST.id, "made_at": "2024-06-01T10:00:00Z"},
    )  # fmt: skip
    file = str(shelf.file)
    assert "3 corrections written" in run("append", file, said, "--articles", texts)[1]
    assert "4 undoes 3" in run("undo", shelf.url, "3", "--reader", "Ben", "--reason", "it is none")[1]
    listed, told = run("list", file)
    assert "change value to 41" in listed
    assert "[red]a slip[/red]" in listed
    assert "4 corrections" in told
    rows = [json.loads(line) for line in run("list", file, "--json", "--claim", COST.id)[0].splitlines()]
    assert [(row["id"], row["action"], row["undoes"]) for row in rows] == [(3, "reject", None), (4, "undo", 3)]
    assert rows[0]["made_at"] == "2024-06-01T10:00:00Z"
    assert [
        row["reader"] for row in map(json.loads, run("list", file, "--json", "--reader", "Ben")[0].splitlines())
    ] == ["Ben"]
    run("apply", file, "-o", str(tmp_path / "corrected.jsonl"))
    lines = [json.loads(line) for line in (tmp_path / "corrected.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(line["id"], line["quantity"]["value"]) for line in lines] == [
        (SCHOOLS.id, 41),
        (BRIDGES.id, 3),
        (COST.id, 12),
    ]
    assert ["+corrected" in line["produced_by"]["fingerprint"] for line in lines] == [True, True, False]


def test_a_line_may_change_the_claim_that_one_before_it_added(shelf: Shelf, tmp_path: Path) -> None:
    shelf.load([SCHOOLS])
    texts = write(tmp_path / "articles.jsonl", {"id": "flood", "text": TEXT.text})
    figure, sentence = map(msgspec.to_builtins, (BRIDGES.quantity.mention, BRIDGES.sentence))
    start = TEXT.text.index("Ann Lee")
    name = {"start": start, "end": start + 7, "text": "Ann Lee"}
    said = write(
        tmp_path / "said.jsonl",
        {"action": "add", "reader": "Ada", "reason": "missed", "article": "flood",
         "value": {"figure": figure, "fields": {"value": 3, "unit": "count"}, "sentence": sentence}},
        {"action": "change", "reader": "Ada", "reason": "she says it", "claim": BRIDGES.id, "field": "source",
         "value": {"value": "Ann Lee", "kind": "person", "mention": name}},
    )  # fmt: skip
    assert "2 corrections written" in run("append", str(shelf.file), said, "--articles", texts)[1]
    again = write(tmp_path / "again.jsonl", json.loads(Path(said).read_text(encoding="utf-8").splitlines()[1]))
    assert "1 corrections written" in run("append", str(shelf.file), again, "--articles", texts)[1]


def test_conflicts_and_agreement_are_told_with_their_reasons(shelf: Shelf) -> None:
    shelf.load([SCHOOLS, BRIDGES, COST])
    shelf.say("accept", COST)
    assert run("agreement", str(shelf.file)) == ("", "No two readers judged the same claim.\n")
    shelf.say("reject", COST, reader="Ben")
    shelf.load([SCHOOLS])
    table, told = run("conflicts", str(shelf.file))
    assert "no claim is read there now" in table
    assert "2 corrections stand, 2 of them in force; 2 do not fit as they did" in told
    lines = [json.loads(line) for line in run("conflicts", str(shelf.file), "--json")[0].splitlines()]
    assert [(line["was"]["id"], line["conflict"], line["holds"]) for line in lines] == [
        (1, "gone", True),
        (2, "agrees", True),
    ]
    assert "Ada and Ben" in run("agreement", str(shelf.file))[0]
    (line,) = run("agreement", str(shelf.file), "--json")[0].splitlines()
    assert json.loads(line) == {"readers": ["Ada", "Ben"], "field": "verdict", "both": 1, "agreed": 0, "kappa": 0.0}


def test_gold_and_lines_for_training_are_exported(shelf: Shelf, tmp_path: Path) -> None:
    shelf.load([SCHOOLS])
    shelf.say("accept", SCHOOLS)
    shelf.say("read", article="flood")
    assert "1 articles in" in run("export", str(shelf.file), "--gold", str(tmp_path / "gold"))[1]
    assert (tmp_path / "gold" / "flood.json").is_file()
    run("export", str(shelf.file), "--training", str(tmp_path / "judged.jsonl"), "--reader", "Ada")
    assert json.loads((tmp_path / "judged.jsonl").read_text(encoding="utf-8"))["whole"] is True


WRONG: list[tuple[list[str], str]] = [
    (["list", "none.db"], "none.db: there is no such file"),
    (["list", "duckdb:///claims.duckdb"], "SQLite and PostgreSQL only"),
    (["list", "mysql://host/claims"], r'^mysql://host/claims: "mysql://host/claims" names no database'),
    (["list", "VOID"], "void.db: no database of claims: no such table: claims"),
    (["apply", "FILE", "-o", "FILE"], "is an input too"),
    (["export", "FILE", "--training", "FILE"], "is an input too"),
    (["export", "FILE", "--training", "nowhere/judged.jsonl"], "there is no folder nowhere"),
    (["export", "FILE", "--gold", "FILE"], "cannot be made: File exists"),
    (["export", "FILE"], "Give either --gold or --training"),
    (["undo", "FILE", "9", "--reader", "Ada", "--reason", "x"], "there is no correction 9"),
    (["append", "FILE", "none.jsonl"], "none.jsonl: cannot be read"),
]


@pytest.mark.parametrize(("arguments", "told"), WRONG)
def test_wrong_usage_is_told_with_its_mend(shelf: Shelf, tmp_path: Path, arguments: list[str], told: str) -> None:
    shelf.load([SCHOOLS])
    before = shelf.file.read_bytes()
    void = tmp_path / "void.db"
    void.touch()
    files = {"FILE": str(shelf.file), "VOID": str(void)}
    with pytest.raises((UsageError, CorrectionError), match=told) as error:
        run(*(files.get(argument, argument) for argument in arguments))
    assert error.value.mend
    assert shelf.file.read_bytes() == before
    assert void.read_bytes() == b""


@pytest.mark.parametrize("line", ["[1]", '{"action": "accept"}', '{"action": "keep", "reader": "Ada"}', "{"])
def test_of_a_file_with_a_line_that_is_no_correction_none_is_written(shelf: Shelf, tmp_path: Path, line: str) -> None:
    shelf.load([SCHOOLS])
    said = Path(write(tmp_path / "said.jsonl", {"action": "accept", "reader": "Ada", "claim": SCHOOLS.id}))
    said.write_text(said.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"said\.jsonl:2: no (JSON object|correction).*Nothing was written"):
        run("append", str(shelf.file), str(said))
    assert corrections(shelf.connection) == []
