"""Articles as Label Studio tasks, their claims as predictions to be put right by hand.

Reading order: `labelling_config` (what the project's labelling interface must be), `tasks`.

A figure is a region of its own for each claim, with its worth; what several claims share (an item, a source) is one
region, with what the first of them says of it, tied to each figure by a relation, as claims are among themselves.
Offsets are code points, as Label Studio counts them since 1.4; numbers that a double cannot hold are rounded here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Literal, get_args
from xml.sax.saxutils import quoteattr

from newsclaims.export.documents import Json, framed, lines
from newsclaims.export.inputs import Worked
from newsclaims.export.mentions import ROLES, mentions_of
from newsclaims.records import Claim, Mention, Modifier, QuantityKind, RelationType, Source, SourceKind, Voice

_LABELS = [role for role in ROLES if role != "content"]
_COLOURS = ("#d62728", "#1f77b4", "#9467bd", "#8c564b", "#2ca02c", "#ff7f0e", "#bcbd22", "#7f7f7f")
_NUMBERS = ("value", "min_value", "max_value")
_CHOICES: dict[str, tuple[Any, str]] = {
    "kind": (QuantityKind, "figure"),
    "modifier": (Modifier, "figure"),
    "status": (Literal["stated", "derived"], "figure"),
    "voice": (Voice, "figure"),
    "source_kind": (SourceKind, "source,via"),
}
_WORDS = {"unit": "figure", "per": "figure", "begin": "time", "end": "time", "name": "source,via"}


def labelling_config() -> str:
    """The labelling interface as XML, in the words of the record."""
    labels = "".join(
        f'    <Label value="{label}" background="{colour}"/>\n' for label, colour in zip(_LABELS, _COLOURS, strict=True)
    )
    relations = "".join(f'    <Relation value="{name}"/>\n' for name in (*_LABELS[1:], *get_args(RelationType)))
    controls = "".join(_control("Number", name, "figure") for name in _NUMBERS)
    controls += "".join(_control("TextArea", name, on) for name, on in _WORDS.items())
    controls += "".join(_control("Choices", name, on, get_args(kind)) for name, (kind, on) in _CHOICES.items())
    return (
        '<View>\n  <Header value="$heading"/>\n'
        f'  <Labels name="part" toName="text">\n{labels}  </Labels>\n'
        f"  <Relations>\n{relations}  </Relations>\n"
        f'  <Text name="text" value="$text"/>\n{controls}</View>\n'
    )


def _control(tag: str, name: str, on: str, choices: Iterable[str] = ()) -> str:
    """A control of each region that bears one of the labels."""
    head = f'{tag} name="{name}" toName="text" perRegion="true" whenTagName="part" whenLabelValue={quoteattr(on)}'
    inner = "".join(f'<Choice value="{choice}"/>' for choice in choices)
    told = f"<{head}>{inner}</{tag}>" if inner else f"<{head}/>"
    return f'  <View visibleWhen="region-selected"><Header value="{name}"/>{told}</View>\n'


def label_studio(worked: Iterable[Worked], *, as_lines: bool) -> Iterator[bytes]:
    """JSON lines, a task each; else one array of tasks, which is what Label Studio's import takes."""
    told = map(task, worked)
    yield from lines(told) if as_lines else framed("", told, str)


def task(worked: Worked) -> Json:
    """An article and what was found in it; without a claim it has no prediction."""
    article, claims = worked
    data = {name: getattr(article, name) for name in ("id", "title", "url", "publisher", "published", "text")}
    told: Json = {"data": {"heading": article.title or article.id, **data}, "predictions": []}
    if claims:
        made_by = claims[0].produced_by
        score = sum(claim.confidence.overall for claim in claims) / len(claims)
        version = f"newsclaims {made_by.newsclaims} {made_by.model} {made_by.fingerprint}"
        told["predictions"].append({"model_version": version, "score": score, "result": _results(claims)})
    return told


def _results(claims: list[Claim]) -> list[Json]:
    """Regions, what is said of each, then the relations between them."""
    regions: dict[str, list[Json]] = {}
    relations: list[Json] = []
    for claim in claims:
        for role, mention, trust in mentions_of(claim):
            if role in _LABELS:
                name = claim.id if role == "figure" else _name(role, mention)
                regions.setdefault(name, [_region(name, role, mention, trust)])
                if role != "figure":
                    relations.append(_relation(claim.id, name, role))
        for name, told in _told(claim):
            if len(regions[name]) == 1:  # nothing is said of it yet
                regions[name] += told
    known = {claim.id for claim in claims}
    for claim in claims:
        relations += [_relation(claim.id, tie.target, tie.type) for tie in claim.relations if tie.target in known]
    return [result for region in regions.values() for result in region] + relations


def _told(claim: Claim) -> Iterator[tuple[str, list[Json]]]:
    """What is said of the regions of a claim, each by its name."""
    quantity, said = claim.quantity, claim.attribution
    figure = {name: getattr(quantity, name) for name in (*_NUMBERS, "unit", "per", "kind", "modifier", "status")}
    yield claim.id, _controls(claim.id, quantity.mention, figure | {"voice": said.voice})
    if claim.time:
        name = _name("time", claim.time.mention)
        yield name, _controls(name, claim.time.mention, {"begin": claim.time.begin, "end": claim.time.end})
    for source in said.sources:
        yield _source("source", source)
    if said.via:
        yield _source("via", said.via)


def _source(role: str, source: Source) -> tuple[str, list[Json]]:
    name = _name(role, source.mention)
    return name, _controls(name, source.mention, {"name": source.name, "source_kind": source.kind})


def _name(role: str, mention: Mention) -> str:
    """The name of a region that claims may share."""
    return f"{role}-{mention.start}-{mention.end}"


def _region(name: str, role: str, mention: Mention, trust: float | None) -> Json:
    told = {"from_name": "part", "to_name": "text", "id": name, "type": "labels"}
    value = {"start": mention.start, "end": mention.end, "text": mention.text, "labels": [role]}
    return {**told, "value": value} | ({} if trust is None else {"score": trust})


def _controls(name: str, mention: Mention, told: dict[str, Any]) -> list[Json]:
    """A result for each control that has something to say of a region."""
    results = []
    for control, value in told.items():
        kind, content = "textarea", [value]
        if control in _NUMBERS:
            kind, content = "number", value
        elif control in _CHOICES:
            kind = "choices"
        key = "text" if kind == "textarea" else kind
        if value is not None:
            where = {"start": mention.start, "end": mention.end, key: content}
            results.append({"from_name": control, "to_name": "text", "id": name, "type": kind, "value": where})
    return results


def _relation(one: str, other: str, label: str) -> Json:
    return {"type": "relation", "from_id": one, "to_id": other, "direction": "right", "labels": [label]}
