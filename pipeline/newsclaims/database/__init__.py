"""Database: claim records become tables, and two files of records can be held against each other.

Reading order: `reading` (files -> whole articles, all checked), `schema` and `views` (the tables and the questions they
answer), `rows` (a claim -> its rows), `connect` (a URL -> a database of the newest shape), `load`, `diff`, `commands`.
What needs SQLAlchemy is imported only when it is asked for: it comes with `newsclaims[database]`.
"""
