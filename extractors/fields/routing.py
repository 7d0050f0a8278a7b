"""Sends each document to the extractor that knows its kind of paper, and compares the result with an embedded XML."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.einvoice import compare
from extractors.fields.confidence.ink import INK_BESIDE, ink_beside
from extractors.fields.extractor import FieldExtractor, FieldInput
from extractors.fields.forms.extractor import FormExtractor
from schemas.extraction import Extraction


class RoutedExtractor:
    """Reads forms of a published standard by their geometry, and every other paper with the general extractor.

    Args:
        forms: Knows the standard forms and says whether a document is one.
        general: Reads all the others.
    """

    name = "fields"

    def __init__(self, forms: FormExtractor, general: FieldExtractor) -> None:
        self._forms = forms
        self._general = general
        self.version = f"{forms.name} {forms.version}, {general.name} {general.version}, e-invoice {compare.VERSION}"

    def extract(self, batch: Sequence[FieldInput]) -> list[Extraction]:
        """Returns one extraction a document, in the order of the batch."""
        by_form = [
            item.classification.document_class == "claim" and self._forms.recognizes(item.read) for item in batch
        ]
        chosen = {
            True: iter(self._forms.extract([item for item, form in zip(batch, by_form, strict=True) if form])),
            False: iter(self._general.extract([item for item, form in zip(batch, by_form, strict=True) if not form])),
        }
        made = [_with_xml(item, next(chosen[form])) for item, form in zip(batch, by_form, strict=True)]
        return [e if form else _with_ink(item, e) for item, e, form in zip(batch, made, by_form, strict=True)]


def _with_ink(item: FieldInput, extraction: Extraction) -> Extraction:
    """Returns an extraction that tells how much unread ink stands beside its critical values.

    On forms the form's own print stands there.
    """
    if item.image_of is None or extraction.document_class != item.document_class.name:
        return extraction
    share = ink_beside(item.read, extraction, item.document_class.critical_fields, item.image_of)
    return extraction.model_copy(update={"signs": {**extraction.signs, INK_BESIDE: share}}) if share else extraction


def _with_xml(item: FieldInput, extraction: Extraction) -> Extraction:
    return compare.compared(extraction, item.einvoice, item.read, item.document_class) if item.einvoice else extraction
