"""Loading: what is in the tables after it, on every database alike."""

from __future__ import annotations

from pathlib import Path

import pytest
from asking import asked, put, tables
from invented_claims import NEXT, claim, write
from sqlalchemy import inspect

from newsclaims.database import load as loading
from newsclaims.database import schema
from newsclaims.database.connect import opened
from newsclaims.database.load import Loaded, load
from newsclaims.database.reading import survey
from newsclaims.errors import DatabaseError
from newsclaims.records import Failure


def test_a_claim_stands_in_the_tables_with_all_that_hangs_on_it(url: str, tmp_path: Path) -> None:
    told = put(write(tmp_path / "c.jsonl", claim("c1"), claim("c2", value=2**53)), url)
    assert told == Loaded(articles=1, new=2)
    columns = "id, value, item, event, negated, place, CAST(time_begin AS TEXT), voice, confidence, gone_in"
    (row,) = asked(url, f"SELECT {columns} FROM claims WHERE id = 'c1'")
    assert row == ("c1", 40.0, "person", "kill", False, "Lima", "2024-05-01", "indirect", 0.5, None)
    assert asked(url, "SELECT value FROM claims WHERE id = 'c2'") == [(2.0**53,)]
    assert asked(url, "SELECT part, start_char, words FROM mentions WHERE claim_id = 'c1' AND part = 'figure'") == [
        ("figure", 13, "40")
    ]
    assert asked(url, "SELECT name, kind, role FROM sources WHERE claim_id = 'c1'") == [
        ("police", "organisation", "source")
    ]
    assert asked(url, "SELECT type, target_id, comparable FROM relations WHERE claim_id = 'c1'") == [
        ("repeats", "elsewhere", True)
    ]
    assert asked(url, "SELECT kind, other_id FROM flags JOIN flag_claims USING (claim_id) WHERE claim_id = 'c1'") == [
        ("other_story", "elsewhere")
    ]
    assert asked(url, "SELECT newsclaims, model, claims, whole FROM runs") == [("0.1.0", "none", 2, True)]


def test_loading_twice_changes_nothing(url: str, tmp_path: Path) -> None:
    path = write(tmp_path / "c.jsonl", *(claim(f"c{n}", f"a{n % 3}") for n in range(9)))
    put(path, url)
    before = tables(url)
    assert put(path, url) == Loaded(articles=3, same=9)
    assert tables(url) == before


def test_a_claim_that_a_new_run_has_no_more_is_marked_and_comes_back(url: str, tmp_path: Path) -> None:
    old = write(tmp_path / "old.jsonl", claim("c1"), claim("c2", value=5), claim("d1", "a2"))
    new = write(tmp_path / "new.jsonl", claim("c1", made_by=NEXT), claim("c3", value=6, made_by=NEXT))
    put(old, url)
    assert put(new, url) == Loaded(articles=1, new=1, same=1, gone=1)
    gone = asked(url, "SELECT c.id, r.newsclaims FROM claims c JOIN runs r ON r.id = c.gone_in")
    assert gone == [("c2", "0.2.0")]  # and not d1: the new run did not read its article
    assert put(old, url) == Loaded(articles=2, changed=1, same=2, gone=1)
    assert asked(url, "SELECT id FROM claims WHERE gone_in IS NOT NULL") == [("c3",)]


def test_a_claim_that_reads_otherwise_is_written_over(url: str, tmp_path: Path) -> None:
    put(write(tmp_path / "old.jsonl", claim("c1"), claim("c2", value=7)), url)
    other = claim("c1", value=41, source=None, made_by=NEXT)
    assert put(write(tmp_path / "new.jsonl", other, claim("c2", value=7, made_by=NEXT)), url) == Loaded(
        articles=1, changed=1, same=1
    )
    assert asked(url, "SELECT c.value, r.newsclaims FROM claims c JOIN runs r ON r.id = run_id ORDER BY value") == [
        (7.0, "0.1.0"),
        (41.0, "0.2.0"),
    ]
    assert asked(url, "SELECT claim_id FROM sources") == [("c2",)]


def test_an_article_whose_fields_change_is_written_over(url: str, tmp_path: Path) -> None:
    put(write(tmp_path / "c.jsonl", claim("c1", published=None)), url)
    assert put(write(tmp_path / "c.jsonl", claim("c1", published="2024-05-05")), url).same == 1
    assert asked(url, "SELECT CAST(published AS TEXT) FROM articles") == [("2024-05-05",)]


def test_batches_hold_whole_articles_in_any_order_of_lines(url: str, tmp_path: Path) -> None:
    mixed = [claim(f"c{n}", f"a{n % 4}", value=n) for n in range(20)]
    put(write(tmp_path / "c.jsonl", *mixed, mixed[0]), url, batch=1)
    assert asked(url, "SELECT count(*), count(gone_in) FROM claims") == [(20, 0)]


