"""What the stage knows about words, read once from its tables: reporting verbs, source nouns, parts of names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from spacy.strings import get_string_id

from newsclaims import tables

_PHRASE_CUES = ("according", "per", "in", "by", ":", "has", "had", "have", "gives", "gave", "give")
CLAIM_NOUNS = frozenset(
    f"{noun}{ending}"
    for noun in "admission allegation argument assertion belief claim contention estimate insistence point prediction "
    "promise remark statement suggestion warning".split()
    for ending in ("", "s")
)  # what someone says: `Mr Lee's claim that …`
_SIBILANT = ("s", "x", "z", "ch", "sh")


@dataclass(frozen=True)
class Verb:
    """A reporting verb: its class (`say`, `tell`, `report`, …) and whether its bare object can be what is asserted."""

    lemma: str
    kind: str
    object: str


@dataclass(frozen=True)
class Words:
    """The tables of the stage, every key in lower case; `cue_keys` are spaCy's keys of every form that can be a cue;
    `unasserting` are the forms of verbs whose content nobody asserts.
    """

    verbs: Mapping[str, Verb]
    nouns: Mapping[str, str]
    name_words: Mapping[str, str]
    genders: Mapping[str, str]
    cue_keys: frozenset[int]
    unasserting: frozenset[str] = frozenset()

    def noun_kind(self, noun: str) -> str:
        """What a noun in either number stands for as a source (`person`, `document`, …); "" where it is none."""
        for form in (noun, noun.removesuffix("s"), noun.removesuffix("es"), noun.removesuffix("ies") + "y"):
            if form in self.nouns:
                return self.nouns[form]
        return ""


def load_words() -> Words:
    """The tables, with every inflected form of a reporting verb."""
    verbs: dict[str, Verb] = {}
    for row in tables.rows("en/reporting_verbs", "surface", "class", "object", "forms"):
        verb = Verb(row["surface"], row["class"], row["object"])
        for form in verb_forms(row["surface"], row["forms"].split()):
            verbs.setdefault(form, verb)
    return Words(
        verbs,
        tables.mapping("en/attribution_nouns", "surface", "kind"),
        tables.mapping("en/attribution_name_words", "surface", "role"),
        tables.mapping("en/attribution_given_names", "surface", "gender"),
        frozenset(get_string_id(form) for form in (*verbs, *CLAIM_NOUNS, *_PHRASE_CUES)),
        frozenset(
            form
            for row in tables.rows("en/unasserting_verbs", "surface", "forms")
            for form in verb_forms(row["surface"], row["forms"].split())
        ),
    )


def verb_forms(lemma: str, irregular: list[str]) -> set[str]:
    """A verb's forms: ("deny", []) -> deny, denies, denied, denying; `irregular` past forms replace the regular one."""
    stem = lemma[:-1] if lemma.endswith("e") else lemma
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        third, past = lemma[:-1] + "ies", lemma[:-1] + "ied"
    else:
        third, past = lemma + ("es" if lemma.endswith(_SIBILANT) else "s"), stem + "ed"
    doubled = any(form.endswith("ing") for form in irregular)
    return {lemma, third, *(irregular or [past]), *([] if doubled else [(lemma if lemma == "see" else stem) + "ing"])}
