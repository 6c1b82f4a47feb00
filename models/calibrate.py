"""Learn how far each part of a claim is to be trusted: `python models/calibrate.py --shared ../shared`.

Logistic regressions over `newsclaims.claims.trust.evidence`; writes `tables/en/trust.csv`. Item, source and time, and
all three together, are learnt from the marked articles (`models/marked`) that the reader of links did not learn from;
the value, which the marks leave out, from the training articles and our own corpus. Both ways to tie item and time are
learnt, by the reader and by the tables. Prints reliability, link by link and overall, under cross-validation by
article, and then on marked articles of another paper and on the development articles, which nothing was learnt from:
claims in bins of like size by confidence, with the mean confidence and the share that is right; the expected error (the
mean distance of the two); and how many of the more trusted half are complete. `--check` prints without writing.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
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
from newsclaims.read import read_articles
from newsclaims.records import Article, Claim
from newsclaims.score import COMPLETE, judge, paired, read_gold

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "models" / "links"))

from marks import Mark, splits, timebank

TABLE = ROOT / "pipeline" / "newsclaims" / "tables" / "en" / "trust.csv"
JUDGED = "learn from readers' corrections too: what `newsclaims corrections export --training` wrote, and its articles"
L2, WHOLE_L2, STEPS, RAREST, FOLDS, BINS = 1.0, 0.1, 60, 8, 8, 10
_PARTS = {"value": ("value", "unit"), "item": ("item",), "source": ("source",), "time": ("time",)}
Weights = dict[str, dict[str, float]]


class Case(NamedTuple):
    """A claim that has its gold: its article, the evidence for each link, and which links are right; a mark does not
    tell of the value.
    """

    article: str
    evidence: dict[str, dict[str, float]]
    right: dict[str, bool]

    @property
    def complete(self) -> bool:
        return all(self.right.values())


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
                right = {link: all(verdict[part] for part in parts) for link, parts in told.items()}
                assert "unit" not in marked or all(right.values()) == all(verdict[part] for part in COMPLETE)
                yield Case(article.id, evidence(grounds[claim.quantity.mention]), right)


def of_folder(gold_at: Path, articles: Path) -> Iterator[tuple[Article, Sequence[Mark]]]:
    """The articles of a file that a folder or file of gold tells of, each with its gold."""
    gold = read_gold(gold_at, partial=True)
    for article in read_articles([articles]):
        if isinstance(article, Article) and article.id in gold:
            yield article, gold[article.id]


def learn(marked: Sequence[Case], valued: Sequence[Case]) -> Weights:
    """The weights of all four links, and of the whole."""
    weights = {link: fit([c.evidence[link] for c in marked], [c.right[link] for c in marked], L2) for link in JOINED}
    values = [case for case in (*marked, *valued) if "value" in case.right]
    weights["value"] = fit([c.evidence["value"] for c in values], [c.right["value"] for c in values], L2)
    links = [{link: logistic(weights[link], c.evidence[link]) for link in LINKS} for c in marked]
    right = [all(c.right[link] for link in JOINED) for c in marked]
    return weights | {"overall": fit([together(told) for told in links], right, WHOLE_L2)}


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
    return links | {"overall": overall(weights, links)}


def report(title: str, given: Sequence[Case], trust: Sequence[dict[str, float]]) -> None:
    """Print the reliability of some claims' confidences."""
    print(f"\n{title}: {len(given)} claims")
    for link in (*LINKS, "overall"):
        rows = [(case.complete if link == "overall" else case.right[link], one[link])
                for case, one in zip(given, trust, strict=True) if link == "overall" or link in case.right]  # fmt: skip
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
    """Each marked claim's confidences by weights that its article had no part in."""
    articles = sorted({case.article for case in marked})
    fold = {article: n % FOLDS for n, article in enumerate(articles)}
    learnt = [learn([case for case in marked if fold[case.article] != n], valued) for n in range(FOLDS)]
    return [trusted(learnt[fold[case.article]], case) for case in marked]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, help="folder with gold/, archive/ and data/")
    parser.add_argument("--check", action="store_true", help="print, and leave the table as it is")
    parser.add_argument("--judged", type=Path, nargs=2, metavar=("LINES", "ARTICLES"), help=JUDGED)
    args = parser.parse_args()
    if not (args.shared or args.judged):
        parser.error("nothing to learn from: name --shared FOLDER, --judged LINES ARTICLES, or both")
    nlp = newsclaims.load()
    stage: Any = nlp.get_pipe("newsclaims_claims")
    reader = stage.linker
    held = list(of_folder(*args.judged)) if args.judged else []
    known = list(of_folder(ROOT / "corpus" / "gold", ROOT / "corpus" / "samples"))
    tests = {}
    if args.shared:
        gold = args.shared / "gold"
        held += splits(args.shared)[1]
        known += of_folder(gold / "train", gold / "articles_train.jsonl")
        dev = of_folder(gold / "dev", gold / "articles_dev.jsonl")
        tests = {"another paper's marked articles": timebank(args.shared), "dev": dev}
    both: list[Case] = []
    for stage.linker in (TableLinker(), reader):
        marked = list(cases(held, nlp))
        both += marked
    valued = list(cases(known, nlp))
    report("marked articles, cross-validated", marked, crossed(both, valued)[-len(marked) :])
    weights = learn(both, valued)
    for title, given in tests.items():
        found = list(cases(given, nlp))
        report(f"{title}, never learnt from", found, [trusted(weights, case) for case in found])
    if not args.check:
        rows = [f"{link}: {name},{w}\n" for link, found in weights.items() for name, w in sorted(found.items()) if w]
        head = "# Learnt by models/calibrate.py: do not edit by hand.\nevidence,weight\n"
        TABLE.write_text(head + "".join(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
