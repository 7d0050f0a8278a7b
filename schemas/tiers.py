"""Tiers of processing: how much work the reading of a document gets."""

from __future__ import annotations

from typing import Literal, get_args, overload

from schemas.errors import ConfigurationError

Tier = Literal["draft", "standard", "premium"]

TIERS: tuple[Tier, ...] = get_args(Tier)
"""From the least work to the most."""

TIER = "tier"
"""The key of the tier in the versions of an outcome, where the tier is not `STANDARD`."""

STANDARD: Tier = "standard"
"""The tier of documents for which nobody states another."""


def tier_of(version: str) -> Tier:
    """Returns the tier that a reading was made at, by its version."""
    return next((tier for tier in TIERS if tier != STANDARD and f", {tier} " in version), STANDARD)


@overload
def tier_named(name: str) -> Tier: ...
@overload
def tier_named(name: None) -> None: ...
@overload
def tier_named(name: str | None) -> Tier | None: ...
def tier_named(name: str | None) -> Tier | None:
    """Returns the tier that somebody named; None where nobody named one.

    Raises:
        ConfigurationError: There is no such tier.
    """
    for tier in TIERS:
        if tier == name:
            return tier
    if name is not None:
        raise ConfigurationError(f"there is no tier {name!r}: tiers are {', '.join(TIERS)}")
    return None


def raised_tier(name: str) -> Tier:
    """Returns the tier that documents are to be raised to.

    Raises:
        ConfigurationError: There is no such tier, or none is below it.
    """
    tier = tier_named(name)
    if tier == TIERS[0]:
        raise ConfigurationError(f"{tier} is the lowest tier: every document was read at it or a higher one")
    return tier


def at_least(tier: Tier) -> tuple[Tier, ...]:
    """Returns a tier and those above it: their results count as current for it."""
    return TIERS[TIERS.index(tier) :]
