"""Label Studio: tasks and the labelling interface fit each other, and offsets the text."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any
from xml.etree import ElementTree

import jsonschema  # type: ignore[import-untyped]
import msgspec
import pytest
from invented import ARTICLE, BARE, CLAIMS, TEXT

from newsclaims.export.inputs import Worked
from newsclaims.export.label_studio import label_studio, labelling_config, task

WORKED = Worked(ARTICLE, CLAIMS)
CONTROLS = {"labels": "Labels", "number": "Number", "textarea": "TextArea", "choices": "Choices"}
# What Label Studio's import asks of a task with predictions on a text.
REGION = {
    "type": "object",
    "required": ["id", "from_name", "to_name", "type", "value"],
    "properties": {
        "id": {"type": "string", "minLength": 1},
        "to_name": {"const": "text"},
        "type": {"enum": list(CONTROLS)},
        "score": {"type": "number", "minimum": 0, "maximum": 1},
        "value": {
            "type": "object",
            "required": ["start", "end"],
            "properties": {
                "start": {"type": "integer"}, "end": {"type": "integer"}, "number": {"type": "number"},
                "labels": {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": 1},
                "choices": {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": 1},
            },
        },
    },
}  # fmt: skip
RELATION = {
    "type": "object",
    "required": ["type", "from_id", "to_id", "direction", "labels"],
    "properties": {"type": {"const": "relation"}, "direction": {"enum": ["left", "right", "bi"]}},
}
TASK = {
    "type": "object",
    "required": ["data", "predictions"],
    "properties": {
        "data": {"type": "object", "required": ["text", "heading"]},
        "predictions": {
            "type": "array",
            "maxItems": 1,
            "items": {
                "type": "object",
                "required": ["model_version", "score", "result"],
                "properties": {"result": {"type": "array", "items": {"anyOf": [REGION, RELATION]}}},
            },
        },
    },
}


def results() -> list[dict[str, Any]]:
    return list(task(WORKED)["predictions"][0]["result"])


def test_a_task_is_what_the_import_takes() -> None:
    tasks = json.loads(b"".join(label_studio([WORKED, Worked(BARE, [])], as_lines=False)))
    assert [one["data"]["heading"] for one in tasks] == ['Floods, "and" more', "bare"]
    assert tasks[1]["predictions"] == []
    for one in tasks:
        jsonschema.validate(one, TASK)
    lines = b"".join(label_studio([WORKED, Worked(BARE, [])], as_lines=True)).splitlines()
    assert list(map(json.loads, lines)) == tasks


def test_label_studio_itself_takes_it() -> None:
    """Too large for the tests' own needs (it brings OpenCV): where it is installed, it is asked."""
    interface = pytest.importorskip("label_studio_sdk.label_interface", reason="label-studio-sdk is not installed")
    project = interface.LabelInterface(labelling_config())
    project.validate()
    told = task(WORKED)
    assert project.validate_task({"data": told["data"]})
    assert project.validate_prediction(told["predictions"][0], return_errors=True) == []


def test_each_result_has_its_control_and_each_word_its_choice() -> None:
    config = ElementTree.fromstring(labelling_config())
    controls = {tag.get("name"): tag for tag in config.iter() if tag.get("toName")}
    assert {tag.get("toName") for tag in controls.values()} == {"text"}
    assert [tag.get("value") for tag in config.iter("Text")] == ["$text"]
    relations = {tag.get("value") for tag in config.iter("Relation")}
    for result in results():
        if result["type"] == "relation":
            assert set(result["labels"]) <= relations
            continue
        control = controls[result["from_name"]]
        assert control.tag == CONTROLS[result["type"]]
        known = {tag.get("value") for tag in control}
        assert set(result["value"].get(result["type"], [])) <= known if known else True


def test_offsets_are_code_points_of_the_text() -> None:
    assert ord(TEXT[0]) > 0xFFFF
    regions = [result for result in results() if result["type"] == "labels"]
    for region in regions:
        assert TEXT[region["value"]["start"] : region["value"]["end"]] == region["value"]["text"]
    assert Counter(region["value"]["labels"][0] for region in regions)["figure"] == len(CLAIMS)


def test_what_claims_share_is_one_region() -> None:
    regions = [result for result in results() if result["type"] == "labels"]
    assert len({region["id"] for region in regions}) == len(regions)
    villages = [region["id"] for region in regions if region["value"]["text"] == "villages"]
    ties = [(one["from_id"], one["to_id"]) for one in results() if one.get("labels") == ["item"] and "from_id" in one]
    assert [one for one, other in ties if [other] == villages] == ["00000000000000c4", "00000000000000c5"]


def test_what_is_told_of_a_figure() -> None:
    told = {
        result["from_name"]: result["value"].get("number", result["value"].get("choices", result["value"].get("text")))
        for result in results()
        if result.get("id") == "1e30000000000000" and result["type"] != "labels"
    }
    assert told == {
        "min_value": -5, "max_value": -2.5, "unit": ["percent"], "per": ["year"], "kind": ["percent"],
        "modifier": ["RANGE"], "status": ["stated"], "voice": ["narrator"],
    }  # fmt: skip


def test_relations_tie_claims_that_are_there() -> None:
    known = {result["id"] for result in results() if result["type"] == "labels"}
    ties = [
        (one["from_id"][-2:], one["labels"][0], one["to_id"][-2:]) for one in results() if one["type"] == "relation"
    ]
    assert ("c1", "compared_with", "c4") in ties
    assert ("c6", "multiple_of", "c1") in ties
    assert {one["to_id"] for one in results() if one["type"] == "relation"} <= known
    stranger = msgspec.structs.replace(CLAIMS[0], attribution=CLAIMS[2].attribution)
    alone = task(Worked(ARTICLE, [stranger]))["predictions"][0]["result"]
    assert "compared_with" not in {label for one in alone if one["type"] == "relation" for label in one["labels"]}
