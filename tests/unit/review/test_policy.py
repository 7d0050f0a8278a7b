import pytest

from review.decision import DecisionModel
from review.evidence import NAMES
from review.policy import Standard, decide, reject
from schemas.classes import SHIPPED
from schemas.document import PageFinding, QuarantinedPage
from schemas.errors import EmptyDocument, EncryptedDocument, LimitExceeded
from schemas.extraction import LineItem
from schemas.parties import PartyMatch
from schemas.settings import Thresholds
from schemas.validation import Failure, ValidationReport
from tests.builders import document_id, extraction, field, page, read_document

THRESHOLDS = Thresholds(document_class=0.7)
PLAIN = DecisionModel({name: float(name == "doubt") for name in NAMES})
"""Nothing but the confidences of critical fields counts."""

STANDARD = Standard(0.99, 0.9, PLAIN)
STRICT = Thresholds(fields={"receipt.total_amount": 0.97, "receipt.seller_address": 0.99})


def receipt(**confidences):
    values = {"seller_name": ("name", "Shop"), "issue_date": ("date", "2025-01-02"), "total_amount": ("money", "9.90")}
    fields = [field(n, v, kind=k, confidence=confidences.get(n, 0.99)) for n, (k, v) in values.items()]
    return extraction(*fields, document_class="receipt")


UNSURE_LINE = LineItem(cells={"quantity": field("quantity", "1", confidence=0.5)})
ADDRESS = field("seller_address", "Main Street", kind="text", confidence=0.1)


def report(*failures, seed="document"):
    return ValidationReport(document_id=document_id(seed), suite="receipt", version="1", evaluated=8, failures=failures)


def failure(severity, expectation="total_plausible", fields=("total_amount",), observed="SECRET"):
    return Failure(
        expectation=expectation, fields=fields, severity=severity, message="The total is odd.", observed=observed
    )


def outcome(extracted=None, found=None, read=None, **more):
    extracted = extracted or receipt()
    return decide(
        extracted,
        found or report(),
        read or read_document(page("Shop", "9.90")),
        SHIPPED.or_other(extracted.document_class),
        thresholds=more.pop("thresholds", THRESHOLDS),
        standard=more.pop("standard", STANDARD),
        **more,
    )


def codes(result):
    return [(reason.code, reason.field) for reason in result.reasons]


def test_nothing_against_it_is_accepted():
    result = outcome(expected_pages=1, timings_s={"ocr": 1.5}, versions={"ocr": "null 1"})
    assert (result.status, result.reasons) == ("accepted", ())
    assert result.confidence == pytest.approx(0.99**3, abs=0.002)
    assert (result.promise, result.threshold) == (0.99, 0.9)
    assert (result.document_id, result.document_class) == (document_id(), "receipt")
    assert (result.timings_s, result.versions) == ({"ocr": 1.5}, {"ocr": "null 1"})


@pytest.mark.parametrize(
    ("extracted", "expected"),
    [
        (receipt(total_amount=0.92), []),
        (receipt(total_amount=0.91), [("field_uncertain", "total_amount")]),  # 0.91 x 0.99 x 0.99 < 0.9
        (receipt(seller_name=0.0), [("field_uncertain", "seller_name")]),
        # Fields that are each sure enough are not sure enough together: the least sure one is named.
        (receipt(seller_name=0.95, total_amount=0.94), [("field_uncertain", "total_amount")]),
        (receipt(seller_name=0.5, total_amount=0.4), [("field_uncertain", "total_amount"), ("field_uncertain", "seller_name")]),
        # Supporting fields and cells hold nothing up.
        (receipt().model_copy(update={"fields": (*receipt().fields, ADDRESS)}), []),
        (receipt().model_copy(update={"line_items": (UNSURE_LINE,)}), []),
        (receipt().model_copy(update={"class_confidence": 0.70}), []),
        (receipt().model_copy(update={"class_confidence": 0.69}), [("class_uncertain", None)]),
        (receipt().model_copy(update={"document_class": "other"}), [("unknown_class", None)]),
        (receipt().model_copy(update={"document_class": "letter"}), [("class_not_in_use", None)]),
        (
            receipt().model_copy(update={"fields": receipt().fields[:2]}),
            [("required_field_missing", "total_amount")],
        ),
        (
            receipt().model_copy(update={"fields": (*receipt().fields[:2], field("total_amount", None, kind="money"))}),
            [("required_field_missing", "total_amount")],
        ),
        (
            receipt().model_copy(update={"findings": (PageFinding(code="not_the_form", message="Another form."),)}),
            [("not_the_form", None)],
        ),
    ],
)  # fmt: skip
def test_what_was_extracted(extracted, expected):
    result = outcome(extracted)
    assert codes(result) == expected
    assert result.status == ("needs_review" if expected else "accepted")


