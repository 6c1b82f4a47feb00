"""Every record type: what the stages lay on a Doc, and the claim that is written.

Reading order: `Mention`, the layers in the order of the stages (`Figure`, `Numeral`, `Timex`, `Attribution`,
`Quotation`), then `Claim`, whose JSON form is the published contract (`SCHEMA`; keys in the order of the fields, every
key always there).
All are frozen `msgspec` structs: `msgspec.to_builtins` gives the plain JSON values that a Doc may hold.
"""

from __future__ import annotations

import hashlib
import inspect
from fractions import Fraction
from typing import Annotated, Any, Literal

import msgspec

SCHEMA = "newsclaims.claim/1"
NO_DATE = "no publication date"
"""The reason of a time expression that only a date of publication could resolve."""

QuantityKind = Literal["count", "money", "percent", "measure", "duration", "multiple", "fraction"]
Modifier = Literal["EXACT", "EQUAL_OR_MORE", "MORE_THAN", "EQUAL_OR_LESS", "LESS_THAN", "APPROX", "RANGE"]
SourceKind = Literal["person", "organisation", "document", "group"]
Voice = Literal["direct", "indirect", "narrator"]
QuoteRepair = Literal["unclosed", "reopened", "wrong_mark"]
Precision = Literal["day", "week", "weekend", "month", "season", "quarter", "half", "year", "decade", "century"]
PublishedFrom = Literal["given", "metadata", "url", "text"]
TimexType = Literal["DATE", "TIME", "DURATION", "SET"]
UnitRule = Literal["sign", "code", "word", "bare-dollar", "publisher-country"]
NumeralKind = Literal[
    "date", "clock_time", "age", "ordinal", "name_part", "label", "identifier", "score", "telephone",
    "conversion", "determiner", "anaphoric", "list_number", "time_expression", "other",
]  # fmt: skip

RelationType = Literal["compared_with", "part_of", "multiple_of", "repeats", "disputes"]
FlagKind = Literal[
    "other_story", "parts_exceed_whole", "shares_do_not_add_up", "headline_differs", "change_contradicts_levels",
    "windows_differ",
]  # fmt: skip

