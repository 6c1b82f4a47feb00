"""Our figures on the specifications of Microsoft Recognizers-Text (English; MIT):

    python corpus/benchmarks/recognizers.py recognizers_specs_en.json

A case is right where each quantity that it wants is found with its value (or bounds) and unit, and no other of its kind
is. The stage runs alone, on sentences without trees. What our guidelines see otherwise stands with its reason in
`recognizers_exceptions.csv`, does not count, and is listed.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from newsclaims import layers
from newsclaims.records import Figure, Numeral, Quantity

MODELS = ("Number", "NumberRange", "Percent", "Currency", "Dimension", "Temperature", "Age")
_UNITS = {
    "c": "degree celsius", "f": "degree fahrenheit", "degree": "degree", "meter": "metre", "kilometer": "kilometre",
    "millimeter": "millimetre", "centimeter": "centimetre", "milliliter": "millilitre", "liter": "litre",
    "square meter": "square metre", "square kilometer": "square kilometre", "decimeter": "decimetre",
    "cubic meter": "cubic metre", "ton": "tonne", "kilometer per hour": "kilometre per hour",
}  # fmt: skip
_SMALL_COINS = frozenset(["cent", "pence", "penny"])
_CODES = {
    "dollar": "USD", "united states dollar": "USD", "cent": "USD", "penny": "USD", "pound": "GBP", "pence": "GBP",
    "british pound": "GBP", "euro": "EUR", "rupee": "INR", "bitcoin": "BTC",
    "finnish markka": "FIM", "peseta": "ESP", "netherlands guilder": "NLG",
}  # fmt: skip
_PENNIES = frozenset({"USD", "GBP"})
_INTERVAL = re.compile(r"[(\[](-?[\d.]*),(-?[\d.]*)[)\]]")


class Wanted(NamedTuple):
    """What a case wants: bounds, or a value twice; its unit in our words, None where any will do."""

    low: float | None
    high: float | None
    unit: str | None


def blank() -> Language:
    """The stage alone behind spaCy's tokeniser."""
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("newsclaims_quantities")
    return nlp


def is_right(case: dict[str, Any], model: str, doc: Doc) -> bool:
    """Whether a case's quantities are found, each by one of its own, and no more of the model's kind."""
    found = list(_found(doc, model))
    for wanted in _wanted(case, model):
        match = next((quantity for quantity in found if _fits(quantity, wanted, model)), None)
        if match is None:
            return False
        found.remove(match)
    # Numbers without a bound are no ranges; a bare degree is an angle to one model, a temperature to the other.
    more = [quantity for quantity in found if quantity.unit != "degree"]
    return not more or model == "NumberRange" or (model == "Number" and bool(case["results"]))


def _found(doc: Doc, model: str) -> Iterator[Quantity]:
    """The quantities of a text that are of a model's kind."""
    for figure in layers.take(doc, "quantities", Figure):
        if model != "Age" and _of_kind(figure.quantity, model):
            yield figure.quantity
    for numeral in layers.take(doc, "numerals", Numeral):
        if numeral.quantity is None or numeral.kind == "determiner":
            continue
        if numeral.kind == "age" if model == "Age" else _of_kind(numeral.quantity, model):
            yield numeral.quantity


def _of_kind(quantity: Quantity, model: str) -> bool:
    temperature = quantity.unit.startswith("degree")
    return {
        "Number": True,
        "NumberRange": True,
        "Percent": quantity.kind == "percent",
        "Currency": quantity.kind == "money",
        "Dimension": quantity.kind == "measure"
        and not (temperature and quantity.unit != "degree") | (quantity.unit in {"point", "magnitude"}),
        "Temperature": temperature,
        "Age": True,
    }[model]


