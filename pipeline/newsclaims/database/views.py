"""The views: the questions that people ask of the tables, each with its rule written beside it.

They are made anew whenever the tables change their shape, so they are no part of a migration. Each is plain SQL that
SQLite, PostgreSQL and DuckDB understand alike. All but `coverage_by_article` leave out what is gone, negated, or
derived from other claims. The article's own voice (no source) stands as its publisher, or as the article's id.
"""

from __future__ import annotations

from typing import Any


def _alike(*columns: str) -> str:
    """The columns of x and y are equal, or empty in both; SQLite knows IS NOT DISTINCT FROM only since 3.39."""
    tests = (f"COALESCE(x.{name} = y.{name}, x.{name} IS NULL AND y.{name} IS NULL)" for name in columns)
    return " AND ".join(tests)


VIEWS = {
    # A row for each claim that stands and each source that makes it; for people, and for the views below.
    "figures_over_time": """
        SELECT c.item, c.place, c.event, c.kind, c.unit, c.per, c.direction, c.modifier,
               c.value, c.min_value, c.max_value, c.time_begin, c.time_end, a.published,
               COALESCE(s.name, a.publisher, a.id) AS source, s.kind AS source_kind, s.organisation, c.voice,
               c.confidence, c.sentence, c.article_id, c.id AS claim_id
        FROM claims c
        JOIN articles a ON a.id = c.article_id
        LEFT JOIN sources s ON s.claim_id = c.id AND s.role = 'source'
        WHERE c.gone_in IS NULL AND c.item IS NOT NULL AND c.status = 'stated' AND c.negated IS NOT TRUE
    """,
    # Two figures of one item, place and unit, from other sources, about windows that overlap, that are not alike. A
    # pair stands once. A window without both bounds overlaps with none. `same_event`: killed is not hurt.
    "competing_figures": f"""
        SELECT x.item, x.place, x.kind, x.unit, x.per, x.direction,
               {_alike("event")} AS same_event,
               x.event, x.modifier, x.value, x.min_value, x.max_value, x.time_begin, x.time_end, x.source,
               x.claim_id, x.article_id,
               y.event AS other_event, y.modifier AS other_modifier, y.value AS other_value,
               y.min_value AS other_min_value, y.max_value AS other_max_value,
               y.time_begin AS other_time_begin, y.time_end AS other_time_end, y.source AS other_source,
               y.claim_id AS other_claim_id, y.article_id AS other_article_id
        FROM figures_over_time x
        JOIN figures_over_time y
          ON y.item = x.item AND y.kind = x.kind AND y.unit = x.unit AND y.claim_id > x.claim_id
         AND {_alike("place", "per", "direction")}
         AND x.time_begin <= y.time_end AND y.time_begin <= x.time_end
         AND y.source <> x.source
         AND NOT ({_alike("value", "min_value", "max_value")})
    """,
    # For each source and each item, event, place and unit: three rows, and `rule` says what each was chosen by.
    "lowest_highest_latest": """
        WITH ranked AS (
          SELECT f.*,
                 ROW_NUMBER() OVER (PARTITION BY source, item, event, place, kind, unit, per, direction
                   ORDER BY COALESCE(value, min_value, max_value), published NULLS LAST, claim_id) AS by_lowest,
                 ROW_NUMBER() OVER (PARTITION BY source, item, event, place, kind, unit, per, direction
                   ORDER BY COALESCE(value, max_value, min_value) DESC, published NULLS LAST, claim_id) AS by_highest,
                 ROW_NUMBER() OVER (PARTITION BY source, item, event, place, kind, unit, per, direction
                   ORDER BY published DESC NULLS LAST, time_end DESC NULLS LAST, claim_id) AS by_latest
          FROM figures_over_time f
          WHERE COALESCE(value, min_value, max_value) IS NOT NULL
        )
        SELECT 'lowest: the value, else the lower bound; the earliest published of equals' AS rule,
               {columns} FROM ranked WHERE by_lowest = 1
        UNION ALL
        SELECT 'highest: the value, else the upper bound; the earliest published of equals', {columns}
        FROM ranked WHERE by_highest = 1
        UNION ALL
        SELECT 'latest: published last; of those, about the latest window', {columns}
        FROM ranked WHERE by_latest = 1
    """.format(
        columns="source, item, event, place, kind, unit, per, direction, value, min_value, max_value, modifier, "
        "time_begin, time_end, published, article_id, claim_id"
    ),
    # A row for each article: what its claims have, and how many went.
    "coverage_by_article": """
        SELECT a.id AS article_id, a.published, a.publisher, a.title,
               SUM(CASE WHEN c.gone_in IS NULL THEN 1 ELSE 0 END) AS claims,
               SUM(CASE WHEN c.gone_in IS NULL AND c.item IS NOT NULL THEN 1 ELSE 0 END) AS with_item,
               SUM(CASE WHEN c.gone_in IS NULL AND c.voice <> 'narrator' THEN 1 ELSE 0 END) AS said_by_others,
               SUM(CASE WHEN c.gone_in IS NULL AND (c.time_begin IS NOT NULL OR c.time_end IS NOT NULL)
                   THEN 1 ELSE 0 END) AS dated,
               SUM(CASE WHEN c.gone_in IS NULL AND c.place IS NOT NULL THEN 1 ELSE 0 END) AS with_place,
               SUM(CASE WHEN c.gone_in IS NULL AND EXISTS (SELECT 1 FROM flags f WHERE f.claim_id = c.id)
                   THEN 1 ELSE 0 END) AS flagged,
               SUM(CASE WHEN c.gone_in IS NOT NULL THEN 1 ELSE 0 END) AS gone,
               AVG(CASE WHEN c.gone_in IS NULL THEN c.confidence END) AS mean_confidence
        FROM articles a
        JOIN claims c ON c.article_id = a.id
        GROUP BY a.id, a.published, a.publisher, a.title
    """,
}


def create(connection: Any) -> None:
    """Make the views, in their order: the later read the earlier."""
    for name, question in VIEWS.items():
        connection.exec_driver_sql(f"CREATE VIEW {name} AS {question}")


def drop(connection: Any) -> None:
    """Take the views away, where they are."""
    for name in reversed(VIEWS):
        connection.exec_driver_sql(f"DROP VIEW IF EXISTS {name}")
