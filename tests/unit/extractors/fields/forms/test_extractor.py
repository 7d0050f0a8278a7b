"""A claim form drawn from the form's own table: no third party's form is needed to test the places."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from extractors.fields.extractor import FieldInput
from extractors.fields.forms.amount_signs import beside_sign, sign_of
from extractors.fields.forms.area_values import read_value
from extractors.fields.forms.cms1500 import CMS1500
from extractors.fields.forms.date_cells import CUT_TRUST
from extractors.fields.forms.extractor import FormExtractor
from extractors.fields.forms.parsers import Token
from extractors.fields.forms.registration import Registration, register
from extractors.fields.forms.transforms import Floats, mapped
from extractors.layout.reading_order import arrange
from extractors.ocr.rapid import RapidEngine
from extractors.page_image import PageImage, Pixels
from schemas.claim import CLAIM
from schemas.document import Line, Page, Word
from schemas.extraction import Classification, ExtractedField, Extraction
from schemas.geometry import Box
from tests import builders

UNIT = 20.0
"""Form units a typed character is wide: ten an inch."""

TYPED = (
    ("EXAMPLE HEALTH", 896, 86), ("PO BOX 1", 896, 123),
    ("X", 660, 311), ("ABC123456789", 1046, 307),
    ("DOE, JANE, Q", 68, 371), ("05", 661, 377), ("19", 716, 377), ("1975", 778, 377), ("X", 978, 378),
    ("DOE, JOHN, Q", 1046, 371), ("12 SAMPLE ST", 68, 434), ("X", 800, 445),
    ("SALEM", 68, 504), ("OR", 562, 504), ("97301", 68, 575), ("503", 340, 575), ("555-0100", 412, 575),
    ("GRP7", 1046, 638), ("11", 1097, 712), ("30", 1151, 712), ("1971", 1212, 712), ("X", 1399, 711),
    ("X", 858, 712), ("X", 859, 779), ("X", 859, 845), ("EXAMPLE PPO", 1046, 840), ("X", 1178, 912),
    ("SIGNATURE ON FILE", 157, 1031), ("03/04/2025", 759, 1031), ("SIGNATURE ON FILE", 1147, 1031),
    ("E119", 93, 1311), ("M54.50", 350, 1311), ("PA77", 1040, 1374),
    ("03", 55, 1512), ("04", 108, 1512), ("25", 168, 1512), ("03", 231, 1512), ("04", 288, 1512), ("25", 352, 1512),
    ("11", 411, 1512), ("99213", 539, 1512), ("25", 684, 1512), ("AB", 930, 1512), ("85", 1034, 1512),
    ("10", 1094, 1512), ("2", 1212, 1512), ("1234567893", 1397, 1512),
    ("03", 55, 1578), ("05", 108, 1578), ("25", 168, 1578), ("03", 231, 1578), ("05", 288, 1578), ("25", 352, 1578),
    ("22", 411, 1578), ("G0439", 539, 1578), ("A", 930, 1578), ("100", 1034, 1578), ("00", 1114, 1578),
    ("1", 1212, 1578), ("1245319599", 1397, 1578),
    ("12-3456789", 62, 1903), ("X", 420, 1911), ("ACCT42", 497, 1903), ("X", 900, 1911),
    ("185", 1066, 1904), ("10", 1142, 1904), ("0", 1290, 1904), ("00", 1330, 1904),
    ("503", 1353, 1944), ("555-0199", 1437, 1944),
    ("SAMPLE CLINIC", 1034, 1971), ("9 OAK ST", 1034, 2003), ("SALEM, OR 97301", 1034, 2036),
    ("1932102084", 1066, 2077),
)  # fmt: skip

EXPECTED = {
    "payer_name": "EXAMPLE HEALTH", "coverage_type": "Group", "insured_id": "ABC123456789",
    "patient_name": "DOE, JANE, Q", "patient_birth_date": "1975-05-19", "patient_sex": "F",
    "insured_name": "DOE, JOHN, Q", "patient_street": "12 SAMPLE ST", "patient_city": "SALEM", "patient_state": "OR",
    "patient_zip": "97301", "patient_phone": "503 555-0100", "patient_relationship": "Spouse",
    "insured_policy_group": "GRP7", "insured_birth_date": "1971-11-30", "insured_sex": "M",
    "insurance_plan_name": "EXAMPLE PPO", "related_to_employment": "false", "related_to_auto_accident": "false",
    "related_to_other_accident": "false", "another_health_plan": "false", "patient_signature": "SIGNATURE ON FILE",
    "patient_signature_date": "2025-03-04", "diagnosis_code_a": "E11.9", "diagnosis_code_b": "M54.50",
    "prior_authorization_number": "PA77", "federal_tax_id": "12-3456789", "federal_tax_id_type": "EIN",
    "patient_account_number": "ACCT42", "accept_assignment": "false", "total_charge": "185.10",
    "amount_paid": "0.00", "billing_provider_name": "SAMPLE CLINIC", "billing_provider_street": "9 OAK ST",
    "billing_provider_city_state_zip": "SALEM, OR 97301", "billing_provider_phone": "503 555-0199",
    "billing_provider_npi": "1932102084",
}  # fmt: skip

ROWS = [
    {
        "date_from": "2025-03-04", "date_to": "2025-03-04", "place_of_service": "11", "procedure_code": "99213",
        "modifier": "25", "diagnosis_pointer": "AB", "charge": "85.10", "units": "2",
        "rendering_provider_npi": "1234567893",
    },
    {
        "date_from": "2025-03-05", "date_to": "2025-03-05", "place_of_service": "22", "procedure_code": "G0439",
        "diagnosis_pointer": "A", "charge": "100.00", "units": "1", "rendering_provider_npi": "1245319599",
    },
]  # fmt: skip

PHOTO = np.array([[0.93, 0.02, 0.02], [0.01, 0.95, 0.01], [-0.03, 0.02, 1.0]])


def words(text: str, left: float, middle: float, step: float, matrix: Floats) -> Line:
    """One line of words on the page, from form units through a map of page shares."""
    found = []
    for part in text.split(" "):
        if part:
            ends = np.array([[left, middle - 10], [left + step * len(part), middle + 10]]) / (1700, 2200)
            (x0, y0), (x1, y1) = mapped(matrix, ends)
            found.append(Word(text=part, box=Box.from_pixels(x0, y0, x1, y1, width=1, height=1), confidence=0.98))
        left += step * (len(part) + 1)
    return Line(words=tuple(found))


def claim(
    *, captions: bool = True, matrix: Floats | None = None, shift: tuple[float, float] = (0, 0), typed=TYPED
) -> Page:
    matrix = np.eye(3) if matrix is None else matrix
    lines = [words(text, x + shift[0], y + shift[1], 15.0, matrix) for text, x, y in typed]
    if captions:
        lines += [words(c.text, c.left, c.middle, (c.right - c.left) / len(c.text), matrix) for c in CMS1500.captions]
    return arrange(Page(number=1, width=1700, height=2200, dpi=200, text_source="ocr", lines=tuple(lines)))


def extracted(page: Page, image: PageImage | None = None) -> Extraction:
    read = builders.read_document(page)
    kind = Classification(document_id=read.document_id, document_class="claim", confidence=1.0, model="test")
    image_of = None if image is None else lambda _: image
    return FormExtractor().extract([FieldInput(read, kind, CLAIM, image_of=image_of)])[0]


def values(extraction: Extraction) -> dict[str, str | None]:
    return {f.name: f.value for f in extraction.fields}


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(claim(), id="clean"),
        pytest.param(claim(shift=(9, -6)), id="printer set off"),
        pytest.param(claim(matrix=PHOTO), id="photo"),
        pytest.param(claim(captions=False), id="red form dropped by the scanner"),
        pytest.param(claim(captions=False, matrix=np.array([[0.95, 0.01, 0.02], [-0.01, 0.95, 0.03], [0, 0, 1.0]])),
                     id="dropped and turned"),
    ],
)  # fmt: skip
def test_every_field_is_read_from_its_place(page: Page) -> None:
    extraction = extracted(page)
    assert values(extraction) == EXPECTED
    assert [item.values for item in extraction.line_items] == ROWS
    assert all(f.source == "form" and f.word_ids for f in extraction.fields)


def test_evidence_names_the_words_of_the_value() -> None:
    page = claim()
    read = builders.read_document(page)
    field = extracted(page).field("patient_birth_date")
    assert field is not None
    assert [read.words[i].text for i in field.word_ids] == ["05", "19", "1975"]
    assert field.confidence > 0.9


def test_a_word_over_the_border_of_boxes_is_divided_there() -> None:
    row = [t for t in TYPED if t[2] != 1512 or t[1] > 500]
    joined = ("03  04   25   03  04   25   11".replace(" ", ""), 55, 1512)
    # Fourteen digits over the width of the seven cells, as an engine joins them.
    lines = list(claim(typed=row).lines)
    lines.append(words(joined[0], joined[1], joined[2], (441 - 55) / 14, np.eye(3)))
    page = arrange(builders.page().model_copy(update={"width": 1700, "height": 2200, "lines": tuple(lines)}))
    first = extracted(page).line_items[0]
    assert (first.values["place_of_service"], first.values["date_from"]) == ("11", "2025-03-04")
    assert any("divided" in why for why in first.cells["place_of_service"].why)


def test_empty_boxes_give_no_fields() -> None:
    extraction = extracted(claim(typed=()))
    assert extraction.fields == ()
    assert extraction.line_items == ()


@pytest.mark.parametrize(
    "page",
    [
        builders.page("INVOICE 4711", "Total 12.50", "Patient's name is not asked for here"),
        builders.page(),
        builders.page(*(f"03 04 25 03 04 25 11 9921{i % 10} 1234567893" for i in range(40))),
        claim(captions=False, typed=TYPED[:8]),
    ],
    ids=["an invoice", "an empty page", "a long table of the same words", "too few words"],
)
def test_other_papers_are_not_taken_for_the_form(page: Page) -> None:
    assert not FormExtractor().recognizes(builders.read_document(page))
    extraction = extracted(page)
    assert extraction.fields == ()
    assert [f.code for f in extraction.findings] == ["not_the_form"]


def test_the_form_is_recognised_with_and_without_its_print() -> None:
    assert FormExtractor().recognizes(builders.read_document(claim()))
    assert FormExtractor().recognizes(builders.read_document(claim(captions=False)))
    assert not FormExtractor().recognizes(builders.read_document())


def test_registration_maps_there_and_back_and_finds_the_printers_offset() -> None:
    found = register(claim(matrix=PHOTO, shift=(9, -6)), CMS1500)
    assert found is not None
    assert found.by == "captions"
    points = np.array([[100.0, 200.0], [1600.0, 2000.0]])
    assert np.allclose(found.to_form(found.to_page(points)), points)
    assert found.shift == pytest.approx((9, -6), abs=3)


def drawn(page: Page, ticks: list[tuple[str, str]], *, boxes: bool, color=(20, 20, 20), shift=(0, 0)) -> PageImage:
    import cv2

    pixels = np.full((2200, 1700, 3), 245, np.uint8)
    for option in CMS1500.options:
        x, y = int(option.x), int(option.y)
        if boxes:
            cv2.rectangle(pixels, (x - 15, y - 15), (x + 15, y + 15), (210, 60, 60), 2)
        if (option.field, option.value) in ticks:
            x, y = x + shift[0], y + shift[1]
            cv2.line(pixels, (x - 10, y - 12), (x + 10, y + 12), color, 3)
            cv2.line(pixels, (x - 10, y + 12), (x + 10, y - 12), color, 3)
    return PageImage(page=page, pixels=pixels)


TICKS = [("coverage_type", "Medicaid"), ("patient_sex", "M"), ("patient_relationship", "Child"),
         ("accept_assignment", "true")]  # fmt: skip


@pytest.mark.parametrize(
    ("boxes", "color", "shift"),
    [
        (True, (20, 20, 20), (0, 0)),
        (False, (20, 20, 20), (0, 0)),
        (True, (20, 20, 20), (7, -5)),
        (True, (200, 30, 30), (0, 0)),
    ],
    ids=["boxes and black ticks", "boxes dropped", "printer set off", "a red pen"],
)  # fmt: skip
def test_ticks_are_measured_where_the_form_has_its_boxes(boxes: bool, color, shift) -> None:
    typed = tuple((text, x, y) for text, x, y in TYPED if text != "X")
    page = claim(typed=typed, shift=shift)
    extraction = extracted(page, drawn(page, TICKS, boxes=boxes, color=color, shift=shift))
    ticked = [(o.field, o.value) for o, m in zip(CMS1500.options, extraction.marks[1], strict=True) if m.checked]
    assert ticked == TICKS
    got = values(extraction)
    assert {name: got.get(name) for name, _ in TICKS} == dict(TICKS)
    assert "patient_street" in got
    assert "insured_sex" not in got


def test_a_field_with_two_ticked_boxes_is_doubtful() -> None:
    typed = tuple((text, x, y) for text, x, y in TYPED if text != "X")
    page = claim(typed=typed)
    image = drawn(page, [("patient_sex", "M"), ("patient_sex", "F")], boxes=True)
    field = extracted(page, image).field("patient_sex")
    assert field is not None
    assert field.confidence < 0.5
    assert "more than one box of this field is ticked" in field.why


def tokens(*texts: str) -> list[Token]:
    found, left = [], 100.0
    for i, text in enumerate(texts):
        found.append(Token(text, left, left + 15 * len(text), 500.0, 0.99, i))
        left += 15 * len(text) + 15
    return found


@pytest.mark.parametrize(
    ("kind", "texts", "value"),
    [
        ("date", ["03", "04", "25"], "2025-03-04"),
        ("date", ["030425"], "2025-03-04"),
        ("date", ["3/4/2025"], "2025-03-04"),
        ("date", ["O3", "l4", "25"], "2025-03-14"),
        ("date", ["13", "04", "25"], None),
        ("date", ["02", "30", "25"], None),
        ("date", ["05", "1960"], None),
        ("birth_date", ["05", "19", "1960"], "1960-05-19"),
        ("birth_date", ["05191960"], "1960-05-19"),
        ("birth_date", ["05", "19", "60"], None),
        ("birth_date", ["05", "1960"], None),
        ("money", ["85", "10"], "85.10"),
        ("money", ["$", "1,085", "10"], "1085.10"),
        ("money", ["$85", "10"], "85.10"),
        ("money", ["|20", "66"], "20.66"),
        ("money", ["2066"], "20.66"),
        ("money", ["20.66"], "20.66"),
        ("money", ["MNT?", "20", "66"], "20.66"),
        ("money", ["O", "00"], "0.00"),
        ("money", ["00"], None),
        ("money", ["12"], None),
        ("phone", ["(503", ")555-0100"], "503 555-0100"),
        ("phone", ["(503)555-0100"], "503 555-0100"),
        ("phone", ["1503", "555-0100"], "503 555-0100"),
        ("phone", ["503", "1555-0100"], "503 555-0100"),
        ("phone", ["555-0100"], None),
        ("npi", ["1234567893"], "1234567893"),
        ("npi", ["123456789B"], "1234567898"),
        ("npi", ["l234567893"], "1234567893"),
        ("npi", ["123456789"], None),
        ("icd", ["E119"], "E11.9"),
        ("icd", ["S93.401A"], "S93.401A"),
        ("icd", ["110"], "I10"),
        ("icd", ["M54.5O"], "M54.50"),
        ("icd", ["G43.909", "L"], "G43.909"),
        ("icd", ["HELLO"], None),
        ("tax_id", ["12-3456789"], "12-3456789"),
        ("tax_id", ["000-42-1636"], "000-42-1636"),
        ("tax_id", ["12-345678"], None),
        ("state", ["0R"], "OR"),
        ("state", ["ZZ"], None),
        ("zip", ["973O1"], "97301"),
        ("zip", ["97301-1234"], "97301-1234"),
        ("zip", ["9730"], None),
        ("place", ["l1"], "11"),
        ("procedure", ["G0439"], "G0439"),
        ("procedure", ["7IO46"], "71046"),
        ("procedure", ["0042T"], "0042T"),
        ("procedure", ["9921"], None),
        ("modifier", ["25", "LT"], "25 LT"),
        ("modifier", ["2"], None),
        ("pointer", ["A8"], "AB"),
        ("pointer", ["AXZ"], None),
        ("number", ["1"], "1"),
        ("number", ["l"], "1"),
        ("number", ["1.5"], "1.5"),
        ("id", ["ABC12O456"], "ABC120456"),
        ("id", ["OAK1"], "OAK1"),
        ("text", ["9", "0AK", "ST"], "9 OAK ST"),
        ("text", ["5154", "W", "5TH", "ST"], "5154 W 5TH ST"),
        ("text", ["APT", "2B", "STE4", "12BC"], "APT 2B STE4 12BC"),
        ("name", ["DOE,JANE,", "Q"], "DOE, JANE, Q"),
    ],
)
def test_typed_text_becomes_a_value_of_its_kind(kind, texts: list[str], value: str | None) -> None:
    reading = read_value(kind, tokens(*texts))
    assert reading is not None
    assert reading.value == value
    assert (reading.problem is None) == (value is not None)


@pytest.mark.parametrize("texts", [["L"], ["l"], ["I", "L"], ["[L"], ["J"]])
def test_the_bracket_in_front_of_an_empty_diagnosis_is_no_value(texts: list[str]) -> None:
    assert read_value("icd", tokens(*texts)) is None


@pytest.mark.parametrize(
    ("text", "value", "trust"),
    [
        ("I10", "I10", 1.0),
        ("E78.", "E78", 0.5),
        ("L269", "L20.9", 0.85),
        ("$93.401A", "S93.401A", 0.85),
        ("|2510", "Z51.0", 0.5),
    ],
)
def test_diagnoses_are_checked_with_the_list_of_codes(text: str, value: str, trust: float) -> None:
    reading = read_value("icd", tokens(text))
    assert reading is not None
    assert (reading.value, reading.trust) == (value, trust)


PAID = next(area for area in CMS1500.areas if area.field == "amount_paid")


@pytest.mark.parametrize(
    ("crop", "value", "confidence"),
    [("0 00", "0.00", 0.95 * CUT_TRUST), ("80 00", "80.00", 0.7), ("", "80.00", 0.35)],
)
def test_an_amount_that_begins_on_the_printed_sign_is_read_anew_behind_it(
    crop: str, value: str, confidence: float
) -> None:
    registration = Registration(CMS1500, np.diag([1 / 1700, 1 / 2200, 1.0]), (0.0, 0.0), "captions", 40, 1.0, 0.0)
    sign = sign_of(PAID, CMS1500.captions)
    assert sign is not None
    seen = ExtractedField(
        name="amount_paid", kind="money", raw="80 00", value="80.00", confidence=0.7, page_number=1,
        boxes=(Box(left=0.75, top=0.86, right=0.8, bottom=0.87),), word_ids=(0, 1), source="form",
    )  # fmt: skip
    cut: list[tuple[int, ...]] = []

    def read_words(crops: Sequence[Pixels]) -> list[tuple[str, float]]:
        cut.extend(one.shape for one in crops)
        return [(crop, 0.95 if crop == "0 00" else 0.4)]

    pixels = np.full((2200, 1700, 3), 255, np.uint8)
    found = beside_sign(seen, Token("80", 1258, 1308, 1903, 0.7, 0), PAID, sign, registration, pixels, read_words)
    assert found.value == value
    assert found.confidence == pytest.approx(confidence, abs=0.02)
    assert cut == [(34, 160, 3)]  # from behind the sign to the end of the area


def test_digits_beside_a_provider_number_are_left_out() -> None:
    reading = read_value("npi", tokens("20", "1234567893"))
    assert reading is not None
    assert (reading.value, reading.trust) == ("1234567893", 1.0)


@pytest.mark.parametrize("texts", [["|"], ["(", ")"], ["_"], []])
def test_lines_of_the_form_are_no_value(texts: list[str]) -> None:
    assert read_value("text", tokens(*texts)) is None


def test_a_repair_is_told_and_costs_trust() -> None:
    clean, repaired = read_value("zip", tokens("97301")), read_value("zip", tokens("973O1"))
    assert clean is not None
    assert repaired is not None
    assert (clean.trust, clean.why) == (1.0, ())
    assert repaired.trust < clean.trust
    assert "read as digits" in repaired.why[0]


def test_a_wrong_check_digit_keeps_what_was_printed_and_says_so() -> None:
    reading = read_value("npi", tokens("1234567890"))
    assert reading is not None
    assert (reading.value, reading.trust) == ("1234567890", 0.5)
    assert "check digit" in reading.why[-1]


def typed_date() -> PageImage:
    """Returns a page image with 05 19 1975 typed in the cells of the patient's birth date."""
    picture = Image.new("RGB", (1700, 2200), "white")
    for text, left in (("05", 661), ("19", 716), ("1975", 778)):
        ImageDraw.Draw(picture).text((left, 377), text, "black", ImageFont.load_default(size=24), anchor="lm")
    pixels = np.asarray(picture)
    return PageImage(Page(number=1, width=1700, height=2200, dpi=200), pixels)


def test_a_birth_date_whose_words_make_no_date_is_read_cell_by_cell() -> None:
    without_month = claim(typed=tuple(t for t in TYPED if t[0] != "05" or t[2] != 377))
    read, image = builders.read_document(without_month), typed_date()
    kind = Classification(document_id=read.document_id, document_class="claim", confidence=1.0, model="test")
    item = FieldInput(read, kind, CLAIM, image_of=lambda _: image)
    unread, reread = FormExtractor(), FormExtractor(read_words=RapidEngine("cpu", 1).read_words)
    [before], [after] = unread.extract([item]), reread.extract([item])
    assert before.value("patient_birth_date") is None
    found = after.field("patient_birth_date")
    assert found is not None
    assert (found.value, found.why) == ("1975-05-19", ("each cell of the date was cut out and read by itself",))
    assert 0.8 < found.confidence < 0.98
