"""The manifest of a run: options, versions, counts and hashes, and where and when each session ran.

Reading order: `Manifest`, `opened_manifest` (what may go on, and what may not be mixed), `complete`, `listed`.
Time and machine stand here and nowhere else: records and shards are the same wherever they were made.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime, timezone

import msgspec

from newsclaims.errors import RunError, UsageError
from newsclaims.runs.machine import Machine, this_machine
from newsclaims.runs.settings import Settings, differences, fact_differences, run_fingerprint
from newsclaims.runs.shards import FOLDER, Head
from newsclaims.runs.store import Store

FORMAT = "newsclaims.run/1"
NAME = "manifest.json"
SHARDS = "shards.jsonl"
_ANEW = "name another --out for a new run"


class Totals(msgspec.Struct):
    """Sums over shards: see `Head`."""

    shards: int = 0
    records: int = 0
    articles: int = 0
    failures: int = 0
    claims: int = 0
    characters: int = 0
    words: int = 0
    claim_bytes: int = 0

    def add(self, head: Head) -> None:
        """Count a shard."""
        self.shards += 1
        for name in self.__struct_fields__[1:]:
            setattr(self, name, getattr(self, name) + getattr(head, name))


class Session(msgspec.Struct):
    """One call of `extract`: times in UTC, seconds of processor time in workers, bytes of a worker's memory at most.

    `ended` and `end` are None for one that was killed. `did` counts what it worked itself.
    """

    started: str
    machine: Machine
    jobs: int
    ended: str | None = None
    end: str | None = None
    did: Totals = msgspec.field(default_factory=Totals)
    wall_seconds: float = 0.0
    worker_seconds: float = 0.0
    worker_memory: int = 0
    workers_lost: int = 0


class Manifest(msgspec.Struct):
    """What `manifest.json` holds; `totals` and `shards_sha256` are None until the run is complete."""

    format: str
    run: str
    settings: Settings
    facts: dict[str, str]
    complete: bool = False
    totals: Totals | None = None
    shards_sha256: str | None = None
    sessions: list[Session] = msgspec.field(default_factory=list)


def now() -> str:
    """The time in UTC, to the second."""
    return datetime.now(timezone.utc).isoformat(timespec="seconds")


def new_session(jobs: int) -> Session:
    """A session that begins now, here."""
    return Session(now(), this_machine(), jobs)


def read_manifest(store: Store, where: str) -> Manifest | None:
    """The manifest of a run; None where there is none. RunError for one that cannot be read."""
    data = store.read(NAME)
    if data is None:
        return None
    try:
        manifest = msgspec.json.decode(data, type=Manifest)
    except msgspec.DecodeError as error:
        raise RunError(f"no manifest: {error}.", where=f"{where}/{NAME}", mend=f"To begin anew, {_ANEW}.") from error
    if manifest.format != FORMAT:
        raise RunError(
            f"written in another form, {manifest.format}.", where=f"{where}/{NAME}", mend=f"To begin anew, {_ANEW}."
        )
    return manifest


def known_manifest(store: Store, where: str) -> Manifest:
    """The manifest of a run that is there. UsageError where there is none."""
    manifest = read_manifest(store, where)
    if manifest is None:
        raise UsageError(
            "no run is there.", where=where, mend="Name a folder that `newsclaims extract ARCHIVE --out FOLDER` made."
        )
    return manifest


def check_settings(store: Store, where: str, settings: Settings) -> None:
    """UsageError where a run with other options is in the folder, or something that is no run."""
    manifest = read_manifest(store, where)
    if manifest is None:
        if next(store.names(FOLDER), None) is not None:
            raise UsageError("there are shards and no manifest.", where=where, mend=f"To begin anew, {_ANEW}.")
        return
    differing = differences(manifest.settings, settings)
    if differing:
        raise UsageError(
            f"this run was begun with other options ({'; '.join(differing)}).",
            where=where,
            mend=f"Give the options that it was begun with, and it goes on; for others, {_ANEW}.",
        )


def opened_manifest(store: Store, where: str, settings: Settings, facts: dict[str, str]) -> Manifest:
    """The manifest to go on with, or a new one. UsageError where code, model or libraries are not those of before."""
    manifest = read_manifest(store, where)
    if manifest is None:
        return Manifest(FORMAT, run_fingerprint(settings, facts), settings, facts)
    check_facts(manifest.facts, facts, where)
    return manifest


def check_facts(then: dict[str, str], now: dict[str, str], where: str) -> None:
    """UsageError where the facts differ."""
    differing = fact_differences(then, now)
    if differing:
        raise UsageError(
            f"this run was begun with another version ({'; '.join(differing)}).",
            where=where,
            mend=f"Install the versions that it was begun with, and it goes on; with these, {_ANEW}.",
        )


def keep(store: Store, manifest: Manifest) -> None:
    """Write the manifest; it is whole at any time."""
    store.write(NAME, msgspec.json.format(msgspec.json.encode(manifest), indent=1) + b"\n")


def complete(store: Store, manifest: Manifest, heads: Iterable[Head]) -> None:
    """Write the list of shards, in order, and the manifest that vouches for it."""
    lines = bytearray()
    totals = Totals()
    for head in heads:
        totals.add(head)
        lines += msgspec.json.encode(head) + b"\n"
    store.write(SHARDS, bytes(lines))
    manifest.totals, manifest.complete = totals, True
    manifest.shards_sha256 = hashlib.sha256(lines).hexdigest()
    keep(store, manifest)


def listed(store: Store, manifest: Manifest, where: str) -> list[Head]:
    """The heads of a complete run's shards, in order. RunError where it is not complete, or its list is damaged."""
    if not manifest.complete:
        raise RunError(
            "the run is not complete.",
            where=where,
            mend="Give the same `extract` command again: it goes on where it stopped.",
        )
    data = store.read(SHARDS) or b""
    if hashlib.sha256(data).hexdigest() != manifest.shards_sha256:
        raise RunError(
            "the list of shards is not the one that the manifest vouches for.",
            where=f"{where}/{SHARDS}",
            mend="Give the same `extract` command again: it writes the list anew.",
        )
    decoder = msgspec.json.Decoder(Head)
    return [decoder.decode(line) for line in data.splitlines()]
