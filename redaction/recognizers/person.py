"""Names of persons by what is before them, in six languages, and in the cells of forms."""

from __future__ import annotations

import re
from collections.abc import Sequence

from redaction.entities import LIKELY, Entity
from redaction.lexicon import is_ordinary
from redaction.page_grid import Cell, Sheet, is_caption, is_caption_word
from redaction.recognizers.labelled import LabelledRecognizer, labels

_UP = r"[^\W\d_a-zß-öø-ÿ]"
_PARTICLE = (
    r"(?:de la|de|del|della|di|da|dos|du|van der|van den|van de|van|von der|von|zu|ter|ten|le|la|el|al|bin|ibn|y|"
    r"O['’]|d['’])"
)
NAME = rf"(?:{_PARTICLE} )?{_UP}[\w'’\-]*\.?(?: (?:{_PARTICLE} )?{_UP}[\w'’\-]*\.?){{0,3}}"
"""One to four capitalized words, with the particles between them."""

COMPANY = re.compile(
    r"\b(?:gmbh|mbh|ag|kg|ohg|ug|e\.?k|inc|llc|l\.l\.c|ltd|limited|corp|corporation|co|company|plc|pty|sa|sas|"
    r"sarl|srl|s\.?l|s\.?p\.?a|bv|nv|"
    r"ab|as|oy|group|holding|bank|insurance|versicherung|hospital|clinic|medical|center|centre|university|"
    r"department|services?|"
    r"accounts|payable|department|orchestra|sons|brothers|college|school|shield|cross|medicare|associates|partners|foundation|institute|"
    r"enterprise|trading|store|shop|sdn|bhd|blvd|street|road)\b",
    re.IGNORECASE,
)  # fmt: skip
TITLES = (
    r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Rev|Sir|Herrn?|Frau|Fr|Hr|Familie|Monsieur|Madame|Mademoiselle|Mme|Mlle|M|"
    r"Señora?|Srta|Sra|Sr|Don|Doña|"
    r"Signora?|Sig\.ra|Sig|Dott|Dhr|Mevr|Mevrouw|Mw|De heer)"
)
"""Words before a name that are no part of it."""

_TITLE = re.compile(
    rf"(?<![\w.])(?:(?i:dear|hello|hi|attn|attention)[\s:,.]+)?{TITLES}(?:\.[ ]?|[ ])(?:(?:Dr|Prof|med|Ing|"
    rf"Dipl)\.?[ ](?:\w+\.[ ])?)?(?={_UP})"
)


class _Named(LabelledRecognizer):
    entity = Entity.PERSON

    def accepts(self, text: str) -> bool:
        """A caption, a company or a text with digits is no person."""
        words = text.split()
        return (
            not is_caption(text)
            and not text.endswith(":")
            and not COMPANY.search(text)
            and not is_caption_word(words[0])
            and not all(map(is_ordinary, words))
            and any(len(word.strip(".,")) > 1 for word in words)
        )


class TitledPerson(_Named):
    """Names behind a title such as ``Dr.``, ``Frau`` or ``Mme``."""

    label = _TITLE
    value = re.compile(NAME)
    rows = 0


class IntroducedPerson(_Named):
    """Names behind words that introduce one, within running text."""

    label = re.compile(
        r"(?<!\w)(?i:my name is|name['’]?s|i am called|call me|this is|signed by|prepared by|attended by|care of|"
        r"c/o|attn|attention|"
        r"z\.? ?hd\.?|zu händen|ansprechpartner(?:in)?|sachbearbeiter(?:in)?|kontakt|kontoinhaber(?:in)?|"
        r"bearbeiter(?:in)?|à l['’]attention de|interlocuteur|"
        r"titulaire|a la atención de|titular|all['’]attenzione di|intestatario|t\.?a\.?v|contactpersoon|"
        r"tenaamstelling|"
        r"contact person|account holder|cardholder|card holder|beneficiary|sales ?person|served by|cashier|"
        r"operator|sincerely|regards|"
        r"best wishes|yours truly|mit freundlichen grüßen|cordialement|atentamente|cordiali saluti|"
        r"met vriendelijke groet)"
        r"(?=[\s:,.])[\s:,.]*(?:is\s)?"
    )  # fmt: skip
    value = re.compile(NAME)
    rows = 0


