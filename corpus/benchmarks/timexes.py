"""Our time expressions for `score_time.py` (TempEval-3, task A):

python corpus/benchmarks/timexes.py time/dev.jsonl -o pred.jsonl
python score_time.py time/dev.jsonl pred.jsonl --skip-dct
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from newsclaims import flow, layers
from newsclaims.records import Article, Timex


def predictions(documents: Iterable[dict[str, Any]], model: str) -> Iterator[dict[str, Any]]:
    """For each document its id, text and TIMEX3 expressions; its date of publication is the only date given."""
    nlp = flow.load(model, every_sentence=True)
    articles = [Article(document["id"], document["text"], published=published(document)) for document in documents]
    for outcome in flow.work(articles, nlp, look=lambda doc: layers.take(doc, "timexes", Timex)):
        assert outcome.article is not None, outcome.failure
        told = [
            {"start": t.mention.start, "end": t.mention.end, "type": t.timex_type, "value": t.timex_value}
            for t in outcome.looked
        ]
        yield {"id": outcome.article.id, "text": outcome.article.text, "timexes": told}


def published(document: dict[str, Any]) -> str | None:
    """The day of publication, under the name that the file has for it."""
    found = document.get("dct") or document.get("published")
    return str(found)[:10] if found else None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, help="documents, one a line; their expressions are not read")
    parser.add_argument("-o", "--output", type=Path, required=True, help="where the predictions go")
    parser.add_argument("--model", default="en_newsclaims", help="a spaCy pipeline by name or path")
    args = parser.parse_args()
    documents = [json.loads(line) for line in args.gold.read_text(encoding="utf-8").splitlines()]
    with args.output.open("w", encoding="utf-8") as lines:
        for prediction in predictions(documents, args.model):
            lines.write(json.dumps(prediction, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
