"""What the audit page shows beside the records: texts, numerals that are no claims, and why claims read so."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the three tables; they stay empty until `newsclaims audit --articles` fills them."""
    article = "articles.id"
    op.create_table(
        "article_texts",
        sa.Column("article_id", sa.Text, sa.ForeignKey(article, ondelete="CASCADE"), primary_key=True),
        sa.Column("text_sha256", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
    )
    op.create_table(
        "numerals",
        sa.Column("article_id", sa.Text, sa.ForeignKey(article, ondelete="CASCADE"), primary_key=True),
        sa.Column("start_char", sa.Integer, primary_key=True),
        sa.Column("end_char", sa.Integer, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("rule", sa.Text),
        sa.CheckConstraint("0 <= start_char AND start_char <= end_char", name="numerals_start_char_before_end"),
    )
    op.create_index("numerals_kind", "numerals", ["kind"])
    op.create_table(
        "readings",
        sa.Column("claim_id", sa.Text, sa.ForeignKey("claims.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("part", sa.Text, primary_key=True),
        sa.Column("rule", sa.Text),
        sa.Column("next_best", sa.Text),
        sa.Column("next_confidence", sa.Double),
    )