def test_a_class_that_was_fixed_is_not_doubted():
    unsure = receipt().model_copy(update={"class_confidence": 0.1})
    assert outcome(unsure, class_fixed=True).status == "accepted"
    other = receipt().model_copy(update={"document_class": "other"})
    assert outcome(other, class_fixed=True).status == "needs_review"


def test_what_a_person_established_is_certain():
    told = receipt(total_amount=0.1).fields[2].model_copy(update={"source": "person"})
    confirmed = receipt(seller_name=0.99).model_copy(update={"fields": (*receipt().fields[:2], told)})
    assert outcome(confirmed).status == "accepted"
    assert outcome(confirmed).confidence == pytest.approx(0.99**2, abs=0.002)


@pytest.mark.parametrize(("account", "status"), [("known", "accepted"), ("unknown", "needs_review")])
def test_an_account_with_wrong_check_digits_holds_up_nothing_once_the_directory_knows_it(account, status):
    values = {"invoice_number": ("id", "7"), "seller_name": ("name", "Shop"), "iban": ("id", "GB00BUKB20201555555555")}
    match = PartyMatch(
        role="party", field="seller_name", entry=1, score=0.97, by=("iban",), agrees=True, bank_account=account
    )
    fields = [field(n, v, kind=k, confidence=0.99) for n, (k, v) in values.items()]
    totals = [field("total_amount", "9.90", kind="money", confidence=0.99), field("currency", "EUR", confidence=0.99)]
    day = field("issue_date", "2025-01-02", kind="date", confidence=0.99)
    invoice = extraction(*fields, *totals, day, document_class="invoice").model_copy(update={"matches": (match,)})
    wrong = failure("error", expectation="iban_checksum", fields=("iban",))
    result = outcome(invoice, report(wrong), standard=Standard(0.99, 0.5, PLAIN))
    assert (result.status, result.reasons[0].code) == (status, "iban_checksum")
    if account == "known":
        assert "directory knows" in result.reasons[0].message
    other = failure("error", expectation="total_is_net_plus_tax", fields=("total_amount",))
    assert outcome(invoice, report(wrong, other), standard=Standard(0.99, 0.5, PLAIN)).status == "needs_review"


def test_parties_that_only_their_places_tell_apart_are_confirmed_by_a_person_unless_they_are_known():
    by_place = receipt().model_copy(update={"signs": {"parties_by_place": 1.0}})
    result = outcome(by_place)
    assert (result.status, codes(result)) == ("needs_review", [("field_uncertain", "seller_name")])
    assert "only its place" in result.reasons[0].message
    assert outcome(by_place, settled=["seller_name"]).status == "accepted"
    known = PartyMatch(role="party", field="seller_name", entry=1, score=0.97, by=("name",), agrees=True)
    assert outcome(by_place.model_copy(update={"matches": (known,)})).status == "accepted"
    taught = {"signs": {"parties_by_place": 1.0, "layout.seller_name": 1.0}}
    assert outcome(by_place.model_copy(update=taught)).status == "accepted"
    assert outcome(receipt().model_copy(update={"signs": {"parties_by_place": 0.0}})).status == "accepted"


