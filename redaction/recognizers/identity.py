"""Numbers of passports, identity cards, driver licenses and national registers, and machine readable zones."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from redaction.entities import CERTAIN, LIKELY, Entity, Hit
from redaction.page_grid import Sheet
from redaction.recognizers.base import Recognizer
from redaction.recognizers.labelled import LabelledRecognizer, every, labels


class IdentityDocument(LabelledRecognizer):
    """Document numbers by their caption."""

    entity = Entity.ID_DOCUMENT
    label = labels(
        r"passport (?:number|no|card)?", r"(?:driver['’]?s?|driving) licen[cs]e", r"dl (?:number|no)",
        r"(?:national )?(?:id|identity|identification) (?:card )?(?:number|no)", r"identity card",
        r"alien (?:number|registration number)",
        r"(?:reise)?pass ?(?:nr|nummer)", r"personalausweis ?(?:nr|nummer)?", r"ausweis ?(?:nr|nummer)",
        r"führerschein ?(?:nr|nummer)?",
        r"(?:renten|sozial)versicherungs ?(?:nr|nummer)", r"passeport", r"carte (?:nationale )?d['’]identité",
        r"numéro de sécurité sociale", r"permis de conduire", r"pasaporte", r"dni", r"nie", r"nif",
        r"licencia de conducir",
        r"passaporto", r"carta d['’]identità", r"patente (?:di guida)?", r"paspoort ?(?:nummer)?",
        r"rijbewijs ?(?:nummer)?",
        r"bsn", r"burgerservicenummer", r"document (?:number|no)",
    )  # fmt: skip
    value = re.compile(
        r"(?=[A-Z0-9\-./ ]{0,12}\d)[A-Z0-9][A-Z0-9\-./]{4,20}[A-Z0-9](?: \d{2,}){0,4}|\d{2} \d{6} [A-Z] \d{3}"
    )


_MRZ = re.compile(r"(?<![A-Z0-9<])[A-Z0-9<«‹]{26,46}(?![A-Z0-9<])")


class MachineReadableZone(Recognizer):
    """Lines of a passport's or card's machine readable zone: 30, 36 or 44 characters with fillers.

    Source: ICAO 9303. OCR loses fillers, so lengths from 26 on count where fillers or a header are there.
    """

    entities = (Entity.ID_DOCUMENT,)

    def find(self, sheet: Sheet, named: Sequence[Any]) -> Iterable[Hit]:
        """Returns the lines of all zones."""
        for line in re.finditer(r"[^\n]+", sheet.text):
            packed = line.group().replace(" ", "").upper()
            if not _MRZ.fullmatch(packed):
                continue
            fillers = sum(packed.count(c) for c in "<«‹")
            if fillers >= 3 or (fillers and sum(c.isdigit() for c in packed) >= 12):
                yield Hit(line.start(), line.end(), Entity.ID_DOCUMENT, CERTAIN)


_NATIONAL = (
    # The letter forms alone are rare enough; the all-digit ones need their caption beside the checksum.
    ("it.codicefiscale", r"[A-Z]{6}\d{2}[A-Z]\d{2}[A-Z]\d{3}[A-Z]", None),
    ("es.dni", r"\d{8}[ -]?[A-Z]", None),
    ("es.nie", r"[XYZ][ -]?\d{7}[ -]?[A-Z]", None),
    ("fr.nir", r"[12] ?\d{2} ?\d{2} ?\d[\dAB] ?\d{3} ?\d{3} ?\d{2}", None),
    ("nl.bsn", r"\d{4}[. ]?\d{2}[. ]?\d{3}", r"bsn|burgerservice|sofi"),
    ("de.idnr", r"\d{2} ?\d{3} ?\d{3} ?\d{3}", r"identifikationsnummer|steuer-?id|idnr|tin"),
    ("be.nn", r"\d{2}[. ]?\d{2}[. ]?\d{2}[- ]?\d{3}[. ]?\d{2}", r"rijksregister|registre national|nn"),
    ("", r"(?![DFIQUV]|.[DFIOQUV]|BG|GB|NK|KN|NT|TN|ZZ)[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]", None),
    ("", r"[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]", r"national insurance|\bn\.?i\.?(?:no|number)?\b"),
    ("gb.nhs", r"\d{3} ?\d{3} ?\d{4}", r"nhs"),
    ("ca.sin", r"\d{3}[ -]?\d{3}[ -]?\d{3}", r"\bsin\b|social insurance"),
)


class NationalId(Recognizer):
    """National identity numbers whose check digits fit, where needed beside their caption."""

    entities = (Entity.ID_DOCUMENT,)

    def __init__(self) -> None:
        super().__init__()
        self._kinds = [
            (re.compile(rf"(?<![A-Z0-9\-])(?:{form})(?![A-Z0-9])"), _checker(module),
             re.compile(caption, re.IGNORECASE) if caption else None)
            for module, form, caption in _NATIONAL
        ]  # fmt: skip

    def find(self, sheet: Sheet, named: Sequence[Any]) -> Iterable[Hit]:
        """Returns the numbers of all countries in the table."""
        for form, valid, caption in self._kinds:
            for match in every(form, sheet.text):
                if not valid(match.group()):
                    continue
                if caption is None or caption.search(sheet.context(*match.span())):
                    yield Hit(*match.span(), Entity.ID_DOCUMENT, CERTAIN if caption is None else LIKELY)


def _checker(module: str) -> Callable[[str], bool]:
    """Returns python-stdnum's ``is_valid`` of one country's number; a kind without check digits is always valid."""
    from importlib import import_module

    if not module:
        return bool

    valid: Callable[[str], bool] = import_module(f"stdnum.{module}").is_valid
    return valid
