"""What the tests of exports share."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle

import pytest
from invented import CLAIMS

from newsclaims.records import Claim


@pytest.fixture
def claims_without_end() -> Iterator[Claim]:
    """More claims than any memory has: who would hold them all never ends."""
    return cycle(CLAIMS)
