"""What documents are called for those who may not see personal data."""

import datetime

from redaction.view import redacted_extraction
from schemas.claim import CLAIM
from schemas.document import SourceDocument
from schemas.general import OTHER
from schemas.invoice import INVOICE
from schemas.redacted import RedactedDocument, RedactedPage, RedactedWord
from services.naming import name_for_everybody, public_name
from tests import builders

SOURCE = SourceDocument(
    id=builders.document_id(),
    name="invoice_John_Doe.pdf",
    media_type="application/pdf",
    size_bytes=1,
    received_at=datetime.datetime(2026, 11, 28, 12, tzinfo=datetime.UTC),
)
DATED = builders.extraction(builders.field("issue_date", "2024-03-05", kind="date"))


def test_the_class_and_the_documents_own_date():
    assert public_name(SOURCE, INVOICE, DATED) == "Invoice, 2024-03-05"


def test_the_day_of_receipt_where_no_date_is_shown():
    assert public_name(SOURCE, INVOICE, builders.extraction()) == "Invoice, 2026-11-28"
    assert public_name(SOURCE, OTHER) == "Document, 2026-11-28"


def test_a_birth_date_is_never_in_a_name():
    born = builders.extraction(builders.field("patient_birth_date", "1971-04-11", kind="date"), document_class="claim")
    assert "1971" not in public_name(SOURCE, CLAIM, born)


def test_with_the_setting_a_file_name_is_shown_unless_it_repeats_a_redacted_word():
    read = builders.read_document(builders.page("Doe 17"))
    [words] = [read.words]
    for hidden, expected in (("Doe", "Invoice, 2024-03-05"), ("", SOURCE.name)):
        page = RedactedPage(
            number=1, width=1, height=1,
            words=tuple(
                RedactedWord(text=w.text, box=w.box, word_id=w.id, line_index=0, redacted=w.text == hidden) for w in words
            ),
        )  # fmt: skip
        redacted = RedactedDocument(document_id=SOURCE.id, policy="x", engine="x", pages=(page,))
        shown = redacted_extraction(DATED, redacted.model_copy(update={"pages": ()}))
        for file_names, name in ((True, expected), (False, "Invoice, 2024-03-05")):
            assert name_for_everybody(SOURCE, INVOICE, read, redacted, shown, file_names=file_names) == name
