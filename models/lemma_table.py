"""The table of lemma scripts that both models ship, learnt from the treebanks:
`python models/lemma_table.py --data ../shared/data --out lemmas.json`.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from pathlib import Path

import spacy
from spacy.tokens import DocBin

from newsclaims.lemmas import WHOLE, Lemmas, endings, script

TREEBANKS = ("treebank/ewt-train.spacy", "treebank/gumfree-train.spacy")
RAREST_ENDING = 2


def learn(data: Path) -> dict[str, dict[str, str]]:
    """{tag: {ending: its most frequent script}}, without the endings whose next shorter one says the same."""
    counts: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    vocab = spacy.blank("en").vocab
    for path in TREEBANKS:
        for doc in DocBin().from_disk(data / path).get_docs(vocab):
            for token in doc:
                for ending in endings(token.text):
                    counts[token.tag_][ending][script(token.text, token.lemma_)] += 1
    table: dict[str, dict[str, str]] = {}
    for tag, found in sorted(counts.items()):
        best = {
            ending: scripts.most_common(1)[0][0]
            for ending, scripts in found.items()
            if scripts.total() >= RAREST_ENDING or ending[:1] == WHOLE
        }
        table[tag] = {ending: best[ending] for ending in sorted(best) if best[ending] != _shorter(best, ending)}
    return table


def _shorter(best: dict[str, str], ending: str) -> str | None:
    """What the table says of the next shorter ending that it has."""
    if not ending:
        return None
    wider = endings(ending[1:])[1:]  # both drop one sign: the mark of a whole form, or the first letter
    return next((best[shorter] for shorter in wider if shorter in best), None)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with treebank/")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    table = learn(args.data)
    Lemmas(table).save(args.out)
    print(f"{sum(map(len, table.values()))} endings of {len(table)} tags")


if __name__ == "__main__":
    main()
