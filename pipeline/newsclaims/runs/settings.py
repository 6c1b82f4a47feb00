"""What a run's records hang on: all of it goes into the run's fingerprint, and nothing else does."""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec

from newsclaims.read import Reading
from newsclaims.runs.shards import Size


class Settings(msgspec.Struct, frozen=True):
    """The options that bear on records, those of the reader among them.

    The number of jobs, the time limit for an article and the like are no settings: a run may go on with others.
    """

    model: str
    every_sentence: bool = False
    max_chars: int = 1_000_000
    size: Size = Size()
    reading: Reading = Reading()


def run_fingerprint(settings: Settings, facts: dict[str, str]) -> str:
    """16 hexadecimal digits for options and `facts` (the versions of code, tables, model and libraries)."""
    told = msgspec.json.encode([settings, facts], order="deterministic")
    return hashlib.sha256(told).hexdigest()[:16]


def differences(then: Settings, now: Settings) -> list[str]:
    """The options that differ, as "model: en_a then, en_b now"."""
    return _differing(flat(msgspec.to_builtins(then)), flat(msgspec.to_builtins(now)))


def fact_differences(then: dict[str, str], now: dict[str, str]) -> list[str]:
    """The facts that differ, in the same words."""
    return _differing(then, now)


def _differing(then: dict[str, Any], now: dict[str, Any]) -> list[str]:
    names = sorted({*then, *now})
    return [f"{name}: {then.get(name)} then, {now.get(name)} now" for name in names if then.get(name) != now.get(name)]


def flat(values: dict[str, Any]) -> dict[str, Any]:
    """Nested values under their last keys' paths: {"size": {"articles": 2}} -> {"size.articles": 2}."""
    told: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, dict):
            told.update({f"{name}.{below}": deep for below, deep in flat(value).items()})
        else:
            told[name] = value
    return told
