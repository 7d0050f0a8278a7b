"""Health insurance claims of our own designs: boxed forms, lists of captions and values, letters to the insurer."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from training.synthetic.canvas import Canvas, Font, Text, glue, plain, value, wrap
from training.synthetic.claim_facts import Service, make_claim_facts
from training.synthetic.claim_words import CAPTIONS, COLUMNS, SECTION_TITLES, SECTIONS, TITLES
from training.synthetic.document import BLACK, SyntheticDocument, SyntheticPage
from training.synthetic.languages import language

_DATES = (
    "{m:02}/{d:02}/{y}",
    "{m:02}/{d:02}/{y}",
    "{m}/{d}/{y}",
    "{Mon} {d}, {y}",
    "{y}-{m:02}-{d:02}",
    "{m:02}-{d:02}-{y}",
    "{m:02} {d:02} {y}",
)

_KEPT = {
    "patient_name",
    "patient_birth_date",
    "insured_id",
    "billing_provider_name",
    "billing_provider_npi",
    "total_charge",
}
"""Fields that every claim prints."""


def make_claim(rng: random.Random) -> SyntheticDocument:
    """Returns an invented claim; the same state of `rng` gives the same one."""
    return _ClaimPaper(rng).draw()


class _ClaimPaper:
    """Writes one claim in one of three designs."""

    def __init__(self, rng: random.Random) -> None:
        self.rng, self.facts = rng, make_claim_facts(rng)
        self.canvas = Canvas(612.0, 792.0) if rng.random() < 0.85 else Canvas(595.3, 841.9)
        self.left = rng.uniform(30, 60)
        self.right = self.canvas.width - self.left
        family = rng.choice(["sans", "sans", "sans", "serif", "dejavu", "narrow", "condensed"])
        self.font = Font(family, rng.uniform(8.0, 9.6))
        self.entry = Font(rng.choice([family, "mono", "sans"]), rng.uniform(8.0, 9.6))
        self.step = self.font.size * rng.uniform(1.3, 1.6)
        self.date_form = rng.choice(_DATES)
        self.upper = rng.random() < 0.25
        self.dollar = rng.choice(["", "", "$", "$"])
        self.columns = self._choose_columns()
        self.rendering_npi = self.facts.texts["billing_provider_npi"]
        self.dropped = {name for name in CAPTIONS if name not in _KEPT and rng.random() < 0.15}
        self.y = rng.uniform(28, 50)

    def _pick(self, options: str) -> str:
        return self.rng.choice(options.split("|"))

    def draw(self) -> SyntheticDocument:
        """Draws the claim and returns it with its truth."""
        design = self.rng.choice(["boxes", "boxes", "list", "list", "two_lists", "letter"])
        self._title()
        if design == "letter":
            self._letter()
        else:
            for section in self._section_order():
                self._section(section, design)
        self._services()
        self._sums()
        if design != "letter" and self.rng.random() < 0.8:
            self._signature()
        pages = self.canvas.finish()
        return self._assemble(pages, design)

    def _section_order(self) -> list[str]:
        names = list(SECTIONS)
        if self.rng.random() < 0.3:
            self.rng.shuffle(names)
        return names

    # ------------------------------------------------------------------------------------------------------------------
    # Values

    def _entry(self, name: str) -> Text:
        """Returns a field's words as this paper prints them."""
        facts = self.facts
        if name in facts.texts:
            text = facts.texts[name]
            return value(text.upper() if self.upper else text, name)
        if name in facts.dates:
            return value(self._date(facts.dates[name]), name)
        if name in facts.amounts:
            return self._money(facts.amounts[name], name)
        return value("Yes" if facts.flags[name] else "No", name)

    def _date(self, day: date) -> str:
        months = language("en").months_short
        return self.date_form.format(d=day.day, m=day.month, y=day.year, Mon=months[day.month - 1])

    def _money(self, amount: Decimal, label: str, item: int | None = None) -> Text:
        digits = value(f"{amount:,.2f}", label, item)
        return glue(plain(self.dollar), digits) if self.dollar else digits

    def _names(self, section: str) -> list[str]:
        known = {*self.facts.texts, *self.facts.dates, *self.facts.amounts, *self.facts.flags}
        return [name for name in SECTIONS[section] if name in known and name not in self.dropped]

    # ------------------------------------------------------------------------------------------------------------------
    # Parts

    def _title(self) -> None:
        title = self.font.scaled(self.rng.uniform(1.4, 2.0)).strong()
        self.canvas.write(self.left, self.y, plain(self._pick(TITLES)), title)
        reference = plain(f"{self.rng.choice(['Claim no.', 'Claim #', 'Reference'])} {self.facts.claim_number}")
        self.canvas.write(self.right, self.y, reference, self.font, "right")
        self.y += title.size * 1.5
        payer = self._entry("payer_name")
        if self.rng.random() < 0.5:
            payer = [*plain(self._pick(CAPTIONS["payer_name"]) + ":"), *payer]
        self.canvas.write(self.left, self.y, payer, self.entry)
        self.y += self.step * 1.5

    def _section(self, section: str, design: str) -> None:
        names = self._names(section)
        self._need(self.step * 4)
        self.canvas.write(self.left, self.y, plain(self._pick(SECTION_TITLES[section])), self.font.strong())
        if self.rng.random() < 0.6:
            self.canvas.line(self.left, self.y + self.step, self.right, self.y + self.step, 0.6)
        self.y += self.step * 1.25
        {"boxes": self._boxes, "list": self._list, "two_lists": self._two_lists}[design](names)
        self.y += self.step * 0.5

    def _need(self, height: float) -> None:
        if self.y + height > self.canvas.height - 30:
            self.canvas.new_page()
            self.y = 40.0

    def _boxes(self, names: Sequence[str]) -> None:
        """Sets each field in a box under its caption, in bands whose boxes share the width as their values need."""
        small = self.font.scaled(0.72)
        row: list[tuple[str, Text, Text, float]] = []
        used = 0.0
        for name in names:
            caption, entry = plain(self._pick(CAPTIONS[name])), self._boxed_entry(name)
            need = max(small.measure(caption), self.entry.measure(entry)) + 14
            if row and used + need > self.right - self.left:
                self._band(row, small)
                row, used = [], 0.0
            row.append((name, caption, entry, need))
            used += need
        if row:
            self._band(row, small)

    def _boxed_entry(self, name: str) -> Text:
        """Returns a value for a box; a choice shows both its boxes, the ticked one's caption is the value."""
        if name not in self.facts.flags:
            return self._entry(name)
        yes = self.facts.flags[name]
        parts = [("Yes", yes), ("No", not yes)]
        words: Text = []
        for caption, ticked in parts:
            words += [*plain("[X]" if ticked else "[_]"), *value(caption, name if ticked else None)]
        return words

    def _band(self, row: list[tuple[str, Text, Text, float]], small: Font) -> None:
        high = small.size * 1.3 + self.entry.size * 1.5 + 2
        self._need(high)
        spare = (self.right - self.left - sum(need for *_, need in row)) / len(row)
        x = self.left
        for _, caption, entry, need in row:
            self.canvas.box(x, self.y, x + need + spare, self.y + high, BLACK, None, 0.5)
            self.canvas.write(x + 3, self.y + 1.5, caption, small)
            self.canvas.write(x + 5, self.y + small.size * 1.3 + 1.5, entry, self.entry)
            x += need + spare
        self.y += high

    def _list(self, names: Sequence[str], x: float | None = None, width: float | None = None) -> None:
        x = self.left if x is None else x
        width = self.right - x if width is None else width
        rows = [(plain(self._pick(CAPTIONS[n]) + self.rng.choice([":", ":", ""])), self._entry(n)) for n in names]
        indent = min(max(self.font.measure(c) for c, _ in rows) + 12, width * 0.55)
        for caption, entry in rows:
            captions, entries = wrap(caption, self.font, indent - 4), wrap(entry, self.entry, width - indent)
            self._need(self.step * max(len(captions), len(entries)))
            low = self.canvas.write_rows(x, self.y, captions, self.font, self.step / self.font.size)
            self.y = max(
                low, self.canvas.write_rows(x + indent, self.y, entries, self.entry, self.step / self.entry.size)
            )

    def _two_lists(self, names: Sequence[str]) -> None:
        """Sets the fields in two lists beside one another."""
        half = (len(names) + 1) // 2
        middle = (self.left + self.right) / 2
        self._need(self.step * (half + 2))
        top = self.y
        self._list(names[:half], self.left, middle - self.left - 12)
        low, self.y = self.y, top
        if names[half:]:
            self._list(names[half:], middle, self.right - middle)
        self.y = max(low, self.y)

    def _letter(self) -> None:
        """Writes the facts as sentences of a letter."""
        width = self.right - self.left
        entry = self._entry
        sentences: list[Text] = [
            plain("Dear Sir or Madam,"),
            [
                *plain("Please find below the services for our patient"),
                *glue(entry("patient_name"), plain(",")),
                *plain("born"),
                *glue(entry("patient_birth_date"), plain(",")),
                *plain("who is covered under member number"),
                *entry("insured_id"),
                *plain("of the policy holder"),
                *entry("insured_name"),
                *plain("(plan"),
                *glue(entry("insurance_plan_name"), plain(").")),
            ],
        ]
        for sentence in sentences:
            rows = wrap(sentence, self.entry, width)
            self.y = self.canvas.write_rows(self.left, self.y, rows, self.entry, 1.45) + self.step * 0.6
        self._list(
            [
                "billing_provider_name",
                "billing_provider_street",
                "billing_provider_city_state_zip",
                "billing_provider_npi",
                "federal_tax_id",
            ]
        )
        self.y += self.step

    def _choose_columns(self) -> list[str]:
        chosen = ["date_from", "procedure_code", "units", "charge"]
        for place, name, share in (
            (1, "date_to", 0.5),
            (2, "place_of_service", 0.5),
            (3, "modifier", 0.4),
            (-2, "diagnosis_pointer", 0.5),
        ):
            if self.rng.random() < share:
                chosen.insert(place, name)
        if self.rng.random() < 0.3:
            chosen.append("rendering_provider_npi")
        return chosen

    def _cell(self, name: str, service: Service, k: int) -> Text:
        label = f"line.{name}"
        if name == "charge":
            return self._money(service.charge, label, k)
        texts = {
            "date_from": self._date(service.day),
            "date_to": self._date(service.last_day),
            "place_of_service": service.place,
            "procedure_code": service.procedure,
            "modifier": service.modifier,
            "diagnosis_pointer": service.pointer,
            "units": str(service.units),
            "rendering_provider_npi": self.rendering_npi,
        }
        return value(texts[name], label, k)

    def _services(self) -> None:
        """Draws diagnoses and the table of services."""
        codes = [n for n in self.facts.texts if n.startswith("diagnosis_code")]
        self._need(self.step * (len(self.facts.services) + 5))
        words: Text = plain(self.rng.choice(["Diagnosis codes:", "Diagnoses (ICD-10):", "ICD-10:", "Diagnosis:"]))
        for name in codes:
            letter = name[-1].upper()
            words += [*plain(self.rng.choice([f"{letter}.", f"{letter}:"])), *self._entry(name)]
        self.canvas.write(self.left, self.y, words, self.entry)
        self.y += self.step * 1.5
        cell = (self.right - self.left) / len(self.columns)
        heads = [plain(self._pick(COLUMNS[name])) for name in self.columns]
        head_font, ruled = self.font.strong().scaled(0.9), self.rng.random() < 0.6
        for k, head in enumerate(heads):
            rows = wrap(head, head_font.fitting([head], cell - 6), cell - 6)
            self.canvas.write_rows(self.left + k * cell + 3, self.y, rows, head_font.fitting([head], cell - 6), 1.15)
        self.y += head_font.size * 2.5
        for index, service in enumerate(self.facts.services):
            if ruled:
                self.canvas.line(self.left, self.y - 2, self.right, self.y - 2, 0.4)
            for k, name in enumerate(self.columns):
                text = self._cell(name, service, index)
                font = self.entry.fitting([text], cell - 6)
                while font.measure(text) > cell - 6:
                    font = font.scaled(0.95)
                self.canvas.write(self.left + k * cell + 3, self.y, text, font)
            self.y += self.step * 1.15
        self.y += self.step * 0.5

    def _sums(self) -> None:
        self._need(self.step * 4)
        names = ["total_charge", "amount_paid"] if self.rng.random() < 0.85 else ["total_charge"]
        for name in names:
            caption = plain(self._pick(CAPTIONS[name]) + ":")
            amount = self._entry(name)
            self.canvas.write(self.right, self.y, amount, self.entry.strong(), "right")
            self.canvas.write(
                self.right - self.entry.strong().measure(amount) - 12, self.y, caption, self.font, "right"
            )
            self.y += self.step
        self.y += self.step * 0.5

    def _signature(self) -> None:
        self._need(self.step * 4)
        self._list(["patient_signature", "patient_signature_date"])

    # ------------------------------------------------------------------------------------------------------------------

    def _assemble(self, pages: list[SyntheticPage], design: str) -> SyntheticDocument:
        facts = self.facts
        labels = {w.label for page in pages for w in page.words() if w.label and w.line_item_index is None}
        values = {
            **{n: t.upper() if self.upper else t for n, t in facts.texts.items()},
            **{n: d.isoformat() for n, d in facts.dates.items()},
            **{n: f"{a:f}" for n, a in facts.amounts.items()},
            **{n: "true" if f else "false" for n, f in facts.flags.items()},
        }
        lines = [self._line(service) for service in facts.services]
        how = {
            "country": "US",
            "currency": "USD",
            "currency_sign": "$",
            "decimal": ".",
            "group": ",",
            "family": self.entry.family,
            "date_order": "ymd" if self.date_form.startswith("{y}") else "mdy",
            "layout": f"claim/{design}",
        }
        return SyntheticDocument("claim", pages, {n: t for n, t in values.items() if n in labels}, lines, "en", how)

    def _line(self, service: Service) -> dict[str, str]:
        row = {
            "date_from": service.day.isoformat(),
            "date_to": service.last_day.isoformat(),
            "place_of_service": service.place,
            "procedure_code": service.procedure,
            "modifier": service.modifier,
            "diagnosis_pointer": service.pointer,
            "charge": f"{service.charge:f}",
            "units": str(service.units),
            "rendering_provider_npi": self.rendering_npi,
        }
        return {name: text for name, text in row.items() if name in self.columns and text}
