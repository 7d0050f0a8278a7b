"""The facts that every field of a shipped class states, and what a field of a taught class gets without stating them."""

import pytest

from schemas.classes import SHIPPED
from schemas.general import OTHER
from schemas.vocabulary import DocumentClass, FieldSpec


def test_critical_fields_decide_about_money():
    assert set(SHIPPED.require("invoice").critical_fields) == {
        "invoice_number", "issue_date", "due_date", "purchase_order", "seller_name", "seller_vat_id", "currency", "net_amount",
        "tax_amount", "total_amount", "iban",
    }  # fmt: skip
    assert SHIPPED.require("receipt").critical_fields == ("seller_name", "issue_date", "total_amount")
    free_text = {spec.name for spec in SHIPPED.require("claim").fields if spec.kind == "text"}
    assert (
        set(SHIPPED.require("claim").critical_fields)
        == {spec.name for spec in SHIPPED.require("claim").fields} - free_text
    )


@pytest.mark.parametrize("name", [name for name in SHIPPED.names if name != "other"])
def test_each_class_says_by_what_it_is_known(name):
    known = SHIPPED.require(name)
    for role in ("party", "date"):
        assert len(known.with_role(role)) <= 1
    assert known.with_role("party")
    assert not [spec.name for spec in known.fields if spec.indexed and spec.privacy == "personal"]


def test_a_field_without_privacy_is_personal_and_critical():
    spec = FieldSpec(name="surname", kind="name", title="Surname")
    assert (spec.privacy, spec.importance, spec.role) == ("personal", "critical", "counterparty")
    assert FieldSpec(name="paid", kind="money", title="Paid").role == "part_amount"


def test_roles_are_returned_in_the_order_asked_for():
    known = DocumentClass(
        name="ticket",
        title="Ticket",
        fields=(
            FieldSpec(name="case", kind="id", title="Case", role="record_number"),
            FieldSpec(name="ticket_number", kind="id", title="Number", role="number"),
        ),
    )
    assert [spec.name for spec in known.with_role("number", "record_number")] == ["ticket_number", "case"]


def test_settings_change_the_importance_of_fields_rows_and_cells_and_of_nothing_else() -> None:
    changed = SHIPPED.with_importance(
        {"invoice.iban": "supporting", "invoice.line": "critical", "invoice.line.description": "supporting"}
    )
    invoice = changed.require("invoice")
    assert invoice.field("iban").importance == "supporting"
    assert {c.name: c.importance for c in invoice.columns} == {
        "description": "supporting", "quantity": "critical", "unit_price": "critical", "line_amount": "critical",
    }  # fmt: skip
    # A document of no known class is told by this very object.
    assert changed.or_other("other") is OTHER
    assert changed.require("receipt") is SHIPPED.require("receipt")
