"""What each stage found in a text, as lines for people (`newsclaims explain`)."""

from __future__ import annotations

from collections.abc import Iterator

from rich.markup import escape
from spacy.tokens import Doc

from newsclaims import layers
from newsclaims.records import Attribution, Claim, Figure, Numeral, Source, Timex
from newsclaims.write.table import interval, said_by, worth


def explanation(doc: Doc) -> Iterator[str]:
    """Lines with markup for `rich`, stage by stage: each finding with its words, its meaning, its rule and trust."""
    for number, sentence in enumerate(doc.sents, 1):
        yield f"[dim]sentence {number}[/]  {escape(' '.join(sentence.text.split()))}"
    names = ", ".join(f"{ent.text} ({ent.label_})" for ent in doc.ents)
    yield from _stage("names", [escape(names)] if names else [])
    yield from _stage("quantities", map(_figure, layers.take(doc, "quantities", Figure)))
    yield from _stage("no claims", map(_numeral, layers.take(doc, "numerals", Numeral)))
    yield from _stage("times", map(_timex, layers.take(doc, "timexes", Timex)))
    yield from _stage("attribution", map(_attribution, layers.take(doc, "attributions", Attribution)))
    yield from _stage("claims", map(_claim, layers.take(doc, "claims", Claim)))


def _stage(name: str, findings: Iterator[str] | list[str]) -> Iterator[str]:
    yield f"\n[bold]{name}[/]"
    found = False
    for finding in findings:
        found = True
        yield f"  {finding}"
    if not found:
        yield "  [dim]nothing[/]"


def _quoted(text: str) -> str:
    return f"[green]“{escape(' '.join(text.split()))}”[/]"


def _rule(rule: str | None, trust: float) -> str:
    return f"[dim]\\[{rule}, {trust:.2f}][/]"


def _figure(figure: Figure) -> str:
    quantity = figure.quantity
    value = f"[bold]{escape(worth(quantity))}[/] {_rule(figure.rule, figure.confidence)}"
    told = f" [dim](the {quantity.unit} by {figure.unit_rule.replace('-', ' ')})[/]" if figure.unit_rule else ""
    line = f"{_quoted(quantity.mention.text)} is {quantity.kind} {value}{told}"
    if figure.item is None:
        return line + " of nothing named"
    head = f"(head {escape(figure.item.head)}) {_rule(figure.item_rule, figure.item_confidence)}"
    return f"{line} of {_quoted(figure.item.mention.text)} {head}"


def _numeral(numeral: Numeral) -> str:
    of = f" of {_quoted(numeral.converts.text)}" if numeral.converts else ""
    return f"{_quoted(numeral.mention.text)} is {numeral.kind.replace('_', ' ')}{of} [dim]\\[{numeral.rule}][/]"


def _timex(timex: Timex) -> str:
    signal = _quoted(timex.signal.text) + " + " if timex.signal else ""
    bounds = f"{timex.begin or '…'} to {timex.end or '…'}"
    if not (timex.begin or timex.end):
        bounds = f"no bounds: {timex.reason or 'a mere length'}"
    against = f" against {escape(timex.anchor)}" if timex.anchor else ""
    meaning = f"{timex.timex_type} {timex.timex_value} = [bold]{escape(bounds)}[/]{against}"
    return f"{signal}{_quoted(timex.mention.text)} is {meaning} {_rule(timex.rule, timex.confidence)}"


def _attribution(attribution: Attribution) -> str:
    sources = " & ".join(map(_source, attribution.sources)) or "nobody named"
    cue = f" {_quoted(attribution.cue.text)}" if attribution.cue else ""
    said = " … ".join(content.text for content in attribution.contents)
    rule = _rule(attribution.rule, attribution.confidence)
    return f"{sources}{cue} {attribution.voice}: {_quoted(said)} {rule}"


def _source(source: Source) -> str:
    speaks_for = f", for {escape(source.organisation)}" if source.organisation else ""
    return f"[bold]{escape(source.name)}[/] ({source.kind}{speaks_for})"


def _claim(claim: Claim) -> str:
    item = claim.item.head if claim.item else "–"
    event = f" {claim.event.lemma}" if claim.event else ""
    place = f" in {escape(claim.place.name)}" if claim.place else ""
    return (
        f"[bold]{escape(worth(claim.quantity))}[/] {escape(item)}{event}{place}, who: {escape(said_by(claim))}, "
        f"when: {interval(claim.time)} [dim]\\[{claim.id}, {claim.confidence.overall:.2f}][/]"
    )
