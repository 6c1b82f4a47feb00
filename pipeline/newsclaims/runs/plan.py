"""What a larger archive would cost, worked out from the figures of a run that is complete."""

from __future__ import annotations

from typing import NamedTuple

from newsclaims.errors import RunError
from newsclaims.runs.manifest import known_manifest, listed
from newsclaims.runs.shards import file_name
from newsclaims.runs.store import Store

HOUR = 3_600.0
_LISTED = 1_000  # bytes of the driver's memory for a shard: its line in the list, at the end twice, and its place
_ID_BYTES = 140  # of the reader's memory for an article's id, so that none is worked twice


class Figures(NamedTuple):
    """Measured on a run: per hour of a core's time in a worker; bytes on the disk, packed in shards and merged."""

    articles_per_core_hour: float
    words_per_core_second: float
    words_per_article: float
    claims_per_article: float
    bytes_per_claim: float
    packed_bytes_per_article: float
    articles_per_shard: float
    worker_bytes: int


class Plan(NamedTuple):
    """For so many articles on so many cores: hours of cores, days, bytes, shards, bytes of the driver's memory."""

    core_hours: float
    days: float
    packed_bytes: float
    merged_bytes: float
    shards: int
    driver_bytes: float
    worker_bytes: int


def figures_of(store: Store, where: str) -> Figures:
    """The figures of a run. RunError where it is not complete, or worked nothing."""
    manifest = known_manifest(store, where)
    heads = listed(store, manifest, where)
    totals = manifest.totals
    seconds = sum(session.worker_seconds for session in manifest.sessions)
    worked = sum(session.did.articles for session in manifest.sessions)
    words = sum(session.did.words for session in manifest.sessions)
    if totals is None or not seconds or not worked or not totals.articles:
        raise RunError("no article was worked in it.", where=where, mend="Take a run that worked some hundreds.")
    packed = sum(store.size(file_name(head.shard, head.content, head.run)) for head in heads)
    return Figures(
        worked / seconds * HOUR,
        words / seconds,
        totals.words / totals.articles,
        totals.claims / totals.articles,
        totals.claim_bytes / max(totals.claims, 1),
        packed / totals.articles,
        totals.articles / totals.shards,
        max(session.worker_memory for session in manifest.sessions),
    )


def plan_of(figures: Figures, articles: int, cores: int) -> Plan:
    """What so many articles like those of the run need on so many cores."""
    hours = articles / figures.articles_per_core_hour
    shards = round(articles / figures.articles_per_shard)
    return Plan(
        hours,
        hours / cores / 24,
        articles * figures.packed_bytes_per_article,
        articles * figures.claims_per_article * figures.bytes_per_claim,
        shards,
        shards * _LISTED + articles * _ID_BYTES,
        cores * figures.worker_bytes,
    )
