"""Our attributions for `score_attribution.py` (PolNeAR, GUM):

python corpus/benchmarks/attributions.py attribution/polnear_dev.jsonl -o pred.jsonl
python score_attribution.py attribution/polnear_dev.jsonl pred.jsonl
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from newsclaims import flow, layers
from newsclaims.records import Article, Attribution


def predictions(documents: Iterable[dict[str, Any]], model: str) -> Iterator[dict[str, Any]]:
    """For each document its id and its attributions: spans of source, cue and content, and the source's name."""
    nlp = flow.load(model, every_sentence=True)
    articles = [
        Article(
            document["id"],
            document["text"],
            published=(document.get("published") or document.get("dct") or None),
        )
        for document in documents
    ]
    for outcome in flow.work(articles, nlp, look=lambda doc: layers.take(doc, "attributions", Attribution)):
        assert outcome.failure is None, outcome.failure
        assert outcome.article is not None
        yield {"id": outcome.article.id, "attributions": [spans(one) for one in outcome.looked]}


def spans(one: Attribution) -> dict[str, Any]:
    """An attribution as the scorer wants it."""
    sources = sorted({(source.mention.start, source.mention.end) for source in one.sources})
    return {
        "source": sources,
        "cue": [(one.cue.start, one.cue.end)] if one.cue else [],
        "content": [(part.start, part.end) for part in one.contents],
        "source_text": one.sources[0].name if one.sources else None,
        "rule": one.rule,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, help="documents, one a line; their attributions are not read")
    parser.add_argument("-o", "--output", type=Path, required=True, help="where the predictions go")
    parser.add_argument("--model", default="en_newsclaims", help="a spaCy pipeline by name or path")
    args = parser.parse_args()
    documents = [json.loads(line) for line in args.gold.read_text(encoding="utf-8").splitlines()]
    with args.output.open("w", encoding="utf-8") as lines:
        for prediction in predictions(documents, args.model):
            lines.write(json.dumps(prediction, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
