"""Filled CMS-1500 forms (02/12): labeled claims in any number, in every condition in which forms arrive.

The form's layout is copyright NUCC. Neither the blank form nor a filled one may be committed or shipped. The blank form
comes from the clean red forms of the development set. Their black print is the filling and becomes white. People,
providers and services are invented.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from extractors.fields.forms.cms1500 import CMS1500, DIAGNOSIS_COLUMNS, DIAGNOSIS_ROWS, ROW_MIDDLES
from schemas.classes import SHIPPED
from schemas.errors import ConfigurationError
from training.synthetic.claim_facts import ClaimFacts, Service, make_claim_facts, make_npi
from training.synthetic.degrade import Pixels, degrade
from training.synthetic.fonts import font_file
from training.synthetic.parties import digits, pattern

INK = 120
"""Black ink of the filled-in text is darker than this in every channel; the red form is not."""

TYPEFACES = ("mono", "dejavumono", "sans", "condensed", "serif", "mono-bold")
PAYERS = (
    "BLUE CROSS BLUE SHIELD", "AETNA", "HUMANA", "UNITED HEALTHCARE", "STATE MEDICAID", "CIGNA", "MEDICARE PART B",
    "KAISER PERMANENTE", "MOLINA HEALTHCARE", "ANTHEM", "TRICARE WEST", "CENTENE",
)  # fmt: skip
PROVIDERS = ("CLINIC", "MEDICAL GROUP", "PHYSICAL THERAPY", "FAMILY PRACTICE", "ORTHOPEDICS", "PEDIATRICS", "RADIOLOGY")
DIAGNOSES = (
    "I10 E11.9 M54.50 J06.9 K21.9 E78.5 F41.1 R51.9 J45.909 N39.0 M25.561 S93.401A L20.9 H66.90 R10.9 Z00.00 G43.909"
    " J20.9 M17.11 S52.501A D64.9 O80 B34.9 L03.115 I25.10"
)
CONDITIONS = ("clean", "scan", "scan", "scan", "photo", "photo", "fax")

Truth = dict[str, dict[str, str]]


@dataclass(frozen=True)
class Claim:
    """What one form says: values as the ground truth writes them, and the facts behind them."""

    facts: ClaimFacts
    values: dict[str, str]
    npis: tuple[str, ...]


def blank_form(claims: Path) -> Pixels:
    """Returns the blank red form, (2200, 1700, 3).

    Args:
        claims: The development set with documents and truth.jsonl.

    Raises:
        ConfigurationError: The set has no clean forms in color.
    """
    rows = [json.loads(line) for line in (claims / "truth.jsonl").read_text(encoding="utf-8").splitlines() if line]
    pages = [Image.open(claims / row["file"]) for row in rows if row.get("condition") == "clean"]
    colored = [np.asarray(page) for page in pages if page.mode == "RGB"]
    if not colored:
        raise ConfigurationError(f"{claims} has no clean forms in color to take the blank form from")
    lightest = np.max(colored, axis=0)
    # Ink is where two fillings cross; what surrounds it is lossy compression of the same strokes.
    inked = (lightest.max(axis=2) < INK).astype(np.uint8)
    inked[:260, :320] = 0  # the form's own code is black
    grown = np.asarray(Image.fromarray(inked * 255).resize((inked.shape[1] // 2, inked.shape[0] // 2)).resize(
        (inked.shape[1], inked.shape[0]), Image.Resampling.BILINEAR
    ))  # fmt: skip
    blank = lightest.copy()
    blank[grown > 0] = 255
    return np.asarray(blank, np.uint8)


def make_claim(rng: random.Random) -> Claim:
    """Returns an invented claim in the form's own way of writing."""
    facts = make_claim_facts(rng)
    person = facts.texts["patient_name"].replace(",", "").replace(".", "").upper().split()
    other = facts.texts["insured_name"].replace(",", "").replace(".", "").upper().split()
    oneself = facts.texts["patient_relationship"] == "Self"
    patient, insured = _name(rng, person), _name(rng, other)
    payer = rng.choice(PAYERS)
    city = facts.texts["billing_provider_city_state_zip"].upper()
    codes = rng.sample(DIAGNOSES.split(), rng.randint(1, 6))
    is_ssn = rng.random() < 0.2
    flags = {name: str(value).lower() for name, value in facts.flags.items()}
    values = {
        "payer_name": payer,
        "coverage_type": rng.choice(["Group", "Group", "Medicare", "Medicaid", "Other", "Tricare", "CHAMPVA", "FECA"]),
        "insured_id": pattern(rng, "@@@#########"),
        "patient_name": patient,
        "insured_name": patient if oneself else insured,
        "patient_street": facts.texts["patient_street"].upper(),
        "patient_city": facts.texts["patient_city"].upper(),
        "patient_state": facts.texts["patient_state"],
        "patient_zip": facts.texts["patient_zip"],
        "patient_phone": f"{_area_code(rng)} 555-{digits(rng, 4)}",
        "patient_relationship": facts.texts["patient_relationship"],
        "patient_sex": facts.texts["patient_sex"],
        "insured_sex": facts.texts["insured_sex"],
        "insured_policy_group": pattern(rng, "GRP######"),
        "insurance_plan_name": rng.choice([payer, f"{payer} PPO", f"{payer} HMO", f"{payer} GOLD"]),
        **flags,
        "patient_signature": "SIGNATURE ON FILE",
        **{f"diagnosis_code_{letter}": code for letter, code in zip("abcdef", codes, strict=False)},
        "federal_tax_id": pattern(rng, "###-##-####" if is_ssn else "##-#######"),
        "federal_tax_id_type": "SSN" if is_ssn else "EIN",
        "patient_account_number": pattern(rng, "@######"),
        "billing_provider_name": f"{other[0]} {rng.choice(PROVIDERS)} {rng.choice(['PA', 'PC', 'LLC', 'INC'])}",
        "billing_provider_street": facts.texts["billing_provider_street"].upper(),
        "billing_provider_city_state_zip": city,
        "billing_provider_phone": f"{_area_code(rng)} 555-{digits(rng, 4)}",
        "billing_provider_npi": make_npi(rng),
        **{name: day.isoformat() for name, day in facts.dates.items()},
        **{name: f"{amount:.2f}" for name, amount in facts.amounts.items()},
    }
    if rng.random() < 0.3:
        values["prior_authorization_number"] = pattern(rng, "PA#######")
    return Claim(facts, values, tuple(make_npi(rng) for _ in facts.services))


