"""What README and documentation tell the reader to type exists: commands, options, make targets, settings, files."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import click
import pytest
import typer.main
from pydantic import BaseModel

from fieldwright.cli import app
from schemas.settings import ENV_PREFIX, Settings

ROOT = Path(__file__).resolve().parents[2]
DOCS = sorted(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md"))
RUNBOOKS = sorted(f"ops/runbooks/{path.name}" for path in (ROOT / "ops" / "runbooks").glob("*.md"))
PAGES = ("README.md", "CONTRIBUTING.md", "benchmarks/README.md", "samples/README.md", *DOCS, *RUNBOOKS)


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def commands(page: str) -> Iterator[list[str]]:
    """Yields each ``fieldwright`` command of the shell blocks and the inline code of a page, as words."""
    blocks = re.findall(r"^```sh\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    prose = re.sub(r"^```.*?^```", "", page, flags=re.MULTILINE | re.DOTALL)
    lines += re.findall(r"`([^`\n]+)`", prose)
    for line in lines:
        if line.strip().startswith("fieldwright "):
            yield shlex.split(line, comments=True)[1:]


def parse(words: list[str]) -> None:
    """Parses a command as the command line would, without running it; raises click.UsageError where it is wrong."""
    command, name = typer.main.get_command(app), "fieldwright"
    # Typer brings its own click: its groups are none of click's.
    while (known := getattr(command, "commands", None)) is not None and words and not words[0].startswith("-"):
        name, *words = words
        found = known.get(name)
        if found is None:
            raise click.UsageError(f"no command {name}")
        command = found
    if words:
        command.make_context(name, words)


def variables() -> set[str]:
    """Every variable that is a setting, nested ones by their whole name."""
    names = set()
    for name, field in Settings.model_fields.items():
        kind = field.annotation
        # A group that is off unless something of it is set; OpenID Connect is one object, inside of another.
        kind = next((one for one in get_args(kind) if isinstance(one, type) and issubclass(one, BaseModel)), kind)
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            names |= {f"{ENV_PREFIX}{name}__{part}".upper() for part in kind.model_fields}
        else:
            names.add(f"{ENV_PREFIX}{name}".upper())
    return names


def targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):", text("Makefile"), re.MULTILINE))


@pytest.mark.parametrize("name", PAGES)
def test_every_command_parses(name: str) -> None:
    for words in commands(text(name)):
        try:
            parse(words)
        except Exception as error:
            pytest.fail(f"{name}: fieldwright {' '.join(words)}: {error}")


def test_the_readme_shows_every_command() -> None:
    shown = {words[0] for words in commands(text("README.md"))}
    assert shown == set(typer.main.get_command(app).commands)  # type: ignore[attr-defined]


WRONG = [["lst"], ["list", "--state", "accepted"], ["search", "x", "--limit", "none"], ["models", "rolback", "invoice"]]


@pytest.mark.parametrize("words", WRONG)
def test_a_wrong_command_would_be_noticed(words: list[str]) -> None:
    with pytest.raises(Exception, match=r"no command|[Nn]o such option|valid integer"):
        parse(words)


@pytest.mark.parametrize("name", PAGES)
def test_every_make_target_exists(name: str) -> None:
    page = text(name)
    named = set(re.findall(r"`make ([a-z]+)`", page)) | set(re.findall(r"^make ([a-z]+)", page, re.MULTILINE))
    assert named <= targets()


def nested(model: type[BaseModel], prefix: str) -> Iterator[str]:
    """Yields the variables of a group of settings, with the groups in it and their own names, which take JSON."""
    for name, field in model.model_fields.items():
        variable = f"{prefix}{name}".upper()
        yield variable
        for kind in (field.annotation, *get_args(field.annotation)):
            if isinstance(kind, type) and issubclass(kind, BaseModel):
                yield from nested(kind, f"{variable}__")


@pytest.mark.parametrize("name", PAGES)
def test_every_variable_is_a_setting(name: str) -> None:
    named = set(re.findall(rf"{ENV_PREFIX}[A-Z_]+[A-Z]", text(name)))
    assert named <= set(nested(Settings, ENV_PREFIX))


def test_the_settings_page_lists_every_setting() -> None:
    assert set(re.findall(rf"^\| `({ENV_PREFIX}[A-Z_]+)`", text("docs/settings.md"), re.MULTILINE)) == variables()


def test_the_readme_fits_a_sitting() -> None:
    assert len(text("README.md").splitlines()) < 250


def test_the_site_shows_every_page() -> None:
    shown = re.findall(r": (\S+\.md)$", text("mkdocs.yml"), re.MULTILINE)
    assert sorted(f"docs/{name}" for name in shown) == DOCS


@pytest.mark.parametrize("name", PAGES)
def test_every_linked_file_exists(name: str) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", text(name))
    assert [link for link in links if not ((ROOT / name).parent / link).exists()] == []


def test_ci_runs_the_test_command_of_the_readme() -> None:
    assert "`make test`" in text("README.md")
    assert text(".ci/run").splitlines()[-1] == "make test"
