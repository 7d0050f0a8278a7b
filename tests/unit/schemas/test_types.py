"""The types that travel: boxes, offsets, evidence, errors, settings."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from schemas import errors
from schemas.classes import SHIPPED
from schemas.document import Line, Page, ReadDocument, Word
from schemas.extraction import ExtractedField, Extraction, evidence_boxes, typed
from schemas.geometry import Box
from schemas.outcome import Outcome, Reason
from schemas.parties import PartyMatch
from schemas.report import document_report
from schemas.settings import Settings, Thresholds, load_settings
from schemas.vocabulary import DocumentClass, FieldSpec
from tests.builders import box, document_id, extraction, field, line, page, read_document

shares = st.floats(0, 1)


@given(shares, shares, shares, shares, st.integers(1, 5000), st.integers(1, 5000))
def test_any_pixel_rectangle_becomes_a_box_and_comes_back(
    a: float, b: float, c: float, d: float, w: int, h: int
) -> None:
    made = Box.from_pixels(a * w, b * h, c * w, d * h, width=w, height=h)
    left, top, right, bottom = made.to_pixels(w, h)
    assert abs(left - min(a, c) * w) <= 1
    assert abs(top - min(b, d) * h) <= 1
    assert abs(right - max(a, c) * w) <= 1
    assert abs(bottom - max(b, d) * h) <= 1
    assert all(0 <= v <= 1000 for v in made.to_layoutlm())


@pytest.mark.parametrize("sides", [(0.2, 0.1, 0.1, 0.2), (0.1, 0.1, 0.1, 0.2), (-0.1, 0, 0.1, 0.1), (0, 0, 1.1, 1)])
def test_what_is_no_box(sides: tuple[float, ...]) -> None:
    with pytest.raises(ValidationError):
        Box(left=sides[0], top=sides[1], right=sides[2], bottom=sides[3])


def test_boxes_overlap_and_enclose() -> None:
    one, other, apart = box(0.1, 0.1, 0.3, 0.3), box(0.2, 0.2, 0.4, 0.4), box(0.5, 0.5, 0.6, 0.6)
    assert one.overlap(other) == pytest.approx(0.01)
    assert one.overlap(apart) == 0
    assert Box.around([one, apart]).as_list() == [0.1, 0.1, 0.6, 0.6]
    with pytest.raises(ValueError, match="nothing"):
        Box.around([])


words = st.text(st.characters(categories=("L", "N", "P", "S")), min_size=1, max_size=6)
lines = st.lists(words, min_size=1, max_size=4).map(
    lambda texts: Line(words=tuple(Word(text=t, box=box()) for t in texts))
)
documents = st.lists(st.lists(lines, max_size=3), min_size=1, max_size=4).map(
    lambda pages: ReadDocument(
        document_id=document_id(),
        engine="test",
        pages=tuple(
            Page(number=i, width=100, height=100, dpi=72, text_source="ocr", lines=tuple(made))
            for i, made in enumerate(pages, 1)
        ),
    )
)


@given(documents)
def test_offsets_and_words_are_one_map(read: ReadDocument) -> None:
    for word in read.words:
        assert read.text[word.start : word.end] == word.text
        assert word in read.words_between(word.start, word.end)
        assert read.span_of([word.id]) == (word.start, word.end)
    assert [w.id for w in read.words] == list(range(len(read.words)))
    assert read.words_between(0, len(read.text)) == read.words
    assert read.text.count("\f") == len(read.pages) - 1
    assert ReadDocument.model_validate_json(read.model_dump_json()) == read


def test_a_span_beside_words_touches_none() -> None:
    read = read_document(page("ab cd"))
    assert read.words_between(2, 3) == ()
    assert [w.text for w in read.words_between(1, 4)] == ["ab", "cd"]
    assert read.words_between(3, 3) == ()


def test_evidence_has_a_box_a_line_of_the_first_page() -> None:
    read = read_document(page("a b", "c"), page("d", number=2))
    number, boxes = evidence_boxes(read, [0, 1, 2, 3])
    assert number == 1
    assert len(boxes) == 2


def test_no_value_without_evidence_and_none_without_a_reason() -> None:
    with pytest.raises(ValidationError):
        ExtractedField(name="x", kind="id", raw="1", value="1", confidence=1, page_number=1, boxes=(), source="form")
    with pytest.raises(ValidationError, match="problem"):
        ExtractedField(
            name="x", kind="id", raw="1", value=None, confidence=1, page_number=1, boxes=(box(),), source="form"
        )


@pytest.mark.parametrize(
    ("kind", "wrong"), [("money", "1,00"), ("date", "31.12.2020"), ("bool", "yes"), ("number", "x")]
)
def test_a_value_is_in_the_normal_form_of_its_type(kind: str, wrong: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        typed(kind, wrong)  # type: ignore[arg-type]
    with pytest.raises(ValidationError):
        field("x", wrong, kind=kind)  # type: ignore[arg-type]


def test_a_field_occurs_once() -> None:
    with pytest.raises(ValidationError, match="at most once"):
        extraction(field("x", "1"), field("x", "2"))


def test_a_field_is_one_party_of_the_directory() -> None:
    match = PartyMatch(role="party", field="seller_name", entry=7, by=("vat_id", "name"), score=0.99)
    known = extraction(field("seller_name", "Acme", kind="name")).model_copy(update={"matches": (match,)})
    known = Extraction.model_validate_json(known.model_dump_json())
    assert known.match("seller_name") == match
    assert known.match("buyer_name") is None
    with pytest.raises(ValidationError):
        Extraction.model_validate(known.model_dump() | {"matches": [match, match]})


@pytest.mark.parametrize(
    ("kind", "field", "party"),
    [
        ("invoice", "seller_vat_id", "seller_name"),
        ("invoice", "buyer_address", "buyer_name"),
        ("invoice", "iban", "seller_name"),
        ("claim", "billing_provider_city_state_zip", "billing_provider_name"),
        ("claim", "federal_tax_id", "billing_provider_name"),
        ("claim", "patient_street", None),
    ],
)
def test_what_belongs_to_which_party(kind: str, field: str, party: str | None) -> None:
    document_class = SHIPPED.require(kind)
    found = document_class.party_of(document_class.field(field))
    assert (found.name if found else None) == party


def test_an_address_without_a_prefix_belongs_to_the_only_party() -> None:
    specs = (
        FieldSpec(name="firm", kind="name", title="Firm", role="party"),
        FieldSpec(name="address", kind="text", title="Address", role="address"),
    )
    assert DocumentClass(name="note", title="Note", fields=specs).party_of(specs[1]) == specs[0]


@pytest.mark.parametrize("kind", [errors.LimitExceeded, errors.EngineUnavailable, errors.ConfigurationError])
def test_errors_cross_process_borders_whole(kind: type[errors.DocumentError]) -> None:
    back = pickle.loads(pickle.dumps(kind("what to do", document_id="d", stage="s", page_number=3)))
    assert (type(back), back.message, back.document_id, back.stage, back.page_number) == (
        kind,
        "what to do",
        "d",
        "s",
        3,
    )


@pytest.mark.parametrize(
    ("error", "transient"),
    [
        (errors.IndexUnavailable("x"), True),
        (TimeoutError(), True),
        (errors.LimitExceeded("x"), False),
        (KeyError(), False),
    ],
)
def test_one_predicate_decides_on_retries(error: Exception, transient: bool) -> None:
    assert errors.is_transient(error) is transient


def test_every_class_names_its_fields_once_and_its_public_ones_exist() -> None:
    assert {"invoice", "claim", "receipt", "other"} <= set(SHIPPED.names)
    with pytest.raises(errors.ConfigurationError, match="choose one of"):
        SHIPPED.require("invoise")


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("FIELDWRIGHT_LIMITS__PAGES", "5")
    monkeypatch.setenv("FIELDWRIGHT_HOME", str(tmp_path))
    settings = load_settings(dpi=300)
    assert (settings.limits.pages, settings.home, settings.dpi) == (5, tmp_path, 300)


def test_a_mistyped_setting_is_an_error_that_names_the_right_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIELDWRIGHT_DPY", "300")
    with pytest.raises(errors.ConfigurationError, match="FIELDWRIGHT_DPI"):
        load_settings()


def test_a_wrong_value_is_an_error_that_does_not_repeat_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIELDWRIGHT_DPI", "secret")
    with pytest.raises(errors.ConfigurationError) as caught:
        load_settings()
    assert "dpi" in str(caught.value)
    assert "secret" not in str(caught.value)


def test_thresholds_go_from_the_field_to_the_class_to_the_default() -> None:
    thresholds = Thresholds(default=0.5, fields={"invoice": 0.6, "invoice.iban": 0.9})
    found = [thresholds.for_field(*names) for names in (("invoice", "iban"), ("invoice", "x"), ("claim", "x"))]
    assert found == [0.9, 0.6, 0.5]


def test_the_report_of_a_document_has_the_keys_that_others_rely_on() -> None:
    outcome = Outcome(
        document_id=document_id(), document_class="invoice", status="needs_review",
        reasons=(Reason(code="x", message="A sentence."),), timings_s={"read": 0.123456},
    )  # fmt: skip
    read = read_document(page("Total 5.00"))
    report = document_report(
        "a.pdf",
        outcome=outcome,
        read=read,
        extraction=extraction(field("total_amount", "5.00", kind="money"), field("iban", None)),
    )
    assert list(report) == [
        "file", "part", "parts", "document_id", "document_class", "status", "confidence", "promise", "threshold",
            "reasons", "pages", "fields", "line_items", "versions",
        "timings_s",
    ]  # fmt: skip
    assert report["reasons"] == ["A sentence."]
    assert list(report["fields"]) == ["total_amount"]
    assert report["fields"]["total_amount"]["boxes"] == [[0.1, 0.1, 0.2, 0.12]]
    assert report["pages"] == [{"number": 1, "width": 1654, "height": 2339, "text": "Total 5.00"}]


def test_settings_are_frozen() -> None:
    with pytest.raises(ValidationError):
        Settings().dpi = 100  # type: ignore[misc]


def test_a_line_needs_a_word() -> None:
    with pytest.raises(ValidationError):
        Line(words=())
    assert line("a b").text == "a b"
