"""Where the noun of a figure stands: rules on the words and the tree around it, each a token or None.

Reading order: nouns behind the figure, nouns before it, its clause. Trees in Universal Dependencies and in spaCy's
English scheme are both read (`syntax.py`).
"""

from __future__ import annotations

from collections.abc import Callable

from spacy.tokens import Token

from newsclaims.quantities.nouns import (
    COMPARATIVES,
    MODIFIERS,
    NOUNS,
    OPENERS,
    Site,
    antecedent,
    belongs,
    changes,
    inner,
    is_item,
    noun_after,
    phrase_before,
    run_behind,
)
from newsclaims.syntax import OBJECTS, SUBJECTS, children, governor, preposition, role
from newsclaims.syntax import subject as subject_of

Rule = Callable[[Site], "Token | None"]

_PLACES = frozenset(["LOC", "GPE", "DATE"])
# What the copula says in the English scheme of spaCy; in UD the copula hangs on it.
_ATTRIBUTES = frozenset(["attr"])
_ACTORS = frozenset(["ORG", "GPE", "LOC", "NORP", "FAC"])
_CLOSERS = frozenset([",", "—", "–", "--", ")"])
_HYPHENS = frozenset("-‑")
_VERBAL = frozenset(["VB", "VBD", "VBZ", "VBP", "VBN", "VBG", "MD", "RB", "TO"])
_MEASURES_OF = frozenset(["of", "at", "to", "by", "from", "with"])
_CHANGED_BY = frozenset(["by", "from", "with"])
_SHARE_OF = frozenset(["in", "of"])
_GOES_TO = frozenset(["in", "on", "for", "to", "of", "worth"])
_PRONOUNS = frozenset(["it", "they"])
_RELATIVES = frozenset(["which", "that", "who"])
_COMPARED = frozenset(["times", "fraction"])
_MODIFYING_CLAUSES = frozenset(["acl", "acl:relcl", "relcl"])
_LINKED_CLAUSES = frozenset(["xcomp", "conj", "advcl"])
_PASSIVE = frozenset(["aux:pass", "auxpass"])
_PART_OF_VERB = frozenset(["cop", "aux", "aux:pass", "auxpass"])
_REACH = 8
_LONGEST_ASIDE = 15


def of_phrase(site: Site) -> Token | None:
    """The noun in the partitive behind it.

    `dozens of people`, `28 percent of voters`, `18%, of its stock`, `10 of 12 men`.
    """
    doc, i, stop = site.doc, site.end, site.sent.end
    i += i + 1 < stop and (doc[i].text in _CLOSERS or doc[i].lower_ == "worth")  # `$2,700 worth of gifts`
    if i + 1 >= stop or (doc[i].lower_ != "of" and not (doc[i].lower_ == "among" and site.unit == "percent")):
        return None
    found = noun_after(doc, i + 1 + (doc[i + 1].lower_ == "them"), stop, site)
    if found is None or (belongs(found, "time", site) and site.family == "count"):
        return None
    whole = inner(found, site)
    return whole if whole.i > i else found


def number_of(site: Site) -> Token | None:
    """`brought to nine the number of inmates`: the noun of a number that stands behind its figure."""
    doc, i = site.doc, site.end
    if i + 2 < site.sent.end and doc[i].lower_ == "the" and belongs(doc[i + 1], "container", site):
        return inner(doc[i + 1], site)
    return None


def modified(site: Site) -> Token | None:
    """The noun that the number stands before: `33 children`, `72 office units`, `a 101-seat assembly` (seats)."""
    doc, i = site.doc, site.end
    if i + 1 < site.sent.end and doc[i].text in _HYPHENS and not doc[i - 1].whitespace_ and doc[i + 1].tag_ in NOUNS:
        return doc[i + 1]
    target = site.head.head
    if role(site.head) not in MODIFIERS or target.i < site.end or site.marker is not None:
        return None
    if belongs(target, "unit", site):
        target = target.head if target.head.i > target.i else target
    return _whole(target, site)


