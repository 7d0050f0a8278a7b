"""Sends each document to the extractor that knows its kind, and compares the result with an embedded XML."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.einvoice import compare
from extractors.fields.confidence.ink import INK_BESIDE, ink_beside
from extractors.fields.extractor import FieldExtractor, FieldInput
from extractors.fields.forms.extractor import FormExtractor
from extractors.fields.generic import GenericExtractor
from schemas.extraction import Extraction
from schemas.general import OTHER


class RoutedExtractor:
    """Reads standard forms by their geometry, unknown documents by captions, and all others with the general extractor.

    Args:
        forms: Recognizes the standard forms.
        general: Reads all the others.
    """

    name = "fields"

    def __init__(self, forms: FormExtractor, general: FieldExtractor) -> None:
        self._forms = forms
        self._general = general
        self._unknown = GenericExtractor()
        read_by = (forms, general, self._unknown)
        self.version = ", ".join([*(f"{one.name} {one.version}" for one in read_by), f"e-invoice {compare.VERSION}"])

    def extract(self, batch: Sequence[FieldInput]) -> list[Extraction]:
        """Returns one extraction a document, in the order of the batch."""
        readers = [self._reader_of(item) for item in batch]
        made = {
            reader: iter(reader.extract([item for item, own in zip(batch, readers, strict=True) if own is reader]))
            for reader in dict.fromkeys(readers)
        }
        found = [(_with_xml(item, next(made[own])), item, own) for item, own in zip(batch, readers, strict=True)]
        return [e if own is self._forms else _with_ink(item, e) for e, item, own in found]

    def _reader_of(self, item: FieldInput) -> FieldExtractor:
        if item.document_class.name == OTHER.name:
            return self._unknown
        is_form = item.classification.document_class == "claim" and self._forms.recognizes(item.read)
        return self._forms if is_form else self._general


def _with_ink(item: FieldInput, extraction: Extraction) -> Extraction:
    """Returns an extraction with the amount of unread ink beside its critical values.

    On forms the form's own print is there.
    """
    if item.image_of is None or extraction.document_class != item.document_class.name:
        return extraction
    share = ink_beside(item.read, extraction, item.document_class.critical_fields, item.image_of)
    return extraction.model_copy(update={"signs": {**extraction.signs, INK_BESIDE: share}}) if share else extraction


def _with_xml(item: FieldInput, extraction: Extraction) -> Extraction:
    return compare.compared(extraction, item.einvoice, item.read, item.document_class) if item.einvoice else extraction
