"""Where the noun of a figure stands: rules on the words and the tree around it, each a token or None.

The tree says what belongs together at a distance; next to the figure the order of the words is the better witness. Trees in
Universal Dependencies and in spaCy's English scheme are both read (`syntax.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from newsclaims.quantities.lexicon import Lexicon
from newsclaims.syntax import OBJECTS, SUBJECTS, children, governor, preposition, role
from newsclaims.syntax import subject as subject_of

NOUNS = frozenset("NN NNS NNP NNPS".split())
_NOT_ITEMS = frozenset(["PERSON"])
_PLACES = frozenset("LOC GPE DATE".split())
_MODIFIERS = frozenset("nummod amod compound quantmod nmod:unmarked nmod:desc npadvmod obl:unmarked nmod".split())
_INSIDE = frozenset("JJ JJR JJS VBN VBG HYPH NN NNP POS AFX".split())
_BEFORE_NOUN = frozenset("JJ JJR JJS NN NNS NNP NNPS CD HYPH POS VBN VBG $ AFX".split())
_OPENERS = frozenset(["DT", "PRP$", "PDT"])
_VERBAL = frozenset("VB VBD VBZ VBP VBN VBG MD RB TO".split())
_COMPLEMENTS = frozenset("of on for in at to with between".split())
_MEASURED_BY = frozenset("of in for from".split())
_MEASURES_OF = frozenset("of at to by from with".split())
_FOR_WHAT = frozenset("in on for to of worth".split())
_PRONOUNS = frozenset("it they".split())
_RELATIVES = frozenset("which that who".split())
_COMPARATIVES = frozenset("more less fewer higher lower".split())
_MODIFYING_CLAUSES = frozenset("acl acl:relcl relcl".split())
_REACH = 8


@dataclass(frozen=True, slots=True)
class Site:
    """A figure where it stands: `tokens` its number and unit, `first` its first token with modifier, `end` its end (out).

    `head` hangs on something outside; `taken` are the places of all tokens of the sentence's numerals, which are no items.
    """

    tokens: Span
    first: int
    end: int
    head: Token
    unit: str
    family: str
    taken: frozenset[int]
    lex: Lexicon
    per: str | None = None

    @property
    def doc(self) -> Doc:
        """The article."""
        return self.tokens.doc

    def same_sentence(self, other: Site) -> bool:
        """Whether both stand in one sentence."""
        return self.tokens.sent.start == other.tokens.sent.start

    @property
    def compares(self) -> bool:
        """Whether `more than`, `higher than` stands behind it, or `up`, `down`, `against` before it."""
        following = self.doc[self.end].lower_ if self.end < len(self.doc) else ""
        before = self.doc[self.first - 1].lower_ if self.first else ""
        return following in _COMPARATIVES or before in {"up", "down", "to", "from", "against", "with"}

    @property
    def opens(self) -> bool:
        """Whether it opens its clause: nothing but a comma, `while`, `and` or a quotation mark stands before it."""
        start = self.tokens.sent.start
        before = self.doc[self.first - 1] if self.first > start else None
        return before is None or not before.is_alpha or before.lower_ in {"while", "and", "but", "only"}


Rule = Callable[[Site], "Token | None"]


def head_of(tokens: Span) -> Token:
    """The token of the figure that hangs on something outside it."""
    inside = [token for token in tokens if not tokens.start <= token.head.i < tokens.end or token.head == token]
    number = [token for token in inside if token.tag_ in {"CD", "NN", "NNS", "$", "DT", "PDT", "JJ"}]
    return (number or inside or [tokens[-1]])[-1]


def is_item(token: Token, site: Site) -> bool:
    """Whether a token can be what is counted: a noun that is no person, no time, no part of a figure."""
    if token.i in site.taken or token.is_space or not any(letter.isalpha() for letter in token.text):
        return False
    if token.ent_type_ in _NOT_ITEMS or token.lower_ in site.lex.classes["no_item"]:
        return False
    classes = site.lex.classes
    if token.lower_ in classes["month"] and token.tag_ in {"NNP", "NNPS"}:
        return False
    return token.tag_ in NOUNS or token.tag_ in {"JJ", "VBG", "CD"} and token.pos_ in {"NOUN", "PROPN"}


def _has(token: Token, name: str, site: Site) -> bool:
    """Whether a token is of a class of words, by its lemma or as it stands (lemmas of irregular forms may be missing)."""
    words = site.lex.classes[name]
    return token.lower_ in words or token.lemma_.lower() in words


def run_behind(doc: Doc, i: int, stop: int) -> Token | None:
    """The last noun of the adjectives and nouns that start at token `i`: `unionized dock workers said` -> workers."""
    found = None
    while i < stop:
        token = doc[i]
        if token.tag_ in NOUNS and not token.is_space:
            found = token
            if token.tag_ in {"NNS", "NNPS"} and not _goes_on(doc, i, stop):
                break
        elif (
            token.tag_ == "CC"
            and found is not None
            and found.tag_ == "NNP"
            and i + 1 < stop
            and doc[i + 1].tag_ == "NNP"
        ):
            pass
        elif token.tag_ == "," and i + 1 < stop and found is None and doc[i + 1].tag_ in {"JJ", "CD", "VBN"}:
            pass
        elif token.tag_ == "CD" and i + 1 < stop and doc[i + 1].text in "-‑":
            pass
        elif token.tag_ not in _INSIDE or token.is_space:
            break
        elif found is not None and token.tag_ in {"VBN", "VBG", "JJ", "JJR"} and not _goes_on(doc, i, stop):
            break
        i += 1
    return found


def _goes_on(doc: Doc, i: int, stop: int) -> bool:
    """Whether the token before is a modifier of the noun that follows at once."""
    following = doc[i + 1] if i + 1 < stop else None
    return (
        following is not None
        and following.tag_ in NOUNS | {"HYPH"}
        and doc[i].head.i > i
        and role(doc[i]) in _MODIFIERS
    )


def phrase_before(doc: Doc, i: int, start: int) -> Token | None:
    """The head of the noun phrase that ends at token `i`, its complements looked through: `the yield on the note` -> yield."""
    head = None
    while i >= start and doc[i].tag_ in NOUNS and not doc[i].is_space:
        head = doc[i]
        i -= 1
        while i >= start and doc[i].tag_ in _BEFORE_NOUN:
            i -= 1
        if i >= start and doc[i].tag_ in _OPENERS:
            i -= 1
        if i < start or doc[i].lower_ not in _COMPLEMENTS:
            break
        i -= 1
    return head


def inner(noun: Token, site: Site) -> Token:
    """Looks through nouns that only carry a number: `the number of cases`, `a total of N`, `price increases`."""
    container = _has(noun, "container", site)
    if not container and not _has(noun, "light", site):
        return noun
    wanted = frozenset(["of"]) if container else _MEASURED_BY
    for child in noun.children:
        marker = preposition(child)
        if child.i > noun.i and marker is not None and marker.lower_ in wanted and is_item(child, site):
            return child
        if child.lower_ in wanted and (found := next(children(child, frozenset(["pobj"])), None)) is not None:
            return found
    i, stop = noun.i + 1, noun.sent.end
    if i + 1 < stop and noun.doc[i].lower_ in wanted and i not in site.taken:
        return _noun_after(noun.doc, i + 1, stop, site) or noun
    return noun


def _noun_after(doc: Doc, i: int, stop: int, site: Site) -> Token | None:
    """The noun of the phrase that starts at token `i`, articles and numbers passed over."""
    while i < stop and (
        doc[i].tag_ in _OPENERS or doc[i].tag_ == "CD" or doc[i].lower_ in site.lex.classes["number_modifier"]
    ):
        i += 1
    found = run_behind(doc, i, stop)
    return found if found is not None and is_item(found, site) else None


def of_phrase(site: Site) -> Token | None:
    """The noun in the partitive behind it: `dozens of people`, `28 percent of voters`, `18%, of its stock`, `10 of 12 men`."""
    doc, i, stop = site.doc, site.end, site.tokens.sent.end
    if i + 1 < stop and doc[i].text == ",":
        i += 1
    if i >= stop or doc[i].lower_ not in {"of", "among"} or (doc[i].lower_ == "among" and site.unit != "percent"):
        return None
    found = _noun_after(doc, i + 1, stop, site)
    if found is None or _has(found, "time", site) and site.family == "count":
        return None
    whole = inner(found, site)
    return whole if whole.i > i else found


def number_of(site: Site) -> Token | None:
    """`brought to nine the number of inmates`: the noun of a number that stands behind its figure."""
    doc, i = site.doc, site.end
    if i + 2 < site.tokens.sent.end and doc[i].lower_ == "the" and _has(doc[i + 1], "container", site):
        return inner(doc[i + 1], site)
    return None


def modified(site: Site) -> Token | None:
    """The noun that the number stands before: `33 children`, `72 office units`, `two non-lethal weapons`."""
    target = site.head.head
    if role(site.head) not in _MODIFIERS or target.i < site.end or preposition(site.head) is not None:
        return None
    if _has(target, "unit", site):
        target = target.head if target.head.i > target.i else target
    return _whole(target, site)


def _whole(noun: Token, site: Site) -> Token:
    """The head of the compound that a part was found of, by the tree or by the nouns that follow at once."""
    while (
        role(noun) in {"compound", "nmod:unmarked"} and noun.i < noun.head.i <= noun.i + 4 and noun.head.tag_ in NOUNS
    ):
        noun = noun.head
    behind = run_behind(site.doc, site.end, site.tokens.sent.end)
    if behind is not None and behind.i > noun.i and noun.tag_ not in {"NNS", "NNPS"} and is_item(behind, site):
        return behind
    return noun


def adjacent(site: Site) -> Token | None:
    """Where the tree is of no help: the nouns right behind the number."""
    return run_behind(site.doc, site.end, site.tokens.sent.end)


def attributive(site: Site) -> Token | None:
    """The noun that a measure stands before: `a 50 percent stake`, `three-day survey`, `a $2.2 billion, two-year deficit`."""
    target = site.head.head
    before = site.doc[site.first - 1] if site.first > site.tokens.sent.start else None
    opened = (
        before is not None
        and (before.tag_ in _OPENERS or before.text in {"'s", "’s"})
        or site.tokens[0].tag_ in _OPENERS
    )
    behind = run_behind(site.doc, site.end, site.tokens.sent.end)
    governed = role(site.head) in _MODIFIERS and target.i >= site.end and preposition(site.head) is None
    joined = any(token.tag_ == "HYPH" for token in site.tokens)
    if behind is None or not (opened or governed or joined):
        return target if governed else None
    return inner(behind, site)


def compared(site: Site) -> Token | None:
    """What a share or multiple is compared of: `half the vote`, `twice the number of seats`, `22 percent more forest area`."""
    doc, i, stop = site.doc, site.end, site.tokens.sent.end
    start = i
    while i < stop and i < start + 4 and (doc[i].lower_ in site.lex.classes["comparing"]):
        i += 1
    if i == start and not (site.unit in {"times", "fraction"} and i < stop and doc[i].tag_ in _OPENERS):
        return None
    found = _noun_after(doc, i, stop, site)
    return inner(found, site) if found is not None and (i >= stop or doc[i].lower_ != "than") else None


def preposed(site: Site) -> Token | None:
    """`Of the eight victims, three were stabbed`: the noun that opens the sentence behind `of` or `among`."""
    first = site.tokens.sent[0]
    if first.lower_ not in {"of", "among"} or first.i >= site.first:
        return None
    return _noun_after(site.doc, first.i + 1, site.first, site)


def predicate(site: Site) -> Token | None:
    """The noun said of the number: `at least 30 were children`."""
    target = site.head.head
    if role(site.head) not in SUBJECTS or target.tag_ not in NOUNS or preposition(target) is not None:
        return None
    return target if any(role(child) == "cop" for child in target.children) else None


def in_front(site: Site) -> Token | None:
    """The subject before a verb that measures or changes, right at the figure: `the yield on the note fell to 1.4 percent`."""
    doc, start = site.doc, site.tokens.sent.start
    i = site.first - 1
    while (
        i > start
        and i > site.first - 4
        and (doc[i].lower_ in site.lex.classes["level"] or doc[i].tag_ == "RB")
        and not _change(doc[i], site)
    ):
        i -= 1
    if i <= start or not (_change(doc[i], site) or _has(doc[i], "measuring", site)) or i in site.taken:
        return None
    verb, i = doc[i], i - 1
    while i > start and i > verb.i - 4 and doc[i].tag_ in _VERBAL and doc[i].i not in site.taken:
        i -= 1
    if doc[i].text == "," and verb.tag_.startswith("VB"):
        i = next((k - 1 for k in range(i - 1, max(start, i - 15), -1) if doc[k].text == ","), i)
    found = phrase_before(doc, i, start)
    return inner(found, site) if found is not None and not _agent(found, verb, site) else None


def _agent(noun: Token, verb: Token, site: Site) -> bool:
    """Whether a noun acts and is not what is measured: a person or place, or an organisation that raises or cuts something."""
    return noun.ent_type_ == "PERSON"


def _change(token: Token, site: Site) -> bool:
    return token.lower_ in site.lex.changes


def completed(site: Site) -> Token | None:
    """The noun that the figure completes: `a toll of 44`, `unemployment of 5 percent`, `the number of cases at 120`."""
    marker, above = preposition(site.head), governor(site.head)
    before = site.doc[site.first - 1] if site.first > site.tokens.sent.start else None
    if before is not None and before.lower_ == "of" and site.doc[before.i - 1].tag_ in NOUNS:
        above = site.doc[before.i - 1]
    elif marker is None or marker.lower_ not in _MEASURES_OF or above.tag_ not in NOUNS or above.i >= site.first:
        return None
    elif above.i in site.taken or (_change(above, site) and not _has(above, "light", site)):
        return None
    found = inner(above, site)
    if found is above and (_has(above, "container", site) or _has(above, "light", site)):
        return _through(above, site) or above
    return found


def _through(noun: Token, site: Site) -> Token | None:
    """What a noun that only carries the number is itself said of: `prices rose by an average of 14%`."""
    verb = _clause(noun)
    found = _subject_noun(verb, site) if verb is not None and _measures(verb, site) else None
    return inner(found, site) if found is not None and found is not noun else None


def _clause(token: Token) -> Token | None:
    """The verb or predicate that a token stands under."""
    for _ in range(_REACH):
        if token.tag_.startswith("VB") or any(
            role(child) in {"cop"} or role(child) in SUBJECTS for child in token.children
        ):
            return token
        if token.head == token:
            return None
        token = token.head
    return None


def _subject_noun(verb: Token, site: Site) -> Token | None:
    """The noun that is a verb's subject: its own, the noun a participle or relative clause describes, what a pronoun stands for."""
    found = subject_of(verb)
    if role(verb) in _MODIFYING_CLAUSES and (found is None or found.lower_ in _RELATIVES):
        return verb.head if verb.head.tag_ in NOUNS and verb.head.i < site.first else None
    if found is None and role(verb) in {"xcomp", "conj", "advcl"}:
        found = subject_of(verb.head)
    if found is None or found.i >= site.first:
        return None
    if found.lower_ in _PRONOUNS:
        return _antecedent(found)
    return (
        found
        if found.tag_ in NOUNS
        or found.pos_ in {"NOUN", "PROPN"}
        or role(found) in SUBJECTS
        and found.tag_ in {"JJ", "VB"}
        else None
    )


