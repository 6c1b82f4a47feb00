"""Two files of claims held against each other."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from invented_claims import NEXT, claim, write

from newsclaims.database import reading
from newsclaims.database.diff import change_rows, diff
from newsclaims.database.reading import survey
from newsclaims.records import Claim


def changes(tmp_path: Path, old: list[Claim], new: list[Claim]) -> list[tuple[str, str, tuple[object, ...]]]:
    files = write(tmp_path / "old.jsonl", *old), write(tmp_path / "new.jsonl", *new)
    return [(change.kind, change.claim.id, change.fields) for change in diff(*map(survey, files))]


def test_what_only_another_release_produced_is_no_change(tmp_path: Path) -> None:
    assert changes(tmp_path, [claim("c1")], [claim("c1", made_by=NEXT)]) == []


def test_what_came_went_and_changed_is_told_field_by_field(tmp_path: Path) -> None:
    was = claim("c1")
    now = msgspec.structs.replace(was, quantity=msgspec.structs.replace(was.quantity, value=41, modifier="APPROX"))
    assert changes(tmp_path, [was, claim("c2"), claim("c4")], [claim("c3"), now, claim("c4")]) == [
        ("changed", "c1", (("quantity.value", 40, 41), ("quantity.modifier", "EXACT", "APPROX"))),
        ("went", "c2", ()),
        ("came", "c3", ()),
    ]


def test_a_part_that_is_on_one_side_only_is_told_whole(tmp_path: Path) -> None:
    was = claim("c1")
    bare = msgspec.structs.replace(was, place=None, flags=())
    files = write(tmp_path / "old.jsonl", was), write(tmp_path / "new.jsonl", bare)
    (change,) = diff(*map(survey, files))
    assert [(path, now) for path, _, now in change.fields] == [("place", None), ("flags", ())]
    assert next(iter(change_rows(change))) == ("changed", "a1 c1", "place", "Lima", "–", "")
    assert list(change_rows(change))[1][2:] == ("flags", "other_story", "–", "")


def test_articles_that_read_alike_are_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = [
        survey(write(tmp_path / name, claim("c1"), claim("d1", "a2", value=value)))
        for name, value in (("old.jsonl", 7), ("new.jsonl", 8))
    ]
    read: list[str] = []
    whole = reading.read_claim
    monkeypatch.setattr(reading, "read_claim", lambda line, where: read.append(where) or whole(line, where))
    assert [change.claim.id for change in diff(*files)] == ["d1"]
    assert read == [f"{tmp_path / 'new.jsonl'}:2", f"{tmp_path / 'old.jsonl'}:2"]


def newsclaims(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "newsclaims.cli", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=120)


def test_the_exit_code_says_whether_something_differs(tmp_path: Path) -> None:
    write(tmp_path / "old.jsonl", claim("c1"))
    write(tmp_path / "new.jsonl", claim("c1"), claim("c2", value=7))
    same = newsclaims("diff", "old.jsonl", "old.jsonl", cwd=tmp_path)
    assert (same.returncode, same.stdout) == (0, "")
    told = newsclaims("diff", "old.jsonl", "new.jsonl", cwd=tmp_path)
    assert told.returncode == 1
    assert "7 person" in told.stdout
    assert "1 came, 0 went, 0 changed" in told.stderr
    lines = newsclaims("diff", "old.jsonl", "new.jsonl", "--json", cwd=tmp_path)
    assert lines.returncode == 1
    (line,) = [json.loads(line) for line in lines.stdout.splitlines()]
    assert (line["change"], line["id"], line["article"], line["fields"]) == ("came", "c2", "a1", {})


def test_a_file_that_is_none_is_told_in_one_line(tmp_path: Path) -> None:
    write(tmp_path / "old.jsonl", claim("c1"))
    told = newsclaims("diff", "old.jsonl", "nowhere.jsonl", cwd=tmp_path)
    assert told.returncode == 1
    assert told.stderr.startswith("nowhere.jsonl: cannot be read: No such file or directory.")
