"""Prefect loads a flow with its folder first on the path: a module there would hide one of the same name elsewhere."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def test_no_module_of_flows_hides_a_package() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    packages = {name.rstrip("*") for name in settings["tool"]["setuptools"]["packages"]["find"]["include"]}
    modules = {path.stem for path in (ROOT / "flows").glob("*.py")}
    assert len(packages) > 10
    assert (packages | sys.stdlib_module_names) & modules == set()
