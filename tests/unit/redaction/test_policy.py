"""What the schema of a class says decides what redaction does with its fields."""

from redaction.entities import Entity
from redaction.policy import policy_for


def test_the_policy_follows_the_schema():
    claim = policy_for("claim")
    assert claim.personal["patient_birth_date"] is Entity.BIRTH_DATE
    assert claim.personal["rendering_provider_npi"] is Entity.US_NPI
    assert "patient_signature" not in {*claim.personal, *claim.neutral, *claim.public}
    assert policy_for("invoice").personal == {"iban": Entity.IBAN_CODE}
    assert policy_for("invoice").allowed
    assert not claim.allowed
