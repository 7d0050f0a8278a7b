"""A document as its readers see it: what a redacted view, image or export still holds, down to the bytes."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pikepdf
import pytest

from schemas.errors import UnknownDocument
from schemas.extraction import Extraction
from services.documents import Format, NothingToShow, export, export_name, hits, image_stamp, page_image, view
from services.stages import FIELDS
from services.workbench import Workbench
from tests import builders
from tests.reviewing import process, reviewing
from tests.workbenches import SAMPLES, run

CLAIM = "claim_list.pdf"
PERSONAL = (
    "Jeffrey", "Smith", "841629986", "29 Baldwin", "Baldwin", "Ortizfurt", "972-2003", "9722003", "ACCT9825",
    "PA1850894", "10/17/1978", "Gonzalez", "1763747668",
)  # fmt: skip
"""Personal values of the sample claim, as printed."""
FORMATS: tuple[Format, ...] = ("pdf", "hocr", "alto", "json")


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    with reviewing(tmp_path_factory.mktemp("documents")) as made:
        yield made


@pytest.fixture(scope="module")
def claim(bench: Workbench) -> str:
    return process(bench, CLAIM, document_class="claim")[0]


def traces(data: bytes) -> list[str]:
    """Personal values in the bytes, in any spelling that a reader of the file would decode."""
    spellings = {
        value: {value.encode(), value.encode("utf-16-be"), value.encode().hex().encode()} for value in PERSONAL
    }
    return [value for value, forms in spellings.items() if any(form.lower() in data.lower() for form in forms)]


def opened(data: bytes) -> bytes:
    """The whole content of a PDF: its bytes, every stream decompressed, every string decoded."""
    parts = [data]
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Stream):
                parts.append(thing.read_raw_bytes())
                if thing.get("/Filter") not in (pikepdf.Name.DCTDecode, pikepdf.Name.CCITTFaxDecode):
                    parts.append(thing.read_bytes())
            parts.append(repr(thing).encode())
        parts.append(repr(pdf.trailer).encode() + repr(dict(pdf.docinfo)).encode())
    return b"\n".join(parts)


def text_of(data: bytes, tmp_path: Path) -> str:
    path = tmp_path / "export.pdf"
    path.write_bytes(data)
    return subprocess.run(
        ["pdftotext", "-raw", str(path), "-"], capture_output=True, check=True, timeout=60
    ).stdout.decode()


def test_the_whole_view_has_what_the_redacted_one_must_not_have(bench: Workbench, claim: str) -> None:
    shown = view(bench, claim, whole=True)
    assert shown.read is not None
    # Else the tests below would look for what was never there.
    assert set(PERSONAL) - set(traces(shown.read.text.encode())) == {"9722003"}


def test_a_redacted_view_holds_no_personal_value(bench: Workbench, claim: str) -> None:
    shown = view(bench, claim, whole=False)
    assert shown.read is not None
    assert shown.extraction is not None
    assert "[PERSON]" in shown.read.text
    assert traces(repr(shown).encode() + repr(vars(shown)).encode() + shown.read.text.encode()) == []
    names = {field.name for field in shown.extraction.fields}
    assert "total_charge" in names
    assert not names & {"patient_name", "patient_birth_date", "insured_id", "patient_street", "patient_phone"}


@pytest.mark.parametrize("form", FORMATS)
def test_a_redacted_export_holds_no_personal_value(bench: Workbench, claim: str, form: Format) -> None:
    data = export(bench, view(bench, claim, whole=False), form)
    assert traces(opened(data) if form == "pdf" else data) == []


@pytest.mark.parametrize("form", ["hocr", "alto", "json"])
def test_a_whole_export_holds_every_word(bench: Workbench, claim: str, form: Format) -> None:
    shown = view(bench, claim, whole=True)
    data = export(bench, shown, form).decode()
    assert shown.read is not None
    assert all(word.text in data for word in shown.read.words if word.text.isalnum())


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler-utils is not installed")
@pytest.mark.parametrize("whole", [True, False])
def test_the_pdf_reads_like_the_view(bench: Workbench, claim: str, whole: bool, tmp_path: Path) -> None:
    shown = view(bench, claim, whole=whole)
    assert shown.read is not None
    assert text_of(export(bench, shown, "pdf"), tmp_path).split() == shown.read.text.split()


def test_a_redacted_pdf_tells_nothing_of_its_origin(bench: Workbench, claim: str) -> None:
    with pikepdf.open(io.BytesIO(export(bench, view(bench, claim, whole=False), "pdf"))) as pdf:
        assert {str(key): str(value) for key, value in pdf.docinfo.items()} == {"/Producer": "Fieldwright"}
        assert "/Metadata" not in pdf.Root
        assert "/Names" not in pdf.Root
    original = (SAMPLES / CLAIM).read_bytes()
    written = export(bench, view(bench, claim, whole=False), "pdf")
    assert original[:500] not in written
    assert original[-200:] not in written


def test_pixels_under_a_redacted_word_are_black_for_those_who_may_not_see_it(bench: Workbench, claim: str) -> None:
    whole, shown = view(bench, claim, whole=True), view(bench, claim, whole=False)
    assert whole.read is not None
    assert shown.read is not None
    name = next(word for word in whole.read.words if word.text == "Jeffrey")
    original = page_image(bench, claim, name.page_number, whole=True)
    redacted = page_image(bench, claim, name.page_number, whole=False)
    assert original is not None
    assert redacted is not None
    left, top, right, bottom = name.box.to_pixels(original.shape[1], original.shape[0])
    assert original[top:bottom, left:right].any()
    assert not redacted[top:bottom, left:right].any()
    assert (original == redacted).mean() > 0.5


def test_the_name_of_a_file_that_names_somebody_is_not_shown(bench: Workbench, tmp_path: Path) -> None:
    # A blank at the end makes it another document than the sample.
    path = tmp_path / "claim_jeffrey_smith.pdf"
    path.write_bytes((SAMPLES / CLAIM).read_bytes() + b"\n")
    from services import stages
    from services.intake import take_in

    taken = [one.document_id for one in take_in(bench, [str(path)], document_class="claim")]
    run(bench, [i for i in taken if i], stages.read_pages, stages.recognize, stages.classify)
    identity = taken[0]
    assert identity is not None
    other = bench.store.load(process(bench, CLAIM, document_class="claim")[0], FIELDS, Extraction)
    assert other is not None
    bench.store.save(identity, FIELDS, "true 1", other.model_copy(update={"document_id": identity}), timing_s=0)
    bench.__dict__["fields"].version = "1"
    run(bench, [identity], stages.validate, stages.redact, stages.conclude)
    shown = view(bench, identity, whole=False)
    called = shown.name
    assert called.startswith("Claim, 20")
    assert traces(repr(shown).encode()) == []
    assert export_name(shown, "pdf") == f"{called}-redacted.pdf"
    assert view(bench, identity, whole=True).name == "claim_jeffrey_smith.pdf"
    outcome = bench.store.outcome(identity)
    assert outcome is not None
    entry = stages.entry_of(stages.Batch(bench, [identity]), identity, outcome)
    assert entry is not None
    assert entry.name == called


def test_a_correction_that_names_somebody_is_redacted_before_the_next_view(bench: Workbench, claim: str) -> None:
    shown = view(bench, claim, whole=False)
    extraction = view(bench, claim, whole=True).extraction
    assert shown.read is not None
    assert extraction is not None
    word = next(word for word in shown.read.words if word.text == "Pediatrics")
    name = next(field for field in extraction.fields if field.name == "patient_name")
    corrected = name.model_copy(
        update={"value": "Pediatrics", "raw": "Pediatrics", "word_ids": (word.id,), "source": "person"}
    )
    others = tuple(field for field in extraction.fields if field.name != "patient_name")
    before = image_stamp(bench, claim, whole=False)
    bench.store.save(
        claim, FIELDS, "true 1", extraction.model_copy(update={"fields": (corrected, *others)}), timing_s=0
    )
    after = view(bench, claim, whole=False)
    assert after.read is not None
    assert "Pediatrics" not in after.read.text
    assert image_stamp(bench, claim, whole=False) != before
    bench.store.save(claim, FIELDS, "true 1", extraction, timing_s=0)


def test_a_waiting_document_shows_nothing_to_those_who_may_not_see_it_whole(bench: Workbench) -> None:
    from tests.workbenches import ingest

    waiting = ingest(bench, "letter.pdf")[0]
    shown = view(bench, waiting, whole=False)
    assert (shown.read, shown.extraction, shown.redacted) == (None, None, None)
    assert image_stamp(bench, waiting, whole=False) is None
    assert page_image(bench, waiting, 1, whole=False) is None
    with pytest.raises(NothingToShow):
        export(bench, shown, "pdf")


def test_a_document_that_does_not_exist_is_unknown(bench: Workbench) -> None:
    with pytest.raises(UnknownDocument):
        view(bench, builders.document_id("nowhere"), whole=True)


def test_hits_are_those_of_the_search_among_what_the_reader_sees(bench: Workbench, claim: str) -> None:
    whole, shown = view(bench, claim, whole=True), view(bench, claim, whole=False)
    assert whole.read is not None
    for one in (whole, shown):
        assert {hit.text for hit in hits(bench, one, "pediatrics")} == {"Pediatrics"}
        assert hits(bench, one, "class:claim") == ()
    found = hits(bench, whole, "jeffrey")
    assert {hit.text for hit in found} == {"Jeffrey"}
    for hit in found:
        assert whole.read.words[hit.word_id].box.as_list() == pytest.approx(hit.box.as_list(), abs=2e-6)
    assert hits(bench, shown, "jeffrey") == ()


def test_json_names_fields_words_and_places(bench: Workbench, claim: str) -> None:
    written = json.loads(export(bench, view(bench, claim, whole=True), "json"))
    assert written["fields"]["total_charge"]["value"] == "2865.63"
    word = written["pages"][0]["lines"][0]["words"][0]
    assert set(word) == {"text", "box", "confidence"}
    assert written["file"] == CLAIM


def test_a_page_nobody_could_read_is_gray_for_viewers(bench: Workbench) -> None:
    from redaction.view import redacted_image
    from schemas.redacted import RedactedPage

    pixels = np.zeros((10, 10, 3), np.uint8)
    pixels[0, 0] = 255
    assert len(np.unique(redacted_image(pixels, RedactedPage(number=1, width=10, height=10)))) == 1
