"""Export: claims in the forms that other tools read.

Reading order: `mentions` (the parts of a claim in the text), `inputs` (files of claims, and the articles that some
forms need), then a module for each form: `table` (CSV, TSV), `schema_org`, `annotations` (W3C Web Annotation),
`label_studio`, `docbin` (spaCy); `documents` frames those that are JSON; `formats` lists all; `commands`.

Each form is a function from an iterator to pieces of bytes: what it need not hold, it does not.
"""
