"""``fieldwright models``: releases of the field model; add, deploy, promote and roll back."""

from __future__ import annotations

from importlib.metadata import version as version_of_package
from pathlib import Path
from typing import Any

from rich.table import Table

from fieldwright.console import console, escaped, print_json
from registry import releases
from registry.releases import Release, as_rows
from registry.taught_models import taught_models
from schemas.settings import load_settings


def show_all(*, as_json: bool) -> None:
    """Lists every release, and the taught checkpoints."""
    from fieldwright import models

    settings = load_settings()
    found = releases.releases(settings.models)
    if as_json:
        print_json({"releases": as_rows(found), "taught": [models.row(m) for m in taught_models(settings.models)]})
        return
    print_releases(found)
    models.show(as_json=False)


def print_releases(found: list[Release]) -> None:
    """Prints a table of releases, with the shipped model first."""
    is_replaced = any(release.status == "current" for release in found)
    table = Table(header_style="bold")
    for heading in ("release", "status", "share", "since", "made from", "why"):
        table.add_column(heading, no_wrap=heading in ("release", "status"))
    table.add_row("shipped", "retired" if is_replaced else "current", "", "", "", "")
    for one in found:
        share = f"{one.share:.0%}" if one.status == "canary" else ""
        since = f"{one.since:%Y-%m-%d %H:%M}"
        table.add_row(one.version, one.status, share, since, escaped(one.model), escaped(one.why))
    console.print(table)


def show_one(version: str, *, as_json: bool) -> None:
    """Shows what is known of a release."""
    release = releases.find_release(load_settings().models, version)
    [row] = as_rows([release])
    if as_json:
        print_json(row)
        return
    for name, value in row.items():
        console.print(f"{name.replace('_', ' '):10} {escaped(_told(value))}", highlight=False)


def _told(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value or "-")


def add(path: Path, name: str) -> None:
    """Copies a checkpoint into the models folder as a candidate."""
    release = releases.add_release(load_settings().models, path, name, code=version_of_package("fieldwright"))
    console.print(
        f"{release.version} is {release.status}; try it: fieldwright models deploy {release.version} --shadow"
    )


def deploy(version: str, *, canary: float | None, shadow: bool) -> None:
    """Puts a release on trial."""
    models = load_settings().models
    if shadow:
        releases.deploy(models, version, "shadow")
        console.print(f"{version} reads every document beside the current model; nobody sees what it reads")
        return
    share = 5.0 if canary is None else canary
    releases.deploy(models, version, "canary", share / 100)
    console.print(f"{version} reads {share:g} % of the documents, chosen by their ids")


def promote(version: str) -> None:
    """Makes a release the one that reads every document."""
    settings = load_settings()
    release = releases.promote(settings.models, version)
    console.print(f"{release.version} is {release.status}")
    if release.status == "current" and settings.rollout.watch_hours:
        console.print(f"for {settings.rollout.watch_hours:g} hours, a slice that gets worse takes it back by itself")


def back(version: str) -> None:
    """Takes a release out of use, as a person wants it."""
    release = releases.roll_back_release(load_settings().models, version, "a person rolled it back")
    console.print(f"{release.version} is {release.status}; what it read: fieldwright models recall {release.version}")


def is_release(name: str) -> bool:
    """Whether a name is one of a release, and not of a taught class."""
    return any(release.version == name for release in releases.releases(load_settings().models))
