"""Corrections in every database that has them: the table only grows, and loads leave it alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from asking import asked, put
from invented_claims import NEXT, claim, write
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from newsclaims.corrections.anchors import conflicts
from newsclaims.corrections.entries import Wanted
from newsclaims.corrections.standing import standing
from newsclaims.corrections.store import append, corrections, history, undo
from newsclaims.database.connect import opened

AT = "2024-06-01T10:00:00Z"


def say(url: str, **given: Any) -> None:
    engine = opened(url)
    with engine.begin() as connection:
        append(connection, Wanted(reader="Ada", reason="so it is", made_at=AT, **given))
    engine.dispose()


def test_corrections_are_kept_undone_and_held_against_a_new_run(server_url: str, tmp_path: Path) -> None:
    put(write(tmp_path / "c.jsonl", claim("c1"), claim("c2", value=7)), server_url)
    say(server_url, action="change", claim="c1", field="value", value=41)
    say(server_url, action="reject", claim="c2")
    put(write(tmp_path / "n.jsonl", claim("c1", place=None, made_by=NEXT), claim("c2", value=8)), server_url)
    engine = opened(server_url)
    with engine.begin() as connection:
        second, first = standing(connection, "a1")
        assert (first.verdict, first.corrected.quantity.value, first.corrected.place) == ("changed", 41, None)
        assert second.verdict == "rejected"
        (conflict,) = conflicts(connection)
        assert (conflict.was.id, conflict.conflict, conflict.reason.split(";")[0]) == (
            2,
            "differs",
            "value was 7, is 8 now",
        )
        undo(connection, 1, reader="Ben", reason="no", made_at=AT)
        assert [one.verdict for one in standing(connection, "a1")] == ["rejected", None]
        assert [entry.action for entry in history(connection, "c1")] == ["change", "undo"]
    engine.dispose()


@pytest.mark.parametrize(
    "statement", ["UPDATE corrections SET reader = 'Eve'", "DELETE FROM corrections", "TRUNCATE corrections"]
)
def test_no_row_is_changed_or_deleted(server_url: str, tmp_path: Path, statement: str) -> None:
    if statement.startswith("TRUNCATE") and server_url.startswith("sqlite"):
        pytest.skip("SQLite has no TRUNCATE")
    put(write(tmp_path / "c.jsonl", claim("c1")), server_url)
    say(server_url, action="accept", claim="c1")
    engine = opened(server_url)
    with pytest.raises(DBAPIError, match="never changed or deleted"), engine.begin() as connection:
        connection.execute(text(statement))
    with engine.begin() as connection:
        (entry,) = corrections(connection)
        assert entry.claim == claim("c1")
    engine.dispose()


def test_a_load_writes_no_correction(url: str, tmp_path: Path) -> None:
    put(write(tmp_path / "c.jsonl", claim("c1")), url)
    assert asked(url, "SELECT count(*) FROM corrections") == [(0,)]
