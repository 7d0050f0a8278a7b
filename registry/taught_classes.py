"""Removes and renames what was taught: whole classes, and single versions of one."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from registry.class_files import CLASS_FILE, TAUGHT, load_catalog, read_class
from registry.manifest import MODEL_FILE, read_about, write_about
from registry.taught_models import taught_models
from schemas.classes import SHIPPED
from schemas.errors import ConfigurationError


def remove_class(models: Path, document_class: str) -> None:
    """Removes a taught class with all its versions; the shipped model reads a built-in class again.

    Raises:
        ConfigurationError: Nothing was taught for this class, or its folder cannot be removed.
    """
    _removed(_home(models, document_class))


def remove_version(models: Path, document_class: str, version: str) -> None:
    """Removes one version of a taught class, finished or not.

    Raises:
        ConfigurationError: There is no such version, or it is in use.
    """
    folder = _home(models, document_class) / version
    if not (folder / MODEL_FILE).is_file():
        raise ConfigurationError(f"class {document_class} has no version {version}: see fieldwright models")
    if any(model.folder == folder and model.current for model in taught_models(models)):
        raise ConfigurationError(
            f"version {version} reads {document_class}: first choose another one with fieldwright models use"
            f" {document_class} VERSION"
        )
    _removed(folder)


def rename_class(models: Path, old: str, new: str) -> None:
    """Gives a taught class another name; its versions go on reading it.

    Raises:
        ConfigurationError: The class was not taught or is one of the program, or the new name is taken or not possible.
    """
    home = _home(models, old)
    if old in SHIPPED:
        raise ConfigurationError(f"{old} is a class of the program: only classes of your own can be renamed")
    if not re.fullmatch(r"[a-z][a-z0-9_]*", new):
        raise ConfigurationError(f"{new!r} is no name of a class: use small letters, digits and _, a letter first")
    catalog = load_catalog(models)
    target = home.with_name(new)
    if new in catalog or target.exists():
        raise ConfigurationError(f"there is a class {new} already: choose another name")
    stated = read_class(home / CLASS_FILE)
    text = (home / CLASS_FILE).read_text(encoding="utf-8")
    try:
        home.rename(target)
        renamed = re.sub(rf"(?m)^(\s*name\s*=\s*)(['\"]){stated.name}\2", rf"\g<1>\g<2>{new}\2", text, count=1)
        (target / CLASS_FILE).write_text(renamed, encoding="utf-8")
    except OSError as error:
        raise ConfigurationError(f"{home} cannot be renamed ({error.strerror})") from None
    for manifest in target.glob(f"*/{MODEL_FILE}"):
        about = read_about(manifest.parent)
        # The model was trained with the old name in its prompt.
        prompt = about.get("prompts", {}).get(old, old)
        write_about(manifest.parent, {**about, "name": f"layoutlm-{new}", "classes": [new], "prompts": {new: prompt}})


def _home(models: Path, document_class: str) -> Path:
    home = models / TAUGHT / document_class
    if not re.fullmatch(r"\w+", document_class) or not home.is_dir():
        raise ConfigurationError(f"no class {document_class} was taught: see fieldwright classes")
    return home


def _removed(folder: Path) -> None:
    try:
        shutil.rmtree(folder)
    except OSError as error:
        raise ConfigurationError(f"{folder} cannot be removed ({error.strerror})") from None