def _name(rng: random.Random, words: Sequence[str]) -> str:
    given, surname = words[0], words[-1]
    return f"{surname}, {given}, {rng.choice('ABCDEJKLMRST')}"


def _area_code(rng: random.Random) -> str:
    return f"{rng.randint(2, 9)}{digits(rng, 2)}"


def draw(claim: Claim, blank: Pixels, rng: random.Random, condition: str) -> Pixels:
    """Returns the filled form as it arrives, (2200, 1700, 3)."""
    is_black = rng.random() < 0.4
    form = np.repeat(blank.min(axis=2)[:, :, None], 3, axis=2) if is_black else blank
    page = Image.fromarray(np.ascontiguousarray(form))
    _Pen(page, rng).fill(claim)
    pixels = np.asarray(page, np.uint8)
    return pixels if condition == "clean" else degrade(pixels, condition, rng)[0]


class _Pen:
    """Types one claim onto a form, a little off as printers do."""

    def __init__(self, page: Image.Image, rng: random.Random) -> None:
        self._draw, self._rng = ImageDraw.Draw(page), rng
        self._font = ImageFont.truetype(str(font_file(rng.choice(TYPEFACES))), rng.choice([25, 26, 27, 28]))
        self._x, self._y = rng.uniform(-4, 6), rng.uniform(-5, 4)
        self._ink = (rng.randint(0, 45),) * 3

    def text(self, text: str, left: float, middle: float) -> None:
        place = (left + self._x, middle + self._y)
        self._draw.text(place, text, font=self._font, fill=self._ink, anchor="lm")

    def fill(self, claim: Claim) -> None:
        values = claim.values
        for number, line in enumerate(
            (values["payer_name"], f"PO BOX {self._rng.randint(100, 99999)}", "", "LEXINGTON, KY 40512")
        ):
            self.text(line, 895, 87 + 36 * number)
        for name, (left, middle) in _PLACES.items():
            if name in values:
                self.text(values[name], left, middle)
        self.text(values["insured_name"], 1046, 371)
        for phone, left, middle in (("patient_phone", 336, 575), ("billing_provider_phone", 1358, 1944)):
            area, _, rest = values[phone].partition(" ")
            self.text(area, left, middle)
            self.text(rest, left + 78, middle)
        for name, cells, middle in (
            ("patient_birth_date", (661, 716, 778), 377), ("insured_birth_date", (1097, 1151, 1212), 712),
        ):  # fmt: skip
            year, month, day = values[name].split("-")
            for cell, left in zip((month, day, year), cells, strict=True):
                self.text(cell, left, middle)
        year, month, day = values["patient_signature_date"].split("-")
        self.text(f"{month}/{day}/{year}", 759, 1031)
        self.text("SIGNATURE ON FILE", 1147, 1031)
        for name, left, middle in (
            ("patient_street", 1046, 436),
            ("patient_city", 1046, 505),
            ("patient_zip", 1046, 575),
        ):
            self.text(values[name], left, middle)  # the insured's address, which has no fields
        self._codes(values)
        self._amount(values["total_charge"], 1058, 1154, 1903)
        self._amount(values["amount_paid"], 1286, 1354, 1903)
        for middle, name in zip(
            (1973, 2005, 2037),
            ("billing_provider_name", "billing_provider_street", "billing_provider_city_state_zip"), strict=True,
        ):  # fmt: skip
            self.text(values[name], 1036, middle)
        for option in CMS1500.options:
            if values.get(option.field) == option.value:
                self.text("X", option.x - 9, option.y - 2)
        for middle, service, npi in zip(ROW_MIDDLES, claim.facts.services, claim.npis, strict=False):
            self._service(service, npi, middle)

    def _codes(self, values: dict[str, str]) -> None:
        dotted = self._rng.random() < 0.5
        places = [(left + 1, (top + bottom) / 2) for top, bottom in DIAGNOSIS_ROWS for left, _ in DIAGNOSIS_COLUMNS]
        self.text("0", 876, 1288)
        for letter, (left, middle) in zip("abcdefghijkl", places, strict=True):
            if code := values.get(f"diagnosis_code_{letter}"):
                self.text(code if dotted else code.replace(".", ""), left, middle)

    def _amount(self, amount: str, left: float, cents_left: float, middle: float) -> None:
        whole, _, cents = amount.partition(".")
        self.text(whole, left, middle)
        self.text(cents, cents_left, middle)

    def _service(self, service: Service, npi: str, middle: float) -> None:
        for day, cells in ((service.day, (55, 108, 168)), (service.last_day, (231, 288, 352))):
            for cell, left in zip(day.strftime("%m %d %y").split(), cells, strict=True):
                self.text(cell, left, middle)
        for text, left in (
            (service.place, 411), (service.procedure, 539), (service.modifier, 684), (service.pointer, 935),
            (str(service.units), 1218), (npi, 1397),
        ):  # fmt: skip
            self.text(text, left, middle)
        self._amount(f"{service.charge:.2f}", 1037, 1136, middle)


