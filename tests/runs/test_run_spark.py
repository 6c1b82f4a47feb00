"""The recipe for PySpark on the page about archives, run as it stands there: its claims are those of `extract`."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pytest

from newsclaims import flow
from newsclaims.read import read_articles
from newsclaims.records import Article
from newsclaims.write import claim_line

sql = pytest.importorskip("pyspark.sql", reason="needs pyspark, and Java")
ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "corpus" / "samples"


@pytest.mark.model
def test_spark_gives_the_claims_that_extract_gives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, sys.path)))
    monkeypatch.chdir(tmp_path)
    text = (ROOT / "docs" / "scale.md").read_text(encoding="utf-8")
    recipe, *_, job = re.findall(r"```python\n(.*?)```", text, flags=re.DOTALL)
    paths = sorted(map(str, SAMPLES.glob("*.txt")))
    builder = sql.SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    spark = builder.config("spark.driver.bindAddress", "127.0.0.1").getOrCreate()
    try:
        code = recipe + job.replace("paths, 256", "paths, 2")  # a few files for two cores
        exec(compile(code, "docs/scale.md", "exec"), {"__name__": "__main__", "spark": spark, "paths": paths})
    finally:
        spark.stop()
    lines = [line for part in sorted(tmp_path.glob("claims/part-*")) for line in part.read_bytes().splitlines()]
    articles = [article for article in read_articles(paths) if isinstance(article, Article)]
    expected = [claim_line(claim) for claim in flow.extract(articles, flow.load("en_newsclaims_fast"))]
    assert len(expected) > 3
    assert lines == expected
