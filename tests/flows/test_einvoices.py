"""A PDF that carries its XML, from its bytes to its outcome."""

from __future__ import annotations

from extractors.fields.forms.extractor import FormExtractor
from extractors.fields.routing import RoutedExtractor
from schemas.extraction import Classification, Extraction
from services import stages
from tests.unit.extractors.einvoice.samples import ORDER_X, carrying
from tests.workbenches import NoFields, ingest, workbench


def test_the_embedded_xml_decides_class_and_values_and_what_is_not_printed_is_looked_at(tmp_path):
    path = carrying(tmp_path / "order.pdf", ("order-x.xml", ORDER_X.encode()))
    with workbench(tmp_path / "home") as bench:
        bench.__dict__["fields"] = RoutedExtractor(FormExtractor(), NoFields())
        [document_id] = ingest(bench, path)
        stages.extract(bench, [document_id])
        known = bench.store.load(document_id, stages.CLASS, Classification)
        found = bench.store.load(document_id, stages.FIELDS, Extraction)
        outcome = bench.store.outcome(document_id)
    assert (known.document_class, known.model) == ("purchase_order", "e-invoice Order-X")
    assert found.value("purchase_order") == "PO-7"
    assert found.field("purchase_order").boxes == ()
    assert outcome.status == "needs_review"
    assert "einvoice_not_printed" in [reason.code for reason in outcome.reasons]


def test_a_person_who_chose_the_class_goes_before_the_xml(tmp_path):
    path = carrying(tmp_path / "order.pdf", ("order-x.xml", ORDER_X.encode()))
    with workbench(tmp_path / "home") as bench:
        bench.__dict__["fields"] = RoutedExtractor(FormExtractor(), NoFields())
        [document_id] = ingest(bench, path, document_class="invoice")
        stages.extract(bench, [document_id])
        found = bench.store.load(document_id, stages.FIELDS, Extraction)
    assert (found.document_class, found.fields) == ("invoice", ())
    assert [f.code for f in found.findings] == ["einvoice_of_other_class"]
