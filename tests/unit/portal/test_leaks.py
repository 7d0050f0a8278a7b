"""Documents with planted personal values: no way out of the portal shows one to a viewer, whatever field claims it."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from extractors.fields.extractor import FieldInput
from schemas.document import ReadDocument
from schemas.extraction import ExtractedField, Extraction, LineItem, evidence_boxes, raw_text
from schemas.vocabulary import FieldSpec
from services import stages
from services.documents import export_name, view
from services.workbench import Workbench
from tests.portals import signed_in
from tests.workbenches import NoFields, ingest, run, workbench

IDENTIFIERS = (
    "DE89370400440532013000", "4111111111111111", "ottoline@vasquez.example", "+49 30 90182077", "GB33BUKB20201555555555",
)  # fmt: skip
CLAIMED_BY = ("buyer_vat_id", "seller_address", "purchase_order", "payment_terms", "preceding_invoice_number")
PERSON = "Ottoline Vasquez"
OTHERS = ("536-81-2294", "Lindenhof 7")
PLANTED = ("ottoline", "vasquez", "lindenhof", "536-81-2294", "0532013000", "411111111", "90182077", "201555")
"""What must be nowhere, in lower case and without blanks, of every planted value."""

HARMLESS = ("Brandlow", "Rechnungsbetrag", "1.190,00", "2024-03-05", "RE-2024-17", "Kupferrohr")
"""What a viewer must still find."""


def lines(rotation: int) -> list[str]:
    claimed = [f"Ref {value}" for value in IDENTIFIERS]
    return [
        "Brandlow Fittings Ltd", "Rechnung RE-2024-17", "Datum 2024-03-05", "Bill to", PERSON, "Lindenhof 7", *claimed,
        "SSN 536-81-2294", f"Kupferrohr fuer {IDENTIFIERS[rotation]}", "Der Rechnungsbetrag EUR 1.190,00",
    ]  # fmt: skip


class PlantedFields(NoFields):
    """Claims each identifier for a field that is public, indexed or neutral; which one depends on the rotation."""

    def __init__(self, rotation: int) -> None:
        super().__init__()
        turned = (*IDENTIFIERS[rotation:], *IDENTIFIERS[:rotation])
        self.claims = dict(zip(CLAIMED_BY, turned, strict=True)) | {
            "seller_name": "Brandlow Fittings Ltd", "buyer_name": PERSON, "buyer_address": "Lindenhof 7",
            "invoice_number": "RE-2024-17", "issue_date": "2024-03-05",
        }  # fmt: skip
        self.cell = f"Kupferrohr fuer {IDENTIFIERS[rotation]}"

    def extract(self, batch: Sequence[FieldInput]) -> list[Extraction]:
        from schemas.classes import SHIPPED

        kind = SHIPPED.require("invoice")
        return [
            Extraction(
                document_id=item.read.document_id, document_class="invoice", class_confidence=1.0, model="planted",
                fields=tuple(_field(item.read, kind.field(name), text) for name, text in self.claims.items()),
                line_items=(
                    LineItem(cells={"description": _field(item.read, kind.column("description"), self.cell)}),
                ),
            )
            for item in batch
        ]  # fmt: skip


def _field(read: ReadDocument, spec: FieldSpec, text: str) -> ExtractedField:
    start = read.text.index(text)
    ids = tuple(word.id for word in read.words_between(start, start + len(text)))
    page_number, boxes = evidence_boxes(read, ids)
    return ExtractedField(
        name=spec.name, kind=spec.kind, raw=raw_text(read, ids), value=text, confidence=0.999, page_number=page_number,
        boxes=boxes, word_ids=ids, source="layoutlm",
    )  # fmt: skip


@pytest.fixture(scope="module", params=range(len(IDENTIFIERS)))
def planted(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Workbench, str]]:
    folder = tmp_path_factory.mktemp("planted")
    path = folder / "rechnung_Ottoline_Vasquez.pdf"
    _draw(path, lines(request.param))
    with workbench(folder / "home", fields=PlantedFields(request.param)) as bench:
        bench.store.webhooks.add("erp", "https://erp.example/hook", actor="test")
        ids = ingest(bench, path, document_class="invoice")
        run(bench, ids, *stages.READING, stages.redact, stages.conclude, stages.index)
        yield bench, ids[0]


def _draw(path: Path, texts: Sequence[str]) -> None:
    canvas = Canvas(str(path), pagesize=A4)
    canvas.setFont("Helvetica", 11)
    for number, text in enumerate(texts):
        canvas.drawString(60, 780 - 30 * number, text)
    canvas.save()


def found_in(data: bytes) -> list[str]:
    """Returns the planted values in some bytes: as they are, in UTF-16, and as hexadecimal digits."""
    spelled = data.lower() + b"\n" + data.replace(b" ", b"").lower()
    return [
        value for value in PLANTED
        if any(form in spelled for form in (value.encode(), value.encode("utf-16-be"), value.encode().hex().encode()))
    ]  # fmt: skip


def _pdf(data: bytes) -> bytes:
    parts = [data]
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Stream) and "/DCTDecode" not in repr(thing.get("/Filter")):
                parts.append(thing.read_bytes())
            parts.append(repr(thing).encode())
    return b"\n".join(parts)


def test_the_planted_values_are_seen_by_a_reviewer(planted: tuple[Workbench, str]) -> None:
    bench, document = planted
    answer = signed_in(bench, "reviewer").get(f"/api/v1/documents/{document}/pages/1")
    assert set(found_in(answer.content)) >= {"vasquez", "lindenhof", "411111111", "0532013000"}


@pytest.mark.parametrize(
    "address",
    [
        "/documents/{id}", "/documents/{id}?q=Rechnungsbetrag", "/", "/search?q=Kupferrohr", "/search?sort=received",
        "/api/v1/documents", "/api/v1/documents/{id}", "/api/v1/documents/{id}/fields", "/api/v1/documents/{id}/pages/1",
        "/api/v1/search", "/api/v1/search?q=Rechnungsbetrag", "/documents/{id}/export/hocr",
        "/documents/{id}/export/alto", "/documents/{id}/export/json", "/documents/{id}/export/pdf",
        "/api/v1/documents/{id}/export/pdf?redacted=false",
    ],
)  # fmt: skip
def test_no_answer_to_a_viewer_holds_one(planted: tuple[Workbench, str], address: str) -> None:
    bench, document = planted
    answer = signed_in(bench, "viewer").get(address.format(id=document))
    assert answer.status_code == 200
    content = _pdf(answer.content) if "/export/pdf" in address else answer.content
    assert found_in(content) == []
    assert found_in(json.dumps(dict(answer.headers)).encode()) == []


@pytest.mark.parametrize(
    "address", ["/documents/{id}/original", "/api/v1/documents/{id}/history", "/review/{id}", "/audit"]
)
def test_what_is_whole_is_no_viewers(planted: tuple[Workbench, str], address: str) -> None:
    bench, document = planted
    answer = signed_in(bench, "viewer").get(address.format(id=document))
    assert answer.status_code in (403, 404)
    assert found_in(answer.content) == []


def test_nobody_finds_the_document_by_one_and_everybody_by_harmless_words(planted: tuple[Workbench, str]) -> None:
    bench, _ = planted
    client = signed_in(bench, "viewer")
    queries = [PERSON, "Vasquez", *IDENTIFIERS, *OTHERS, f'name:"{PERSON}"', "seller:Vasquez"]
    for query in queries:
        assert (
            client.get("/api/v1/search", params={"q": f'"{query}"' if ":" not in query else query}).json()["total"] == 0
        )
    for query in HARMLESS:
        assert client.get("/api/v1/search", params={"q": query}).json()["total"] == 1, query


def test_the_index_the_webhooks_and_the_names_hold_none(planted: tuple[Workbench, str]) -> None:
    bench, document = planted
    outcome = bench.store.outcome(document)
    assert outcome is not None
    entry = stages.entry_of(stages.Batch(bench, [document]), document, outcome)
    assert entry is not None
    assert found_in(entry.model_dump_json().encode()) == []
    due = bench.store.webhooks.due(10, within=timedelta(seconds=1))
    assert [message.delivery.document_id for message in due] == [document]
    assert found_in(due[0].delivery.payload.encode()) == []
    shown = view(bench, document, whole=False)
    assert shown.name == "Invoice, 2024-03-05"
    assert found_in(export_name(shown, "pdf").encode() + repr(shown).encode()) == []


def test_the_pixels_of_the_planted_words_are_black(planted: tuple[Workbench, str]) -> None:
    bench, document = planted
    answer = signed_in(bench, "viewer").get(f"/documents/{document}/pages/1.png")
    pixels = np.asarray(Image.open(io.BytesIO(answer.content)).convert("L"))
    read = bench.store.load(document, stages.READ, ReadDocument)
    assert read is not None
    height, width = pixels.shape
    for word in read.words:
        if found_in(word.text.encode()):
            left, top, right, bottom = word.box.to_pixels(width, height)
            assert pixels[top + 1 : bottom - 1, left + 1 : right - 1].max() < 40
