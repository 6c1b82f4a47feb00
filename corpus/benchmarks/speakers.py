"""Whether our sources bear the fullest name that their article gives them, on attributions with gold entities:

python corpus/benchmarks/speakers.py attribution/gum_news_attributions.jsonl [--errors]

Counted are the gold attributions whose source is a person, an organisation or a place that the gold calls named, and
that some mention of its entity names. Three shares are printed:

- all: of them all, those that one of our attributions covers with the right name;
- found: of those whose content one of ours covers by half or more (of several, the one that fits it best);
- given: the gold source's own words (with an apposition that is a mention of the same entity) are handed to our
  resolver in the order of the text, so that neither cue nor content can be wrong; a first person (`I`, `we`) is
  whoever our own attributions say speaks around it.

The gold's full name is made from its mentions. Each is cut at a comma, a bracket or a relative pronoun, and loses
articles, a possessor before it (`Norland's`), a closing `'s` and the titles of our table. What is left is a plain form
where every word has a capital (or is `of`, `al-` and the like), else an embedded form: the capitals that close it
(`campaigner Ann Lee`), or that open it where it closes small (`Tarn news agency`). The full name is the plain form of
most words (each of them, where several have as many); with no plain form, or only a single word that an embedded form
ends in or abbreviates, it is the embedded form of most words.

Our name, likewise without articles, possessor, titles and suffixes, is right where it

- has every word of a full name that is plain, and none that no mention of the entity has;
- ends (for an organisation: ends or opens) a full name that is embedded, with two words at least if that has two.

So "Lee" is wrong where the article has "Ann Lee" anywhere, "ABC" where it has "American Bread Company". Of several
sources of ours one must be right; a gold source that joins two (`A and the B`) needs both. Photographers named in
captions count like any other speaker. The gold is not mended: its entities hold some that are no name, or two people.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from newsclaims import flow, layers
from newsclaims.attribution.component import paragraphs, resolver_of
from newsclaims.attribution.parties import parties
from newsclaims.attribution.phrases import head_of, is_nominal, right_edge
from newsclaims.attribution.quotes import find_quotes
from newsclaims.attribution.sources import Resolver
from newsclaims.attribution.words import Words, load_words
from newsclaims.records import Article, Attribution

_KINDS = frozenset(["person", "organization", "place"])
_ARTICLES = frozenset("the a an".split())
_GLUE = frozenset("of for and on in the to & - – de da del der van von bin ibn al el la le di dos du y".split())
_FIRST = frozenset("i we me us my our myself ourselves".split())
_NO_NAMES = _FIRST | frozenset("he she it they this that these those one some many someone his her their its".split())
_CUT = re.compile(r",|\(|:| who | whose | which | that ")


@dataclass(frozen=True)
class Form:
    """The words of one way to name an entity; `plain` where they are the whole mention but for articles and titles."""

    words: tuple[str, ...]
    plain: bool


@dataclass
class Told:
    """What we say of one gold attribution: our names where its content was found, and given its source's words."""

    kind: str
    where: str
    full: list[Form]
    found: list[str] | None
    given: list[str]
    forms: list[Form] = field(default_factory=list)


def form_of(mention: str, kind: str, words: Words) -> Form | None:
    """How a mention names its entity; None where it only describes it (`the spokesman`, `Norland's coach`)."""
    text = re.sub(r"['’]s?$", "", _CUT.split(f"{mention} ")[0].strip())
    parts = _without_titles(text, kind, words)
    if not parts or (parts[0].lower() in _NO_NAMES and parts[0] != "US"):
        return None
    tied = kind == "person" and any(part.lower() in {"of", "for", "to", "the"} for part in parts)
    if all(_is_capital(part) or part.lower() in _GLUE for part in parts) and _is_capital(parts[-1]) and not tied:
        return Form(tuple(parts), plain=True)
    closing = _run(parts[::-1])[::-1]
    opening = () if kind == "person" else _run(parts)
    run = closing or opening
    return Form(run, plain=False) if run else None


