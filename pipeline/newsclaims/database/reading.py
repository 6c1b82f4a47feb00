"""Claim records from files, checked to the last line before anything is done with them.

Reading order: `survey` (every line once: what is there, or an error that names file and line), then `articles` (the
claims again, article by article, each whole).
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Container, Iterator, Set
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple, cast

import msgspec

from newsclaims.database.origins import Origin, origin_of
from newsclaims.database.rows import article_digest, article_fields, digest
from newsclaims.errors import UsageError
from newsclaims.records import SCHEMA, Claim, Failure, Producer, Reason

_CLAIM = msgspec.json.Decoder(Claim)
_FAILURE = msgspec.json.Decoder(Failure)
# PostgreSQL holds no U+0000: the sign for it takes its place, one character for one, so that offsets stay true.
_NUL = re.compile(rb"(?<!\\)((?:\\\\)*)\\u0000")
Seen = Callable[[int], None]
_OFTEN = 1_000


class _Named(msgspec.Struct):
    id: str


class _Head(msgspec.Struct):
    """Of a record no more than its article's id, for passing over it."""

    article: _Named


class _Why(msgspec.Struct):
    """Of a record its id and its reasons."""

    id: str
    reasons: tuple[Reason, ...] = ()


_REASONS = "reasons"
_HEAD = msgspec.json.Decoder(_Head)
_WHY = msgspec.json.Decoder(_Why)


@dataclass
class Survey:
    """What a path holds: its claims by article and by producer, its failures, and a digest of it all.

    `digests` has for each article a digest of what its claims and its own fields say; `bare` are articles that were
    read and have no claim.
    """

    origin: Origin
    failures: list[Failure] = field(default_factory=list)
    claims: Counter[str] = field(default_factory=Counter)
    producers: Counter[Producer] = field(default_factory=Counter)
    digests: dict[str, str] = field(default_factory=dict)
    bare: list[str] = field(default_factory=list)
    sha256: str = ""

    @property
    def count(self) -> int:
        """How many claims there are; one that stands twice counts once."""
        return self.claims.total()


class _Told(NamedTuple):
    """What the lines so far tell of an article: the sum of its claims' digests, and its own fields in the last line."""

    text_sha256: str
    home: str
    claims: int
    fields: bytes


def survey(path: Path, failures: Path | None = None, *, seen: Seen = lambda _: None) -> Survey:
    """What a file of claims, a folder of them or a run holds. UsageError for the first line that cannot be loaded.

    Of a folder each `failures.jsonl` is read too; `failures` names that of a single file. `seen` is called with
    counts of lines as they are read.
    """
    told = Survey(origin_of(path, failures))
    sha256 = hashlib.sha256()
    known: dict[str, bytes] = {}
    told_of: dict[str, _Told] = {}
    for home, lines in told.origin.claims():
        for number, (where, line) in enumerate(lines, 1):
            sha256.update(line)
            claim = read_claim(line, where)
            plain = msgspec.json.encode(claim)
            # What `extract` wrote is the same again; any other line has its keys looked through.
            if plain != line:
                _check_keys("", _bare(line), msgspec.json.decode(plain), where)
            says = digest(plain)
            if (before := known.setdefault(claim.id, says)) is says:
                told.claims[claim.article.id] += 1
                told.producers[claim.produced_by] += 1
                its = _Told(claim.article.text_sha256, home, int.from_bytes(says, "big"), article_fields(plain))
                _add(told_of, claim.article.id, its, where)
            elif before != says:
                mend = f"Keep one of them; the other stands in {_first(told.origin, claim.id)}."
                raise UsageError(f"the claim {claim.id} stands twice, and not alike.", where=where, mend=mend)
            if number % _OFTEN == 0:
                seen(_OFTEN)
    for where, line in told.origin.failures():
        sha256.update(line)
        told.failures.append(_decoded(_FAILURE, line, where, "failure"))
    told.digests = {name: article_digest(its.claims, its.fields) for name, its in told_of.items()}
    told.bare = [name for name in told.origin.bare() if name not in told.claims]
    for name in told.bare:
        sha256.update(name.encode())
    told.sha256 = sha256.hexdigest()
    return told


