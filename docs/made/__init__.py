"""What the documentation's pages are made of where they are built: the record, the commands, rules, figures, licences.

Reading order: `hook.py` (what mkdocs calls), then a module for each kind of page. A page asks for a part by a comment of
its own line: `<!-- made: record -->`, `<!-- made: file models/README.md -->`.
"""
