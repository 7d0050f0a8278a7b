"""Classes from files: what is right is in the catalog, what is wrong stops nothing but itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from registry.class_files import load_catalog
from schemas.classes import SHIPPED
from schemas.errors import ConfigurationError
from training.synthetic.notes import CLASS_FILE


def taught(models: Path, name: str, text: str) -> None:
    home = models / "taught" / name
    home.mkdir(parents=True)
    (home / "class.toml").write_text(text)


def test_taught_classes_are_in_the_catalog_and_the_shipped_ones_are_not_changed(tmp_path: Path) -> None:
    taught(tmp_path, "delivery_note", CLASS_FILE)
    catalog = load_catalog(tmp_path)
    assert [f.name for f in catalog.require("delivery_note").fields][:2] == ["note_number", "sender_name"]
    assert catalog.broken == ()
    assert "delivery_note" not in SHIPPED


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("name = ", "no TOML file"),
        ('name = "permit"\ntitle = "Permit"\ncolor = "red"\n', "color"),
        ('name = "invoice"\ntitle = "Invoice"\n', "a class invoice of its own"),
        (CLASS_FILE.replace("note_number", "issue_date"), "searched as date"),
        (CLASS_FILE.replace("note_number", "seller"), "every document is searched by seller"),
    ],
)
def test_a_wrong_class_file_is_reported_where_it_is_used_and_stops_nothing_else(
    tmp_path: Path, text: str, problem: str
) -> None:
    taught(tmp_path, "permit", text)
    catalog = load_catalog(tmp_path)
    assert catalog.names == SHIPPED.names
    [broken] = catalog.broken
    assert broken.name == "permit"
    assert problem in broken.problem
    assert "class.toml" in broken.problem
    with pytest.raises(ConfigurationError, match=problem):
        catalog.require("permit")
