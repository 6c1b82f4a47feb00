"""What a stage costs after the parse, and whether its cost grows with the text alone:

    python corpus/benchmarks/stage_cost.py ARCHIVE --stage newsclaims_quantities

Words of the archive are put together into texts of 500 and of 50,000 words, parsed, and given to the stage on one
thread; the best of some rounds counts, since the machine has other work. Attribution includes its learned part. Prints
for both lengths the words per second of the stage alone, as ratio to the parse of the same words too, and how the two
lengths compare.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc

from newsclaims import flow
from newsclaims.attribution.speech import FACTORY
from newsclaims.read import read_articles
from newsclaims.records import Article

_ROUNDS = 5


def texts(paths: list[str], words: int, total: int) -> Iterator[str]:
    """Texts of so many words, made of whole paragraphs of the archive, until there are `total` words."""
    text: list[str] = []
    size = told = 0
    for article in read_articles(paths):
        for paragraph in article.text.split("\n") if isinstance(article, Article) else ():
            text.append(paragraph)
            size += len(paragraph.split())
            if size >= words:
                yield "\n".join(text)
                text, told, size = [], told + size, 0
            if told >= total:
                return


def seconds(nlp: Language, parts: list[str], docs: list[Doc]) -> float:
    """The least time that the components of a stage take for all the texts."""
    components = [nlp.get_pipe(part) for part in parts]
    best = float("inf")
    for _ in range(_ROUNDS):
        began = time.perf_counter()
        for doc in docs:
            for component in components:
                component(doc)
        best = min(best, time.perf_counter() - began)
    return best


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+", help="articles, as newsclaims reads them")
    parser.add_argument("--stage", default="newsclaims_quantities", choices=flow.STAGES)
    parser.add_argument("--model", default="en_newsclaims", help="a spaCy pipeline by name or path")
    parser.add_argument("--words", type=int, default=100_000, help="how many words for each length")
    args = parser.parse_args()
    nlp = flow.load(args.model, every_sentence=True)
    nlp.max_length = 10**7
    learned = [FACTORY] if args.stage == "newsclaims_attribution" and FACTORY in nlp.pipe_names else []
    later = [*learned, *flow.STAGES[flow.STAGES.index(args.stage) :]]
    before = [name for name in nlp.pipe_names if name not in later]
    rates = {}
    for length in (500, 50_000):
        chosen = list(texts(args.paths, length, args.words))
        began = time.perf_counter()
        docs = list(nlp.pipe(chosen, disable=[name for name in nlp.pipe_names if name not in before]))
        parse = time.perf_counter() - began
        words = sum(not token.is_space for doc in docs for token in doc)
        took = seconds(nlp, [*learned, args.stage], docs)
        rates[length] = words / took
        print(f"{length:>7,} words a text: {rates[length]:>10,.0f} words/s, {parse / took:6.1f} times the parse's rate")
    print(f"rate of the long texts to that of the short: {rates[50_000] / rates[500]:.2f}")


if __name__ == "__main__":
    main()
