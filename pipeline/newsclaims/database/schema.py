"""The tables, for SQLite and PostgreSQL alike; `migrations/` makes them, and a test holds both to the same shape.

Reading order: `articles` <- `claims` -> `runs`; what hangs on a claim: `mentions`, `sources`, `relations`, `flags`,
`flag_claims`, `readings`; `failures` hang on a run; `corrections` are readers', and no load touches them; the text of
an article, for the audit page: `article_texts`, `numerals`. Offsets are characters of the article's text, start in, end
out.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, get_args

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Double,
    ForeignKey,
    Identity,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
)

from newsclaims import records

metadata = MetaData()
PARTS = ("figure", "item", "event", "place", "time", "cue", "content")
"""What the mentions of a claim are the words of."""
ROLES = ("source", "via")


def _one_of(column: str, values: Any, table: str) -> CheckConstraint:
    names: Iterable[str] = values if isinstance(values, tuple) else get_args(values)
    listed = ", ".join(f"'{name}'" for name in names)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{table}_{column}_known")


def _trust(column: str) -> CheckConstraint:
    return CheckConstraint(f"{column} BETWEEN 0 AND 1", name=f"claims_{column}_is_a_probability")


def _span(table: str, start: str, end: str) -> CheckConstraint:
    return CheckConstraint(f"0 <= {start} AND {start} <= {end}", name=f"{table}_{start}_before_end")


def _text(name: str, *, required: bool = True) -> Column[str]:
    return Column(name, Text, nullable=not required)


def _of_claim() -> Column[str]:
    """The claim that a row hangs on; part of the row's key."""
    return Column("claim_id", Text, ForeignKey("claims.id", ondelete="CASCADE"), primary_key=True)


articles = Table(
    "articles",
    metadata,
    Column("id", Text, primary_key=True),
    _text("url", required=False),
    _text("title", required=False),
    _text("publisher", required=False),
    Column("published", Date),
    _text("published_from", required=False),
    _text("text_sha256"),
    # What the claims that stand say (see `reading.Known`); null where a load has yet to tell.
    _text("claims_sha256", required=False),
    _one_of("published_from", records.PublishedFrom, "articles"),
    Index("articles_published", "published"),
)

# A run is what one producer wrote into the files of one load; `whole` once the last of its batches is in.
runs = Table(
    "runs",
    metadata,
    Column("id", Text, primary_key=True),
    _text("newsclaims", required=False),
    _text("model", required=False),
    _text("fingerprint", required=False),
    Column("claims", Integer, nullable=False),
    Column("whole", Boolean, nullable=False),
)

