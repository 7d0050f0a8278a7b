"""The forms in which names, addresses and identifiers are compared."""

from __future__ import annotations

import re

from schemas.parties import IdentifierKind
from values.confusions import DIGITS_OF_A_KEY, JOINED, one_shape
from values.folding import folded_words
from values.legal_forms import LEGAL_FORMS, SAME_FORM

_JOINED = (*JOINED, ("cl", "d"))

_ABBREVIATED = re.compile(r"\b(?:\w[./] ?){1,}\w\b\.?")
_APOSTROPHE = re.compile(r"['’`´]")

LEAST_OF_A_PHONE = 7
LAST_OF_A_PHONE = 8
"""Digits by which telephone numbers are compared: country codes and leading zeros differ."""


def words_of(name: str) -> list[str]:
    """Returns the folded words of a name; dots in abbreviations and apostrophes do not part a word."""
    joined = _ABBREVIATED.sub(lambda found: re.sub(r"[./ ]", "", found.group()), _APOSTROPHE.sub("", name))
    return folded_words(joined).split()


def key_of(name: str) -> str:
    """Returns the letters and digits of a name: two spellings with the same ones are one name."""
    return folded_words(name).replace(" ", "")


def skeleton_of(key: str) -> str:
    """Returns a key with characters that recognition takes for one another made one."""
    made = one_shape(key)
    for pair, single in _JOINED:
        made = made.replace(pair, single)
    return made


def core_of(name: str) -> str:
    """Returns the key of a name without its legal form. A first word is none: "Sapa Foods" is not "Foods"."""
    words = words_of(name)
    return "".join([*words[:1], *(word for word in words[1:] if legal_form(word) is None)])


def legal_form_of(name: str) -> str:
    """Returns the legal form in a name, one writing for all, empty without one."""
    return "".join(SAME_FORM.get(form, form) for word in words_of(name)[1:] if (form := legal_form(word)))


def legal_form(word: str) -> str | None:
    """Returns the legal form that a folded word is, misread letters forgiven; None for another word."""
    if word in LEGAL_FORMS:
        return word
    misread = len(word) > 2 or any(c.isdigit() for c in word)
    return _FORM_OF_SKELETON.get(skeleton_of(word)) if misread else None


def identifier_key(kind: IdentifierKind, text: str) -> str:
    """Returns the form in which an identifier is kept and compared; empty where the text is none of its kind.

    Of telephone numbers only the last digits count; look-alikes are digits in all numbers.
    """
    if kind == "phone":
        digits = re.sub(r"\D", "", text)
        return digits[-LAST_OF_A_PHONE:] if len(digits) >= LEAST_OF_A_PHONE else ""
    if kind == "email":
        return text.strip().casefold() if "@" in text else ""
    if kind == "domain":
        return domain_of(text)
    return number_key(text)


def number_key(text: str) -> str:
    """Returns the letters and digits of a number, letters that look like a digit as that digit."""
    return re.sub(r"[^0-9A-Z|]", "", text.upper()).translate(DIGITS_OF_A_KEY)


def domain_of(text: str) -> str:
    """Returns the domain of a web or mail address without ``www.``, empty without one."""
    host = text.strip().casefold().rpartition("@")[2]
    host = re.sub(r"^[a-z]+://", "", host).partition("/")[0].removeprefix("www.")
    return host if re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", host) and not host.replace(".", "").isdigit() else ""


_FORM_OF_SKELETON = {skeleton_of(form): form for form in sorted(LEGAL_FORMS)}