def _whole(noun: Token, site: Site) -> Token:
    """The head of the compound that a part was found of, by the tree or by the nouns that follow at once."""
    for _ in range(_REACH):
        head = noun.head
        if (
            role(noun) not in {"compound", "nmod:unmarked"}
            or not noun.i < head.i <= noun.i + 4
            or head.tag_ not in NOUNS
        ):
            break
        noun = head
    behind = run_behind(site.doc, site.end, site.sent.end)
    if behind is not None and behind.i > noun.i and noun.tag_ not in {"NNS", "NNPS"} and is_item(behind, site):
        return behind
    return noun


def listed(site: Site) -> Token | None:
    """The noun behind the last of a list of numbers: `100, 200 or 300 huts`."""
    doc, i, stop = site.doc, site.end, site.sent.end
    numbers = 0
    while i < stop and (doc[i].tag_ == "CD" or doc[i].text == "," or doc[i].lower_ == "or"):
        numbers += doc[i].tag_ == "CD"
        i += 1
    return run_behind(doc, i, stop) if numbers else None


def adjacent(site: Site) -> Token | None:
    """Where the tree is of no help: the nouns right behind the number."""
    return run_behind(site.doc, site.end, site.sent.end)


def plural_looking(site: Site) -> Token | None:
    """Where the tags are of no help either: a word right behind the number with a plural's ending."""
    token = site.doc[site.end] if site.end < site.sent.end else None
    if token is None or token.tag_ not in {"JJ", "VBZ"} or not token.is_lower or len(token) < 4:
        return None
    return token if token.text.endswith("s") and not token.text.endswith("ss") else None


def attributive(site: Site) -> Token | None:
    """The noun that a measure stands before.

    `a 50 percent stake`, `three-day survey`, `a $2.2 billion, two-year deficit`.
    """
    target = site.head.head
    before = site.doc[site.first - 1] if site.first > site.sent.start else None
    opened = (before is not None and before.tag_ in OPENERS | {"POS"}) or site.tokens[0].tag_ in OPENERS
    behind = run_behind(site.doc, site.end, site.sent.end)
    governed = role(site.head) in MODIFIERS and target.i >= site.end and site.marker is None
    joined = any(token.tag_ == "HYPH" for token in site.tokens)
    if behind is None or not (opened or governed or joined):
        return target if governed else None
    return inner(behind, site)


def compared(site: Site) -> Token | None:
    """What a share or multiple is compared of.

    `half the vote`, `twice the number of seats`, `22 percent more forest area`.
    """
    doc, i, stop = site.doc, site.end, site.sent.end
    if i >= stop or (site.unit not in _COMPARED and doc[i].lower_ not in COMPARATIVES):
        return None
    start = i
    while i < stop and i < start + 4 and doc[i].lower_ in site.lex.classes["comparing"]:
        i += 1
    if i == start and doc[i].tag_ not in OPENERS:
        return None
    found = noun_after(doc, i, stop, site)
    return inner(found, site) if found is not None else None


def behind(site: Site) -> Token | None:
    """What money or a share goes to.

    `$1.1 trillion in revenue`, `$2 million for schools`, `added $18 million to reserves`.
    """
    doc, i, stop = site.doc, site.end, site.sent.end
    if i >= stop or doc[i].lower_ not in (_SHARE_OF if site.unit == "percent" else _GOES_TO):
        return None
    found = noun_after(doc, i + 1, stop, site)
    if found is None or found.ent_type_ in _PLACES or belongs(found, "time", site) or belongs(found, "per", site):
        return None
    if doc[i].lower_ == "to" and found.tag_ in {"NNP", "NNPS"}:
        return None  # `gave $5,000 to Hill Action`: who gets money is not what it is spent on
    return inner(found, site)


def per_noun(site: Site) -> Token | None:
    """What a price is a piece of, where nothing else is named: `at $3.60 a share`."""
    if site.per is None or site.per in site.lex.classes["time"]:
        return None
    near = site.doc[site.end : min(site.end + 3, site.sent.end)]
    return next((token for token in near if token.lemma_.lower() == site.per), None)


def preposed(site: Site) -> Token | None:
    """`Of the eight victims, three were stabbed`: the noun that opens the sentence behind `of` or `among`."""
    first = site.sent[0]
    if first.lower_ not in {"of", "among"} or first.i >= site.first:
        return None
    return noun_after(site.doc, first.i + 1, site.first, site)


