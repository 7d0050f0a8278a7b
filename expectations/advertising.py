"""What must hold for an advertising purchase."""

from __future__ import annotations

from expectations.facts import common_facts
from expectations.rules import EARLIEST, FARTHEST, Suite, between, common_rules, matches, not_less, parameter
from schemas.advertising import AD_BUY

# fmt: off
RULES = (
    *common_rules(AD_BUY),
    matches("contract_number", r"\d", "contract_number_has_digits", "warning", "The contract number has no digit."),
    matches("advertiser", r"[^\W\d_]{2}", "advertiser_has_letters", "warning", "The advertiser's name has no letters."),
    between("gross_amount", 0, None, "gross_amount_not_negative", "warning", "The gross amount is negative."),
    # Orders are placed ahead: a flight may lie in the future, within reason.
    between("flight_from", EARLIEST, parameter(FARTHEST), "flight_from_plausible", "error",
            "The flight begins before 1990 or years from now."),
    between("flight_to", EARLIEST, parameter(FARTHEST), "flight_to_plausible", "error",
            "The flight ends before 1990 or years from now."),
    not_less("flight_to", "flight_from", "flight_dates_in_order", "error", "The flight ends before it begins."),
)
# fmt: on

AD_BUY_SUITE = Suite(AD_BUY, RULES, common_facts(AD_BUY))
