"""The tables of rules of the quantities, attribution and claims stages: each rule with a test sentence that it is in.

The sentences are those that the tests of these stages are given (`pytest.mark.parametrize`), read by the whole
pipeline; a rule that works in none of them is shown in a sentence of `corpus/samples`. `make golden` writes the pages.
Of all sentences that a rule works in, the shortest is shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

from examples import unmarked
from scripts import module
from spacy.language import Language
from spacy.tokens import Doc

from newsclaims import layers
from newsclaims.explain import Reasoned, explained
from newsclaims.read import read_articles
from newsclaims.records import Article, Attribution, Figure, Mention, Numeral, Quotation

ROOT = Path(__file__).parents[2]
TESTS = ROOT / "tests"
FOLDERS = ("quantities", "attribution", "claims", "flow")
PUBLISHED = "2024-05-14"
_DOLLARS = Article("dollars", "The new bridge cost $5 million.", url="https://news.example.au/1", published=PUBLISHED)
_TAGGED = re.compile(r"\w/[A-Z]{2}")
_FEWEST_WORDS, _SHORT = 4, 300  # characters of a text that is shown whole
_MARK = re.compile(r"[\[{]([^\[\]{}|]*)\|[^\[\]{}]*[\]}]")


class Shown(NamedTuple):
    """A rule at work: which table and rule, its words in the text, and what it made of them."""

    table: str
    rule: str
    words: Mention
    text: str
    reading: str


PAGES = {
    "quantities": [
        ("Numerals that are no claim", "numeral", "kind: rule", "what it is worth"),
        ("What is counted", "item", "rule", "item"),
        ("How a currency is told", "unit", "rule", "unit"),
    ],
    "attribution": [
        ("Who says it", "attribution", "kind of cue, and rule", "source"),
        ("Quotations whose marks lack something", "repair", "repair", "quotation"),
    ],
    "claims": [
        ("Ties between figures", "relation", "relation", "tied to"),
        ("Flags", "flag", "flag", "reason"),
    ],
}
_NOTES = {
    "attribution": "`agreed`: a rule and the reader of speech find the same; `learned`: the reader alone. The other "
    "words name the rule: `say_after` is a reporting verb whose content comes after it.",
}


def sentences() -> list[str]:
    """Every sentence or short text that a test of these stages is given, without marks, once each."""
    found: dict[str, None] = {}
    for folder in FOLDERS:
        for path in sorted((TESTS / folder).glob("test_*.py")):
            for value in _parameters(module(path)):
                text = unmarked(_MARK.sub(r"\1", value)).text
                if _is_sentence(text):
                    found[text] = None
    return list(found)


def _is_sentence(text: str) -> bool:
    opens, closes = re.match(r"[\w“\"'$€£]", text), re.search(r"[.!?”\"]\s*$", text)
    return bool(opens and closes) and len(text.split()) >= _FEWEST_WORDS and not _TAGGED.search(text)


def _parameters(module: ModuleType) -> Iterator[str]:
    """The strings among the parameters of a module's tests."""
    for test in vars(module).values():
        for mark in getattr(test, "pytestmark", ()):
            if getattr(mark, "name", "") == "parametrize":
                for value in mark.args[1]:
                    yield from _strings(getattr(value, "values", value))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        yield from (one for one in value if isinstance(one, str))


def shown(articles: Iterable[Article], nlp: Language) -> Iterator[Shown]:
    """Every rule at work in the articles, in their order, each with the sentences that its words stand in."""
    for _, doc, reasoned in explained(articles, nlp):
        for table, rule, words, reading in (*_layers(doc), *_claims(reasoned)):
            tokens = layers.span_of(doc, words)
            first, last = tokens[0].sent.start_char, tokens[-1].sent.end_char
            if len(doc.text) < _SHORT:
                first, last = 0, len(doc.text)
            moved = Mention(words.start - first, words.end - first, words.text)
            yield Shown(table, rule, moved, doc.text[first:last], reading)


