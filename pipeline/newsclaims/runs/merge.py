"""A run's shards as one file of claims, and one of failures, in the order of the input."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from newsclaims.errors import RunError
from newsclaims.runs.manifest import Totals, known_manifest, listed
from newsclaims.runs.shards import Contents, Head, file_name, opened
from newsclaims.runs.store import Store
from newsclaims.write import ClaimWriter, FailureWriter


def merge(
    store: Store, where: str, claims: ClaimWriter, failures: FailureWriter,
    *, seen: Callable[[object], None] = lambda _: None,
) -> Totals:  # fmt: skip
    """Write the claims and failures of a complete run; what was written, in sums. `seen` is called after each shard.

    No more than one shard is held. RunError for a run that is not complete, or a shard that is lost or damaged.
    """
    totals = Totals()
    for contents in shards_of(store, listed(store, known_manifest(store, where), where)):
        claims.write_lines(contents.claims)
        failures.write_lines(contents.failures)
        totals.add(contents.head)
        seen(contents)
    return totals


def shards_of(store: Store, heads: list[Head]) -> Iterator[Contents]:
    """The shards of a list, read and held against it, in order."""
    for head in heads:
        yield shard_of(store, head)


def shard_of(store: Store, head: Head) -> Contents:
    """One shard. RunError where its file is lost, damaged, or another than the list tells of."""
    name = file_name(head.shard, head.content, head.run)
    data = store.read(name)
    mend = "Give the same `extract` command again: only what is missing is worked."
    if data is None:
        raise RunError("the shard is lost.", where=name, mend=mend)
    contents = opened(data, name)
    if contents.head != head:
        raise RunError("the shard is not the one that the list tells of.", where=name, mend=f"Delete it. {mend}")
    return contents
