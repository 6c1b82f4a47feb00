"""The first tables. What is written here stays: a new shape is a new migration."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_CLAIM_CHECKS = {
    "kind": "count money percent measure duration multiple fraction",
    "modifier": "EXACT EQUAL_OR_MORE MORE_THAN EQUAL_OR_LESS LESS_THAN APPROX RANGE",
    "direction": "up down",
    "status": "stated derived",
    "timex_type": "DATE TIME DURATION SET",
    "precision": "day week weekend month season quarter half year decade century",
    "voice": "direct indirect narrator",
    "repair": "unclosed reopened wrong_mark",
}


def upgrade() -> None:
    """Make every table, and the index of words over sentences."""
    _articles_and_runs()
    _claims()
    _mentions_and_sources()
    _relations_and_flags()
    _failures()
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE INDEX claims_sentence_words ON claims USING gin (to_tsvector('english', sentence))")
    else:
        _sentence_search()


def _text(*names: str, nullable: bool = False) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=nullable) for name in names]


def _integers(*names: str, key: bool = False) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.Integer, nullable=False, primary_key=key) for name in names]


def _of_claim() -> sa.Column[str]:
    return sa.Column("claim_id", sa.Text, sa.ForeignKey("claims.id", ondelete="CASCADE"), primary_key=True)


def _known(table: str, column: str, values: str) -> sa.CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values.split())
    return sa.CheckConstraint(f"{column} IN ({listed})", name=f"{table}_{column}_known")


def _span(table: str, start: str, end: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"0 <= {start} AND {start} <= {end}", name=f"{table}_{start}_before_end")


def _articles_and_runs() -> None:
    op.create_table(
        "articles",
        sa.Column("id", sa.Text, primary_key=True),
        *_text("url", "title", "publisher", nullable=True),
        sa.Column("published", sa.Date),
        *_text("published_from", nullable=True),
        *_text("text_sha256"),
        _known("articles", "published_from", "given metadata url text"),
    )
    op.create_index("articles_published", "articles", ["published"])
    op.create_table(
        "runs",
        sa.Column("id", sa.Text, primary_key=True),
        *_text("newsclaims", "model", "fingerprint", nullable=True),
        *_integers("claims"),
        sa.Column("whole", sa.Boolean, nullable=False),
    )


def _claims() -> None:
    trusts = ("", "_value", "_item", "_source", "_time")
    op.create_table(
        "claims",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer, "sqlite"), sa.Identity(), primary_key=True),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("article_id", sa.Text, sa.ForeignKey("articles.id"), nullable=False),
        sa.Column("run_id", sa.Text, sa.ForeignKey("runs.id"), nullable=False),
        sa.Column("gone_in", sa.Text, sa.ForeignKey("runs.id")),
        *_text("record_sha256", "sentence"),
        *_integers("sentence_start", "sentence_end"),
        *_text("kind"),
        *_figures(),
        *_text("modifier", "unit"),
        *_text("per", "direction", nullable=True),
        *_text("status"),
        *_text("item", "event", nullable=True),
        sa.Column("negated", sa.Boolean),
        sa.Column("hedged", sa.Boolean),
        *_text("place", "timex_type", "timex_value", "timex_mod", nullable=True),
        sa.Column("time_begin", sa.Date),
        sa.Column("time_end", sa.Date),
        *_text("precision", "anchor", nullable=True),
        *_text("voice"),
        *_text("repair", nullable=True),
        *(sa.Column(f"confidence{link}", sa.Double, nullable=link not in ("", "_value")) for link in trusts),
        _span("claims", "sentence_start", "sentence_end"),
        *(_known("claims", column, values) for column, values in _CLAIM_CHECKS.items()),
        *(
            sa.CheckConstraint(f"confidence{link} BETWEEN 0 AND 1", name=f"claims_confidence{link}_is_a_probability")
            for link in trusts
        ),
    )
    op.create_index("claims_of_article", "claims", ["article_id"])
    op.create_index("claims_of_run", "claims", ["run_id"])
    op.create_index("claims_gone", "claims", ["gone_in"])
    op.create_index("claims_item_place_time", "claims", ["item", "place", "time_begin"])
    op.create_index("claims_time", "claims", ["time_begin", "time_end"])


def _figures() -> list[sa.Column[str] | sa.Column[float]]:
    columns: list[sa.Column[str] | sa.Column[float]] = []
    for name in ("value", "min_value", "max_value"):
        columns += [sa.Column(name, sa.Double), *_text(f"{name}_text", nullable=True)]
    return columns


def _mentions_and_sources() -> None:
    op.create_table(
        "mentions",
        _of_claim(),
        sa.Column("part", sa.Text, primary_key=True),
        *_integers("start_char", "end_char"),
        *_text("words"),
        _known("mentions", "part", "figure item event place time cue content"),
        _span("mentions", "start_char", "end_char"),
    )
    op.create_table(
        "sources",
        _of_claim(),
        sa.Column("role", sa.Text, primary_key=True),
        *_integers("position", key=True),
        *_text("name", "kind"),
        *_text("organisation", nullable=True),
        sa.Column("named", sa.Boolean, nullable=False),
        *_integers("start_char", "end_char"),
        *_text("words"),
        _known("sources", "role", "source via"),
        _known("sources", "kind", "person organisation document group"),
        _span("sources", "start_char", "end_char"),
    )
    op.create_index("sources_name", "sources", ["name"])


def _relations_and_flags() -> None:
    op.create_table(
        "relations",
        _of_claim(),
        *_integers("position", key=True),
        *_text("type", "target_id"),
        sa.Column("factor", sa.Double),
        sa.Column("comparable", sa.Boolean),
        *_text("reason", nullable=True),
        _known("relations", "type", "compared_with part_of multiple_of repeats disputes"),
    )
    op.create_index("relations_target", "relations", ["target_id"])
    kinds = (
        "other_story parts_exceed_whole shares_do_not_add_up headline_differs change_contradicts_levels windows_differ"
    )
    op.create_table(
        "flags", _of_claim(), *_integers("position", key=True), *_text("kind", "reason"), _known("flags", "kind", kinds)
    )
    op.create_index("flags_kind", "flags", ["kind"])
    op.create_table("flag_claims", _of_claim(), *_integers("flag", "position", key=True), *_text("other_id"))


def _failures() -> None:
    op.create_table(
        "failures",
        sa.Column("run_id", sa.Text, sa.ForeignKey("runs.id"), primary_key=True),
        *_integers("position", key=True),
        *_text("article", nullable=True),
        *_text("location", "stage", "message", "mend"),
    )


def _sentence_search() -> None:
    """SQLite's words of sentences; they stand in `claims`, and the triggers keep the index true to it."""
    op.execute(
        "CREATE VIRTUAL TABLE sentence_search USING fts5("
        "sentence, content='claims', content_rowid='number', tokenize='porter unicode61')"
    )
    into = "INSERT INTO sentence_search(rowid, sentence) VALUES (new.number, new.sentence);"
    out_of = (
        "INSERT INTO sentence_search(sentence_search, rowid, sentence) VALUES ('delete', old.number, old.sentence);"
    )
    op.execute(f"CREATE TRIGGER claims_searched_new AFTER INSERT ON claims BEGIN {into} END")
    op.execute(f"CREATE TRIGGER claims_searched_gone AFTER DELETE ON claims BEGIN {out_of} END")
    op.execute(
        "CREATE TRIGGER claims_searched_other AFTER UPDATE OF sentence ON claims "
        f"WHEN old.sentence IS NOT new.sentence BEGIN {out_of} {into} END"
    )
