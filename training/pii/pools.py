"""Lists of names, streets, towns and companies of many countries, drawn from Faker once a process."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from functools import cache

LOCALES = (
    "en_US", "en_GB", "en_AU", "en_CA", "en_IE", "en_IN", "en_NZ", "en_NG", "en_KE", "en_PH", "de_DE", "de_AT", "de_CH",
    "fr_FR", "fr_CA", "fr_BE", "es_ES", "es_MX", "es_CO", "it_IT", "pt_PT", "pt_BR", "nl_NL", "nl_BE", "da_DK", "sv_SE",
    "no_NO", "fi_FI", "is_IS", "pl_PL", "cs_CZ", "sk_SK", "hu_HU", "ro_RO", "hr_HR", "sl_SI", "lt_LT", "lv_LV",
    "et_EE", "tr_TR", "az_AZ", "id_ID", "vi_VN", "ga_IE", "zu_ZA", "yo_NG", "ig_NG", "ha_NG", "tw_GH", "uz_UZ",
    "fil_PH", "el_GR", "ru_RU", "uk_UA",
)  # fmt: skip
"""Locales by Faker's names. The last three write in letters that are not Latin."""

_COMMON = ("en_US", "en_GB", "de_DE", "fr_FR", "es_ES", "it_IT", "nl_NL", "en_IN", "pl_PL", "pt_PT", "sv_SE")
_DRAWN = 150
_HELD_OUT_PARTS = 10


@dataclass(frozen=True)
class Pool:
    """Names of one locale. ``postcode`` are samples of its codes."""

    locale: str
    first: tuple[str, ...]
    last: tuple[str, ...]
    streets: tuple[str, ...]
    cities: tuple[str, ...]
    postcodes: tuple[str, ...]
    companies: tuple[str, ...]
    countries: tuple[str, ...]


@cache
def pools(held_out: bool = False) -> tuple[Pool, ...]:
    """Returns the pools of all locales: the names that are learned from, or the tenth that is kept aside."""
    return tuple(pool for name in LOCALES if (pool := _pool(name, held_out)))


@cache
def common(held_out: bool = False) -> tuple[Pool, ...]:
    """Returns the pools of the locales that most documents come from."""
    return tuple(pool for pool in pools(held_out) if pool.locale in _COMMON)


def _is_aside(name: str) -> bool:
    return zlib.crc32(name.casefold().encode()) % _HELD_OUT_PARTS == 0


def _pool(locale: str, held_out: bool) -> Pool | None:
    from faker import Faker

    fake = Faker(locale)
    fake.seed_instance(11)

    def drawn(method: str, count: int = _DRAWN) -> list[str]:
        make = getattr(fake, method, None)
        try:
            return [str(make()) for _ in range(count)] if make else []
        except (AttributeError, KeyError, IndexError, TypeError):
            return []

    def listed(kind: str) -> list[str]:
        provider = next(
            (p for p in fake.get_providers() if type(p).__module__.startswith("faker.providers.person")), None
        )
        found: set[str] = set()
        for name in dir(provider):
            if name.startswith(f"{kind}_names"):
                value = getattr(provider, name)
                if isinstance(value, tuple | list | dict):
                    found.update(map(str, value))
        return sorted(found)

    def part(names: list[str]) -> tuple[str, ...]:
        clean = sorted({re.sub(r"\s+", " ", name).strip() for name in names})
        return tuple(name for name in clean if name and len(name) < 60 and _is_aside(name) is held_out)

    first, last = part(listed("first")), part(listed("last") + drawn("last_name"))
    if not first or not last:
        return None
    streets = part([re.sub(r"^[\d\s,/-]+|[\s,]*\d+\w*$", "", s) for s in drawn("street_name")])
    cities = part([re.sub(r"\s*\(.*?\)", "", c) for c in drawn("city")])
    return Pool(
        locale, first, last, streets, cities, tuple(drawn("postcode", 60)), part(drawn("company")),
        part(drawn("country", 200)),
    )  # fmt: skip
