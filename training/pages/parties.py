"""A party as a template prints it."""

from __future__ import annotations

from markupsafe import Markup

from training.pages.marking import mark
from training.synthetic.countries import NAMES
from training.synthetic.facts import Facts
from training.synthetic.parties import Party


class PartyView:
    """A party whose values carry labels of its role; without a role they carry none.

    Attributes:
        role: ``seller``, ``buyer`` or empty.
    """

    def __init__(self, facts: Facts, party: Party, role: str) -> None:
        self._facts, self.party, self.role = facts, party, role

    def _mark(self, text: str, label: str) -> Markup:
        return mark(text, f"{self.role}_{label}") if self.role and text else Markup.escape(text)

    @property
    def name(self) -> Markup:
        """Its name."""
        return self._mark(self.party.name, "name")

    @property
    def street(self) -> Markup:
        """Street and number, with the addition."""
        return self._mark(", ".join(t for t in (self.party.street, self.party.extra) if t), "address")

    @property
    def city(self) -> Markup:
        """Post code and city."""
        return self._mark(self.party.city, "address")

    @property
    def country(self) -> Markup:
        """Name of the country."""
        return Markup.escape(NAMES[self.party.country])

    @property
    def lines(self) -> list[Markup]:
        """Street, city and often the country: a line each."""
        lines = [self.street, self.city]
        return [*lines, self.country] if self._facts.country.code != "DE" else lines

    @property
    def vat(self) -> Markup:
        """Its tax identifier; empty where it has none."""
        return self._mark(self.party.vat_id, "vat_id")

    @property
    def phone(self) -> str:
        """Telephone number."""
        return self.party.phone

    @property
    def email(self) -> str:
        """Mail address."""
        return self.party.email

    @property
    def web(self) -> str:
        """Web address."""
        return self.party.web

    @property
    def contact(self) -> str:
        """A person who works there."""
        return self.party.contact

    @property
    def marked_contact(self) -> Markup:
        """The person below the name, who is then right as the name too."""
        return self._mark(self.party.contact, "contact")
