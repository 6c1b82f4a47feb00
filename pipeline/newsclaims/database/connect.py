"""A URL -> a database whose tables have the newest shape; and what its errors mean.

Reading order: `target` (what a URL asks for), `opened` (an engine, its tables migrated), `telling` (their errors in
our words).
"""

from __future__ import annotations

import importlib.util
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from newsclaims.errors import DatabaseError, UsageError, nearest

SCHEMES = ("sqlite", "postgresql", "duckdb", "parquet")
Tell = Callable[[str], None]
_CACHE = 256 * 1024  # KiB of SQLite's pages in memory: with its own 2 MiB a large load reads each index from the disk
COPIES = ("duckdb", "parquet")
_FORMS = "sqlite:///claims.db, postgresql://user@host/name, duckdb:///claims.duckdb, parquet:FOLDER"
_NEEDS = {
    "sqlite": ("sqlalchemy", "alembic"),
    "postgresql": ("sqlalchemy", "alembic", "psycopg"),
    "duckdb": ("sqlalchemy", "alembic", "duckdb", "pyarrow"),
    "parquet": ("sqlalchemy", "alembic", "pyarrow"),
}
LOCK = 0x6E657773
"""PostgreSQL's advisory lock that loads and migrations take in turn ("news")."""


def target(url: str) -> tuple[str, str]:
    """What a URL asks for: its scheme, and what stands behind the colon.

    UsageError for a scheme that is none of ours, for a URL without its database, and where a package is missing.
    """
    scheme, colon, rest = url.partition(":")
    scheme = scheme.partition("+")[0].lower()
    if not colon or scheme not in SCHEMES:
        raise UsageError(
            f'"{hidden(url)}" names no database.', where="--to", mend=f"{nearest(scheme, SCHEMES)} {_FORMS}"
        )
    missing = [name for name in _NEEDS[scheme] if importlib.util.find_spec(name) is None]
    if missing:
        mend = 'pip install "newsclaims[database]" brings all that databases need.'
        raise UsageError(f"{', '.join(missing)} is not installed.", where=f"--to {scheme}", mend=mend)
    wanted = "" if scheme == "parquet" else "//" if scheme == "postgresql" else "///"
    if not rest.startswith(wanted) or not rest.removeprefix(wanted) or ":memory:" in rest:
        what = f'"{hidden(url)}" names no {"folder" if scheme == "parquet" else "database"} that would last.'
        raise UsageError(what, where="--to", mend=f"Write it like one of these: {_FORMS}")
    return scheme, rest.removeprefix(wanted)


def hidden(url: str) -> str:
    """The URL without its password, for messages."""
    scheme, slashes, rest = url.partition("://")
    login, at, host = rest.rpartition("@")
    name, colon, _ = login.partition(":")
    return f"{scheme}{slashes}{name}{colon and ':***'}{at}{host}"


def opened(url: str, *, tell: Tell = lambda _: None, done: str = "Nothing was loaded.") -> Any:
    """A SQLAlchemy engine for a URL of SQLite or PostgreSQL, its tables made or migrated to the newest shape.

    Before older tables are migrated a SQLite database is copied; `tell` is called with a line that says where to.
    `done` is for errors, as `telling` has it.
    """
    from sqlalchemy import create_engine, event
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    scheme, _ = target(url)
    try:
        engine = create_engine(make_url(url).set(drivername={"postgresql": "postgresql+psycopg"}.get(scheme, scheme)))
    except (ArgumentError, ValueError) as error:
        raise UsageError(f'"{hidden(url)}" is no URL: {error}.', where="--to", mend=f"Forms: {_FORMS}") from error
    if scheme == "sqlite":
        event.listen(engine, "connect", _set_up)
        event.listen(engine, "begin", _begin)
    with telling(engine, url, done):
        if (migrated := _migrate(engine, url)) is not None:
            tell(f"{hidden(url)}: {migrated}")
    return engine


def _set_up(connection: Any, _: Any) -> None:
    # SQLite forgets foreign keys for each connection anew; and Python's driver must leave transactions to us.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA cache_size = -{_CACHE}")


