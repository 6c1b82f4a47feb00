"""Input that is wrong, and databases that are: one clear line, and nothing half-loaded."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import msgspec
import pytest
from alembic.script import ScriptDirectory
from invented_claims import claim, write
from sqlalchemy import Engine, event, text

from newsclaims.cli import main
from newsclaims.database import schema
from newsclaims.database.connect import hidden, opened, target
from newsclaims.database.load import Loaded, load
from newsclaims.database.reading import survey
from newsclaims.errors import DatabaseError, NewsclaimsError, UsageError


def spoiled(tmp_path: Path, old: str, new: str) -> Path:
    """A file of two claims with something wrong in the second."""
    path = write(tmp_path / "c.jsonl", claim("c1"), claim("c2"))
    first, second = path.read_text(encoding="utf-8").splitlines()
    assert old in second
    path.write_text(f"{first}\n{second.replace(old, new)}\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ('"kind":"count"', '"kind":"guess"', "no claim record"),
        ('"status":"stated"', '"state":"stated"', 'no key "quantity.state"'),
        (',"per":null', "", 'the key "quantity.per" is missing'),
        ('"id":"c2",', "", "required field `id`"),
        ('"2024-05-01"', '"2024-02-30"', "has no such day or number: day is out of range"),
        ("newsclaims.claim/1", "newsclaims.claim/2", 'schema "newsclaims.claim/2", and this release loads'),
        ('{"schema"', "{schema", "JSON is malformed"),
        ('"id":"c2"', '"id":"c1"', "stands twice, and not alike"),
        ('"sha of a1"', '"another"', 'two texts bear the id "a1"'),
    ],
)  # fmt: skip
def test_a_line_that_is_wrong_is_named_and_nothing_is_loaded(tmp_path: Path, old: str, new: str, what: str) -> None:
    path = spoiled(tmp_path, old, new)
    if new == '"id":"c1"':
        path.write_text(path.read_text().replace('"value":40', '"value":41', 1))
    with pytest.raises(UsageError, match=what) as told:
        survey(path)
    assert told.value.where == f"{path}:2"
    assert told.value.mend


@pytest.mark.parametrize(("command", "loads"), [("load", True), ("diff", False)])
def test_only_a_load_says_that_nothing_was_loaded(
    sqlite: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    command: str, loads: bool,
) -> None:  # fmt: skip
    path = str(spoiled(tmp_path, '"id":"c2"', '"no":"c2"'))
    more = ["--to", sqlite] if loads else [path]
    monkeypatch.setattr("sys.argv", ["newsclaims", command, path, *more])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1
    told = " ".join(capsys.readouterr().err.split())
    assert told.startswith(f"{path}:2: no claim record")
    assert ("Nothing was loaded." in told) is loads


def test_an_article_that_two_files_have_is_told(tmp_path: Path) -> None:
    write(tmp_path / "runs" / "one.jsonl", claim("c1"))
    write(tmp_path / "runs" / "two.jsonl", claim("c2"))
    with pytest.raises(UsageError, match=r'"a1" has claims in .*one\.jsonl too'):
        survey(tmp_path / "runs")


def test_a_folder_without_claims_and_a_broken_archive_are_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no \.jsonl file in this folder"):
        survey(tmp_path)
    (tmp_path / "c.jsonl.gz").write_bytes(b"\x1f\x8b\x08 no archive")
    with pytest.raises(UsageError, match="cannot be read"):
        survey(tmp_path / "c.jsonl.gz")


@pytest.mark.parametrize("end", [0, 10**30])
def test_offsets_that_cannot_be_are_told(server_url: str, tmp_path: Path, end: int) -> None:
    whole = claim("c1")
    figure = msgspec.structs.replace(whole.quantity.mention, end=end)
    odd = msgspec.structs.replace(whole, quantity=msgspec.structs.replace(whole.quantity, mention=figure))
    with pytest.raises(DatabaseError, match=r"0 of 1 claims are in.* A record has offsets"):
        load(survey(write(tmp_path / "c.jsonl", odd)), server_url)


def test_failures_beside_a_folder_are_not_passed_over(tmp_path: Path) -> None:
    failures = write(tmp_path / "failures.jsonl", claim("c1"))
    with pytest.raises(UsageError, match="--failures: a folder's own failures are loaded"):
        survey(tmp_path, failures)


@pytest.mark.parametrize(
    ("url", "mend"),
    [
        ("postgres://me:secret@host/x", 'Did you mean "postgresql"'),
        ("claims.db", "sqlite:///claims.db"),
        ("sqlite://", "sqlite:///claims.db"),
        ("sqlite:///:memory:", "sqlite:///claims.db"),
        ("mysql://host/x", "Known: "),
        ("postgresql://me@host:port/x", "Forms"),
    ],
)  # fmt: skip
def test_a_wrong_url_is_told_with_the_forms_that_there_are(url: str, mend: str) -> None:
    with pytest.raises(UsageError) as told:
        opened(url)
    assert told.value.where == "--to"
    assert mend in told.value.mend
    assert "secret" not in str(told.value)


def test_a_password_is_never_printed() -> None:
    assert hidden("postgresql://me:se@cret@host:5432/x") == "postgresql://me:***@host:5432/x"
    assert hidden("sqlite:///claims.db") == "sqlite:///claims.db"


def test_a_missing_package_is_named_with_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(UsageError, match=r'psycopg is not installed.*pip install "newsclaims\[database\]"'):
        target("postgresql://host/x")


def test_a_locked_database_is_told(sqlite: str, tmp_path: Path) -> None:
    known = survey(write(tmp_path / "c.jsonl", claim("c1")))
    load(known, sqlite)
    with sqlite3.connect(tmp_path / "claims.db") as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseError, match=r"database is locked\. Nothing was loaded\. Another program writes"):
            load(known, f"{sqlite}?timeout=0.1")


def test_a_full_database_keeps_what_was_whole(sqlite: str, tmp_path: Path) -> None:
    opened(sqlite).dispose()
    many = [claim(f"c{n}", f"a{n}", item="x" * 999) for n in range(200)]

    def small(connection: sqlite3.Connection, _: object) -> None:
        connection.execute("PRAGMA max_page_count = 120")

    event.listen(Engine, "connect", small)
    try:
        with pytest.raises(DatabaseError, match=r"full\. [1-9]\d* of 200 claims are in, whole; the rest is not\. Make"):
            load(survey(write(tmp_path / "c.jsonl", *many)), sqlite, batch=10)
    finally:
        event.remove(Engine, "connect", small)
    with sqlite3.connect(tmp_path / "claims.db") as connection:
        (count,) = connection.execute("SELECT count(*) FROM claims").fetchone()
        assert count % 10 == 0
        assert connection.execute("SELECT count(*) FROM mentions").fetchone() == (6 * count,)
    assert load(survey(tmp_path / "c.jsonl"), sqlite).new == 200 - count


def test_a_file_that_is_no_database_and_a_folder_that_is_not_there_are_told(tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text("This is a story, and no database at all. " * 99)
    with pytest.raises(DatabaseError, match=r"not a database\. Nothing was loaded\. Name another file"):
        opened(f"sqlite:///{tmp_path / 'story.txt'}")
    with pytest.raises(DatabaseError, match=r"unable to open database file"):
        opened(f"sqlite:///{tmp_path / 'nowhere' / 'claims.db'}")


def test_a_database_of_an_older_release_is_migrated_and_its_copy_is_told(server_url: str, tmp_path: Path) -> None:
    known = survey(write(tmp_path / "c.jsonl", claim("c1")))
    load(known, server_url)
    engine = opened(server_url)
    migrations = ScriptDirectory(str(Path(schema.__file__).parent / "migrations"))
    head = migrations.get_revision(migrations.get_current_head())
    assert head is not None
    assert head.revision == "0004", "another migration came: undo that one here"
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE articles DROP COLUMN claims_sha256"))
        connection.execute(text(f"UPDATE alembic_version SET version_num = '{head.down_revision}'"))
    engine.dispose()
    lines: list[str] = []
    assert load(known, server_url, tell=lines.append) == Loaded(articles=1, same=1)
    assert load(known, server_url, tell=lines.append) == Loaded(articles=1, same=1)
    (line,) = lines
    assert f"brought from the shape {head.down_revision} to {head.revision}; " in line
    if server_url.startswith("sqlite"):
        copy = tmp_path / f"claims.db.{head.down_revision}.backup"
        assert line.endswith(f"is kept in {copy}.")
        with sqlite3.connect(copy) as connection:
            assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [(head.down_revision,)]
            assert connection.execute("SELECT id FROM claims").fetchall() == [("c1",)]
    else:
        assert "pg_dump" in line


def test_a_stop_is_told_in_one_line(
    sqlite: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("newsclaims.database.load.fill", stop)
    path = write(tmp_path / "c.jsonl", claim("c1"))
    monkeypatch.setattr("sys.argv", ["newsclaims", "load", str(path), "--to", sqlite])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 130
    told = " ".join(capsys.readouterr().err.split())
    assert told == "Stopped. The batches so far are in, whole. Run the same command again to finish."


def test_the_tables_of_another_program_are_left_alone(server_url: str) -> None:
    engine = opened(server_url)
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE alembic_version"))
    with pytest.raises(DatabaseError, match="it has tables of another program: article_texts, articles, claims"):
        opened(server_url)
    engine.dispose()


def test_a_database_of_a_newer_release_is_left_alone(server_url: str) -> None:
    engine = opened(server_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseError, match='unknown shape "9999"'):
        opened(server_url)
    engine.dispose()


def test_a_connection_that_is_lost_leaves_whole_batches(postgresql: str, tmp_path: Path) -> None:
    known = survey(write(tmp_path / "c.jsonl", *(claim(f"c{n}", f"a{n}") for n in range(6))))
    others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = "
    engine = opened(postgresql)

    def cut(_: int) -> None:
        with engine.connect() as connection:
            connection.execute(text(f"{others} current_database()"))

    with pytest.raises(DatabaseError, match=r"2 of 6 claims are in, whole; the rest is not\. Run the same"):
        load(known, postgresql, batch=2, seen=cut)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM claims")) == 2
    engine.dispose()
    assert load(known, postgresql).new == 4


def test_a_server_that_is_not_there_is_told() -> None:
    with pytest.raises(NewsclaimsError, match=r"Nothing was loaded\. Check host and port") as told:
        opened("postgresql://me:secret@127.0.0.1:1/x")
    assert "secret" not in str(told.value)


def test_copies_stay_as_they_were_where_something_is_wrong(tmp_path: Path, duckdb: str, parquet: str) -> None:
    import duckdb as driver

    known = survey(write(tmp_path / "c.jsonl", claim("c1")))
    load(known, duckdb)
    with driver.connect(str(tmp_path / "claims.duckdb")) as connection:
        connection.execute("CREATE TABLE mine AS SELECT 7 AS n")
        connection.execute("ALTER TABLE flags ADD COLUMN mine INTEGER")
    with pytest.raises(DatabaseError, match=r'its table "flags" has other columns'):
        load(survey(write(tmp_path / "d.jsonl", claim("d1", "a2"))), duckdb)
    with driver.connect(str(tmp_path / "claims.duckdb")) as connection:
        assert connection.execute("SELECT id FROM claims").fetchall() == [("c1",)]
        connection.execute("ALTER TABLE flags DROP COLUMN mine")
    assert load(known, duckdb).same == 1
    with driver.connect(str(tmp_path / "claims.duckdb")) as connection:
        assert connection.execute("SELECT n FROM mine").fetchall() == [(7,)]
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "letter.txt").touch()
    with pytest.raises(DatabaseError, match=r"it holds something else: letter\.txt\. Nothing was loaded\."):
        load(known, parquet)
    (tmp_path / "tables" / "letter.txt").unlink()
    assert load(known, parquet).new == 1


def test_a_folder_of_parquet_is_parted_by_year_and_found_again_after_a_break(tmp_path: Path, parquet: str) -> None:
    known = survey(write(tmp_path / "c.jsonl", claim("c1"), claim("d1", "a2", published=None)))
    load(known, parquet)
    years = sorted(path.name for path in (tmp_path / "tables" / "claims").iterdir())
    assert years == ["published_year=2024", "published_year=__HIVE_DEFAULT_PARTITION__"]
    (tmp_path / "tables").rename(tmp_path / "tables.before")
    assert load(known, parquet).same == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["c.jsonl", "tables"]
