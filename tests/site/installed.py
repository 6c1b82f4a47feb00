"""Whether an installed newsclaims works offline, from any folder: run by the Python that it is installed in.

Prints the version, where it lies, and the claim that it finds; exit code 0 where all is well. The network is taken away
by `unshare`, where the system lets us.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from importlib import metadata
from pathlib import Path

SENTENCE = "At least 12 clinics have been hit since June 24, the Karsun Health Board said on Tuesday."
ARTICLE = {"id": "a", "text": SENTENCE, "published": "2019-07-24"}
_ALONE = ("unshare", "--map-root-user", "--net")


def alone() -> tuple[str, ...]:
    """What to put before a command to take its network away; nothing where that is not allowed."""
    can = shutil.which(_ALONE[0]) and subprocess.run([*_ALONE, "true"], capture_output=True).returncode == 0
    return _ALONE if can else ()


def main() -> None:
    scripts = Path(sys.executable).parent
    environment = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), "OMP_NUM_THREADS": "1"}
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "article.jsonl").write_text(json.dumps(ARTICLE) + "\n", encoding="utf-8")
        for how in ((), ("--fast",)):
            command = [*alone(), str(scripts / "newsclaims"), "extract", "article.jsonl", "-o", "claims.jsonl", *how]
            subprocess.run(command, cwd=folder, env=environment, check=True)
            (line,) = (Path(folder) / "claims.jsonl").read_text(encoding="utf-8").splitlines()
            claim = json.loads(line)
            told = (claim["quantity"]["min_value"], claim["item"]["head"], claim["time"]["begin"])
            assert told == (12, "clinic", "2019-06-24"), told
            assert claim["attribution"]["sources"][0]["name"] == "Karsun Health Board"
            print(claim["produced_by"]["model"], *told)
    ours = [e for e in metadata.entry_points(group="spacy_factories") if e.name.startswith("newsclaims_")]
    assert ours, "no entry points"
    for entry in ours:
        entry.load()
    import newsclaims

    files = metadata.files("newsclaims") or ()
    assert any(file.name == "py.typed" for file in files)
    print(f"newsclaims {metadata.version('newsclaims')}, Python {sys.version.split()[0]}, {newsclaims.__file__}")
    print("offline" if alone() else "the network could not be taken away here")


if __name__ == "__main__":
    main()
