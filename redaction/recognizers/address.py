"""Street addresses of six languages' countries, post boxes, and towns beside their postal code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from redaction.entities import LIKELY, POSSIBLE, Entity, Hit
from redaction.page_grid import Sheet, is_caption
from redaction.recognizers.base import Recognizer
from redaction.recognizers.labelled import LabelledRecognizer, labels
from values.us_states import STATES

_UP = r"[^\W\d_a-zß-öø-ÿ]"
_NAME = rf"(?:{_UP}(?:[^\W\d_]|['’.\-])*)"
_STATE = "|".join((*STATES, "PR"))
_UNIT = r"(?i:apt|apartment|suite|ste|unit|room|rm|floor|fl|bldg|building|flat)\b\.?[ ]?\#?[ ]?[\w\-]{1,6}"
_SUFFIX = (
    r"(?i:street|st|avenue|ave|av|road|rd|boulevard|blvd|drive|dr|lane|ln|court|ct|circle|cir|place|pl|terrace|"
    r"ter|way|"
    r"parkway|pkwy|highway|hwy|square|sq|trail|trl|route|close|crescent|gardens|grove|mews|hill|row|walk|loop|alley|"
    r"plaza|turnpike|pike)"
)
_GERMAN = r"(?i:stra(?:ß|ss)e|str\.|str|weg|platz|allee|gasse|ring|damm|ufer|chaussee|steig|pfad|markt|berg|terrasse)"
_DUTCH = r"(?i:straat|laan|plein|gracht|kade|dijk|singel|dreef|vej|gade|gatan|vägen|katu|kuja|veien|gata|utca|út|tér)"
_ROMANCE = (
    r"(?i:rue|avenue|av\.|boulevard|bd|place|chemin|impasse|allée|quai|cours|route|calle|c/|avda\.?|avenida|"
    r"paseo|plaza|"
    r"carrer|ronda|via|viale|piazza|corso|largo|vicolo|strada|rua|travessa|praça|ulica|ul\.|trg)"
)
_LINK = r"(?:de|des|du|della|delle|dei|del|di|da|do|la|le|les|las|los|el|van|der|den|von|am|an|im|zum|zur|of|y|e|i)"
_HOUSE = r"(?!(?:19|20)\d\d\b)\d{1,5}(?:[ ]?[a-zA-Z](?!\w))?(?:[ ]?[\-/][ ]?\d{1,4}[a-zA-Z]?)?(?![\w.,]*\d)"
_WORDS = r"[ ]\w[\w'’.\-/]*"
_STREETS = (
    # 7939 LAKEVIEW DR; 12 N Main Street
    rf"(?<![\w.,$€£])\d{{1,6}}(?:[A-Z]|-\d{{1,4}})?[ ](?:[\w'’.\-]+[ ]){{1,5}}{_SUFFIX}\b\.?(?!['’\w])"
    rf"(?:[ ][NSEW]{{1,2}}\b)?",
    # Musterstraße 12a; Kerkstraat 12; Lange Straße 5
    rf"(?<!\w)(?!During|Spring|String|Offering|Brigade|Upgrade)(?:{_NAME}[ \-]){{0,3}}"
    rf"(?:{_UP}[\w\-]*(?:{_GERMAN}|{_DUTCH})|{_NAME}[ \-](?:{_GERMAN}|{_DUTCH}))\.?[ ]{_HOUSE}",
    # 12, rue de la Paix
    rf"(?<![\w.,])\d{{1,4}}(?:[ ]?(?:bis|ter))?,?[ ]{_ROMANCE}[ ](?:{_LINK}[ ]|[ld]['’]){{0,3}}"
    rf"{_NAME}(?:[ \-](?:{_LINK}[ ])?{_NAME}){{0,3}}",
    # Calle Mayor 5; Via Roma, 1
    rf"(?<!\w){_ROMANCE}[ ](?:{_LINK}[ ]|[ld]['’]){{0,3}}{_NAME}(?:[ \-](?:{_LINK}[ ])?{_NAME}){{0,3}},?[ ]"
    rf"(?:n[º°.][ ]?)?{_HOUSE}",
    # P.O. Box 123; Postfach 12 34 56; PSC 3117, Box 0609; Unit 2050 Box 4190
    r"(?<!\w)(?i:p\.?[ ]?o\.?[ ]?box|post(?:al|al[ ]office)?[ ]?box|postfach|postbus|boîte[ ]postale|b\.p\.|"
    r"apartado(?:[ ]de[ ]correos)?|casella[ ]postale)[ ]?[:#]?[ ]?\d[\d ]{0,8}",
    r"(?<!\w)(?i:(?:psc|unit|cmr)[ ]\d{2,5},?[ ]box[ ]\d{1,5})",
    rf"(?<!\w)USN[SV]?[ ]{_NAME}(?=\s+[AFD]PO\b)",
    # 6688 Kopfhölzistrasse 45 Suite 652: a unit shows that a street is before it, on its line or the one above
    rf"(?<![\w.,])\d{{1,6}}[A-Za-z]?(?:,?{_WORDS}){{1,7}}?,?(?:[ ]|[ ]?\n[^\w\n]*){_UNIT}",
)  # fmt: skip
_LONE_UNIT = re.compile(rf"(?<!\w){_UNIT}(?<=\d)")
_TOWNS = (
    rf"(?<!\w){_NAME}(?:[ \-]{_NAME}){{0,2}}[ ]?,?[ ](?:{_STATE})\.?,?[ ]\d{{5}}(?:[ ]?-[ ]?\d{{4}})?(?!\w)",
    r"(?<!\w)(?i:APO|FPO|DPO),?[ ](?i:AA|AE|AP)[ ]\d{5}(?:-\d{4})?(?!\w)",
    rf"(?<!\w){_NAME}(?:[ \-]{_NAME}){{0,2}}[ ]?,[ ](?:{_STATE})(?!\w)",
    # 12345 Berlin; D-10115 Berlin; 1234 AB Amsterdam; 75001 Paris
    rf"(?<![\w.,/\-])(?:[A-Z]{{1,2}}[\- ])?\d{{4,5}}[ ](?:[A-Z]{{2}}[ ])?{_UP}[^\W\d_]{{2,}}"
    rf"(?:[ \-](?:(?:{_LINK}|sur|bei)[ ])?{_UP}[^\W\d_]+){{0,2}}(?!\s?[\d:])",
    r"(?<!\w)[A-Z]{1,2}\d[A-Z\d]?[ ]\d[ABD-HJLNP-UW-Z]{2}(?!\w)",
    r"(?<!\w)[ABCEGHJ-NPRSTVXY]\d[A-Z][ ]?\d[A-Z]\d(?!\w)",
)  # fmt: skip
_REST = re.compile(
    rf"(?:{_UNIT}|(?:\d{{3,6}}[ ])?{_NAME}(?:[ \-](?:{_LINK}[ ])?{_NAME}){{0,3}}(?:,?[ ]\d{{3,6}}(?:-\d{{4}})?)?|"
    rf",?[ ]?(?:[A-Z]{{2}}|nan)(?:[ ]\d{{3,6}})?|\d{{4,6}})"
)
"""Content of a line below a street: a unit, a town, a state, a country, each with a postal code."""

_SAME_LINE = re.compile(
    rf"(?:,?[ ](?:{_UNIT}|{_NAME}(?:[ \-]{_NAME}){{0,2}}(?=[ ]?,|[ ]\d{{4,6}}\b|[ ]*$|[ ][A-Z]{{2}}\b)|"
    rf"[A-Z]{{2}}\b|\d{{4,6}}(?:-\d{{4}})?\b))+",
    re.MULTILINE,
)
"""What may follow a street on its own line."""

_LINES_BELOW = 4


class StreetAddress(Recognizer):
    """Streets with house numbers, post boxes and units, with what follows of the address, and towns beside a code."""

    entities = (Entity.STREET_ADDRESS,)
    _streets = tuple(re.compile(form) for form in _STREETS)
    _towns = tuple(re.compile(form) for form in _TOWNS)

    def find(self, sheet: Sheet, named: Sequence[Any]) -> Iterable[Hit]:
        """Returns the addresses on a sheet; a town beside a street counts for more than one alone."""
        streets = [m.span() for form in self._streets for m in form.finditer(sheet.text)]
        for start, end in streets:
            yield Hit(start, _grown(sheet, end), Entity.STREET_ADDRESS, LIKELY)
            for rest in _below(sheet, start):
                yield Hit(*rest, Entity.STREET_ADDRESS, LIKELY)
        for form in (*self._towns, _LONE_UNIT):
            for match in form.finditer(sheet.text):
                if is_caption(match.group()):
                    continue
                near = any(-60 <= match.start() - end <= 60 for _, end in streets)
                yield Hit(*match.span(), Entity.STREET_ADDRESS, LIKELY if near else POSSIBLE)


def _grown(sheet: Sheet, end: int) -> int:
    """Returns where the address ends on the street's line."""
    rest = _SAME_LINE.match(sheet.text, end)
    return rest.end() if rest and not is_caption(rest.group()) else end


