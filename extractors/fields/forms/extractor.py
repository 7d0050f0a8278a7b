"""Fields of a form whose layout is a published standard: a word's place gives its field.

The form is found on the page (``form_place``), so each box has a place. The value is the words in it that the form does
not print. Check boxes are measured at their known places on the page image.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from extractors.fields.extractor import FieldInput
from extractors.fields.forms.cms1500 import CMS1500
from extractors.fields.forms.date_cells import ReadWords
from extractors.fields.forms.page import PageReader
from extractors.fields.forms.registration import Registration, register
from extractors.fields.forms.template import FormTable
from extractors.layout.checkboxes import measure_marks
from extractors.page_image import PageImage
from schemas.document import Mark, Page, PageFinding, ReadDocument
from schemas.extraction import ExtractedField, Extraction, LineItem


class FormExtractor:
    """Reads the fields of CMS-1500 claim forms from their words and marks.

    Args:
        table: The form.
        read_words: Reads crops again: cells of dates that no words fill, and amounts that touch a printed sign. None
            leaves both.
    """

    name = "form"
    version = "cms1500-02/12 5"

    def __init__(self, table: FormTable = CMS1500, *, read_words: ReadWords | None = None) -> None:
        self._table = table
        self._read_words = read_words

    def recognizes(self, read: ReadDocument) -> bool:
        """Whether the first page is this form: enough captions, or typed words, are where the form has them."""
        return bool(read.pages) and _registered(read.pages[0], self._table) is not None

    def extract(self, batch: Sequence[FieldInput]) -> list[Extraction]:
        """Returns one extraction a document; a document that is not this form gets no fields and a finding."""
        return [self._one(item) for item in batch]

    def _one(self, item: FieldInput) -> Extraction:
        fields: list[ExtractedField] = []
        items: list[LineItem] = []
        findings: list[PageFinding] = []
        marks: dict[int, tuple[Mark, ...]] = {}
        for page in item.read.pages:
            registration = _registered(page, self._table)
            if registration is None:
                findings.append(
                    PageFinding(
                        code="not_the_form", message=f"page {page.number} does not show form {self._table.name}"
                    )
                )
                continue
            image = item.image_of(page) if item.image_of is not None else None
            if image is not None:
                marks[page.number] = _marks(image, registration)
            reader = PageReader(item.read, page, item.document_class, registration, marks.get(page.number, ()))
            # A claim with more than six services continues on a second form: its heading repeats, its lines are new.
            known = {f.name for f in fields}
            found = reader.fields()
            if image is not None and self._read_words is not None:
                found = reader.with_dates_read_by_cell(found, image.pixels, self._read_words)
                found = reader.with_amounts_read_beside_signs(found, image.pixels, self._read_words)
                found = reader.with_codes_read_in_open_areas(found, image.pixels, self._read_words)
            fields += [f for f in found if f.name not in known]
            items += reader.line_items()
        return Extraction(
            document_id=item.read.document_id,
            document_class=item.classification.document_class,
            class_confidence=item.classification.confidence,
            model=f"{self.name} {self.version}",
            fields=tuple(fields),
            line_items=tuple(items),
            findings=tuple(findings),
            marks=marks,
        )


def _marks(image: PageImage, registration: Registration) -> tuple[Mark, ...]:
    """Returns the form's check boxes as measured on the page image.

    The registration tells where the form lies, the ink in each check box whether it is ticked. In a red form that the
    scanner dropped, the boxes are not visible and their places are still known.
    """
    table, (dx, dy) = registration.table, registration.shift
    places = [registration.square(o.x, o.y, table.option_size) for o in table.options]
    typed = [registration.square(o.x + dx, o.y + dy, table.option_size) for o in table.options]
    groups = [option.field for option in table.options]
    return measure_marks(image, places, typed, groups)


@lru_cache(maxsize=32)
def _registered_lines(page: Page, table: FormTable) -> Registration | None:
    return register(page, table)


def _registered(page: Page, table: FormTable) -> Registration | None:
    """Returns where the form lies; recognition, marks and fields of one page share one computation."""
    # Steps hold dictionaries, which cannot be keys of the cache, and have no say in where the form lies.
    return _registered_lines(page.model_copy(update={"blocks": (), "steps": ()}), table)
