"""Generated texts: label words of a kind and language between invented values, and the damage that scans do."""

from __future__ import annotations

import random
import string
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from extractors.classify.classifier import PageWords
from training.classifier_words import (
    COMMON,
    FORM_TEXTS,
    GOODS,
    INVOICE,
    OTHER_KINDS,
    PURCHASE_ORDER,
    RECEIPT,
)

LOCALES = {
    "en": ("en_US", "en_GB"),
    "de": ("de_DE",),
    "fr": ("fr_FR",),
    "es": ("es_ES",),
    "it": ("it_IT",),
    "nl": ("nl_NL",),
    "pt": ("pt_PT", "pt_BR"),
    "pl": ("pl_PL",),
    "sv": ("sv_SE",),
    "ja": ("ja_JP",),
    "zh": ("zh_CN",),
}
"""Faker's locales by language."""

PROSE = frozenset({"letter", "contract", "report", "resume", "eob", "registry_other"})
"""Kinds that are mostly running text."""

TABLES = frozenset({"quote", "delivery_note", "price_list", "bank_statement", "payslip", "loss_run", "reminder"})
"""Kinds of class other that have a table of amounts, as an invoice has."""


@dataclass(frozen=True)
class Sample:
    """What a classifier learns from: pages and their class. ``family`` is what near-copies share."""

    pages: tuple[PageWords, ...]
    document_class: str
    source: str
    family: str


