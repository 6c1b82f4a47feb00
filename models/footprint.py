"""What a worker needs: `python models/footprint.py en_newsclaims --archive ../shared/archive/articles.jsonl.gz`.

Seconds from a fresh start of Python to a pipeline that is ready, and the most memory held over some articles, in MB.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import resource
import sys
import time

os.environ.setdefault("OMP_NUM_THREADS", "1")


def peak() -> int:
    """The most memory that this process has held so far, in MB."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most // (1024 * 1024 if sys.platform == "darwin" else 1024)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", help="a spaCy pipeline by name or path")
    parser.add_argument("--archive", required=True, help="articles to work")
    parser.add_argument("--articles", type=int, default=200, help="how many of them")
    args = parser.parse_args()
    began = time.perf_counter()
    from newsclaims import flow
    from newsclaims.read import read_articles
    from newsclaims.records import Article

    nlp = flow.load(args.model)
    told = {"model": args.model, "load s": round(time.perf_counter() - began, 1), "loaded MB": peak()}
    good = (article for article in read_articles([args.archive]) if isinstance(article, Article))
    told["articles"] = sum(1 for _ in flow.work(itertools.islice(good, args.articles), nlp))
    print(json.dumps({**told, "peak MB": peak()}))


if __name__ == "__main__":
    main()
