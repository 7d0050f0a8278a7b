"""Classes that were taught: files beside their checkpoints describe them.

``models/taught/CLASS/class.toml`` names the fields; a folder beside it is one version of the class's checkpoint, and
the file ``current`` says which one is in use. Moving the folder ``CLASS`` moves everything that was taught.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

from pydantic import ValidationError

from schemas.classes import SHIPPED, BrokenClass, ClassCatalog
from schemas.errors import ConfigurationError
from schemas.vocabulary import DocumentClass

TAUGHT = "taught"
CLASS_FILE = "class.toml"


def load_catalog(models: Path) -> ClassCatalog:
    """Returns the shipped classes and those that the files of a models folder describe.

    A file that is wrong makes its own class unusable and stops nothing else: see `ClassCatalog.broken`.
    """
    catalog = SHIPPED
    for path in sorted((models / TAUGHT).glob(f"*/{CLASS_FILE}")):
        try:
            catalog = catalog.with_class(read_class(path), origin=str(path))
        except ConfigurationError as error:
            catalog = catalog.with_broken(BrokenClass(name=path.parent.name, problem=error.message))
    return catalog


def read_class(path: Path) -> DocumentClass:
    """Returns the class that a file describes.

    Raises:
        ConfigurationError: The file cannot be read or says something wrong; the message names the entry.
    """
    try:
        stated = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be read ({error.strerror})") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path} is no TOML file: {error}") from None
    try:
        return DocumentClass.model_validate(stated)
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors(include_input=False))
        raise ConfigurationError(f"{path}: {wrong}") from None
