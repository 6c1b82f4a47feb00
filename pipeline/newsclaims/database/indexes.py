"""The indexes that questions need and a load does not: made after a large load into an empty database, at a fraction
of what they cost with each row. A load that breaks off before it leaves them to the next.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, Index

from newsclaims.database import schema

_KEPT = "claims_of_article"
"""A load asks for the claims of its articles by this one."""
_WORDS = "claims_sentence_words"


def drop(connection: Connection) -> None:
    """Take them away."""
    for index in _late():
        index.drop(connection, checkfirst=True)
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"DROP INDEX IF EXISTS {_WORDS}")


def create(connection: Connection) -> None:
    """Make those that are missing."""
    for index in _late():
        index.create(connection, checkfirst=True)
    if connection.dialect.name == "postgresql":
        words = "gin (to_tsvector('english', sentence))"
        connection.exec_driver_sql(f"CREATE INDEX IF NOT EXISTS {_WORDS} ON claims USING {words}")


def _late() -> Iterator[Index]:
    tables = (schema.claims, *schema.PARTS_OF_A_CLAIM)
    return (index for table in tables for index in table.indexes if index.name != _KEPT)
