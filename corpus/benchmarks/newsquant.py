"""Our figures in the conventions of NewsQuant (CQE_Evaluation), for `score_quantity.py`:

    python corpus/benchmarks/newsquant.py newsquant_dev.json -o pred.json
    python score_quantity.py newsquant_dev.json pred.json --protocol strict

Those conventions are not ours, so this adapter, not the pipeline, follows them: `one of the people` is 1, ages and
lengths of time count, `from A to B` is one range, a multiple is nothing, `thousands` is 1,000 to 10,000, the direction
of a change and a bound share one field, and the unit of a count is the lemmatised tail of its noun phrase.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from pathlib import Path
from typing import Any, NamedTuple

from msgspec import structs
from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from newsclaims import flow, layers
from newsclaims.records import Figure, Mention, Numeral, Quantity
from newsclaims.syntax import governor, phrase, preposition, role, subject

_COUNTED_NUMERALS = frozenset(["age", "determiner", "anaphoric", "conversion", "time_expression"])
_CHANGES = {"APPROX": "~", "MORE_THAN": ">", "EQUAL_OR_MORE": ">", "LESS_THAN": "<", "EQUAL_OR_LESS": "<"}
_CONTENT = frozenset(["NOUN", "PROPN", "ADJ", "VERB", "NUM", "X"])
_TAIL = frozenset(["NOUN", "PROPN", "ADJ", "VERB", "X"])
_REACH = 10
_NONE = "-"
_ARTICLE = re.compile(r"(?:[a-z]+ )*an? [a-z]+", re.IGNORECASE)  # `around a minute`
_SPLIT_LEVELS = 5
# Their texts were made ASCII: PS stands where a pound sign was.
_LOST_POUND = re.compile(r"\bPS(?=\d[\d,.]*(?:\d|[kmb]n?)\b)")


class Told(NamedTuple):
    """A figure or numeral as this module needs it."""

    quantity: Quantity
    kind: str
    item: Mention | None


def predictions(texts: Iterable[str], nlp: Language, units: dict[str, str]) -> Iterator[dict[str, Any]]:
    """For each text what NewsQuant would mark: `{"text", "quantities": [{value, change, normalized_unit, …}]}`."""
    for doc, text in nlp.pipe(((_LOST_POUND.sub("£", text), text) for text in texts), as_tuples=True):
        found: list[dict[str, Any]] = []
        for told in _merged(_told(doc), doc.text):
            for part in _parted(told):
                entry = _entry(part, doc, units)
                if part.kind == "conversion" and found:
                    entry |= {key: found[-1][key] for key in ("referred_concepts", "change")}
                found.append(entry)
        yield {"text": text, "quantities": found}


def _parted(told: Told) -> Iterator[Told]:
    """`eight or nine euros` is two to them."""
    quantity = told.quantity
    if quantity.modifier != "RANGE" or " or " not in quantity.mention.text:
        yield told
        return
    for value in (quantity.min_value, quantity.max_value):
        yield told._replace(quantity=structs.replace(quantity, value=value, modifier="EXACT"))


def _told(doc: Doc) -> list[Told]:
    """Every quantity of a text that NewsQuant counts, in text order."""
    found = [
        Told(figure.quantity, "figure", figure.item.mention if figure.item else None)
        for figure in layers.take(doc, "quantities", Figure)
        if figure.quantity.kind != "multiple"
    ]
    for numeral in layers.take(doc, "numerals", Numeral):
        if numeral.quantity is not None and numeral.kind in _COUNTED_NUMERALS and not _stands_alone(numeral, doc):
            found.append(Told(numeral.quantity, numeral.kind, None))
    found = [told for told in found if not _ARTICLE.fullmatch(told.quantity.mention.text)]
    return sorted(found, key=lambda told: told.quantity.mention.start)


def _stands_alone(numeral: Numeral, doc: Doc) -> bool:
    """Whether `one` stands for a noun: `get their hands on one`."""
    if numeral.kind != "determiner":
        return False
    token = layers.span_of(doc, numeral.mention).root
    return role(token) != "nummod" and doc[token.i + 1 : token.i + 2].text != "of"


def _merged(found: list[Told], text: str) -> Iterator[Told]:
    """The quantities, two levels of a change (`from 240 to 273`) made one range."""
    skip = False
    for told, following in zip_longest(found, found[1:]):
        if skip:
            skip = False
            continue
        if following is not None and (order := _levels(told.quantity, following.quantity, text)):
            low, high = (told.quantity.value, following.quantity.value)[::order]
            joined = Mention(told.quantity.mention.start, following.quantity.mention.end, "")
            quantity = following.quantity
            yield Told(
                Quantity(joined, quantity.kind, None, None, low, None, high, None, "RANGE", quantity.unit,
                         quantity.per, told.quantity.direction),
                told.kind,
                told.item or following.item,
            )  # fmt: skip
            skip = True
        else:
            yield told


def _levels(first: Quantity, second: Quantity, text: str) -> int:
    """1 for `from A to B`, -1 for `to B from A`, 0 where two figures are no levels of one change."""
    between = text[first.mention.end : second.mention.start].lower().split()
    before = text[: first.mention.start].lower().split()[-1:]
    alone = first.value is None or second.value is None or {first.modifier, second.modifier} != {"EXACT"}
    if alone or not between or len(between) > _SPLIT_LEVELS:
        return 0
    if before == ["from"] and between[-1] == "to":
        return 1
    return -1 if before == ["to"] and between[-1] == "from" else 0


def _entry(told: Told, doc: Doc, units: dict[str, str]) -> dict[str, Any]:
    span = layers.span_of(doc, told.quantity.mention)
    return {
        "value": _value(told.quantity),
        "change": _change(told.quantity, span),
        "normalized_unit": _unit(told, span, units),
        "referred_concepts": _concept(told, span),
    }


def _change(quantity: Quantity, span: Span) -> str:
    """One field for direction and bound: `up nearly 57%` is up, `lost more than 60%` a bound, `a 5% rise` neither."""
    before = span.doc[span.start - 1].lower_ if span.start else ""
    if quantity.direction and before in {"up", "down"}:
        return quantity.direction
    if quantity.modifier in _CHANGES and (quantity.value is not None or quantity.modifier == "RANGE"):
        return _CHANGES[quantity.modifier]
    changes = governor(span.root).pos_ in {"VERB", "AUX"} or before == "or" or span.text[0] in "+-"
    return quantity.direction if quantity.direction and changes else "="


def _value(quantity: Quantity) -> float | list[float] | str:
    if quantity.value is not None:
        pence = quantity.unit == "GBP" and quantity.mention.text.endswith("p")
        return round(100 * quantity.value, 6) if pence else quantity.value  # they take the p of 164p for points
    low, high = quantity.min_value, quantity.max_value
    if quantity.modifier == "RANGE" and low is not None and high is not None:
        return [low, high]
    # A vague numeral: from one of its scale to the next.
    return [low / 2, low * 5] if low else _NONE


def _unit(told: Told, span: Span, units: dict[str, str]) -> str:
    quantity = told.quantity
    if told.kind == "age":
        return "year of age"
    if quantity.mention.text.endswith("p") and quantity.unit == "GBP":
        return "point"
    if quantity.kind in {"count", "fraction"}:
        tail = " ".join(_tail(span)) or _NONE
        tail = f"% {tail}" if quantity.kind == "fraction" else tail
        return f"{tail} per {quantity.per}" if quantity.per else tail
    unit = units.get(quantity.unit, quantity.unit)
    return f"{unit} per {quantity.per}" if quantity.per else unit


def _tail(span: Span) -> list[str]:
    """The lemmas of the noun phrase behind a number: `35 public housing properties of the city` -> public housing
    property.
    """
    doc, i = span.doc, span.end
    if doc[i : i + 1].text == "of":
        i += 1
    while i < len(doc) and doc[i].pos_ in {"DET", "PRON", "ADP", "ADV"} and i < span.end + 3:
        i += 1
    words = []
    while i < len(doc) and (doc[i].pos_ in _TAIL or doc[i].text in "-'’s"):
        if doc[i].pos_ == "VERB" and doc[i].head.i < i:
            break
        words.append(doc[i])
        i += 1
    while words and words[-1].pos_ not in {"NOUN", "PROPN"}:
        words.pop()
    return [token.lemma_ for token in words if token.pos_ in _TAIL]


def _concept(told: Told, span: Span) -> str:
    """The words of what is measured, and of who or what the clause is about."""
    if told.kind == "determiner" or told.quantity.kind == "fraction":
        return _NONE
    words: list[str] = []
    if told.item is not None and told.quantity.kind != "count":
        words += _content(layers.span_of(span.doc, told.item))
    words += _around(span)
    about = _about(span)
    if about is not None:
        words += _content(phrase(about))
    return " ".join(dict.fromkeys(words)) or _NONE


def _around(span: Span) -> list[str]:
    """What stands behind the figure's noun (`35 sections of the hills`), else before it (`sales of 35 units`)."""
    root = span.root
    noun = root.head if role(root) == "nummod" and root.head.i >= span.end else root
    behind = [child for child in noun.children if child.i > noun.i and _marker(child) == "of"]
    if behind:
        return _content(phrase(behind[0]))
    above = governor(noun)
    if _marker(noun) in {"of", "for", "with"} and above.pos_ in {"NOUN", "PROPN"} and above.i < span.start:
        return _content(phrase(above, without=frozenset(["nmod", "prep"])))
    return []


