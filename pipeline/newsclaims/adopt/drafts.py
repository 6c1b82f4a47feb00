"""What another extractor found, as drafts: words with the offsets that it gave, of which nothing is believed yet.

Reading order: `Draft`, `read_drafts` (a file -> drafts and failures), `_of_document` (LangExtract), `_of_record` (JSON
in our schema, whole or in part).

LangExtract writes a document a line: `document_id`, `text`, and `extractions`, each with `extraction_class`,
`extraction_text`, `char_interval` (`start_pos`, `end_pos`; null where it found none) and `attributes`. A figure is an
extraction of one of the classes in `FIGURES`; its item, source, time, place and event are attributes of it, or other
extractions of its `group_index`, by the names in `NAMES`.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from newsclaims.errors import UsageError
from newsclaims.records import Failure

FIGURES = ("figure", "quantity", "number", "amount", "numeric_claim", "claim", "statistic", "measurement", "percentage")
NAMES = {
    "item": ("item", "counted", "subject", "object", "noun"),
    "source": ("source", "speaker", "attributed_to", "who", "said_by"),
    "cue": ("cue", "reporting_verb"),
    "content": ("content", "quote", "statement"),
    "time": ("time", "date", "when", "period"),
    "place": ("place", "location", "where"),
    "event": ("event", "predicate", "verb"),
}
_PARTS = {name: part for part, names in NAMES.items() for name in names}
STAGE = "adopt"
_MEND = "Mend the line, or leave it out: the others are adopted."


class Words(NamedTuple):
    """Words with the offsets that were given, if any; `told` are the other fields that the part had."""

    text: str
    start: int | None = None
    end: int | None = None
    told: Mapping[str, Any] = {}


class Draft(NamedTuple):
    """One figure as another extractor has it. `article` is the id that it names, `text` its article as it had it;
    `parts` are by the names of `NAMES`, in order; `told` are fields of the record as a whole.
    """

    where: str
    article: str | None
    text: str | None
    figure: Words
    parts: tuple[tuple[str, Words], ...]
    told: Mapping[str, Any] = {}


def read_drafts(path: Path, figures: Sequence[str] = FIGURES) -> Iterator[Draft | Failure]:
    """The drafts of a file, and a failure for each that is none. UsageError for a file that cannot be read.

    The file has a JSON object a line; or it is one object, or a list of them, or an object with a list `claims`.
    """
    for where, given in _objects(path):
        if isinstance(given, Failure):
            yield given
        elif not isinstance(given, dict):
            yield _failure(None, where, "no JSON object")
        elif "extractions" in given:
            yield from _of_document(given, where, figures)
        else:
            yield _of_record(given, where)


def _objects(path: Path) -> Iterator[tuple[str, Any]]:
    try:
        data = path.read_bytes().removeprefix(codecs.BOM_UTF8)
    except OSError as error:
        mend = "Name a file that another extractor wrote."
        raise UsageError(f"cannot be read: {error.strerror}.", where=str(path), mend=mend) from error
    try:
        whole = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError):
        for number, line in enumerate(data.splitlines(), 1):
            if line.strip():
                where = f"{path}:{number}"
                try:
                    yield where, msgspec.json.decode(line)
                except (msgspec.DecodeError, UnicodeDecodeError) as error:
                    yield where, _failure(None, where, f"no JSON: {error}")
        return
    claims = whole.get("claims") if isinstance(whole, dict) else whole
    listed = claims if isinstance(claims, list) else [whole]
    yield from ((f"{path}:{place}", one) for place, one in enumerate(listed, 1))


def _of_document(document: Mapping[str, Any], where: str, figures: Sequence[str]) -> Iterator[Draft | Failure]:
    """The drafts of a document of LangExtract."""
    name, text = _string(document.get("document_id")), _string(document.get("text"))
    listed = document["extractions"]
    if not isinstance(listed, list):
        yield _failure(name, where, '"extractions" is no list')
        return
    groups: dict[int | str | None, list[tuple[str, Words]]] = {}
    found: list[tuple[Mapping[str, Any], Words, str]] = []
    for place, extraction in enumerate(listed):
        at = f"{where}, extraction {place}"
        words = _extracted(extraction)
        if words is None:
            yield _failure(name, at, "it has no extraction_class and extraction_text")
            continue
        kind = extraction["extraction_class"].lower().replace(" ", "_")
        if kind in figures:
            found.append((extraction, words, at))
        elif kind in _PARTS and (group := _group(extraction)) is not None:
            groups.setdefault(group, []).append((_PARTS[kind], words))
        else:
            yield _failure(name, at, f'"{kind}" is no class of figures, and belongs to none')
    taken = {_group(extraction) for extraction, _, _ in found}
    for group, parts in groups.items():
        if group not in taken:
            yield _failure(name, where, f'"{parts[0][1].text}" is in group {group}, which has no figure')
    for extraction, words, at in found:
        attributes = extraction.get("attributes") or {}
        own = [*_attributed(attributes), *groups.get(_group(extraction), [])]
        yield Draft(at, name, text, words, tuple(own), {})


def _extracted(extraction: Any) -> Words | None:
    if not isinstance(extraction, dict) or not _string(extraction.get("extraction_class")):
        return None
    text, span = _string(extraction.get("extraction_text")), extraction.get("char_interval") or {}
    given = extraction.get("attributes")
    told = given if isinstance(given, dict) else {}
    return Words(text, _offset(span, "start_pos"), _offset(span, "end_pos"), told) if text else None


def _group(extraction: Mapping[str, Any]) -> int | str | None:
    """The group of an extraction; None where it has none, or one that is neither number nor word."""
    group = extraction.get("group_index")
    return group if isinstance(group, (int, str)) else None


def _attributed(attributes: Any) -> Iterator[tuple[str, Words]]:
    """The parts that attributes name, by their words; a list has several."""
    for name, value in attributes.items() if isinstance(attributes, dict) else ():
        part = _PARTS.get(str(name).lower().replace(" ", "_"))
        values = value if isinstance(value, list) else [value]
        yield from ((part, Words(one)) for one in values if part and isinstance(one, str) and one.strip())


def _of_record(record: Mapping[str, Any], where: str) -> Draft | Failure:
    """The draft of a record in our schema, of which only the article and the figure's words must be there."""
    article = record.get("article")
    name = _string(article.get("id") if isinstance(article, dict) else article)
    quantity = _words(record.get("quantity"))
    if quantity is None:
        return _failure(name, where, 'no words of a figure: "quantity.mention.text" is missing')
    said = record.get("attribution")
    said = said if isinstance(said, dict) else {}
    parts: list[tuple[str, Any]] = [(part, record.get(part)) for part in ("item", "event", "place", "time")]
    sources = said.get("sources")
    parts += [("source", one) for one in (sources if isinstance(sources, list) else [])]
    parts += [("via", said.get("via")), ("cue", said.get("cue")), ("content", said.get("content"))]
    told = ((part, _words(given)) for part, given in parts)
    return Draft(where, name, None, quantity, tuple((part, words) for part, words in told if words), record)


def _words(given: Any) -> Words | None:
    """The words of a part: a string, a mention, or what has one; None for none."""
    if isinstance(given, str):
        return Words(given) if given.strip() else None
    if not isinstance(given, dict):
        return None
    mention = given.get("mention", given)
    if isinstance(mention, str):
        mention = {"text": mention}
    text = _string(mention.get("text")) if isinstance(mention, dict) else None
    return Words(text, _offset(mention, "start"), _offset(mention, "end"), given) if text else None


def _offset(given: Any, name: str) -> int | None:
    value = given.get(name) if isinstance(given, dict) else None
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _string(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def _failure(article: str | None, where: str, what: str) -> Failure:
    return Failure(article, where, STAGE, f"{what}.", _MEND)