def articles(known: Survey, *, but: Set[str] = frozenset()) -> Iterator[list[Claim]]:
    """The claims of each article, in order, as soon as its last one is read: none is loaded in part.

    Those of `but` are passed over.
    """
    waiting: dict[str, dict[str, Claim]] = {}
    for _, lines in known.origin.claims():
        for where, line in lines:
            if but and _decoded(_HEAD, line, where, "claim").article.id in but:
                continue
            claim = read_claim(line, where)
            name = claim.article.id
            waiting.setdefault(name, {}).setdefault(claim.id, claim)
            if len(waiting[name]) == known.claims[name]:
                yield list(waiting.pop(name).values())
                # What stands a second time behind the last one is known, and would start the article anew.
                waiting[name] = _Done()
    whole = sum(isinstance(left, _Done) for left in waiting.values())
    if whole < len(waiting) or whole + len(but) != len(known.claims):
        raise UsageError("changed while it was read.", where=known.origin.name, mend="Load it when it is whole.")


def reasons(known: Survey, claims: Container[str]) -> Iterator[tuple[str, tuple[Reason, ...]]]:
    """The reasons of claims, by their ids, where the lines have them: `newsclaims explain --json` writes such."""
    for _, lines in known.origin.claims():
        for where, line in lines:
            told = _decoded(_WHY, line, where, "claim")
            if told.reasons and told.id in claims:
                yield told.id, told.reasons


class _Done(dict[str, Claim]):
    """An article that was handed on: it takes no more claims."""

    def setdefault(self, key: str, default: Any = None) -> Any:
        return default


def read_claim(line: bytes, where: str) -> Claim:
    """The claim of a line. UsageError where the line breaks the schema, or is of another version of it."""
    claim = cast(Claim, _decoded(_CLAIM, line, where, "claim"))
    days = [claim.article.published, *((claim.time.begin, claim.time.end) if claim.time else ())]
    quantity = claim.quantity
    try:
        for day in days:
            if day is not None:
                date.fromisoformat(day)
        for worth in (quantity.value, quantity.min_value, quantity.max_value):
            float(worth or 0)
    except (ValueError, OverflowError) as error:
        raise UsageError(
            f"the claim {claim.id} has no such day or number: {error}.", where=where, mend=_MEND
        ) from error
    return claim


_MEND = "Write the file again with `newsclaims extract`, or take the line out."


def _decoded(decoder: Any, line: bytes, where: str, what: str) -> Any:
    try:
        return decoder.decode(_NUL.sub(rb"\1\\u2400", line) if rb"\u0000" in line else line)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        version = _version(line) if what == "claim" else None
        if version is not None and version != SCHEMA:
            raise UsageError(
                f'a record of the schema "{version}", and this release loads {SCHEMA}.',
                where=where,
                mend="Extract the articles again with this release, or take the one that wrote it.",
            ) from error
        raise UsageError(f"no {what} record: {error}.", where=where, mend=_MEND) from error


def _version(line: bytes) -> str | None:
    """The version that a record gives itself, None where it gives none."""
    try:
        record = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    version = record.get("schema") if isinstance(record, dict) else None
    return version if isinstance(version, str) else None


def _bare(line: bytes) -> Any:
    """A record as a line has it, without the reasons that `explain --json` puts behind it."""
    record = msgspec.json.decode(line)
    record.pop(_REASONS, None)
    return record


def _check_keys(path: str, given: Any, wanted: Any, where: str) -> None:
    """UsageError for a key that the schema does not know, or that a record lacks: each is always there."""
    if isinstance(given, dict):
        for key in (*given, *wanted):
            name = f"{path}.{key}" if path else key
            if key not in wanted:
                raise UsageError(f'no claim record: the schema has no key "{name}".', where=where, mend=_MEND)
            if key not in given:
                raise UsageError(f'no claim record: the key "{name}" is missing.', where=where, mend=_MEND)
            _check_keys(name, given[key], wanted[key], where)
    elif isinstance(given, list):
        for place, (one, other) in enumerate(zip(given, wanted, strict=True)):
            _check_keys(f"{path}[{place}]", one, other, where)


def _add(told_of: dict[str, _Told], name: str, its: _Told, where: str) -> None:
    """Add what a line tells to its article.

    UsageError where two texts bear the article's id, or it is spread over files (two runs of it, say).
    """
    before = told_of.get(name, its._replace(claims=0))
    if before.home != its.home:
        mend = "Load the files one after the other, the newest last."
        raise UsageError(f'the article "{name}" has claims in {before.home} too.', where=where, mend=mend)
    if before.text_sha256 != its.text_sha256:
        mend = "Give each text an id of its own, and extract again."
        raise UsageError(f'two texts bear the id "{name}".', where=where, mend=mend)
    told_of[name] = its._replace(claims=before.claims + its.claims)


def _first(origin: Origin, claim_id: str) -> str:
    """The place of the first line that has a claim."""
    lines = (line for _, lines in origin.claims() for line in lines)
    return next((where for where, line in lines if read_claim(line, where).id == claim_id), origin.name)
