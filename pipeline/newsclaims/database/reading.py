"""Claim records from files, checked to the last line before anything is done with them.

Reading order: `survey` (every line once: what is there, or an error that names file and line), then `articles` (the
claims again, article by article, each whole).
"""

from __future__ import annotations

import gzip
import hashlib
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import IO, Any, cast

import msgspec

from newsclaims.errors import UsageError, nearest
from newsclaims.records import SCHEMA, Claim, Failure, Producer
from newsclaims.write import FAILURES

_CLAIM = msgspec.json.Decoder(Claim)
_FAILURE = msgspec.json.Decoder(Failure)
_LINES = (".jsonl", ".jsonl.gz")
# PostgreSQL holds no U+0000: the sign for it takes its place, one character for one, so that offsets stay true.
_NUL = re.compile(rb"(?<!\\)((?:\\\\)*)\\u0000")


@dataclass
class Survey:
    """What the files hold: their claims by article and by producer, their failures, and a digest of it all."""

    files: list[Path]
    failures: list[Failure] = field(default_factory=list)
    claims: Counter[str] = field(default_factory=Counter)
    producers: Counter[Producer] = field(default_factory=Counter)
    sha256: str = ""

    @property
    def count(self) -> int:
        """How many claims there are; one that stands twice counts once."""
        return self.claims.total()


def survey(path: Path, failures: Path | None = None) -> Survey:
    """What a file of claims, or a folder of them, holds. UsageError for the first line that cannot be loaded.

    Of a folder each `failures.jsonl` is read too; `failures` names that of a single file.
    """
    found, aside = _files(path)
    told = Survey(found)
    digest = hashlib.sha256()
    seen: dict[str, tuple[bytes, str]] = {}
    texts: dict[str, tuple[str, Path]] = {}
    for file in found:
        for where, line in _lines(file):
            digest.update(line)
            claim = read_claim(line, where)
            plain = msgspec.json.encode(claim)
            # What `extract` wrote is the same again; any other line has its keys looked through.
            if plain != line:
                _check_keys("", msgspec.json.decode(line), msgspec.json.decode(plain), where)
            if _is_new(claim, plain, where, seen):
                told.claims[claim.article.id] += 1
                told.producers[claim.produced_by] += 1
            _check_article(claim, file, where, texts)
    for file in [*aside, *([failures] if failures else [])]:
        for where, line in _lines(file):
            digest.update(line)
            told.failures.append(_decoded(_FAILURE, line, where, "failure"))
    told.sha256 = digest.hexdigest()
    return told


def articles(known: Survey) -> Iterator[list[Claim]]:
    """The claims of each article, in order, as soon as its last one is read: none is loaded in part."""
    waiting: dict[str, dict[str, Claim]] = {}
    for file in known.files:
        for where, line in _lines(file):
            claim = read_claim(line, where)
            name = claim.article.id
            waiting.setdefault(name, {}).setdefault(claim.id, claim)
            if len(waiting[name]) == known.claims[name]:
                yield list(waiting.pop(name).values())
                # What stands a second time behind the last one is known, and would start the article anew.
                waiting[name] = _Done()
    if any(not isinstance(left, _Done) for left in waiting.values()):
        raise UsageError("changed while it was read.", where=str(known.files[0]), mend="Load it when it is whole.")


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


_MEND = "Nothing was loaded. Write the file again with `newsclaims extract`, or take the line out."


def _decoded(decoder: Any, line: bytes, where: str, what: str) -> Any:
    try:
        return decoder.decode(_NUL.sub(rb"\1\\u2400", line) if rb"\u0000" in line else line)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        version = _version(line) if what == "claim" else None
        if version is not None and version != SCHEMA:
            raise UsageError(
                f'a record of the schema "{version}", and this release loads {SCHEMA}.',
                where=where,
                mend="Nothing was loaded. Extract the articles again with this release, or take the one that wrote it.",
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


def _is_new(claim: Claim, plain: bytes, where: str, seen: dict[str, tuple[bytes, str]]) -> bool:
    """Whether a claim is the first of its id; UsageError for a second one that says something else."""
    digest = hashlib.blake2b(plain, digest_size=8).digest()
    before, first = seen.setdefault(claim.id, (digest, where))
    if before != digest:
        mend = f"Nothing was loaded. Keep one of them; the other stands in {first}."
        raise UsageError(f"the claim {claim.id} stands twice, and not alike.", where=where, mend=mend)
    return first == where


def _check_article(claim: Claim, file: Path, where: str, texts: dict[str, tuple[str, Path]]) -> None:
    """UsageError where two texts bear one article's id, or an article is spread over files (two runs of it, say)."""
    name = claim.article.id
    text, home = texts.setdefault(name, (claim.article.text_sha256, file))
    if home != file:
        mend = "Nothing was loaded. Load the files one after the other, the newest last."
        raise UsageError(f'the article "{name}" has claims in {home} too.', where=where, mend=mend)
    if text != claim.article.text_sha256:
        mend = "Nothing was loaded. Give each text an id of its own, and extract again."
        raise UsageError(f'two texts bear the id "{name}".', where=where, mend=mend)


def _files(path: Path) -> tuple[list[Path], list[Path]]:
    """The files of claims, and those of failures. UsageError where there are none."""
    if not path.is_dir():
        return [path], []
    found = sorted(file for file in path.rglob("*") if file.name.endswith(_LINES) and file.is_file())
    claims = [file for file in found if file.name != FAILURES]
    if not claims:
        names = [file.name for file in path.iterdir()]
        hint = nearest("claims.jsonl", names) if names else "It is empty."
        mend = f"Name a file that `extract` wrote, or a folder of them. {hint}"
        raise UsageError("no .jsonl file in this folder.", where=str(path), mend=mend)
    return claims, [file for file in found if file.name == FAILURES]


def _lines(path: Path) -> Iterator[tuple[str, bytes]]:
    """Each line that is not empty, with its place. UsageError where the file cannot be read."""
    try:
        with _opened(path) as lines:
            for number, line in enumerate(lines, 1):
                if stripped := line.strip():
                    yield f"{path}:{number}", stripped
    except (OSError, EOFError, zlib.error) as error:
        what = getattr(error, "strerror", None) or str(error)
        raise UsageError(
            f"cannot be read: {what}.", where=str(path), mend="Name a file that `extract` wrote."
        ) from error


def _opened(path: Path) -> IO[bytes]:
    return cast("IO[bytes]", gzip.open(path)) if path.name.endswith(".gz") else path.open("rb")
