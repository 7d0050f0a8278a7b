"""Codes of the United States' postal service. Source: USPS Publication 28, appendix B."""

from __future__ import annotations

STATES = (
    "AL", "AK", "AZ", "AR", "CA", "CO", "CT", "DE", "DC", "FL", "GA", "HI", "ID", "IL", "IN", "IA", "KS", "KY", "LA",
    "ME", "MD", "MA", "MI", "MN", "MS", "MO", "MT", "NE", "NV", "NH", "NJ", "NM", "NY", "NC", "ND", "OH", "OK", "OR",
    "PA", "RI", "SC", "SD", "TN", "TX", "UT", "VT", "VA", "WA", "WV", "WI", "WY",
)  # fmt: skip
"""The states and the District of Columbia."""

TERRITORIES = ("AS", "GU", "MP", "PR", "VI", "FM", "MH", "PW")
"""Territories, and states in free association."""

MILITARY = ("AA", "AE", "AP")
"""Mail of the armed forces."""

POSTAL_CODES = (*STATES, *TERRITORIES, *MILITARY)
"""All codes that a US address may have."""
