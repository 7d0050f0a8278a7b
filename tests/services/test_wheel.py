"""The wheel: installed outside of the checkout, with its models, `fieldwright` reads a document."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.slow

ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
"""Nothing but the wheel may supply our packages."""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the programs of an environment that has the wheel, and this environment's dependencies."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    source = folder / "source"
    # A clean copy: setuptools would pick up what an earlier build left in the checkout.
    subprocess.run(["git", "clone", "--quiet", "--shared", str(ROOT), str(source)], check=True, env=ENVIRONMENT)
    build = ["wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(source)]
    subprocess.run([*pip, *build], check=True, env=ENVIRONMENT)
    [wheel] = folder.glob("*.whl")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder / "venv")], check=True, env=ENVIRONMENT)
    programs = folder / "venv" / "bin"
    subprocess.run(
        [
            *pip,
            "--python",
            str(programs / "python"),
            "install",
            "--no-deps",
            "--no-index",
            "--ignore-installed",
            str(wheel),
        ],
        check=True,
    )
    [site] = (folder / "venv" / "lib").glob("python*/site-packages")
    (site / "dependencies.pth").write_text(sysconfig.get_paths()["purelib"], encoding="utf-8")
    return programs


def test_the_command_reads_a_document_outside_of_the_checkout(installed: Path, tmp_path: Path):
    sample = ROOT / "samples" / "documents" / "claim_list.pdf"
    command = [str(installed / "fieldwright"), "extract", str(sample), "--quiet", "--output", "fields.jsonl"]
    subprocess.run(command, cwd=tmp_path, check=True, env=ENVIRONMENT)
    [found] = [json.loads(line) for line in (tmp_path / "fields.jsonl").read_text(encoding="utf-8").splitlines()]
    assert found["document_class"] == "claim"
    assert found["fields"]["total_charge"]["value"] == "2865.63"


def test_the_command_tells_its_version_and_runs_the_installed_code(installed: Path, tmp_path: Path):
    told = subprocess.run(
        [str(installed / "fieldwright"), "--version"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert told.stdout.startswith("fieldwright 0.")
    where = [str(installed / "python"), "-c", "import fieldwright; print(fieldwright.__file__)"]
    found = subprocess.run(where, cwd=tmp_path, capture_output=True, text=True, check=True, env=ENVIRONMENT).stdout
    assert Path(found.strip()).is_relative_to(installed.parent)