def invented(count: int, *, seed: int) -> Iterator[Sample]:
    """Yields documents of every class but ``ad_buy``, of which there are enough real ones.

    Args:
        count: How many of each kind.
        seed: The same seed gives the same documents.
    """
    rng = random.Random(seed)
    for kind, document_class, words, weight in _kinds():
        for index in range(round(count * weight)):
            language = rng.choice([*words, "en"] if "en" in words else list(words))
            yield _business_paper(rng, kind, document_class, words[language], language, index)
    for document_class, forms in FORM_TEXTS.items():
        for name, captions in forms.items():
            for index in range(count if document_class == "claim" else count // 2):
                yield _form(rng, name, document_class, captions, index)


def _kinds() -> list[tuple[str, str, dict[str, str], float]]:
    main = [("invoice", INVOICE), ("purchase_order", PURCHASE_ORDER), ("receipt", RECEIPT)]
    return [(name, name, words, 4.0) for name, words in main] + [
        (name, "other", words, 1.0) for name, words in OTHER_KINDS.items()
    ]


def _business_paper(
    rng: random.Random, kind: str, document_class: str, words: str, language: str, index: int
) -> Sample:
    titles, labels = (_split(part) for part in words.split("|"))
    title = rng.choice(titles)
    is_receipt = kind == "receipt"
    common = _split(COMMON.get(language, ""))
    has_table = is_receipt or document_class != "other" or kind in TABLES
    lines = [_value(rng, language, "company"), *_values(rng, language, ("address", "phone"), rng.randint(1, 3))]
    # Some documents have no title, only labels. Others have it in the middle of the page.
    if rng.random() < 0.85:
        lines.insert(rng.randint(0, len(lines)), title if rng.random() < 0.5 else f"{title} {_number(rng)}")
    # Receipts say little more than goods and a total.
    lines += _labelled(rng, language, _some(rng, labels, 0.06 if is_receipt else 0.25, 0.5 if is_receipt else 0.8))
    if not is_receipt:
        lines += _labelled(rng, language, _some(rng, common, 0.1, 0.6 if has_table else 0.25))
    if has_table:
        rows = _bought(rng, language) if is_receipt else _table(rng, language)
        lines[len(lines) // 2 : len(lines) // 2] = rows
    if kind in PROSE or rng.random() < 0.15:
        lines += [_value(rng, language, "paragraph") for _ in range(rng.randint(2, 25))]
    if rng.random() < 0.3:
        head, tail = lines[:3], lines[3:]
        rng.shuffle(tail)
        lines = head + tail
    aspect = rng.choice((0.3, 0.4, 0.5, 0.6, 0.7)) if is_receipt else rng.choice((0.7, 0.7, 0.77, 0.77, 1.3, 1.4))
    pages = (PageWords(tuple(lines), aspect),)
    return Sample(pages, document_class, "invented", f"{kind} {language} {index}")


def _form(rng: random.Random, name: str, document_class: str, captions: str, index: int) -> Sample:
    lines: list[str] = []
    for caption in _split(captions):
        # Old editions and bad scans lack captions.
        if rng.random() < 0.12:
            continue
        lines.append(caption)
        if rng.random() < 0.5:
            lines.append(
                _value(rng, "en", rng.choice(("name", "company", "address", "date", "phone", "number", "sentence")))
            )
    if rng.random() < 0.3:
        lines = lines[: max(len(lines) // 2, 8)]
    pages = (PageWords(tuple(lines), rng.choice((0.77, 0.77, 0.71))),)
    return Sample(pages, document_class, "invented", f"{name} {index}")


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def _some(rng: random.Random, labels: list[str], low: float, high: float) -> list[str]:
    count = max(1, round(len(labels) * rng.uniform(low, high))) if labels else 0
    return rng.sample(labels, min(count, len(labels)))


def _labelled(rng: random.Random, language: str, labels: list[str]) -> list[str]:
    kinds = ("name", "date", "number", "amount", "amount", "company", "address", "none", "none")
    lines = []
    for label in labels:
        kind = rng.choice(kinds)
        value = "" if kind == "none" else _value(rng, language, kind)
        colon = rng.choice(("", ":", " :"))
        lines.append(f"{label}{colon} {value}".strip())
    return lines


def _table(rng: random.Random, language: str) -> list[str]:
    rows = []
    for _ in range(rng.randint(1, 12)):
        cells = [_value(rng, language, "product"), str(rng.randint(1, 50)), _amount(rng), _amount(rng)]
        rows.append(" ".join(cells))
    return rows


def _bought(rng: random.Random, language: str) -> list[str]:
    """Goods as tills print them, often without a word of what the columns are."""
    goods = _split(GOODS.get(language, GOODS["en"]))
    sign = rng.choice(("", "", "$", "€", "RM", "£"))
    style = rng.randint(0, 4)
    rows = []
    for _ in range(rng.randint(1, 14)):
        name = rng.choice(goods) if rng.random() < 0.6 else _value(rng, language, "product")
        count, price = rng.choice((1, 1, 1, 2, 3)), f"{sign}{rng.lognormvariate(2, 0.9):.2f}"
        rows += (
            [f"{count} {name} {price}"],
            [f"{name} {price}"],
            [name, price],
            [name, f"{count} x {price} {price}"],
            [f"{rng.randint(10**6, 10**13)} {name}", f"{count} {price} {price} {rng.choice('ABST')}"],
        )[style]
    return rows


def _values(rng: random.Random, language: str, kinds: tuple[str, ...], count: int) -> list[str]:
    return [_value(rng, language, rng.choice(kinds)) for _ in range(count)]


def _value(rng: random.Random, language: str, kind: str) -> str:
    fake = _faker(rng.choice(LOCALES[language]))
    fake.seed_instance(rng.getrandbits(32))
    if kind == "number":
        return _number(rng)
    if kind == "amount":
        return _amount(rng)
    if kind == "date":
        pattern = rng.choice(("%d.%m.%Y", "%m/%d/%Y", "%Y-%m-%d", "%d %b %Y", "%B %d, %Y", "%d/%m/%y"))
        return str(fake.date_object().strftime(pattern))
    if kind == "product":
        return " ".join(fake.words(rng.randint(1, 4)))
    makers = {
        "company": fake.company,
        "address": fake.address,
        "phone": fake.phone_number,
        "name": fake.name,
        "sentence": fake.sentence,
        "paragraph": fake.paragraph,
    }
    return str(makers[kind]()).replace("\n", " ")


def _number(rng: random.Random) -> str:
    pattern = rng.choice(("{:04d}", "{:06d}", "{:08d}", "INV-{:04d}", "2024/{:03d}", "A{:05d}", "#{:05d}"))
    return pattern.format(rng.randint(1, 99_999))


def _amount(rng: random.Random) -> str:
    plain = f"{rng.lognormvariate(4, 1.6):,.2f}"
    written = rng.choice((plain, plain.replace(",", "").replace(".", ","), plain.replace(",", " ")))
    return f"{rng.choice(('', '', '', '$', '€', '£'))}{written}"


@lru_cache
def _faker(locale: str) -> Any:
    from faker import Faker

    return Faker(locale)


_CONFUSED = {"o": "0", "l": "1", "i": "l", "m": "rn", "e": "c", "s": "5", "b": "6", "u": "ii", "t": "f", "a": "o"}


def damaged(sample: Sample, rng: random.Random) -> Sample:
    """Returns the sample as a bad scan of a part of it: lines and words lost, letters confused, blanks lost."""
    lines_lost, words_lost, noise = rng.uniform(0, 0.35), rng.uniform(0, 0.25), rng.choice((0.0, 0.0, 0.02, 0.06))
    pages = []
    for page in sample.pages:
        kept = [line for line in page.lines if rng.random() >= lines_lost]
        if rng.random() < 0.25 and len(kept) > 12:
            start = rng.randint(0, len(kept) // 2)
            kept = kept[start : start + max(len(kept) // 2, 10)]
        lines = (_damaged_line(line, rng, words_lost, noise) for line in kept)
        aspect = page.aspect if rng.random() < 0.6 else None
        pages.append(PageWords(tuple(line for line in lines if line), aspect))
    return Sample(tuple(pages), sample.document_class, sample.source, sample.family)


def _damaged_line(line: str, rng: random.Random, words_lost: float, noise: float) -> str:
    words = [word for word in line.split() if rng.random() >= words_lost]
    joined = "".join(word + ("" if noise and rng.random() < 0.05 else " ") for word in words).strip()
    if not noise:
        return joined
    return "".join(_damaged_letter(c, rng) if rng.random() < noise else c for c in joined)


def _damaged_letter(letter: str, rng: random.Random) -> str:
    if rng.random() < 0.6:
        return _CONFUSED.get(letter.lower(), letter)
    return rng.choice((rng.choice(string.ascii_lowercase), ""))
