"""How far to trust a claim: for value, item, source and time the probability that it is right, and for all together.

Each link is judged by a logistic regression over what found it (`evidence`); item, source and time together by one
over the three, times the value's. The weights (`tables/en/trust.csv`) are learnt by `models/calibrate.py` from figures
that readers marked, in articles that nothing else was learnt from.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

from newsclaims.records import Attribution, ClaimAttribution, Confidence, Figure, Time

LINKS = ("value", "item", "source", "time")
JOINED = LINKS[1:]
ALWAYS = "always"
_POINTERS = frozenset(["he", "she", "it", "they", "who", "which"])
_CERTAIN = 0.99
_SURE_OF_TIMES = 0.999  # the net of times is wrong less often the surer it is, up to here
Weights = Mapping[str, Mapping[str, float]]


class Ground(NamedTuple):
    """What a claim was read from: its figure; how probable its item is, or that it has none; who says it, by which
    attribution (None for the article itself, or where the attribution is no longer known); its time, and how probable
    that is, or that it has none: 1 where no expression stands beside it. `table` says that rules and a table tied item
    and time, not the reader of links.
    """

    figure: Figure
    item_trust: float
    said: ClaimAttribution
    attribution: Attribution | None
    time: Time | None
    time_trust: float
    table: bool


def evidence(ground: Ground) -> dict[str, dict[str, float]]:
    """By link what speaks for and against it, by name."""
    quantity = ground.figure.quantity
    value = {
        ALWAYS: 1.0,
        f"kind {quantity.kind}": 1.0,
        f"modifier {quantity.modifier}": 1.0,
        f"unit {ground.figure.unit_rule or 'plain'}": 1.0,
    }
    return {"value": value, "item": _item(ground), "source": _source(ground), "time": _time(ground)}


def _item(ground: Ground) -> dict[str, float]:
    by = "table" if ground.table else "reader"
    rule = ground.figure.item_rule if ground.figure.item else "none"
    return {
        ALWAYS: 1.0,
        f"kind {ground.figure.quantity.kind}": 1.0,
        f"{by} rule {rule}": 1.0,
        f"{by} trust": _log_odds(ground.item_trust) / 2,
    }


def _source(ground: Ground) -> dict[str, float]:
    found = {ALWAYS: 1.0, f"voice {ground.said.voice}": 1.0}
    if ground.attribution is None:
        return found
    kind, _, rule = ground.attribution.rule.partition("_")
    source, several = ground.said.sources[0], len(ground.said.sources) > 1
    words = source.mention.text.lower()
    back = words.startswith("the ") and source.named and source.name.lower() not in words
    found["trust"] = _log_odds(ground.attribution.confidence) / 4
    points = "pronoun" if words in _POINTERS else "phrase" if back else "nowhere"
    named = "named" if source.named else "unnamed"
    told = (f"cue {kind}", f"rule {rule}", f"source {source.kind}", f"source {named}", f"points {points}")
    return found | dict.fromkeys(told, 1.0) | ({"several": 1.0} if several else {})


def _time(ground: Ground) -> dict[str, float]:
    by = "table" if ground.table else "reader"
    trust = _log_odds(ground.time_trust, _SURE_OF_TIMES) / 2
    if ground.time is None:
        if ground.time_trust == 1:
            return {ALWAYS: 1.0, f"{by} no expression": 1.0}
        return {ALWAYS: 1.0, f"{by} none": 1.0, f"{by} trust in none": trust}
    time = ground.time
    anchor = time.anchor if time.anchor in {"published", "explicit"} else "mention"
    told = (f"{by} some", f"type {time.timex_type}", f"precision {time.precision or 'none'}", f"anchor {anchor}")
    return {ALWAYS: 1.0, **dict.fromkeys(told, 1.0), f"{by} trust": trust}


def probabilities(weights: Weights, ground: Ground) -> dict[str, float]:
    """The probability that each link is right."""
    return {link: logistic(weights[link], found) for link, found in evidence(ground).items()}


def together(links: Mapping[str, float]) -> dict[str, float]:
    """What item, source and time together are judged by: how likely it is that all are right, were they apart, and the
    weakest one.
    """
    return {
        ALWAYS: 1.0,
        "all": sum(math.log(max(links[link], 1e-6)) for link in JOINED),
        "weakest": min(links[link] for link in JOINED),
    }


def overall(weights: Weights, links: Mapping[str, float]) -> float:
    """The probability that the whole claim is right, from those of its links."""
    return links["value"] * logistic(weights["overall"], together(links))


def confidence(weights: Weights, ground: Ground) -> Confidence:
    """The probabilities as a record has them: none for an item or a time that the claim has not."""
    links = probabilities(weights, ground)
    return Confidence(
        round(overall(weights, links), 3),
        round(links["value"], 3),
        round(links["item"], 3) if ground.figure.item else None,
        round(links["source"], 3),
        round(links["time"], 3) if ground.time else None,
    )


def logistic(weights: Mapping[str, float], found: Mapping[str, float]) -> float:
    """The logistic function of the weighted sum; what has no weight does not count."""
    return 1 / (1 + math.exp(-sum(value * weights.get(name, 0.0) for name, value in found.items())))


def _log_odds(probability: float, most: float = _CERTAIN) -> float:
    sure = min(max(probability, 1 - most), most)
    return math.log(sure / (1 - sure))
