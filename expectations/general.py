"""What must hold for a document of no known class."""

from __future__ import annotations

from expectations.facts import common_facts
from expectations.rules import CURRENCIES, LATEST, Suite, between, common_rules, matches, one_of, parameter
from schemas.general import OTHER

# fmt: off
RULES = (
    *common_rules(OTHER),
    between("issue_date", None, parameter(LATEST), "issue_date_plausible", "warning", "The date lies in the future."),
    one_of("currency", parameter(CURRENCIES), "currency_known", "warning",
           "The currency is none of those that are expected."),
    matches("sender_name", r"[^\W\d_]{2}", "sender_name_has_letters", "warning", "The sender's name has no letters."),
)
# fmt: on

OTHER_SUITE = Suite(OTHER, RULES, common_facts(OTHER))
