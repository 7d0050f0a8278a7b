"""What to teach a class from: its description, its documents, and which of them are kept aside for measuring."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from registry.class_files import CLASS_FILE, TAUGHT, load_catalog, read_class
from registry.split import Sides, read_sides
from schemas.classes import SHIPPED, ClassCatalog
from schemas.document import ReadDocument
from schemas.errors import ConfigurationError, DocumentError
from schemas.vocabulary import DocumentClass
from training.datasets import FAMILIES, HELD_OUT_SHARE, Document, documents_from
from training.reading import Reader
from training.truth import truth_rows

FEWEST = 4
"""Documents that teaching needs at the least: three to learn from and one to measure on."""

Read = tuple[Document, ReadDocument]


@dataclass(frozen=True)
class TeachingRequest:
    """What to teach, and how.

    Each folder of ``data`` has ``documents`` and ``truth.jsonl``; of a document in several of them the last truth
    counts. ``models`` is the folder for the checkpoint, ``start`` the checkpoint to start from, ``classifier`` the
    folder of the shipped classifier. ``minutes`` or ``windows`` say how long, as in `training.train.Plan`. ``most``
    limits the documents to learn from. A ``candidate`` is registered and never put into use by itself.
    """

    document_class: str
    data: tuple[Path, ...]
    models: Path
    start: Path
    classifier: Path
    minutes: float
    windows: int | None = None
    seed: int = 13
    threads: int = 0
    most: int | None = None
    candidate: bool = False

    @property
    def data_names(self) -> str:
        """Names of the folders of documents, for the manifest and the card."""
        return ", ".join(folder.resolve().name for folder in self.data)


@dataclass(frozen=True)
class Material:
    """The read documents of a class: to learn from and kept aside.

    ``unread`` are files that could not be read, each with the reason; ``others`` the classes of lines that were left
    out, with their number. ``sides`` states for every document, by the hash of its bytes, whether it is held out.
    """

    learn: tuple[Read, ...]
    aside: tuple[Read, ...]
    unread: tuple[tuple[str, str], ...]
    others: Mapping[str, int]
    sides: Sides


def known_class(request: TeachingRequest, class_file: Path | None) -> DocumentClass:
    """Returns the class to teach, from its file where it is new.

    Raises:
        ConfigurationError: The class is not known and no file describes it, or the file is wrong.
    """
    home = request.models / TAUGHT / request.document_class
    path = class_file or home / CLASS_FILE
    if class_file is None and not path.exists():
        try:
            return load_catalog(request.models).require(request.document_class)
        except ConfigurationError as error:
            raise ConfigurationError(
                f"{error.message}, or describe the new class in a file and pass it with --class-file (docs/teach.md)"
            ) from None
    kind = read_class(path)
    if kind.name != request.document_class:
        raise ConfigurationError(f"{path} describes class {kind.name}, not {request.document_class}")
    known = load_catalog(request.models)
    # Only a class that was taught before is taught anew from another file.
    others = known if kind.name in SHIPPED else known.without(kind.name)
    others.with_class(kind, origin=str(path))
    return kind


def material_of(request: TeachingRequest, kind: DocumentClass, reader: Reader) -> Material:
    """Returns the documents of a request as read, their truth in terms of the class.

    Raises:
        ConfigurationError: The truth is missing or wrong, or too few documents of the class can be read.
    """
    found, others = documents_of(request.data, kind)
    # Of one document in two folders the later truth counts: a reviewed one corrects the first.
    by_content = {_content(document.path): _in_terms_of(kind, document) for document in found}
    read: dict[str, Read] = {}
    unread = []
    for key, document in by_content.items():
        try:
            read[key] = document, reader.read(document.path)
        except DocumentError as error:
            unread.append((str(document.row["file"]), error.message))
        except OSError as error:
            unread.append((str(document.row["file"]), error.strerror or "it cannot be read"))
    if len(read) < FEWEST:
        cause = "".join(f"\n{name}: {reason}" for name, reason in unread[:FEWEST])
        raise ConfigurationError(
            f"{' and '.join(map(str, request.data))} has {len(read)} readable documents of {kind.name} with fields"
            f" in their truth; at least {FEWEST} are needed, and fifty make a start{cause}"
        )
    known = read_sides(request.models, kind.name)
    aside = kept_aside({key: document for key, (document, _) in read.items()}, known)
    learn = sorted((key for key in read if key not in aside), key=lambda key: _digest(read[key][0].path.name, "order"))
    return Material(
        learn=tuple(read[key] for key in learn[: request.most]),
        aside=tuple(read[key] for key in read if key in aside),
        unread=tuple(unread),
        others=others,
        sides={**known, **{key: key in aside for key in read}},
    )


def documents_of(folders: Sequence[Path], kind: DocumentClass) -> tuple[list[Document], Counter[str]]:
    """Returns the documents of a class in folders with ``truth.jsonl``, and how many lines are of which other class.

    Raises:
        ConfigurationError: A folder has no truth, or the truth has errors; the message names file and line.
    """
    documents: list[Document] = []
    others: Counter[str] = Counter()
    for folder in folders:
        rows, left_out = truth_rows(folder, kind)
        documents += documents_from(folder.resolve(), rows, ClassCatalog((kind,)))
        others += left_out
    return documents, others


def kept_aside(documents: Mapping[str, Document], known: Sides) -> set[str]:
    """Returns which documents are kept aside: a fifth, whole families at a time, the same ones in every training.

    Sets with a family rule of their own keep the split that all other figures use. Elsewhere a document stays on the
    side that an earlier training put it, and so does its family. New families are held out in the order of their
    hashes, up to a fifth of the documents. A single family is divided by document.

    Args:
        documents: By the hash of their bytes.
        known: The sides of documents of earlier trainings, by the same hash.
    """
    if all(document.set_name in FAMILIES for document in documents.values()):
        return {key for key, document in documents.items() if document.held_out}
    aside: set[str] = set()
    new: dict[str, list[str]] = {}
    for name, members in _families(documents, known).items():
        sides = {known[key] for key in members if key in known}
        if True in sides:
            aside.update(members)
        elif not sides:
            new[name] = members
    for name in sorted(new, key=lambda name: _digest(name, "aside")):
        if len(aside) >= HELD_OUT_SHARE * len(documents):
            break
        if len(documents) - len(aside) - len(new[name]) >= 1:
            aside.update(new[name])
    return aside


def documents_aside(documents: Sequence[Document], models: Path) -> list[Document]:
    """Returns those of the documents that trainings of their classes keep aside, as the models folder remembers it."""
    aside: list[Document] = []
    for name in dict.fromkeys(document.document_class for document in documents):
        by_content = {_content(d.path): d for d in documents if d.document_class == name}
        chosen = kept_aside(by_content, read_sides(models, name))
        aside += [document for key, document in by_content.items() if key in chosen]
    return aside


def _families(documents: Mapping[str, Document], known: Sides) -> dict[str, list[str]]:
    """Returns the documents of each family; of a family that is on both sides, each document for itself."""
    families: dict[str, list[str]] = defaultdict(list)
    for key, document in documents.items():
        families[document.family].append(key)
    alone = len(families) < 2
    parted: dict[str, list[str]] = {}
    for name, members in families.items():
        if alone or len({known[key] for key in members if key in known}) > 1:
            parted |= {documents[key].path.name + key: [key] for key in members}
        else:
            parted[name] = members
    return parted


def _content(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be read ({error.strerror})") from None


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
