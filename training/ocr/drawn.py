"""Drawn lines with names, addresses, amounts and signs of many languages: real pages show few of their letters."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
from faker import Faker
from PIL import Image, ImageDraw, ImageFont

from extractors.ocr.crops import HEIGHT
from extractors.page_image import Pixels

LOCALES = (
    "pl_PL", "cs_CZ", "tr_TR", "hu_HU", "ro_RO", "sv_SE", "da_DK", "no_NO", "fi_FI", "pt_PT", "es_ES", "fr_FR",
    "de_DE", "it_IT", "hr_HR", "sk_SK", "sl_SI", "lt_LT", "lv_LV", "et_EE", "nl_NL", "en_US", "en_GB",
)  # fmt: skip
CURRENCIES = ("€", "£", "$", "zł", "Kč", "kr", "CHF", "RM", "Ft", "lei", "¥", "₺", "₹")
SIGNS = (
    "§", "°C", "m²", "№", "®", "™", "½", "–", "—", "•", "“x”", "„x“", "‘x’", "…", "%", "&", "#", "@", "±",
    "µ", "¿", "¡", "«x»",
)  # fmt: skip
RARE_LETTERS = tuple(letter for letter in map(chr, range(0xC0, 0x180)) if letter.isalpha())
PLAIN_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
FONTS = Path("/usr/share/fonts/truetype")
FAMILIES = ("dejavu", "liberation")
LONGEST = 60


def lines(seed: int) -> Iterator[Pixels]:
    """Yields crops of drawn lines without end, (HEIGHT, width, 3)."""
    chance = random.Random(seed)
    fakers = [Faker(locale) for locale in LOCALES]
    for faker in fakers:
        faker.seed_instance(chance.random())
    fonts = sorted(path for family in FAMILIES for path in (FONTS / family).glob("*.ttf") if "Math" not in path.name)
    while True:
        text = _text(chance.choice(fakers), chance)
        text = text.upper() if chance.random() < 0.12 else text
        yield _drawn(text[:LONGEST], chance.choice(fonts), chance)


def _text(faker: Faker, chance: random.Random) -> str:
    kind = chance.choices(("name", "street", "company", "words", "city", "amount", "letters", "signs"),
                          (22, 18, 10, 12, 8, 16, 7, 7))[0]  # fmt: skip
    if kind == "words":
        return " ".join(faker.words(chance.randint(1, 6)))
    if kind == "amount":
        return _amount(chance)
    if kind == "letters":
        length = chance.randint(3, 14)
        return "".join(chance.choice(RARE_LETTERS if chance.random() < 0.35 else PLAIN_LETTERS) for _ in range(length))
    if kind == "signs":
        return " ".join(chance.choice(("abc", "12", "No", "1,5")) + chance.choice(SIGNS) for _ in range(3))
    made = {"name": faker.name, "street": faker.street_address, "company": faker.company, "city": faker.city}[kind]()
    return str(made).replace("\n", ", ")


def _amount(chance: random.Random) -> str:
    english = f"{chance.uniform(0, 10 ** chance.randint(1, 5)):,.2f}"
    swapped = english.translate(str.maketrans(",.", ".,"))
    amount = chance.choice(
        (english, english.replace(",", ""), swapped, swapped.replace(".", " "), swapped.replace(".", ""))
    )
    currency = chance.choice(CURRENCIES)
    shapes = ("{amount}", "{currency} {amount}", "{amount} {currency}", "{count} x {amount}", "{count}% {amount}")
    return chance.choice(shapes).format(amount=amount, currency=currency, count=chance.randint(1, 99))


def _drawn(text: str, font_file: Path, chance: random.Random) -> Pixels:
    size = chance.randint(14, 44)
    font, margin = ImageFont.truetype(str(font_file), size), chance.uniform(0.1, 0.28) * size
    left, _, right, _ = font.getbbox(text)
    paper, ink = chance.randint(225, 255), chance.randint(0, 90)
    image = Image.new("RGB", (int(right - left + 2 * margin), int(1.15 * size + 1.4 * margin)), (paper,) * 3)
    ImageDraw.Draw(image).text((margin - left, 0.7 * margin + chance.uniform(-2, 2)), text, font=font, fill=(ink,) * 3)
    pixels = np.array(image)
    if chance.random() < 0.5:
        pixels = np.array(cv2.GaussianBlur(pixels, (0, 0), chance.uniform(0.3, 0.9)))
    if chance.random() < 0.5:
        packed = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, chance.randint(45, 90)])[1]
        pixels = np.array(cv2.imdecode(packed, cv2.IMREAD_COLOR))
    width = max(8, round(pixels.shape[1] * HEIGHT / pixels.shape[0]))
    between = cv2.INTER_AREA if pixels.shape[0] > HEIGHT else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(pixels, (width, HEIGHT), interpolation=between), np.uint8)
