"""Corrections: a table that only grows."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_REFUSED = "corrections are never changed or deleted: undo them by a new one"


def upgrade() -> None:
    """Make the table, and what refuses any change of its rows."""
    op.create_table(
        "corrections",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), sa.Identity(always=True), primary_key=True),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("made_at", "reader", "reason", "action")),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("article_id", "text_sha256")),
        *(sa.Column(name, sa.Integer) for name in ("start_char", "end_char")),
        *(sa.Column(name, sa.Text) for name in ("figure", "sentence")),
        sa.Column("occurrence", sa.Integer),
        *(sa.Column(name, sa.Text) for name in ("claim_id", "claim", "field", "value")),
        sa.Column("undoes", sa.BigInteger().with_variant(sa.Integer, "sqlite"), sa.ForeignKey("corrections.id")),
        sa.CheckConstraint(
            "action IN ('accept', 'reject', 'change', 'add', 'read', 'undo')", name="corrections_action_known"
        ),
        sa.CheckConstraint("(action = 'undo') = (undoes IS NOT NULL)", name="corrections_undo_names_one"),
        sa.CheckConstraint("(action = 'change') = (field IS NOT NULL)", name="corrections_change_names_a_field"),
        sa.CheckConstraint("0 <= start_char AND start_char <= end_char", name="corrections_start_char_before_end"),
        # Without it SQLite gives the number of a row that was the last one a second time.
        sqlite_autoincrement=True,
    )
    op.create_index("corrections_of_article", "corrections", ["article_id"])
    op.create_index("corrections_of_claim", "corrections", ["claim_id"])
    if op.get_bind().dialect.name == "postgresql":
        _refuse_postgresql()
    else:
        _refuse_sqlite()


def _refuse_sqlite() -> None:
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER corrections_no_{change.lower()} BEFORE {change} ON corrections "
            f"BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END"
        )
    # INSERT OR REPLACE deletes without asking the trigger above.
    op.execute(
        "CREATE TRIGGER corrections_no_replace BEFORE INSERT ON corrections "
        "WHEN EXISTS (SELECT 1 FROM corrections WHERE id = new.id) "
        f"BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END"
    )


def _refuse_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION corrections_only_grow() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_REFUSED}'; END $$"
    )
    op.execute(
        "CREATE TRIGGER corrections_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON corrections "
        "FOR EACH STATEMENT EXECUTE FUNCTION corrections_only_grow()"
    )
