"""``fieldwright models``: which checkpoint reads which class; another one, or the one before."""

from __future__ import annotations

from typing import Any

from rich.table import Table

from fieldwright.console import console, escaped, notes, print_json
from registry.class_files import load_catalog
from registry.releases import releases
from registry.taught_classes import remove_version
from registry.taught_models import TaughtModel, roll_back, taught_models, unfinished, use
from schemas.errors import ConfigurationError
from schemas.settings import load_settings


def show(*, as_json: bool) -> None:
    """Lists the shipped model and every version of every taught class."""
    settings = load_settings()
    rows = [row(model) for model in taught_models(settings.models)]
    if as_json:
        print_json(rows)
        return
    table = Table(header_style="bold")
    for heading in ("class", "version", "in use", "F1", "interval", "learned from"):
        table.add_column(heading, no_wrap=heading in ("version", "interval"))
    for one in rows:
        low, high = one["f1_interval"] or (0.0, 1.0)
        table.add_row(
            one["document_class"], one["version"], "yes" if one["in_use"] else "",
            "-" if one["f1"] is None else f"{one['f1']:.3f}", f"{low:.3f} to {high:.3f}",
            f"{one['learned_from']} of {one['data']}",
        )  # fmt: skip
    console.print(table if rows else "no class was taught; the shipped model reads all of its classes")
    for folder in unfinished(settings.models):
        name, version = folder.parent.name, folder.name
        notes.print(
            f"unfinished: {escaped(name)} {escaped(version)}; its training runs or was stopped: fieldwright models"
            f" remove {escaped(name)} {escaped(version)}",
            highlight=False,
        )


def row(model: TaughtModel) -> dict[str, Any]:
    """Returns what is listed of a taught checkpoint."""
    keys = ("f1", "f1_interval", "learned_from", "kept_aside", "data", "started_from", "data_digest", "code_digest")
    about = {key: model.about.get(key) for key in keys}
    return {"document_class": model.document_class, "version": model.version, "in_use": model.current, **about}


def choose(document_class: str, version: str) -> None:
    """Puts a version into use."""
    use(load_settings().models, document_class, version)
    console.print(f"{document_class} is read by {version}")


def remove(document_class: str, version: str) -> None:
    """Removes a version that is not in use."""
    remove_version(load_settings().models, document_class, version)
    console.print(f"version {version} of {document_class} was removed")


def back(document_class: str) -> None:
    """Puts the version before the one in use into use.

    Raises:
        ConfigurationError: There is no such class, or the shipped model reads it.
    """
    models = load_settings().models
    is_taught = any(model.document_class == document_class for model in taught_models(models))
    if not is_taught and document_class not in load_catalog(models):
        known = ", ".join(one.version for one in releases(models)) or "none yet"
        raise ConfigurationError(f"{document_class} is neither a class nor a release; releases: {known}")
    version = roll_back(models, document_class)
    console.print(f"{document_class} is read by {version}")
