import json

import pytest

from review.decision import DECISION_FILE, PRIOR, DecisionModel, load_decision
from review.evidence import NAMES, document_evidence, evidence
from review.places import places
from schemas.classes import SHIPPED
from schemas.errors import ConfigurationError
from schemas.parties import PartyMatch
from schemas.validation import Failure, ValidationReport
from tests.builders import document_id, extraction, field, page, read_document

RECEIPT = SHIPPED.require("receipt")
REPORT = ValidationReport(document_id=document_id(), suite="receipt", version="1", evaluated=8)
WARNING = Failure(expectation="odd", fields=("total_amount",), severity="warning", message="Odd.")


def receipt(**confidences):
    values = {"seller_name": ("name", "Shop"), "issue_date": ("date", "2025-01-02"), "total_amount": ("money", "9.90")}
    fields = [field(n, v, kind=k, confidence=confidences.get(n, 0.99)) for n, (k, v) in values.items()]
    return extraction(*fields, document_class="receipt")


def numbers(found, report=REPORT, *texts, settled=()):
    read = read_document(page(*(texts or ("Shop", "Total", "9.90", "Cash", "9.90"))))
    whole = document_evidence(found, report, read, RECEIPT)
    return evidence(places(found, RECEIPT, settled), whole, found, report, read)


def chance(*arguments, **more):
    return DecisionModel().chance(numbers(*arguments, **more), "receipt")


def test_every_number_has_a_weight_and_none_rewards_doubt() -> None:
    assert set(numbers(receipt())) == set(NAMES) == set(PRIOR)
    assert min(PRIOR.values()) >= 0


@pytest.mark.parametrize(
    "worse",
    [
        numbers(receipt(total_amount=0.6)),
        numbers(receipt(), REPORT.model_copy(update={"failures": (WARNING,)})),
        numbers(receipt(), REPORT, "Shop", "Total", "9.90"),  # nothing confirms the total
        numbers(receipt(), REPORT, "Shop", "Total", "9.90", "12.00"),  # a larger amount, and no change
        numbers(receipt().model_copy(update={"signs": {"unsure_words": 0.3}})),
        numbers(receipt().model_copy(update={"class_confidence": 0.6})),
        numbers(receipt().model_copy(update={"fields": receipt().fields[:2]})),
    ],
)
def test_what_speaks_against_a_document_lowers_its_confidence(worse) -> None:
    assert DecisionModel().chance(worse, "receipt") < chance(receipt())


@pytest.mark.parametrize(
    "texts", [("9.90", "9.90"), ("9.90", "10.00", "0.10"), ("9.00", "0.90", "9.90")], ids=["twice", "change", "parts"]
)
def test_a_total_is_confirmed_by_the_other_amounts(texts) -> None:
    found = numbers(receipt(), REPORT, *texts)
    assert (found["unsupported_total"], found["larger_amount"]) == (0.0, 0.0)


def test_a_sign_of_a_missing_critical_field_counts_until_a_person_says_that_there_is_none() -> None:
    kind = SHIPPED.require("registration_form")
    fields = [field(n, "1", kind="id") for n in ("registration_number", "registrant_name", "stamped_date")]
    form = extraction(*fields, document_class="registration_form")
    read = read_document(page("a"))

    def missing(signs, settled=()):
        found = form.model_copy(update={"signs": signs})
        whole = document_evidence(found, REPORT, read, kind)
        return evidence(places(found, kind, settled), whole, found, REPORT, read)["may_be_missing"]

    assert missing({}) == 0.0
    assert missing({"missing.short_form_name": 0.7}) == 0.7
    assert missing({"missing.short_form_name": 0.7}, ["short_form_name"]) == 0.0


def test_a_party_that_the_directory_knows_by_an_identifier_leaves_less_doubt() -> None:
    unsure = receipt(seller_name=0.8)

    def known(**more):
        match = PartyMatch(
            role="party", field="seller_name", entry=1, score=0.97, **({"by": ("vat_id",), "agrees": True} | more)
        )
        return chance(unsure.model_copy(update={"matches": (match,)}))

    assert known() > chance(unsure)
    assert known(agrees=False) == known(by=("name",)) == chance(unsure)
    # Nothing beside the name could confirm an entry that has only names.
    assert known(by=("name",), only_names=True) == known()
    assert known(by=("name",), only_names=True, agrees=False) == chance(unsure)


