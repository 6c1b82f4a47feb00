"""Records come out of the tables as they went in."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import msgspec
from asking import put
from invented_claims import NEXT, claim, write

from newsclaims.database.connect import opened
from newsclaims.database.stored import article_of, claim_of, claims_of_article
from newsclaims.records import Mention


def test_records_come_out_as_they_went_in(server_url: str, tmp_path: Path) -> None:
    late = claim("c1", value=40)
    early = msgspec.structs.replace(
        claim("c2", value=2.5, source=None, place=None),
        quantity=msgspec.structs.replace(
            late.quantity, mention=Mention(2, 4, "oo"), value=2**60, value_text=str(2**60)
        ),
        time=None,
        event=None,
    )
    gone = claim("c3", value=7)
    put(write(tmp_path / "old.jsonl", gone), server_url)
    put(write(tmp_path / "new.jsonl", late, early), server_url)
    engine = opened(server_url)
    with engine.connect() as connection:
        assert claims_of_article(connection, "a1") == [early, late]
        assert claim_of(connection, "c3") is None
        assert claim_of(connection, "c3", gone=True) == gone
        assert claim_of(connection, "c1") == late
        assert claim_of(connection, "c4") is None
        assert article_of(connection, "a1") == late.article
        assert article_of(connection, "a2") is None
    engine.dispose()


def test_a_connection_of_sqlite3_serves_too(sqlite: str, tmp_path: Path) -> None:
    put(write(tmp_path / "c.jsonl", claim("c1", made_by=NEXT)), sqlite)
    connection = sqlite3.connect(tmp_path / "claims.db")
    assert claims_of_article(connection, "a1") == [claim("c1", made_by=NEXT)]
    connection.close()