Offset = Annotated[int, msgspec.Meta(ge=0)]
Trust = Annotated[float, msgspec.Meta(ge=0, le=1)]
IsoDate = Annotated[str, msgspec.Meta(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]


class Mention(msgspec.Struct, frozen=True):
    """Characters of the article: `article.text[start:end] == text`, in Unicode code points, start in, end out."""

    start: Offset
    end: Offset
    text: str

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Mention:
        """The mention of `text[start:end]`."""
        return cls(start, end, text[start:end])


class ArticleMeta(msgspec.Struct, frozen=True):
    """An article without its text, as every claim carries it; `published` is an ISO date."""

    id: str
    url: str | None = None
    title: str | None = None
    publisher: str | None = None
    published: IsoDate | None = None
    published_from: PublishedFrom | None = None
    text_sha256: str = ""


class Article(msgspec.Struct, frozen=True):
    """What a reader hands on: `text` exactly as read, and where it came from (`where`, for messages only)."""

    id: str
    text: str
    url: str | None = None
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    published_from: PublishedFrom | None = None
    where: str = ""

    @property
    def meta(self) -> ArticleMeta:
        """The part that claims carry; hashes the text."""
        sha256 = hashlib.sha256(self.text.encode("utf-8")).hexdigest()
        return ArticleMeta(self.id, self.url, self.title, self.publisher, self.published, self.published_from, sha256)


class Quantity(msgspec.Struct, frozen=True):
    """The figure: its words, its worth and its bounds; a bound is None where open.

    A number stands beside its exact text (`value_text` …) where a double cannot hold it exactly, else the text is None.
    """

    mention: Mention
    kind: QuantityKind
    value: int | float | None
    value_text: str | None
    min_value: int | float | None
    min_value_text: str | None
    max_value: int | float | None
    max_value_text: str | None
    modifier: Modifier
    unit: str
    per: str | None = None
    direction: Literal["up", "down"] | None = None
    status: Literal["stated", "derived"] = "stated"


class Item(msgspec.Struct, frozen=True):
    """What is counted or measured: its words, and the lower-case lemma of their head."""

    mention: Mention
    head: str


class Figure(msgspec.Struct, frozen=True):
    """Layer `quantities`: a quantity and its item, each with the rule that found it and how far to trust it (0 to
    1). `unit_rule` says how a currency was told (`publisher-country` for the bare dollar of an Australian paper), None
    for other units.
    """

    quantity: Quantity
    rule: str
    confidence: float
    item: Item | None = None
    item_rule: str | None = None
    item_confidence: float = 0.0
    unit_rule: UnitRule | None = None


class Numeral(msgspec.Struct, frozen=True):
    """Layer `numerals`: a numeral that is no claim, and why.

    `quantity` is what it is worth where it measures something all the same (an age, a length of time, a conversion),
    None where it only names (a date, a label). `converts` is the figure that a conversion in brackets says again.
    """

    mention: Mention
    kind: NumeralKind
    rule: str
    quantity: Quantity | None = None
    converts: Mention | None = None


class Timex(msgspec.Struct, frozen=True):
    """Layer `timexes`: a TIMEX3 expression and the dated interval that it stands for where it stands.

    `mention` is the TIMEX3 extent; `signal` the word before it that opens or closes the interval (`since`, `until`,
    `by`), already worked into `begin` and `end` (ISO dates, both included, None where open). `anchor` says what it was
    resolved against: `published`, `explicit`, or the words of another mention; None where it could not be resolved,
    and then `begin` and `end` are None and `reason` says why. `span` is True for an interval that a length of time
    makes (`the last two weeks`, `the next decade`), False for a calendar unit. An
    unanchored length (`five years`) has no bounds.
    """

    mention: Mention
    timex_type: TimexType
    timex_value: str
    rule: str
    timex_mod: str | None = None
    signal: Mention | None = None
    begin: str | None = None
    end: str | None = None
    precision: Precision | None = None
    anchor: str | None = None
    span: bool = False
    reason: str | None = None
    confidence: float = 1.0


class Source(msgspec.Struct, frozen=True):
    """Who asserts something: `name` resolved within the article to its fullest form, `mention` the words at the place.

    `organisation` is whom a person or document speaks for; `named` is False for "a doctor".
    """

    name: str
    kind: SourceKind
    organisation: str | None
    named: bool
    mention: Mention


class Speech(msgspec.Struct, frozen=True):
    """Layer `speech`: what the language model takes for one attribution: ranges of tokens (first, after the last) for
    its cue, and for its source and contents in text order; `confidence` is the probability that the cue is one.
    """

    cue: tuple[int, int]
    source: tuple[tuple[int, int], ...]
    contents: tuple[tuple[int, int], ...]
    confidence: float


class Attribution(msgspec.Struct, frozen=True):
    """Layer `attributions`: cue, sources, and the parts of the text that they assert (`contents`, in text order).

    Nobody is named in `sources` where the text says that something is said, and not by whom (`are believed to`). Of
    `mixed` contents each part is either a quotation, from its opening mark on, or words of the article's own.
    """

    cue: Mention | None
    sources: tuple[Source, ...]
    contents: tuple[Mention, ...]
    voice: Voice | Literal["mixed"]
    rule: str
    via: Source | None = None
    confidence: float = 1.0


class Quotation(msgspec.Struct, frozen=True):
    """Layer `quotations`: a quotation with its marks, and what was made good where the text leaves one out.

    `unclosed`: no mark closes it, so its paragraph or the next quotation does; `reopened`: its paragraph ends it and
    the next opens it again; `wrong_mark`: opened or closed by a mark of another shape.
    """

    mention: Mention
    repair: QuoteRepair | None = None


class Event(msgspec.Struct, frozen=True):
    """The predicate that the figure takes part in, by its lemma."""

    mention: Mention
    lemma: str
    negated: bool
    hedged: bool


class Place(msgspec.Struct, frozen=True):
    """Where: the words, and the name."""

    mention: Mention
    name: str


class Time(msgspec.Struct, frozen=True):
    """The dated interval that a figure is about; the fields of `Timex`, signal taken into the mention."""

    mention: Mention
    timex_type: TimexType
    timex_value: str
    timex_mod: str | None
    begin: IsoDate | None
    end: IsoDate | None
    precision: Precision | None
    anchor: str | None


class ClaimAttribution(msgspec.Struct, frozen=True):
    """Who says a claim; for the article's own voice `sources` is empty and the mentions are None.

    `repair` says what the marks of the quotation around the figure lacked (see `Quotation`), None where nothing.
    """

    voice: Voice
    cue: Mention | None
    content: Mention | None
    sources: tuple[Source, ...]
    via: Source | None
    repair: QuoteRepair | None = None


class Relation(msgspec.Struct, frozen=True):
    """A tie to another claim, by its id.

    `factor` is the multiple of the target, or the share of it, where the text says one. `comparable` says of
    `compared_with` and `disputes` whether both figures are about windows of one length, None where the text does not
    tell; `reason` says why.
    """

    type: RelationType
    target: str
    factor: float | None
    comparable: bool | None = None
    reason: str | None = None


class Flag(msgspec.Struct, frozen=True):
    """What an auditor should know of a claim, in words; `claims` are the ids of the others that it is about."""

    kind: FlagKind
    reason: str
    claims: tuple[str, ...] = ()


class Confidence(msgspec.Struct, frozen=True):
    """How far to trust a claim and its links, 0 to 1; None for a link that the claim does not have."""

    overall: Trust
    value: Trust
    item: Trust | None
    source: Trust | None
    time: Trust | None


class Producer(msgspec.Struct, frozen=True):
    """What made a record: release, model, and the fingerprint of code, tables and model."""

    newsclaims: str
    model: str
    fingerprint: str


class Claim(msgspec.Struct, frozen=True):
    """One numeric claim: the line that is written."""

    schema: Literal["newsclaims.claim/1"]
    id: str
    article: ArticleMeta
    sentence: Mention
    quantity: Quantity
    item: Item | None
    event: Event | None
    place: Place | None
    time: Time | None
    attribution: ClaimAttribution
    relations: tuple[Relation, ...]
    flags: tuple[Flag, ...]
    confidence: Confidence
    produced_by: Producer


class Reason(msgspec.Struct, frozen=True):
    """Why a claim reads as it does, for one of its parts; for `newsclaims explain`, and in no claim record.

    `words` are those that it was read from, `rule` is the rule or the part of a model that read them. `next_best` is
    the reading that it would have had else, with its own trust, None where the stage has none to tell.
    """

    part: Literal["value", "item", "who", "when", "where"]
    reading: str | None
    words: Mention | None
    rule: str | None
    confidence: float | None
    next_best: str | None = None
    next_confidence: float | None = None


class Failure(msgspec.Struct, frozen=True):
    """A line of `failures.jsonl`: an article (or a line that is none) that was set aside, why, and how to mend it."""

    article: str | None
    where: str
    stage: str
    message: str
    mend: str


def number(exact: Fraction | None) -> tuple[int | float | None, str | None]:
    """A JSON number for an exact one, and its exact text where a double cannot hold it: 1/10 -> (0.1, "0.1").

    The text is a finite decimal where there is one, else a fraction ("1/3").
    """
    if exact is None:
        return None, None
    if exact.denominator == 1 and abs(exact.numerator) <= 2**53:
        return exact.numerator, None
    nearest = float(exact)
    return nearest, None if Fraction(nearest) == exact else exact_text(exact)


def exact_text(exact: Fraction) -> str:
    """The number written out: "0.1" where the decimals end, else "1/3"."""
    twos = fives = 0
    rest = exact.denominator
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        return f"{exact.numerator}/{exact.denominator}"
    places = max(twos, fives)
    digits = str(abs(exact.numerator) * 10**places // exact.denominator).rjust(places + 1, "0")
    sign = "-" if exact < 0 else ""
    return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)


def claim_schema() -> dict[str, Any]:
    """The JSON Schema of a claim line; every key required, none besides."""
    schema = msgspec.json.schema(Claim)
    for name, part in schema["$defs"].items():
        for field in part["properties"].values():
            field.pop("default", None)
        part["title"] = name
        part["description"] = inspect.cleandoc(part["description"]).replace("None", "null").replace("False", "false")
        part["required"] = list(part["properties"])
        part["additionalProperties"] = False
    schema["$defs"]["Claim"]["properties"]["schema"] = {"const": SCHEMA}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:{SCHEMA.replace('.', ':').replace('/', ':')}",
        "title": SCHEMA,
        **schema,
    }
