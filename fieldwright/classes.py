"""``fieldwright classes``: which document classes there are; taught ones are removed and renamed."""

from __future__ import annotations

from pathlib import Path

import typer
from rich.table import Table

from fieldwright.console import console, escaped, print_json
from registry.class_files import load_catalog
from registry.taught_classes import remove_class, rename_class
from registry.taught_models import taught_models
from schemas.classes import SHIPPED
from schemas.errors import ConfigurationError
from schemas.settings import load_settings
from services.workbench import Workbench
from values.wording import quantity


def show(*, as_json: bool) -> None:
    """Lists every class, who made it, and what is wrong with the file of one that cannot be used."""
    settings = load_settings()
    models, catalog = settings.models, load_catalog(settings.models)
    with Workbench(settings) as bench:
        stored = bench.store.classes()
    current = {model.document_class: model.version for model in taught_models(models) if model.current}
    rows: list[dict[str, object]] = [
        {
            "name": kind.name,
            "title": kind.title,
            "fields": len(kind.fields),
            "taught": kind.name not in SHIPPED,
            "version": current.get(kind.name),
            "documents": stored.get(kind.name, 0),
            "problem": None,
        }
        for kind in catalog.classes
    ]
    unusable = {broken.name: broken.problem for broken in catalog.broken}
    unusable |= {name: catalog.absence(name) or "" for name in stored if name not in catalog and name not in unusable}
    rows += [
        {
            "name": name,
            "title": None,
            "fields": None,
            "taught": True,
            "version": None,
            "documents": stored.get(name, 0),
            "problem": problem,
        }
        for name, problem in unusable.items()
    ]
    if as_json:
        print_json(rows)
        return
    table = Table(header_style="bold")
    for heading in ("class", "title", "fields", "documents", "from", "read by"):
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(
            escaped(str(row["name"])), escaped(str(row["title"] or "")), str(row["fields"] or ""),
            str(row["documents"]), "you" if row["taught"] else "the program", _reader(row),
        )  # fmt: skip
    console.print(table)


def _reader(row: dict[str, object]) -> str:
    if row["problem"]:
        return f"[red]nothing:[/red] {escaped(str(row['problem']))}"
    if row["version"]:
        return f"version {row['version']}"
    if row["taught"]:
        return "nothing: it has no version in use"
    return "the shipped model" if row["fields"] else ""


def remove(document_class: str, *, yes: bool) -> None:
    """Removes a taught class with all of its versions, once somebody has agreed."""
    settings = load_settings()
    with Workbench(settings) as bench:
        stored = bench.store.count_documents(document_class=document_class)
    if not yes:
        kept = f"; {quantity(stored, 'document')} in the store will be shown as Other" if stored else ""
        typer.confirm(f"Remove {document_class} and all of its versions{kept}?", abort=True)
    remove_class(settings.models, document_class)
    console.print(f"{document_class} was removed; restart workers and portals that run, then fieldwright reindex")


def rename(old: str, new: str) -> None:
    """Renames a taught class of which the store has no documents."""
    settings = load_settings()
    with Workbench(settings) as bench:
        stored = bench.store.count_documents(document_class=old)
    if stored:
        raise ConfigurationError(
            f"{quantity(stored, 'document')} of class {old} in the store would lose their fields; to call the class"
            f" something else, change title in {_file(settings.models, old)}"
        )
    rename_class(settings.models, old, new)
    console.print(f"{old} is called {new} now; restart workers and portals that run")


def _file(models: Path, document_class: str) -> Path:
    return models / "taught" / document_class / "class.toml"
