"""Audit: web pages on a SQLite database of claims: each figure with its words and its rivals, to be looked at and
corrected.

Reading order: `texts` (articles -> what the pages show beside the records), `stored` (claims with their readings),
`segments`, `chains`, `board`, `plots` (records -> what a page draws; pure), `tallies` and `questions` (what a page asks
of the database), `site`, `pages`, `plugin` and `guard` (Datasette's routes, and what stands before them), `serve`,
`export`, `commands`.
What needs Datasette is imported only when it is asked for: it comes with `newsclaims[audit]`.
"""
