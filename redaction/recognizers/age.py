"""Ages of persons, in running text and in a form's cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from redaction.entities import LIKELY, Entity, Hit
from redaction.page_grid import Sheet
from redaction.recognizers.base import Recognizer
from redaction.recognizers.labelled import LabelledRecognizer, labels

_AGE = r"(?:1[01]\d|[1-9]?\d)"
_ENDS = (
    r"(?![\w%°]|[.,:/]\d|[ ]?(?:%|°|€|\$|£|percent\b|times\b|pages?\b|degrees\b|months\b|minutes\b|hours\b|kg\b|km\b))"
)
_FORMS = (
    # 54 years old, a 79-year-old woman, 31 y/o
    rf"(?<![\w.,/-])({_AGE})[ -]?(?:years?|yrs?)[ -]?old\b",
    rf"(?<![\w.,/-])({_AGE})[ -]?(?:y[./]?o\b|y\.o\.)",
    # at the age of 61, aged 7
    rf"\b(?:at (?:the )?age(?: of)?|aged|age of|im Alter von|à l['’]âge de|a la edad de|all['’]età di)[ ]"
    rf"({_AGE}){_ENDS}",
    # just turned 47, I'll turn 23, turning 60
    rf"\b(?:turned|turning|(?:will|['’]ll|gonna|to) turn|turns)[ ]({_AGE})(?=[ ]*(?:[.,!?;)\n]|$)|"
    r"[ ](?:years|on|in|this|next|last|today|tomorrow|yesterday|and|or|but|when|soon)\b)",
    # I am 31.
    rf"\b(?:I am|I['’]m|s?he is|s?he['’]s|who is)[ ](?:now |only |just )?({_AGE})"
    r"(?=[ ]*(?:[.,!?;)]|$)|[ ](?:and|now|years)\b)",
    # when she was 65
    rf"\b(?:when|since|before|until)[ ](?:I|he|she|they)[ ](?:was|were|is|am|are|turned)[ ]({_AGE}){_ENDS}",
    # 54 Jahre alt, âgée de 54 ans, 54 años de edad, 54 anni di età, 54 jaar oud, 54 lat
    rf"(?<![\w.,/-])({_AGE})[ -](?:Jahre alt|jährige[rn]?\b|jaar oud|años de edad|anni di età|anos de idade|"
    r"år gammal|år gammel)",
    rf"\b(?:âgée? de|tiene|a fêté ses|compie|compió|cumplió|wurde|wird)[ ]({_AGE})[ ](?:ans|años|anni|Jahre)\b",
)  # fmt: skip


class Age(Recognizer):
    """Ages by the words around them."""

    entities = (Entity.AGE,)
    _forms = tuple(re.compile(form, re.IGNORECASE) for form in _FORMS)

    def find(self, sheet: Sheet, named: Sequence[Any]) -> Iterable[Hit]:
        """Returns the ages on a sheet."""
        for form in self._forms:
            for match in form.finditer(sheet.text):
                yield Hit(*match.span(1), Entity.AGE, LIKELY)


class LabelledAge(LabelledRecognizer):
    """Ages by their caption."""

    entity = Entity.AGE
    label = labels(
        r"(?:patient['’]s |insured['’]s |driver['’]s )?age(?: in years)?(?=\s?[:;\n]|\s\d)", r"alter(?=\s?:)",
        r"âge(?=\s?:)", r"edad(?=\s?:)", r"età(?=\s?:)", r"leeftijd(?=\s?:)",
        r"idade(?=\s?:)", r"wiek(?=\s?:)", r"ålder(?=\s?:)",
    )  # fmt: skip
    value = re.compile(rf"{_AGE}(?![\w.,/-]*\d)(?![ ]?%)")
    rows = 1
