"""Audit: a web page on a SQLite database of claims, to see each figure with its words and its rivals, and to correct it.

Reading order: `texts` (articles -> what the page shows beside the records), `stored` (rows -> records again), `segments`,
`chains`, `board`, `plots` (records -> what a page draws; pure), `tallies` and `questions` (what a page asks of the
database), `pages` and `plugin` (Datasette's routes, and the guard before them), `serve`, `export`, `commands`.
What needs Datasette is imported only when it is asked for: it comes with `newsclaims[audit]`.
"""
