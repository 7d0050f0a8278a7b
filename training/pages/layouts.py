"""The layouts: each is modeled on the print of an open system, in words of our own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Half = Literal["development", "apart"]


@dataclass(frozen=True)
class Layout:
    """A layout.

    Attributes:
        name: Name of its template, and ``group`` in the truth.
        system: What it is modeled on.
        half: Whether its errors may be looked at, or only counted.
        kinds: Kinds of documents, each as often as it is named.
        features: What it can print besides net, tax and total.
        labelled: Whether the parties have captions such as "Bill to".
        countries: Countries of the seller; all where it is empty.
    """

    name: str
    system: str
    half: Half
    kinds: tuple[str, ...]
    features: frozenset[str]
    labelled: bool = True
    countries: tuple[str, ...] = ()


def _layout(
    name: str, system: str, half: Half, kinds: str, features: str = "", *, labelled: bool = True, countries: str = ""
) -> Layout:
    return Layout(
        name, system, half, tuple(kinds.split()), frozenset(features.split()), labelled, tuple(countries.split())
    )


# fmt: off
LAYOUTS: Final = (
    _layout("odoo", "Odoo, account/report_invoice", "development", "invoice invoice credit", "prepaid withheld discount", labelled=False),
    _layout("invoiceplane", "InvoicePlane, invoice_templates/pdf", "development", "invoice invoice quote", "prepaid discount", labelled=False),
    _layout("crater", "Crater, pdf/invoice/invoice1", "development", "invoice invoice quote", "charges"),
    _layout("kimai", "Kimai, invoice/renderer/default", "development", "invoice"),
    _layout("lago", "Lago, invoices/v4/one_off", "development", "invoice"),
    _layout("lago_credit", "Lago, credit_notes", "development", "credit"),
    _layout("bagisto", "Bagisto, customers/account/orders/pdf", "development", "invoice", "charges"),
    _layout("fossbilling", "FOSSBilling, Invoice/pdf_template", "development", "invoice"),
    _layout("ledgersmb", "LedgerSMB, demo/invoice", "development", "invoice invoice credit", "prepaid discount", labelled=False),
    _layout("ledgersmb_order", "LedgerSMB, demo/purchase_order", "development", "order", "discount"),
    _layout("simpleinvoices", "SimpleInvoices, invoices/default", "development", "invoice quote receipt", "prepaid"),
    _layout("thelia", "Thelia, pdf/default/invoice", "development", "invoice", "charges", labelled=False, countries="FR BE IT ES DE PT"),
    _layout("shopware", "Shopware, documents/invoice and storno", "development", "invoice invoice credit", "charges", labelled=False, countries="DE AT CH NL FR GB"),
    _layout("dolibarr", "Dolibarr, crabe", "development", "invoice credit quote", "prepaid withheld rounding discount"),
    _layout("inventree_order", "InvenTree, purchase_order_report", "development", "order"),
    _layout("boxes", "grids of captioned boxes, as in forms of public bodies", "development", "invoice invoice receipt", "rounding charges"),
    _layout("ospos", "Open Source Point of Sale, sales/invoice", "apart", "invoice receipt refund", "prepaid discount", labelled=False),
    _layout("bigcapital", "Bigcapital, pdf-templates/Invoice", "apart", "invoice invoice credit quote", "prepaid charges"),
    _layout("magento", "Magento Open Source, Sales/Order/Pdf", "apart", "invoice invoice refund", "charges"),
    _layout("invoiceninja", "Invoice Ninja, pdf-designs/clean", "apart", "invoice credit quote", "prepaid", labelled=False),
    _layout("kivitendo", "kivitendo, RB/invoice", "apart", "invoice credit", "charges", labelled=False, countries="DE AT CH"),
    _layout("tryton", "Tryton, account_invoice/invoice.fodt", "apart", "invoice credit", "withheld", labelled=False),
    _layout("whmcs", "the invoices of hosting panels: WHMCS, Blesta, Paymenter", "apart", "invoice", "prepaid"),
    _layout("edd", "Easy Digital Downloads, Invoices", "apart", "invoice receipt"),
    _layout("spree", "Spree, print_invoice", "apart", "invoice", "charges"),
    _layout("gnucash", "GnuCash, Fancy Invoice", "apart", "invoice invoice credit", "prepaid discount", labelled=False),
    _layout("metasfresh", "metasfresh and iDempiere, docnote", "apart", "invoice credit", labelled=False, countries="DE AT CH FR"),
    _layout("suitecrm_quote", "SuiteCRM, AOS_Quotes", "apart", "quote", "charges discount"),
    _layout("ofbiz_order", "Apache OFBiz, order/PurchaseOrder.fo", "apart", "order"),
    _layout("pretix", "pretix, base invoice renderer", "apart", "invoice invoice credit"),
    _layout("facturascripts", "FacturaScripts, PDF export", "apart", "invoice", "withheld prepaid discount", countries="ES MX IT PT FR"),
    _layout("tally", "invoices of Indian and Australian accounting: Tally, GST forms", "apart", "invoice", "rounding charges discount", countries="IN AU SG"),
)
# fmt: on

GRAMMAR: Final = _layout(
    "grammar", "no system: heads, tables, sums and feet drawn at random", "development",
    "invoice invoice invoice invoice credit refund quote order order", "charges discount prepaid withheld rounding",
)  # fmt: skip
"""The layout for training: another one each time."""


def layouts(*, apart: bool) -> list[Layout]:
    """Returns the layouts of one half."""
    return [layout for layout in LAYOUTS if (layout.half == "apart") is apart]