class PersonField(_Named):
    """Names in a form's cells, whatever their case."""

    score = LIKELY
    label = labels(
        r"(?:other )?(?:insured|patient|member|subscriber|claimant|employee|applicant|policy ?holder|guarantor|"
        r"spouse|witness|driver|owner|student|account holder|"
        r"customer|client|guest|passenger|borrower|tenant|landlord|contact|provider|physician|doctor|agent|"
        r"adjuster)(?:['’]?s)? (?:full )?name",
        r"name of (?:insured|patient|employee|referring provider or other source|referring (?:provider|"
        r"physician)|claimant|applicant)",
        r"(?:first|last|middle|maiden|given|full|legal|sur|family|birth) names?", r"surname", r"forename",
        r"(?<!trading\x20)(?<!company\x20)(?<!product\x20)(?<!bank\x20)(?<!file\x20)(?<!plan\x20)name(?=\s?[:;])",
        r"patient(?=\s?[:;])", r"insured(?=\s?[:;])", r"claimant(?=\s?[:;])", r"(?:nach|vor|familien|geburts)name",
        r"versicherungsnehmer(?:in)?",
        r"versicherte(?:r|n)?(?=\s?:)", r"patient(?:in)?(?=\s?:)", r"nom(?: de famille)?(?=\s?:)", r"prénoms?",
        r"assuré(?=\s?:)", r"nombre(?=\s?:)", r"apellidos?",
        r"paciente(?=\s?:)", r"nome(?=\s?:)", r"cognome", r"paziente(?=\s?:)", r"naam(?=\s?:)", r"voornaam",
        r"achternaam", r"patiënt(?=\s?:)",
        # With a colon only: in a sentence these words name a role.
        r"(?:employee|employer['’]s contact|applicant|subscriber|guarantor|witness|spouse|guardian|parent|next of kin|"
        r"emergency contact|driver|technician|cashier|operator|tenant|landlord|borrower|beneficiary|card ?holder|"
        r"account holder|policy ?holder|student|teacher|instructor|passenger|guest|agent|adjuster|examiner|physician|"
        r"doctor|surgeon|therapist|nurse|attorney|trustee|executor|salesperson|sales rep|signatory|contact person|"
        r"signature|signed(?: by)?|(?:prepared|approved|requested|authori[sz]ed|checked|reviewed|received|issued|"
        r"reported|submitted|completed|witnessed|delivered|served|ordered) (?:by|for)|"
        r"ansprechpartner(?:in)?|(?:sach)?bearbeiter(?:in)?|fahrer(?:in)?|mieter(?:in)?|vermieter(?:in)?|unterschrift|"
        r"zahlungspflichtiger?|kontoinhaber(?:in)?|antragsteller(?:in)?|interlocuteur|titulaire|débiteur|conducteur|"
        r"signataire|titular|asegurado|deudor|conductor|intestatario|assicurato|contactpersoon|verzekerde|płatnik|"
        r"osoba kontaktowa|kontaktperson|segurado)(?=\s?:)",
        r"signature of physician or supplier", r"printed name", r"print name",
    )  # fmt: skip
    value = re.compile(r"[^\W\d_][\w'’.\-]*(?:(?:\s|,\s?)[^\W\d_][\w'’.\-]*){0,4}")
    rows = 6

    def in_row(self, sheet: Sheet, row: Sequence[Cell]) -> list[tuple[int, int]]:
        """Returns the whole cells of one row that read like a name."""
        return [
            (cell.start, cell.end)
            for cell in row
            if self.value.fullmatch(sheet.cell_text(cell).strip(" .,;:|")) and self.accepts(sheet.cell_text(cell))
        ]
