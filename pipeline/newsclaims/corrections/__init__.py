"""Corrections: what readers say of claims, kept for good, and tied to the words of the article and not to a run.

Reading order: `entries` (a correction, and what is asked for), `fields` (what of a claim can be changed, and how),
`additions` (a claim by its spans), `store` (append, undo, history), `anchors` (where a correction stands after a new
run), `standing` (what is in force), `agreement`, `export`, `commands`.

Every function takes a connection to a claims database of the newest shape: a `sqlite3.Connection`, or a SQLAlchemy
connection to SQLite or PostgreSQL. None commits, reads the clock or changes a claim; the caller does the first two.
"""
