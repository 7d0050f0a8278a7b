"""OASIS UBL 2: invoices, credit notes and orders as some programs attach them to their PDFs.

Source: EN 16931-1 with its binding to UBL 2.1 (CEN/TS 16931-3-2), Peppol BIS Ordering 3.
"""

from __future__ import annotations

from extractors.einvoice import values
from extractors.einvoice.markup import Element
from extractors.einvoice.values import day, given, number, stated
from schemas.einvoice import EInvoice, StatedValue

ROOTS = {"Invoice": "invoice", "CreditNote": "invoice", "Order": "purchase_order"}
"""Name of the outermost element, to our class."""

_SELLER = "AccountingSupplierParty/Party"
_BUYER = "AccountingCustomerParty/Party"
_ORDER_SELLER = "SellerSupplierParty/Party"
_ORDER_BUYER = "BuyerCustomerParty/Party"
_TOTALS = "LegalMonetaryTotal|AnticipatedMonetaryTotal"
_QUANTITY = "InvoicedQuantity|CreditedQuantity|Quantity"
_NOTHING = Element("nothing")


def read(root: Element) -> EInvoice:
    """Returns what a document with one of the `ROOTS` states."""
    class_name = ROOTS[root.name]
    is_order = class_name == "purchase_order"
    seller = root.first(_ORDER_SELLER if is_order else _SELLER) or _NOTHING
    buyer = root.first(_ORDER_BUYER if is_order else _BUYER) or _NOTHING
    found = {
        "purchase_order" if is_order else "invoice_number": stated(root.value("ID")),
        "issue_date": stated(day(root.value("IssueDate"))),
        **_party("seller", seller),
        **_party("buyer", buyer),
        **_amounts(root),
    }
    if not is_order:
        found |= {
            "purchase_order": stated(root.value("OrderReference/ID")),
            "due_date": stated(day(root.value("DueDate") or root.value("PaymentMeans/PaymentDueDate"))),
            "document_type": stated(_document_type(root)),
            "preceding_invoice_number": stated(root.value("BillingReference/InvoiceDocumentReference/ID")),
        }
    items = root.all("OrderLine/LineItem" if is_order else "InvoiceLine|CreditNoteLine")
    lines = tuple(line for item in items if (line := _line(item)))
    return EInvoice(standard="UBL", document_class=class_name, fields=given(found), lines=lines)


def _party(role: str, party: Element) -> dict[str, StatedValue | None]:
    names = (party.value("PartyLegalEntity/RegistrationName"), party.value("PartyName/Name"))
    return {
        f"{role}_name": values.of_several(names),
        f"{role}_address": stated(_address(party.first("PostalAddress") or _NOTHING)),
        f"{role}_vat_id": stated(party.value("PartyTaxScheme/CompanyID")),
    }


def _document_type(root: Element) -> str | None:
    return values.document_type(root.value("InvoiceTypeCode|CreditNoteTypeCode")) or (
        "credit_note" if root.name == "CreditNote" else None
    )


def _address(place: Element) -> str | None:
    street = [place.value(name) for name in ("StreetName", "AdditionalStreetName", "AddressLine/Line")]
    country = place.value("Country/IdentificationCode")
    postcode, city, state = (place.value(n) for n in ("PostalZone", "CityName", "CountrySubentityCode"))
    if country in ("US", "CA", "AU", "GB"):
        # These write the postcode behind the town.
        return values.address(street, city, " ".join(part for part in (state, postcode) if part))
    return values.address(street, postcode, city)


def _amounts(root: Element) -> dict[str, StatedValue | None]:
    totals = root.first(_TOTALS) or _NOTHING
    currency = root.value("DocumentCurrencyCode")
    taxes = [t for t in root.all("TaxTotal/TaxAmount") if t.attributes.get("currencyID") in (None, currency)]
    accounts = root.all("PaymentMeans/PayeeFinancialAccount/ID")
    return {
        "currency": stated(currency),
        "payment_terms": stated(root.value("PaymentTerms/Note")),
        "allowance_amount": values.adjustment(number(totals.value("AllowanceTotalAmount"))),
        "charge_amount": values.adjustment(number(totals.value("ChargeTotalAmount"))),
        "rounding_amount": values.adjustment(number(totals.value("PayableRoundingAmount"))),
        "prepaid_amount": values.adjustment(number(totals.value("PrepaidAmount"))),
        "payable_amount": stated(number(totals.value("PayableAmount"))),
        "net_amount": stated(number(totals.value("TaxExclusiveAmount"))),
        "tax_amount": stated(number(taxes[0].text.strip())) if taxes else None,
        "total_amount": stated(number(totals.value("TaxInclusiveAmount") or totals.value("PayableAmount"))),
        "iban": values.of_several(a for account in accounts if (a := "".join(account.text.split()))[:2].isalpha()),
    }


def _line(item: Element) -> dict[str, StatedValue] | None:
    name, more = item.value("Item/Name"), item.value("Item/Description")
    cells = {
        "description": stated(name, more, f"{name} {more}" if name and more else None) or stated(more),
        "quantity": stated(number(item.value(_QUANTITY))),
        "unit_price": values.unit_price(
            number(item.value("Price/PriceAmount")), number(item.value("Price/BaseQuantity"))
        ),
        "line_amount": stated(number(item.value("LineExtensionAmount"))),
    }
    return values.counted(given(cells))
