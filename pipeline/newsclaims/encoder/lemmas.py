"""Lemmas as edit scripts: what to take off a form's end and put on, so that a classifier can give the lemma of a word
that training never saw.

After Chrupała (2006), cut to suffixes: English has no other inflection.
"""

from __future__ import annotations


def script(form: str, lemma: str) -> str:
    """The script that makes `lemma` of `form`: `=` or `v` (keep the case, or lower it), the number of signs to take
    off, and what to put on.

    >>> script("Studies", "study")
    'v3y'
    """
    lowered = form.lower()
    case, base = ("=", form) if lemma[:1] == form[:1] or lowered[:1] != lemma[:1] else ("v", lowered)
    same = 0
    while same < min(len(base), len(lemma)) and base[same] == lemma[same]:
        same += 1
    return f"{case}{len(base) - same}{lemma[same:]}"


def apply(script: str, form: str) -> str:
    """The lemma that the script makes of the form; the form itself where the script takes off more than there is.

    >>> apply("v3y", "Parties")
    'party'
    """
    base = form.lower() if script[0] == "v" else form
    digits = 1
    while digits < len(script) and script[digits].isdigit():
        digits += 1
    cut = int(script[1:digits])
    if cut > len(base):
        return form
    return base[: len(base) - cut] + script[digits:] or form
