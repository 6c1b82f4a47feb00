"""What a stage costs after the parse, or the whole pipeline, and whether the cost grows with the text alone:

    python corpus/benchmarks/stage_cost.py ARCHIVE --stage newsclaims_quantities
    python corpus/benchmarks/stage_cost.py ARCHIVE --stage all

Words of the archive are put together into texts of 500 and of 50,000 words, parsed, and given to the stage on one
thread. The processor's time counts, not the clock's, and the best of some rounds, since the machine has other work.
Attribution includes its learned part. Prints for both lengths the words per second of the stage alone, as ratio to the
parse of the same words too, and how the two lengths compare. With `all` the same words go through the whole pipeline,
as `newsclaims extract` works them, and each of its parts is compared.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc

from newsclaims import flow, layers
from newsclaims.attribution.speech import FACTORY
from newsclaims.bench import WARM_UP
from newsclaims.read import read_articles
from newsclaims.records import Article, ArticleMeta

_ROUNDS, _WHOLE_ROUNDS = 5, 2
_SHORT, _LONG = 500, 50_000


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
        began = time.process_time()
        for doc in docs:
            for component in components:
                component(doc)
        best = min(best, time.process_time() - began)
    return best


def whole(nlp: Language, chosen: list[str]) -> dict[str, float]:
    """Seconds that each part of the pipeline takes for all the texts."""
    spent = dict.fromkeys(["tokenizer", *nlp.pipe_names], 0.0)
    for text in chosen:
        with nlp.memory_zone():
            began = time.process_time()
            doc = nlp.make_doc(text)
            layers.put_article(doc, ArticleMeta("", published="2020-01-01"))
            spent["tokenizer"] += time.process_time() - began
            for name, pipe in nlp.pipeline:
                began = time.process_time()
                doc = pipe(doc)
                spent[name] += time.process_time() - began
    return spent


def compare_whole(nlp: Language, paths: list[str], words: int) -> None:
    """Print how long texts compare with short ones, through everything and part by part."""
    for text in (WARM_UP, next(texts(paths, _SHORT, _SHORT))):
        nlp(text)  # loading is paid once a process, not by the word
    chosen = {length: list(texts(paths, length, words)) for length in (_SHORT, _LONG)}
    rates: dict[int, dict[str, float]] = {_SHORT: {}, _LONG: {}}
    for length in (_SHORT, _LONG) * _WHOLE_ROUNDS:  # in turn, so that both see the same machine
        read = sum(len(text.split()) for text in chosen[length])
        spent = whole(nlp, chosen[length])
        for name, took in (spent | {"all": sum(spent.values())}).items():
            rates[length][name] = max(rates[length].get(name, 0.0), read / took)
    for length, rate in rates.items():
        print(f"{length:>7,} words a text: {rate['all']:>10,.0f} words/s")
    for name, rate in rates[_LONG].items():
        print(f"{name:<24} rate of the long texts to that of the short: {rate / rates[_SHORT][name]:.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+", help="articles, as newsclaims reads them")
    parser.add_argument("--stage", default="newsclaims_quantities", choices=[*flow.STAGES, "all"])
    parser.add_argument("--model", default="en_newsclaims", help="a spaCy pipeline by name or path")
    parser.add_argument("--words", type=int, default=100_000, help="how many words for each length")
    args = parser.parse_args()
    nlp = flow.load(args.model, every_sentence=args.stage != "all")
    nlp.max_length = 10**7
    if args.stage == "all":
        compare_whole(nlp, args.paths, args.words)
        return
    learned = [FACTORY] if args.stage == "newsclaims_attribution" and FACTORY in nlp.pipe_names else []
    later = [*learned, *flow.STAGES[flow.STAGES.index(args.stage) :]]
    before = [name for name in nlp.pipe_names if name not in later]
    rates = {}
    for length in (_SHORT, _LONG):
        chosen = list(texts(args.paths, length, args.words))
        began = time.process_time()
        docs = list(nlp.pipe(chosen, disable=[name for name in nlp.pipe_names if name not in before]))
        parse = time.process_time() - began
        words = sum(not token.is_space for doc in docs for token in doc)
        took = seconds(nlp, [*learned, args.stage], docs)
        rates[length] = words / took
        print(f"{length:>7,} words a text: {rates[length]:>10,.0f} words/s, {parse / took:6.1f} times the parse's rate")
    print(f"rate of the long texts to that of the short: {rates[_LONG] / rates[_SHORT]:.2f}")


if __name__ == "__main__":
    main()