def _antecedent(pronoun: Token) -> Token | None:
    """The last subject before a pronoun that agrees with it in number, in its sentence or the one before; no person."""
    plural = pronoun.lower_ == "they"
    doc, start = pronoun.doc, pronoun.sent.start
    first = doc[start - 1].sent.start if start else 0
    for i in range(pronoun.i - 1, first - 1, -1):
        token = doc[i]
        if role(token) in SUBJECTS and token.tag_ in NOUNS and (token.tag_ in {"NNS", "NNPS"}) is plural:
            return None if token.ent_type_ == "PERSON" else token
    return None


def _measures(verb: Token, site: Site) -> bool:
    return verb.pos_ not in {"VERB", "AUX"} or _change(verb, site) or _has(verb, "measuring", site)


def subject(site: Site) -> Token | None:
    """The subject of the verb or copula that the figure completes: `prices, which had eased, rose 8 percent`."""
    verb = _clause(site.head)
    if verb is None or not _measures(verb, site):
        return None
    found = _subject_noun(verb, site)
    return inner(found, site) if found is not None else None


def measured_subject(site: Site) -> Token | None:
    """The subject of whatever verb a measure stands with: `the buoy floats 310 miles from shore`; no money, no share."""
    if site.unit in {"percent", "times", "fraction"} or site.unit.isupper():
        return None
    verb = _clause(site.head)
    found = _subject_noun(verb, site) if verb is not None else None
    return found if found is not None and found.ent_type_ not in {"PERSON", "ORG"} else None


