"""The schema that ships: it is that of the records, it takes a claim, and it takes nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib import resources
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import msgspec
import pytest
from sample_claim import made_claim

from newsclaims.records import SCHEMA, claim_schema
from newsclaims.write.schema import PATH

SHIPPED = json.loads(resources.files("newsclaims").joinpath("schema", "claim-1.json").read_text(encoding="utf-8"))


def validator() -> jsonschema.Draft202012Validator:
    """A validator for the schema that ships, itself checked."""
    jsonschema.Draft202012Validator.check_schema(SHIPPED)
    return jsonschema.Draft202012Validator(SHIPPED)


def test_the_schema_that_ships_is_that_of_the_records() -> None:
    assert claim_schema() == SHIPPED, "run: python -m newsclaims.write.schema"
    assert PATH.name == "claim-1.json"


def test_every_object_is_closed_and_every_key_required() -> None:
    for part in SHIPPED["$defs"].values():
        assert part["additionalProperties"] is False
        assert part["required"] == list(part["properties"])
        assert "None" not in part["description"]


def test_a_claim_is_valid() -> None:
    claim = json.loads(msgspec.json.encode(made_claim()))
    validator().validate(claim)
    assert claim["schema"] == SCHEMA


@pytest.mark.parametrize(
    "break_it",
    [
        lambda claim: claim.pop("event"),
        lambda claim: claim.update(note="a key of no one's"),
        lambda claim: claim.update(schema="newsclaims.claim/2"),
        lambda claim: claim["quantity"].update(modifier="ROUGHLY"),
        lambda claim: claim["quantity"].update(value="9.1 million"),
        lambda claim: claim["quantity"]["mention"].update(start=-1),
        lambda claim: claim["time"].update(begin="2019"),
        lambda claim: claim["attribution"]["sources"][0].pop("organisation"),
        lambda claim: claim["relations"][0].update(type="near"),
        lambda claim: claim["confidence"].update(overall=1.5),
        lambda claim: claim["article"].update(published="4 May 2020"),
        lambda claim: claim.update(item={}),
    ],
)
def test_a_broken_claim_is_not(break_it: Callable[[dict[str, Any]], object]) -> None:
    claim = json.loads(msgspec.json.encode(made_claim()))
    break_it(claim)
    assert not validator().is_valid(claim)