_PLACES = {
    "insured_id": (1046, 308), "patient_name": (68, 371), "patient_street": (68, 436), "patient_city": (68, 505),
    "patient_state": (574, 505), "patient_zip": (68, 575), "insured_policy_group": (1046, 638),
    "insurance_plan_name": (1046, 841), "patient_signature": (157, 1031), "prior_authorization_number": (1046, 1375),
    "federal_tax_id": (62, 1903), "patient_account_number": (497, 1903), "billing_provider_npi": (1060, 2077),
}  # fmt: skip
"""Left edge and middle of what is typed in one piece."""


def write_claims(claims: Path, folder: Path, count: int, *, seed: int) -> None:
    """Writes drawn claims and their truth.jsonl, in the format of the data sets.

    Args:
        claims: The development set that gives the blank form.
        folder: Where to write; outside of the repository.
        count: How many.
        seed: The same seed writes the same claims.
    """
    blank = blank_form(claims)
    (folder / "documents").mkdir(parents=True, exist_ok=True)
    with (folder / "truth.jsonl").open("w", encoding="utf-8") as out:
        for row, pixels in _drawn(blank, count, seed):
            Image.fromarray(pixels).save(folder / row["file"], quality=88)
            out.write(json.dumps(row) + "\n")


def _drawn(blank: Pixels, count: int, seed: int) -> Iterator[tuple[dict[str, Any], Pixels]]:
    for number in range(count):
        rng = random.Random(seed * 1_000_003 + number)
        claim, condition = make_claim(rng), CONDITIONS[number % len(CONDITIONS)]
        file = f"documents/claim_{seed}_{number:04d}.jpg"
        yield _row(claim, file, condition), draw(claim, blank, rng, condition)


def _row(claim: Claim, file: str, condition: str) -> dict[str, Any]:
    kinds = {spec.name: str(spec.kind) for spec in SHIPPED.require("claim").fields}
    fields: Truth = {n: {"value": v, "type": kinds[n]} for n, v in claim.values.items()}
    lines = [_line(s, npi) for s, npi in zip(claim.facts.services, claim.npis, strict=True)]
    return {
        "file": file, "document_class": "claim", "family": file, "condition": condition, "fields": fields,
        "line_items": lines,
    }  # fmt: skip


def _line(service: Service, npi: str) -> Truth:
    cells = {
        "date_from": (service.day.isoformat(), "date"), "date_to": (service.last_day.isoformat(), "date"),
        "place_of_service": (service.place, "code"), "procedure_code": (service.procedure, "code"),
        "diagnosis_pointer": (service.pointer, "code"), "charge": (f"{Decimal(service.charge):.2f}", "money"),
        "units": (str(service.units), "number"), "rendering_provider_npi": (npi, "id"),
    }  # fmt: skip
    if service.modifier:
        cells["modifier"] = (service.modifier, "code")
    return {name: {"value": value, "type": kind} for name, (value, kind) in cells.items()}