def _without_titles(text: str, kind: str, words: Words) -> list[str]:
    """The words of a name without articles, a possessor before it, titles and suffixes."""
    parts = re.sub(r"^.*\w['’]s (?=\w)", "", text).split()
    while parts and parts[0].lower() in _ARTICLES:
        parts = parts[1:]
    if kind == "person":
        titles = [n for n, part in enumerate(parts) if words.name_words.get(part.lower()) == "title"]
        if titles:
            parts = parts[titles[-1] + 1 :]
        parts = [part for part in parts if words.name_words.get(part.lower()) != "suffix"]
    return parts


def _is_capital(part: str) -> bool:
    return part[:1].isupper() or part[:3].lower() in {"al-", "el-"}


def _run(parts: Sequence[str]) -> tuple[str, ...]:
    """The capitals that a name starts with."""
    end = next((n for n, part in enumerate(parts) if not _is_capital(part)), len(parts))
    return tuple(parts[:end])


def full_names(forms: Sequence[Form]) -> list[Form]:
    """The fullest of an entity's forms: see the head of this file."""
    plain = [form for form in forms if form.plain]
    most = max((len(form.words) for form in plain), default=0)
    fuller = [
        form
        for form in forms
        if not form.plain and len(form.words) > 1 and any(_ends_in(form, other) for other in plain)
    ]
    if plain and not (most == 1 and fuller):
        return [form for form in plain if len(form.words) == most]
    embedded = fuller or [form for form in forms if not form.plain]
    longest = max((len(form.words) for form in embedded), default=0)
    return [form for form in embedded if len(form.words) == longest]


def _ends_in(fuller: Form, short: Form) -> bool:
    """Whether a form's last word, or its first letters, are another form: `… Ann Lee` and `Lee`."""
    letters = "".join(word[0] for word in fuller.words)
    return short.words[-1] == fuller.words[-1] or short.words == (letters,)


def is_right(name: str, told: Told, words: Words) -> bool:
    """Whether a name of ours is the entity's full name."""
    own = _without_titles(_CUT.split(f"{name} ")[0].strip(), told.kind, words)
    known = {word for form in told.forms for word in form.words}
    for form in told.full:
        if form.plain and set(form.words) <= set(own) <= known:
            return True
        enough = len(own) >= min(2, len(form.words)) or told.kind != "person"
        ends = tuple(own) == form.words[-len(own) :]
        opens = told.kind != "person" and tuple(_run(own)) == form.words
        if own and not form.plain and enough and (ends or opens):
            return True
    return False


def any_right(names: Sequence[str], told: Told, words: Words) -> bool:
    """Whether one of our names is right, or all of them joined."""
    joined = " and the ".join(sorted(names)), " and the ".join(sorted(names, reverse=True))
    return any(is_right(name, told, words) for name in (*names, *joined))


def told_of(doc: Doc, document: dict[str, Any], words: Words) -> Iterator[Told]:
    """What we say of each gold attribution of a document that counts."""
    text = doc.text
    ours = layers.take(doc, "attributions", Attribution)
    resolver = resolver_of(doc, find_quotes(text, paragraphs(doc, text)), words)
    for gold in sorted(document["attributions"], key=lambda one: one["source"]):
        given = [name for span in with_apposition(text, gold) for name in resolved(doc, span, resolver, ours)]
        kind = gold["etype"]
        mentions = dict.fromkeys(text[start:end] for start, end in gold["entity_mentions"])
        forms = [form for mention in mentions if (form := form_of(mention, kind, words))]
        if kind not in _KINDS or not gold["entity_name"] or not full_names(forms):
            continue
        best = best_fit(gold["content"], ours)
        found = [source.name for source in best.sources] if best else None
        where = f"{document['id']} {gold['source'][0][0]} {text[slice(*gold['source'][0])]!r}"
        yield Told(kind, where, full_names(forms), found, given, forms)


def with_apposition(text: str, gold: dict[str, Any]) -> list[tuple[int, int]]:
    """The spans of a gold source, each with a mention of the same entity that stands right behind it."""
    spans = []
    for start, end in gold["source"]:
        behind = [stop for at, stop in gold["entity_mentions"] if at >= end and text[end:at].strip() in {"", ",", "("}]
        spans.append((start, max([end, *behind])))
    return spans


