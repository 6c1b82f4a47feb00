"""Noun phrases read from the tags, for who speaks: the tree says which noun, the tags say how far its phrase goes.

Reading order: `Party` (a phrase as plain text parts, for `link.py`), `party` (from its head noun); what is coordinated
with it is `parties.py`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

_NOUNS = frozenset("NN NNS NNP NNPS".split())
PROPER = frozenset(["NNP", "NNPS"])
_INSIDE = _NOUNS | frozenset("DT PDT PRP$ JJ JJR JJS CD POS HYPH $ #".split())
_BEFORE_PARTICIPLE = frozenset(["DT", "JJ", "PRP$", "HYPH", "NNP", "VBN"])
_ADVERBIAL = frozenset(["yesterday", "today", "tonight", "tomorrow"])
_WHEN = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday yesterday today january february march april may june "
    "july august september october november december jan. feb. aug. sept. oct. nov. dec. "
    "earlier late last this week month year".split()
)
PRONOUNS = frozenset("PRP WP WDT".split())
_TYING = frozenset("of for at from by in with to on".split())
_DEFINITE = frozenset("the this that these those its his her their our".split())
_JOINING = frozenset(["&", "/", "-", "–", "and"])
_ISSUING = frozenset("released published issued compiled conducted commissioned collected unveiled".split())


@dataclass(frozen=True)
class Party:
    """Who or what a phrase names, in plain text parts.

    `name` is the proper name at its head, or beside it in apposition; `aside` the one in apposition where the head
    bears a name too (`the Minister of Trade, Ann Lee`); `related` are the names inside it that stand
    before the head (`Heritage spokesman`) or hang on it (`director of the fund`), `issuers` those after `by`, `from`.
    """

    start: int
    end: int
    words: str
    head: str
    name: str = ""
    name_end: int = -1
    pronoun: bool = False
    definite: bool = False
    plural: bool = False
    aside: str = ""
    aside_end: int = -1
    related: tuple[str, ...] = ()
    issuers: tuple[str, ...] = ()
    issuer_words: str = ""


def is_nominal(token: Token) -> bool:
    """Whether the token can head a phrase that names someone: noun, name or pronoun."""
    if token.is_space:
        return False
    return token.tag_ in _NOUNS or token.tag_ in PRONOUNS or token.lower_ in {"some", "others", "many", "both"}


def is_gap(token: Token) -> bool:
    """Whether the token is white space within a line, which ends no phrase (`Dr`, a no-break space, `Lee`)."""
    return token.is_space and "\n" not in token.text


def in_body(token: Token) -> bool:
    """Whether the token goes on with the name of an organisation: the `of`, `and` of its entity cut no phrase."""
    return token.ent_type_ == "ORG" and token.ent_iob_ == "I"


def left_edge(head: Token, floor: int) -> int:
    """The first token of the phrase that ends in `head`, not before token `floor`."""
    doc, at = head.doc, head.i
    if head.tag_ in PRONOUNS:
        return at
    while at > floor and (_joins(doc, at - 1) or (head.tag_ == "NNS" and _joins_kinds(doc, at - 1))):
        at -= 1
    return _over_place(doc, _past_time(head, at), floor)


def whole_edge(head: Token, floor: int) -> int:
    """The first token of the phrase, which a body's name may open before `floor`: `a University of Tarn poll`."""
    doc, start = head.doc, left_edge(head, floor)
    first = start
    while first > 0 and in_body(doc[first]):
        first -= 1
    return left_edge(doc[first], doc[first].sent.start) if first < start else start


def _past_time(head: Token, at: int) -> int:
    """The token behind a time that stands before the phrase and hangs on the clause: `Last year the minister said`."""
    doc, end = head.doc, at
    if at < head.i and doc[at + 1].tag_ != "POS":
        dated = doc[at].lower_ in _WHEN and at > 0 and doc[at - 1].lower_ == "on"
        if dated or doc[at].lower_ in _ADVERBIAL:
            return at + 1
    while end < head.i and doc[end].ent_type_ == "DATE":
        end += 1
    return end if end > at and not at <= doc[end - 1].head.i <= head.i else at


