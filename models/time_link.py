"""Learn the weights by which a figure is tied to a time expression: `python models/time_link.py --gold ../shared/gold`.

Logistic regression over `newsclaims.claims.times.features`, on every pair of a gold claim of the training articles
(and of our own corpus) and a time expression of its sentence; right is a pair whose interval is the gold one. Prints
the share of claims with the right time, under cross-validation by article, and writes `tables/en/time_link.csv`.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

import newsclaims
from newsclaims import flow
from newsclaims.claims.sentences import Sentence, sentences_of
from newsclaims.claims.times import THRESHOLD, Spot, features, open_to, time_at
from newsclaims.records import Time
from newsclaims.score import interval_right

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "models" / "links"))

from marks import gold_of, mark_at

TABLE = ROOT / "pipeline" / "newsclaims" / "tables" / "en" / "time_link.csv"
JUDGED = "learn from readers' corrections too: what `newsclaims corrections export --training` wrote, and its articles"
L2, STEPS, RATE, FOLDS, RAREST = 3.0, 4000, 0.5, 8, 4
Pair = tuple[dict[str, float], bool]


def cases(gold_at: Path, articles: Path) -> Iterator[tuple[str, list[Pair], bool]]:
    """For each gold claim that was found: its article, a pair for each time expression, and whether no time is
    right.
    """
    nlp = newsclaims.load()
    for article, gold in gold_of(gold_at, articles):
        for sentence in sentences_of(flow.doc_of(article, nlp)):
            for spot in sentence.spots:
                claim = mark_at(spot.figure.quantity.mention, gold)
                if claim is not None:
                    yield article.id, list(_pairs(spot, sentence, claim)), not claim.get("time")


def _pairs(spot: Spot, sentence: Sentence, claim: Any) -> Iterator[Pair]:
    for candidate in open_to(spot, sentence.dated):
        yield features(spot, candidate, sentence.dated, sentence.spots), _right(claim, time_at(candidate, spot))


def _right(claim: Any, time: Time) -> bool:
    return bool(claim.get("time")) and interval_right(claim["time"], time.begin, time.end)


def learn(pairs: Sequence[Pair]) -> dict[str, float]:
    """The weights, by gradient descent with an L2 penalty; features seen in fewer than RAREST pairs are left out."""
    counts: dict[str, int] = {}
    for found, _ in pairs:
        for name, value in found.items():
            counts[name] = counts.get(name, 0) + bool(value)
    names = sorted(name for name, count in counts.items() if count >= RAREST)
    matrix = np.array([[found.get(name, 0.0) for name in names] for found, _ in pairs])
    right = np.array([float(answer) for _, answer in pairs])
    weights = np.zeros(len(names))
    for _ in range(STEPS):
        guess = 1 / (1 + np.exp(-matrix @ weights))
        weights -= RATE * (matrix.T @ (guess - right) + L2 * weights) / len(pairs)
    return dict(zip(names, weights.round(3).tolist(), strict=True))


def share_right(data: Sequence[tuple[str, list[Pair], bool]], weights: dict[str, float]) -> float:
    """The share of claims whose chosen expression is right, or that rightly have none."""
    right = 0
    for _, pairs, none in data:
        scored = [
            (1 / (1 + np.exp(-sum(v * weights.get(k, 0.0) for k, v in found.items()))), answer)
            for found, answer in pairs
        ]
        best = max(scored, default=(0.0, False), key=lambda pair: pair[0])
        right += best[1] if best[0] >= THRESHOLD else none
    return right / len(data)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, required=True, help="folder with train/ and articles_train.jsonl")
    parser.add_argument("--judged", type=Path, nargs=2, metavar=("LINES", "ARTICLES"), help=JUDGED)
    args = parser.parse_args()
    gold = args.gold
    data = list(cases(gold / "train", gold / "articles_train.jsonl"))
    own = list(cases(ROOT / "corpus" / "gold", ROOT / "corpus" / "samples"))
    own += list(cases(*args.judged)) if args.judged else []
    articles = sorted({article for article, _, _ in data})
    shares = []
    for fold in range(FOLDS):
        held = set(articles[fold::FOLDS])
        seen = [pair for article, pairs, _ in data + own if article not in held for pair in pairs]
        shares.append(
            (sum(a in held for a, _, _ in data), share_right([case for case in data if case[0] in held], learn(seen)))
        )
    crossed = sum(n * share for n, share in shares) / sum(n for n, _ in shares)
    weights = learn([pair for _, pairs, _ in data + own for pair in pairs])
    rows = "".join(f"{name},{weight}\n" for name, weight in sorted(weights.items()) if weight)
    TABLE.write_text(f"# Learnt by models/time_link.py: do not edit by hand.\nfeature,weight\n{rows}", encoding="utf-8")
    print(json.dumps({"claims": len(data) + len(own), "right, cross-validated": round(100 * crossed, 1),
                      "right on what it learnt from": round(100 * share_right(data, weights), 1)}))  # fmt: skip


if __name__ == "__main__":
    main()
