"""What quotation marks cost an archive: the repaired quotations, and whether any figure is lost to its marks.

python corpus/benchmarks/quotations.py archive/articles.jsonl.gz [--list repairs.tsv] [--first 500]

Every article goes through the whole pipeline; one that a stage sets aside is named. Those with a repaired quotation go
through once more with every double mark straight (`"`) and every single one an apostrophe (`'`): the count of claims
must be the same, and each article where it is not is named.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from spacy.tokens import Doc

from newsclaims import flow, layers
from newsclaims.read import read_articles
from newsclaims.records import Article, Failure, Quotation

_DOUBLE = re.compile(r"``|''|[“”„‟«»]")
_SINGLE = re.compile(r"[‘’‚‹›`]")


def quotations(doc: Doc) -> list[Quotation]:
    """The quotations of a Doc, for `flow.work`."""
    return layers.take(doc, "quotations", Quotation)


def straight(text: str) -> str:
    """The text with every quotation mark straight."""
    return _SINGLE.sub("'", _DOUBLE.sub('"', text))


def line_of(article: Article, quotation: Quotation) -> str:
    """A line of the list: kind, article, offset, and how the quotation starts and ends."""
    said = " ".join(quotation.mention.text.split())
    shown = said if len(said) < 80 else f"{said[:40]} … {said[-36:]}"
    return f"{quotation.repair}\t{article.id}\t{quotation.mention.start}\t{len(said)}\t{shown}"


def repaired(
    articles: Iterator[Article], nlp: Any, listed: list[str]
) -> tuple[Counter[str], list[tuple[Article, int]]]:
    """Counts of articles and quotations by repair, and the articles with a repair, each with its number of claims."""
    counts: Counter[str] = Counter()
    again: list[tuple[Article, int]] = []
    for outcome in flow.work(articles, nlp, look=quotations):
        if outcome.failure is not None:
            counts["set aside"] += 1
            listed.append(f"set aside\t{outcome.failure.where}\t{outcome.failure.message}")
            continue
        assert outcome.article is not None
        counts["articles"] += 1
        counts["quotations"] += len(outcome.looked)
        counts["claims"] += len(outcome.claims)
        counts["claims in a repaired quotation"] += sum(
            claim.attribution.repair is not None for claim in outcome.claims
        )
        mended = [quotation for quotation in outcome.looked if quotation.repair]
        counts.update(f"repaired: {quotation.repair}" for quotation in mended)
        listed.extend(line_of(outcome.article, quotation) for quotation in mended)
        if mended:
            counts["articles with a repair"] += 1
            again.append((outcome.article, len(outcome.claims)))
    return counts, again


def differing(again: list[tuple[Article, int]], nlp: Any) -> Iterator[str]:
    """A line for each article whose count of claims changes with straight marks."""
    texts = [Article(one.id, straight(one.text), published=one.published, where=one.where) for one, _ in again]
    for (article, claims), outcome in zip(again, flow.work(texts, nlp), strict=True):
        if outcome.failure is not None or len(outcome.claims) != claims:
            yield f"other count\t{article.id}\t{claims} claims, with straight marks {len(outcome.claims)}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archive", help="articles, as for newsclaims extract")
    parser.add_argument("--list", type=Path, help="where the repaired quotations are listed, tabs between the columns")
    parser.add_argument("--first", type=int, help="only so many articles")
    parser.add_argument("--model", default="en_newsclaims", help="a spaCy pipeline by name or path")
    args = parser.parse_args()
    nlp = flow.load(args.model)
    listed: list[str] = []
    read = (one for one in read_articles([args.archive]) if not isinstance(one, Failure))
    counts, again = repaired(islice(read, args.first), nlp, listed)
    others = list(differing(again, nlp))
    for name, count in sorted(counts.items()):
        print(f"{count:>9,} {name}")
    print(f"{len(others):>9,} articles with another count of claims where all marks are straight")
    print("\n".join(line for line in [*listed, *others] if line.startswith(("set aside", "other count"))))
    if args.list:
        args.list.write_text("\n".join(listed) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
