"""Versions of readings by tier: those of the standard tier are the ones before there were tiers."""

from __future__ import annotations

import pytest

from extractors.ocr.null import NullEngine
from extractors.read import VERSION, version_of
from extractors.tiers import EFFORTS, STANDARD_EFFORT
from schemas.errors import ConfigurationError
from schemas.tiers import TIERS, at_least, tier_named, tier_of


def test_the_standard_tier_has_the_version_from_before_tiers():
    engine = NullEngine()
    assert version_of(engine, effort=EFFORTS["standard"]) == f"{engine.name} {engine.version}, read {VERSION}"
    assert version_of(engine) == version_of(engine, effort=EFFORTS["standard"])
    assert (STANDARD_EFFORT.detection_sides, STANDARD_EFFORT.detection_step) == ((1600,), 32)
    assert not STANDARD_EFFORT.other_widths


@pytest.mark.parametrize("tier", TIERS)
def test_a_version_names_its_tier(tier):
    assert EFFORTS[tier].tier == tier
    assert tier_of(version_of(NullEngine(), effort=EFFORTS[tier])) == tier


def test_tiers_are_in_order():
    assert [at_least(tier) for tier in TIERS] == [TIERS, TIERS[1:], TIERS[2:]]
    assert (tier_named("draft"), tier_named(None)) == ("draft", None)
    with pytest.raises(ConfigurationError, match="draft, standard, premium"):
        tier_named("Draft")
