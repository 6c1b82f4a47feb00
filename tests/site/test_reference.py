"""What pages are made of: the meanings of fields, and where links lead."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from pages_of_docs import pages

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "docs"))

from made import included, licences, record  # noqa: E402


def test_every_field_of_the_record_has_its_meaning_and_no_other_has_one() -> None:
    schema = json.loads(record.SCHEMA.read_text(encoding="utf-8"))
    fields = [(name, field) for name, part in schema["$defs"].items() for field in part["properties"]]
    assert sorted(record.meanings()) == sorted(fields)


def test_each_type_is_told_in_words() -> None:
    page = record.fields()
    assert "| `min_value` | integer or number or null | The least that it can be; null where open. |" in page
    assert "| `sources` | list of [Source](#source) |" in page
    assert page.count("## ") == len(json.loads(record.SCHEMA.read_text(encoding="utf-8"))["$defs"])


@pytest.mark.parametrize(
    ("page", "link", "moved"),
    [
        ("truth.md", "[cards](../models/README.md)", "[cards](models.md)"),
        ("howto/model.md", "[cards](../../models/README.md#trust)", "[cards](../models.md#trust)"),
        ("howto/model.md", "[it](../scale.md)", "[it](../scale.md)"),
        (
            "truth.md",
            "[views](../pipeline/newsclaims/database/views.py)",
            "views (`pipeline/newsclaims/database/views.py`)",
        ),
        ("truth.md", "[`Makefile`](../Makefile)", "`Makefile`"),
        ("truth.md", "[SPDX](https://spdx.org)", "[SPDX](https://spdx.org)"),
        ("truth.md", "`[cards](../models/README.md)`", "`[cards](../models/README.md)`"),
    ],
)
def test_links_lead_to_pages_of_the_site(page: str, link: str, moved: str) -> None:
    assert included.relinked(link, page) == moved


def test_every_file_that_is_installed_has_a_licence() -> None:
    folders = ("pipeline/newsclaims", "models/en_newsclaims", "models/en_newsclaims_fast")
    files = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.is_file()]
    known = {path: licences.licence(path.relative_to(ROOT).as_posix()) for path in files if path.suffix != ".pyc"}
    assert [str(path) for path, of in known.items() if of is None] == []
    assert {of for of in known.values() if of} == {"Apache-2.0", "CC-BY-SA-4.0"}
    assert licences.licence("docs/samples/ostrel.jsonl") == "CC0-1.0"
    assert licences.licence("pipeline/newsclaims/tables/en/new.csv") is None


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_to_files_that_are_there(page: Path) -> None:
    for _, target in included.links(page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), f"{page.relative_to(ROOT)} leads to {target}"
