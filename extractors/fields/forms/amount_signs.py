"""Amounts behind a printed sign: a $ that touches the number is read as its first digit, $76 as 476.

Such an amount is cut out behind the sign and read by itself.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractors.fields.forms.area_values import read_value
from extractors.fields.forms.date_cells import CUT_TRUST, ReadWords, crop
from extractors.fields.forms.parsers import Token
from extractors.fields.forms.registration import Registration
from extractors.fields.forms.template import Area, Caption
from extractors.page_image import Pixels
from schemas.extraction import ExtractedField

BEHIND = 2.0
"""Form units from the right edge of the sign to the left edge of the crop."""

HALF_HEIGHT = 17.0
UNSURE = 0.5
"""What is left of the confidence where the crop shows no amount."""


def sign_of(area: Area, captions: Sequence[Caption]) -> Caption | None:
    """Returns the sign that is printed in front of the number of an amount's area, such as $."""
    if area.kind != "money":
        return None
    signs = [c for c in captions if not any(ch.isalnum() for ch in c.text)]
    inside = [c for c in signs if area.left <= c.left and c.right <= area.right and area.top <= c.middle <= area.bottom]
    return inside[0] if inside else None


def beside_sign(
    seen: ExtractedField,
    first: Token,
    area: Area,
    sign: Caption,
    registration: Registration,
    pixels: Pixels,
    read_words: ReadWords,
) -> ExtractedField:
    """Returns an amount as read from its crop after the sign; unchanged and unsure if that shows none.

    Args:
        seen: The amount as the words of the page give it.
        first: Its first word, in form units without the shift of the typing.
        area: Its place on the form.
        sign: The printed sign, on which the word begins.
        registration: Where the form lies on the page.
        pixels: The page.
        read_words: Reads the crop.
    """
    middle = first.middle + registration.shift[1]
    box = registration.box(sign.right + BEHIND, middle - HALF_HEIGHT, area.right, middle + HALF_HEIGHT)
    [(text, confidence)] = read_words([crop(pixels, box)])
    reading = read_value(area.kind, [Token(text, sign.right, area.right, first.middle, confidence, first.word_id)])
    if reading is None or reading.value is None:
        return seen.model_copy(update={
            "confidence": seen.confidence * UNSURE, "why": (*seen.why, "it begins on the sign that is printed there"),
        })  # fmt: skip
    trust = CUT_TRUST * registration.quality * reading.trust
    if reading.value == seen.value:
        return seen.model_copy(update={"confidence": max(seen.confidence, trust * confidence)})
    why = "it was cut out behind the sign that is printed there, and read by itself"
    return seen.model_copy(update={
        "raw": reading.raw, "value": reading.value, "problem": reading.problem, "confidence": trust * confidence,
        "why": (*seen.why, why),
    })  # fmt: skip
