"""Business paper of an issuer: letterhead, emblem, foot, and pages that follow."""

from __future__ import annotations

from dataclasses import dataclass

from training.synthetic.canvas import Font, Text, plain, value, wrap
from training.synthetic.parties import Party
from training.synthetic.sheet import KV_STYLES, Row, Sheet


@dataclass(frozen=True)
class Roles:
    """Sender and addressee: an invoice's seller and its buyer, an order's buyer and its seller."""

    issuer: Party
    issuer_role: str
    issuer_caption: str
    addressee: Party
    addressee_role: str
    addressee_caption: str


class Paper:
    """An issuer's paper: the plan of one document's look, its head and its foot."""

    def __init__(self, sheet: Sheet, roles: Roles, *, bank: bool = True) -> None:
        self.sheet, self.roles, self.facts, self.rng = sheet, roles, sheet.facts, sheet.rng
        self.canvas = sheet.canvas
        pick = self.rng.choice
        self.head = pick(["left", "left", "right", "right", "center", "footer", "columns", "boxes", "sender"])
        self.number_in = pick(["meta"] * 7 + ["title", "title", "sentence"])
        self.due_in = pick(["meta", "meta", "meta", "terms", "terms", "none", "none"])
        self.bank_in = pick(["footer", "footer", "block", "block", "sentence", "none"]) if bank else "none"
        self.vat_in = pick(["head", "head", "footer", "footer", "meta", "none"])
        self.footer = self._footer_columns() if sheet.chance(0.65) or self.head == "footer" else []
        self.kv_style = pick(KV_STYLES)
        self.title_at = pick(["before_table", "before_table", "head", "head", "before_meta"])
        self.bottom = sheet.bottom - self._footer_height()

    @property
    def layout(self) -> str:
        """The plan's name."""
        return f"{self.head}/{self.kv_style}/{self.title_at}/{self.number_in}/{self.bank_in}"

    def title_text(self) -> Text:
        """Returns what the paper calls itself."""
        raise NotImplementedError

    def running_head(self) -> Text:
        """Returns what is on top of the following pages."""
        raise NotImplementedError

    def next_page(self) -> float:
        """Starts a page and returns where its text starts."""
        self.canvas.new_page()
        self.draw_footer()
        sheet = self.sheet
        y = sheet.top
        if sheet.chance(0.6):
            self.canvas.write(sheet.left, y, self.running_head(), sheet.body)
            page = sheet.say("page").split("{")[0]
            self.canvas.write(sheet.right, y, plain(f"{page} {len(self.canvas.pages)}"), sheet.body, "right")
            y += 2 * sheet.row
        return y

    def room(self, y: float, height: float) -> float:
        """Returns `y`, or the top of the next page where the height does not fit."""
        return y if y + height <= self.bottom else self.next_page()

    def header(self, y: float) -> float:
        """Draws the letterhead, perhaps with the title, and returns the `y` below."""
        sheet = self.sheet
        name_font = sheet.heading if sheet.chance(0.8) else sheet.body.strong()
        width = sheet.right - sheet.left
        if self.head in ("footer", "sender"):
            return self._logo(y, sheet.right if sheet.chance(0.6) else sheet.left)
        if self.head in ("columns", "boxes"):
            return self.title_line(y) if self.title_at == "head" else y
        place, align = {
            "left": (sheet.left, "left"),
            "right": (sheet.right, "right"),
            "center": (sheet.left + width / 2, "center"),
        }[self.head]
        share = width if self.head == "center" else width * 0.6
        rows = sheet.party_rows(self.roles.issuer, self.roles.issuer_role, country=sheet.chance(0.15))
        start = y
        if self.head != "center" and sheet.chance(0.35):
            self._logo(y, sheet.left if self.head == "right" else sheet.right, limit=width * 0.3)
            start = y
        elif self.title_at == "head" and self.head != "center":
            self._corner_title(y, sheet.left if self.head == "right" else sheet.right, width * 0.38)
        for part in wrap(rows[0], name_font, share):
            self.canvas.write(place, start, part, name_font, align)
            start += name_font.size * 1.25
        font = sheet.small if sheet.chance(0.5) else sheet.body
        if sheet.chance(0.3):
            joined = self.joined(rows[1:], self.rng.choice(["·", "-", "|", "•", ","]))
            start = sheet.address(place, start, share, [joined], font, align)
        else:
            start = sheet.address(place, start, share, rows[1:], font, align)
        start = self.contact_rows(place, start, share, font, align)
        if sheet.chance(0.3):
            start += 3
            self.canvas.line(sheet.left, start, sheet.right, start, sheet.line_width, sheet.accent)
        y = max(start, y + sheet.row * 3)
        return y if self.title_at != "head" or self.head != "center" else self.title_line(y + sheet.row * 0.5)

    def joined(self, rows: list[Text], mark: str) -> Text:
        """Joins address rows on one line; the marks inside the address belong to it, so that it stays one value."""
        joined: Text = []
        for k, row in enumerate(rows):
            label = joined[-1].label if joined and row[0].label == joined[-1].label else None
            if k and mark == ",":
                last = joined[-1]
                joined[-1] = type(last)(last.text + ",", last.label, last.item, last.begins)
            elif k:
                joined += value(mark, label, begins=False)
            joined += row
        return joined

    def contact_rows(self, x: float, y: float, width: float, font: Font, align: str) -> float:
        """Draws telephone, mail and perhaps tax numbers under the issuer's address, and returns the `y` below."""
        sheet, issuer = self.sheet, self.roles.issuer
        rows: list[Text] = []
        if sheet.chance(0.6):
            rows.append(plain(f"{sheet.say('phone')}{sheet.writing.colon} {issuer.phone}"))
        if sheet.chance(0.3):
            rows.append(plain(f"{sheet.say('fax')}{sheet.writing.colon} {issuer.fax}"))
        if sheet.chance(0.5):
            rows.append(
                plain(f"{sheet.say('email')}{sheet.writing.colon} {issuer.email}")
                if sheet.chance(0.6)
                else plain(issuer.email)
            )
        if sheet.chance(0.3):
            rows.append(plain(issuer.web))
        if self.vat_in == "head":
            rows += self._tax_rows()
        if len(rows) > 1 and sheet.chance(0.25):
            rows = [self.joined(rows, self.rng.choice(["·", "-", "|"]))]
        return sheet.address(x, y, width, rows, font, align)

    def _tax_rows(self) -> list[Text]:
        sheet, issuer = self.sheet, self.roles.issuer
        rows: list[Text] = []
        if issuer.vat_id:
            rows.append(
                [
                    *plain(f"{sheet.say('seller_vat')}{sheet.writing.colon}"),
                    *value(self.spaced_vat(issuer.vat_id), f"{self.roles.issuer_role}_vat_id"),
                ]
            )
        if not issuer.vat_id or sheet.chance(0.35):
            rows.append(plain(f"{sheet.say('tax_no')}{sheet.writing.colon} {issuer.tax_no}"))
        return rows

    def spaced_vat(self, vat: str) -> str:
        """Returns a VAT id as this paper prints it, perhaps in groups."""
        if self.sheet.chance(0.85) or " " in vat or "-" in vat:
            return vat
        return (
            f"{vat[:2]} {vat[2:]}" if self.sheet.chance(0.6) else f"{vat[:2]} {vat[2:5]} {vat[5:8]} {vat[8:]}".strip()
        )

    def _logo(self, y: float, x: float, limit: float = 160.0) -> float:
        """Draws an emblem that hangs from `x` into the page, perhaps with the firm's first word."""
        sheet, rng = self.sheet, self.rng
        side = rng.uniform(22, 50)
        left = x if x < sheet.width / 2 else x - side
        color = sheet.accent if sum(sheet.accent) else (0.3, 0.3, 0.5)
        for _ in range(rng.randint(1, 3)):
            a, b = sorted(rng.uniform(0, side) for _ in range(2))
            self.canvas.box(
                left + a * 0.5,
                y + a * 0.4,
                left + max(b, a + 8),
                y + max(b, a + 8),
                None,
                color,
                kind=rng.choice(["rect", "ellipse"]),
            )
        word = plain(self.roles.issuer.name.split()[0])
        font = sheet.heading.scaled(0.8)
        if sheet.chance(0.4) and font.measure(word) < limit - side:
            if x < sheet.width / 2:
                self.canvas.write(left + side + 6, y + side / 3, word, font)
            else:
                self.canvas.write(left - 6, y + side / 3, word, font, "right")
        return y + side + 6

    def title_line(self, y: float) -> float:
        """Draws the title on a row of its own and returns the `y` below."""
        sheet = self.sheet
        align = self.rng.choice(["left", "left", "right", "center"])
        x = {"left": sheet.left, "right": sheet.right, "center": (sheet.left + sheet.right) / 2}[align]
        font = sheet.heading.scaled(self.rng.uniform(0.7, 1.2))
        rows = wrap(self.title_text(), font, sheet.right - sheet.left)
        return self.canvas.write_rows(x, y, rows, font, 1.3, align) + 2

    def _corner_title(self, y: float, x: float, width: float) -> None:
        font, text = self.sheet.heading, self.title_text()
        while font.measure(text) > width and font.size > self.sheet.body.size:
            font = font.scaled(0.9)
        font = font.fitting([text], width)
        rows = wrap(text, font, width)
        self.canvas.write_rows(x, y, rows, font, 1.3, "right" if x > self.sheet.width / 2 else "left")

    def iban_text(self) -> Text:
        """Returns the IBAN, mostly in groups of four."""
        iban = self.roles.issuer.iban
        if self.sheet.chance(0.65):
            iban = " ".join(iban[k : k + 4] for k in range(0, len(iban), 4))
        return value(iban, "iban")

    def bank_rows(self) -> list[Row]:
        """Returns captions and values of the issuer's account."""
        sheet, issuer, chance = self.sheet, self.roles.issuer, self.sheet.chance
        rows: list[Row] = []
        if chance(0.7):
            rows.append((sheet.say("bank"), plain(issuer.bank)))
        if chance(0.35):
            rows.append((sheet.say("account_holder"), value(issuer.name, f"{self.roles.issuer_role}_name")))
        rows.append((sheet.say("iban"), self.iban_text()))
        if chance(0.75):
            rows.append((sheet.say("bic"), plain(issuer.bic)))
        if chance(0.15):
            rows.append((sheet.say("payment_ref"), value(self.facts.number, "invoice_number")))
        return rows

    def _footer_columns(self) -> list[list[Text]]:
        """Returns the foot's columns of rows: address, contact, register and tax, bank."""
        sheet, issuer, chance = self.sheet, self.roles.issuer, self.sheet.chance
        columns: list[list[Text]] = []
        if self.head == "footer" or chance(0.5):
            columns.append(sheet.party_rows(issuer, self.roles.issuer_role))
        if chance(0.6):
            rows = [plain(f"{sheet.say('phone')} {issuer.phone}"), plain(issuer.email)]
            columns.append([*rows, plain(issuer.web)] if chance(0.5) else rows)
        legal: list[Text] = []
        if chance(0.5):
            legal.append(plain(f"{sheet.say('manager')}: {issuer.contact}"))
        if chance(0.5):
            legal.append(plain(sheet.say("registry", city=issuer.city_name, n=issuer.registry_no)))
        if self.vat_in == "footer":
            legal += self._tax_rows()
        if legal:
            columns.append(legal)
        if self.bank_in == "footer" and issuer.iban:
            columns.append([[*plain(c + ":" * chance(0.5)), *t] for c, t in self.bank_rows()])
        return columns

    def _footer_layout(self) -> tuple[float, list[list[Text]]]:
        """Returns the width of a column and its wrapped rows."""
        sheet = self.sheet
        cell = (sheet.right - sheet.left) / max(1, len(self.footer)) - 8
        font = sheet.body.scaled(0.72)
        return cell, [[part for row in column for part in wrap(row, font, cell)] for column in self.footer]

    def _footer_height(self) -> float:
        rows = max((len(c) for c in self._footer_layout()[1]), default=0)
        return rows * self.sheet.body.size * 0.72 * 1.25 + 12

    def draw_footer(self) -> None:
        """Draws the foot of the current page."""
        sheet, y = self.sheet, self.bottom + 8
        cell, columns = self._footer_layout()
        if columns and self.sheet.line_width < 0.6:
            self.canvas.line(sheet.left, y - 3, sheet.right, y - 3, 0.4)
        for k, rows in enumerate(columns):
            self.canvas.write_rows(sheet.left + k * (cell + 8), y, rows, sheet.body.scaled(0.72), 1.25)
