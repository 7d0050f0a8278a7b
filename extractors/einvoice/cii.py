"""UN/CEFACT's Cross Industry Invoice and Order: ZUGFeRD 1.0 and 2.x, Factur-X, XRechnung, Order-X.

Source: EN 16931-1 with its binding to CII D16B (CEN/TS 16931-3-3), ZUGFeRD 1.0 (FeRD, 2014), Order-X 1.0 (FNFE-MPE and
FeRD, 2021). ZUGFeRD 1.0 calls some elements otherwise and has the same structure.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from extractors.einvoice import values
from extractors.einvoice.markup import Element
from extractors.einvoice.values import day, given, number, stated
from schemas.einvoice import EInvoice, StatedValue

ROOTS = {
    "CrossIndustryInvoice": ("CII", "invoice"),
    "CrossIndustryDocument": ("ZUGFeRD 1.0", "invoice"),
    "SCRDMCCBDACIOMessageStructure": ("Order-X", "purchase_order"),
}
"""Name of the outermost element, to the standard and our class."""

_HEADER = "ExchangedDocument|HeaderExchangedDocument"
_TRANSACTION = "SupplyChainTradeTransaction|SpecifiedSupplyChainTradeTransaction"
_AGREEMENT = "ApplicableHeaderTradeAgreement|ApplicableSupplyChainTradeAgreement"
_SETTLEMENT = "ApplicableHeaderTradeSettlement|ApplicableSupplyChainTradeSettlement"
_SUMS = (
    "SpecifiedTradeSettlementHeaderMonetarySummation|SpecifiedTradeSettlementMonetarySummation"
    "|SpecifiedTradeSettlementLineMonetarySummation"
)
_LINE_AGREEMENT = "SpecifiedLineTradeAgreement|SpecifiedSupplyChainTradeAgreement"
_LINE_DELIVERY = "SpecifiedLineTradeDelivery|SpecifiedSupplyChainTradeDelivery"
_LINE_SETTLEMENT = "SpecifiedLineTradeSettlement|SpecifiedSupplyChainTradeSettlement"
_QUANTITY = "BilledQuantity|AgreedQuantity|RequestedQuantity"
_NOTHING = Element("nothing")


def read(root: Element) -> EInvoice:
    """Returns what a document with one of the `ROOTS` states."""
    standard, class_name = ROOTS[root.name]
    header, transaction = root.first(_HEADER) or _NOTHING, root.first(_TRANSACTION) or _NOTHING
    agreement = transaction.first(_AGREEMENT) or _NOTHING
    settlement = transaction.first(_SETTLEMENT) or _NOTHING
    number_name, order = ("invoice_number", _order_number(agreement)) if class_name == "invoice" else (None, None)
    found = {
        number_name or "purchase_order": stated(header.value("ID")),
        "issue_date": stated(day(header.value("IssueDateTime/DateTimeString"))),
        **_party("seller", agreement.first("SellerTradeParty") or _NOTHING),
        **_party("buyer", agreement.first("BuyerTradeParty") or _NOTHING),
        **_settled(settlement),
    }
    if class_name == "invoice":
        found |= {
            "purchase_order": order,
            "document_type": stated(values.document_type(header.value("TypeCode"))),
            "preceding_invoice_number": stated(settlement.value("InvoiceReferencedDocument/IssuerAssignedID|ID")),
        }
    lines = (line for item in transaction.all("IncludedSupplyChainTradeLineItem") if (line := _line(item)))
    return EInvoice(standard=standard, document_class=class_name, fields=given(found), lines=tuple(lines))


def _order_number(agreement: Element) -> StatedValue | None:
    return stated(agreement.value("BuyerOrderReferencedDocument/IssuerAssignedID|ID"))


def _party(role: str, party: Element) -> dict[str, StatedValue | None]:
    place = party.first("PostalTradeAddress") or _NOTHING
    lines = [place.value(name) for name in ("LineOne", "LineTwo", "LineThree")]
    where = values.address(lines, place.value("PostcodeCode"), place.value("CityName"))
    trading = party.value("SpecifiedLegalOrganization/TradingBusinessName")
    return {
        f"{role}_name": stated(party.value("Name"), trading) or stated(trading),
        f"{role}_address": stated(where),
        f"{role}_vat_id": values.of_several(_tax_numbers(party)),
    }


def _tax_numbers(party: Element) -> Iterator[str | None]:
    for registration in party.all("SpecifiedTaxRegistration/ID"):
        if registration.attributes.get("schemeID") == "VA":
            yield "".join(registration.text.split())


def _settled(settlement: Element) -> dict[str, StatedValue | None]:
    sums = settlement.first(_SUMS) or _NOTHING
    currency = settlement.value("InvoiceCurrencyCode|OrderCurrencyCode")
    accounts = settlement.all("SpecifiedTradeSettlementPaymentMeans/PayeePartyCreditorFinancialAccount/IBANID")
    dates = settlement.all("SpecifiedTradePaymentTerms/DueDateDateTime/DateTimeString")
    return {
        "currency": stated(currency),
        "payment_terms": stated(settlement.value("SpecifiedTradePaymentTerms/Description")),
        "allowance_amount": values.adjustment(_in_currency(sums, "AllowanceTotalAmount", currency)),
        "charge_amount": values.adjustment(_in_currency(sums, "ChargeTotalAmount", currency)),
        "rounding_amount": values.adjustment(_in_currency(sums, "RoundingAmount", currency)),
        "prepaid_amount": values.adjustment(_in_currency(sums, "TotalPrepaidAmount", currency)),
        "payable_amount": stated(_in_currency(sums, "DuePayableAmount", currency)),
        "net_amount": stated(_in_currency(sums, "TaxBasisTotalAmount", currency)),
        "tax_amount": stated(_in_currency(sums, "TaxTotalAmount", currency)),
        "total_amount": stated(_in_currency(sums, "GrandTotalAmount", currency)),
        "due_date": values.of_several(day(date.text.strip()) for date in dates),
        "iban": values.of_several("".join(account.text.split()) for account in accounts),
    }


def _in_currency(sums: Element, name: str, currency: str | None) -> Decimal | None:
    """Returns an amount in the document's currency; the tax may be stated in the tax office's currency as well."""
    amounts = list(sums.all(name))
    own = [a for a in amounts if a.attributes.get("currencyID") in (None, currency)] or amounts
    return number(own[0].text.strip()) if own else None


def _line(item: Element) -> dict[str, StatedValue] | None:
    product = item.first("SpecifiedTradeProduct") or _NOTHING
    agreement = item.first(_LINE_AGREEMENT) or _NOTHING
    name, more = product.value("Name"), product.value("Description")
    price = agreement.first("NetPriceProductTradePrice") or _NOTHING
    cells = {
        "description": stated(name, f"{name} {more}" if name and more else more) or stated(more),
        "quantity": stated(number((item.first(_LINE_DELIVERY) or _NOTHING).value(_QUANTITY))),
        "unit_price": values.unit_price(
            number(price.value("ChargeAmount")),
            number(price.value("BasisQuantity")),
            number(agreement.value("GrossPriceProductTradePrice/ChargeAmount")),
        ),
        "line_amount": stated(number(item.value(f"{_LINE_SETTLEMENT}/{_SUMS}/LineTotalAmount"))),
    }
    return values.counted(given(cells))
