"""Health insurance claims, in the terms of the boxes of form CMS-1500 (02/12)."""

from __future__ import annotations

from schemas.vocabulary import DocumentClass, FieldSpec

CLAIM = DocumentClass(
    name="claim",
    title="Claim",
    fields=(
        FieldSpec(name="payer_name", kind="name", title="Payer", indexed=True, main=True),
        FieldSpec(name="coverage_type", kind="code", title="Coverage type", indexed=True),
        FieldSpec(name="insured_id", kind="id", title="Insured's id", required=True, main=True),
        FieldSpec(name="patient_name", kind="name", title="Patient", required=True, main=True),
        FieldSpec(name="patient_birth_date", kind="date", title="Patient's birth date", required=True),
        FieldSpec(name="patient_sex", kind="code", title="Patient's sex"),
        FieldSpec(name="insured_name", kind="name", title="Insured"),
        FieldSpec(name="patient_street", kind="text", title="Patient's street"),
        FieldSpec(name="patient_city", kind="text", title="Patient's city"),
        FieldSpec(name="patient_state", kind="code", title="Patient's state"),
        FieldSpec(name="patient_zip", kind="id", title="Patient's ZIP code"),
        FieldSpec(name="patient_phone", kind="id", title="Patient's telephone"),
        FieldSpec(name="patient_relationship", kind="code", title="Relationship to insured"),
        FieldSpec(name="insured_policy_group", kind="id", title="Policy group"),
        FieldSpec(name="insured_birth_date", kind="date", title="Insured's birth date"),
        FieldSpec(name="insured_sex", kind="code", title="Insured's sex"),
        FieldSpec(name="insurance_plan_name", kind="name", title="Insurance plan", indexed=True),
        FieldSpec(name="related_to_employment", kind="bool", title="Related to employment"),
        FieldSpec(name="related_to_auto_accident", kind="bool", title="Related to auto accident"),
        FieldSpec(name="related_to_other_accident", kind="bool", title="Related to other accident"),
        FieldSpec(name="another_health_plan", kind="bool", title="Another health plan"),
        FieldSpec(name="patient_signature", kind="text", title="Patient's signature"),
        FieldSpec(name="patient_signature_date", kind="date", title="Signature date", indexed=True),
        *(
            FieldSpec(name=f"diagnosis_code_{letter}", kind="code", title=f"Diagnosis {letter.upper()}", indexed=True)
            for letter in "abcdefghijkl"
        ),
        FieldSpec(name="prior_authorization_number", kind="id", title="Prior authorization"),
        FieldSpec(name="federal_tax_id", kind="id", title="Federal tax id"),
        FieldSpec(name="federal_tax_id_type", kind="code", title="Tax id type"),
        FieldSpec(name="patient_account_number", kind="id", title="Patient's account"),
        FieldSpec(name="accept_assignment", kind="bool", title="Accept assignment"),
        FieldSpec(name="total_charge", kind="money", title="Total charge", required=True, indexed=True, main=True),
        FieldSpec(name="amount_paid", kind="money", title="Amount paid", indexed=True),
        FieldSpec(
            name="billing_provider_name", kind="name", title="Billing provider", required=True, indexed=True, main=True
        ),
        FieldSpec(name="billing_provider_street", kind="text", title="Provider's street"),
        FieldSpec(name="billing_provider_city_state_zip", kind="text", title="Provider's city"),
        FieldSpec(name="billing_provider_phone", kind="id", title="Provider's telephone"),
        FieldSpec(name="billing_provider_npi", kind="id", title="Provider's NPI", required=True),
    ),
    columns=(
        FieldSpec(name="date_from", kind="date", title="From", main=True),
        FieldSpec(name="date_to", kind="date", title="To"),
        FieldSpec(name="place_of_service", kind="code", title="Place"),
        FieldSpec(name="procedure_code", kind="code", title="Procedure", main=True),
        FieldSpec(name="modifier", kind="code", title="Modifier"),
        FieldSpec(name="diagnosis_pointer", kind="code", title="Diagnosis"),
        FieldSpec(name="charge", kind="money", title="Charge", main=True),
        FieldSpec(name="units", kind="number", title="Units", main=True),
        FieldSpec(name="rendering_provider_npi", kind="id", title="Rendering NPI"),
    ),
    public_fields=("payer_name", "insurance_plan_name", "billing_provider_name"),
)