def _layers(doc: Doc) -> Iterator[tuple[str, str, Mention, str]]:
    for numeral in layers.take(doc, "numerals", Numeral):
        worth = numeral.quantity
        told = f"{worth.value:g} {worth.unit}" if worth and worth.value is not None else "–"
        yield "numeral", f"{numeral.kind}: {numeral.rule}", numeral.mention, told
    for figure in layers.take(doc, "quantities", Figure):
        if figure.item_rule and figure.item:
            yield "item", figure.item_rule, figure.quantity.mention, figure.item.head
        if figure.unit_rule:
            yield "unit", figure.unit_rule, figure.quantity.mention, figure.quantity.unit
    for said in layers.take(doc, "attributions", Attribution):
        if said.cue and said.sources:
            yield "attribution", said.rule, said.cue, " & ".join(source.name for source in said.sources)
    for quotation in layers.take(doc, "quotations", Quotation):
        if quotation.repair:
            yield "repair", quotation.repair, quotation.mention, quotation.mention.text


def _claims(reasoned: Reasoned) -> Iterator[tuple[str, str, Mention, str]]:
    words = {claim.id: claim.quantity.mention.text for claim, _ in reasoned}
    for claim, _ in reasoned:
        for tie in claim.relations:
            target = f"“{words[tie.target]}”" + (f": {tie.reason}" if tie.reason else "")
            yield "relation", tie.type, claim.quantity.mention, target
        for flag in claim.flags:
            yield "flag", flag.kind, claim.quantity.mention, flag.reason


def examples(nlp: Language, *, only: str | None = None) -> dict[tuple[str, str], Shown]:
    """For each table and rule the shortest test sentence that it works in, or failing that a sample's.

    `only`: of the test sentences just those that stand in this text, which is quick.
    """
    texts = [text for text in sentences() if only is None or _cell(text) in only]
    tests = [_DOLLARS, *(Article(f"s{n}", text, published=PUBLISHED) for n, text in enumerate(texts))]
    best: dict[tuple[str, str], Shown] = {}
    for one in shown(tests, nlp):
        key = (one.table, one.rule)
        if key not in best or len(one.text) < len(best[key].text):
            best[key] = one
    rest: dict[tuple[str, str], Shown] = {}
    samples = [article for article in read_articles([str(ROOT / "corpus" / "samples")]) if isinstance(article, Article)]
    for one in shown(samples, nlp):
        key = (one.table, one.rule)
        if key not in best and (key not in rest or len(one.text) < len(rest[key].text)):
            rest[key] = one
    return best | rest


def target(stage: str) -> Path:
    """Where a stage's page lies."""
    return ROOT / "pipeline" / "newsclaims" / stage / "RULES.md"


def page(stage: str, best: dict[tuple[str, str], Shown]) -> str:
    """The whole page of a stage."""
    lines = [
        f"# The rules of the stage {stage}",
        "",
        "The shortest test sentence in which each rule works, or else a sentence of our samples; its words in bold.",
        f"Test sentences are read as articles of {PUBLISHED}. Made by `make golden`; a test holds it to the code.",
        *(["", _NOTES[stage]] if stage in _NOTES else []),
    ]
    for title, table, rule, reading in PAGES[stage]:
        lines += ["", f"## {title}", "", f"| {rule} | sentence | {reading} |", "| --- | --- | --- |"]
        lines += [_row(best[key]) for key in sorted(best) if key[0] == table]
    return "\n".join(lines) + "\n"


def _row(one: Shown) -> str:
    before, after = one.text[: one.words.start], one.text[one.words.end :]
    cells = (f"`{one.rule}`", f"{before}**{one.words.text.strip()}**{after}", one.reading)
    return f"| {' | '.join(_cell(cell) for cell in cells)} |"


def _cell(text: str) -> str:
    """Text that a cell can hold: line ends as a sign, bars and brackets escaped."""
    return re.sub(r"\s*\n\s*", " ⏎ ", text.strip()).replace("|", "\\|").replace("[", "\\[").replace("<", "&lt;")
