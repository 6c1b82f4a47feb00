"""A run's folder, loaded and compared as it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from asking import asked, put
from invented_claims import NEXT, claim

from newsclaims.database.diff import diff
from newsclaims.database.load import Loaded
from newsclaims.database.reading import survey
from newsclaims.errors import RunError
from newsclaims.records import Article, Claim, Failure
from newsclaims.runs.manifest import FORMAT, Manifest, complete, keep
from newsclaims.runs.settings import Settings
from newsclaims.runs.shards import Record, Shard, content_of, sealed
from newsclaims.runs.store import Folder
from newsclaims.write import claim_line

UNREAD = Failure(None, "in.jsonl:9", "read", "not JSON.", "Write JSON.")


def run_of(path: Path, *shards: list[tuple[Record, list[Claim]]], whole: bool = True) -> Path:
    """The folder of a run, as its workers leave it."""
    store, heads = Folder(path), []
    for index, worked in enumerate(shards):
        records = [record for record, _ in worked]
        shard = Shard(index, content_of(records), records)
        lines = [
            ([claim_line(one) for one in claims], record if isinstance(record, Failure) else None)
            for record, claims in worked
        ]
        head, data = sealed(shard, "0" * 16, lines)
        store.write(shard.name("0" * 16), data)
        heads.append(head)
    manifest = Manifest(FORMAT, "0" * 16, Settings("none"), {})
    keep(store, manifest)
    if whole:
        complete(store, manifest, heads)
    return path


ONE, TWO, THREE = (Article(name, "Forty persons.") for name in ("a1", "a2", "a3"))


def test_a_run_is_loaded_from_its_folder_with_its_failures(server_url: str, tmp_path: Path) -> None:
    shards = [(ONE, [claim("c1"), claim("c2", value=7)]), (UNREAD, [])], [(TWO, []), (THREE, [claim("e1", "a3")])]
    run = run_of(tmp_path / "run", *shards)
    assert put(run, server_url) == Loaded(articles=2, new=3, failures=1)
    assert put(run, server_url) == Loaded(articles=2, same=3)
    assert asked(server_url, "SELECT location, message FROM failures") == [("in.jsonl:9", "not JSON.")]


def test_an_article_that_has_no_claim_in_a_new_run_has_its_claims_marked(server_url: str, tmp_path: Path) -> None:
    old = run_of(tmp_path / "old", [(ONE, [claim("c1")]), (TWO, [claim("d1", "a2")])])
    new = run_of(tmp_path / "new", [(ONE, [claim("c1", made_by=NEXT)]), (TWO, [])])
    put(old, server_url)
    assert put(new, server_url) == Loaded(articles=1, same=1, gone=1)
    assert put(new, server_url) == Loaded(articles=1, same=1)
    gone = "SELECT c.id, r.newsclaims FROM claims c JOIN runs r ON r.id = c.gone_in"
    assert asked(server_url, gone) == [("d1", "0.2.0")]
    assert put(old, server_url) == Loaded(articles=2, changed=1, same=1)
    assert asked(server_url, gone) == []


def test_runs_are_held_against_each_other(tmp_path: Path) -> None:
    old = run_of(tmp_path / "old", [(ONE, [claim("c1")]), (TWO, [claim("d1", "a2")])])
    new = run_of(tmp_path / "new", [(ONE, [claim("c1")])], [(TWO, []), (THREE, [claim("e1", "a3")])])
    assert [(change.kind, change.claim.id) for change in diff(survey(old), survey(new))] == [
        ("went", "d1"),
        ("came", "e1"),
    ]


def test_a_run_that_is_not_complete_is_told(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="the run is not complete"):
        survey(run_of(tmp_path / "run", [(ONE, [claim("c1")])], whole=False))


def test_a_claim_that_breaks_the_schema_is_named_with_its_line_of_the_shard(tmp_path: Path) -> None:
    path = run_of(tmp_path / "run", [(TWO, []), (ONE, [claim("c1", days=("2024-02-30", None))])])
    with pytest.raises(Exception, match=r"shards/00000/\S+\.jsonl\.gz:4: .*no such day"):
        survey(path)
