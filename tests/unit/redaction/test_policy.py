"""What the schema of a class says decides what redaction does with its fields."""

from redaction.entities import Entity
from redaction.policy import policy_of
from schemas.classes import SHIPPED
from schemas.vocabulary import DocumentClass, FieldSpec


def test_the_policy_follows_the_schema():
    claim = policy_of(SHIPPED.require("claim"))
    assert claim.personal["patient_birth_date"] is Entity.BIRTH_DATE
    assert claim.personal["rendering_provider_npi"] is Entity.US_NPI
    assert "patient_signature" not in {*claim.personal, *claim.neutral, *claim.organizations}
    assert policy_of(SHIPPED.require("invoice")).personal == {"iban": Entity.IBAN_CODE}
    assert policy_of(SHIPPED.require("invoice")).allowed
    assert not claim.allowed


def test_fields_of_a_taught_class_are_personal_unless_its_file_says_no():
    kind = DocumentClass(
        name="id_document",
        title="Identity document",
        fields=(
            FieldSpec(name="surname", kind="name", title="Surname"),
            FieldSpec(name="birth_date", kind="date", title="Birth date"),
            FieldSpec(name="document_number", kind="id", title="Document number"),
            FieldSpec(name="issuing_office", kind="name", title="Office", privacy="organization"),
            FieldSpec(name="pages", kind="number", title="Pages", privacy="none"),
        ),
    )
    policy = policy_of(kind)
    assert set(policy.personal) == {"surname", "birth_date", "document_number"}
    assert policy.organizations == {"issuing_office"}
    assert policy.neutral == {"pages"}


def test_a_class_about_persons_and_an_unsure_class_get_the_strictest_rules():
    identity = DocumentClass(
        name="id_document",
        title="Identity document",
        fields=(
            FieldSpec(name="surname", kind="name", title="Surname"),
            FieldSpec(name="office", kind="name", title="Office", privacy="organization"),
        ),
    )
    strictest = policy_of(SHIPPED.require("other"))
    for policy in (
        policy_of(identity),
        policy_of(SHIPPED.require("claim")),
        policy_of(SHIPPED.require("invoice"), 0.4),
    ):
        assert (policy.threshold, policy.allowed) == (strictest.threshold, strictest.allowed)
        assert not policy.business
    assert not strictest.business
    assert not strictest.organizations
    assert policy_of(SHIPPED.require("invoice"), 0.4).organizations == frozenset()
    assert policy_of(SHIPPED.require("invoice"), 0.9).organizations
