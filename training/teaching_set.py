"""What to teach a class from: its description, its documents, and which of them are kept aside for measuring."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from registry.class_files import CLASS_FILE, TAUGHT, load_catalog, read_class
from schemas.classes import SHIPPED, ClassCatalog
from schemas.document import ReadDocument
from schemas.errors import ConfigurationError, DocumentError
from schemas.vocabulary import DocumentClass
from training.datasets import FAMILIES, HELD_OUT_SHARE, Document, load_set
from training.reading import Reader

FEWEST = 4
"""Documents that teaching needs at the least: three to learn from and one to measure on."""

Read = tuple[Document, ReadDocument]


@dataclass(frozen=True)
class Lesson:
    """What to teach, and how.

    ``data`` is a folder with ``documents`` and ``truth.jsonl``. ``models`` is the folder that the checkpoint is
    registered in, ``start`` the checkpoint it starts from, ``classifier`` the folder of the one that ships. ``minutes``
    or ``windows`` say how long, as in `training.train.Plan`. ``most`` limits the documents to learn from.
    """

    document_class: str
    data: Path
    models: Path
    start: Path
    classifier: Path
    minutes: float
    windows: int | None = None
    seed: int = 13
    threads: int = 0
    most: int | None = None


@dataclass(frozen=True)
class Material:
    """The read documents of a class: to learn from, kept aside, and how many could not be read."""

    learn: tuple[Read, ...]
    aside: tuple[Read, ...]
    unread: int


def known_class(lesson: Lesson, class_file: Path | None) -> DocumentClass:
    """Returns the class to teach, from its file where it is new.

    Raises:
        ConfigurationError: The class is not known and no file describes it, or the file is wrong.
    """
    home = lesson.models / TAUGHT / lesson.document_class
    path = class_file or home / CLASS_FILE
    if class_file is None and not path.exists():
        try:
            return load_catalog(lesson.models).require(lesson.document_class)
        except ConfigurationError as error:
            raise ConfigurationError(
                f"{error.message}, or describe the new class in a file and pass it with --class-file (docs/teach.md)"
            ) from None
    kind = read_class(path)
    if kind.name != lesson.document_class:
        raise ConfigurationError(f"{path} describes class {kind.name}, not {lesson.document_class}")
    known = load_catalog(lesson.models)
    # Only a class that was taught before is taught anew from another file.
    others = known if kind.name in SHIPPED else known.without(kind.name)
    others.with_class(kind, origin=str(path))
    return kind


def material_of(lesson: Lesson, kind: DocumentClass, reader: Reader) -> Material:
    """Returns the documents of a lesson as read, their truth in terms of the class.

    Raises:
        ConfigurationError: There is no truth, or too few documents of the class can be read.
    """
    documents = [_in_terms_of(kind, d) for d in documents_of(lesson.data, kind)]
    read, unread = [], 0
    for document in documents:
        try:
            read.append((document, reader.read(document.path)))
        except (DocumentError, OSError):
            unread += 1
    if len(read) < FEWEST:
        raise ConfigurationError(
            f"{lesson.data} has {len(read)} readable documents of class {kind.name} with fields in their truth;"
            f" at least {FEWEST} are needed, and fifty make a start"
        )
    aside = kept_aside([document for document, _ in read])
    learn = [pair for pair in read if pair[0] not in aside]
    learn.sort(key=lambda pair: _digest(pair[0].path.name, "order"))
    return Material(tuple(learn[: lesson.most]), tuple(pair for pair in read if pair[0] in aside), unread)


def documents_of(data: Path, kind: DocumentClass) -> list[Document]:
    """Returns the documents of a class in a folder with ``truth.jsonl``.

    Raises:
        ConfigurationError: The folder has no truth, or a line of it is no object with a file.
    """
    try:
        found = load_set(data.resolve().parent, data.resolve().name, ClassCatalog((kind,)))
    except (OSError, ValueError, KeyError) as error:
        raise ConfigurationError(
            f"{data / 'truth.jsonl'} cannot be used ({type(error).__name__}): it has one JSON object a line, each with"
            " file and fields"
        ) from None
    return [d for d in found if d.row.get("fields") and d.row.get("document_class", kind.name) == kind.name]


def kept_aside(documents: Sequence[Document]) -> list[Document]:
    """Returns a fifth of the documents, whole families at a time, the same ones every time.

    Sets with a family rule of their own keep the split that all other figures use. Elsewhere families go aside in the
    order of their hashes until a fifth of the documents is reached; one family alone is divided by document.
    """
    if documents[0].set_name in FAMILIES:
        return [d for d in documents if d.held_out]
    families: dict[str, list[Document]] = defaultdict(list)
    alone = len({d.family for d in documents}) < 2
    for document in documents:
        families[document.path.name if alone else document.family].append(document)
    aside: list[Document] = []
    for family in sorted(families, key=lambda name: _digest(name, "aside")):
        if len(aside) >= HELD_OUT_SHARE * len(documents):
            break
        if len(documents) - len(aside) - len(families[family]) >= 1:
            aside.extend(families[family])
    return aside


def _digest(text: str, purpose: str) -> bytes:
    return hashlib.sha256(f"{purpose} {text}".encode()).digest()


def _in_terms_of(kind: DocumentClass, document: Document) -> Document:
    """Returns the document with truth of the class's own fields and columns only, each cell with its kind."""
    kinds = {f.name: f.kind for f in kind.fields}
    columns = {c.name: c.kind for c in kind.columns}
    row = dict(document.row)
    row["document_class"] = kind.name
    row["fields"] = {n: {"type": kinds[n], **cell} for n, cell in row["fields"].items() if n in kinds}
    if row.get("line_items") is not None:
        row["line_items"] = [
            {n: {"type": columns[n], **cell} for n, cell in item.items() if n in columns} for item in row["line_items"]
        ]
    return replace(document, row=row)
