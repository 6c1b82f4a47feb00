"""A load that is killed, again and again: in the end the tables are those of a load that nobody disturbed."""

from __future__ import annotations

import random
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from asking import Tables, asked, put, tables
from invented_claims import claim, write

# Each child is killed as a power cut would: no clean-up, in the middle of a batch, before so-and-so-many lots of rows
# are written.
_KILLED = """
import os, sys
from pathlib import Path
from newsclaims.database import load
from newsclaims.database.reading import survey
def counted(write):
    def writing(connection, table, rows):
        global left
        left -= bool(rows)
        if left < 0:
            os.kill(os.getpid(), 9)
        write(connection, table, rows)
    return writing
load.insert, load.upsert = counted(load.insert), counted(load.upsert)
for left in map(int, sys.argv[3:]):
    child = os.fork()
    if not child:
        load.load(survey(Path(sys.argv[1])), sys.argv[2], batch=1)
        os._exit(0)
    print(os.WTERMSIG(os.waitpid(child, 0)[1]))
"""


def plain(told: Tables) -> Tables:
    """The tables with days as SQLite has them."""
    days = {
        name: [tuple(str(v) if isinstance(v, date) else v for v in row) for row in rows] for name, rows in told.items()
    }
    return {name: sorted(rows, key=lambda row: row[:3]) for name, rows in days.items()}


@pytest.mark.skipif(sys.platform == "win32", reason="a process is not killed so there")
@pytest.mark.parametrize("filled", [False, True], ids=["empty", "filled"])
def test_a_load_that_is_killed_ten_times_ends_as_an_undisturbed_one(
    server_url: str, tmp_path: Path, filled: bool
) -> None:
    old = write(tmp_path / "old.jsonl", *(claim(f"c{n}", f"a{n // 5}", value=n) for n in range(200)))
    new = write(tmp_path / "new.jsonl", *(claim(f"c{n}", f"a{n // 5}", value=n // 2) for n in range(0, 200, 3)))
    undisturbed = f"sqlite:///{tmp_path / 'undisturbed.db'}"
    for url in (server_url, undisturbed) if filled else ():
        put(old, url)
    chance = random.Random(7)
    moments = [str(chance.randint(1, 20)) for _ in range(10)]
    command = [sys.executable, "-c", _KILLED, str(new), server_url, *moments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.stdout.split() == ["9"] * 10, done.stderr
    told = put(new, server_url)
    assert told.same
    assert told.changed if filled else told.new
    put(new, undisturbed)
    assert plain(tables(server_url)) == plain(tables(undisturbed))
    if server_url.startswith("sqlite:"):
        found = "SELECT count(*) FROM sentence_search WHERE sentence_search MATCH 'flood'"
        assert asked(server_url, found) == asked(undisturbed, found) == asked(server_url, "SELECT count(*) FROM claims")
