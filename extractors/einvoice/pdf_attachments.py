"""The files embedded in a PDF, wherever the PDF names them: name tree, associated files, paperclip annotations.

pikepdf runs in a process of its own, under a limit of memory and time. The process is this very file, so it starts
without loading anything of ours. PDFium is not used: it lists the name tree only.
"""

from __future__ import annotations

import base64
import json
import mmap
import re
import subprocess
import sys
import zlib
from pathlib import Path
from typing import Any

MAX_FILES = 50

_SIGNS = re.compile(rb"/EF\b|/EmbeddedFile|/FileAttachment|#2[Ff]xml")
_OBJECT_STREAM = re.compile(rb"/ObjStm\b")
_STREAM = re.compile(rb"stream\r?\n")
_MAX_INFLATED = 20_000_000
"""Bytes of object streams that are looked through; beyond them the PDF is opened to be sure."""
_GAP = 600
"""Bytes between the type of an object stream and the beginning of its data."""


def may_have_attachments(path: Path) -> bool:
    """Whether a PDF may embed a file, from its bytes alone: most embed none, and opening it takes longer.

    Dictionaries may be compressed in object streams, so these are inflated. An encrypted one counts as a yes.
    """
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        return _SIGNS.search(data) is not None or _is_in_object_streams(data)


def _is_in_object_streams(data: mmap.mmap) -> bool:
    inflated = 0
    for match in _OBJECT_STREAM.finditer(data):
        start = _STREAM.search(data, match.end(), match.end() + _GAP)
        if start is None:
            return True
        try:
            content = zlib.decompressobj().decompress(data[start.end() :], _MAX_INFLATED - inflated)
        except zlib.error:
            return True
        inflated += len(content)
        if _SIGNS.search(content) or inflated >= _MAX_INFLATED:
            return True
    return False


def attachments(path: Path, *, max_bytes: int, memory_bytes: int, timeout_s: float) -> list[tuple[str, bytes | None]]:
    """Returns name and bytes of each embedded file; None as bytes for one that is damaged or larger than ``max_bytes``.

    A PDF that cannot be opened within the limits has none.
    """
    command = [
        sys.executable,
        "-I",
        __file__,
        str(path.resolve()),
        *map(str, (max_bytes, memory_bytes, int(timeout_s))),
    ]
    try:
        # Standard error is dropped: what a PDF library reports may quote the document.
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=timeout_s, check=True)
        found = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError):
        return []
    return [(name, None if data is None else base64.b64decode(data)) for name, data in found]


def _main(path: str, max_bytes: int, memory_bytes: int, cpu_s: int) -> None:
    """Writes the embedded files to standard output as JSON: pairs of name and base64, or null."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_s, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    import pikepdf

    with pikepdf.open(path) as pdf:
        found = [(name, _content(file, max_bytes)) for name, file in _files(pdf)]
    sys.stdout.write(json.dumps(found))


def _files(pdf: Any) -> list[tuple[str, Any]]:
    """Returns name and stream of every file specification, in the order of the PDF's objects.

    Every dictionary with embedded files counts, whatever refers to it. Direct ones are found in the objects that hold
    them: arrays of associated files, annotations, and leaves of the name tree.
    """
    import pikepdf

    found: dict[tuple[int, int], tuple[str, Any]] = {}

    def visit(item: Any, depth: int) -> None:
        if isinstance(item, pikepdf.Array):
            children = list(item)
        elif isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
            files = item.get("/EF")
            if isinstance(files, pikepdf.Dictionary):
                stream = files.get("/UF", files.get("/F"))
                if isinstance(stream, pikepdf.Stream) and len(found) < MAX_FILES:
                    found.setdefault(stream.objgen, (str(item.get("/UF", item.get("/F", ""))), stream))
                return
            children = [value for _, value in item.items()]
        else:
            return
        if depth < 4:
            for child in children:
                # An indirect child is visited by itself.
                if not getattr(child, "is_indirect", False):
                    visit(child, depth + 1)

    for item in pdf.objects:
        visit(item, 0)
    return list(found.values())


def _content(stream: Any, max_bytes: int) -> str | None:
    import pikepdf

    try:
        if len(stream.read_raw_bytes()) > max_bytes:
            return None
        content = stream.read_bytes()
    except (pikepdf.PdfError, MemoryError):
        return None
    return base64.b64encode(content).decode() if len(content) <= max_bytes else None


if __name__ == "__main__":
    _main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
