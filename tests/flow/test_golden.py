"""Golden records: a few short articles, every record of them, one a line. `make golden` rewrites; a person reads
the diff.
"""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from spacy.language import Language

import newsclaims
from newsclaims.records import Article, Producer

pytestmark = pytest.mark.model
GOLDEN = Path(__file__).parent / "golden"
ARTICLES = [
    Article(
        "clinics",
        "At least 12 clinics were hit in Karsun in the last two weeks, the Valley Health Board said on Tuesday.",
        published="2024-03-14",
    ),
    Article(
        "tide",
        "A storm tide drowned 9 people on Sunday and drove some 1,500 from their homes, police said.",
        published="2024-05-14",
    ),
    Article(
        "rates",
        "Inflation fell to 3.1 percent in April from 3.4 percent a month earlier, according to the statistics office.",
        published="2023-05-10",
    ),
    Article("profit", "Lathe maker Orrin Tools said profit rose 8% to €2.4bn in 2022.", published="2023-02-01"),
    Article("vote", "Of 40 members, 26 backed the plan; five stayed away.", published="2020-10-02"),
]


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article.id)
def test_golden(pipeline: Language, article: Article, request: pytest.FixtureRequest) -> None:
    path = GOLDEN / f"{article.id}.jsonl"
    # The producer changes with every line of code: what it says is tested apart.
    claims = [
        msgspec.structs.replace(c, produced_by=Producer("", "", "")) for c in newsclaims.extract([article], pipeline)
    ]
    lines = "".join(msgspec.json.encode(claim).decode() + "\n" for claim in claims)
    if request.config.getoption("--golden"):
        path.write_text(lines, encoding="utf-8")
    assert lines == path.read_text(encoding="utf-8")
