"""A digest of what an article's claims say, so that a load passes over an article that reads as before."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the column; empty for the articles that are there, until the next load of them."""
    op.add_column("articles", sa.Column("claims_sha256", sa.Text))