def _marker(noun: Token) -> str:
    found = preposition(noun)
    return found.lower_ if found is not None else ""


def _about(span: Span) -> Token | None:
    """The nearest subject above a figure, its own phrase left out; a relative pronoun's is the noun it stands for."""
    token = span.root
    for _ in range(_REACH):
        if token.pos_ in {"VERB", "AUX"} or any(role(child) in {"cop", "nsubj"} for child in token.children):
            found = subject(token)
            if found is not None and found.pos_ == "PRON" and role(token) in {"acl:relcl", "relcl"}:
                found = token.head
            if found is not None and found.pos_ != "PRON" and not _holds(phrase(found), span):
                return found
        if role(token) in {"acl", "acl:relcl", "relcl", "appos"} and not _holds(phrase(token.head), span):
            return token.head
        if governor(token) == token:
            return None
        token = governor(token)
    return None


def _holds(outer: Span, inner: Span) -> bool:
    return outer.start < inner.end and inner.start < outer.end


def _content(span: Span) -> list[str]:
    return [token.text for token in span if token.pos_ in _CONTENT]


def read_units(path: Path) -> dict[str, str]:
    """NewsQuant's name of each of our units that it names otherwise."""
    with path.open(encoding="utf-8", newline="") as lines:
        return {row["unit"]: row["newsquant"] for row in csv.DictReader(lines)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, help="NewsQuant's JSON; only its texts are read")
    parser.add_argument("-o", "--output", type=Path, required=True, help="where the predictions go")
    parser.add_argument("--model", default="en_newsclaims", help="a spaCy pipeline by name or path")
    args = parser.parse_args()
    texts = [entry["text"] for entry in json.loads(args.gold.read_text(encoding="utf-8"))]
    nlp = flow.load(args.model, every_sentence=True)
    units = read_units(Path(__file__).with_name("newsquant_units.csv"))
    args.output.write_text(json.dumps(list(predictions(texts, nlp, units)), indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
