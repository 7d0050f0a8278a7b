"""Each document goes to the extractor that was taught its class; none is loaded before a document needs it."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.fields.checkpoints import ByClassExtractor
from extractors.fields.extractor import FieldInput
from schemas.classes import SHIPPED
from schemas.extraction import Classification, Extraction
from tests.builders import document_id, page, read_document


class Named:
    """Says in every extraction who made it."""

    def __init__(self, name: str) -> None:
        self.name = self.version = name

    def extract(self, batch: Sequence[FieldInput]) -> list[Extraction]:
        return [
            Extraction(
                document_id=item.read.document_id, document_class=item.classification.document_class,
                class_confidence=1, model=self.name,
            )
            for item in batch
        ]  # fmt: skip


def item(number: int, name: str) -> FieldInput:
    read = read_document(page("Total 1.00"), seed=str(number))
    told = Classification(document_id=read.document_id, document_class=name, confidence=1, model="given")
    return FieldInput(read, told, SHIPPED.or_other(name))


def test_documents_keep_their_order_and_models_load_when_needed() -> None:
    loaded: list[str] = []

    def make() -> Named:
        loaded.append("note")
        return Named("taught")

    extractor = ByClassExtractor(Named("shipped"), {"delivery_note": make}, "delivery_note 1")
    batch = [item(0, "invoice")]
    assert [e.model for e in extractor.extract(batch)] == ["shipped"]
    assert loaded == []
    batch = [item(1, "delivery_note"), item(2, "invoice"), item(3, "delivery_note")]
    found = extractor.extract(batch)
    assert [e.model for e in found] == ["taught", "shipped", "taught"]
    assert [e.document_id for e in found] == [document_id(str(n)) for n in (1, 2, 3)]
    extractor.extract(batch)
    assert loaded == ["note"]


def test_a_new_version_of_a_taught_class_changes_the_version_of_the_whole() -> None:
    versions = {ByClassExtractor(Named("shipped"), {}, named).version for named in ("", "a 1", "a 2")}
    assert versions == {"shipped", "shipped, a 1", "shipped, a 2"}
