"""Learn how far each part of a claim is to be trusted: `python models/calibrate.py --gold ../shared/gold`.

Logistic regressions over `newsclaims.claims.trust.evidence`, on the claims of the training articles and of our own
corpus whose gold a reader marked; writes `tables/en/trust.csv`. Prints reliability, link by link and overall, under
cross-validation by article, and then on the development articles, which nothing was learnt from: claims in bins of
like size by confidence, with the mean confidence and the share that is right; the expected error (the mean distance of
the two); and how many of the more trusted half are complete. `--check` prints without writing.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

import newsclaims
from newsclaims import flow, layers
from newsclaims.claims.component import sentences_of
from newsclaims.claims.times import time_of
from newsclaims.claims.trust import ALWAYS, LINKS, Ground, evidence, logistic, together
from newsclaims.read import read_articles
from newsclaims.records import Article, Claim
from newsclaims.score import COMPLETE, judge, paired, read_gold

ROOT = Path(__file__).parents[1]
TABLE = ROOT / "pipeline" / "newsclaims" / "tables" / "en" / "trust.csv"
JUDGED = "learn from readers' corrections too: what `newsclaims corrections export --training` wrote, and its articles"
L2, WHOLE_L2, STEPS, RAREST, FOLDS, BINS = 1.0, 0.1, 60, 8, 8, 10
_PARTS = {"value": ("value", "unit"), "item": ("item",), "source": ("source",), "time": ("time",)}
Weights = dict[str, dict[str, float]]


class Case(NamedTuple):
    """A claim that has its gold: its article, the evidence for each link, and which links are right."""

    article: str
    evidence: dict[str, dict[str, float]]
    right: dict[str, bool]

    @property
    def complete(self) -> bool:
        return all(self.right.values())


def cases(gold_at: Path, articles: Path) -> Iterator[Case]:
    """The claims of the articles that have gold; figures that a reader left open do not count."""
    nlp, gold = newsclaims.load(), read_gold(gold_at, partial=True)
    weights = nlp.get_pipe("newsclaims_claims").time_weights
    for article in read_articles([articles]):
        if not isinstance(article, Article) or article.id not in gold:
            continue
        doc = flow.doc_of(article, nlp)
        grounds = {
            spot.figure.quantity.mention: Ground(
                spot.figure, *said, *time_of(spot, sentence.dated, sentence.spots, weights)
            )
            for sentence in sentences_of(doc)
            for spot, said in zip(sentence.spots, sentence.said, strict=True)
        }
        stated = [claim for claim in layers.take(doc, "claims", Claim) if claim.quantity.status == "stated"]
        for marked, claim in paired(gold[article.id], stated):
            if not marked.get("ignore"):
                verdict = judge(marked, claim)
                right = {link: all(verdict[part] for part in parts) for link, parts in _PARTS.items()}
                assert all(right.values()) == all(verdict[part] for part in COMPLETE)
                yield Case(article.id, evidence(grounds[claim.quantity.mention]), right)


def learn(given: Sequence[Case]) -> Weights:
    """The weights of all four links, and of the whole."""
    weights = {link: fit([c.evidence[link] for c in given], [c.right[link] for c in given], L2) for link in LINKS}
    whole = [together({link: logistic(weights[link], c.evidence[link]) for link in LINKS}) for c in given]
    return weights | {"overall": fit(whole, [c.complete for c in given], WHOLE_L2)}


def fit(found: Sequence[dict[str, float]], right: Sequence[bool], penalty: float) -> dict[str, float]:
    """Logistic regression by Newton's method; what is seen in fewer than RAREST claims is left out."""
    counts = Counter(name for one in found for name in one)
    names = sorted(name for name, count in counts.items() if count >= RAREST)
    matrix = np.array([[one.get(name, 0.0) for name in names] for one in found])
    wanted, weights = np.array(right, dtype=float), np.zeros(len(names))
    ridge = np.array([1e-6 if name == ALWAYS else penalty for name in names])
    for _ in range(STEPS):
        guess = 1 / (1 + np.exp(-matrix @ weights))
        slope = matrix.T @ (guess - wanted) + ridge * weights
        bend = (matrix.T * (guess * (1 - guess))) @ matrix + np.diag(ridge)
        weights -= np.linalg.solve(bend, slope)
    return dict(zip(names, weights.round(3).tolist(), strict=True))


def trusted(weights: Weights, case: Case) -> dict[str, float]:
    """The probability of each link, and of the whole."""
    links = {link: logistic(weights[link], case.evidence[link]) for link in LINKS}
    return links | {"overall": logistic(weights["overall"], together(links))}


def report(title: str, given: Sequence[Case], trust: Sequence[dict[str, float]]) -> None:
    """Print the reliability of some claims' confidences."""
    print(f"\n{title}: {len(given)} claims")
    for link in (*LINKS, "overall"):
        right = np.array([case.complete if link == "overall" else case.right[link] for case in given], dtype=float)
        told = np.array([one[link] for one in trust])
        order = np.argsort(told, kind="stable")
        bins = [(told[part].mean(), right[part].mean(), len(part)) for part in np.array_split(order, BINS)]
        error = sum(n * abs(mean - share) for mean, share, n in bins) / len(told)
        print(f"  {link:8} right {100 * right.mean():5.1f} %, expected error {error:.3f}")
        if link == "overall":
            for mean, share, n in bins:
                print(f"    confidence {mean:.2f}: {100 * share:5.1f} % of {n} complete")
            half = order[len(order) // 2 :]
            print(f"    the more trusted half: {100 * right[half].mean():.1f} % complete")


def crossed(given: Sequence[Case]) -> list[dict[str, float]]:
    """Each claim's confidences by weights that its article had no part in."""
    articles = sorted({case.article for case in given})
    fold = {article: n % FOLDS for n, article in enumerate(articles)}
    learnt = [learn([case for case in given if fold[case.article] != n]) for n in range(FOLDS)]
    return [trusted(learnt[fold[case.article]], case) for case in given]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, required=True, help="folder with train/, dev/ and their articles")
    parser.add_argument("--check", action="store_true", help="print, and leave the table as it is")
    parser.add_argument("--judged", type=Path, nargs=2, metavar=("LINES", "ARTICLES"), help=JUDGED)
    args = parser.parse_args()
    train, dev = (list(cases(args.gold / s, args.gold / f"articles_{s}.jsonl")) for s in ("train", "dev"))
    own = list(cases(ROOT / "corpus" / "gold", ROOT / "corpus" / "samples"))
    judged = list(cases(*args.judged)) if args.judged else []
    known = [*train, *own, *judged]
    report("train and corpus, cross-validated", known, crossed(known))
    weights = learn(known)
    report("dev, never learnt from", dev, [trusted(weights, case) for case in dev])
    if not args.check:
        rows = [f"{link}: {name},{w}\n" for link, found in weights.items() for name, w in sorted(found.items()) if w]
        head = "# Learnt by models/calibrate.py: do not edit by hand.\nevidence,weight\n"
        TABLE.write_text(head + "".join(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