def object_changed(site: Site) -> Token | None:
    """The object that the figure changes or prices: `cut emissions by 32%`, `put the cost at $15`, `sold two ships for $3m`."""
    above = governor(site.head)
    if preposition(site.head) is None or not above.tag_.startswith("VB"):
        return None
    found = next(
        (child for child in children(above, OBJECTS) if child.i < site.first and child.i not in site.taken), None
    )
    return inner(found, site) if found is not None and found.ent_type_ != "PERSON" else None


def described(site: Site) -> Token | None:
    """The noun that a participle or relative clause with the figure describes: `forests covering 20 hectares`, `stock worth $2m`."""
    doc, i = site.doc, site.first - 1
    if i > 0 and doc[i].lower_ in site.lex.classes["level"]:
        i -= 1
    if i > site.tokens.sent.start and _has(doc[i], "describing", site):
        return phrase_before(doc, i - 1, site.tokens.sent.start)
    verb = _clause(site.head)
    if verb is not None and role(verb) in _MODIFYING_CLAUSES and verb.head.i < site.first and verb.head.tag_ in NOUNS:
        return inner(verb.head, site)
    return None


def behind(site: Site) -> Token | None:
    """What money or a share goes to: `$1.1 trillion in revenue`, `$2 million for schools`, `added $18 million to reserves`."""
    doc, i, stop = site.doc, site.end, site.tokens.sent.end
    if i >= stop or doc[i].lower_ not in _FOR_WHAT:
        return None
    found = _noun_after(doc, i + 1, stop, site)
    if found is None or found.ent_type_ in _PLACES or _has(found, "time", site) or _has(found, "per", site):
        return None
    return inner(found, site)


