"""Writes the word lists that redaction reads: given names of Faker's locales, and words of generated documents.

Run ``python -m training.lexicon``; the lists are committed, so that redaction needs neither Faker nor this package.
"""

from __future__ import annotations

import importlib
import re
import textwrap
from collections.abc import Iterable, Iterator
from pathlib import Path

from training.synthetic.languages import LANGUAGES, language

FOLDER = Path(__file__).resolve().parent.parent / "redaction" / "words"
GIVEN_NAMES, BUSINESS_WORDS = "given_names.txt", "business_words.txt"

_LATIN = re.compile(r"[^\W\d_](?:[^\W\d_]|['’\-]){2,}")
_LAST_LATIN = 0x24F
_NOT_CAPTIONS = frozenset({"salutation"})
"""Keys of a language's words that precede names of persons."""


def faker_names(*prefixes: str) -> set[str]:
    """Returns the names of persons of all of Faker's locales, from the lists whose names begin so: ``first_names``."""
    from faker.config import AVAILABLE_LOCALES

    found: set[str] = set()
    for locale in AVAILABLE_LOCALES:
        try:
            provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
        except ModuleNotFoundError:
            continue
        for name in vars(provider):
            listed = getattr(provider, name)
            if name.startswith(prefixes) and isinstance(listed, tuple | list | dict):
                found.update(map(str, listed))
    return found


def given_names() -> set[str]:
    """Returns the given names in Latin letters of all of Faker's locales, in lower case. Source: Faker, MIT license."""
    found = faker_names("first_names")
    return {name.casefold() for name in found if _LATIN.fullmatch(name) and max(map(ord, name)) <= _LAST_LATIN}


def business_words() -> set[str]:
    """Returns the words of captions, sentences and goods in all languages of the generator, in lower case."""
    return {word.casefold() for text in _texts() for word in _LATIN.findall(re.sub(r"\{.*?\}", " ", text))}


def _texts() -> Iterator[str]:
    for code in LANGUAGES:
        words = language(code)
        for key, texts in words.words.items():
            if key not in _NOT_CAPTIONS:
                yield from texts
        yield from (*words.products, *words.services, *words.details, *words.months, *words.months_short)


def _write(name: str, words: Iterable[str]) -> None:
    FOLDER.mkdir(exist_ok=True)
    text = textwrap.fill(" ".join(sorted(words)), 118, break_long_words=False, break_on_hyphens=False)
    (FOLDER / name).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    _write(GIVEN_NAMES, given_names())
    _write(BUSINESS_WORDS, business_words())
