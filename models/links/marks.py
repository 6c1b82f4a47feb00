"""Articles that readers marked: which lie where, which the reader of links learns from, and which are kept back."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from newsclaims.read import read_articles
from newsclaims.records import Article
from newsclaims.score import read_gold

ROOT = Path(__file__).parents[2]
MARKS = ROOT / "models" / "marked"
_PREFIX = "tbaq_"  # of gold's ids for TimeBank's articles
KEPT_BACK = 6  # of the marked articles, each so many-th is kept back
_ARCHIVE, _WIKINEWS = (
    ("archive/articles.jsonl.gz",),
    ("data/attribution/gum_news_attributions.jsonl", "data/time/dev.jsonl"),
)
Mark = Mapping[str, Any]
Articles = list[tuple[Article, list[Mark]]]


def splits(shared: Path) -> tuple[Articles, Articles]:
    """The articles to learn from and those that are kept back, each with its marks."""
    learnt = list(gold_of(shared / "gold" / "train", shared / "gold" / "articles_train.jsonl"))
    learnt += gold_of(ROOT / "corpus" / "gold", ROOT / "corpus" / "samples")
    held: Articles = []
    for name, files in (("archive", _ARCHIVE), ("wikinews", _WIKINEWS)):
        for n, one in enumerate(articles_of(MARKS / f"{name}.jsonl", [shared / file for file in files])):
            (learnt if n % KEPT_BACK else held).append(one)
    return learnt, held


def gold_of(gold: Path, articles: Path) -> Iterator[tuple[Article, list[Mark]]]:
    """The articles of a file that a folder or file of gold tells of, each with its gold."""
    known = read_gold(gold, partial=True)
    for article in read_articles([articles]):
        if isinstance(article, Article) and article.id in known:
            yield article, list(known[article.id])


def texts(files: Iterable[Path]) -> dict[str, dict[str, Any]]:
    """The articles of JSONL files, plain or gzipped, by id."""
    found: dict[str, dict[str, Any]] = {}
    for path in files:
        content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        found |= {article["id"]: article for article in map(json.loads, content.splitlines())}
    return found


def articles_of(marks: Path, files: Iterable[Path]) -> Iterator[tuple[Article, list[Mark]]]:
    """The articles of a file of marks, each with its marks, and dated as the marks were made."""
    known = texts(files)
    dates = {line["article"]: line["published"] for line in map(json.loads, marks.open(encoding="utf-8"))}
    for article, claims in read_gold(marks, partial=True).items():
        date = dates[article]
        made = Article(
            article,
            (known.get(article) or known[article.removeprefix(_PREFIX)])["text"],
            published=date,
            published_from="given" if date else None,
        )
        yield made, list(claims)


def timebank(shared: Path) -> Iterator[tuple[Article, list[Mark]]]:
    """The marked articles of TimeBank, which nothing learns from."""
    return articles_of(MARKS / "timebank.jsonl", [shared / "data" / "time" / "train.jsonl"])


def training(shared: Path) -> tuple[Articles, Articles]:
    """The training articles that have marks besides their gold: with the marks, and with the gold."""
    articles = shared / "gold" / "articles_train.jsonl"
    marked = list(articles_of(MARKS / "training.jsonl", [articles]))
    ids = {article.id for article, _ in marked}
    return marked, [one for one in gold_of(shared / "gold" / "train", articles) if one[0].id in ids]
