"""What must hold for an invoice and for a purchase order."""

from __future__ import annotations

from decimal import Decimal

from expectations.facts import (
    column,
    common_facts,
    day,
    gap,
    money,
    number_cell,
    rounding,
    text,
    wrong_lines,
)
from expectations.rules import (
    CURRENCIES,
    EARLIEST,
    LATEST,
    Cell,
    Fact,
    Suite,
    between,
    common_rules,
    matches,
    none,
    not_less,
    one_of,
    parameter,
)
from schemas.extraction import Extraction, LineItem
from schemas.invoice import INVOICE, PURCHASE_ORDER
from values import check_digits
from values.sums import ADJUSTMENTS, HIGHEST_TAX_RATE, NET, TAX, TOTAL, total_gap
from values.tables import Row, product_differs, sum_gap
from values.tax_breakdown import tax_lines

MOST_DAYS_OFF = 4
"""A due date that falls on a holiday moves, and days may count from the delivery."""


def _totals_gap(extraction: Extraction) -> Cell:
    return total_gap({name: money(extraction, name) for name in (NET, TAX, TOTAL, *ADJUSTMENTS)})


def _payable_gap(extraction: Extraction) -> Cell:
    """Returns how far the amount due is from the total less what was paid or withheld, or from the total itself."""
    total, due = money(extraction, TOTAL), money(extraction, "payable_amount")
    if total is None or due is None:
        return None
    parts = [money(extraction, name) for name in ("prepaid_amount", "withheld_amount", "rounding_amount")]
    prepaid, withheld, rounded = (part or Decimal(0) for part in parts)
    expected = [
        total - p - w + r for p in {prepaid, Decimal(0)} for w in {withheld, Decimal(0)} for r in {rounded, Decimal(0)}
    ]
    return min(abs(due - amount) for amount in expected)


def _lines_gap(extraction: Extraction) -> Cell:
    # Shops print lines with tax, so the lines may add up to the total as well; charges and allowances may be lines.
    stated = [amount for name in (NET, TOTAL) if (amount := money(extraction, name)) is not None]
    charge, allowance = (money(extraction, name) or Decimal(0) for name in ("charge_amount", "allowance_amount"))
    return sum_gap(column(extraction, "line_amount") or [], stated, (charge, -allowance))


def _tax_rate(extraction: Extraction) -> Cell:
    net, tax = money(extraction, "net_amount"), money(extraction, "tax_amount")
    return tax / net if net and tax is not None else None


def _wrong_products(extraction: Extraction) -> Cell:
    rate = _tax_rate(extraction)
    tax_rate = rate if isinstance(rate, Decimal) else Decimal(0)
    return wrong_lines(extraction, lambda item: product_differs(_numbers(item), tax_rate))


def _has_products(extraction: Extraction) -> bool:
    rows = [_numbers(item) for item in extraction.line_items]
    return any(None not in (row.quantity, row.unit_price, row.amount) for row in rows)


def _numbers(item: LineItem) -> Row:
    return Row(*(number_cell(item, name) for name in ("quantity", "unit_price", "line_amount")))


def _vat_check(name: str) -> Fact:
    def value(extraction: Extraction) -> Cell:
        number = text(extraction, name)
        valid = None if number is None else check_digits.vat_id_is_valid(number)
        return number if valid is False else None

    return Fact(f"wrong_{name}", "text", value)


def _wrong_iban(extraction: Extraction) -> Cell:
    number = text(extraction, "iban")
    return number if number is not None and not check_digits.iban_is_valid(number) else None


def _due_gap(extraction: Extraction) -> Cell:
    """Returns by how many days the due date misses the payment or the discount period, the nearer one."""
    issued, due = day(extraction, "issue_date"), day(extraction, "due_date")
    days = [n for name in ("payment_days", "discount_days") if (n := money(extraction, name)) is not None]
    if issued is None or due is None or not days:
        return None
    return min(abs(Decimal((due - issued).days) - n) for n in days)


def _tax_lines_gap(extraction: Extraction) -> Cell:
    lines = tax_lines(text(extraction, "tax_breakdown") or "")
    return gap(money(extraction, TAX), sum((line.tax for line in lines), Decimal(0))) if lines else None


