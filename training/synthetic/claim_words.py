"""What health insurance claims call their fields, columns and sections: synonyms as ``a|b`` lists."""

from __future__ import annotations

CAPTIONS = {
    "payer_name": "Insurance company|Payer|Carrier|Insurer|Name of insurer|Submit to",
    "coverage_type": "Coverage|Type of coverage|Coverage type|Plan type",
    "insured_id": "Member ID|Insured's ID|Subscriber ID|Policy holder ID|ID number|Insured ID No.|Member No.",
    "patient_name": "Patient name|Patient|Name of patient|Patient's name|Patient (last, first)|Claimant",
    "patient_birth_date": "Date of birth|Patient's birth date|DOB|Birth date|Patient DOB",
    "patient_sex": "Sex|Gender|Patient's sex",
    "insured_name": "Insured name|Insured's name|Subscriber|Policy holder|Name of insured|Member name",
    "patient_street": "Street|Address|Patient's address|Street address|Home address",
    "patient_city": "City|Town|City / Town",
    "patient_state": "State|ST",
    "patient_zip": "ZIP|ZIP code|Zip Code|Postal code",
    "patient_phone": "Telephone|Phone|Home phone|Patient's phone|Tel.",
    "patient_relationship": "Relationship to insured|Relationship|Patient relationship|Relation to subscriber",
    "insured_policy_group": "Group number|Policy group|Group No.|Policy / group no.|Group #",
    "insured_birth_date": "Insured's date of birth|Subscriber DOB|Insured DOB|Policy holder's birth date",
    "insured_sex": "Insured's sex|Subscriber gender|Insured sex",
    "insurance_plan_name": "Plan name|Insurance plan|Plan|Name of plan|Program",
    "related_to_employment": "Work related|Condition related to employment|Employment related|Due to employment",
    "related_to_auto_accident": "Auto accident|Motor accident|Due to auto accident",
    "related_to_other_accident": "Other accident|Due to other accident",
    "another_health_plan": "Other health insurance|Another health plan|Other coverage",
    "patient_signature": "Signature|Patient's signature|Signed|Authorized signature",
    "patient_signature_date": "Date signed|Signature date|Date of signature|Signed on",
    "prior_authorization_number": "Prior authorization|Authorization no.|Pre-authorization number|Auth #",
    "federal_tax_id": "Tax ID|Federal tax ID|TIN|Provider tax ID|Tax identification number",
    "federal_tax_id_type": "Tax ID type|Type of tax ID",
    "patient_account_number": "Patient account|Account no.|Patient's account number|Acct #",
    "accept_assignment": "Accept assignment|Assignment accepted|Accepts assignment",
    "total_charge": "Total charge|Total|Total charges|Amount billed|Total billed|Claim total",
    "amount_paid": "Amount paid|Paid by patient|Patient paid|Less paid|Payments",
    "billing_provider_name": "Provider|Billing provider|Provider name|Name of provider|Practice|Facility",
    "billing_provider_street": "Provider address|Street|Practice address|Address",
    "billing_provider_city_state_zip": "City, state, ZIP|City / State / ZIP|Provider city",
    "billing_provider_phone": "Provider phone|Telephone|Office phone|Phone",
    "billing_provider_npi": "NPI|Provider NPI|Billing NPI|National provider identifier|NPI No.",
}
COLUMNS = {
    "date_from": "Date|From|Date of service|Service date|DOS from",
    "date_to": "To|Thru|Through|DOS to",
    "place_of_service": "Place|POS|Place of service",
    "procedure_code": "Procedure|CPT|Code|CPT/HCPCS|Procedure code|Service code",
    "modifier": "Mod|Modifier",
    "diagnosis_pointer": "Dx|Diag|Diagnosis pointer|Dx ptr",
    "units": "Units|Qty|Days/Units|No.",
    "charge": "Charge|Charges|Amount|Fee|Billed",
    "rendering_provider_npi": "Rendering NPI|Rendering provider|NPI",
}
SECTIONS = {
    "Patient": (
        "patient_name",
        "patient_birth_date",
        "patient_sex",
        "patient_street",
        "patient_city",
        "patient_state",
        "patient_zip",
        "patient_phone",
        "patient_account_number",
    ),
    "Insured": (
        "insured_name",
        "insured_id",
        "patient_relationship",
        "insured_birth_date",
        "insured_sex",
        "insured_policy_group",
        "insurance_plan_name",
        "coverage_type",
        "another_health_plan",
    ),
    "Condition": (
        "related_to_employment",
        "related_to_auto_accident",
        "related_to_other_accident",
        "prior_authorization_number",
    ),
    "Provider": (
        "billing_provider_name",
        "billing_provider_street",
        "billing_provider_city_state_zip",
        "billing_provider_phone",
        "billing_provider_npi",
        "federal_tax_id",
        "federal_tax_id_type",
        "accept_assignment",
    ),
}
SECTION_TITLES = {
    "Patient": "Patient information|PATIENT|Section A - Patient|Patient details|1. Patient",
    "Insured": "Insured information|SUBSCRIBER|Section B - Policy holder|Coverage details|2. Insurance",
    "Condition": "Condition|ACCIDENT INFORMATION|Section C - Cause|3. Circumstances",
    "Provider": "Provider information|BILLING PROVIDER|Section D - Provider|4. Treating provider",
}
TITLES = (
    "Health Insurance Claim|MEDICAL CLAIM FORM|Claim for Reimbursement|Member Claim Form|"
    "Statement of Claim|Health Benefits Claim|CLAIM SUMMARY"
)
