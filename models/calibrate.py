"""Learn how far each part of a claim is to be trusted: `python models/calibrate.py --shared ../shared`.

Logistic regressions over `newsclaims.claims.trust.evidence`; writes `tables/en/trust.csv`. Item, source and time, and
all three together, are learnt from the marked articles (`models/marked`) that the reader of links did not learn from;
the value, which the marks leave out, from the training articles and our own corpus. Marks are stricter than gold, which
has more words for one thing: what a mark calls wrong counts as right by the share in which gold does, where articles
have both. Both ways to tie item and time are learnt, by the reader and by the tables.

Prints reliability, link by link and overall, under cross-validation by article, and then on marked articles of another
paper and on the development articles, which nothing was learnt from: claims in bins of like size by confidence, with
the mean confidence and the share that is right; the expected error (the mean distance of the two); and how many of the
more trusted half are complete. Of marked articles these are estimates, by the leniency of gold. `--check` prints
without writing.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, cast

import numpy as np
from rich.progress import track
from spacy.language import Language

import newsclaims
from newsclaims import flow, layers
from newsclaims.claims.component import Claims
from newsclaims.claims.linking import TableLinker
from newsclaims.claims.sentences import sentences_of
from newsclaims.claims.trust import ALWAYS, JOINED, LINKS, evidence, logistic, overall, together
from newsclaims.records import Article, Claim
from newsclaims.score import COMPLETE, judge, paired

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "models" / "links"))

from marks import Articles, Mark, gold_of, splits, timebank, training

TABLE = ROOT / "pipeline" / "newsclaims" / "tables" / "en" / "trust.csv"
JUDGED = "learn from readers' corrections too: what `newsclaims corrections export --training` wrote, and its articles"
L2, WHOLE_L2, STEPS, RAREST, FOLDS, BINS = 10.0, 0.1, 60, 8, 8, 10
_PARTS = {"value": ("value", "unit"), "item": ("item",), "source": ("source",), "time": ("time",)}
Weights = dict[str, dict[str, float]]


class Case(NamedTuple):
    """A claim that has its gold: its article, where its figure starts, the evidence for each link, and how likely each
    link is right, which gold knows; a mark does not tell of the value.
    """

    article: str
    start: int
    evidence: dict[str, dict[str, float]]
    right: dict[str, float]

    @property
    def complete(self) -> float:
        return math.prod(self.right.values())

    def softened(self, leniency: Mapping[str, float]) -> Case:
        """The case as gold would have it: what a mark calls wrong is right in such a share. Gold stays as it is."""
        if "value" in self.right:
            return self
        return self._replace(right={link: max(right, leniency[link]) for link, right in self.right.items()})


def cases(given: Iterable[tuple[Article, Sequence[Mark]]], nlp: Language) -> Iterator[Case]:
    """The claims of the articles that have gold or marks; figures that a reader left open do not count."""
    linker = cast(Claims, nlp.get_pipe("newsclaims_claims")).linker
    for article, gold in track(list(given), "reading", disable=not sys.stderr.isatty()):
        doc = flow.doc_of(article, nlp)
        sentences = sentences_of(doc)
        grounds = {
            spot.figure.quantity.mention: link.ground(spot, *said)
            for sentence, links in zip(sentences, linker.links(doc, sentences), strict=True)
            for spot, said, link in zip(sentence.spots, sentence.said, links, strict=True)
        }
        stated = [claim for claim in layers.take(doc, "claims", Claim) if claim.quantity.status == "stated"]
        for marked, claim in paired(gold, stated):
            if not marked.get("ignore"):
                verdict = judge(marked, claim)
                told = {link: parts for link, parts in _PARTS.items() if link != "value" or "unit" in marked}
                right = {link: float(all(verdict[part] for part in parts)) for link, parts in told.items()}
                assert "unit" not in marked or all(right.values()) == all(verdict[part] for part in COMPLETE)
                figure = claim.quantity.mention
                yield Case(article.id, figure.start, evidence(grounds[figure]), right)


def leniency_of(marked: Iterable[Case], gold: Iterable[Case]) -> dict[str, float]:
    """The share, by link, of what marks call wrong that is right by the gold of the same claims."""
    known = {(case.article, case.start): case.right for case in gold}
    wrong, right = Counter[str](), Counter[str]()
    for case in marked:
        for link in JOINED:
            if not case.right[link] and (case.article, case.start) in known:
                wrong[link] += 1
                right[link] += known[case.article, case.start][link] > 0
    return {link: right[link] / max(1, wrong[link]) for link in JOINED}


def learn(marked: Sequence[Case], valued: Sequence[Case]) -> Weights:
    """The weights of all four links, and of the whole."""
    weights = {link: fit([c.evidence[link] for c in marked], [c.right[link] for c in marked], L2) for link in JOINED}
    values = [case for case in (*marked, *valued) if "value" in case.right]
    weights["value"] = fit([c.evidence["value"] for c in values], [c.right["value"] for c in values], L2)
    links = [{link: logistic(weights[link], c.evidence[link]) for link in LINKS} for c in marked]
    right = [math.prod(c.right[link] for link in JOINED) for c in marked]
    return weights | {"overall": fit([together(told) for told in links], right, WHOLE_L2)}


def fit(found: Sequence[dict[str, float]], right: Sequence[float], penalty: float) -> dict[str, float]:
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
    return links | {"overall": overall(weights, links)}


def print_shares(by: str, given: Sequence[Case]) -> None:
    """Print how much is right by the marks as they are, item and time tied by the tables or by the reader of links."""
    shares = {link: np.mean([case.right[link] for case in given]) for link in JOINED}
    shares["all three"] = np.mean([math.prod(case.right[link] for link in JOINED) for case in given])
    print(f"by the {by}, right by the marks:", ", ".join(f"{name} {100 * n:.1f} %" for name, n in shares.items()))


def report(title: str, given: Sequence[Case], trust: Sequence[dict[str, float]]) -> None:
    """Print the reliability of some claims' confidences; where the value is not marked, of the rest of the claim."""
    print(f"\n{title}: {len(given)} claims")
    for link in (*LINKS, "overall"):
        rows = []
        for case, one in zip(given, trust, strict=True):
            if link == "overall":
                rows.append((case.complete, one[link] if "value" in case.right else one[link] / one["value"]))
            elif link in case.right:
                rows.append((case.right[link], one[link]))
        if not rows:
            continue
        right, told = (np.array(side, dtype=float) for side in zip(*rows, strict=True))
        order = np.argsort(told, kind="stable")
        bins = [(told[part].mean(), right[part].mean(), len(part)) for part in np.array_split(order, BINS)]
        error = sum(n * abs(mean - share) for mean, share, n in bins) / len(told)
        print(f"  {link:8} right {100 * right.mean():5.1f} %, expected error {error:.3f}")
        if link == "overall":
            for mean, share, n in bins:
                print(f"    confidence {mean:.2f}: {100 * share:5.1f} % of {n} complete")
            half = order[len(order) // 2 :]
            print(f"    the more trusted half: {100 * right[half].mean():.1f} % complete")


def crossed(marked: Sequence[Case], valued: Sequence[Case]) -> list[dict[str, float]]:
    """Each marked claim's confidences; the weights of item, source, time and the whole had no part in its article."""
    articles = sorted({case.article for case in marked})
    fold = {article: n % FOLDS for n, article in enumerate(articles)}
    learnt = [learn([case for case in marked if fold[case.article] != n], valued) for n in range(FOLDS)]
    return [trusted(learnt[fold[case.article]], case) for case in marked]


class Known(NamedTuple):
    """What is learnt from: the marked claims, tied by the tables and by the reader; of the latter, those that the
    reports are about; claims whose values are known; and the leniency of gold.
    """

    marked: list[Case]
    latest: list[Case]
    valued: list[Case]
    leniency: dict[str, float]


def known(shared: Path | None, judged: Articles, nlp: Language) -> Known:
    """The claims to learn from, those of the folder of shared data and those that readers judged."""
    stage: Any = nlp.get_pipe("newsclaims_claims")
    reader = stage.linker
    held = splits(shared)[1] if shared else []
    twice: tuple[Articles, Articles] = training(shared) if shared else ([], [])
    valued = [*gold_of(ROOT / "corpus" / "gold", ROOT / "corpus" / "samples"), *twice[1]]
    both: list[list[Case]] = []
    shares = []
    for stage.linker in (TableLinker(), reader):
        both.append(list(cases([*held, *judged], nlp)))
        print_shares("reader" if stage.linker is reader else "tables", both[-1])
        shares.append(leniency_of(*(list(cases(given, nlp)) for given in twice)))
    leniency = {link: sum(share[link] for share in shares) / len(shares) for link in JOINED}
    tables, latest = ([case.softened(leniency) for case in given] for given in both)
    return Known([*tables, *latest], latest, list(cases(valued, nlp)), leniency)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, help="folder with gold/, archive/ and data/")
    parser.add_argument("--check", action="store_true", help="print, and leave the table as it is")
    parser.add_argument("--judged", type=Path, nargs=2, metavar=("LINES", "ARTICLES"), help=JUDGED)
    args = parser.parse_args()
    if not (args.shared or args.judged):
        parser.error("nothing to learn from: name --shared FOLDER, --judged LINES ARTICLES, or both")
    nlp = newsclaims.load()
    given = known(args.shared, list(gold_of(*args.judged)) if args.judged else [], nlp)
    if not given.latest:
        parser.error("no marked claims: no figure of the articles stands where a mark does")
    print(f"of what marks call wrong, gold has as right: { {link: round(s, 2) for link, s in given.leniency.items()} }")
    crossed_trust = crossed(given.marked, given.valued)[-len(given.latest) :]
    report("marked articles, as gold would take them, cross-validated", given.latest, crossed_trust)
    weights = learn(given.marked, given.valued)
    if args.shared:
        gold = args.shared / "gold"
        dev = gold_of(gold / "dev", gold / "articles_dev.jsonl")
        other = "another paper's marked articles, as gold would take them"
        for title, articles in ((other, timebank(args.shared)), ("dev", dev)):
            found = [case.softened(given.leniency) for case in cases(articles, nlp)]
            report(f"{title}, never learnt from", found, [trusted(weights, case) for case in found])
    if not args.check:
        rows = [f"{link}: {name},{w}\n" for link, found in weights.items() for name, w in sorted(found.items()) if w]
        head = "# Learnt by models/calibrate.py: do not edit by hand.\nevidence,weight\n"
        TABLE.write_text(head + "".join(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