def _over_place(doc: Doc, at: int, floor: int) -> int:
    """The start of `the Springfield, Ill., company` from its last comma on; `at` where there is no such place."""
    start = at
    while start > floor and (doc[start - 1].tag_ in PROPER or doc[start - 1].text == ","):
        start -= 1
    placed = at > floor and doc[at - 1].text == "," and at - start in range(3, 8)
    return start - 1 if placed and start > floor and doc[start - 1].lower_ == "the" and doc[at].tag_ == "NN" else at


def _joins(doc: Doc, at: int) -> bool:
    """Whether the token belongs to the noun phrase whose next token it stands before."""
    token, after = doc[at], doc[at + 1]
    if token.is_space:
        return at > 0 and is_gap(token)
    if token.tag_ in _INSIDE:
        return after.tag_ not in {"DT", "PRP$", "PDT"} or token.tag_ == "PDT"
    if token.text in {"&", "/", "-", "–"}:
        return True
    if token.tag_ in {"RB", "RBS", "RBR"}:
        return after.tag_ == "HYPH" or (token.tag_ != "RB" and after.tag_ == "JJ")
    return (
        token.tag_ in {"VBN", "VBG"}
        and after.tag_ in _NOUNS | {"JJ"}
        and at > 0
        and doc[at - 1].tag_ in _BEFORE_PARTICIPLE
    )


def _joins_kinds(doc: Doc, at: int) -> bool:
    """Whether an `and` joins two kinds of the same people: `federal and state officials`."""
    return doc[at].lower_ == "and" and at > 0 and doc[at - 1].tag_ == "JJ" and doc[at + 1].tag_ in {"JJ", "NN"}


def right_edge(doc: Doc, at: int, stop: int) -> int:
    """Where the noun phrase that starts at `at` ends (token index, out), or `at` where none starts."""
    start = at
    if at < stop and doc[at].tag_ in PRONOUNS:
        return at + 1
    while at < stop and (
        doc[at].tag_ in _INSIDE
        or doc[at].text in {"&", "/", "-", "–"}
        or _participle(doc, at, start)
        or (at > start and is_gap(doc[at]) and at + 1 < stop and doc[at + 1].tag_ in _INSIDE)
    ):
        if at > start and doc[at].tag_ in {"DT", "PRP$"} and doc[at - 1].tag_ != "PDT":
            break
        at += 1
    return at


def _participle(doc: Doc, at: int, start: int) -> bool:
    """Whether a participle or adverb belongs to the phrase: `a rolling poll`, `the well-known lawyer`."""
    following = doc[at + 1].tag_ if at + 1 < len(doc) else ""
    if doc[at].tag_ == "RB":
        return following == "HYPH"
    inside = at > start and doc[at].tag_ in {"VBN", "VBG"} and following in _NOUNS | {"JJ"}
    dated = inside and doc[at + 1].ent_type_ == "DATE"  # `a poll from the school released Monday`
    return inside and not dated and doc[at - 1].tag_ in _BEFORE_PARTICIPLE


def head_of(doc: Doc, start: int, end: int) -> Token | None:
    """The last noun or pronoun of a phrase, what stands before a possessive left out."""
    for at in range(end - 1, start - 1, -1):
        if is_nominal(doc[at]):
            return doc[at]
    return None


def party(head: Token, floor: int, stop: int) -> Party:
    """The phrase around `head`, between the tokens `floor` and `stop` (out), with what hangs on it."""
    doc = head.doc
    start, end = whole_edge(head, floor), head.i + 1
    while end < stop and doc[end].tag_ in PROPER and doc[end - 1].tag_ in PROPER:
        end += 1
    if head.tag_ == "NN":
        end = _close_name(doc, end, stop)
    if head.tag_ in PRONOUNS:
        return Party(head.idx, head.idx + len(head), head.text, head.lower_, pronoun=True, plural=head.lower_ == "they")
    name = proper_name(doc, start, end)
    related = _names_before(doc, start, end - len(name.split()) if name else end - 1)
    core = Party(
        doc[start].idx,
        _end(doc, end),
        _text(doc, start, end),
        (head.lemma_ or head.text).lower(),
        name,
        _end(doc, end) if name else -1,
        definite=doc[start].lower_ in _DEFINITE,
        plural=head.tag_ in {"NNS", "NNPS"},
        related=related,
    )
    return _with_tail(doc, core, end, stop)


