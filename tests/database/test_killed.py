"""A load that is killed, again and again: in the end the tables are those of a load that nobody disturbed."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

from asking import asked, put, tables
from invented_claims import claim, write

# Killed as a power cut would: no clean-up, in the middle of a batch, before so-and-so-many lots of rows are written.
_KILLED = """
import os, sys
from pathlib import Path
from newsclaims.database import load
from newsclaims.database.reading import survey
left = int(sys.argv[3])
def counted(write):
    def writing(connection, table, rows):
        global left
        left -= bool(rows)
        if left < 0:
            os.kill(os.getpid(), 9)
        write(connection, table, rows)
    return writing
load.insert, load.upsert = counted(load.insert), counted(load.upsert)
load.load(survey(Path(sys.argv[1])), sys.argv[2], batch=1)
"""


def test_a_load_that_is_killed_ten_times_ends_as_an_undisturbed_one(server_url: str, tmp_path: Path) -> None:
    old = write(tmp_path / "old.jsonl", *(claim(f"c{n}", f"a{n // 5}", value=n) for n in range(200)))
    new = write(tmp_path / "new.jsonl", *(claim(f"c{n}", f"a{n // 5}", value=n // 2) for n in range(0, 200, 3)))
    put(old, server_url)
    chance = random.Random(7)
    for _ in range(10):
        after = chance.randint(1, 15)
        command = [sys.executable, "-c", _KILLED, str(new), server_url, str(after)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120)
        assert done.returncode == -9, done.stderr
    told = put(new, server_url)
    assert told.same
    assert told.changed
    undisturbed = f"sqlite:///{tmp_path / 'undisturbed.db'}"
    put(old, undisturbed)
    put(new, undisturbed)
    assert tables(server_url).keys() == tables(undisturbed).keys()
    question = "SELECT id, value, record_sha256, run_id, gone_in FROM claims ORDER BY id"
    assert sorted(asked(server_url, question)) == sorted(asked(undisturbed, question))
    for name in ("mentions", "sources", "relations", "flags", "flag_claims", "runs"):
        assert tables(server_url)[name] == tables(undisturbed)[name]
