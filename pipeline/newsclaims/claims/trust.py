"""How far to trust a claim: for value, item, source and time the probability that it is right, and for all together.

Each link is judged by a logistic regression over what found it (`evidence`), and the whole by one over the four; the
weights (`tables/en/trust.csv`) are learnt by `models/calibrate.py` from claims that readers marked.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from newsclaims.records import Attribution, ClaimAttribution, Confidence, Figure, Time

LINKS = ("value", "item", "source", "time")
ALWAYS = "always"
_POINTERS = frozenset(["he", "she", "it", "they", "who", "which"])
_CERTAIN = 0.99
Weights = Mapping[str, Mapping[str, float]]


class Ground(NamedTuple):
    """What a claim was read from: its figure; who says it, by which attribution (None for the article itself, or where
    the attribution is no longer known); its time, and the probabilities of all expressions it might have taken, the
    likeliest first.
    """

    figure: Figure
    said: ClaimAttribution
    attribution: Attribution | None
    time: Time | None
    ranked: Sequence[float]


def evidence(ground: Ground) -> dict[str, dict[str, float]]:
    """By link what speaks for and against it, by name."""
    quantity = ground.figure.quantity
    kind = {ALWAYS: 1.0, f"kind {quantity.kind}": 1.0}
    return {
        "value": {**kind, f"modifier {quantity.modifier}": 1.0, f"unit {ground.figure.unit_rule or 'plain'}": 1.0},
        "item": {**kind, f"rule {ground.figure.item_rule if ground.figure.item else 'none'}": 1.0},
        "source": _source(ground),
        "time": _time(ground),
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
    best, second = (*ground.ranked[:2], 0.0, 0.0)[:2]
    if ground.time is None:
        return {ALWAYS: 1.0, "none": 1.0, "passed over": best, "candidates": float(bool(ground.ranked))}
    time = ground.time
    anchor = time.anchor if time.anchor in {"published", "explicit"} else "mention"
    told = (f"type {time.timex_type}", f"precision {time.precision or 'none'}", f"anchor {anchor}")
    return {ALWAYS: 1.0, **dict.fromkeys(told, 1.0), "trust": _log_odds(best) / 2, "next": second}


def probabilities(weights: Weights, ground: Ground) -> dict[str, float]:
    """The probability that each link is right."""
    return {link: logistic(weights[link], found) for link, found in evidence(ground).items()}


def together(links: Mapping[str, float]) -> dict[str, float]:
    """What the whole is judged by: how likely it is that all links are right, were they apart, and the weakest one."""
    return {
        ALWAYS: 1.0,
        "all": sum(math.log(max(links[link], 1e-6)) for link in LINKS),
        "weakest": min(links[link] for link in LINKS),
    }


def confidence(weights: Weights, ground: Ground) -> Confidence:
    """The probabilities as a record has them: none for an item or a time that the claim has not."""
    links = probabilities(weights, ground)
    return Confidence(
        round(logistic(weights["overall"], together(links)), 3),
        round(links["value"], 3),
        round(links["item"], 3) if ground.figure.item else None,
        round(links["source"], 3),
        round(links["time"], 3) if ground.time else None,
    )


def logistic(weights: Mapping[str, float], found: Mapping[str, float]) -> float:
    """The logistic function of the weighted sum; what has no weight does not count."""
    return 1 / (1 + math.exp(-sum(value * weights.get(name, 0.0) for name, value in found.items())))


def _log_odds(probability: float) -> float:
    sure = min(max(probability, 1 - _CERTAIN), _CERTAIN)
    return math.log(sure / (1 - sure))