def lasting(site: Site) -> Token | None:
    """What lasts: the predicate noun, the object, or the subject of the clause (`has been at war for nine years`)."""
    above = governor(site.head)
    if above.tag_ in NOUNS and above.i < site.first and above.i not in site.taken:
        return inner(above, site)
    verb = _clause(site.head)
    if verb is None:
        return None
    if verb.tag_ in NOUNS and verb.i < site.first:
        return verb
    marker = preposition(site.head)
    if marker is not None and marker.lower_ == "for":
        found = next((child for child in children(verb, OBJECTS) if child.i < site.first and child.tag_ in NOUNS), None)
        if found is not None and is_item(found, site):
            return found
    return _subject_noun(verb, site)


def apposed(site: Site) -> Token | None:
    """`profit, $5 million`; `turnout: 44 percent`."""
    above = site.head.head
    return inner(above, site) if role(site.head) in {"appos", "parataxis", "list"} and above.tag_ in NOUNS else None


def per_noun(site: Site) -> Token | None:
    """What a price is a piece of, where nothing else is named: `at $3.60 a share`."""
    if site.per is None or site.family != "measure" or site.per in site.lex.classes["time"]:
        return None
    return next((token for token in _few_behind(site) if token.lemma_.lower() == site.per), None)


def _few_behind(site: Site) -> Iterator[Token]:
    return iter(site.doc[site.end : min(site.end + 3, site.tokens.sent.end)])