def test_parties_that_the_directory_knows_in_their_roles_leave_less_doubt_about_who_is_who() -> None:
    swapped = receipt().model_copy(update={"signs": {"party_by_place": 1.0}})

    def known(**more):
        stated = {"score": 0.97, "by": ("name",), "agrees": True} | more
        match = PartyMatch(role="party", field="seller_name", entry=1, **stated)
        return chance(swapped.model_copy(update={"matches": (match,)}))

    assert known() > chance(swapped)
    assert known(agrees=False) == known(score=0.8) == chance(swapped)


def stored(**changes):
    made = {
        "weights": dict(PRIOR),
        "offsets": {"receipt": 0.5},
        "bias": 0.1,
        "known": [["receipt", "a", 0.9, True, False]],
    }
    return json.dumps(made | changes)


def test_a_fitted_model_is_read_with_its_evidence(tmp_path) -> None:
    (tmp_path / DECISION_FILE).write_text(stored())
    model = load_decision(tmp_path)
    assert (model.bias, model.offsets, len(model.known)) == (0.1, {"receipt": 0.5}, 1)
    assert model.chance(numbers(receipt()), "receipt") > chance(receipt())
    assert load_decision(tmp_path / "nowhere").known == ()


@pytest.mark.parametrize("text", ["{", "{}", stored(weights={"doubt": 1.0}), stored(known=[["receipt"]])])
def test_a_damaged_model_names_the_command_that_makes_it(tmp_path, text) -> None:
    (tmp_path / DECISION_FILE).write_text(text)
    with pytest.raises(ConfigurationError, match="python -m training decide"):
        load_decision(tmp_path)


@pytest.mark.parametrize(
    ("text", "captioned"),
    [("Your Reference COMPRA0832", 1.0), ("gemäß Bestellung Nr. 2013-471331", 1.0), ("Order of the day", 0.0)],
)
def test_the_caption_of_a_missing_field_is_a_sign(text, captioned) -> None:
    kind, read = SHIPPED.require("invoice"), read_document(page(text))
    found = extraction(field("invoice_number", "A-1"), document_class="invoice")
    whole = document_evidence(found, REPORT, read, kind)
    assert evidence(places(found, kind), whole, found, REPORT, read)["captioned"] == captioned
    with_order = extraction(field("purchase_order", "2013"), document_class="invoice")
    assert evidence(places(with_order, kind), whole, with_order, REPORT, read)["captioned"] == 0.0


@pytest.mark.parametrize("least", [0.3, 0.5, 0.79])
def test_a_document_is_no_surer_than_its_least_sure_critical_field(least: float) -> None:
    forgiving = DecisionModel(dict.fromkeys(PRIOR, 0.0), {}, 6.0)
    assert forgiving.chance(numbers(receipt(total_amount=least)), "receipt") == pytest.approx(least, abs=0.002)
    assert forgiving.chance(numbers(receipt(total_amount=0.9)), "receipt") > 0.99


def test_a_value_at_the_place_of_a_known_layout_is_doubted_less() -> None:
    doubted = extraction(field("total_amount", "9.90", kind="money", confidence=0.9), document_class="receipt")
    known = doubted.model_copy(update={"signs": {"layout_known": 0.8, "layout.total_amount": 1.0, "unsure_words": 0.2}})
    differs = doubted.model_copy(update={"signs": {"layout_known": 0.8, "layout_differs": 1.0}})
    unknown = doubted.model_copy(update={"signs": {"unsure_words": 0.2}})
    assert numbers(known)["doubt"] < numbers(unknown)["doubt"]
    assert numbers(known)["unsure_words"] < numbers(unknown)["unsure_words"]
    assert numbers(differs)["layout_differs"] == 1.0
    model = DecisionModel()
    assert model.chance(numbers(known), "receipt") > model.chance(numbers(unknown), "receipt")
    assert model.chance(numbers(differs), "receipt") < model.chance(numbers(doubted), "receipt")