def predicate(site: Site) -> Token | None:
    """The noun said of the number: `at least 30 were children`."""
    target = site.head.head
    if role(site.head) in SUBJECTS and (said := next(children(target, _ATTRIBUTES), None)) is not None:
        return said if said.tag_ in NOUNS else None
    if role(site.head) not in SUBJECTS or target.tag_ not in NOUNS or preposition(target) is not None:
        return None
    return target if any(role(child) == "cop" for child in target.children) else None


def in_front(site: Site) -> Token | None:
    """The subject before a verb that measures or changes, right at the figure.

    `the yield on the note fell to 1.4 percent`.
    """
    doc, start = site.doc, site.sent.start
    i = _before_level(site)
    if i <= start or i in site.taken or not (changes(doc[i], site) or belongs(doc[i], "measuring", site)):
        return None
    verb, i = doc[i], i - 1
    first = verb
    while (
        i > start and i > verb.i - 4 and (doc[i].tag_ in _VERBAL or doc[i].lower_ == "likely") and i not in site.taken
    ):
        first = doc[i] if doc[i].tag_.startswith("V") else first
        i -= 1
    if doc[i].text == "," and verb.tag_.startswith("VB"):
        i = next((k - 1 for k in range(i - 1, max(start, i - _LONGEST_ASIDE), -1) if doc[k].text == ","), i)
    found = phrase_before(doc, i, start)
    if found is None and first.tag_.startswith("V"):
        found = _subject_noun(first, site)
    return inner(found, site) if found is not None and not _acts(found, verb, site) else None


def _before_level(site: Site) -> int:
    """The place of the word that the figure completes, `to`, `by`, `at` and adverbs passed over."""
    i, words = site.first - 1, site.lex.classes["level"]
    while i > site.sent.start and i > site.first - 4:
        token = site.doc[i]
        if changes(token, site) or not (token.lower_ in words or token.tag_ == "RB"):
            break
        i -= 1
    return i


def _acts(noun: Token, verb: Token, site: Site) -> bool:
    """Whether a noun acts and is not what is measured: who raises something, who does anything but rise or fall."""
    if belongs(verb, "causing", site) and not any(role(child) in _PASSIVE for child in verb.children):
        return True
    return noun.ent_type_ in _ACTORS and not changes(verb, site)


def completed(site: Site) -> Token | None:
    """The noun that the figure completes: `a toll of 44`, `unemployment of 5 percent`, `the number of cases at 120`."""
    marker, above = site.marker, governor(site.head)
    before = site.doc[site.first - 1] if site.first > site.sent.start + 1 else None
    if before is not None and before.lower_ == "of" and site.doc[before.i - 1].tag_ in NOUNS:
        above = site.doc[before.i - 1]
    elif (
        marker is None
        or marker.lower_ not in _MEASURES_OF
        or above.tag_ not in NOUNS
        or above.i >= site.first
        or above.i in site.taken
        or (changes(above, site) and not belongs(above, "light", site))
        or (marker.lower_ in _CHANGED_BY and not (changes(above, site) or belongs(above, "light", site)))
    ):
        return None
    found = inner(above, site)
    if found is above and (belongs(above, "container", site) or belongs(above, "light", site)):
        return _through(above, site) or (None if site.family == "count" else above)
    return found


def _through(noun: Token, site: Site) -> Token | None:
    """What a noun that only carries the number is itself said of: `prices rose by an average of 14%`."""
    verb = _clause(noun)
    found = _subject_noun(verb, site) if verb is not None and _measures(verb, site) else None
    return inner(found, site) if found is not None and found is not noun else None


def described(site: Site) -> Token | None:
    """The noun that a word of measure right before the figure describes.

    `stock worth $2m`, `forests covering 20 hectares`.
    """
    doc, i, start = site.doc, site.first - 1, site.sent.start
    i -= i > start and doc[i].lower_ in site.lex.classes["level"]
    if i <= start or not belongs(doc[i], "describing", site):
        return None
    i -= 1
    while i > start and (doc[i].tag_ == "RB" or doc[i].text == ","):
        i -= 1
    return phrase_before(doc, i, start)


