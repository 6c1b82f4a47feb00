"""The wheel in an empty environment of each Python that it is for (`make dists`); missing ones are skipped."""

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


@nox.session(python=PYTHONS)
def first_hour(session: nox.Session) -> None:
    """README and tutorials, word for word, in an environment that has the wheel with its extras; with their times."""
    (built,) = Path("dist").glob("newsclaims-*.whl")
    session.install(f"{built}[archive,audit,database]", "pytest")
    pages = "test_a_page_can_be_followed and (README or tutorials)"
    session.run("python", "-m", "pytest", "tests/site/test_commands_of_pages.py", "-k", pages, "--durations=0")
