"""What each stage found in a text, as lines for people (`newsclaims explain`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec
from rich.markup import escape
from spacy.tokens import Doc

from newsclaims import layers
from newsclaims.records import Attribution, Claim, Figure, Numeral, Reason, Relation, Source, Timex
from newsclaims.write.table import interval, said_by, worth

Reasoned = tuple[Claim, tuple[Reason, ...]]


def explanation(doc: Doc, reasoned: Sequence[Reasoned] = ()) -> Iterator[str]:
    """Lines with markup for `rich`, stage by stage: each finding with its words, its meaning, its rule and trust; then
    each claim with its reasons.
    """
    for number, sentence in enumerate(doc.sents, 1):
        yield f"[dim]sentence {number}[/]  {escape(' '.join(sentence.text.split()))}"
    names = ", ".join(f"{ent.text} ({ent.label_})" for ent in doc.ents)
    yield from _stage("names", [escape(names)] if names else [])
    yield from _stage("quantities", map(_figure, layers.take(doc, "quantities", Figure)))
    yield from _stage("no claims", map(_numeral, layers.take(doc, "numerals", Numeral)))
    yield from _stage("times", map(_timex, layers.take(doc, "timexes", Timex)))
    yield from _stage("attribution", map(_attribution, layers.take(doc, "attributions", Attribution)))
    yield from _stage("claims", map(_claim, layers.take(doc, "claims", Claim)))
    known = {claim.id: claim for claim, _ in reasoned}
    for claim, reasons in reasoned:
        yield ""
        yield from claim_reasons(claim, reasons, known)


def claim_reasons(claim: Claim, reasons: Sequence[Reason], known: Mapping[str, Claim]) -> Iterator[str]:
    """Lines for one claim: each part with its words, rule, trust and next reading; its relations and flags.

    `known` are the article's claims by id.
    """
    overall = f"[dim]\\[{claim.confidence.overall:.2f}][/]"
    yield f"[bold]claim {claim.id}[/] {overall}  {escape(' '.join(claim.sentence.text.split()))}"
    readings = {"value": worth(claim.quantity), "who": said_by(claim), "when": interval(claim.time)}
    for reason in reasons:
        reading = (readings.get(reason.part) if reason.reading else None) or "–"
        reading = reason.reading or "–" if reading == "–" else reading
        words = f" from {_quoted(reason.words.text)}" if reason.words else ""
        trust = f", {reason.confidence:.2f}" if reason.confidence is not None else ""
        rule = f" [dim]\\[{escape(reason.rule)}{trust}][/]" if reason.rule else ""
        yield f"  {reason.part:<6} [bold]{escape(reading or '–')}[/]{words}{rule}"
        if reason.next_best:
            trust = f" [dim]\\[{reason.next_confidence:.2f}][/]" if reason.next_confidence is not None else ""
            yield f"         next best: {escape(reason.next_best)}{trust}"
    for relation in claim.relations:
        yield f"  {_relation(relation, known)}"
    for flag in claim.flags:
        others = f" [dim]\\[{', '.join(flag.claims)}][/]" if flag.claims else ""
        yield f"  [yellow]{flag.kind.replace('_', ' ')}[/]: {escape(flag.reason)}{others}"


def claim_line(claim: Claim, reasons: Sequence[Reason]) -> str:
    """A claim's record as JSON, with its reasons under one more key."""
    record = {**msgspec.to_builtins(claim), "reasons": msgspec.to_builtins(reasons)}
    return msgspec.json.encode(record).decode()


def _relation(relation: Relation, known: Mapping[str, Claim]) -> str:
    target = known.get(relation.target)
    words = f" {_quoted(target.quantity.mention.text)}" if target else ""
    factor = f" × {relation.factor:g}" if relation.factor is not None else ""
    verdict = {True: "; comparable", False: "; not comparable", None: ""}[relation.comparable]
    reason = f"{verdict}: {escape(relation.reason)}" if relation.reason else verdict
    return f"{relation.type.replace('_', ' ')}{words}{factor} [dim]\\[{relation.target}][/]{reason}"


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