def _close_name(doc: Doc, at: int, stop: int) -> int:
    """Where the name right behind a common noun ends (`director General Ali al-Amr`), or `at` where none stands."""
    end = at
    while end < stop and doc[end].tag_ in PROPER and doc[end].ent_type_ != "DATE" and doc[end].lower_ not in _WHEN:
        end += 1
        if end + 1 < stop and doc[end].text == "-" and doc[end + 1].tag_ in PROPER:
            end += 1
    return end if end == at or doc[end - 1].text != "-" else end - 1


def _with_tail(doc: Doc, core: Party, at: int, stop: int) -> Party:
    """The party with what follows it: `of the fund`, `released on Friday by the ministry`, `, its director,`."""
    while True:
        while at < stop and _links(doc[at]):
            at += 1
        inner = _inner_end(doc, at, stop)
        if inner == at:
            return _with_issuer(doc, core, at, stop) or _with_apposition(doc, core, at, stop)
        core = replace(_with_piece(doc, core, at, inner), end=max(core.end, _end(doc, inner)))
        at = inner


def _with_issuer(doc: Doc, core: Party, at: int, stop: int) -> Party | None:
    """The party with the subject of a clause that says who issued it: `figures (that) the fund released`."""
    first = at + 1 if at < stop and doc[at].lower_ in {"that", "which"} else at
    end = right_edge(doc, first, stop)
    if core.name or end in (first, stop) or doc[end].lower_ not in _ISSUING or doc[first].tag_ in PRONOUNS:
        return None
    name = proper_name(doc, first, end) or _first(_names_before(doc, first, end))
    issuers = (*core.issuers, name) if name else core.issuers
    return replace(core, issuers=issuers, issuer_words=core.issuer_words or _text(doc, first, end))


def _links(token: Token) -> bool:
    """Whether the token only ties what follows to the phrase: a participle, an adverb, a date."""
    return token.is_space or token.tag_ in {"VBN", "VBD", "RB"} or token.lower_ in _WHEN


def _inner_end(doc: Doc, at: int, stop: int) -> int:
    """Where the noun phrase after the preposition `doc[at]` ends, or `at` where there is none."""
    if at >= stop or doc[at].lower_ not in _TYING:
        return at
    inner = right_edge(doc, at + 1, stop)
    if inner == at + 1:
        return at
    if doc[at].lower_ == "by" and inner + 1 < stop and doc[inner].tag_ == "VBG" and doc[inner + 1].tag_ in _NOUNS:
        return right_edge(doc, inner + 1, stop)
    while doc[at].lower_ in {"of", "for"} and inner + 1 < stop and doc[inner].lower_ == "and":
        if not all(doc[i].tag_ in PROPER and doc[i].ent_type_ in {"", "ORG"} for i in (inner - 1, inner + 1)):
            break
        inner = right_edge(doc, inner + 1, stop)  # `the Minister of Works and Mines`
    return inner


def _with_piece(doc: Doc, core: Party, at: int, inner: int) -> Party:
    """The party with one prepositional phrase: `by X`, `from X` name an issuer, the others a related name.

    `of Y` right behind such a name ends it: `a teacher at the University of Hill County`.
    """
    tie, name = doc[at].lower_, proper_name(doc, at + 1, inner)
    found = name or _first(_names_before(doc, at + 1, inner))
    if found.lower() in _WHEN:
        found = ""
    if tie == "of" and found and doc[at - 1].tag_ in PROPER:
        ending, more = doc[at - 1].text, _text(doc, at, inner)
        if core.issuers and core.issuers[-1].endswith(ending):
            return replace(core, issuers=(*core.issuers[:-1], f"{core.issuers[-1]} {more}"))
        if core.related and core.related[-1].endswith(ending):
            return replace(core, related=(*core.related[:-1], f"{core.related[-1]} {more}"))
    if tie in {"by", "from"}:
        words = core.issuer_words or _text(doc, at + 1, inner)
        return replace(core, issuers=(*core.issuers, found) if found else core.issuers, issuer_words=words)
    if tie == "in" and name and found:
        return replace(core, issuers=(*core.issuers, found))
    if tie == "of" and doc[at - 1].text == core.words.split()[-1]:
        core = replace(core, words=f"{core.words} {_text(doc, at, inner)}")
    return replace(core, related=(*core.related, found)) if found else core


