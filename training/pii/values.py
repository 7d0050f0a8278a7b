"""Values that sentences and forms are filled with: addresses, organizations, works, numbers, dates."""

from __future__ import annotations

import random
from functools import cache

from training.pii.names import Names
from training.pii.pools import Pool
from training.synthetic.languages import LANGUAGES, language
from values.us_states import STATES

_UNITS = ("Apt. {n}", "Apt {n}", "Suite {n}", "Unit {n}", "#{n}", "Flat {n}", "Floor {s}", "Ste {n}", "Room {n}", "Top {s}", "Wohnung {s}", "App. {s}", "{s}. OG")  # fmt: skip
_STATES = (*STATES, "NSW", "VIC", "QLD", "ON", "BC", "QC")
_STREET_KINDS = ("Street", "St", "St.", "Avenue", "Ave", "Road", "Rd", "Lane", "Drive", "Dr", "Court", "Way", "Boulevard", "Place", "Square", "Terrace", "Crescent", "Close", "Parkway", "Hill")  # fmt: skip
_WORDS = tuple(
    """
    amber arrow autumn bay beacon birch blue bold bridge bright broken cedar circle clear cloud copper coral crown crystal daily
    dark dawn deep delta desert distant dragon dream east echo edge elder ember empire evening falcon field fire first forest
    fortune fox garden ghost golden granite grand green gray harbor harvest heart hidden high hollow honey house iron island ivory
    jade journey jungle king lake last lemon light lion little lone long lost lunar maple marble meadow midnight mirror
    modern moon morning mountain night noble north ocean old olive open orange orchard paper pearl pepper pilot pine planet prairie
    prime purple quiet rain rapid raven red river road rock rose royal ruby sacred salt sand scarlet sea season secret shadow
    silent silver sky small smart snow solar song south spark spring star stone storm story strange street summer sun sweet
    swift thunder tiger time tower trail true turning under urban valley velvet victory village violet voice wave west whale
    white wild willow wind winter wolf wonder wood world yellow young zero theory chronicle weekly times tribune review society parade
    museum gallery orchestra choir band ballad anthem waltz snake boogie shuffle blues fever dance train highway hotel bicycle
    kitchen window mercy justice freedom promise return legend island rebellion revenge curse code engine machine robot
    """.split()  # noqa: SIM905 - one word a line would take two hundred lines
)
_TRADES = ("Consulting", "Systems", "Research", "Analytics", "Holdings", "Partners", "Capital", "Insurance", "Bank", "Hospital", "Clinic", "University", "College", "School", "Foundation", "Institute", "Orchestra", "Theatre", "Motors", "Foods", "Pharma", "Energy", "Logistics", "Airlines", "Media", "Software", "Networks", "Labs", "Group", "Data", "Health", "Services", "Solutions", "Technologies", "Trading", "Industries", "Museum", "Club", "Union", "Times", "Post")  # fmt: skip
_LEGAL = ("Inc.", "Inc", "LLC", "Ltd", "Ltd.", "GmbH", "AG", "S.A.", "SARL", "B.V.", "S.p.A.", "Corp.", "Corporation", "plc", "LLP", "Oy", "AB", "A/S", "Sp. z o.o.", "s.r.o.", "S.L.", "Pty Ltd", "Sdn Bhd", "e.V.", "KG", "& Co. KG")  # fmt: skip
_OFFICES = ("Ministry of {w}", "Department of {w}", "Bank of {c}", "University of {c}", "{c} City Council", "City of {c}", "Court of {c}", "Church of St. {f}", "St. {f} Hospital", "{c} Police Department", "Institute of {w}", "{w} Committee", "Universität {c}", "Stadt {c}", "Amtsgericht {c}", "Sparkasse {c}", "Mairie de {c}", "Banco de {c}", "FC {c}", "{c} United")  # fmt: skip
_JOBS = ("nurse", "teacher", "soldier", "driver", "engineer", "accountant", "lawyer", "electrician", "sales manager", "software developer", "Chief Executive Officer", "managing director", "plumber", "pharmacist", "claims adjuster", "carpenter", "physician assistant", "Head of Procurement", "machine operator", "librarian", "actor", "singer", "senator", "goalkeeper", "professor", "cashier")  # fmt: skip
_NATIONS = ("German", "French", "Polish", "Dutch", "Spanish", "Italian", "American", "British", "Indian", "Chinese", "Swedish", "Danish", "Turkish", "Hungarian", "Greek", "Mexican", "Canadian", "Australian", "Nigerian", "Brazilian", "Vietnamese", "Irish", "Finnish", "Japanese", "Catholic", "Muslim", "Jewish", "Buddhist")  # fmt: skip
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December", "Jan", "Feb", "Sept", "Oct", "März", "Mai", "juillet", "enero", "grudnia", "maggio")  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "today", "yesterday", "last week")  # fmt: skip
_REGIONS = ("Northern", "Southern", "Eastern", "Western", "Central", "Upper", "Lower", "Greater")


