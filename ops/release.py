"""Makes a release from a clean checkout of main: ``make release VERSION=0.2.0`` runs all checks first, then this.

It sets the version in ``pyproject.toml`` and the date in ``CHANGELOG.md``, builds the wheel into ``dist/``, commits
and tags. It pushes nothing: the last line states the command for that.
"""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date
from pathlib import Path

VERSION = re.compile(r"\d+\.\d+\.\d+")
_IN_PYPROJECT = re.compile(r'(?m)^version = "([^"]+)"$')


class ReleaseError(Exception):
    """The release cannot be made; the message states what to do."""


def git(root: Path, *arguments: str) -> str:
    """Returns what a git command prints."""
    return subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True, text=True).stdout.strip()


def check(root: Path, version: str) -> None:
    """Raises ReleaseError unless a version can be released from a checkout."""
    if not VERSION.fullmatch(version):
        raise ReleaseError(f"{version!r} is not a version: give three numbers, such as 0.2.0")
    if git(root, "status", "--porcelain"):
        raise ReleaseError("the checkout has changes: commit them first")
    if (branch := git(root, "rev-parse", "--abbrev-ref", "HEAD")) != "main":
        raise ReleaseError(f"this is branch {branch}: releases are made from main")
    if git(root, "tag", "--list", f"v{version}"):
        raise ReleaseError(f"v{version} exists already: choose the next version")
    if f"## {version} (unreleased)\n" not in (root / "CHANGELOG.md").read_text(encoding="utf-8"):
        raise ReleaseError(f"CHANGELOG.md has no section '## {version} (unreleased)': write what changes for users")


def write_version(root: Path, version: str, day: date) -> None:
    """Writes the version and its month to the two files that state them."""
    pyproject, changelog = root / "pyproject.toml", root / "CHANGELOG.md"
    text = pyproject.read_text(encoding="utf-8")
    pyproject.write_text(_IN_PYPROJECT.sub(f'version = "{version}"', text, count=1), encoding="utf-8")
    heading = f"## {version} ({day:%B %Y})\n"
    text = changelog.read_text(encoding="utf-8")
    changelog.write_text(text.replace(f"## {version} (unreleased)\n", heading, 1), encoding="utf-8")


def notes(root: Path, version: str) -> str:
    """Returns the section of a version in the changelog: the message of its tag."""
    sections = re.split(r"(?m)^## ", (root / "CHANGELOG.md").read_text(encoding="utf-8"))
    return next(section for section in sections if section.startswith(f"{version} ("))


def release(root: Path, version: str, day: date) -> None:
    """Writes the version, commits and tags it.

    Raises:
        ReleaseError: The checkout, the branch, the tag or the changelog does not allow it.
    """
    check(root, version)
    write_version(root, version, day)
    git(root, "commit", "--quiet", "--all", "--message", f"Version {version}")
    git(
        root,
        "tag",
        "--annotate",
        f"v{version}",
        "--cleanup=verbatim",
        "--message",
        f"Fieldwright {notes(root, version)}",
    )


def build(root: Path) -> None:
    """Builds the wheel of the commit into ``dist/``, from a clone without old build folders."""
    source = root / "build" / "release"
    subprocess.run(["rm", "-rf", str(source)], check=True)
    subprocess.run(["git", "clone", "--quiet", "--shared", str(root), str(source)], check=True)
    wheel = ["wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", str(root / "dist"), str(source)]
    subprocess.run([sys.executable, "-m", "pip", *wheel], check=True)


def main() -> int:
    """Makes the release named on the command line."""
    root = Path(__file__).resolve().parents[1]
    try:
        (version,) = sys.argv[1:] or [""]
        release(root, version, date.today())
    except ReleaseError as error:
        sys.stderr.write(f"release: {error}\n")
        return 2
    build(root)
    sys.stdout.write(f"v{version} is tagged, its wheel is in dist/. Publish it: git push origin main v{version}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