def test_a_threshold_that_settings_state_for_a_critical_field_holds_besides():
    assert codes(outcome(receipt(total_amount=0.96), thresholds=STRICT)) == [("field_uncertain", "total_amount")]
    assert outcome(receipt(total_amount=0.97), thresholds=STRICT).status == "accepted"
    with_address = receipt().model_copy(update={"fields": (*receipt().fields, ADDRESS)})
    assert outcome(with_address, thresholds=STRICT).status == "accepted"


def test_a_critical_field_that_may_be_missing_is_asked_for_until_a_person_says_that_there_is_none():
    fields = [field(n, "1", kind="id") for n in ("registration_number", "registrant_name", "stamped_date")]
    form = extraction(*fields, document_class="registration_form")
    form = form.model_copy(update={"signs": {"missing.short_form_name": 0.9}})
    standard = Standard(0.99, 0.9, DecisionModel({**PLAIN.weights, "doubt": 0.8, "may_be_missing": 5.0}))
    result = outcome(form, standard=standard)
    assert codes(result) == [("field_may_be_missing", "short_form_name")]
    assert outcome(form, standard=standard, settled=["short_form_name"]).status == "accepted"


def test_a_field_that_a_person_confirmed_is_not_asked_for_again_whatever_the_document_is_like():
    model = DecisionModel({**PLAIN.weights, "repairs": 9.0, "weakest_word": 9.0})
    unsure = receipt(total_amount=0.5)
    critical = [spec.name for spec in SHIPPED.require("receipt").fields if spec.importance == "critical"]
    confirmed = unsure.model_copy(
        update={"fields": tuple(f.model_copy(update={"confidence": 1.0, "why": ("confirmed",)}) for f in unsure.fields)}
    )
    assert codes(outcome(confirmed, standard=Standard(0.99, 1.0, model))) != []
    assert outcome(confirmed, standard=Standard(0.99, 1.0, model), settled=critical).status == "accepted"


def test_what_of_the_document_takes_most_of_its_confidence_is_told_first():
    model = DecisionModel({**PLAIN.weights, "unsure_words": 6.0, "weakest": 0.0})
    unfamiliar = receipt().model_copy(update={"signs": {"unsure_words": 0.5}})
    result = outcome(unfamiliar, standard=Standard(0.99, 0.9, model))
    assert result.status == "needs_review"
    assert result.reasons[0].message == "The layout is unfamiliar: on many words it is unsure which field they are."
    assert [r.code for r in result.main_reasons] == ["document_uncertain", *["field_uncertain"] * 2]


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        (("seller_address",), "accepted"),
        (("seller_address", "total_amount"), "needs_review"),
        (("line_items",), "accepted"),  # receipts have no table
        ((), "needs_review"),
    ],
)
def test_failed_expectations_on_supporting_fields_hold_nothing_up(fields, status):
    assert outcome(found=report(failure("error", fields=fields))).status == status


@pytest.mark.parametrize(
    ("severities", "status"),
    [
        (("info",), "accepted"),
        (("info", "info"), "accepted"),
        (("warning",), "accepted"),  # evidence: it lowers the confidence
        (("error",), "needs_review"),
        (("info", "error", "warning"), "needs_review"),
    ],
)
def test_failed_expectations_by_severity(severities, status):
    result = outcome(found=report(*(failure(s) for s in severities)))
    assert result.status == status
    shown = [{"warning": "info"}.get(severity, severity) for severity in severities]
    assert [r.severity for r in result.reasons] == sorted(shown, key=["error", "warning", "info"].index)
    assert {r.code for r in result.reasons} == {"total_plausible"}


