"""The roles of parties can be fitted anew: the weights load, and tell roles on documents that were kept aside."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.fields.decoding.parties.roles import role_model
from schemas.errors import ConfigurationError
from training.party_roles import fit

pytest.importorskip("faker")


def test_fitted_roles_load_and_are_mostly_right(tmp_path: Path) -> None:
    fitted = fit(60, tmp_path / "roles.json")
    assert fitted.learned > 4 * fitted.aside > 0
    assert fitted.accuracy > 0.7  # three roles, and most entities have one of two
    assert role_model(tmp_path / "roles.json").layers[0][0].shape[1] == 3


def test_damaged_weights_name_the_command_that_makes_them(tmp_path: Path) -> None:
    (tmp_path / "roles.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ConfigurationError, match="python -m training party-roles --output"):
        role_model(tmp_path / "roles.json")
