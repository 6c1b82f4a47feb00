"""What pages are made of where the documentation is built: the record, the commands, figures, licences, whole files.

Reading order: `hook.py` (what mkdocs calls), then a module for each kind of part. A page asks for a part by a comment
on a line of its own: `<!-- made: record -->`, `<!-- made: file models/README.md -->`.
"""
