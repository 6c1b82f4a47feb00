"""The wheel holds all that it needs of ours: it works in an environment that has its dependencies and nothing else.

`make dist` goes further, and installs the dependencies too, into an empty environment; here those that are installed
are taken.
"""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
INSTALLED = Path(__file__).with_name("installed.py")
_LARGEST = 60_000_000  # bytes; a package index takes files of a hundred megabytes


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("hatchling", reason="hatchling, which builds the wheel, is not installed")
    folder = tmp_path_factory.mktemp("wheel")
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "-w",
        str(folder),
        ".",
    ]
    subprocess.run(command, cwd=ROOT, check=True, timeout=300)
    (built,) = folder.glob("*.whl")
    return built


def test_it_holds_models_tables_and_licences(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as held:
        names = set(held.namelist())
    ours = [path for path in (ROOT / "pipeline" / "newsclaims").rglob("*") if path.is_file()]
    wanted = {path.relative_to(ROOT / "pipeline").as_posix() for path in ours if path.suffix != ".pyc"}
    assert wanted - names == set()
    for model in ("en_newsclaims", "en_newsclaims_fast"):
        assert f"newsclaims_models/{model}/config.cfg" in names
    assert {name.rsplit("/", 1)[-1] for name in names if "/licenses/" in name} == {
        "LICENSE", "Apache-2.0.txt", "CC-BY-SA-4.0.txt", "CC0-1.0.txt",
    }  # fmt: skip
    assert wheel.stat().st_size < _LARGEST


@pytest.mark.model
def test_it_works_offline_from_any_folder(wheel: Path, tmp_path: Path) -> None:
    home = tmp_path / "empty"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(home)], check=True)
    python = home / "bin" / "python"
    install = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-deps", str(wheel)]
    subprocess.run(install, check=True, timeout=300)
    here = next((home / "lib").glob("python*")) / "site-packages"
    (here / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [str(python), str(INSTALLED)], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    assert str(here) in done.stdout
