"""The figures that the documentation shows, from the commands themselves: `make figures`.

    python corpus/benchmarks/figures.py --out docs/figures --archive ARCHIVE --score corpus corpus/gold corpus/samples

`scores.json` has what `newsclaims score --json` prints, of each set and both models; `speeds.json` what `newsclaims
bench --json` prints of both. What cannot be measured here (no archive, no gold) keeps the figures that it has.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

MODELS = {"default": (), "fast": ("--fast",)}
_EVERY, _ARTICLES = 20, 100  # articles of the archive that are timed: each so-and-so-manieth, and how many


def told(*command: str) -> dict[str, Any]:
    """What a command of newsclaims prints as JSON."""
    done = subprocess.run([sys.executable, "-m", "newsclaims.cli", *command], stdout=subprocess.PIPE, check=True)
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def written(path: Path, figures: dict[str, Any]) -> None:
    """Figures put over those of the same names that the file has."""
    known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    path.write_text(json.dumps(known | figures, indent=1) + "\n", encoding="utf-8")
    print(f"{path}: {', '.join(figures)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("docs/figures"))
    parser.add_argument("--archive", type=Path, help="articles to measure speed on")
    parser.add_argument("--score", nargs=3, action="append", default=[], metavar=("NAME", "GOLD", "ARTICLES"))
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    for name, gold, articles in options.score:
        if Path(gold).is_dir():
            scores = {m: told("score", gold, "--articles", articles, "--json", *how) for m, how in MODELS.items()}
            written(options.out / "scores.json", {name: scores})
    if options.archive is not None and options.archive.exists():
        size = ("--every", str(_EVERY), "--articles", str(_ARTICLES), "--json")
        speeds = {m: told("bench", str(options.archive), *size, *how) for m, how in MODELS.items()}
        written(options.out / "speeds.json", speeds)


if __name__ == "__main__":
    main()