def _below(sheet: Sheet, start: int) -> Iterable[tuple[int, int]]:
    """Yields the lines below a street that continue the address, in the street's column."""
    cell = sheet.cells[sheet.cell_index(start)]
    for row in sheet.below(cell, min(cell.left, sheet.left_of(start)))[:_LINES_BELOW]:
        text = sheet.cell_text(row[0])
        content = text.strip(" ,.;>?|*")
        if not _REST.fullmatch(content) or is_caption(content):
            return
        yield row[0].start, row[0].end


class LabelledAddress(LabelledRecognizer):
    """Addresses, towns and postal codes below or beside a form's captions, or behind words that introduce them."""

    entity = Entity.STREET_ADDRESS
    label = labels(
        r"(?:(?:home|mailing|residential|street|postal|billing|shipping|patient['’]?s|insured['’]?s|my|your|his|"
        r"her|their|"
        r"new|old|current|the) )+address(?: is| to)?",
        r"address:", r"anschrift", r"wohnhaft", r"wohnort", r"domicile", r"domicilio", r"indirizzo", r"residenza",
        r"woonplaats", r"(?:lives?|living|lived|resides?|reside|residing|located) (?:at|in|on)",
    )  # fmt: skip
    value = re.compile(
        r"(?:\d{1,6}\w?[ ,]+)?(?:[^\W\d_][\w'’.\-]*[ ,]+){1,5}\d{1,6}[a-zA-Z]?(?![\w/])|"
        r"\d{1,6}\w?,?(?: [^\W\d_][\w'’.\-]*){1,4}"
    )