claims = Table(
    "claims",
    metadata,
    # SQLite's full-text index points at rows by a number, and only a column like this one keeps it for good.
    Column("number", BigInteger().with_variant(Integer, "sqlite"), Identity(), primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("article_id", Text, ForeignKey("articles.id"), nullable=False),
    # The run that gave the record as it stands; one that reads the same again leaves it.
    Column("run_id", Text, ForeignKey("runs.id"), nullable=False),
    # The run that read the article and had this claim no more; null while it stands.
    Column("gone_in", Text, ForeignKey("runs.id")),
    _text("record_sha256"),
    _text("sentence"),
    Column("sentence_start", Integer, nullable=False),
    Column("sentence_end", Integer, nullable=False),
    _text("kind"),
    Column("value", Double),
    _text("value_text", required=False),
    Column("min_value", Double),
    _text("min_value_text", required=False),
    Column("max_value", Double),
    _text("max_value_text", required=False),
    _text("modifier"),
    _text("unit"),
    _text("per", required=False),
    _text("direction", required=False),
    _text("status"),
    _text("item", required=False),
    _text("event", required=False),
    Column("negated", Boolean),
    Column("hedged", Boolean),
    _text("place", required=False),
    _text("timex_type", required=False),
    _text("timex_value", required=False),
    _text("timex_mod", required=False),
    Column("time_begin", Date),
    Column("time_end", Date),
    _text("precision", required=False),
    _text("anchor", required=False),
    _text("voice"),
    _text("repair", required=False),
    Column("confidence", Double, nullable=False),
    Column("confidence_value", Double, nullable=False),
    Column("confidence_item", Double),
    Column("confidence_source", Double),
    Column("confidence_time", Double),
    _span("claims", "sentence_start", "sentence_end"),
    _one_of("kind", records.QuantityKind, "claims"),
    _one_of("modifier", records.Modifier, "claims"),
    _one_of("direction", ("up", "down"), "claims"),
    _one_of("status", ("stated", "derived"), "claims"),
    _one_of("timex_type", records.TimexType, "claims"),
    _one_of("precision", records.Precision, "claims"),
    _one_of("voice", records.Voice, "claims"),
    _one_of("repair", records.QuoteRepair, "claims"),
    *(_trust(f"confidence{link}") for link in ("", "_value", "_item", "_source", "_time")),
    Index("claims_of_article", "article_id"),
    Index("claims_of_run", "run_id"),
    Index("claims_gone", "gone_in"),
    Index("claims_item_place_time", "item", "place", "time_begin"),
    Index("claims_time", "time_begin", "time_end"),
)

mentions = Table(
    "mentions",
    metadata,
    _of_claim(),
    Column("part", Text, primary_key=True),
    Column("start_char", Integer, nullable=False),
    Column("end_char", Integer, nullable=False),
    _text("words"),
    _one_of("part", PARTS, "mentions"),
    _span("mentions", "start_char", "end_char"),
)

sources = Table(
    "sources",
    metadata,
    _of_claim(),
    Column("role", Text, primary_key=True),
    Column("position", Integer, primary_key=True),
    _text("name"),
    _text("kind"),
    _text("organisation", required=False),
    Column("named", Boolean, nullable=False),
    Column("start_char", Integer, nullable=False),
    Column("end_char", Integer, nullable=False),
    _text("words"),
    _one_of("role", ROLES, "sources"),
    _one_of("kind", records.SourceKind, "sources"),
    _span("sources", "start_char", "end_char"),
    Index("sources_name", "name"),
)

relations = Table(
    "relations",
    metadata,
    _of_claim(),
    Column("position", Integer, primary_key=True),
    _text("type"),
    # No foreign key: a file that was filtered may hold a claim without the one that it is tied to.
    _text("target_id"),
    Column("factor", Double),
    Column("comparable", Boolean),
    _text("reason", required=False),
    _one_of("type", records.RelationType, "relations"),
    Index("relations_target", "target_id"),
)

flags = Table(
    "flags",
    metadata,
    _of_claim(),
    Column("position", Integer, primary_key=True),
    _text("kind"),
    _text("reason"),
    _one_of("kind", records.FlagKind, "flags"),
    Index("flags_kind", "kind"),
)

# The other claims that a flag (by its position) is about; no foreign key, as for relations.
flag_claims = Table(
    "flag_claims",
    metadata,
    _of_claim(),
    Column("flag", Integer, primary_key=True),
    Column("position", Integer, primary_key=True),
    _text("other_id"),
)

failures = Table(
    "failures",
    metadata,
    Column("run_id", Text, ForeignKey("runs.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    _text("article", required=False),
    _text("location"),
    _text("stage"),
    _text("message"),
    _text("mend"),
)

# No foreign key to articles or claims: a correction belongs to words, whatever a load makes of the rest. Triggers (in
# the migration) refuse any change of a row. `claim` and `value` are JSON.
corrections = Table(
    "corrections",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), Identity(always=True), primary_key=True),
    *(_text(name) for name in ("made_at", "reader", "reason", "action", "article_id", "text_sha256")),
    Column("start_char", Integer),
    Column("end_char", Integer),
    *(_text(name, required=False) for name in ("figure", "sentence")),
    Column("occurrence", Integer),
    *(_text(name, required=False) for name in ("claim_id", "claim", "field", "value")),
    Column("undoes", BigInteger().with_variant(Integer, "sqlite"), ForeignKey("corrections.id")),
    _one_of("action", ("accept", "reject", "change", "add", "read", "undo"), "corrections"),
    CheckConstraint("(action = 'undo') = (undoes IS NOT NULL)", name="corrections_undo_names_one"),
    CheckConstraint("(action = 'change') = (field IS NOT NULL)", name="corrections_change_names_a_field"),
    _span("corrections", "start_char", "end_char"),
    Index("corrections_of_article", "article_id"),
    Index("corrections_of_claim", "claim_id"),
    sqlite_autoincrement=True,
)

# What the audit page shows beside the records: `newsclaims audit --articles` fills these, and no load needs them.
article_texts = Table(
    "article_texts",
    metadata,
    Column("article_id", Text, ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    # Of the text as it was read; where the article has another by now, this one is stale.
    _text("text_sha256"),
    _text("text"),
)

# The numerals of a text that are no claims, each with its kind (`records.NumeralKind`, or unaccounted).
numerals = Table(
    "numerals",
    metadata,
    Column("article_id", Text, ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("start_char", Integer, primary_key=True),
    Column("end_char", Integer, primary_key=True),
    _text("kind"),
    _text("rule", required=False),
    _span("numerals", "start_char", "end_char"),
    Index("numerals_kind", "kind"),
)

# Why a claim reads as it does (`records.Reason`); what was read stands in the claim itself.
readings = Table(
    "readings",
    metadata,
    _of_claim(),
    Column("part", Text, primary_key=True),
    _text("rule", required=False),
    _text("next_best", required=False),
    Column("next_confidence", Double),
)

PARTS_OF_A_CLAIM = (mentions, sources, relations, flags, flag_claims, readings)
"""The tables whose rows hang on a claim, and are written anew with it."""
