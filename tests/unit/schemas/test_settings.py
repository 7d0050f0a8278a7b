"""Settings that are wrong are one sentence with the name of the setting."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from schemas.errors import ConfigurationError
from schemas.settings import load_settings
from services.workbench import Workbench

WRONG = [
    ("FIELDWRIGHT_THRESHOLDS__FIELDS", '{"invoice.totl_amount": 0.9}', "invoice.total_amount"),
    ("FIELDWRIGHT_THRESHOLDS__FIELDS", '{"invoise": 0.9}', "invoice"),
    ("FIELDWRIGHT_THRESHOLDS__FIELDS", '{"invoice.line.no_column": 0.9}', "invoice.line"),
    ("FIELDWRIGHT_REVIEW__DUE_HOURS", '{"clam": 8}', "claim"),
    ("FIELDWRIGHT_TIER", "gold", "tier"),
    ("FIELDWRIGHT_TIERS", '{"clam": "draft"}', "claim"),
    ("FIELDWRIGHT_TIERS", '{"claim": "gold"}', "tiers.claim"),
    ("FIELDWRIGHT_THRESHOLDS__FIELDS", "{invoice: 0.9}", "FIELDWRIGHT_THRESHOLDS"),
    ("FIELDWRIGHT_THRESHOLDS", "{secret", "FIELDWRIGHT_THRESHOLDS"),
    ("FIELDWRIGHT_CURRENCIES", "EUR, secret", "FIELDWRIGHT_CURRENCIES"),
    ("FIELDWRIGHT_LIMITS", '{"pages": 5', "FIELDWRIGHT_LIMITS"),
]


@pytest.mark.parametrize(("variable", "value", "named"), WRONG)
def test_a_wrong_setting_is_named_and_its_value_is_not_shown(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, named: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(ConfigurationError, match=named) as caught:
        Workbench(load_settings())
    assert "secret" not in str(caught.value)


def test_names_of_classes_fields_and_columns_are_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    fields = '{"invoice": 0.9, "invoice.iban": 0.8, "invoice.line": 0.7, "invoice.line.quantity": 0.6}'
    monkeypatch.setenv("FIELDWRIGHT_THRESHOLDS__FIELDS", fields)
    monkeypatch.setenv("FIELDWRIGHT_REVIEW__DUE_HOURS", '{"claim": 8}')
    settings = Workbench(load_settings()).settings
    assert settings.thresholds.for_cell("invoice", "quantity") == 0.6
    assert settings.review.due_hours == {"claim": 8}


def test_a_class_has_its_tier_and_others_have_the_tier_of_all(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_settings().tier_of("claim") == load_settings().tier_of(None) == "standard"
    monkeypatch.setenv("FIELDWRIGHT_TIER", "draft")
    monkeypatch.setenv("FIELDWRIGHT_TIERS", '{"claim": "premium"}')
    settings = load_settings()
    assert [settings.tier_of(name) for name in ("claim", "invoice", None)] == ["premium", "draft", "draft"]


@pytest.mark.parametrize(("variable", "value", "named"), [WRONG[0], WRONG[4], WRONG[8]])
def test_the_command_line_ends_with_one_sentence_and_2(tmp_path: Path, variable: str, value: str, named: str) -> None:
    import os

    environment = {**os.environ, "FIELDWRIGHT_HOME": str(tmp_path), variable: value}
    ran = subprocess.run(
        [sys.executable, "-m", "fieldwright", "list"], env=environment, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 2
    assert "Traceback" not in ran.stderr
    assert named in " ".join(ran.stderr.split())
