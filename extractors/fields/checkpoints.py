"""Sends each document to the checkpoint that was taught its class, every other to the shipped one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from extractors.fields.extractor import FieldExtractor, FieldInput
from schemas.extraction import Extraction


class ByClassExtractor:
    """Reads each class with the extractor that was taught it.

    Args:
        shipped: Reads the classes that nobody taught anew.
        taught: Makes the extractor of a class, when its first document comes: a model takes memory.
        version: Names the taught versions in use; a change of it reads documents anew.
    """

    def __init__(
        self, shipped: FieldExtractor, taught: Mapping[str, Callable[[], FieldExtractor]], version: str
    ) -> None:
        self._shipped, self._make = shipped, dict(taught)
        self._made: dict[str, FieldExtractor] = {}
        self.name = shipped.name
        self.version = ", ".join(part for part in (shipped.version, version) if part)

    def extract(self, batch: Sequence[FieldInput]) -> list[Extraction]:
        """Returns one extraction a document, in the order of the batch."""
        by_class: dict[str | None, list[int]] = defaultdict(list)
        for i, item in enumerate(batch):
            name = item.classification.document_class
            by_class[name if name in self._make else None].append(i)
        found: dict[int, Extraction] = {}
        for class_name, chosen in by_class.items():
            made = self._extractor(class_name).extract([batch[i] for i in chosen])
            found |= dict(zip(chosen, made, strict=True))
        return [found[i] for i in range(len(batch))]

    def _extractor(self, class_name: str | None) -> FieldExtractor:
        if class_name is None:
            return self._shipped
        if class_name not in self._made:
            self._made[class_name] = self._make[class_name]()
        return self._made[class_name]
