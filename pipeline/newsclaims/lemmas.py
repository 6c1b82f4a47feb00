"""Lemmas by table: for a tag and the longest ending of a form that training knew, the script that makes the lemma.

A script says what to take off a form's end and what to put on (after Chrupała 2006, cut to endings: English has no
other inflection). Whole forms are endings too, so that `went` finds its own. Of a form that training did not know
whole, spelling says more than the last letters do: `by_spelling`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

import msgspec
from spacy.language import Language
from spacy.tokens import Doc

from newsclaims import tables

LONGEST_ENDING = 4
WHOLE = "^"  # before an ending that is a whole form
Table = Mapping[str, Mapping[str, str]]
_CACHED = 200_000
_INFLECTED = {"VBG": "ing", "VBD": "ed", "VBN": "ed"}
_SILENT_E = re.compile(r"[aeiouy].*(?:[^o]ur|[^aeo]ir)$|[aeiouy].*[bcdfgkptz]l$")  # injur-, inspir-, settl-
_DOUBLED = re.compile(r"[^aeiouy\W][aeiouy]([bdgmnprt])\1$")  # shipp-, not add-
# An l is doubled behind an unstressed vowel, and stays double in `install`, `enroll` and after a prefix: `resell`.
_DOUBLED_L = re.compile(r"(?!re|out|over|under|en|un|in|for)\w*[aeiouy]\w*[^aeiouy\W][aeou]ll$")
_KEPT_OES = ("shoes", "canoes", "toes", "foes", "floes", "throes", "hoes")


def script(form: str, lemma: str) -> str:
    """The script that makes `lemma` of `form`: `v` or `=` (lower the form, or keep its case, where the lemma has a
    capital), the number of signs to take off, and what to put on.

    >>> script("Studies", "study")
    'v3y'
    """
    case, base = ("v", form.lower()) if lemma == lemma.lower() else ("=", form)
    same = 0
    while same < min(len(base), len(lemma)) and base[same] == lemma[same]:
        same += 1
    return f"{case}{len(base) - same}{lemma[same:]}"


def apply(script: str, form: str) -> str:
    """The lemma that the script makes of the form; the form itself where the script takes off all there is.

    >>> apply("v3y", "Parties")
    'party'
    """
    base = form.lower() if script[0] == "v" else form
    digits = 1
    while digits < len(script) and script[digits].isdigit():
        digits += 1
    kept = len(base) - int(script[1:digits])
    return (base[:kept] if kept > 0 else "") + script[digits:] or form


def endings(form: str) -> list[str]:
    """What a table is asked for, in turn: the whole form, its endings from the longest, and the empty one."""
    lower = form.lower()
    longest = min(LONGEST_ENDING, len(lower))
    return [WHOLE + lower, *(lower[len(lower) - n :] for n in range(longest, -1, -1))]


@lru_cache(maxsize=1)
def irregular_verbs() -> dict[str, str]:
    """The verb of each irregular past form, from its table."""
    return tables.mapping("en/irregular_verbs", "surface", "lemma")


def by_spelling(form: str, tag: str) -> str | None:
    """The lemma of an inflected form as far as its spelling or the table of irregular verbs tells it; else None.

    >>> [by_spelling(*word) for word in (("settling", "VBG"), ("shipped", "VBD"), ("fled", "VBD"), ("filed", "VBD"))]
    ['settle', 'ship', 'flee', None]
    """
    lower = form.lower()
    if tag == "NNS" and lower.endswith("oes") and len(lower) > len("toes"):
        return None if lower.endswith(_KEPT_OES) and not lower.endswith(("atoes", "itoes", "etoes")) else lower[:-2]
    ending = _INFLECTED.get(tag)
    if ending == "ed" and (irregular := irregular_verbs().get(lower)):
        return irregular
    if ending is None or not lower.endswith(ending):
        return None
    stem = lower[: -len(ending)]
    if _SILENT_E.search(stem):
        return stem + "e"
    return stem[:-1] if _DOUBLED.search(stem) or _DOUBLED_L.match(stem) else None


class Lemmas:
    """Gives lemmas from a table {tag: {ending: script}}; forms keep what they were given, so that each is made once."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._known: dict[tuple[str, str], str] = {}

    @classmethod
    def load(cls, path: Path) -> Lemmas:
        """The table of a JSON file."""
        return cls(msgspec.json.decode(path.read_bytes(), type=dict[str, dict[str, str]]))

    def save(self, path: Path) -> None:
        """Write the table as JSON."""
        path.write_bytes(msgspec.json.format(msgspec.json.encode(self._table), indent=1))

    def lemma(self, form: str, tag: str) -> str:
        """The lemma of a form with that Penn tag; the form itself for a tag that the table lacks."""
        known = self._known.get((form, tag))
        if known is None:
            if len(self._known) >= _CACHED:  # an archive has no end of forms
                self._known.clear()
            rules = self._table.get(tag, {})
            whole = WHOLE + form.lower() in rules
            known = None if whole or not rules else by_spelling(form, tag)
            known = known or apply(next((rules[ending] for ending in endings(form) if ending in rules), "=0"), form)
            self._known[form, tag] = known
        return known


class Lemmatizer:
    """Sets the lemma of every token from its tag."""

    def __init__(self) -> None:
        self.lemmas = Lemmas({})

    def __call__(self, doc: Doc) -> Doc:
        for token in doc:
            token.lemma_ = self.lemmas.lemma(token.text, token.tag_)
        return doc

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> Lemmatizer:
        """Load the table."""
        self.lemmas = Lemmas.load(Path(path) / "lemmas.json")
        return self

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Write the table."""
        Path(path).mkdir(parents=True, exist_ok=True)
        self.lemmas.save(Path(path) / "lemmas.json")


@Language.factory("newsclaims_lemmas", requires=["token.tag"], assigns=["token.lemma"])
def make_lemmatizer(nlp: Language, name: str) -> Lemmatizer:
    """The component, without a table until `from_disk` loads one."""
    return Lemmatizer()
