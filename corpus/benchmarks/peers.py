"""Ours beside quantulum3, dateparser's search and textacy, on the same articles in one go: `make bench-peers`.

    python corpus/benchmarks/peers.py corpus corpus/gold corpus/samples [NAME GOLD ARTICLES …] --out docs/figures

Each system works in a process of its own, one after the other, on one thread, and writes claim records; the same scorer
reads all of them (`newsclaims score`). Printed, and written to `peers.json` and `peers.svg`: claims right, words a
second of processor time, memory, and where ours is not the best. The packages are glued together as `peer_glue.py`
tells. No English model can be fetched where this runs, so textacy gets the trees of our default model; its time counts
for both.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

import msgspec
from peers_plot import plot

from newsclaims import DEFAULT_MODEL, FAST_MODEL
from newsclaims.read import read_articles
from newsclaims.records import Article, Claim
from newsclaims.score import read_gold, score

SYSTEMS = ("newsclaims", "newsclaims --fast", "the glue", "quantulum3 alone")
PACKAGES = ("newsclaims", "quantulum3", "dateparser", "textacy", "spacy", "scikit-learn", "numpy")
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
_MORE = ("detection F1", "value and source F1", "complete F1", "words a second")
_WARM_UP = Article("warm-up", "Ann Lee said on Monday: “The cask held 5 litres, not 3 or 4.”", published="2020-01-02")


def worked(system: str, articles: list[Article], parts: dict[str, float]) -> Iterator[Claim]:
    """The claims of a system; `parts` is filled with the seconds that each package took."""
    if system.startswith("newsclaims"):
        from newsclaims import flow

        nlp = flow.load(FAST_MODEL if system.endswith("--fast") else DEFAULT_MODEL)
        list(flow.extract([_WARM_UP], nlp))
        began = time.process_time()
        yield from flow.extract(articles, nlp)
        parts["newsclaims"] = time.process_time() - began
        return
    from peer_glue import Glue

    if system == "quantulum3 alone":
        list(Glue().figures_only(_WARM_UP))
        glue = Glue()
        for article in articles:
            yield from glue.figures_only(article)
    else:
        from newsclaims.parse import load_model

        nlp = load_model()
        list(Glue().claims(_WARM_UP, nlp(_WARM_UP.text)))
        glue = Glue()
        for article in articles:
            began = time.process_time()
            doc = nlp(article.text)
            parts["parse"] = parts.get("parse", 0.0) + time.process_time() - began
            yield from glue.claims(article, doc)
    parts.update(glue.seconds)


def run_one(system: str, paths: list[str], out: Path) -> None:
    """One system in this process: its claims into a file, seconds and memory on standard output."""
    articles = [article for article in read_articles(paths) if isinstance(article, Article)]
    parts: dict[str, float] = {}
    with out.open("wb") as lines:
        lines.writelines(msgspec.json.encode(claim) + b"\n" for claim in worked(system, articles, parts))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    words = sum(len(article.text.split()) for article in articles)
    print(json.dumps({"words": words, "seconds": parts, "memory_mb": round(peak)}))


def measured(system: str, gold: str, articles: str) -> dict[str, Any]:
    """The figures of one system on one set."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "claims.jsonl"
        command = [sys.executable, __file__, articles, "--system", system, "--claims", str(out)]
        environment = os.environ | dict.fromkeys(_THREADS, "1")
        told = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, env=environment).stdout
        claims = [msgspec.json.decode(line, type=Claim) for line in out.read_bytes().splitlines()]
    cost = json.loads(told.splitlines()[-1])
    seconds = sum(cost["seconds"].values())
    result = score(read_gold(Path(gold)), claims)
    return {
        "gold": result.gold,
        "found": result.found,
        **result.figures(),
        "words a second": round(cost["words"] / seconds),
        "memory in MB": cost["memory_mb"],
        "words": cost["words"],
        "shares of time": {part: round(spent / seconds, 3) for part, spent in cost["seconds"].items()},
    }


def losses(systems: dict[str, dict[str, Any]]) -> list[str]:
    """Where another system does better than ours, in words."""
    ours = systems["newsclaims"]
    out = []
    for name, figures in systems.items():
        if name.startswith("newsclaims"):
            continue
        for what in (*_MORE, "memory in MB"):
            better = figures[what] < ours[what] if what.startswith("memory") else figures[what] > ours[what]
            if better:
                out.append(f"{name}: {what} {figures[what]:,}, newsclaims {ours[what]:,}")
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="+", help="a set's name, its folder of gold, its articles; then the next set")
    parser.add_argument("--out", type=Path, default=Path("docs/figures"), help="where peers.json and peers.svg go")
    parser.add_argument("--system", choices=SYSTEMS, help=argparse.SUPPRESS)
    parser.add_argument("--claims", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.system:
        run_one(options.system, options.sets, options.claims)
        return
    if len(options.sets) % 3:
        parser.error("each set has a name, a folder of gold, and articles")
    told: dict[str, Any] = {}
    for name, gold, articles in zip(options.sets[::3], options.sets[1::3], options.sets[2::3], strict=True):
        systems = {}
        for system in SYSTEMS:
            systems[system] = measured(system, gold, articles)
            row = "  ".join(f"{what} {systems[system][what]:,}" for what in (*_MORE, "memory in MB"))
            print(f"{name}: {system:<18} {row}", flush=True)
        lost = losses(systems)
        print("\n".join(["Ours is not the best in:", *lost]) if lost else "Ours is the best in all of these.")
        told[name] = {"articles": len(read_gold(Path(gold))), "systems": systems, "losses": lost}
    versions = {name: metadata.version(name) for name in PACKAGES}
    figures = {"command": "make bench-peers", "python": platform.python_version(), "versions": versions, "sets": told}
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "peers.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    (options.out / "peers.svg").write_text(plot(told), encoding="utf-8")


if __name__ == "__main__":
    main()
