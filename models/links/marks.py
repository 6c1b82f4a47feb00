"""Articles that readers marked: which lie where, which the reader of links learns from, and which are kept back.

`python models/links/marks.py --shared ../shared` counts them, and tells how far the marks of the training articles
agree with the gold of the same figures.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from newsclaims.read import read_articles
from newsclaims.records import Article, Mention
from newsclaims.score import interval_right, plain_name, read_gold

ROOT = Path(__file__).parents[2]
MARKS = ROOT / "models" / "marked"
_PASSAGE = re.compile(r"^### (\d{4}-\d\d-\d\d)$", re.MULTILINE)
_FIGURE = re.compile(r"<<([^|<>]+)\|([^|<>]+)>>")
_PREFIX = "tbaq_"  # of gold's ids for TimeBank's articles
_OWN = 100  # characters
KEPT_BACK = 6  # of the marked articles, each so many-th is kept back
_ARCHIVE, _WIKINEWS = (
    ("archive/articles.jsonl.gz",),
    ("data/attribution/gum_news_attributions.jsonl", "data/time/dev.jsonl"),
)
Mark = Mapping[str, Any]
Articles = list[tuple[Article, list[Mark]]]


def splits(shared: Path) -> tuple[Articles, Articles]:
    """The articles to learn from and those that are kept back, each with its marks; no line of these is in those. Of
    the invented passages, which are learnt from too, see `invented`.
    """
    learnt = list(gold_of(shared / "gold" / "train", shared / "gold" / "articles_train.jsonl"))
    learnt += gold_of(ROOT / "corpus" / "gold", ROOT / "corpus" / "samples")
    held: Articles = []
    for name, files in (("archive", _ARCHIVE), ("wikinews", _WIKINEWS)):
        for n, one in enumerate(articles_of(MARKS / f"{name}.jsonl", [shared / file for file in files])):
            (learnt if n % KEPT_BACK else held).append(one)
    known = {line for article, _ in learnt for line in _long_lines(article)}
    return learnt, [one for one in held if not known.intersection(_long_lines(one[0]))]


def _long_lines(article: Article) -> set[str]:
    """The lines of an article that are long enough to be its own: another that has one is the same, or cites it."""
    return {line.strip() for line in article.text.splitlines() if len(line) > _OWN}


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


def invented() -> Iterator[tuple[Article, list[Mark]]]:
    """The invented passages, each an article with its marks: only the times are told, by their words."""
    for path in sorted((MARKS / "invented").glob("*.txt")):
        _, *parts = _PASSAGE.split(path.read_text(encoding="utf-8"))
        for n, (date, written) in enumerate(zip(parts[::2], parts[1::2], strict=True), 1):
            text, marks = passage(written)
            yield Article(f"{path.stem}-{n}", text, published=date, published_from="given"), marks


def passage(written: str) -> tuple[str, list[Mark]]:
    """The text of a passage without its marks, and these: `<<40|on Monday>>` is the figure 40, about those words; `-`
    is none. ValueError where the words do not stand in the text; where they do more than once, the nearest are meant.
    """
    text, figures, last = "", [], 0
    written = " ".join(written.split())
    for found in _FIGURE.finditer(written):
        text += written[last : found.start()] + found[1]
        figures.append((len(text) - len(found[1]), len(text), found[2]))
        last = found.end()
    text += written[last:]
    return text, [
        {"start": start, "end": end, "time": _words(text, start, end, answer)} for start, end, answer in figures
    ]


def _words(text: str, start: int, end: int, answer: str) -> Mark | None:
    if answer == "-":
        return None
    places = [found.span() for found in re.finditer(re.escape(answer), text, re.IGNORECASE)]
    if not places:
        raise ValueError(f"no words {answer!r} in: {text}")
    return {"words": min(places, key=lambda place: max(place[0] - end, start - place[1]))}


def mark_at(figure: Mention, marks: Sequence[Mark]) -> Mark | None:
    """The mark that shares most characters with a figure; None without one, or where it is ignored."""
    shared = ((min(figure.end, mark["end"]) - max(figure.start, mark["start"]), n) for n, mark in enumerate(marks))
    most, n = max(shared, default=(0, 0))
    return marks[n] if most > 0 and not marks[n].get("ignore") else None


def timebank(shared: Path) -> Iterator[tuple[Article, list[Mark]]]:
    """The marked articles of TimeBank, which nothing learns from."""
    return articles_of(MARKS / "timebank.jsonl", [shared / "data" / "time" / "train.jsonl"])


def training(shared: Path) -> tuple[Articles, Articles]:
    """The training articles that have marks besides their gold: with the marks, and with the gold."""
    articles = shared / "gold" / "articles_train.jsonl"
    marked = list(articles_of(MARKS / "training.jsonl", [articles]))
    ids = {article.id for article, _ in marked}
    return marked, [one for one in gold_of(shared / "gold" / "train", articles) if one[0].id in ids]


def agreement(marked: Articles, gold: Articles) -> dict[str, float]:
    """Of the figures that have both, the percentage whose mark and gold agree: in an interval, a noun, all sources."""
    known = {(article.id, one["start"]): one for article, claims in gold for one in claims if not one.get("ignore")}
    pairs = [(mark, known[key]) for article, marks in marked for mark in marks
             if (key := (article.id, mark["start"])) in known and not mark.get("ignore")]  # fmt: skip
    right = {
        "time": sum(_one_time(mark.get("time"), one.get("time")) for mark, one in pairs),
        "item": sum(not one["items"] or bool({*mark["items"]} & {*one["items"]}) for mark, one in pairs),
        "source": sum(_one_source(mark, one) for mark, one in pairs),
    }
    return {"figures": len(pairs)} | {part: round(100 * count / len(pairs), 1) for part, count in right.items()}


def _one_time(mark: Mark | None, gold: Mark | None) -> bool:
    return interval_right(gold, mark["begin"], mark["end"]) if mark and gold else not (mark or gold)


def _one_source(mark: Mark, gold: Mark) -> bool:
    """Whether each source of the one is one of the other; where either may be the article itself, none is as good."""
    ours, theirs = (
        [{plain_name(name) for name in (*source["names"], *source.get("org", ()))} for source in one["sources"]]
        for one in (mark, gold)
    )
    if not ours or not theirs:
        return ours == theirs or bool(mark.get("accept_narrator") or gold.get("accept_narrator"))
    return all(any(a & b for b in theirs) for a in ours) and all(any(a & b for a in ours) for b in theirs)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True, help="folder with gold/, archive/ and data/")
    shared = parser.parse_args().shared
    learnt, held = splits(shared)
    for name, articles in (
        ("learnt from", learnt),
        ("invented", list(invented())),
        ("kept back", held),
        ("TimeBank", list(timebank(shared))),
    ):
        figures = sum(not mark.get("ignore") for _, marks in articles for mark in marks)
        print(json.dumps({"set": name, "articles": len(articles), "figures": figures}))
    print(json.dumps({"marks and gold of the training articles": agreement(*training(shared))}))


if __name__ == "__main__":
    main()
