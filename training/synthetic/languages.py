"""The words of a language, looked up by what they mean."""

from __future__ import annotations

import random
from functools import cache
from importlib import import_module

LANGUAGES = ("de", "en", "fr", "es", "it", "nl", "pt", "pl", "sv", "da", "nb", "fi", "cs", "hu", "ro")


class Language:
    """One language: synonyms by key, goods, months and ways to write a date."""

    def __init__(self, code: str) -> None:
        module = import_module(f"training.synthetic.lang_{code}")
        self.code = code
        rows = (line.split(":", 1) for line in module.WORDS.strip().splitlines())
        self.words: dict[str, tuple[str, ...]] = {key.strip(): _split(value) for key, value in rows}
        self.products = _split(module.PRODUCTS.replace("\n", " | "))
        self.services = _split(module.SERVICES.replace("\n", " | "))
        self.details = _split(module.DETAILS.replace("\n", " | "))
        self.months = tuple(module.MONTHS.split())
        self.months_short = tuple(module.SHORT.split())
        self.dates = _split(module.DATES)
        self.dates_us = _split(getattr(module, "DATES_US", module.DATES))

    def say(self, rng: random.Random, key: str) -> str:
        """Returns one of the language's synonyms for the key."""
        return rng.choice(self.words[key])


def _split(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split("|") if part.strip())


@cache
def language(code: str) -> Language:
    """Returns the language with this ISO 639 code."""
    return Language(code)
