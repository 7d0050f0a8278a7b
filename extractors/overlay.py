"""Draws a page with its words and fields, and lists the fields beside it."""

from __future__ import annotations

import colorsys
from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from extractors.page_image import Pixels
from schemas.document import Page
from schemas.extraction import ExtractedField

PAGE_HEIGHT = 1400
PANEL_WIDTH = 620
MARGIN = 24
WORD_LINE = (170, 190, 210)
INK, PALE = (30, 34, 40), (110, 118, 128)


def draw_overlay(pixels: Pixels, page: Page, fields: Sequence[ExtractedField], titles: dict[str, str]) -> Pixels:
    """Returns the page image with framed words and colored fields, and a panel with the fields.

    Args:
        pixels: The upright page.
        page: Its words.
        fields: The document's fields; those of other pages are listed without a frame.
        titles: How to call the fields.

    Returns:
        An image of 1400 pixels height, (height, width, 3), RGB.
    """
    scale = PAGE_HEIGHT / pixels.shape[0]
    size = (round(pixels.shape[1] * scale), PAGE_HEIGHT)
    canvas = Image.new("RGB", (size[0] + PANEL_WIDTH, PAGE_HEIGHT), "white")
    canvas.paste(Image.fromarray(pixels).resize(size, Image.Resampling.LANCZOS), (0, 0))
    draw = ImageDraw.Draw(canvas, "RGBA")
    for line in page.lines:
        for word in line.words:
            draw.rectangle(word.box.to_pixels(*size), outline=(*WORD_LINE, 150))
    colors = _colors(len(fields))
    for field, color in zip(fields, colors, strict=True):
        if field.page_number == page.number:
            for box in field.boxes:
                left, top, right, bottom = box.to_pixels(*size)
                draw.rectangle((left - 3, top - 3, right + 3, bottom + 3), outline=color, width=2, fill=(*color, 40))
    _panel(draw, size[0], fields, colors, titles)
    return np.asarray(canvas)


def _panel(
    draw: ImageDraw.ImageDraw,
    left: int,
    fields: Sequence[ExtractedField],
    colors: Sequence[tuple[int, int, int]],
    titles: dict[str, str],
) -> None:
    small, large = ImageFont.load_default(15), ImageFont.load_default(20)
    step = min(64, (PAGE_HEIGHT - 2 * MARGIN) // max(len(fields), 1))
    for row, (field, color) in enumerate(zip(fields, colors, strict=True)):
        x, y = left + MARGIN, MARGIN + row * step
        draw.rectangle((x, y + 4, x + 10, y + step - 12), fill=color)
        title = f"{titles.get(field.name, field.name)}   {field.confidence:.0%}   page {field.page_number}"
        draw.text((x + 22, y), title, font=small, fill=PALE)
        if step >= 36:
            draw.text((x + 22, y + 19), _cut(field.value or f"? {field.problem}", 52), font=large, fill=INK)
        else:
            draw.text((x + 330, y), _cut(field.value or "?", 28), font=small, fill=INK)


def _cut(text: str, most: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 3] + "..."


def _colors(count: int) -> list[tuple[int, int, int]]:
    """Returns colors that differ as much as their number allows."""
    made = []
    for i in range(count):
        red, green, blue = colorsys.hsv_to_rgb((i * 0.61803) % 1, 0.75, 0.8)
        made.append((round(red * 255), round(green * 255), round(blue * 255)))
    return made
