"""Fixtures for all tests: the language model (for those marked `model`) and the measuring data (for those marked
`shared`).
"""

from __future__ import annotations

from pathlib import Path

import pytest
from spacy.language import Language

import newsclaims

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden", action="store_true", help="rewrite the golden records in tests/flow/golden")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests marked `shared` are skipped, with the reason, where the data is not there."""
    if SHARED.is_dir():
        return
    skip = pytest.mark.skip(reason="needs the measuring data in ../shared")
    for item in items:
        if "shared" in item.keywords:
            item.add_marker(skip)


@pytest.fixture(scope="session")
def pipeline() -> Language:
    """The whole pipeline on the model that ships; load once, since it keeps no state between articles."""
    return newsclaims.load()
