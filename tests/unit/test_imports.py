"""No circle of imports: of rooms, of packages or of files, at run time and for types."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = sorted(init.parent.name for init in ROOT.glob("*/__init__.py") if init.parent.name != "tests")
DEEPEST = 4
"""Parts of the longest name: ``extractors.fields.decoding.totals``."""


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph(*ROOMS, cache_dir=None)


def circle(imports: Mapping[str, set[str]]) -> list[str]:
    """Returns names that import one another in a circle; empty where there is none."""
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        names: list[str] = error.args[1]
        return names
    return []


def imports_at(graph: grimp.ImportGraph, depth: int) -> Mapping[str, set[str]]:
    """Returns which sibling a package or a file imports, by names of at most so many parts."""

    def cut(name: str) -> str:
        return ".".join(name.split(".")[:depth])

    found: defaultdict[str, set[str]] = defaultdict(set)
    for module in graph.modules:
        for imported in graph.find_modules_directly_imported_by(module):
            importer, target = cut(module), cut(imported)
            if importer != target and importer.rpartition(".")[0] == target.rpartition(".")[0]:
                found[importer].add(target)
    return found


def test_files_import_one_another_in_no_circle(graph: grimp.ImportGraph) -> None:
    imports = {module: set(graph.find_modules_directly_imported_by(module)) for module in graph.modules}
    assert circle(imports) == []


@pytest.mark.parametrize("depth", range(1, DEEPEST + 1))
def test_packages_import_one_another_in_no_circle(graph: grimp.ImportGraph, depth: int) -> None:
    assert circle(imports_at(graph, depth)) == []


def test_a_circle_is_found() -> None:
    assert circle({"a": {"b"}, "b": {"c"}, "c": set()}) == []
    assert set(circle({"a": {"b"}, "b": {"c"}, "c": {"b"}})) == {"b", "c"}
