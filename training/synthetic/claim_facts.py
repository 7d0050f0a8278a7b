"""What a health insurance claim says: patient, insured, plan, provider, services. All invented, sums right."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from training.synthetic.countries import COUNTRIES
from training.synthetic.parties import coined_word, digits, make_party, pattern

_DIAGNOSES = (
    "I10 E11.9 M54.50 J06.9 K21.9 E78.5 F41.1 R51.9 J45.909 N39.0 M25.561 S93.401A L20.9 H66.90 R10.9 Z00.00 G43.909"
    " J20.9 M17.11 S52.501A"
)
_PROCEDURES = "99202 99203 99213 99214 99215 71046 80053 85025 93000 97110 97140 90834 36415 87880 73610 G0283 J1100"
_PLANS = ("PPO", "HMO", "Gold", "Silver Choice", "Select", "Family Care", "Basic", "Plus 500")
_SPECIALTIES = (
    "Family Clinic",
    "Medical Group",
    "Orthopedics",
    "Physical Therapy",
    "Pediatrics",
    "Dental Care",
    "Health Center",
)

_FORMS = ("PA", "PC", "LLC", "Inc", "PLLC")


@dataclass(frozen=True)
class Service:
    """One service line."""

    day: date
    last_day: date
    place: str
    procedure: str
    modifier: str
    pointer: str
    charge: Decimal
    units: int


@dataclass(frozen=True)
class ClaimFacts:
    """Every field's text by name as a person would write it, but dates and amounts still typed."""

    texts: dict[str, str]
    dates: dict[str, date]
    amounts: dict[str, Decimal]
    flags: dict[str, bool]
    services: tuple[Service, ...]
    claim_number: str


def make_npi(rng: random.Random) -> str:
    """Returns a provider number whose check digit is right: Luhn over the prefix 80840 and the number."""
    from stdnum import luhn

    body = "1" + digits(rng, 8)
    return f"{body}{luhn.calc_check_digit('80840' + body)}"


def make_claim_facts(rng: random.Random) -> ClaimFacts:
    """Returns a coherent claim's facts."""
    patient = make_party(rng, COUNTRIES["US"], person=True)
    provider = make_party(rng, COUNTRIES["US"])
    oneself = rng.random() < 0.6
    insured = patient if oneself else make_party(rng, COUNTRIES["US"], person=True)
    surname = provider.contact.split()[-1]
    city, rest = patient.city.rsplit(",", 1)
    state, postcode = rest.split()
    written: dict[bool, str] = {}
    order = rng.random() < 0.4

    def name(person: str) -> str:
        first, last = person.split(" ", 1)
        middle = f" {rng.choice('ABCDEJKLMRST')}." if rng.random() < 0.3 else ""
        return f"{last}, {first}{middle}" if order else f"{first}{middle} {last}"

    written[True] = name(patient.name)
    written[False] = written[True] if oneself else name(insured.name)
    sex, insured_sex = rng.choice("MF"), rng.choice("MF")
    born = date(1935, 1, 1) + timedelta(days=rng.randrange(29000))
    insured_born = born if oneself else date(1935, 1, 1) + timedelta(days=rng.randrange(25000))
    signed = date(2016, 1, 1) + timedelta(days=rng.randrange(3900))
    services = _services(rng, signed)
    charge = sum((s.charge for s in services), Decimal(0))
    codes = rng.sample(_DIAGNOSES.split(), rng.randint(1, 4))
    plan = f"{coined_word(rng).title()} {rng.choice(['Health', 'Mutual', 'Life & Health', 'Care', 'Insurance'])}"
    texts = {
        "payer_name": f"{plan} {rng.choice(['Plan', 'Insurance Company', 'Inc.', 'Group'])}",
        "coverage_type": rng.choice(["Group", "Medicare", "Medicaid", "Other", "Individual"]),
        "insured_id": rng.choice(
            [pattern(rng, "@@@#########"), digits(rng, 9), pattern(rng, "@########"), pattern(rng, "###-##-####")]
        ),
        "patient_name": written[True],
        "patient_sex": sex,
        "insured_name": written[False],
        "patient_street": patient.street,
        "patient_city": city,
        "patient_state": state,
        "patient_zip": postcode,
        "patient_phone": patient.phone,
        "patient_relationship": "Self" if oneself else rng.choice(["Spouse", "Child", "Other"]),
        "insured_policy_group": rng.choice([pattern(rng, "GRP######"), digits(rng, 6), pattern(rng, "@@-#####")]),
        "insured_sex": sex if oneself else insured_sex,
        "insurance_plan_name": f"{plan} {rng.choice(_PLANS)}",
        "patient_signature": rng.choice(["SIGNATURE ON FILE", "Signature on file", written[True]]),
        "prior_authorization_number": rng.choice([pattern(rng, "PA#######"), digits(rng, 8)]),
        "federal_tax_id": pattern(rng, "##-#######"),
        "federal_tax_id_type": "EIN",
        "patient_account_number": rng.choice([pattern(rng, "@######"), digits(rng, 6), pattern(rng, "ACCT####")]),
        "billing_provider_name": " ".join((surname, rng.choice(_SPECIALTIES), rng.choice(_FORMS))),
        "billing_provider_street": provider.street,
        "billing_provider_city_state_zip": provider.city,
        "billing_provider_phone": provider.phone,
        "billing_provider_npi": make_npi(rng),
        **{f"diagnosis_code_{letter}": code for letter, code in zip("abcd", codes, strict=False)},
    }
    accident = rng.random() < 0.2
    flags = {
        "related_to_employment": rng.random() < 0.15,
        "related_to_auto_accident": accident,
        "related_to_other_accident": not accident and rng.random() < 0.1,
        "another_health_plan": rng.random() < 0.2,
        "accept_assignment": rng.random() < 0.8,
    }
    paid = Decimal("0.00") if rng.random() < 0.5 else (charge * rng.randint(5, 60) / 100).quantize(Decimal("0.01"))
    dates = {"patient_birth_date": born, "insured_birth_date": insured_born, "patient_signature_date": signed}
    amounts = {"total_charge": charge, "amount_paid": paid}
    return ClaimFacts(
        texts, dates, amounts, flags, services, rng.choice([pattern(rng, "CLM-#######"), digits(rng, 10)])
    )


def _services(rng: random.Random, signed: date) -> tuple[Service, ...]:
    made = []
    for _ in range(rng.choice([1, 1, 2, 2, 3, 4, 5, 6])):
        day = signed - timedelta(days=rng.randint(0, 40))
        last = day if rng.random() < 0.85 else day + timedelta(days=rng.randint(1, 5))
        charge = Decimal(rng.randint(1500, 95000)) / 100
        modifier = rng.choice(["25", "59", "RT", "LT"]) if rng.random() < 0.2 else ""
        pointer = rng.choice(["A", "A", "AB", "B"])
        made.append(
            Service(
                day,
                last,
                rng.choice(["11", "22", "23"]),
                rng.choice(_PROCEDURES.split()),
                modifier,
                pointer,
                charge,
                rng.choice([1, 1, 1, 2, 3, 4]),
            )
        )
    return tuple(made)