def _with_apposition(doc: Doc, core: Party, at: int, stop: int) -> Party:
    """`Ann Lee, director of the fund` gives the fund as related; `the director, Ann Lee` gives the name.

    `the poll, released on Friday by the fund,` gives the fund as an issuer.
    """
    if not core.name and not core.issuers and at + 1 < stop and doc[at].text == "," and doc[at + 1].lower_ in _ISSUING:
        tail = _with_tail(doc, core, at + 1, stop)
        return replace(core, issuers=tail.issuers, issuer_words=tail.issuer_words)
    if not core.name and at < stop and doc[at].tag_ == "VBG":
        at = next((comma for comma in range(at, stop) if doc[comma].text == ","), stop)
    if at + 1 >= stop or doc[at].text not in {",", "("}:
        return core
    end = right_edge(doc, at + 1, stop)
    head = head_of(doc, at + 1, end) if end > at + 1 else None
    if head is None or head.tag_ in PRONOUNS:
        return core
    inner = _with_tail(doc, party(head, at + 1, end), end, stop)
    name = core.name or (inner.name if head.tag_ in PROPER and core.definite | (not core.plural) else "")
    names = tuple(other for other in (*core.related, *inner.related, inner.name) if other and other != name)
    name_end = core.name_end if core.name else inner.name_end
    aside = inner.name if head.tag_ in PROPER else ""
    core = replace(core, aside=aside, aside_end=inner.name_end, related=names)
    return replace(core, end=max(core.end, inner.end), name=name, name_end=name_end)


def proper_name(doc: Doc, start: int, end: int) -> str:
    """The proper name that ends the phrase: "U.N. spokesman Alan Dacey" -> "Alan Dacey"; "" where a noun ends it."""
    at = end
    while at > start and (is_proper(doc, at - 1) or (doc[at - 1].text in _JOINING and start < at - 1)):
        at -= 1
    while start < at < end and in_body(doc[at]):
        at -= 1  # `Hill Women's Circle`
    while at < end and (not is_proper(doc, at) or describes_body(doc, at)):
        at += 1
    if doc[at - 1].tag_ == "CD" and at - 1 >= start and at < end and not doc[at - 1].is_digit:
        return ""
    return _text(doc, at, end)


def is_proper(doc: Doc, at: int) -> bool:
    """A proper noun, or a capitalised noun that one is compounded with: the last of `Hill Reader Panel`."""
    token = doc[at]
    if token.tag_ in PROPER:
        return True
    before = doc[at - 1] if at else token
    return token.tag_ == "NN" and token.is_title and before.tag_ in PROPER and before.head.i == at


def describes_body(doc: Doc, at: int) -> bool:
    """Whether a small word only stands before a body's name, taken for a part of it: `federal Board of Works`."""
    after = doc[at + 1 : at + 2]
    return doc[at].is_lower and after.text.istitle() and after[0].ent_type_ == "ORG"


def _names_before(doc: Doc, start: int, end: int) -> tuple[str, ...]:
    """The runs of proper nouns in `doc[start:end]`, dates left out: "an Upjohn spokesman" -> ("Upjohn",)."""
    found, at = [], start
    while at < end:
        first = at
        while at < end and doc[at].ent_type_ != "DATE" and (_opens_name(doc, at) or (at > first and _goes_on(doc, at))):
            at += 1
        if at > first:
            found.append(_text(doc, first, at))
        at += 1
    return tuple(found)


def _opens_name(doc: Doc, at: int) -> bool:
    """Whether a name starts: a proper noun, an acronym that a tagger took for a noun, a body's entity in capitals."""
    token = doc[at]
    acronym = token.tag_ == "NN" and token.is_upper and len(token) > 1 and not doc[at + 1 : at + 2].text.isupper()
    return (
        (token.tag_ in PROPER and not describes_body(doc, at))
        or acronym
        or (token.ent_type_ == "ORG" and token.is_title)
    )


def _goes_on(doc: Doc, at: int) -> bool:
    """Whether a token goes on with the name before it: a sign, a word with a capital (`Tarn Relief spokesman`)."""
    token = doc[at]
    return token.text in {"/", "&", "-"} or in_body(token) or (token.is_title and token.tag_ in _NOUNS | {"JJ"})


def _text(doc: Doc, start: int, end: int) -> str:
    return " ".join(doc[start:end].text.split())


def _end(doc: Doc, end: int) -> int:
    return doc[end - 1].idx + len(doc[end - 1])


def _first(names: tuple[str, ...]) -> str:
    return names[0] if names else ""
