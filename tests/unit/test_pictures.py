"""Pictures of README and documentation show the pages of today: their sources have the digests that were recorded."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.pictures import pictures

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", pictures.PICTURES)
def test_a_picture_is_as_new_as_its_page(name: str) -> None:
    command = "make outputs" if name == pictures.OVERLAY else "make screenshots"
    assert (pictures.FOLDER / name).exists()
    assert pictures.digests().get(name) == pictures.digest(name), f"docs/{name} is out of date: {command}"


def test_every_shown_picture_is_checked() -> None:
    pages = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    shown = {
        name for page in pages for name in re.findall(r"!\[[^\]]*\]\((?:docs/)?([\w.-]+)\)", page.read_text("utf-8"))
    }
    measured = {"speed.svg", "stream.svg"}  # of figures that a benchmark wrote, not of a page
    assert shown <= set(pictures.PICTURES) | measured
    assert {path.name for path in (ROOT / "docs").glob("*.png")} == set(pictures.PICTURES)


def test_a_change_of_a_page_makes_its_pictures_stale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = pictures.digest("portal-search.png"), pictures.digest("portal-queue.png")
    changed = tmp_path / "search.css"
    changed.write_text("main { color: red }")
    sources = pictures.sources
    monkeypatch.setattr(
        pictures, "sources", lambda name: (changed if path.name == "search.css" else path for path in sources(name))
    )
    after = pictures.digest("portal-search.png"), pictures.digest("portal-queue.png")
    assert after[0] != before[0]
    assert after[1] == before[1]
