"""Score a model on the test sets, from raw text: `python models/evaluate.py --data ../shared/data en_newsclaims`.

Percent. Tags, lemmas, trees (punctuation not counted) and sentences on UD English PUD and EWT; names (PERSON, ORG,
LOC) on UNER English PUD and EWT and on Worldwide newswire. None of these is trained on.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from spacy.language import Language
from spacy.pipeline.dep_parser import parser_score
from spacy.scorer import Scorer, get_ner_prf
from spacy.tokens import DocBin
from spacy.training import Example

from newsclaims.parse import load_model

TEST_SETS = {
    "PUD": "treebank/pud-test.spacy",
    "EWT": "treebank/ewt-test.spacy",
    "UNER-PUD": "ner/ner-pud-test.spacy",
    "UNER-EWT": "ner/ner-unewt-test.spacy",
    "Worldwide": "ner/worldwide-test.spacy",
}
KINDS = frozenset(["PERSON", "ORG", "LOC"])


def evaluate(nlp: Language, data: Path) -> dict[str, dict[str, float]]:
    """Scores by test set, 0 to 100. What the sets do not mark (dates, nationalities) does not count."""
    scores: dict[str, dict[str, float]] = {}
    for name, path in TEST_SETS.items():
        examples = []
        gold = list(DocBin().from_disk(data / path).get_docs(nlp.vocab))
        for doc, told in zip(gold, nlp.pipe(doc.text for doc in gold), strict=True):
            if path.startswith("ner/"):
                told.set_ents([ent for ent in told.ents if ent.label_ in KINDS])
            examples.append(Example(told, doc))
        got = names(examples) if path.startswith("ner/") else syntax(examples)
        scores[name] = {key: round(100 * value, 1) for key, value in got.items()}
    return scores


def syntax(examples: list[Example]) -> dict[str, float]:
    """Accuracy of tags and lemmas, attachment, F1 of sentences."""
    got = parser_score(examples)
    for attribute in ("tag", "lemma"):
        got |= Scorer.score_token_attr(examples, attribute)
    return {key: got[key] for key in ("tag_acc", "lemma_acc", "dep_uas", "dep_las", "sents_f")}


def names(examples: list[Example]) -> dict[str, float]:
    """F1 of names, and of each kind."""
    got = get_ner_prf(examples)
    return {"ents_f": got["ents_f"]} | {kind: part["f"] for kind, part in got["ents_per_type"].items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", help="a spaCy pipeline by name or path")
    parser.add_argument("--data", type=Path, required=True, help="folder with treebank/ and ner/")
    args = parser.parse_args()
    print(json.dumps(evaluate(load_model(args.model), args.data), indent=1))


if __name__ == "__main__":
    main()
