"""How many workers one reader can feed, by kind of file:

    python corpus/benchmarks/feeding.py ARCHIVE

Some articles of the archive are written as JSON lines, as web pages in a folder, and as a WARC file, and read as the
driver of a run does: cut into shards and packed for a worker. A worker's side is to take pages apart and to extract the
claims with the fast model. All of it is told in articles for a second of processor time, on the same articles in the
same run; so are the ratios, which say how many workers one reader keeps busy. Pages here are articles in a frame of
menus and teasers, some 50 kB each: a page of a real site may be a few times as heavy.
"""

from __future__ import annotations

import argparse
import gzip
import pickle
import tempfile
import time
from collections.abc import Iterator
from html import escape
from itertools import islice
from pathlib import Path

import msgspec

from newsclaims import FAST_MODEL, flow
from newsclaims.read import Pending, read_articles, read_page, read_records
from newsclaims.records import Article
from newsclaims.runs.ledger import Care
from newsclaims.runs.messages import Task
from newsclaims.runs.shards import Record, Shard, Size, cut

_MENU = "".join(f'<li class="menu-item item-{n}"><a href="/topic/{n}">Topic {n}</a></li>' for n in range(150))
_SCRIPT = "<script>" + "window.seen = window.seen || []; seen.push({at: 1, of: [1, 2, 3]});" * 500 + "</script>"
_TEASERS = "".join(
    f'<div class="card"><a href="/{n}"><img src="/{n}.jpg" alt=""><h3>What came of story {n}</h3></a></div>'
    for n in range(80)
)


def page(article: Article) -> bytes:
    """A web page with an article in it."""
    title = escape(article.title or "News")
    day = f'<meta property="article:published_time" content="{article.published}">' if article.published else ""
    words = "".join(f"<p>{escape(line)}</p>" for line in article.text.split("\n") if line.strip())
    head = f"<!doctype html><html><head><title>{title}</title>{day}{_SCRIPT}</head><body><nav><ul>{_MENU}</ul></nav>"
    return f"{head}<article><h1>{title}</h1>{words}</article><aside>{_TEASERS}</aside></body></html>".encode()


def warc_record(number: int, content: bytes) -> bytes:
    """A page as a response, in a gzip member of its own, as CC-NEWS has them."""
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + content
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{number:032d}>\r\n"
        f"WARC-Date: 2019-07-24T06:00:00Z\r\nWARC-Target-URI: https://example.org/{number}\r\n"
        f"Content-Length: {len(block)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + block + b"\r\n\r\n")


def written(articles: list[Article], folder: Path) -> dict[str, Path]:
    """The articles as each kind of file."""
    pages = [page(article) for article in articles]
    (folder / "html").mkdir()
    for number, content in enumerate(pages):
        (folder / "html" / f"{number:06d}.html").write_bytes(content)
    (folder / "a.warc.gz").write_bytes(b"".join(warc_record(*numbered) for numbered in enumerate(pages)))
    lines = [{"id": f"{number}", "text": article.text} for number, article in enumerate(articles)]
    (folder / "a.jsonl.gz").write_bytes(gzip.compress(b"\n".join(map(msgspec.json.encode, lines)) + b"\n"))
    return {"JSONL.gz": folder / "a.jsonl.gz", "HTML": folder / "html", "WARC.gz": folder / "a.warc.gz"}


def driven(path: Path) -> Iterator[Shard]:
    """The shards of a file, each packed as for a worker."""
    for shard in cut(read_records([path]), Size()):
        pickle.dumps(Task(shard, Care(), ""), protocol=pickle.HIGHEST_PROTOCOL)
        yield shard


def seconds_apart(records: list[Record]) -> float:
    """Seconds of processor time to take the pages among records apart."""
    pages = [record for record in records if isinstance(record, Pending)]
    for found in pages[:1]:  # the libraries are loaded
        read_page(found)
    began = time.process_time()
    for found in pages:
        read_page(found)
    return time.process_time() - began


def seconds_of_work(articles: list[Article]) -> float:
    """Seconds of processor time to extract the claims of articles."""
    nlp = flow.load(FAST_MODEL)
    for _ in flow.work(articles[:5], nlp):  # the tables behind the stages are loaded
        pass
    began = time.process_time()
    for _ in flow.work(articles, nlp):
        pass
    return time.process_time() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+", help="articles, as newsclaims reads them")
    parser.add_argument("--articles", type=int, default=300, help="how many to take")
    parser.add_argument("--rounds", type=int, default=3, help="of reading, the best of which counts")
    args = parser.parse_args()
    articles = [each for each in islice(read_articles(args.paths), args.articles) if isinstance(each, Article)]
    count = len(articles)
    work = seconds_of_work(articles)
    print(f"{count:,} articles, {sum(len(page(each)) for each in articles) / count:,.0f} bytes a page")
    print(f"{'claims, fast model':<20}{count / work:>9,.1f} articles/s")
    with tempfile.TemporaryDirectory() as folder:
        for kind, path in written(articles, Path(folder)).items():
            drive = float("inf")
            for _ in range(args.rounds):
                began = time.process_time()
                records = [record for shard in driven(path) for record in shard.records]
                drive = min(drive, time.process_time() - began)
            apart = seconds_apart(records)
            told = f"; to take a page apart {count / apart:,.1f}" if apart > 0.001 else ""
            print(f"{kind:<20}{count / drive:>9,.1f} articles/s read and cut{told}", end="; ")
            print(f"one reader feeds {(work + apart) / drive:,.0f} workers")


if __name__ == "__main__":
    main()
