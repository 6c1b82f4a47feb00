"""Proof that a run holds each article exactly once, as claims or as a failure, and that every hash fits.

Reading order: `verify`, `Verdict`, then what is looked at in a shard, and across all.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import zip_longest

import msgspec
import numpy as np

from newsclaims.errors import NewsclaimsError
from newsclaims.records import Failure
from newsclaims.runs.manifest import Totals, known_manifest, listed
from newsclaims.runs.merge import shard_of
from newsclaims.runs.shards import FOLDER, Contents, Head, Record, Shard, cut, file_name, parsed_name
from newsclaims.runs.store import Store

_ID = 8  # bytes of an article's id that are held against all others: 800 MB for 100 million articles


class _Meta(msgspec.Struct):
    id: str
    text_sha256: str


class _Claim(msgspec.Struct):
    id: str
    article: _Meta


_CLAIM = msgspec.json.Decoder(_Claim)
_FAILURE = msgspec.json.Decoder(Failure)


@dataclass
class Verdict:
    """What was found: `problems` in words, each with its place; the sums; the SHA-256 that merged claims must have."""

    problems: list[str] = field(default_factory=list)
    totals: Totals = field(default_factory=Totals)
    claims_sha256: str = ""

    def tell(self, where: str, what: str) -> None:
        """Note a problem."""
        self.problems.append(f"{where}: {what}")


def verify(
    store: Store, where: str, records: Iterable[Record] | None = None,
    *, seen: Callable[[object], None] = lambda _: None,
) -> Verdict:  # fmt: skip
    """The verdict on a run; with `records`, the input read again, each shard is held against it too. `seen` is called
    for each shard, and for each of the input.

    RunError for a run that is not complete, or whose manifest or list of shards is damaged: then nothing can be proved.
    """
    verdict = Verdict()
    manifest = known_manifest(store, where)
    heads = listed(store, manifest, where)
    digests = array("Q")
    sha256 = hashlib.sha256()
    for at, head in enumerate(heads):
        seen(head)
        name = file_name(head.shard, head.content, head.run)
        if head.shard != at or head.run != manifest.run:
            verdict.tell(name, f"shard {at} of run {manifest.run} should stand here.")
        try:
            contents = shard_of(store, head)
        except NewsclaimsError as error:
            verdict.tell(name, f"{error.what} {error.mend}")
            continue
        verdict.totals.add(head)
        for what in _faults(contents):
            verdict.tell(name, what)
        digests.extend(_digests(contents))
        for line in contents.claims:
            sha256.update(line + b"\n")
    verdict.claims_sha256 = sha256.hexdigest()
    _check_strangers(store, heads, verdict)
    _check_twice(digests, verdict, where)
    if manifest.totals != verdict.totals and not verdict.problems:
        verdict.tell(where, f"the manifest counts {manifest.totals}, and the shards {verdict.totals}.")
    if records is not None:
        _check_input(_told(cut(records, manifest.settings.size), seen), heads, verdict, where)
    return verdict


def _told(shards: Iterable[Shard], seen: Callable[[object], None]) -> Iterator[Shard]:
    for shard in shards:
        seen(shard)
        yield shard


def _faults(contents: Contents) -> Iterator[str]:
    """What is wrong within a shard: a record with no outcome, or two, or another's."""
    claims, failures = iter(contents.claims), iter(contents.failures)
    for at, line in enumerate(contents.lines):
        try:
            if line.claims is None:
                failure = _FAILURE.decode(next(failures))
                if failure.article != line.article:
                    yield f"record {at} is {line.article}, and its failure {failure.article}'s."
                continue
            ids = set()
            for _ in range(line.claims):
                claim = _CLAIM.decode(next(claims))
                ids.add(claim.id)
                if (claim.article.id, claim.article.text_sha256) != (line.article, line.text_sha256):
                    yield f"record {at} is {line.article}, and the claim {claim.id} {claim.article.id}'s."
            if len(ids) != line.claims:
                yield f"record {at}, {line.article}, has a claim twice."
        except StopIteration:
            yield f"record {at}, {line.article}, lacks a claim or its failure."
        except msgspec.DecodeError as error:
            yield f"record {at}, {line.article}: a line is no record: {error}."
    if next(claims, None) is not None or next(failures, None) is not None:
        yield "there are claims or failures of no record."


def _digests(contents: Contents) -> Iterator[int]:
    """A number for the id of each article that was worked or failed in the work (it then has a text)."""
    for line in contents.lines:
        if line.article is not None and line.text_sha256 is not None:
            digest = hashlib.blake2b(line.article.encode("utf-8"), digest_size=_ID).digest()
            yield int.from_bytes(digest, "big")


def _check_twice(digests: array[int], verdict: Verdict, where: str) -> None:
    """Each id once: equal numbers are equal ids, but for one chance in thousands over 100 million."""
    numbers = np.sort(np.frombuffer(digests, dtype=np.uint64)) if digests else np.empty(0, dtype=np.uint64)
    twice = int((numbers[1:] == numbers[:-1]).sum())
    if twice:
        verdict.tell(where, f"{twice:,} articles stand there a second time.")


def _check_strangers(store: Store, heads: list[Head], verdict: Verdict) -> None:
    """No file in the shards' folder but those of the list."""
    expected = {file_name(head.shard, head.content, head.run) for head in heads}
    for name in store.names(FOLDER):
        if name not in expected:
            kind = "a shard that is not in the list" if parsed_name(name) else "no file of a run"
            verdict.tell(name, f"{kind}. Move it out of the folder.")


def _check_input(shards: Iterable[Shard], heads: list[Head], verdict: Verdict, where: str) -> None:
    """The input, cut again, gives the shards that are there."""
    for at, (shard, head) in enumerate(zip_longest(shards, heads)):
        if head is None:
            verdict.tell(where, f"the input goes on after shard {at - 1}, the last of the run.")
            return
        if shard is None:
            verdict.tell(where, f"the input ends before shard {at}.")
            return
        if getattr(shard, "content", None) != head.content:
            verdict.tell(where, f"shard {at} is not what the input holds there.")
            return