def test_a_missing_field_is_told_once():
    without = receipt().model_copy(update={"fields": receipt().fields[:2]})
    result = outcome(without, report(failure("error", "total_amount_present")))
    assert codes(result) == [("total_amount_present", "total_amount")]


def with_finding(code):
    return page("Shop").model_copy(update={"findings": (PageFinding(code=code, message="Something."),)})


@pytest.mark.parametrize(
    ("read", "expected_pages", "expected", "status"),
    [
        (read_document(page("a"), page("b", number=2)), 2, [], "accepted"),
        (read_document(page("a"), page(number=2)), 2, [], "accepted"),  # an empty back page
        (read_document(page("a")), None, [], "accepted"),
        (read_document(page("a")), 2, ["pages_missing"], "needs_review"),
        (read_document(page("a"), page("b", number=2)), 1, ["pages_missing"], "needs_review"),
        (read_document(page()), 1, ["no_text"], "needs_review"),
        (read_document(), 0, ["no_text"], "needs_review"),
        (read_document(with_finding("ink_without_text")), 1, ["ink_without_text"], "needs_review"),
        (read_document(with_finding("text_layer_garbled")), 1, ["text_layer_garbled"], "accepted"),
        (read_document(with_finding("dpi_reduced")), 1, ["dpi_reduced"], "accepted"),
        (read_document(with_finding("never_heard_of")), 1, ["never_heard_of"], "needs_review"),
    ],
)
def test_every_page_is_accounted_for(read, expected_pages, expected, status):
    result = outcome(read=read, expected_pages=expected_pages)
    assert [r.code for r in result.reasons] == expected
    assert result.status == status


def test_a_quarantined_page_counts_and_is_looked_at():
    lost = QuarantinedPage(number=2, code="timeout", message="Rendering took too long.")
    read = read_document(page("a")).model_copy(update={"quarantined": (lost,)})
    result = outcome(read=read, expected_pages=2)
    assert result.status == "needs_review"
    assert [r.message for r in result.reasons] == ["Page 2 could not be read: Rendering took too long."]


def test_a_duplicate_names_the_others():
    result = outcome(duplicates=[document_id("first")])
    assert result.status == "needs_review"
    assert document_id("first")[:12] in result.reasons[0].message


def test_reasons_hold_no_text_of_the_document():
    unsure = receipt(total_amount=0.1, seller_name=0.1)
    result = outcome(unsure, report(failure("error")), duplicates=[document_id("first")])
    words = " ".join(r.message for r in result.reasons)
    assert not [text for text in ("SECRET", "Shop", "9.90", "2025-01-02") if text in words]


def test_the_same_inputs_end_the_same_way():
    unsure = receipt(total_amount=0.1)
    assert outcome(unsure) == outcome(unsure)


def test_documents_are_not_mixed_up():
    with pytest.raises(ValueError, match="different documents"):
        outcome(found=report(seed="another"))
    with pytest.raises(ValueError, match="different documents"):
        outcome(read=read_document(page("a"), seed="another"))


@pytest.mark.parametrize("error", [EmptyDocument("No bytes."), EncryptedDocument("Locked."), LimitExceeded("Too big.")])
def test_what_cannot_be_read_is_rejected(error):
    result = reject(document_id(), error, document_class="invoice", timings_s={"pages": 0.1})
    assert (result.status, result.document_class) == ("rejected", "invoice")
    assert [(r.code, r.message, r.severity) for r in result.reasons] == [(error.code, error.message, "error")]


def test_an_uncertain_class_is_named_by_its_title_beside_the_threshold():
    result = outcome(receipt().model_copy(update={"class_confidence": 0.62}))
    assert [r.message for r in result.reasons] == [
        "The class Receipt is uncertain: confidence 0.62 is below the 0.70 threshold."
    ]


def test_pages_that_are_missing_are_counted():
    result = outcome(expected_pages=2)
    assert "The file has 2 pages, of which 1 got a result." in [r.message for r in result.reasons]