def object_before(site: Site) -> Token | None:
    """The noun right before the figure: `helped lift the index 1.2 percent`."""
    i = site.first - 1
    if i <= site.sent.start or site.doc[i].tag_ not in NOUNS or i in site.taken:
        return None
    found = phrase_before(site.doc, i, site.sent.start)
    return inner(found, site) if found is not None and found.ent_type_ not in _PLACES else None


def _clause(token: Token) -> Token | None:
    """The verb or predicate that a token stands under."""
    for _ in range(_REACH):
        if token.tag_.startswith("VB") or any(
            role(child) == "cop" or role(child) in SUBJECTS for child in token.children
        ):
            return token
        if token.head == token:
            return None
        token = token.head
    return None


def _subject_noun(verb: Token, site: Site) -> Token | None:
    """A verb's subject: its own, the noun that a participle or relative clause describes, what a pronoun stands for."""
    while role(verb) in _PART_OF_VERB and verb.head.i - verb.i <= _REACH:
        verb = verb.head
    found = subject_of(verb)
    if role(verb) in _MODIFYING_CLAUSES and (found is None or found.lower_ in _RELATIVES):
        return verb.head if verb.head.tag_ in NOUNS and verb.head.i < site.first else None
    if found is None and role(verb) in _LINKED_CLAUSES:
        found = subject_of(verb.head) or (subject_of(verb.head.head) if role(verb.head) in _LINKED_CLAUSES else None)
    if found is None or found.i >= site.first:
        return None
    return antecedent(found) if found.lower_ in _PRONOUNS else found


def _measures(verb: Token, site: Site) -> bool:
    """Whether a predicate says how much its subject is."""
    return verb.pos_ not in {"VERB", "AUX"} or changes(verb, site) or belongs(verb, "measuring", site)


def subject(site: Site) -> Token | None:
    """The subject of the verb or copula that the figure completes: `prices, which had eased, rose 8 percent`."""
    verb = _clause(site.head)
    if verb is None or not _measures(verb, site):
        return None
    found = _subject_noun(verb, site)
    return inner(found, site) if found is not None and not _acts(found, verb, site) else None


def clause_subject(site: Site) -> Token | None:
    """The subject of whatever verb a measure stands with.

    `the buoy floats 310 miles from shore`; no money, no share.
    """
    if site.unit in _COMPARED or site.unit == "percent" or site.unit.isupper():
        return None
    verb = _clause(site.head)
    found = _subject_noun(verb, site) if verb is not None else None
    return found if found is not None and found.ent_type_ not in _ACTORS else None


def behind_length(site: Site) -> Token | None:
    """What a length of time is spent in: `five years in prison`."""
    doc, i = site.doc, site.end
    if i + 1 >= site.sent.end or doc[i].lower_ != "in" or doc[i + 1].tag_ not in NOUNS:
        return None
    found = run_behind(doc, i + 1, site.sent.end)
    return found if found is not None and found.ent_type_ not in _PLACES and not belongs(found, "time", site) else None


def object_changed(site: Site) -> Token | None:
    """The object that the figure changes or prices.

    `cut emissions by 32%`, `put the cost at $15`, `sold two ships for $3m`.
    """
    above = governor(site.head)
    if site.marker is None or not above.tag_.startswith("VB"):
        return None
    found = next(
        (child for child in children(above, OBJECTS) if child.i < site.first and child.i not in site.taken), None
    )
    return inner(found, site) if found is not None else None


def lasting(site: Site) -> Token | None:
    """What lasts: the predicate noun, the object, or the subject of the clause (`has been at war for nine years`)."""
    above = governor(site.head)
    if above.tag_ in NOUNS and above.i < site.first and above.i not in site.taken:
        return inner(above, site)
    verb = _clause(site.head)
    if verb is None or (verb.tag_ in NOUNS and verb.i < site.first):
        return verb
    marker = site.marker
    if marker is not None and marker.lower_ == "for":
        found = next((child for child in children(verb, OBJECTS) if child.i < site.first and child.tag_ in NOUNS), None)
        if found is not None and is_item(found, site):
            return found
    return _subject_noun(verb, site)


def apposed(site: Site) -> Token | None:
    """`profit, $5 million`; `turnout: 44 percent`."""
    above = site.head.head
    return inner(above, site) if role(site.head) in {"appos", "parataxis", "list"} and above.tag_ in NOUNS else None
