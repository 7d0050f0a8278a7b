"""Health insurance claims, in the terms of the boxes of form CMS-1500 (02/12)."""

from __future__ import annotations

from schemas.vocabulary import DocumentClass, field

CLAIM = DocumentClass(
    name="claim",
    title="Claim",
    fields=(
        field("payer_name", "name", "Payer", "counterparty", "organization", indexed=True, main=True),
        field("coverage_type", "code", "Coverage type", "code", "none", indexed=True),
        field("insured_id", "id", "Insured's id", "member_id", "personal", required=True, main=True),
        field("patient_name", "name", "Patient", "person", "personal", required=True, main=True),
        field("patient_birth_date", "date", "Patient's birth date", "birth_date", "personal", required=True),
        field("patient_sex", "code", "Patient's sex", "code", "none"),
        field("insured_name", "name", "Insured", "person", "personal"),
        field("patient_street", "text", "Patient's street", "address", "personal", importance="supporting"),
        field("patient_city", "text", "Patient's city", "place", "personal", importance="supporting"),
        field("patient_state", "code", "Patient's state", "place", "personal"),
        field("patient_zip", "id", "Patient's ZIP code", "address", "personal"),
        field("patient_phone", "id", "Patient's telephone", "phone", "personal"),
        field("patient_relationship", "code", "Relationship to insured", "code", "none"),
        field("insured_policy_group", "id", "Policy group", "policy_number", "personal"),
        field("insured_birth_date", "date", "Insured's birth date", "birth_date", "personal"),
        field("insured_sex", "code", "Insured's sex", "code", "none"),
        field("insurance_plan_name", "name", "Insurance plan", "counterparty", "organization", indexed=True),
        field("related_to_employment", "bool", "Related to employment", "code", "none"),
        field("related_to_auto_accident", "bool", "Related to auto accident", "code", "none"),
        field("related_to_other_accident", "bool", "Related to other accident", "code", "none"),
        field("another_health_plan", "bool", "Another health plan", "code", "none"),
        field("patient_signature", "text", "Patient's signature", "text", "detected", importance="supporting"),
        field("patient_signature_date", "date", "Signature date", "date", "none", indexed=True),
        *(
            field(f"diagnosis_code_{letter}", "code", f"Diagnosis {letter.upper()}", "code", "none", indexed=True)
            for letter in "abcdefghijkl"
        ),
        field("prior_authorization_number", "id", "Prior authorization", "authorization", "personal"),
        field("federal_tax_id", "id", "Federal tax id", "tax_id", "personal"),
        field("federal_tax_id_type", "code", "Tax id type", "code", "none"),
        field("patient_account_number", "id", "Patient's account", "record_number", "personal"),
        field("accept_assignment", "bool", "Accept assignment", "code", "none"),
        field("total_charge", "money", "Total charge", "amount", "none", required=True, indexed=True, main=True),
        field("amount_paid", "money", "Amount paid", "part_amount", "none", indexed=True),
        field(
            "billing_provider_name",
            "name",
            "Billing provider",
            "party",
            "organization",
            required=True,
            indexed=True,
            main=True,
        ),
        field("billing_provider_street", "text", "Provider's street", "address", "personal", importance="supporting"),
        field(
            "billing_provider_city_state_zip", "text", "Provider's city", "address", "personal", importance="supporting"
        ),
        field("billing_provider_phone", "id", "Provider's telephone", "phone", "personal"),
        field("billing_provider_npi", "id", "Provider's NPI", "provider_id", "personal", required=True),
    ),
    columns=(
        field("date_from", "date", "From", "other_date", "none", main=True),
        field("date_to", "date", "To", "other_date", "none"),
        field("place_of_service", "code", "Place", "code", "none"),
        field("procedure_code", "code", "Procedure", "code", "none", main=True),
        field("modifier", "code", "Modifier", "code", "none"),
        field("diagnosis_pointer", "code", "Diagnosis", "code", "none"),
        field("charge", "money", "Charge", "part_amount", "none", main=True),
        field("units", "number", "Units", "quantity", "none", main=True),
        field("rendering_provider_npi", "id", "Rendering NPI", "provider_id", "personal"),
    ),
)
