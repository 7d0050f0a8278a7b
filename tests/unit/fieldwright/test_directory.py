"""``fieldwright directory`` and ``fieldwright extract --directory``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

FILE = """\
role,name,address,vat_id,phone
seller,Acme GmbH,"Hauptstr. 1, 10115 Berlin",DE123456789,
seller,Acme GmbH,"Nebenstr. 2, 20095 Hamburg",,12
buyer,Bolt AG,,,
,,,,
x,,,,1
"""


@pytest.fixture
def call(run_cli, tmp_path, monkeypatch):
    """Runs the command line on a home of its own."""
    monkeypatch.setenv("FIELDWRIGHT_HOME", str(tmp_path / "home"))
    return run_cli


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "directory.csv"
    path.write_text(FILE, encoding="utf-8")
    return path


def test_a_preview_says_what_an_import_does(call, file):
    code, out, err = call("directory", "import", file, "--dry-run")
    assert (code, out) == (0, "2 would be added, 0 would be changed, 0 known as they are\n")
    assert "line 3: phone is none: left out" in err
    assert "line 6: the line has no name" in err
    assert call("directory", "list")[1] == "0 entries\n"
    assert call("directory", "import", file)[1] == "2 added, 0 changed, 0 known as they are\n"
    assert call("directory", "import", file)[1] == "0 added, 0 changed, 2 known as they are\n"


def test_entries_are_found_exported_and_removed(call, file, tmp_path):
    call("directory", "import", file, "--json")
    [acme] = json.loads(call("directory", "search", "hamburg", "--json")[1])
    assert (acme["name"], acme["roles"]) == ("Acme GmbH", ["seller"])
    call("directory", "export", "--output", tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_text(encoding="utf-8") == call("directory", "export")[1]
    assert call("directory", "remove", acme["id"], "--value", "DE123456789")[0] == 0
    assert call("directory", "remove", acme["id"], "--value", "DE123456789")[0] == 2
    assert "DE123456789" not in call("directory", "list")[1]
    assert call("directory", "remove", acme["id"])[0] == 0
    code, _, err = call("directory", "remove", acme["id"])
    assert (code, "no entry" in err) == (2, True)
    assert "DE123456789" in (tmp_path / "out.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "arguments", [("directory", "import"), ("extract", "nothing.png", "--output", "out.jsonl", "--directory")]
)
def test_a_wrong_header_ends_with_2_and_one_sentence(call, tmp_path, arguments, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("wrong.csv").write_text("name,color\nAcme,red\n", encoding="utf-8")
    code, out, err = call(*arguments, "wrong.csv")
    assert (code, out) == (2, "")
    assert err.startswith("fieldwright: the directory file is wrong: the header has 'color'")