def best_fit(content: Iterable[Sequence[int]], ours: Iterable[Attribution]) -> Attribution | None:
    """Of our attributions that cover half of the content or more, the one that shares most with it by Jaccard."""
    wanted = {at for start, end in content for at in range(start, end)}
    best: tuple[float, Attribution] | None = None
    for one in ours:
        have = {at for part in one.contents for at in range(part.start, part.end)}
        shared = len(wanted & have)
        score = shared / len(wanted | have)
        if 2 * shared >= len(wanted) and (best is None or score > best[0]):
            best = (score, one)
    return best[1] if best else None


def resolved(doc: Doc, source: Sequence[int], resolver: Resolver, ours: Sequence[Attribution]) -> list[str]:
    """The names that our resolver gives for the words of a gold source."""
    span = doc.char_span(*source, alignment_mode="expand")
    if span is None:
        return []
    if span.text.lower() in _FIRST:
        around = [one for one in ours if any(part.start <= source[0] < part.end for part in one.contents)]
        return [source.name for source in around[-1].sources] if around else []
    start = next((token.i for token in span if token.tag_ not in {"POS", "``", "''", ","}), span.start)
    edge = right_edge(doc, start, span.end)
    head = head_of(doc, start, edge) if edge > start else None
    if head is None:
        head = span.root if is_nominal(span.root) else None
    if head is None:
        return []
    return [one.name for one in resolver.sources(parties(head, start, span.end), source[0])]


def counted(told: Iterable[Told], words: Words) -> dict[str, Counter[str]]:
    """For `all` and each kind of source: how many are named, found, right (of all), and right given their words."""
    counts: dict[str, Counter[str]] = {}
    for one in told:
        for group in ("all", one.kind):
            count = counts.setdefault(group, Counter())
            count["named"] += 1
            count["found"] += one.found is not None
            count["right"] += bool(one.found) and any_right(one.found or [], one, words)
            count["given"] += any_right(one.given, one, words)
    return counts


def shares(count: Counter[str]) -> dict[str, float]:
    """The three shares in percent: right of all, right of those found, right given the source's words."""
    right, given = count["right"], count["given"]
    return {
        "right": 100 * right / count["named"],
        "found": 100 * right / max(1, count["found"]),
        "given": 100 * given / count["named"],
    }


def report(counts: dict[str, Counter[str]]) -> str:
    """The three shares, over all and by the kind of the source."""
    lines = [f"{'sources':14}{'named':>7}{'found':>7}{'right: of all':>15}{'of found':>10}{'given':>8}"]
    for group, count in counts.items():
        reached = shares(count)
        lines.append(
            f"{group:14}{count['named']:7}{count['found']:7}"
            f"{reached['right']:14.1f}%{reached['found']:9.1f}%{reached['given']:7.1f}%"
        )
    return "\n".join(lines)


def errors(told: Iterable[Told], words: Words) -> Iterator[str]:
    """A line for each that is not right."""
    for one in told:
        found = "unfound" if one.found is None else "ok" if any_right(one.found, one, words) else str(one.found)
        given = "ok" if any_right(one.given, one, words) else str(one.given)
        if found != "ok" or given != "ok":
            full = " / ".join(dict.fromkeys(" ".join(form.words) for form in one.full))
            yield f"{one.where} -> {full} | found {found} | given {given}"


def told_all(documents: Sequence[dict[str, Any]], nlp: Language, words: Words) -> list[Told]:
    """What we say of the gold attributions of all documents."""
    gold = {document["id"]: document for document in documents}
    articles = [Article(document["id"], document["text"]) for document in documents]
    told: list[Told] = []
    for outcome in flow.work(articles, nlp, look=lambda doc: list(told_of(doc, gold[doc._.article["id"]], words))):
        assert outcome.failure is None, outcome.failure
        told.extend(outcome.looked)
    return told


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, help="documents with their attributions, one a line")
    parser.add_argument("--errors", action="store_true", help="list what is not right")
    parser.add_argument("--model", default="en_newsclaims", help="a spaCy pipeline by name or path")
    args = parser.parse_args()
    documents = [json.loads(line) for line in args.gold.read_text(encoding="utf-8").splitlines()]
    words = load_words()
    told = told_all(documents, flow.load(args.model, every_sentence=True), words)
    if args.errors:
        print("\n".join(errors(told, words)))
    print(report(counted(told, words)))


if __name__ == "__main__":
    main()
