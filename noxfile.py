"""The wheel in an empty environment of each Python that it is for (`make dists`); those that are missing are skipped."""

from __future__ import annotations

from pathlib import Path

import nox

PYTHONS = ["3.10", "3.11", "3.12", "3.13"]
nox.options.error_on_missing_interpreters = False


@nox.session(python=PYTHONS)
def wheel(session: nox.Session) -> None:
    """Install dist/*.whl and nothing else, and use it offline, from a folder that is not ours."""
    (built,) = Path("dist").glob("newsclaims-*.whl")
    session.install(str(built))
    session.run("python", "-I", "tests/site/installed.py")
