"""Parses untrusted XML into a small tree: no document type, no entity, nothing fetched, and limits on everything."""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers import expat

MAX_DEPTH = 60
MAX_ELEMENTS = 200_000
"""An invoice line has some 60 elements: this leaves room for three thousand lines."""


class BadMarkup(Exception):
    """The bytes are no XML that is read here; the message states why, without text of the document."""


@dataclass
class Element:
    """One element: its name without namespace, its attributes, its own text, and the elements in it."""

    name: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    children: list[Element] = field(default_factory=list)

    def all(self, path: str) -> Iterator[Element]:
        """Yields the elements at a path such as ``Party/Name``; ``A|B`` means either name."""
        step, _, rest = path.partition("/")
        names = step.split("|")
        for child in self.children:
            if child.name in names:
                if rest:
                    yield from child.all(rest)
                else:
                    yield child

    def first(self, path: str) -> Element | None:
        """Returns the first element at a path, or None."""
        return next(self.all(path), None)

    def value(self, path: str) -> str | None:
        """Returns the text of the first element at a path that has some, its blanks reduced; None without one."""
        return next((text for found in self.all(path) if (text := " ".join(found.text.split()))), None)


def parse(data: bytes) -> Element:
    """Returns the root element.

    Raises:
        BadMarkup: No XML, a document type (whose entities could grow without bound), or too many or too deep elements.
    """
    reader = _Reader()
    try:
        reader.parser.Parse(data.removeprefix(codecs.BOM_UTF8).lstrip(), True)
    except expat.ExpatError as error:
        raise BadMarkup(f"it is not well-formed ({expat.ErrorString(error.code)}, line {error.lineno})") from None
    if reader.root is None:
        raise BadMarkup("it has no element")
    return reader.root


class _Reader:
    """Builds the tree while expat reads. ``root`` is the outermost element."""

    def __init__(self) -> None:
        self.root: Element | None = None
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._document_type
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self._open: list[Element] = []
        self._count = 0

    def _document_type(self, *_: object) -> NoReturn:
        raise BadMarkup("it has a document type declaration, which no e-invoice needs")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > MAX_ELEMENTS or len(self._open) >= MAX_DEPTH:
            raise BadMarkup(f"it has more than {MAX_ELEMENTS} elements, or more than {MAX_DEPTH} inside of each other")
        element = Element(_local(name), {_local(key): value for key, value in attributes.items()})
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = element
        self._open.append(element)

    def _end(self, _: str) -> None:
        self._open.pop()

    def _characters(self, text: str) -> None:
        if self._open:
            self._open[-1].text += text


def _local(name: str) -> str:
    return name.rpartition(" ")[2]