class PostalCode(LabelledRecognizer):
    """Postal codes by their caption."""

    entity = Entity.STREET_ADDRESS
    label = labels(
        r"zip(?: code)?", r"post(?:al)? ?code", r"plz", r"postleitzahl", r"code postal", r"código postal",
    )  # fmt: skip
    value = re.compile(r"[A-Z0-9]{3,5}(?:[ \-][A-Z0-9]{2,4})?(?!\w)(?<=\w)(?<!\D\D\D)")


class TownField(LabelledRecognizer):
    """What a form's cell for a city or state holds."""

    entity = Entity.LOCATION
    label = re.compile(r"(?<![^\n])(?:city|town|state|ort|ville|ciudad|città|plaats)(?=[\s:]*\n|\s*:)", re.IGNORECASE)
    value = re.compile(rf"{_NAME}(?:[ \-]{_NAME}){{0,3}}")
    rows = 1

    def accepts(self, text: str) -> bool:
        """A state's two letters may be a word (OR, IN); a single letter is a tick or a separate cell."""
        return bool(re.fullmatch(_STATE, text)) or (len(text) > 2 and not is_caption(text))


class IntroducedPlace(LabelledRecognizer):
    """Towns and countries behind words that say where somebody is from."""

    entity = Entity.LOCATION
    label = re.compile(
        r"(?<!\w)(?:originally from|born in|lives? in|living in|resid(?:es?|ing) in|moved to|wohnt in)(?= )", re.I
    )
    value = re.compile(rf"{_NAME}(?:[ \-](?:{_LINK}[ ])?{_NAME}){{0,3}}")
    rows = 0