def _wanted(case: dict[str, Any], model: str) -> Iterator[Wanted]:
    for result in case["results"]:
        resolution = result["resolution"]
        told = resolution.get("value")
        if told in (None, "null"):
            continue
        if model == "NumberRange":
            bounds = _INTERVAL.fullmatch(told)
            assert bounds is not None, told
            low, high = (float(bound) if bound else None for bound in bounds.groups())
            yield Wanted(low, high, None)
            continue
        value, unit = float(told.rstrip("%")), str(resolution.get("unit") or "").lower()
        if model == "Currency":
            code = resolution.get("isoCurrency") or _CODES.get(unit, unit)
            value = value / 100 if unit in _SMALL_COINS else value
            yield Wanted(value, value, code)
        else:
            yield Wanted(value, value, _UNITS.get(unit, unit) or None)


def _fits(quantity: Quantity, wanted: Wanted, model: str) -> bool:
    if model == "NumberRange":
        return _near(quantity.min_value, wanted.low) and _near(quantity.max_value, wanted.high)
    worth = [quantity.value] if quantity.value is not None else [quantity.min_value, quantity.max_value]
    if model == "Number" and quantity.kind == "money":
        worth += [100 * value for value in worth if value is not None and quantity.unit in _PENNIES]
    if not any(_near(value, wanted.low) for value in worth):
        return False
    unit = f"{quantity.unit} per {quantity.per}" if quantity.per and model == "Dimension" else quantity.unit
    if model in {"Number", "Percent"} or wanted.unit is None or wanted.unit == "age":
        return True
    told = {_UNITS.get(name.lower(), name.lower()) for name in (unit, quantity.unit)}
    return wanted.unit.lower() in told


def _near(told: float | None, wanted: float | None) -> bool:
    if told is None or wanted is None:
        return told is wanted
    return abs(told - wanted) <= 1e-6 * max(1.0, abs(wanted)) or abs(told - wanted) <= 1e-3 * abs(wanted) < 1e-3


class Judged(NamedTuple):
    """A case and whether it is right."""

    case: dict[str, Any]
    model: str
    right: bool
    doc: Doc


def read_exceptions() -> dict[str, str]:
    """The cases that do not count, each with its reason."""
    path = Path(__file__).with_name("recognizers_exceptions.csv")
    with path.open(encoding="utf-8", newline="") as lines:
        return {row["case"]: row["reason"] for row in csv.DictReader(lines)}


def judged(cases: list[dict[str, Any]], exceptions: dict[str, str]) -> Iterator[Judged]:
    """Every case that counts."""
    nlp = blank()
    for case in cases:
        model = case["id"].split("Model-")[0]
        if model in MODELS and case["id"] not in exceptions:
            doc = nlp(case["input"])
            yield Judged(case, model, is_right(case, model, doc), doc)


def shares(results: Iterable[Judged]) -> dict[str, float]:
    """The share of right cases by model and of all, in percent."""
    right, asked = Counter[str](), Counter[str]()
    for result in results:
        for name in (result.model, "all"):
            asked[name] += 1
            right[name] += result.right
    return {name: round(100 * right[name] / asked[name], 1) for name in asked}


def _miss(result: Judged) -> str:
    wanted = [(told["text"], told["resolution"].get("value")) for told in result.case["results"]]
    figures = [figure.quantity for figure in layers.take(result.doc, "quantities", Figure)]
    got = [(quantity.mention.text, quantity.value, quantity.unit) for quantity in figures]
    others = [(n.mention.text, n.kind, n.rule) for n in layers.take(result.doc, "numerals", Numeral)]
    case = result.case
    return f"{case['id']}: {case['input']!r}\n    wanted {wanted}\n    got    {got} {others}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("specs", type=Path, help="the specifications, one list of cases")
    parser.add_argument("--misses", action="store_true", help="print the cases that are wrong")
    args = parser.parse_args()
    exceptions = read_exceptions()
    results = list(judged(json.loads(args.specs.read_text(encoding="utf-8")), exceptions))
    for result in results if args.misses else ():
        if not result.right:
            print(_miss(result))
    for name, share in shares(results).items():
        print(f"{name:<14}{share:6.1f} % of {sum(name in {result.model, 'all'} for result in results)}")
    for reason, count in Counter(exceptions.values()).most_common():
        print(f"{count:>4} left out: {reason}")


if __name__ == "__main__":
    main()
