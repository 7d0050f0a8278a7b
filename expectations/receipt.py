"""What must hold for a till receipt."""

from __future__ import annotations

from expectations.facts import common_facts
from expectations.rules import EARLIEST, LATEST, Suite, between, common_rules, matches, parameter
from schemas.receipt import RECEIPT

LARGEST_TOTAL = 100_000
"""A till receipt above this lost its decimal point."""

# fmt: off
RULES = (
    *common_rules(RECEIPT),
    between("issue_date", EARLIEST, parameter(LATEST), "issue_date_plausible", "error",
            "The date lies in the future or before 1990."),
    between("total_amount", 0, None, "total_not_negative", "info", "The total is negative: this is a refund."),
    between("total_amount", None, LARGEST_TOTAL, "total_plausible", "warning",
            "The total is higher than receipts are: a decimal point may have been lost."),
    matches("seller_name", r"[^\W\d_]{2}", "seller_name_has_letters", "warning", "The seller's name has no letters."),
    matches("seller_address", r"[^\W\d_]{2}", "seller_address_has_letters", "warning",
            "The seller's address has no letters."),
)
# fmt: on

RECEIPT_SUITE = Suite(RECEIPT, RULES, common_facts(RECEIPT))
