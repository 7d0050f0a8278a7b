"""Names of persons as people write them."""

from __future__ import annotations

import random

from training.pii.pools import Pool, common, pools

_PARTICLES = ("van", "van der", "van den", "de", "de la", "von", "von der", "di", "da", "dos", "del", "ter", "bin", "al", "el", "zu", "le", "ten", "af")  # fmt: skip
_STEMS = ("ach", "ald", "bar", "bel", "ber", "bran", "bret", "cal", "cas", "dan", "del", "dor", "dra", "ed", "el", "fal", "fen", "gar", "gol", "gri", "had", "hal", "har", "hol", "ig", "jan", "kal", "kar", "kov", "kru", "lan", "lin", "lor", "mal", "mar", "mel", "mor", "nad", "nov", "ol", "or", "pal", "pet", "ras", "ren", "rod", "ros", "sal", "sam", "san", "sel", "sev", "shar", "sol", "stan", "tal", "tar", "tor", "ur", "val", "var", "ven", "vol", "wal", "wes", "wil", "yar", "zam", "zel", "zor")  # fmt: skip
_ENDINGS = ("son", "sen", "ov", "ova", "ski", "ska", "wicz", "escu", "idis", "yan", "shvili", "ovic", "berg", "mann", "ez", "wala", "ini", "elli", "eau", "ford", "ton", "ley", "field", "stein", "er", "ak", "uk", "enko", "dottir", "sson", "kar", "raj", "oglu", "zade", "nen", "quist", "gaard", "rath", "ham", "by", "ic", "nik", "ella", "ara", "ana", "ine", "o", "a")  # fmt: skip
_SUFFIXES = ("Jr.", "Jr", "Sr.", "II", "III", "IV", "MD", "M.D.", "PhD", "Ph.D.", "DDS", "Esq.", "RN", "CPA")
_TITLES = ("Mr.", "Mr", "Mrs.", "Mrs", "Ms.", "Ms", "Miss", "Dr.", "Dr", "Prof.", "Professor", "Sir", "Rev.", "Capt.", "Herr", "Frau", "Monsieur", "Madame", "Mme", "M.", "Señor", "Sra.", "Sr.", "Signora", "Sig.", "Dhr.", "Mevr.", "Pan", "Pani", "Doctor", "Nurse", "Officer", "Judge", "Senator", "Uncle", "Aunt")  # fmt: skip


class Names:
    """Draws names; ``held_out`` draws from the names that are kept aside."""

    def __init__(self, rng: random.Random, *, held_out: bool = False) -> None:
        self._rng = rng
        self._pools = pools(held_out)
        self._common = common(held_out)

    def pool(self) -> Pool:
        """Returns a locale's names."""
        return self._rng.choice(self._common if self._rng.random() < 0.5 else self._pools)

    def given(self) -> str:
        """Returns one given name."""
        rng = self._rng
        if rng.random() < 0.04:
            return (rng.choice(_STEMS) + rng.choice(_ENDINGS)).capitalize()
        return rng.choice(self.pool().first)

    def surname(self, pool: Pool | None = None) -> str:
        """Returns a surname: of a list, made up, double, or with a particle."""
        rng = self._rng
        draw = rng.random()
        if draw < 0.12:
            made = "".join(rng.choice(_STEMS) for _ in range(rng.choice((1, 1, 2)))) + rng.choice(_ENDINGS)
            return rng.choice(("Mc", "O'", "Mac") if rng.random() < 0.1 else ("",)) + made.capitalize()
        name = rng.choice((pool or self.pool()).last)
        if draw < 0.17:
            return f"{name}-{rng.choice(self.pool().last)}"
        if draw < 0.23:
            return f"{rng.choice(_PARTICLES)} {name}"
        return name

    def title(self) -> str:
        """Returns a word before a name."""
        return self._rng.choice(_TITLES)

    def full(self) -> str:
        """Returns a full name in one of its forms."""
        rng, pool = self._rng, self.pool()
        first = rng.choice(pool.first) if rng.random() < 0.93 else self.given()
        last = self.surname(pool if rng.random() < 0.85 else None)
        initial = rng.choice("ABCDEFGHJKLMNOPRSTVW")
        draw = rng.random()
        if draw < 0.62:
            name = f"{first} {last}"
        elif draw < 0.74:
            name = f"{first} {initial}{rng.choice(('.', '', '.'))} {last}"
        elif draw < 0.79:
            name = f"{first} {rng.choice(pool.first)} {last}"
        elif draw < 0.82:
            name = f"{initial}. {last}"
        elif draw < 0.84:
            name = f"{initial}.{rng.choice('. ')}{rng.choice('ABCDEJLMRST')}. {last}".replace("..", ".")
        elif draw < 0.90:
            name = f"{last}, {first}" + (f" {initial}." if rng.random() < 0.3 else "")
        elif draw < 0.93:
            name = f"{last} {first}"
        elif draw < 0.95:
            name = f"{first} {last} {rng.choice(pool.last)}"
        elif draw < 0.97:
            name = f"{first}-{rng.choice(pool.first)} {last}"
        else:
            name = f"{first} {last}{rng.choice((', ', ' '))}{rng.choice(_SUFFIXES)}"
        return name.replace("  ", " ")