def _begin(connection: Any) -> None:
    # The lock at once: two loads take turns, where a lock taken at the first write would set two against each other.
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def take_turns(connection: Any) -> None:
    """Hold off other loads into the same PostgreSQL database until the transaction ends; SQLite does so by itself."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")


def _migrate(engine: Any, url: str) -> str | None:
    """Bring the tables to the newest shape, in one transaction, and make the views anew where that changed them.

    What was done to older tables, in a line; None where there were none, or none older.
    """
    from alembic import command
    from alembic.runtime.migration import MigrationContext
    from sqlalchemy import inspect

    from newsclaims.database import schema, views

    config, script = _migrations()
    with engine.begin() as connection:
        take_turns(connection)
        current = MigrationContext.configure(connection).get_current_revision()
        head = script.get_current_head()
        if current == head:
            return None
        if current is not None and current not in {revision.revision for revision in script.walk_revisions()}:
            mend = "Load with the release that made it, or a newer one; or name another database."
            raise DatabaseError(f'its tables have the unknown shape "{current}".', where=hidden(url), mend=mend)
        theirs = set(schema.metadata.tables) & set(inspect(connection).get_table_names()) if current is None else ()
        if theirs:
            what = f"it has tables of another program: {', '.join(sorted(theirs))}."
            raise DatabaseError(what, where=hidden(url), mend="Name another database, or another schema.")
        kept = _copied(engine, current) if current is not None else None
        views.drop(connection)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        views.create(connection)
    return None if kept is None else f"its tables were brought from the shape {current} to {head}; {kept}."


def _copied(engine: Any, shape: str) -> str:
    """Copy a SQLite database to a file beside it; where the database as it was is to be found, in words."""
    if engine.dialect.name != "sqlite":
        return "no copy was made: PostgreSQL changes them whole or not at all, and pg_dump makes backups"
    copy = f"{engine.url.database}.{shape}.backup"
    with closing(sqlite3.connect(engine.url.database)) as there, closing(sqlite3.connect(copy)) as backup:
        there.backup(backup)
    return f"the database as it was is kept in {copy}"


def shape_of(file: Path) -> str:
    """The shape of the tables in a SQLite database that `load` made, which is left as it is. UsageError for a file that
    is none.
    """
    mend = "Name a file that `newsclaims load CLAIMS --to sqlite:///FILE` made."
    if not file.is_file():
        raise UsageError("there is no such file.", where=str(file), mend=mend)
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            connection.execute("SELECT 1 FROM claims LIMIT 1")
            shape = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.Error as error:
        raise UsageError(f"no database of claims: {error}.", where=str(file), mend=mend) from error
    return str(shape[0]) if shape else ""


def newest_shape() -> str:
    """The name of the shape that this release gives the tables; a database tells its own in `alembic_version`."""
    _, script = _migrations()
    return str(script.get_current_head())


def _migrations() -> tuple[Any, Any]:
    """Alembic's configuration and the migrations that it finds."""
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    return config, ScriptDirectory.from_config(config)


@contextmanager
def telling(engine: Any, url: str, done: str = "Nothing was loaded.") -> Iterator[None]:
    """Turn what a database raises into one line: what, where, and the mend. `done` says what it has by then."""
    from sqlalchemy.exc import SQLAlchemyError

    try:
        yield
    except (SQLAlchemyError, engine.dialect.dbapi.Error, OverflowError) as error:
        cause = getattr(error, "orig", None) or error
        what = " ".join(str(cause).split()) or type(cause).__name__
        mend = next((mend for words, mend in _MENDS if any(word in what.lower() for word in words)), _ELSE)
        raise DatabaseError(f"{what.rstrip('.')}.", where=hidden(url), mend=f"{done} {mend}") from error


_MENDS = (
    (
        ("constraint", "too large", "out of range"),
        "A record has offsets or an id that cannot be: write the file again with `newsclaims extract`.",
    ),
    (("is locked",), "Another program writes to it: wait until it is through, and run the same command again."),
    (("disk is full", "no space left", "disk full"), "Make room, and run the same command again."),
    (("unable to open",), "Name a file in a folder that is there and can be written to."),
    (("not a database",), "Name another file: this one is something else."),
    (("readonly", "read-only", "permission denied"), "It cannot be written to: mend its permissions."),
    (("password", "authentication", "does not exist"), "Check user, password and name of the database in the URL."),
    (("could not translate", "name or service", "refused", "timeout", "resolve"), "Check host and port in the URL."),
    (
        ("terminat", "closed", "lost", "consuming input", "server"),
        "Run the same command again once the server is back.",
    ),
)
_ELSE = "Run the same command again; where it ends so again, report it with the record that it names."