def _same_party(extraction: Extraction) -> Cell:
    seller, buyer = text(extraction, "seller_name"), text(extraction, "buyer_name")
    return buyer if seller and buyer and seller.casefold() == buyer.casefold() else None


_FACTS = (
    Fact("totals_gap", "number", _totals_gap),
    Fact("payable_gap", "number", _payable_gap),
    Fact("lines_gap", "number", _lines_gap),
    Fact("due_gap", "number", _due_gap),
    Fact("tax_lines_gap", "number", _tax_lines_gap),
    Fact("rounding", "number", rounding),
    Fact("tax_rate", "number", _tax_rate),
    Fact("wrong_products", "text", _wrong_products, _has_products),
    Fact("wrong_iban", "text", _wrong_iban),
    Fact("same_party", "text", _same_party),
    _vat_check("seller_vat_id"),
    _vat_check("buyer_vat_id"),
)

_TOTALS = (NET, TAX, TOTAL)

# fmt: off
_RULES = (
    between("issue_date", EARLIEST, parameter(LATEST), "issue_date_plausible", "error",
            "The issue date lies in the future or before 1990."),
    one_of("currency", parameter(CURRENCIES), "currency_allowed", "error",
           "The currency is not among those that the settings allow."),
    not_less("rounding", "totals_gap", "total_is_net_plus_tax", "error",
             "Net amount and tax do not add up to the total, nor with the amounts between them.", fields=_TOTALS),
    not_less("rounding", "lines_gap", "lines_add_up", "warning",
             "The lines add up neither to the net amount nor to the total.", fields=("line_items", *_TOTALS)),
    none("wrong_products", "line_amount_is_quantity_times_price", "warning", ("line_items",),
         "On some lines, quantity times unit price is not the amount, nor is it a discount."),
    between("tax_rate", 0, float(HIGHEST_TAX_RATE), "tax_rate_plausible", "warning",
            "The tax is no plausible share of the net amount.", fields=("tax_amount", "net_amount")),
    none("wrong_iban", "iban_checksum", "error", ("iban",), "The IBAN's form or check digits are wrong."),
    none("wrong_seller_vat_id", "seller_vat_id_checksum", "warning", ("seller_vat_id",),
         "The seller's VAT id does not have its country's form or check digit."),
    none("wrong_buyer_vat_id", "buyer_vat_id_checksum", "warning", ("buyer_vat_id",),
         "The buyer's VAT id does not have its country's form or check digit."),
    none("same_party", "seller_is_not_buyer", "warning", ("seller_name", "buyer_name"),
         "Seller and buyer are the same name."),
    matches("seller_name", r"[^\W\d_]", "seller_name_has_letters", "warning", "The seller's name has no letter."),
    between("total_amount", 0, None, "total_not_negative", "info",
            "The total is negative: this is a correction or a credit note."),
)
INVOICE_RULES = (
    *common_rules(INVOICE),
    *_RULES,
    not_less("rounding", "payable_gap", "payable_is_total_less_paid", "info",
             "The amount due is not the total less what was paid or withheld: it may hold an older balance.",
             fields=("payable_amount", "total_amount")),
    matches("invoice_number", r"\d", "invoice_number_has_digits", "warning", "The invoice number has no digit."),
    between("due_date", EARLIEST, None, "due_date_plausible", "warning", "The due date lies before 1990."),
    between("due_gap", 0, MOST_DAYS_OFF, "due_date_fits_terms", "warning",
            "The due date is not the issue date with the days to pay.",
            fields=("due_date", "issue_date", "payment_days")),
    not_less("rounding", "tax_lines_gap", "tax_lines_add_up", "warning",
             "The taxes by rate do not add up to the tax.", fields=("tax_breakdown", "tax_amount")),
    not_less("due_date", "issue_date", "due_after_issue", "warning", "The due date lies before the issue date."),
)
PURCHASE_ORDER_RULES = (
    *common_rules(PURCHASE_ORDER),
    *_RULES,
    matches("purchase_order", r"\d", "purchase_order_has_digits", "warning", "The order number has no digit."),
)
# fmt: on

INVOICE_SUITE = Suite(INVOICE, INVOICE_RULES, (*common_facts(INVOICE), *_FACTS))
PURCHASE_ORDER_SUITE = Suite(PURCHASE_ORDER, PURCHASE_ORDER_RULES, (*common_facts(PURCHASE_ORDER), *_FACTS))