@cache
def goods() -> tuple[str, ...]:
    """Returns names of goods and services in all languages of the generator of documents."""
    return tuple(text for code in LANGUAGES for text in (*language(code).products, *language(code).services))


@cache
def months() -> tuple[str, ...]:
    """Returns the names of months in all languages of the generator of documents."""
    return tuple(name for code in LANGUAGES for name in (*language(code).months, *language(code).months_short))


@cache
def phrases() -> tuple[str, ...]:
    """Returns captions and sentences of business documents, none of them with a name."""
    texts = (t for c in LANGUAGES for k, v in language(c).words.items() if k not in ("salutation", "trade") for t in v)
    return tuple(text for text in (*texts, *(t for c in LANGUAGES for t in language(c).details)) if "{" not in text)


class Values:
    """Draws the value of a slot, with the label of its words: PERSON, ADDRESS, PLACE, ORG or none."""

    def __init__(self, rng: random.Random, *, held_out: bool = False) -> None:
        self._rng = rng
        self.names = Names(rng, held_out=held_out)

    def draw(self, slot: str) -> tuple[str, str]:
        """Returns the text of a slot and its label, which is empty for what nobody looks for."""
        label = {
            "person": "PERSON", "first": "PERSON", "last": "PERSON", "address": "ADDRESS", "street": "ADDRESS",
            "zip": "ADDRESS", "city": "PLACE", "country": "PLACE", "place": "PLACE", "org": "ORG",
        }.get(slot, "")  # fmt: skip
        return str(getattr(self, slot)()), label

    def digits(self, count: int) -> str:
        """Returns that many digits, the first not 0."""
        return str(self._rng.randint(10 ** (count - 1), 10**count - 1))

    def form(self, *forms: str) -> str:
        """Returns one of the forms, each ``#`` a digit and each ``@`` a capital letter."""
        rng = self._rng
        return "".join(
            rng.choice("0123456789") if c == "#" else rng.choice("ABCDEFGHJKLMNPRSTUVWXYZ") if c == "@" else c
            for c in rng.choice(forms)
        )

    # persons ----------------------------------------------------------------------------------------------------------

    def person(self) -> str:  # noqa: D102 - the slots are named after what they hold
        return self.names.full()

    def first(self) -> str:  # noqa: D102
        return self.names.given()

    def last(self) -> str:  # noqa: D102
        return self.names.surname()

    def title(self) -> str:  # noqa: D102
        return self.names.title()

    # places -----------------------------------------------------------------------------------------------------------

    def city(self) -> str:  # noqa: D102
        pool = self._pool_with("cities")
        name = self._rng.choice(pool.cities)
        return name.upper() if self._rng.random() < 0.12 else name

    def country(self) -> str:  # noqa: D102
        return self._rng.choice(self._pool_with("countries").countries)

    def place(self) -> str:  # noqa: D102
        draw = self._rng.random()
        if draw < 0.06:
            return f"{self._rng.choice(_REGIONS)} {self.country()}"
        if draw < 0.12:
            return f"{self.city()}, {self.country()}"
        return self.city() if draw < 0.6 else self.country()

    def zip(self) -> str:  # noqa: D102
        return self._rng.choice(self._pool_with("postcodes").postcodes) if self._rng.random() < 0.6 else self.form("#####", "####", "### ##", "#####-####", "##-###", "@# #@@", "######")  # fmt: skip

    def street(self) -> str:
        """Returns a street with a number, in the order of its country or in an odd one."""
        return self._street(self._pool_with("streets"))

    def _street(self, pool: Pool) -> str:
        rng = self._rng
        draw = rng.random()
        if draw < 0.05:
            return self.form("P.O. Box ###", "PO Box ####", "Postfach ## ##", "PSC ####, Box ####", "Unit #### Box ####", "BP ###", "Apartado ###", "P.O. Box ### {s}").replace("{s}", rng.choice(pool.streets))  # fmt: skip
        name = rng.choice(pool.streets)
        if rng.random() < 0.15:
            name = (
                f"{self.last() if rng.random() < 0.5 else rng.choice(_WORDS).capitalize()} {rng.choice(_STREET_KINDS)}"
            )
        number = str(rng.choice((rng.randint(1, 99), rng.randint(1, 999), rng.randint(1, 9999))))
        number += rng.choice(("", "", "", "", "a", "B", "/2", "-3", " bis"))
        english = pool.locale.startswith(("en", "fr", "is", "lt", "lv", "et", "tr", "uz", "yo", "ig", "ha", "tw", "ga"))
        before = english if rng.random() < 0.85 else not english
        street = f"{number} {name}" if before else f"{name} {number}"
        if rng.random() < 0.12:
            street = f"{rng.randint(1, 9999)} {street}"
        if rng.random() < 0.2:
            unit = rng.choice(_UNITS).format(n=rng.randint(1, 999), s=rng.randint(1, 20))
            street += rng.choice((", ", " ", "\n", " ")) + unit
        return street

    def address(self) -> str:
        """Returns a whole address on one line or several."""
        rng = self._rng
        pool = self._pool_with("streets")
        cities = pool.cities or self._pool_with("cities").cities
        city = rng.choice(cities)
        city = city.upper() if rng.random() < 0.2 else city
        code = rng.choice(pool.postcodes) if pool.postcodes and rng.random() < 0.6 else self.form("#####", "####")
        separator = rng.choice((", ", ", ", "\n", "\n", " ", "\n "))
        town = rng.choice((
            f"{city}, {rng.choice(_STATES)} {code}", f"{code} {city}", f"{city} {code}", f"{city}, {rng.choice(_STATES)}",
            f"{city}", f"{city}{separator}{rng.choice(_STATES)} {code}", f"{city}{separator}{code}",
        ))  # fmt: skip
        parts = [self._street(pool)]
        if rng.random() < 0.9:
            parts.append(town)
        if rng.random() < 0.35:
            country = self.country()
            parts.append(rng.choice((country, country, country.upper(), f"{country} {code}")))
        return separator.join(parts)

    # organizations and what only looks like a name --------------------------------------------------------------------

    def org(self) -> str:
        """Returns the name of a company, an office, a school or a club."""
        rng = self._rng
        draw = rng.random()
        if draw < 0.3 and (pool := self._pool_with("companies")):
            name = rng.choice(pool.companies)
        elif draw < 0.42:
            name = f"{rng.choice((self.last(), self.person()))} {rng.choice(_TRADES)}"
        elif draw < 0.52:
            name = self._coined()
        elif draw < 0.62:
            name = f"{self._coined()} {rng.choice(_TRADES)}"
        elif draw < 0.72:
            name = f"{rng.choice(_WORDS)} {rng.choice(_WORDS)}".title() + rng.choice(("", f" {rng.choice(_TRADES)}"))
        elif draw < 0.82:
            name = rng.choice(_OFFICES).format(c=self.city().title(), w=rng.choice(goods()).title(), f=self.first())
        elif draw < 0.87:
            name = self.form("@@@", "@@", "@@@@")
        elif draw < 0.94:
            name = f"{self.last()}{rng.choice((' & ', ' and ', ', ', ' und ', '-'))}{self.last()}"
            name += f" {rng.choice(('Partners', 'Sons', 'Associates', 'Solicitors', *_LEGAL))}"
        else:
            name = f"The {rng.choice((self.last(), self.city().title(), rng.choice(_WORDS).title()))} {rng.choice(_TRADES)}"
        if rng.random() < 0.25:
            name += f" {rng.choice(_LEGAL)}"
        return name

    def _coined(self) -> str:
        rng = self._rng
        made = "".join(rng.choice("bcdfghjklmnprstvwz") + rng.choice("aeiouy") + rng.choice(("", "", "n", "r", "x", "l")) for _ in range(rng.randint(2, 3)))  # fmt: skip
        return made.capitalize() + rng.choice(("", "", "", "ly", "ify", "Works", "Soft", "-Tech", " 24", "Map"))

    def work(self) -> str:
        """Returns the title of a film, song or paper, or a product's name: capitalized, and nobody's name."""
        rng = self._rng
        words = [rng.choice(_WORDS) for _ in range(rng.randint(1, 3))]
        return rng.choice(("", "", "The ", "A ")) + " ".join(words).title()

    def thing(self) -> str:  # noqa: D102
        return self._rng.choice(goods())

    def phrase(self) -> str:  # noqa: D102
        return self._rng.choice(phrases())

    def word(self) -> str:  # noqa: D102
        return self._rng.choice(_WORDS)

    def job(self) -> str:  # noqa: D102
        return self._rng.choice(_JOBS)

    def nation(self) -> str:  # noqa: D102
        return self._rng.choice(_NATIONS)

    # numbers ----------------------------------------------------------------------------------------------------------

    def phone(self) -> str:  # noqa: D102
        return self.form("(###) ###-####", "###-###-####", "### ### ####", "+## ### ######", "0### ######", "+1 ### ### ####", "## ## ## ##", "0## / ### ###", "###.###.####x###", "001-###-###-####")  # fmt: skip

    def email(self) -> str:  # noqa: D102
        rng = self._rng
        first, last = self.first().lower().replace(" ", ""), self.last().lower().replace(" ", "")
        user = rng.choice((f"{first}.{last}", f"{first[0]}{last}", f"{first}{last}", "info", "billing", f"{first}{rng.randint(1, 99)}"))  # fmt: skip
        return (
            f"{user}@{rng.choice(_WORDS)}{rng.choice(_WORDS)}.{rng.choice(('com', 'org', 'de', 'net', 'fr', 'co.uk'))}"
        )

    def url(self) -> str:  # noqa: D102
        rng = self._rng
        return rng.choice(("www.", "https://", "http://www.", "")) + f"{rng.choice(_WORDS)}{rng.choice(_WORDS)}.{rng.choice(('com', 'org', 'de', 'io'))}" + rng.choice(("", "/"))  # fmt: skip

    def number(self) -> str:  # noqa: D102
        return self.form(
            "####", "########", "@@-#####", "#####/##", "@#######", "##########", "INV-#####", "####-##-###"
        )

    def card(self) -> str:  # noqa: D102
        return self.form("4### #### #### ####", "5###############", "3##############", "4###-####-####-####")

    def iban(self) -> str:  # noqa: D102
        return self.form("DE## #### #### #### #### ##", "GB##@@@@##############", "FR## #### #### #### #### #### ###")

    def ssn(self) -> str:  # noqa: D102
        return self.form("###-##-####")

    def money(self) -> str:  # noqa: D102
        return self.form(
            "$##.##", "$#,###.##", "€ ###,##", "#.###,## EUR", "£##.##", "###.##", "USD #,###.##", "#,##", "### kr"
        )

    def date(self) -> str:  # noqa: D102
        rng = self._rng
        day, month, year = rng.randint(1, 28), rng.randint(1, 12), rng.randint(1935, 2027)
        name = rng.choice(_MONTHS)
        return rng.choice((f"{month}/{day}/{year}", f"{day:02}.{month:02}.{year}", f"{year}-{month:02}-{day:02}", f"{name} {day}, {year}", f"{day} {name} {year}", f"{day}. {name} {year}", rng.choice(_DAYS), f"{name} {year}"))  # fmt: skip

    def month(self) -> str:  # noqa: D102
        return self._rng.choice(months())

    def year(self) -> str:  # noqa: D102
        return str(self._rng.randint(1900, 2027))

    def time(self) -> str:  # noqa: D102
        return f"{self._rng.randint(0, 23)}:{self._rng.randint(0, 59):02}"

    def age(self) -> str:  # noqa: D102
        return str(self._rng.randint(1, 99))

    def count(self) -> str:  # noqa: D102
        return str(self._rng.randint(2, 40))

    def _pool_with(self, kind: str) -> Pool:
        while True:
            pool = self.names.pool()
            if getattr(pool, kind):
                return pool