def test_a_load_that_breaks_off_leaves_whole_batches_and_a_second_finishes_it(server_url: str, tmp_path: Path) -> None:
    path = write(tmp_path / "c.jsonl", *(claim(f"c{n}", f"a{n // 2}") for n in range(8)))

    def stop(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load(survey(path), server_url, batch=2, seen=stop)
    assert asked(server_url, "SELECT count(*) FROM claims") == [(2,)]
    assert asked(server_url, "SELECT whole FROM runs") == [(False,)]
    assert put(path, server_url) == Loaded(articles=4, new=6, same=2)
    assert asked(server_url, "SELECT whole FROM runs") == [(True,)]


def test_a_folder_brings_its_failures(url: str, tmp_path: Path) -> None:
    import msgspec

    write(tmp_path / "runs" / "one.jsonl", claim("c1", "a1"))
    write(tmp_path / "runs" / "two.jsonl", claim("c2", "a2"))
    failure = Failure("b", "in.jsonl:2", "read", "it has no text.", "Give it one.")
    (tmp_path / "runs" / "failures.jsonl").write_bytes(msgspec.json.encode(failure) + b"\n")
    assert put(tmp_path / "runs", url) == Loaded(articles=2, new=2, failures=1)
    assert put(tmp_path / "runs", url) == Loaded(articles=2, same=2)
    assert asked(url, "SELECT article, location, mend FROM failures") == [("b", "in.jsonl:2", "Give it one.")]


def test_the_sign_for_nothing_stands_where_a_null_character_stood(url: str, tmp_path: Path) -> None:
    line = write(tmp_path / "c.jsonl", claim("c1")).read_text(encoding="utf-8")
    (tmp_path / "c.jsonl").write_text(line.replace("Café", r"Caf\u0000"), encoding="utf-8")
    put(tmp_path / "c.jsonl", url)
    assert asked(url, "SELECT sentence FROM claims")[0][0].endswith("Caf␀ №7.")


def test_sentences_are_found_by_their_words(server_url: str, tmp_path: Path) -> None:
    put(write(tmp_path / "c.jsonl", claim("c1", event="kill"), claim("c2", event="hurt")), server_url)
    put(write(tmp_path / "c.jsonl", claim("c1", event="drown"), claim("c2", event="hurt")), server_url)
    found = {
        "sqlite": "SELECT id FROM sentence_search s JOIN claims ON number = s.rowid WHERE sentence_search MATCH '{}'",
        "postgresql": "SELECT id FROM claims WHERE to_tsvector('english', sentence) @@ "
        "plainto_tsquery('english', '{}')",
    }[server_url.partition(":")[0]]
    assert asked(server_url, found.format("kill")) == []
    assert asked(server_url, found.format("drowned")) == [("c1",)]
    assert asked(server_url, found.format("flood hurt")) == [("c2",)]


def test_indexes_are_made_after_a_large_load_and_by_the_next_where_it_broke_off(
    server_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def there() -> set[str | None]:
        engine = opened(server_url)
        with engine.connect() as connection:
            found = {
                index["name"] for table in schema.metadata.tables for index in inspect(connection).get_indexes(table)
            }
        engine.dispose()
        return found

    def stop(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(loading, "_LATE", 2)
    whole = there()
    assert {"claims_time", "sources_name"} < whole
    path = write(tmp_path / "c.jsonl", claim("c1"), claim("c2", "a2"))
    with pytest.raises(KeyboardInterrupt):
        load(survey(path), server_url, batch=1, seen=stop)
    missing = whole - there()
    assert {"claims_time", "sources_name"} < missing
    assert "claims_of_article" not in missing
    assert put(path, server_url) == Loaded(articles=2, new=1, same=1)
    assert there() == whole


def test_the_schema_itself_refuses_what_is_wrong(server_url: str, tmp_path: Path) -> None:
    from sqlalchemy.exc import IntegrityError

    put(write(tmp_path / "c.jsonl", claim("c1")), server_url)
    for wrong in (
        "UPDATE claims SET kind = 'guess'",
        "UPDATE claims SET confidence = 2",
        "UPDATE claims SET article_id = 'nowhere'",
        "UPDATE claims SET gone_in = 'never'",
        "UPDATE mentions SET end_char = start_char - 1",
        "INSERT INTO flags VALUES ('nobody', 0, 'other_story', 'r')",
    ):
        engine = opened(server_url)
        with pytest.raises(IntegrityError), engine.begin() as connection:
            connection.exec_driver_sql(wrong)
        engine.dispose()


def test_the_migrations_and_the_schema_have_one_shape(server_url: str) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    def ours(_: object, name: str | None, kind: str, *__: object) -> bool:
        # The search over sentences is each database's own, and stands in the migration alone.
        return not (name or "").startswith(("sentence_search", "claims_sentence_words"))

    engine = opened(server_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_object": ours})
        assert compare_metadata(context, schema.metadata) == []
    engine.dispose()


def test_a_record_with_its_claim_in_another_article_loads_nothing_of_its_batch(server_url: str, tmp_path: Path) -> None:
    put(write(tmp_path / "c.jsonl", claim("c1")), server_url)
    before = tables(server_url)["claims"]
    with pytest.raises(DatabaseError, match="0 of 2 claims are in"):
        put(write(tmp_path / "d.jsonl", claim("c0", "b"), claim("c1", "b")), server_url)
    assert tables(server_url)["claims"] == before
