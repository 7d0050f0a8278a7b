"""The command that makes a release, in a repository of its own."""

from __future__ import annotations

import importlib
import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "ops"))
release = importlib.import_module("release")

DAY = date(2026, 12, 1)
CHANGELOG = "# Changelog\n\n## 0.2.0 (unreleased)\n\n- Faster.\n\n## 0.1.0 (November 2026)\n\n- First.\n"


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"):
        monkeypatch.setenv(name, "Test")
    for name in ("GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"):
        monkeypatch.setenv(name, "test@example.com")
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "x"\nversion = "0.2.0.dev0"\ndependencies = []\n')
    (tmp_path / "CHANGELOG.md").write_text(CHANGELOG)
    subprocess.run(["git", "init", "--quiet", "--initial-branch", "main"], cwd=tmp_path, check=True)
    subprocess.run(["git", "add", "--all"], cwd=tmp_path, check=True)
    subprocess.run(["git", "commit", "--quiet", "--message", "Begin"], cwd=tmp_path, check=True)
    return tmp_path


def test_a_release_sets_the_version_and_tags_the_notes(checkout: Path) -> None:
    release.release(checkout, "0.2.0", DAY)
    assert tomllib.loads((checkout / "pyproject.toml").read_text())["project"]["version"] == "0.2.0"
    assert "## 0.2.0 (December 2026)\n\n- Faster.\n" in (checkout / "CHANGELOG.md").read_text()
    message = release.git(checkout, "tag", "--list", "--format=%(contents)", "v0.2.0")
    assert message.startswith("Fieldwright 0.2.0 (December 2026)")
    assert "- Faster." in message
    assert "First" not in message
    assert release.git(checkout, "status", "--porcelain") == ""


@pytest.mark.parametrize(
    ("version", "change", "message"),
    [
        ("0.2", [], "three numbers"),
        ("0.3.0", [], "no section"),
        ("0.2.0", ["git", "tag", "v0.2.0"], "exists already"),
        ("0.2.0", ["git", "switch", "--quiet", "--create", "other"], "branch other"),
        ("0.2.0", ["touch", "new"], "has changes"),
    ],
)
def test_what_prevents_a_release(checkout: Path, version: str, change: list[str], message: str) -> None:
    if change:
        subprocess.run(change, cwd=checkout, check=True)
    with pytest.raises(release.ReleaseError, match=message):
        release.release(checkout, version, DAY)
    assert "unreleased" in (checkout / "CHANGELOG.md").read_text()


def test_the_version_is_stated_once() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    files = [ROOT / "README.md", ROOT / "mkdocs.yml", *(ROOT / "ops").iterdir(), *(ROOT / "docs").glob("*.md")]
    assert [path.name for path in files if path.is_file() and version in path.read_text("utf-8")] == []
    base = version.partition(".dev")[0]
    assert f"## {base} (" in (ROOT / "CHANGELOG.md").read_text("utf-8")
